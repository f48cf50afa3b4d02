"""What a reorganisation (单位变更) would move, entry by entry, before it is done; and what stays with the units that end."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from duban.ledger.models import Assignment, Claim, CollectiveName, Objection, Proposal
from duban.ledger.models import claims as of_claims
from duban.ledger.models.assignments import GONE_STAGES, Stage
from duban.ledger.models.reorganisations import Accounts, Points
from duban.ledger.queries.office import inspected
from duban.ledger.queries.process import passing_on
from duban.people.models import UNIT_ROLES, Officer, Unit, UnitAlias

_DONE = (Stage.COMPLETED, Stage.WRITTEN_OFF, *GONE_STAGES)
_ADDED = "added"


@dataclass(frozen=True)
class Asked:
    """What is to be done: the units that end, who takes over (the first takes what is not given to another), from which day, by which rules.

    `given`: the unit for single assignments, by their keys, where a unit is split.
    """

    kind: str
    of: tuple[Unit, ...]
    to: tuple[Unit, ...]
    on: datetime.date
    points: str = Points.FOLLOW
    accounts: str = Accounts.MOVE
    given: Mapping[int, Unit] = field(default_factory=dict)

    @property
    def main(self) -> Unit | None:
        """Return who takes what is not given to another; None where nobody takes over."""
        return self.to[0] if self.to else None


@dataclass(frozen=True)
class Entry:
    """One row that moves: which, in words, to whom, and which columns change. `matter` and `is_joined` as facts are read afterwards."""

    kind: str
    row: Any
    words: str
    to: Unit | None
    said: str = ""
    changes: Mapping[str, Any] = field(default_factory=dict)
    matter: str = ""
    of: str = ""
    is_joined: bool = False

    @property
    def key(self) -> str:
        """Return its name in the journal, for example `assignment:12`."""
        return f"{self.row._meta.model_name}:{self.row.pk}"


@dataclass(frozen=True)
class Plan:
    """All that would move, in the order in which it is done, and what stays: how many of what, and why."""

    entries: list[Entry]
    stays: list[tuple[str, int, str]]

    def groups(self) -> list[tuple[str, str, list[Entry]]]:
        """Return the entries kind by kind, each with its word; what only explains the facts is left out."""
        found: dict[str, list[Entry]] = {}
        for each in self.entries:
            found.setdefault(each.kind, []).append(each)
        return [(kind, LABELS[kind], found[kind]) for kind in LABELS if kind in found]

    @property
    def open_work(self) -> list[Entry]:
        """Return what somebody must go on with."""
        return [each for each in self.entries if each.kind in _WORK]


LABELS = {
    "assignments": "在办事项",
    "joined": "合为一份的事项",
    "questions": "待答复的提问",
    "objections": "待裁定的异议、理由",
    "claims": "待核实的申报",
    "consequences": "待交材料、待进行的约谈",
    "findings": "督查问题",
    "inspections": "督查的被督查单位",
    "visits": "未到的督查点位",
    "self_inspections": "未报的自查报告",
    "preparations": "未完成的迎检准备",
    "proposals": "报批中的接办单位",
    "officers": "账号",
    "names": "名称和别名",
    "collectives": "统称",
    "charge": "分管和联系领导",
    "kept": "已办结、留在原单位的事项",
}
_WORK = frozenset({"assignments", "questions", "objections", "consequences", "findings", "proposals", "visits"})


def plan_of(asked: Asked) -> Plan:
    """Return what the reorganisation would move, in a number of queries that does not grow."""
    held = _assignments(asked)
    takers = {each.row.matter_id: each.to for each in held if each.to is not None}
    lists = [Entry("inspections", row, said, asked.main) for row, said in inspected.lists_of(asked.of) if asked.main]
    entries = [*held, *_records(asked, takers), *lists, *_officers(asked), *_names(asked), *_charge(asked)]
    return Plan(entries, _stays(asked))


def _assignments(asked: Asked) -> list[Entry]:
    """Of parts in one matter that come together, that of the lead stands, else the one still open, else the successor's own, else the first."""
    related = ("matter__jurisdiction", "unit")
    held = Assignment.objects.filter(unit__in=asked.of).exclude(stage__in=GONE_STAGES).select_related(*related)
    olds = list(held.order_by("matter_id", "pk"))
    matters = {each.matter_id for each in olds}
    own = Assignment.objects.filter(unit__in=asked.to, matter__in=matters).exclude(stage__in=GONE_STAGES)
    present = {(each.matter_id, each.unit_id): each for each in own.select_related(*related)}
    passing: dict[tuple[int, int], list[Assignment]] = {}
    kept: list[Entry] = []
    targets = {unit.pk: unit for unit in asked.to}
    for each in olds:
        to = asked.given.get(each.pk, asked.main)
        if to is None:
            kept += [Entry("assignments", each, _of(each), None)] if each.stage not in _DONE else []
        elif each.stage not in _DONE:
            passing.setdefault((each.matter_id, to.pk), []).append(each)
        elif (each.matter_id, to.pk) in present:
            kept.append(_kept(each, to))
    joined, moved = [], []
    for (matter, to_pk), rows in passing.items():
        to, other = targets[to_pk], present.get((matter, to_pk))
        rows = [*rows, *([other] if other is not None else [])]
        first = min(rows, key=lambda each: (not each.is_lead, each.stage in _DONE, each is not other, each.pk))
        joined += [_joined(each, first, to) for each in rows if each is not first]
        if first is not other:
            moved.append(_moved(first, to))
    # What ends makes room first: a unit has one part in a matter.
    return [*joined, *moved, *kept]


