"""Units and portfolios: the administrator's acts, each with its line."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max

from duban.ledger import conditions, journal
from duban.ledger.actions.office import successions
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import QuarterlyList
from duban.ledger.refusals import Refused
from duban.ledger.storage import rows
from duban.people import pinyin
from duban.people.models import LEADERS, Jurisdiction, Officer, Portfolio, Unit, UnitAlias

# Words that have an address of their own beside the units' (settings/units/new).
KEPT_CODES = frozenset({"new"})


@transaction.atomic
def add_unit(
    *,
    name: str,
    group: str,
    code: str = "",
    portfolio: Portfolio | None = None,
    ranked: bool = True,
    order: int | None = None,
    aliases: Iterable[str] = (),
    seat: str = "",
    by: By,
) -> Unit:
    """Add a supervised unit to the officer's office with its other names; `seat` is the code of its own office in this installation, if it has one there.

    Without a code one is made of the name's initials; without an `order` it stands last. Raises Refused where code, name or alias is
    taken, or for an office that is not there.
    """
    jurisdiction = by.officer.office
    own = Unit.objects.filter(jurisdiction=jurisdiction)
    code = code or pinyin.made_code(name, {*own.values_list("code", flat=True), *KEPT_CODES})
    if order is None:
        order = (own.aggregate(last=Max("order"))["last"] or 0) + 1
    unit = Unit(
        jurisdiction=jurisdiction,
        code=code,
        name=name,
        group=group,
        portfolio=portfolio,
        ranked=ranked,
        order=order,
        seat=_office_of(jurisdiction, seat),
    )
    _check_unit(unit)
    _check_name(unit)
    rows.save_once(unit, "单位的代码或名称已被使用", "name")
    names = _set_aliases(unit, aliases)
    journal.record(
        "unit.added",
        jurisdiction=unit.jurisdiction,
        of=unit,
        unit=unit,
        actor=by.officer,
        at=by.at,
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
    order: int | None,
    aliases: Iterable[str] = (),
    seat: str | None = None,
    by: By,
) -> Unit:
    """Change a unit; its code stays, because facts name it, and without an `order` its place. `seat` is its own office's code here, empty for none, None to leave it.

    Raises Refused where name or alias is taken, or for an office that is not there.
    """
    was = unit.portfolio.leader if unit.portfolio else None
    before = sorted(unit.aliases.values_list("name", flat=True))
    place = unit.order if order is None else order
    own_group = unit.group
    changes = rows.change(unit, name=name, group=group, portfolio=portfolio, ranked=ranked, order=place)
    if seat is not None:
        changes |= rows.change(unit, seat=_office_of(unit.jurisdiction, seat))
    _check_unit(unit, own_group)
    if "name" in changes:
        _check_name(unit)
    rows.save_once(unit, "单位名称已被使用", "name")
    names = _set_aliases(unit, aliases)
    if names != before:
        changes["aliases"] = [before, names]
    moved = successions.follow_portfolio([unit], was, portfolio.leader if portfolio else None)
    changes |= {"signatures": moved} if moved else {}
    if changes:
        journal.record(
            "unit.edited",
            jurisdiction=unit.jurisdiction,
            of=unit,
            unit=unit,
            actor=by.officer,
            at=by.at,
            data=changes,
        )
    return unit


@transaction.atomic
def name_contact_leader(*, unit: Unit, leader: Officer | None, by: By) -> Unit:
    """Say which leader is a unit's contact (卓尼 第十二条: 联系乡镇的县领导), None for nobody. Raises Refused for who is no leader of this office."""
    _check_leader(unit.jurisdiction, leader, "contact_leader")
    changes = rows.change(unit, contact_leader=leader)
    if changes:
        unit.save(update_fields=["contact_leader"])
        journal.record(
            "unit.edited", jurisdiction=unit.jurisdiction, of=unit, unit=unit, actor=by.officer, at=by.at, data=changes
        )
    return unit


@transaction.atomic
def add_portfolio(*, jurisdiction: Jurisdiction, name: str, leader: Officer | None, by: By) -> Portfolio:
    """Add a portfolio (分管领域) with its leader. Raises Refused without a name, where it is taken, or the officer is no leader."""
    _check_leader(jurisdiction, leader)
    name = _named(name)
    portfolio = Portfolio(jurisdiction=jurisdiction, name=name, leader=leader)
    rows.save_once(portfolio, "已有同名的分管领域", "name")
    journal.record(
        "portfolio.added",
        jurisdiction=portfolio.jurisdiction,
        of=portfolio,
        actor=by.officer,
        at=by.at,
        data={"name": name, "leader": leader and leader.pk},
    )
    return portfolio


