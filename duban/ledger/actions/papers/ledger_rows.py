"""Rows of a ledger from a spreadsheet, made into orders under the office's document, with what is wrong with each cell."""

import datetime
from dataclasses import dataclass
from typing import Any

from duban.engine import deadlines
from duban.engine.rhythms import is_endless
from duban.ledger.actions.matters import orders
from duban.ledger.actions.matters.orders import Order
from duban.ledger.actions.papers.ledger_words import cycle_of, said_by, title_and_requirement
from duban.ledger.actions.sources.suggestions import Letter
from duban.ledger.governed import Governed
from duban.ledger.models import Suggestion
from duban.ledger.models.matters import Level, Source
from duban.ledger.models.suggestions import Kind
from duban.ledger.queries.office.names import collective_codes, unit_codes
from duban.ledger.queries.papers.papers import Matcher, rest_day
from duban.ledger.queries.papers.standing import Change, Difference, Standing, ledger_of, plain
from duban.ledger.refusals import Refused
from duban.papers.reading.lists.ledgers import Fault, Ledger, LedgerRow
from duban.papers.reading.texts.basis import basis_words
from duban.people.models import Jurisdiction, Unit

# The document's rule for the time of suggestions, where it has one (甘肃某县 二(四): six months).
RULE = "proposal"
_LONGEST_NUMBER, _LONGEST_AUTHOR = 40, 120
# A refusal's field → the column in which it is shown.
_COLUMN_OF = {
    "title": "content",
    "requirement": "requirement",
    "support": "support",
    "due_on": "due_on",
    "lead": "lead",
}


@dataclass(frozen=True)
class Defaults:
    """What holds for every row whose cell does not say otherwise; `year` is lent to limits that name none.

    `letters` is the kind of suggestion (建议提案) that every row is; empty for a ledger. `basis`, its number and its date are what the
    rows are based on that name nothing themselves. `separate` are rows, as sheet!number, that are matters of their own although they
    look like one that stands in the ledger. Rows that say that they are finished are left out, but with `finished`.
    """

    source: str
    category: str = ""
    level: str = ""
    standard: str = ""
    year: int | None = None
    letters: str = ""
    basis: str = ""
    basis_no: str = ""
    basis_on: datetime.date | None = None
    separate: frozenset[str] = frozenset()
    finished: bool = False

    @property
    def basis_words(self) -> str:
        """Return what the rows are based on, as notices name it; empty where nothing was said."""
        return basis_words(self.basis, self.basis_no, self.basis_on)


