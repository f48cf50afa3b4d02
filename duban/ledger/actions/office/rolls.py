"""An office's people taken in at once: units, fields and who is in charge, officers; all of it or nothing, each with its line."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from duban.ledger.actions.accounts import account_changes
from duban.ledger.actions.office import officers, units
from duban.ledger.by import By
from duban.ledger.models.account_changes import Change
from duban.ledger.queries.office import rolls
from duban.ledger.queries.office.roll_plans import Entry, RollPlan
from duban.ledger.refusals import Refused
from duban.ledger.storage import locking
from duban.papers.reading.lists.rolls import Roll
from duban.people.models import LEADERS, Officer, Portfolio, Unit


@dataclass(frozen=True)
class Taken:
    """How many of each were added, how many records changed, how many accounts a second person is asked for."""

    units: int
    portfolios: int
    officers: int
    changed: int
    asked: int

    def __str__(self) -> str:
        counted = (("单位", self.units, "个"), ("分管领域", self.portfolios, "个"), ("人员", self.officers, "名"))
        said = [f"{what} {number} {measure}" for what, number, measure in counted if number]
        words = f"已增加{'、'.join(said)}" if said else "没有增加"
        words += f"，更新 {self.changed} 处" if self.changed else ""
        return words + (f"，{self.asked} 个账号须第二人确认" if self.asked else "")


@transaction.atomic
def take_roll(*, roll: Roll, by: By, update: Collection[str] | None = ()) -> Taken:
    """Take in what is new, and of what differs that whose key is in `update` (None: all of it); accounts open without a password.

    Nothing is doubled: what is there is recognised. Raises Refused, with the first fault, where anything is wrong, and where there is
    nothing to do.
    """
    jurisdiction = by.officer.office
    locking.hold_chain(jurisdiction)
    plan = rolls.plan_of(jurisdiction, roll, by.officer)
    if plan.faults:
        raise Refused(f"有 {len(plan.faults)} 处错误，什么也没有导入：{plan.faults[0]}", possible="请改正后重新上传。")
    changing = [entry for entry in plan.differing if update is None or entry.key in update]
    if not (plan.units or plan.portfolios or plan.officers or changing):
        raise Refused("没有要导入的内容", possible="表里的单位和人员都已经有了。")
    return _take(plan, changing, by)


def _take(plan: RollPlan, changing: list[Entry], by: By) -> Taken:
    office, asked = by.officer.office, 0
    # Leaders first, for fields name them; then fields, for units name them; then who works in a unit.
    for entry in plan.officers:
        if not entry.values["unit"]:
            asked += _add_officer(entry, None, by)
    leaders = {each.full_name: each for each in office.officers.filter(role__in=LEADERS, is_active=True)}
    for entry in plan.portfolios:
        leader = leaders.get(entry.values["leader"])
        units.add_portfolio(jurisdiction=office, name=entry.name, leader=leader, by=by)
    fields = {each.name: each for each in office.portfolios.all()}
    for entry in plan.units:
        words = {**entry.values, "portfolio": fields.get(entry.values["portfolio"])}
        units.add_unit(by=by, **words)
    known = {each.name: each for each in office.units.all()}
    for entry in plan.officers:
        if entry.values["unit"]:
            asked += _add_officer(entry, known[entry.values["unit"]], by)
    for entry in changing:
        asked += _change(entry, fields, known, leaders, by)
    counted = [entry for entry in plan.officers if not entry.is_asked]
    changed = sum(not entry.is_asked for entry in changing)
    return Taken(len(plan.units), len(plan.portfolios), len(counted), changed, asked)


def _add_officer(entry: Entry, unit: Unit | None, by: By) -> int:
    words = {**entry.values, "unit": unit}
    if entry.is_asked:
        _ask(Change.ADD, None, words, by)
        return 1
    officers.open_account(jurisdiction=by.officer.office, actor=by.officer, at=by.at, **words)
    return 0


def _change(
    entry: Entry, fields: dict[str, Portfolio], known: dict[str, Unit], leaders: dict[str, Officer], by: By
) -> int:
    record, words, changes = entry.record, entry.values, entry.changes
    if isinstance(record, Portfolio):
        units.edit_portfolio(portfolio=record, name=record.name, leader=leaders.get(words["leader"]), by=by)
    elif isinstance(record, Unit):
        names = {alias.name for alias in record.aliases.all()} | set(words["aliases"])
        units.edit_unit(
            unit=record,
            name=words["name"] if "name" in changes else record.name,
            group=words["group"],
            portfolio=fields.get(words["portfolio"]) or record.portfolio,
            ranked=record.ranked if words["ranked"] is None else words["ranked"],
            order=None,
            aliases=names,
            by=by,
        )
    elif isinstance(record, Officer):
        post = {"full_name": words["full_name"], "role": words["role"], "title": words["title"] or record.title}
        unit = known.get(words["unit"])
        if entry.is_asked:
            _ask(Change.EDIT, record, {**post, "unit": unit}, by)
            return 1
        officers.edit_officer(officer=record, unit=unit, by=by, **post)
    return 0


def _ask(kind: Change, officer: Officer | None, words: dict, by: By) -> None:
    account_changes.ask_change(
        kind=kind, jurisdiction=by.officer.office, officer=officer, wanted=words, reason="导入人员名册", by=by
    )