@transaction.atomic
def edit_portfolio(*, portfolio: Portfolio, name: str, leader: Officer | None, by: By, reason: str = "") -> Portfolio:
    """Rename a portfolio or give it to another leader, who then signs what waits for the one in charge. Raises Refused as `add_portfolio` does."""
    _check_leader(portfolio.jurisdiction, leader)
    was = portfolio.leader
    changes = rows.change(portfolio, name=_named(name), leader=leader)
    if changes:
        rows.save_once(portfolio, "已有同名的分管领域", "name")
        moved = successions.follow_portfolio(portfolio.units.all(), was, leader)
        changes |= {"signatures": moved} if moved else {}
        changes |= {"reason": reason.strip()} if reason.strip() else {}
        journal.record(
            "portfolio.edited",
            jurisdiction=portfolio.jurisdiction,
            of=portfolio,
            actor=by.officer,
            at=by.at,
            data=changes,
        )
    return portfolio


@transaction.atomic
def drop_portfolio(*, portfolio: Portfolio, reason: str, by: By) -> None:
    """Take a portfolio away that was set up in error. Raises Refused without a reason, and while units or lists belong to it."""
    if not reason.strip():
        raise Refused("请写明撤销的理由", field="reason")
    held = Portfolio.objects.select_for_update(of=("self",), no_key=True).get(pk=portfolio.pk)
    names = list(held.units.order_by("order", "id").values_list("name", flat=True)[:3])
    if names:
        raise Refused(
            f"{held.name}还有单位：{'、'.join(names)}",
            possible="请先在“单位”里把它们改到别的分管领域，或者把这个领域改名。",
        )
    if QuarterlyList.objects.filter(portfolio=held).exists():
        raise Refused(f"{held.name}报过季度清单，不能撤销", possible="可以改名，或者改由别的领导分管。")
    data = {"name": held.name, "leader": held.leader_id, "reason": reason.strip()}
    journal.record("portfolio.dropped", jurisdiction=held.jurisdiction, of=held, actor=by.officer, at=by.at, data=data)
    held.delete()


def _office_of(jurisdiction: Jurisdiction, code: str) -> Jurisdiction | None:
    """Return the office of that code, to which a unit's assignments are handed down; None for an empty code."""
    if not code:
        return None
    found = Jurisdiction.objects.filter(slug=code).exclude(pk=jurisdiction.pk).first()
    if found is None:
        raise Refused("本系统里没有这个代码的下级办公室", field="seat")
    return found


def _check_unit(unit: Unit, own_group: str | None = None) -> None:
    """Raise Refused for a group that the document has not, unless it is the unit's own from before."""
    regime = Governed.of(unit.jurisdiction).document
    if unit.group not in regime.groups and unit.group != own_group:
        raise Refused(f"{regime.name}不督查这一类单位", field="group")
    if unit.portfolio is not None and unit.portfolio.jurisdiction_id != unit.jurisdiction_id:
        raise Refused("分管领域不在本辖区", field="portfolio")
    # A name that was learned for another unit gives way to the unit that bears it.
    UnitAlias.objects.filter(jurisdiction_id=unit.jurisdiction_id, name=unit.name).exclude(unit=unit.pk).delete()


def _check_name(unit: Unit) -> None:
    """Raise Refused for a name that cannot be read back, or that only blanks tell from another's."""
    others = Unit.objects.filter(jurisdiction=unit.jurisdiction_id, abolished_on=None).exclude(pk=unit.pk)
    refusal = conditions.office.naming_unit(unit.name, others.values_list("name", flat=True))
    if refusal is not None:
        raise refusal


def _named(name: str) -> str:
    if not name.strip():
        raise Refused("请写明分管领域的名称", field="name")
    return name.strip()


def _check_leader(jurisdiction: Jurisdiction, leader: Officer | None, field: str = "leader") -> None:
    if leader is not None and (leader.jurisdiction_id != jurisdiction.pk or leader.role not in LEADERS):
        raise Refused("只能选本辖区的领导", field=field)


def _set_aliases(unit: Unit, aliases: Iterable[str]) -> list[str]:
    names = sorted({alias.strip() for alias in aliases} - {"", unit.name})
    taken = UnitAlias.objects.filter(jurisdiction_id=unit.jurisdiction_id, name__in=names).exclude(unit=unit)
    named = Unit.objects.filter(jurisdiction_id=unit.jurisdiction_id, name__in=names, abolished_on=None)
    for name in [*taken.values_list("name", flat=True), *named.values_list("name", flat=True)]:
        raise Refused(f"“{name}”已是另一单位的名称或别名", field="aliases")
    if names == sorted(unit.aliases.values_list("name", flat=True)):
        return names
    unit.aliases.all().delete()
    UnitAlias.objects.bulk_create(
        UnitAlias(jurisdiction_id=unit.jurisdiction_id, unit=unit, name=name) for name in names
    )
    return names
