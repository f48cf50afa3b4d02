"""People, units and portfolios: the administrator's acts, each with its line. Business content is none of his."""

import datetime
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model

from duban.ledger import journal
from duban.ledger.refusals import Conflict, Refused
from duban.people.models import LEADERS, UNIT_ROLES, Jurisdiction, Officer, Portfolio, Role, Unit, UnitAlias

# No signs that are mistaken for one another on paper.
_SIGNS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@transaction.atomic
def add_officer(
    *,
    jurisdiction: Jurisdiction,
    username: str,
    full_name: str,
    role: str,
    unit: Unit | None = None,
    title: str = "",
    actor: Officer,
    at: datetime.datetime,
) -> tuple[Officer, str]:
    """Open an account and return it with its random initial password, which must be changed at the first login.

    Raises Refused where the name is taken, or the post needs a unit and has none (or the other way round).
    """
    _check_post(jurisdiction, role, unit)
    if Officer.objects.filter(username=username).exists():
        raise Refused(f"账号“{username}”已被使用", possible="请换一个账号名。", field="username")
    password = _initial_password()
    officer = Officer(
        username=username,
        full_name=full_name,
        role=role,
        unit=unit,
        title=title,
        jurisdiction=jurisdiction,
        must_change_password=True,
    )
    officer.set_password(password)
    _save(officer, f"账号“{username}”已被使用", "username")
    data = {"username": username, "full_name": full_name, "role": role, "title": title}
    _note("officer.added", officer, actor, at, unit=unit, data=data)
    return officer, password


@transaction.atomic
def edit_officer(
    *,
    officer: Officer,
    full_name: str,
    role: str,
    unit: Unit | None,
    title: str,
    actor: Officer,
    at: datetime.datetime,
) -> Officer:
    """Change an officer's name, post or unit; it holds from the next click. Raises Refused as `add_officer` does,
    and where the administrator would change his own post or a leader still has a portfolio."""
    _check_post(officer.jurisdiction, role, unit)
    if officer == actor and role != officer.role:
        raise Refused("不能改动自己的岗位", possible="请由另一名系统管理员办理。", field="role")
    if officer.role == Role.LEADER and role != Role.LEADER:
        _refuse_portfolios(officer)
    changes = _apply(officer, full_name=full_name, role=role, unit=unit, title=title)
    if changes:
        officer.save()
        _note("officer.edited", officer, actor, at, unit=unit, data=changes)
    return officer


@transaction.atomic
def disable_officer(*, officer: Officer, actor: Officer, at: datetime.datetime) -> Officer:
    """Close an account; its sessions end at once. Raises Refused for one's own and for a leader with a portfolio."""
    if officer == actor:
        raise Refused("不能停用自己的账号", possible="请由另一名系统管理员办理。")
    if not officer.is_active:
        raise Conflict("这个账号已经停用")
    _refuse_portfolios(officer)
    officer.is_active = False
    officer.save(update_fields=["is_active"])
    _note("officer.disabled", officer, actor, at)
    return officer


@transaction.atomic
def enable_officer(*, officer: Officer, actor: Officer, at: datetime.datetime) -> Officer:
    """Open a closed account again. Raises Conflict where it is open."""
    if officer.is_active:
        raise Conflict("这个账号没有停用")
    officer.is_active = True
    officer.save(update_fields=["is_active"])
    _note("officer.edited", officer, actor, at, data={"is_active": [False, True]})
    return officer


@transaction.atomic
def reset_password(*, officer: Officer, actor: Officer, at: datetime.datetime) -> str:
    """Give a new random initial password and return it; all sessions of the account end. Refused for one's own."""
    if officer == actor:
        raise Refused("自己的口令请在“修改口令”里改")
    password = _initial_password()
    officer.set_password(password)
    officer.must_change_password = True
    officer.save(update_fields=["password", "must_change_password"])
    _note("officer.password_reset", officer, actor, at)
    return password


@transaction.atomic
def change_password(*, officer: Officer, password: str, at: datetime.datetime) -> Officer:
    """Change one's own password; an initial one is thereby done with."""
    officer.set_password(password)
    officer.must_change_password = False
    officer.save(update_fields=["password", "must_change_password"])
    if officer.jurisdiction is not None:
        _note("officer.password_changed", officer, officer, at)
    return officer


@transaction.atomic
def add_unit(
    *,
    jurisdiction: Jurisdiction,
    code: str,
    name: str,
    group: str,
    portfolio: Portfolio | None,
    ranked: bool,
    order: int,
    aliases: Iterable[str] = (),
    actor: Officer,
    at: datetime.datetime,
) -> Unit:
    """Add a supervised unit with its other names. Raises Refused where code, name or alias is taken."""
    unit = Unit(
        jurisdiction=jurisdiction,
        code=code,
        name=name,
        group=group,
        portfolio=portfolio,
        ranked=ranked,
        order=order,
    )
    _check_unit(unit)
    _save(unit, "单位的代码或名称已被使用", "name")
    names = _set_aliases(unit, aliases)
    _note(
        "unit.added",
        unit,
        actor,
        at,
        unit=unit,
        data={"code": code, "name": name, "group": group, "aliases": names},
    )
    return unit


