"""Officers: the administrator's acts, each with its line. An administrator changes no business content."""

import datetime
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from duban.ledger import conditions, journal
from duban.ledger.actions.accounts import posts, sessions, tokens
from duban.ledger.actions.office import successions
from duban.ledger.by import By
from duban.ledger.models.account_changes import Change
from duban.ledger.queries.accounts import powers
from duban.ledger.queries.office import waiting
from duban.ledger.refusals import Conflict, Refused, refuse_if
from duban.ledger.storage import rows
from duban.papers.reading.texts.folding import name_together
from duban.people import lockouts, passwords
from duban.people.models import LEADERS, UNIT_ROLES, Jurisdiction, Officer, Role, Unit

# No signs that are mistaken for one another on paper.
_SIGNS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # pragma: allowlist secret


@transaction.atomic
def add_officer(
    *,
    jurisdiction: Jurisdiction,
    actor: Officer | None,
    confirmed_by: Officer | None = None,
    at: datetime.datetime,
    **who: Any,
) -> tuple[Officer, str]:
    """Open an account for `who` (as `open_account`) and return it with its random initial password, which must be changed at the first login.

    Raises Refused as `open_account` does.
    """
    password = _initial_password()
    opened = open_account(
        jurisdiction=jurisdiction, password=password, actor=actor, confirmed_by=confirmed_by, at=at, **who
    )
    return opened, password


@transaction.atomic
def open_account(
    *,
    jurisdiction: Jurisdiction,
    actor: Officer | None,
    at: datetime.datetime,
    password: str | None = None,
    confirmed_by: Officer | None = None,
    unit: Unit | None = None,
    **who: Any,
) -> Officer:
    """Open an account for `who` (username, full_name, role, title); without a password it opens nothing before a code is given out for it.

    `same_as` of `who` is the account that the same person has in another post: it is offered to them there.

    Raises Refused where a second person must confirm it (`queries.powers`) and did not; and Refused where the name is taken, or the post needs a unit and has none (or the other way round).
    """
    same_as = who.pop("same_as", "")
    username, role = who["username"], who["role"]
    who["full_name"] = name_together(who.get("full_name", ""))
    _check_post(jurisdiction.pk, role, unit)
    powers.require_second(
        powers.needs_second(Change.ADD, jurisdiction=jurisdiction, actor=actor, role=role), confirmed_by
    )
    taken = Officer.objects.filter(username__iexact=username).values_list("username", flat=True).first()
    if taken is not None:
        raise Refused(f"账号“{taken}”已被使用（不分大小写）", possible="请换一个账号名。", field="username")
    officer = Officer(**who, unit=unit, jurisdiction=jurisdiction, must_change_password=True, password_set_at=at)
    officer.set_password(password)
    rows.save_once(officer, f"账号“{username}”已被使用", "username")
    _note("officer.added", officer, actor, at, unit=unit, data=who | _second(confirmed_by))
    if same_as:
        posts.offer_post(officer=officer, account=same_as, actor=actor, at=at)
    return officer


@transaction.atomic
def issue_codes(*, chosen: Sequence[Officer], actor: Officer, at: datetime.datetime) -> list[tuple[Officer, str]]:
    """Give accounts that were never used a random code each for the first login, and return them; an earlier one opens nothing any more.

    A code is shown this once, must be changed at the first login, and dies as an initial password does. Raises Refused where one of the
    accounts was used, is closed or is one's own.
    """
    issued = []
    for officer in chosen:
        refuse_if(conditions.accounts.own_password(officer))
        if officer.last_login is not None or not officer.is_active or actor.is_person_of(officer.pk):
            raise Refused(
                f"{officer}（{officer.username}）已经登录过，不能再发首次登录码", possible="请在其页面上重置口令。"
            )
        code = _initial_password()
        passwords.give_initial(officer, code, at)
        lockouts.lift(officer.username)
        _note("officer.code_issued", officer, actor, at, unit=officer.unit)
        issued.append((officer, code))
    return issued


