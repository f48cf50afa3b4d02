"""Second factors: an officer's app is bound, used and given up; the administrator takes away one that is lost."""

import datetime

from django.db import transaction

from duban.ledger import journal
from duban.ledger.actions.accounts import posts, sessions, tokens
from duban.ledger.models.account_changes import Change
from duban.ledger.queries.accounts import powers
from duban.ledger.refusals import Conflict, Refused
from duban.people import second_factors
from duban.people.models import Officer, RecoveryCode, SecondFactor

_WRONG = "动态口令不对，或者已经用过"


@transaction.atomic
def start_second_factor(*, officer: Officer, at: datetime.datetime) -> SecondFactor:
    """Give the officer a fresh secret for an app; it is in force once a code of it is entered. Raises Conflict where one is in force."""
    if second_factors.is_on(officer):
        raise Conflict("动态口令已经启用", possible="要换手机，请先停用，再重新绑定。")
    factor, _ = SecondFactor.objects.update_or_create(
        officer=officer, defaults={"secret": second_factors.new_secret(), "confirmed_at": None, "last_step": 0}
    )
    _note("second_factor.started", officer, officer, at)
    return factor


@transaction.atomic
def confirm_second_factor(
    *, officer: Officer, code: str, moment: datetime.datetime, keep: str = "", at: datetime.datetime
) -> list[str]:
    """Put the officer's app in force by a first code of it, and return the recovery codes, which are shown once.

    `moment` is the real time, by which apps count; `keep` the key of the session that stays, all others end. Raises Refused for a
    wrong code and Conflict where there is no app to confirm.
    """
    factor = (
        SecondFactor.objects.select_for_update(no_key=True).filter(officer=officer, confirmed_at__isnull=True).first()
    )
    if factor is None:
        raise Conflict("没有等待绑定的动态口令", possible="请从头再来一次。")
    if not second_factors.use_code(factor, code, moment):
        raise Refused(_WRONG, possible="请输入手机上现在显示的 6 位数字；一直不对，请校准手机时间。", field="code")
    SecondFactor.objects.filter(pk=factor.pk).update(confirmed_at=at)
    codes = second_factors.renew_recovery_codes(officer)
    ended = sum(sessions.cut_sessions(officer=each, keep=keep) for each in (officer, *officer.posts.all()))
    _note("second_factor.enabled", officer, officer, at, sessions=ended)
    return codes


@transaction.atomic
def prove(*, officer: Officer, code: str, moment: datetime.datetime, at: datetime.datetime) -> bool:
    """Use up a code of the officer's app, or a recovery code, and return whether it was right. `moment` is the real time."""
    factor = SecondFactor.objects.filter(officer=officer, confirmed_at__isnull=False).first()
    if factor is not None and second_factors.use_code(factor, code, moment):
        return True
    if factor is not None and second_factors.use_recovery_code(officer, code, at):
        _note("second_factor.recovery_used", officer, officer, at, left=second_factors.codes_left(officer))
        return True
    return False


@transaction.atomic
def renew_recovery_codes(*, officer: Officer, code: str, moment: datetime.datetime, at: datetime.datetime) -> list[str]:
    """Return new recovery codes in place of the old ones. Raises Refused for a wrong code."""
    require_code(officer=officer, code=code, moment=moment, at=at)
    codes = second_factors.renew_recovery_codes(officer)
    _note("second_factor.codes_renewed", officer, officer, at)
    return codes


@transaction.atomic
def remove_second_factor(*, officer: Officer, code: str, moment: datetime.datetime, at: datetime.datetime) -> None:
    """Give up one's own app. Raises Refused for a wrong code, and where the office wants one of everybody in this post."""
    if any(second_factors.is_required(each) for each in (officer, *officer.posts.filter(is_active=True))):
        raise Refused("您的岗位必须使用动态口令，不能停用", possible="换手机时，请管理员重置后重新绑定。")
    require_code(officer=officer, code=code, moment=moment, at=at)
    _forget(officer)
    _note("second_factor.disabled", officer, officer, at)


@transaction.atomic
def reset_second_factor(
    *, officer: Officer, actor: Officer | None, confirmed_by: Officer | None = None, at: datetime.datetime
) -> None:
    """Take away a lost app; sessions and tokens of the account and its posts end, those of other offices are parted.

    `actor` None is the owner of the machine.

    Raises Conflict where there is none, and Refused for one's own and where a second person must confirm it and did not.
    """
    if actor is not None and actor.is_person_of(officer.pk):
        raise Refused("自己的动态口令请在“动态口令”页停用")
    if not SecondFactor.objects.filter(officer=officer).exists():
        raise Conflict("这个账号没有启用动态口令")
    needed = powers.needs_second(Change.SECOND_FACTOR, jurisdiction=officer.jurisdiction, actor=actor, officer=officer)
    powers.require_second(needed, confirmed_by)
    _forget(officer)
    if actor is not None:
        posts.part_foreign(officer, at, "该账号的动态口令由其办公室重置")
    opened = (officer, *officer.posts.all())
    ended = sum(sessions.cut_sessions(officer=each) for each in opened)
    revoked = sum(tokens.revoke_tokens(officer=each, actor=actor, at=at) for each in opened)
    second = {"confirmed_by": confirmed_by.pk} if confirmed_by is not None else {}
    _note("second_factor.reset", officer, actor, at, sessions=ended, tokens=revoked, **second)


def require_code(*, officer: Officer, code: str, moment: datetime.datetime, at: datetime.datetime) -> None:
    """Use up a code as a part of another act. Raises Refused for a wrong one."""
    if not prove(officer=officer, code=code, moment=moment, at=at):
        raise Refused(_WRONG, field="code")


def _forget(officer: Officer) -> None:
    RecoveryCode.objects.filter(officer=officer).delete()
    SecondFactor.objects.filter(officer=officer).delete()


def _note(verb: str, officer: Officer, actor: Officer | None, at: datetime.datetime, **data: int) -> None:
    if officer.jurisdiction is not None:
        journal.record(verb, jurisdiction=officer.jurisdiction, of=officer, actor=actor, at=at, data=data)