@transaction.atomic
def edit_unit(
    *,
    unit: Unit,
    name: str,
    group: str,
    portfolio: Portfolio | None,
    ranked: bool,
    order: int,
    aliases: Iterable[str] = (),
    actor: Officer,
    at: datetime.datetime,
) -> Unit:
    """Change a unit; its code stays, because facts name it. Raises Refused where name or alias is taken."""
    before = sorted(unit.aliases.values_list("name", flat=True))
    changes = _apply(unit, name=name, group=group, portfolio=portfolio, ranked=ranked, order=order)
    _check_unit(unit)
    _save(unit, "单位名称已被使用", "name")
    names = _set_aliases(unit, aliases)
    if names != before:
        changes["aliases"] = [before, names]
    if changes:
        _note("unit.edited", unit, actor, at, unit=unit, data=changes)
    return unit


@transaction.atomic
def add_portfolio(
    *, jurisdiction: Jurisdiction, name: str, leader: Officer | None, actor: Officer, at: datetime.datetime
) -> Portfolio:
    """Add a portfolio (口) with its leader. Raises Refused where the name is taken or the officer is no leader."""
    _check_leader(jurisdiction, leader)
    portfolio = Portfolio(jurisdiction=jurisdiction, name=name, leader=leader)
    _save(portfolio, "已有同名的口", "name")
    _note("portfolio.added", portfolio, actor, at, data={"name": name, "leader": leader and leader.pk})
    return portfolio


@transaction.atomic
def edit_portfolio(
    *, portfolio: Portfolio, name: str, leader: Officer | None, actor: Officer, at: datetime.datetime
) -> Portfolio:
    """Rename a portfolio or give it to another leader. Raises Refused as `add_portfolio` does."""
    _check_leader(portfolio.jurisdiction, leader)
    changes = _apply(portfolio, name=name, leader=leader)
    if changes:
        _save(portfolio, "已有同名的口", "name")
        _note("portfolio.edited", portfolio, actor, at, data=changes)
    return portfolio


def _check_post(jurisdiction: Jurisdiction, role: str, unit: Unit | None) -> None:
    if role not in Role.values:
        raise Refused("没有这个岗位", field="role")
    if role in UNIT_ROLES and unit is None:
        raise Refused("单位联络员和单位负责人须选定所在单位", field="unit")
    if role not in UNIT_ROLES and unit is not None:
        raise Refused("这个岗位不属于承办单位，请不要选单位", field="unit")
    if unit is not None and unit.jurisdiction_id != jurisdiction.pk:
        raise Refused("单位不在本辖区", field="unit")


def _check_unit(unit: Unit) -> None:
    if unit.portfolio is not None and unit.portfolio.jurisdiction_id != unit.jurisdiction_id:
        raise Refused("口不在本辖区", field="portfolio")
    if (
        UnitAlias.objects.filter(jurisdiction_id=unit.jurisdiction_id, name=unit.name)
        .exclude(unit=unit.pk)
        .exists()
    ):
        raise Refused("这个名称已是另一单位的别名", field="name")


def _check_leader(jurisdiction: Jurisdiction, leader: Officer | None) -> None:
    if leader is not None and (leader.jurisdiction_id != jurisdiction.pk or leader.role not in LEADERS):
        raise Refused("只能选本辖区的领导", field="leader")


def _refuse_portfolios(officer: Officer) -> None:
    names = "、".join(officer.portfolios.order_by("id").values_list("name", flat=True))
    if names:
        raise Refused(f"{officer} 仍分管{names}", possible="请先把这些口交给其他领导。")


def _set_aliases(unit: Unit, aliases: Iterable[str]) -> list[str]:
    names = sorted({alias.strip() for alias in aliases} - {"", unit.name})
    taken = UnitAlias.objects.filter(jurisdiction_id=unit.jurisdiction_id, name__in=names).exclude(unit=unit)
    named = Unit.objects.filter(jurisdiction_id=unit.jurisdiction_id, name__in=names)
    for name in [*taken.values_list("name", flat=True), *named.values_list("name", flat=True)]:
        raise Refused(f"“{name}”已是另一单位的名称或别名", field="aliases")
    unit.aliases.all().delete()
    UnitAlias.objects.bulk_create(
        UnitAlias(jurisdiction_id=unit.jurisdiction_id, unit=unit, name=name) for name in names
    )
    return names


def _apply(row: Model, **values: Any) -> dict[str, Any]:
    """Set the values on the row and return what changed, as [before, after]."""
    changes = {}
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            changes[name] = [_plain(before), _plain(value)]
            setattr(row, name, value)
    return changes


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value


def _save(row: Model, taken: str, field: str) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(taken, field=field) from None


def _note(
    verb: str,
    row: Any,
    actor: Officer,
    at: datetime.datetime,
    *,
    unit: Unit | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:
    journal.record(
        verb, jurisdiction=row.jurisdiction, of=row, unit=unit, actor=actor, at=at, data=dict(data or {})
    )


def _initial_password() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(14))