def _moved(each: Assignment, to: Unit) -> Entry:
    late = "" if each.due_on is None else f"期限 {each.due_on} 不变"
    return Entry("assignments", each, _of(each), to, late, {"unit_id": to.pk}, matter=each.matter.no, of=each.unit.code)


def _joined(each: Assignment, first: Assignment, to: Unit) -> Entry:
    said = f"与{first.unit}的{first.get_part_display()}部分合为一份，期限和报送要求以该份为准"
    changes = {"stage": Stage.TRANSFERRED.value}
    return Entry("joined", each, _of(each), to, said, changes, matter=each.matter.no, of=each.unit.code, is_joined=True)


def _kept(each: Assignment, to: Unit) -> Entry:
    return Entry("kept", each, _of(each), to, "已办结", matter=each.matter.no, of=each.unit.code, is_joined=True)


def _of(each: Assignment) -> str:
    return f"{each.matter.no} {each.matter.title}（{each.unit}，{each.get_part_display()}，{each.get_stage_display()}）"


def _records(asked: Asked, takers: Mapping[int, Unit]) -> list[Entry]:
    """What is about a matter goes to whoever takes the matter."""
    found: list[Entry] = []
    doubled = inspected.doubled(asked.of, asked.to)
    for kind, rows, column, said in (
        *passing_on.open_rows(asked.of, stays=asked.points == Points.STAY),
        *inspected.open_rows(asked.of),
    ):
        for row in (each for each in rows if kind != "self_inspections" or each.pk not in doubled):
            to = takers.get(_matter_of(row) or 0, asked.main)
            found.append(Entry(kind, row, said(row), to, changes={column: to.pk} if to is not None else {}))
    return found


def _matter_of(row: Any) -> int | None:
    if isinstance(row, Proposal):
        return None
    if isinstance(row, Objection):
        said = row.line or (row.deadline.assignment if row.deadline is not None else None)
        return said.matter_id if said is not None else None
    key: int | None = getattr(row, "matter_id", None)
    return key


def _officers(asked: Asked) -> list[Entry]:
    found = Officer.objects.filter(unit__in=asked.of, is_active=True, role__in=UNIT_ROLES).select_related("unit")
    moves = asked.accounts == Accounts.MOVE and asked.main is not None
    entries = []
    for each in found.order_by("pk"):
        changes = {"unit_id": asked.main.pk} if moves and asked.main is not None else {"is_active": False}
        entries.append(
            Entry(
                "officers",
                each,
                f"{each}（{each.post}）",
                asked.main if moves else None,
                "" if moves else "停用",
                changes,
            )
        )
    return entries


def _names(asked: Asked) -> list[Entry]:
    """Old papers that are read in afterwards lead to the successor; names for many units mean it instead."""
    if asked.main is None:
        return []
    office, main = asked.main.jurisdiction, asked.main
    found = [
        Entry("names", each, each.name, main, changes={"unit_id": main.pk})
        for each in UnitAlias.objects.filter(unit__in=asked.of).order_by("pk")
    ]
    found += [
        Entry("names", UnitAlias(jurisdiction=office, unit=main, name=unit.name), unit.name, main, _ADDED)
        for unit in asked.of
    ]
    rows = CollectiveName.objects.filter(unit__in=[*asked.of, *asked.to]).order_by("pk")
    meant = {(each.name, each.unit_id) for each in rows}
    for name in dict.fromkeys(each.name for each in rows if each.unit_id in {unit.pk for unit in asked.of}):
        found += [
            Entry("collectives", CollectiveName(jurisdiction=office, unit=to, name=name), name, to, _ADDED)
            for to in asked.to
            if (name, to.pk) not in meant
        ]
    return found


def _charge(asked: Asked) -> list[Entry]:
    found = []
    for to in asked.to:
        changes = {}
        for column in ("portfolio_id", "contact_leader_id"):
            had = next((getattr(each, column) for each in asked.of if getattr(each, column)), None)
            if had and not getattr(to, column):
                changes[column] = had
        if changes:
            found.append(Entry("charge", to, f"{to}没有的，沿用原单位的", to, changes=changes))
    return found


def _stays(asked: Asked) -> list[tuple[str, int, str]]:
    done = Assignment.objects.filter(unit__in=asked.of, stage__in=(Stage.COMPLETED, Stage.WRITTEN_OFF)).count()
    claims = Claim.objects.filter(unit__in=asked.of, standing=of_claims.Standing.OPEN).count()
    found = [
        ("已办结、已销号的事项", done, "留在原单位，原名称不变"),
    ]
    if asked.points == Points.STAY:
        found.append(("待核实的申报", claims, "当期得分留在原单位，申报也记在原单位"))
    return [each for each in found if each[1]]
