"""Three powers apart (三员分立): which acts of an administrator need a second person, and who that may be."""

import datetime

from django.conf import settings
from django.db.models import QuerySet

from duban.ledger.access import may
from duban.ledger.models import AccountChange
from duban.ledger.models.account_changes import Change, Standing
from duban.ledger.refusals import Refused
from duban.people.models import CONFIRMERS, LEADERS, Jurisdiction, Officer, Role, Unit

# So long what was asked for can be confirmed.
LASTS = datetime.timedelta(days=7)
# Who holds such a post can sign, or confirm: an administrator alone must not make one up.
_WEIGHTY = LEADERS | CONFIRMERS | {Role.AUDITOR}


def confirmers(
    jurisdiction: Jurisdiction | None, *, apart_from: Officer | None, subject: Officer | None = None
) -> QuerySet[Officer]:
    """Return who may confirm what `apart_from` asks for: of certain posts, with an account that was ever used, and not the one it is about."""
    found = Officer.objects.filter(
        jurisdiction=jurisdiction, is_active=True, role__in=CONFIRMERS, last_login__isnull=False
    )
    for each in (apart_from, subject):
        if each is not None:
            found = found.exclude(pk__in=each.accounts)
    return found


def needs_second(
    kind: Change,
    *,
    jurisdiction: Jurisdiction | None,
    actor: Officer | None,
    officer: Officer | None = None,
    role: str = "",
    unit: Unit | None = None,
) -> bool:
    """Return whether this act of an administrator needs a second person; `role` and `unit` as they are to be.

    Accounts that were never used need none: nobody is impersonated by them. A post that signs or confirms needs one as soon as there is
    somebody to confirm it. The owner of the machine (`actor` None) stands above.
    """
    if actor is None or settings.SECOND_PERSON != "confirm":
        return False
    is_used = officer is not None and officer.last_login is not None
    if kind in (Change.PASSWORD, Change.SECOND_FACTOR):
        return is_used
    if is_used and officer is not None and (role, unit) != (officer.role, officer.unit):
        return True
    rises = role in _WEIGHTY and (officer is None or role != officer.role)
    return rises and confirmers(jurisdiction, apart_from=actor, subject=officer).exists()


def changes(officer: Officer) -> QuerySet[AccountChange]:
    """Return the changes of accounts that somebody of this post sees: those of the jurisdiction, open ones first."""
    found = AccountChange.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    return found.select_related("officer", "asked_by", "decided_by").order_by("decided_at", "-id")


def may_confirm(change: AccountChange, officer: Officer, at: datetime.datetime) -> bool:
    """Return whether this officer may confirm it now."""
    if change.standing != Standing.OPEN or at - change.asked_at > LASTS:
        return False
    return (
        confirmers(change.jurisdiction, apart_from=change.asked_by, subject=change.officer)
        .filter(pk=officer.pk)
        .exists()
    )


def may_ask(officer: Officer) -> bool:
    """Return whether the officer is still an administrator."""
    return may(officer, "manage_people")


def require_second(needed: bool, confirmed_by: Officer | None) -> None:
    """Raise Refused where a second person is needed and none confirmed."""
    if needed and confirmed_by is None:
        raise Refused("此事须第二人确认", possible="请先提交申请，由负责人或另一名系统管理员确认。")