@transaction.atomic
def edit_officer(
    *,
    officer: Officer,
    full_name: str,
    role: str,
    unit: Unit | None,
    title: str,
    by: By,
    confirmed_by: Officer | None = None,
) -> Officer:
    """Change an officer's name, post or unit; with another post or unit their sessions and tokens end. Raises Refused as `add_officer` does,
    and where administrators would change their own post or a leader still has a portfolio."""
    _check_post(officer.jurisdiction_id, role, unit)
    refuse_if(conditions.accounts.renaming(officer, name_together(full_name)))
    if by.officer.is_person_of(officer.pk) and role != officer.role:
        raise Refused("不能改动自己的岗位", possible="请由另一名系统管理员办理。", field="role")
    if officer.role == Role.LEADER and role != Role.LEADER:
        _refuse_portfolios(officer)
    if role != officer.role:
        _keep_an_administrator(officer)
        _refuse_waiting(officer, role)
    where = officer.jurisdiction
    needed = powers.needs_second(
        Change.EDIT, jurisdiction=where, actor=by.officer, officer=officer, role=role, unit=unit
    )
    powers.require_second(needed, confirmed_by)
    changes = rows.change(officer, full_name=name_together(full_name), role=role, unit=unit, title=title)
    if changes:
        officer.save()
        ended = _cut_off(officer, by.officer, by.at) if {"role", "unit"} & changes.keys() else {}
        _note("officer.edited", officer, by.officer, by.at, unit=unit, data=changes | ended | _second(confirmed_by))
    return officer


@transaction.atomic
def disable_officer(*, officer: Officer, by: By) -> Officer:
    """Close an account; its sessions and tokens end at once. What waits for it passes to the deputy, else is listed as without a hand.

    Raises Refused for one's own and for the last administrator, Conflict where it is closed.
    """
    if by.officer.is_person_of(officer.pk):
        raise Refused("不能停用自己的账号", possible="请由另一名系统管理员办理。")
    if not officer.is_active:
        raise Conflict("这个账号已经停用")
    _keep_an_administrator(officer)
    officer.is_active = False
    officer.save(update_fields=["is_active"])
    posts.pass_login_on(officer, by.at)
    successions.pass_by_rule(of=officer, actor=by.officer, at=by.at)
    _note("officer.disabled", officer, by.officer, by.at, data=_cut_off(officer, by.officer, by.at))
    return officer


@transaction.atomic
def enable_officer(*, officer: Officer, by: By) -> Officer:
    """Open a closed account again. Raises Conflict where it is open."""
    if officer.is_active:
        raise Conflict("这个账号没有停用")
    officer.is_active = True
    officer.save(update_fields=["is_active"])
    if not officer.login.is_active:
        # The account by which they signed in was closed in the meantime: a closed one opens nothing.
        posts.pass_login_on(officer.login, by.at)
        officer.refresh_from_db()
    _note("officer.edited", officer, by.officer, by.at, data={"is_active": [False, True]})
    return officer


@transaction.atomic
def reset_password(
    *, officer: Officer, actor: Officer | None, confirmed_by: Officer | None = None, at: datetime.datetime
) -> str:
    """Give a new random initial password and return it; sessions, tokens and a lock of the account end. Refused for one's own.

    `actor` None is the owner of the machine at the command line.
    """
    if actor is not None and actor.is_person_of(officer.pk):
        raise Refused("自己的口令请在“修改口令”里改")
    refuse_if(conditions.accounts.own_password(officer))
    needed = powers.needs_second(Change.PASSWORD, jurisdiction=officer.jurisdiction, actor=actor, officer=officer)
    powers.require_second(needed, confirmed_by)
    password = _initial_password()
    if actor is not None:
        posts.part_foreign(officer, at, "该账号的口令由其办公室重置")
    passwords.replace(officer, password, at, is_initial=True)
    lockouts.lift(officer.username)
    ended = _cut_off(officer, actor, at)
    for each in officer.posts.all():
        _cut_off(each, actor, at)
    _note("officer.password_reset", officer, actor, at, data=ended | _second(confirmed_by))
    return password


