"""What a password must be, how long it holds, and which were there before; said in the users' language. The office's settings decide."""

import datetime

from django.conf import settings
from django.contrib.auth import password_validation
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError

from duban.people.hashers import InitialPasswordHasher
from duban.people.models import FormerPassword, Officer

_DAY = datetime.timedelta(days=1)


class MinimumLength(password_validation.MinimumLengthValidator):
    """At least so many characters; Django's own sentence for it is not translated."""

    def get_error_message(self) -> str:
        return f"口令太短，至少 {self.min_length} 个字符"

    def get_help_text(self) -> str:
        return f"至少 {self.min_length} 个字符"


class NotAlike(password_validation.UserAttributeSimilarityValidator):
    """Not the name by which one signs in, nor one's own, or nearly."""

    def get_error_message(self) -> str:
        return "口令与账号或者姓名太相近"


class NotCommon(password_validation.CommonPasswordValidator):
    """None of the twenty thousand that are tried first."""

    def get_error_message(self) -> str:
        return "口令太常见，容易被猜到"


class CharacterClasses:
    """Signs of so many of the four kinds: capital letters, small letters, digits, and all others."""

    def __init__(self, classes: int) -> None:
        self.classes = classes

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError where too few kinds are there."""
        kinds = {_kind(sign) for sign in password}
        if len(kinds) < self.classes:
            raise ValidationError(f"口令太简单：{self.get_help_text()}")

    def get_help_text(self) -> str:
        """Return the rule in words; empty where there is none."""
        return f"大写字母、小写字母、数字、符号中至少有 {self.classes} 种" if self.classes > 1 else ""


class NoFormerPassword:
    """None of the last ones again."""

    def __init__(self, last: int) -> None:
        self.last = last

    def validate(self, password: str, user: Officer | None = None) -> None:
        """Raise ValidationError for one of the officer's last passwords."""
        if user is None or user.pk is None or not self.last:
            return
        former = FormerPassword.objects.filter(officer=user).order_by("-id")[: self.last]
        if any(check_password(password, each.password) for each in former):
            raise ValidationError(f"不能再用最近 {self.last} 次用过的口令")

    def get_help_text(self) -> str:
        """Return the rule in words; empty where there is none."""
        return f"不能与最近 {self.last} 次用过的相同" if self.last else ""


def rule_in_words() -> str:
    """Return what a password must be, in one sentence."""
    words = [rule for rule in (each.get_help_text() for each in _own_validators()) if rule]
    return "；".join([*words, "不能太常见，也不能与账号、姓名相近"]) + "。"


def is_due(officer: Officer, at: datetime.datetime) -> bool:
    """Return whether the officer's own password is older than the office allows. One that is kept elsewhere is never due."""
    return (
        bool(settings.PASSWORD_DAYS)
        and at - officer.password_set_at >= settings.PASSWORD_DAYS * _DAY
        and officer.has_usable_password()
    )


def is_dead(officer: Officer, at: datetime.datetime) -> bool:
    """Return whether the officer's initial password was not used in time, and opens nothing any more."""
    limit = settings.INITIAL_PASSWORD_DAYS
    return officer.must_change_password and bool(limit) and at - officer.password_set_at >= limit * _DAY


def rests_until(officer: Officer, at: datetime.datetime) -> datetime.datetime | None:
    """Return until when the officer's own password may not be changed again; None where it may."""
    until = officer.password_set_at + settings.PASSWORD_REST_DAYS * _DAY
    return until if not officer.must_change_password and officer.password_set_at <= at < until else None


def replace(officer: Officer, password: str, at: datetime.datetime, *, is_initial: bool) -> None:
    """Give the officer this password from now on, and remember the one before as far as the office asks."""
    kept = settings.PASSWORD_HISTORY
    if kept and officer.has_usable_password():
        FormerPassword.objects.create(officer=officer, password=officer.password, set_at=officer.password_set_at)
        last = FormerPassword.objects.filter(officer=officer).order_by("-id").values("pk")[:kept]
        FormerPassword.objects.filter(officer=officer).exclude(pk__in=list(last.values_list("pk", flat=True))).delete()
    officer.set_password(password)
    officer.must_change_password, officer.password_set_at = is_initial, at
    officer.save(update_fields=["password", "must_change_password", "password_set_at"])


def give_initial(officer: Officer, password: str, at: datetime.datetime) -> None:
    """Give an account that was never used a random initial password; it is hashed fast, for hundreds are given out at once."""
    officer.password = make_password(password, hasher=InitialPasswordHasher())
    officer.must_change_password, officer.password_set_at = True, at
    officer.save(update_fields=["password", "must_change_password", "password_set_at"])


def _own_validators() -> list[MinimumLength | CharacterClasses | NoFormerPassword]:
    every = password_validation.get_default_password_validators()
    return [each for each in every if isinstance(each, MinimumLength | CharacterClasses | NoFormerPassword)]


def _kind(sign: str) -> str:
    if sign.isascii() and sign.isalpha():
        return "upper" if sign.isupper() else "lower"
    return "digit" if sign.isdigit() else "other"
