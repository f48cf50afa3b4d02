"""What may be done, by when, and who signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from duban.engine.packs.sources import Mapping
from duban.engine.rules import fields
from duban.engine.rules.durations import Count, read_count, span_begin, span_end, span_of
from duban.engine.rules.fields import Rule, taken
from duban.engine.rules.steps import SIGNERS
from duban.engine.vocabulary import readers


@dataclass(frozen=True, slots=True)
class Moved:
    """An event in time that sets a date of its own in the place of the deadline: the event, and the field with the date."""

    event: str
    to: str


def read_moved(node: Mapping, key: str, value: Any) -> Moved:
    """Read `{event: plan_in, to: field}`."""
    found = readers.mapping(node, key, value)
    found.only(("event", "to"), f"{key} ")
    found.need("event", "to")
    return Moved(*(fields.text(found, name, found[name]) for name in ("event", "to")))


def read_day(node: Mapping, key: str, value: Any) -> date:
    """Read a day of one year."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            raise node.refuse(f"{key}：“{value}”没有这一天", key) from None
    if not isinstance(value, date):
        raise node.refuse(f"{key} 不是日期：“{value}”", key)
    return value


def read_share(node: Mapping, key: str, value: Any) -> Decimal:
    """Read how much of the first time limit: "0.5" is half of it."""
    share = fields.least_zero(node, key, value)
    if not share:
        raise node.refuse(f'{key} 是原时限的几分之几，应大于 0，例如 "0.5"', key)
    return share


def read_needs(node: Mapping, key: str, value: Any) -> tuple[str, ...]:
    """Read what an act needs; `{signed_by: principal}` is a need of that name."""
    needs = []
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, Mapping):
            entry.only(("signed_by",), f"{key} ")
            needs.append(f"signed_by:{fields.text(entry, 'signed_by', entry.get('signed_by'))}")
        else:
            needs.append(fields.text(node, key, entry))
    return tuple(needs)


_NEXT = {
    "week": "，从下周起", "month": "，从次月起", "quarter": "，从下个季度起", "half_year": "，从下一个半年起", "year": "，从次年起",
}  # fmt: skip


# How a limit is called until which units sign for an order.
_SIGNED_FOR = re.compile(r".{0,6}(?:签收|认领)(?:期限|时限|确认)?")
# How it is called that a unit objects to what counts against it; not 复核 alone, which whoever put something right has done.
_OBJECTS = re.compile("异议|申诉|申辩|不服|(?:申请|提出|提请|要求)[^,，]{0,4}复核|复核申请")
# What follows an objection, or another's answer to it.
_ANSWERS = re.compile("答复|裁定|处理|核实|核查|回复|决定")