class Checking:
    """The rows of one ledger, made into orders under the regime, with what is wrong with each."""

    def __init__(self, jurisdiction: Jurisdiction, defaults: Defaults, today: datetime.date, ledger: Ledger) -> None:
        self.jurisdiction, self.defaults, self.today = jurisdiction, defaults, today
        self.governed = Governed.of(jurisdiction)
        regime = self.governed.document
        self.matcher = Matcher(jurisdiction)
        self.codes = unit_codes(jurisdiction)
        self.collectives = collective_codes(jurisdiction)
        self.categories = {each.name: each.id for each in regime.categories}
        self.sources = {str(label): value for value, label in Source.choices}
        self.levels = {word: value for value, word in regime.levels.items()}
        self.levels |= {str(label): value for value, label in Level.choices if value in regime.levels}
        self.standing = ledger_of(jurisdiction)
        self.letters = _letters_known(jurisdiction, defaults.letters, today) if defaults.letters else {}
        self.named: set[str] = set()
        # Numbers of ours that rows carry: no row without a number means one of those matters. And the first row that carries each.
        own = () if defaults.letters else (row for row in ledger.rows if not self._is_separate(row))
        self.numbered = {row.number for row in own} & self.standing.by_no.keys()
        self.first: dict[str, LedgerRow] = {}
        self.changes: list[Change] = []
        self.rule = rule_for(jurisdiction, defaults, today) if defaults.letters else None
        self.taken: list[tuple[LedgerRow, Order, Letter | None]] = []
        self.known: list[tuple[LedgerRow, str]] = []
        self.faults: list[Fault] = []
        self.unmatched: dict[str, tuple[Unit, ...]] = {}
        # Cells that the reader found wrong already are not told twice.
        self.told = {(fault.sheet, fault.cell) for fault in ledger.faults if fault.grave}

    def take(self, row: LedgerRow) -> None:
        """Make an order of a row, or note what is wrong with it; what stands in the ledger already is compared with it."""
        number = row.number
        if self._is_doubled(row):
            return
        there = self.standing_for(row)
        if there is not None:
            self.named.add(there.no)
            differences = self._differences(row, there)
            if differences:
                self.changes.append(Change(row, there, differences))
            else:
                self.known.append((row, there.no))
            return
        before = len(self.faults)
        values = row.values
        lead, support = self._units(row, "lead"), self._units(row, "support")
        category = self._choice(row, "category", self.categories, self.defaults.category) if self.categories else ""
        level = self._choice(row, "level", self.levels, self.defaults.level) if self.levels else ""
        source = self.sources.get(values.get("source", ""), self.defaults.source)
        letter = self._letter(row, number) if self.defaults.letters else None
        by_rule = self.rule is not None and values.get("due_on") is None and not values.get("due_text")
        due_on = self.rule.due if self.rule is not None and by_rule else values.get("due_on")
        written = str(values.get("due_text") or "")
        cycle = str(values.get("cycle") or "")
        reports = cycle_of(cycle) or (None if due_on else cycle_of(written))
        if cycle and reports is None:
            self._fault(row, "cycle", f"“{cycle[:40]}”没有写明报送的日子，没有设定期报送", grave=False)
        if due_on is None and reports is None and not is_endless(written):
            self._fault(row, "due_on", "须有确定的办理时限")
        if any(fault.grave for fault in self.faults[before:]) or not values.get("content") or not lead:
            return
        title, requirement = title_and_requirement(values)
        order = Order(
            title=title,
            requirement=requirement,
            standard=values.get("standard") or self.defaults.standard,
            category=category,
            source=Source.PROPOSAL if letter else source,
            source_text=self._based_on(values.get("source", ""))[:200],
            level=level,
            due_on=due_on,
            due_rule=RULE if by_rule else "",
            lead=tuple(lead),
            support=tuple(support),
            reports=reports,
        )
        try:
            orders.check(order, self.governed, self.today)
        except Refused as refusal:
            self._fault(row, _COLUMN_OF.get(refusal.field, refusal.field), str(refusal))
            return
        rests = rest_day(due_on, self.governed.calendar)
        if rests:
            self._fault(row, "due_on", f"{due_on} 是休息日（{rests}），照原文登记", grave=False)
        self.taken.append((row, order, letter))

    def leave_out_known(self) -> None:
        """Set aside the orders that the file has twice."""
        seen: dict[Any, str] = {}
        new = []
        for row, order, letter in self.taken:
            key = (
                letter.number
                if letter
                else (order.title, order.requirement, order.due_on, frozenset(unit.pk for unit in order.lead))
            )
            if key in seen:
                self.known.append((row, seen[key]))
            else:
                seen[key] = f"本文件第{row.row}行"
                new.append((row, order, letter))
        self.taken = new

    def standing_for(self, row: LedgerRow) -> Standing | None:
        """Return the matter that a row means: by its number, else by title and unit; None for a row that is new."""
        number = row.number
        if self._is_separate(row):
            return None
        if self.defaults.letters:
            return self.standing.by_no.get(self.letters.get(number, ""))
        if number in self.standing.by_no:
            return self.standing.by_no[number]
        lead = self._meant(row, "lead")
        if not lead or not row.values.get("content"):
            return None
        return self.standing.found(
            title_and_requirement(row.values)[0], lead, row.values.get("due_on"), self.named | self.numbered
        )

    def _is_doubled(self, row: LedgerRow) -> bool:
        """Tell whether an earlier row carries the number of this one; a copy of it is known, another row with it is wrong."""
        if row.number not in self.numbered or self._is_separate(row):
            return False
        first = self.first.setdefault(row.number, row)
        if first is not row and said_by(first) == said_by(row):
            self.known.append((row, row.number))
        elif first is not row:
            self._fault(row, "matter_no", f"编号 {row.number} 在第{first.row}行已经写过，一件事项只能写一行")
        return first is not row

    def _is_separate(self, row: LedgerRow) -> bool:
        return f"{row.sheet}!{row.row}" in self.defaults.separate

    def _differences(self, row: LedgerRow, there: Standing) -> tuple[Difference, ...]:
        """Compare a row with the matter that it means; a cell that says nothing differs in nothing."""
        values = row.values
        title, requirement = title_and_requirement(values)
        has_own = bool(values.get("requirement") or values.get("part"))
        said = [
            ("title", title, there.title),
            ("requirement", requirement if has_own else "", there.requirement),
            ("standard", values.get("standard") or "", there.standard),
        ]
        found = [
            Difference(name, _LABELS[_COLUMN_OF.get(name, name)], before, after, after)
            for name, after, before in said
            if after and plain(after) != plain(before)
        ]
        due_on = values.get("due_on")
        if due_on is not None and due_on != there.due_on:
            before = str(there.due_on) if there.due_on else "长期"
            found.append(Difference("due_on", _LABELS["due_on"], before, str(due_on), due_on))
        names = {unit.pk: unit.name for unit in self.matcher.units.values()}
        for part, held in (("lead", there.lead), ("support", there.support)):
            meant = self._meant(row, part)
            if meant and {unit.pk for unit in meant} != held:
                before = "、".join(sorted(names.get(pk, "") for pk in held))
                found.append(Difference(part, _LABELS[part], before, "、".join(sorted(unit.name for unit in meant))))
        return tuple(found)

    def _meant(self, row: LedgerRow, part: str) -> list[Unit]:
        """Return the units that a cell means; none where one of its names is not known."""
        found: dict[str, Unit] = {}
        for written in row.values.get(part, ()):
            meant = [self.codes[written]] if written in self.codes else self.collectives.get(written, [])
            if not meant:
                return []
            found |= {code: self.matcher.units[code] for code in meant}
        return list(found.values())

    def _letter(self, row: LedgerRow, number: str) -> Letter:
        author = row.values.get("author", "")
        for name, words in (("no", number), ("author", author)):
            if not words.strip() and (name == "no" or name in row.cells):
                self._fault(row, name, f"建议提案要写明{_LABELS[name]}")
        if len(number) > _LONGEST_NUMBER:
            self._fault(row, "no", f"编号超过{_LONGEST_NUMBER}字")
        return Letter(kind=Kind(self.defaults.letters), number=number.strip(), author=author.strip()[:_LONGEST_AUTHOR])

    def _based_on(self, written: str) -> str:
        """Return what a row is based on: its own words, or what was said for the whole list; the word for a source alone names nothing."""
        return written if written and written not in self.sources else self.defaults.basis_words

    def _units(self, row: LedgerRow, name: str) -> list[Unit]:
        found: dict[str, Unit] = {}
        for written in row.values.get(name, ()):
            meant = [self.codes[written]] if written in self.codes else self.collectives.get(written, [])
            if meant:
                found |= {code: self.matcher.units[code] for code in meant}
                continue
            likely = self.unmatched.setdefault(written, self.matcher.like(written))
            hint = "，可能是" + "、".join(unit.name for unit in likely) if likely else ""
            self._fault(row, name, f"“{written}”不在单位名单里{hint}")
        return list(found.values())

    def _choice(self, row: LedgerRow, name: str, words: dict[str, str], default: str) -> str:
        written = row.values.get(name, "")
        if written and written not in words:
            self._fault(row, name, f"“{written}”不在可选值里：{'、'.join(words)}")
        return words.get(written, default)

    def _fault(self, row: LedgerRow, name: str, message: str, grave: bool = True) -> None:
        cell = row.cells.get(name, f"A{row.row}")
        if (row.sheet, cell) in self.told:
            return
        label = _LABELS.get(name, "") if name in row.cells else ""
        self.faults.append(Fault(row.sheet, row.row, cell, label, message, grave))


def rule_for(jurisdiction: Jurisdiction, defaults: Defaults, today: datetime.date) -> deadlines.Deadline | None:
    """Return the date that the document sets for suggestions that come in on a day, None where it sets none."""
    return Governed.of(jurisdiction).deadline(RULE, today) if defaults.letters else None


_LABELS = {
    **dict.fromkeys(("no", "matter_no"), "编号"),
    "author": "提出人",
    "content": "事项内容",
    "requirement": "办理要求",
    "standard": "办理标准",
    "due_on": "办理时限",
    "cycle": "反馈周期",
    "lead": "牵头单位",
    "support": "配合单位",
    "category": "类别",
    "level": "级别",
}


def _letters_known(jurisdiction: Jurisdiction, kind: str, today: datetime.date) -> dict[str, str]:
    """Return the number of the matter of each suggestion of that kind which was registered this year, by its own number."""
    found = Suggestion.objects.filter(
        matter__jurisdiction=jurisdiction, kind=kind, matter__registered_on__year=today.year
    )
    return dict(found.values_list("number", "matter__no"))
