"""Changes of accounts: an administrator asks, a second person confirms or declines; confirming does it."""

import datetime
from typing import Any

from django.db import IntegrityError, transaction

from duban.ledger import journal
from duban.ledger.actions.accounts import second_factors
from duban.ledger.actions.office import officers
from duban.ledger.by import By
from duban.ledger.models import AccountChange
from duban.ledger.models.account_changes import Change, Standing
from duban.ledger.queries.accounts import powers
from duban.ledger.refusals import Conflict, Forbidden, Refused
from duban.people.models import Jurisdiction, Officer, Unit


@transaction.atomic
def ask_change(
    *,
    kind: Change,
    jurisdiction: Jurisdiction,
    officer: Officer | None,
    wanted: dict[str, Any] | None = None,
    reason: str = "",
    by: By,
) -> AccountChange:
    """Ask for a change of an account, or for a new one; `wanted` are its fields as they are to be.

    Raises Refused where nobody could confirm it, for one's own account, and Conflict where the same is asked already.
    """
    if officer is not None and by.officer.is_person_of(officer.pk):
        raise Refused("不能申请变更自己的账号", possible="请由另一名系统管理员办理。")
    if not powers.confirmers(jurisdiction, apart_from=by.officer, subject=officer).exists():
        raise Refused(
            "此事须第二人确认，而本辖区没有可以确认的人",
            possible="请督查室负责人先登录一次，或再设一名系统管理员；急用时由服务器的管理人运行 duban admin。",
        )
    unit = (wanted or {}).get("unit")
    plain = {**(wanted or {}), **({"unit": unit.pk} if isinstance(unit, Unit) else {})}
    try:
        with transaction.atomic():
            change = AccountChange.objects.create(
                kind=kind,
                jurisdiction=jurisdiction,
                officer=officer,
                wanted=plain,
                reason=reason,
                asked_by=by.officer,
                asked_at=by.at,
            )
    except IntegrityError:
        raise Conflict("同样的变更已经在等待确认") from None
    _note("account_change.asked", change, by)
    return change


@transaction.atomic
def confirm_change(*, change: AccountChange, by: By) -> tuple[Officer, str]:
    """Confirm a change and do it; return the account, and its new initial password where it has one: who asked never learns it.

    Raises Forbidden for who may not, Conflict for what is done with or a week old, Refused as the act itself does.
    """
    change = _open(change)
    if by.at - change.asked_at > powers.LASTS:
        raise Conflict("申请已过一周，不能再确认", possible="请管理员重新申请。")
    if not powers.may_confirm(change, by.officer, by.at):
        raise Forbidden("不能由您确认", possible="须由申请人和当事人以外的负责人或系统管理员确认。")
    if not powers.may_ask(change.asked_by):
        raise Conflict("申请人已不是系统管理员")
    _decide(change, Standing.CONFIRMED, by)
    return _carry_out(change, by.officer, by.at)


@transaction.atomic
def decline_change(*, change: AccountChange, by: By) -> AccountChange:
    """Decline a change, or withdraw what one asked for oneself. Raises Forbidden and Conflict as `confirm_change` does."""
    change = _open(change)
    is_own = by.officer == change.asked_by
    if (
        not is_own
        and not powers.confirmers(change.jurisdiction, apart_from=change.asked_by).filter(pk=by.officer.pk).exists()
    ):
        raise Forbidden("不能由您决定")
    _decide(change, Standing.WITHDRAWN if is_own else Standing.DECLINED, by)
    return change


def _carry_out(change: AccountChange, second: Officer, at: datetime.datetime) -> tuple[Officer, str]:
    if change.kind == Change.ADD:
        fields = {**change.wanted, "unit": _unit(change)}
        return officers.add_officer(
            jurisdiction=change.jurisdiction, actor=change.asked_by, confirmed_by=second, at=at, **fields
        )
    assert change.officer_id is not None
    officer = Officer.objects.select_related("jurisdiction", "unit").get(pk=change.officer_id)
    password = ""
    if change.kind == Change.EDIT:
        fields = {**change.wanted, "unit": _unit(change)}
        officers.edit_officer(officer=officer, by=By(change.asked_by, at), confirmed_by=second, **fields)
    elif change.kind == Change.PASSWORD:
        password = officers.reset_password(officer=officer, actor=change.asked_by, confirmed_by=second, at=at)
    else:
        second_factors.reset_second_factor(officer=officer, actor=change.asked_by, confirmed_by=second, at=at)
    return officer, password


def _open(change: AccountChange) -> AccountChange:
    """Lock it, so that of two who decide at once one comes too late."""
    found = AccountChange.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "jurisdiction", "asked_by", "officer"
    )
    change = found.get(pk=change.pk)
    if change.standing != Standing.OPEN:
        raise Conflict("这项变更已经有了结果")
    return change


def _unit(change: AccountChange) -> Unit | None:
    pk = change.wanted.get("unit")
    return Unit.objects.get(pk=pk, jurisdiction=change.jurisdiction) if pk is not None else None


def _decide(change: AccountChange, standing: Standing, by: By) -> None:
    change.standing, change.decided_by, change.decided_at = standing, by.officer, by.at
    change.save(update_fields=["standing", "decided_by", "decided_at"])
    _note(f"account_change.{standing}", change, by)


def _note(verb: str, change: AccountChange, by: By) -> None:
    data = {
        "kind": change.kind,
        "officer": change.officer_id,
        **change.wanted,
        **({"reason": change.reason} if change.reason else {}),
    }
    journal.record(verb, jurisdiction=change.jurisdiction, of=change, actor=by.officer, at=by.at, data=data)