@dataclass(frozen=True, kw_only=True, eq=False)
class Deadline(Rule):
    """A date by rule. One that `owes` a report comes apart from the matter's own deadline, for matters of these `categories`."""

    name: str = taken(fields.text)
    label: str = taken(fields.text)
    count: Count = taken(read_count)
    counts_from: str = taken(fields.text)
    # Counted anew from the day on which the matter goes out.
    from_dispatch: bool = taken(fields.flag, default=False)
    owes: str | None = taken(fields.one_of(("report",)), default=None)
    categories: tuple[str, ...] = taken(fields.texts, default=())
    levels: tuple[str, ...] = taken(fields.texts, default=())
    role: tuple[str, ...] = taken(fields.texts, default=())
    # Counted from a meeting: only of these kinds, in the words of the list `meetings`.
    meetings: tuple[str, ...] = taken(fields.texts, default=())
    # The office owes it, not the unit.
    owed_by: str = taken(fields.one_of(("unit", "office")), default="unit")
    # Only where no date is stated.
    default: bool = taken(fields.flag, default=False)
    # A stated date later than this count is refused, one later than this day never comes about.
    at_most: Count | None = taken(read_count, default=None)
    never_after: date | None = taken(read_day, default=None)
    moved_by: Moved | None = taken(read_moved, default=None)
    # Where it falls on a rest day: the next or the previous working day; empty where the document does not say so.
    rest: str = taken(fields.one_of(("next", "previous")), default="")

    # Nothing is due in the week, month, quarter, half-year or year in which it begins: 次月5日前报送上月情况.
    from_next: bool = taken(fields.flag, default=False)

    def begins(self, start: date) -> date:
        """Give the day after which it may fall for what began on `start`: that day, or the last one of its week, month, quarter, half-year or year."""
        return span_end(self.count, start) if self.from_next else start

    def opens(self, due: date) -> date | None:
        """Give the day from which on a report is one for that date, where it tells of what came before: the first of its own month, quarter, half-year or year.

        None where any time will do. A week's report is often written on its last day, so that it has none.
        """
        return span_begin(self.count, due) if self.from_next and span_of(self.count) != "week" else None

    @property
    def count_said(self) -> str:
        """The count as an office says it, from when on where that is not at once, and what it says of rest days."""
        begins = _NEXT[span_of(self.count)] if self.from_next else ""
        rest = {"next": "，遇休息日顺延", "previous": "，遇休息日提前"}.get(self.rest, "")
        return f"{self.count.said_in_chinese}{begins}{rest}"

    @property
    def counts_dispatch(self) -> bool:
        """Whether it counts from the day on which the matter goes out."""
        return self.from_dispatch or "交办" in self.counts_from

    @property
    def is_acceptance(self) -> bool:
        """Whether it is the day until which a unit signs for what was sent out to it."""
        return self.owed_by == "unit" and self.owes is None and _SIGNED_FOR.fullmatch(self.label) is not None

    @property
    def is_after_publication(self) -> bool:
        """Whether it counts from what was published."""
        return re.search(r"公布|公示", self.counts_from) is not None

    @property
    def is_objection(self) -> bool:
        """Whether it is the day until which a unit may object to what counts against it; until when a conclusion is reviewed has a name of its own."""
        if self.owed_by == "office" or self.owes is not None or self.name in ("review_request", "review_decision"):
            return False
        if _ANSWERS.search(self.label):
            return False
        return _OBJECTS.search(self.label) is not None or (self.label == "提出" and self.is_after_publication)

    @property
    def counts_result(self) -> bool:
        """Whether an objection's days run from the day on which the result was published, not from that on which the unit was told of a record."""
        return re.search(r"公布|公示|通报|发布|印发|结果|排名|得分|成绩|考核(?![扣减记])", self.counts_from) is not None

    @property
    def office_act(self) -> str:
        """What the office does by it: `ruling` on an objection, `dispatch` of what came in, `review` of what a unit handed in; empty for anything else."""
        if self.owed_by != "office" or self.name == "review_decision":
            return ""
        if re.search("异议|申诉|申辩|复核|不服", self.counts_from):
            return "ruling"
        if re.search(r"(?:收到|接到|受理)[^,，]{0,8}申请|申请之日", self.counts_from):
            return ""  # Of an extension, of closing: neither a report nor a matter that came in.
        if re.search(r"(?:收到|接到)[^,，]{0,6}(?:报告|反馈|材料|(?:办理|落实)结果|情况)", self.counts_from):
            return "review"
        if re.search(r"收到|接到|收文|来文|受理|登记|批示|立项|会议|会后", self.counts_from):
            return "dispatch"
        return "review" if re.search(r"报送|上报|报告|反馈|申报|报来", self.counts_from) else ""

    def fits(self, category: str, level: str, role: str, holder: str) -> bool:
        """Say whether it is meant for matters of this category and level, and for a unit of this role; without roles for who holds them."""
        return (
            (not self.categories or category in self.categories)
            and (not self.levels or level in self.levels)
            and (role in self.role if self.role else role == holder)
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Limit(Rule):
    """Whether an act may be done: once, not beyond a count or a share of the time that was given at first, only with what it needs."""

    act: str = taken(fields.text)
    once: bool = taken(fields.flag, default=False)
    at_most: Count | None = taken(read_count, default=None)
    share: Decimal | None = taken(read_share, default=None)
    exempt: str | None = taken(fields.text, default=None)
    needs: tuple[str, ...] = taken(read_needs, default=())


@dataclass(frozen=True, kw_only=True, eq=False)
class Approval(Rule):
    """Who signs an act, in order."""

    act: str = taken(fields.text)
    signers: tuple[str, ...] = taken(fields.some_of(SIGNERS))


@dataclass(frozen=True, kw_only=True, eq=False)
class Restated(Rule):
    """The document says again what another clause says; lines cite that clause."""

    restates: str = ""