@transaction.atomic
def unlock_officer(*, officer: Officer, actor: Officer | None, at: datetime.datetime) -> None:
    """Open an account that wrong passwords locked. Raises Conflict where none were counted."""
    if not lockouts.lift(officer.username):
        raise Conflict("这个账号没有锁定")
    _note("officer.unlocked", officer, actor, at)


@transaction.atomic
def change_password(*, officer: Officer, password: str, keep: str = "", at: datetime.datetime) -> Officer:
    """Change one's own password; an initial one is thereby done with. Tokens end, and all sessions but the one with the key `keep`.

    Raises Refused soon after the last change.
    """
    until = passwords.rests_until(officer, at)
    if until is not None:
        raise Refused(
            f"口令刚改过，{timezone.localtime(until):%m月%d日 %H:%M} 以后才能再改",
            possible="如果口令可能已被他人知道，请立即请系统管理员重置。",
            field="new",
        )
    passwords.replace(officer, password, at, is_initial=False)
    ended = _cut_off(officer, officer, at, keep=keep)
    for each in officer.posts.all() if officer.joined else ():
        _cut_off(each, officer, at, keep=keep)
    if officer.jurisdiction is not None:
        _note("officer.password_changed", officer, officer, at, data=ended)
    return officer


def _cut_off(officer: Officer, actor: Officer | None, at: datetime.datetime, *, keep: str = "") -> dict[str, int]:
    """End sessions and tokens of an officer, and return how many of each, where there were any."""
    ended = {
        "sessions": sessions.cut_sessions(officer=officer, keep=keep),
        "tokens": tokens.revoke_tokens(officer=officer, actor=actor, at=at),
    }
    return {what: count for what, count in ended.items() if count}


def _second(confirmed_by: Officer | None) -> dict[str, int]:
    return {"confirmed_by": confirmed_by.pk} if confirmed_by is not None else {}


def _check_post(jurisdiction_id: int | None, role: str, unit: Unit | None) -> None:
    if role not in Role.values:
        raise Refused("没有这个岗位", field="role")
    if role in UNIT_ROLES and unit is None:
        raise Refused(
            "单位联络员和单位负责人须选定所在单位", field="unit", possible="还没有这个单位的，先在“单位”里增加。"
        )
    if role not in UNIT_ROLES and unit is not None:
        raise Refused("这个岗位不属于承办单位，请不要选单位", field="unit")
    if unit is not None and unit.jurisdiction_id != jurisdiction_id:
        raise Refused("单位不在本辖区", field="unit")


def _keep_an_administrator(officer: Officer) -> None:
    """Raise Refused where the office would be left without an administrator, also where two close each other's account at once."""
    if officer.role != Role.ADMINISTRATOR:
        return
    held = Officer.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    left = held.filter(jurisdiction=officer.jurisdiction, role=Role.ADMINISTRATOR, is_active=True)
    if all(each.pk == officer.pk for each in left):
        raise Refused("这是最后一名系统管理员，停用或者换岗以后没有人能管理账号", possible="请先另设一名系统管理员。")


def _refuse_waiting(officer: Officer, role: str) -> None:
    """Raise Refused where something waits for the officer by name that the new post could not do."""
    waits = [item for item in waiting.items_of(officer) if item.kind.name != "portfolios"]
    if waits and role not in LEADERS:
        raise Refused(
            f"还有 {len(waits)} 项等{officer}办理，换岗以后无人办理",
            possible="请先在“岗位交接”中移交给接任人，再改岗位。",
            field="role",
        )


def _refuse_portfolios(officer: Officer) -> None:
    names = "、".join(officer.portfolios.order_by("id").values_list("name", flat=True))
    if names:
        raise Refused(f"{officer} 仍分管{names}", possible="请先把这些领域交给其他领导。")


def _note(
    verb: str,
    row: Any,
    actor: Officer | None,
    at: datetime.datetime,
    *,
    unit: Unit | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:
    journal.record(verb, jurisdiction=row.jurisdiction, of=row, unit=unit, actor=actor, at=at, data=dict(data or {}))


def _initial_password() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(14))
