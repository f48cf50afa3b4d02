"""Copies of specimens: the rows and the journal's lines that the same acts would have left on other units, under other numbers.

Lines follow one another in the order of their instants, as if all matters had gone their course side by side; the chain holds, and what
lines say of rows is what stands in the tables. Messages are not copied: the copies' lines count as told.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

from duban.demo.many.office import Staff
from duban.demo.many.specimens import Specimen, title_of
from duban.ledger import journal
from duban.ledger.models import Assignment, Attachment, Deadline, JournalLine, Matter, Notice, Report
from duban.ledger.models.notices import Counter
from duban.ledger.storage import locking
from duban.people.models import Officer, Unit
from duban.people.tracking import columns_of, encoded, key_of

# Parents before children: the order in which rows are inserted.
COPIED: tuple[type[models.Model], ...] = (Matter, Assignment, Deadline, Report, Notice, Attachment)
_BATCH = 2000
Said = Callable[[str], None]


@dataclass
class _Kind:
    """One specimen with its rows, its lines, and where its copies' rows begin in each table."""

    matter: Matter
    notice: Notice
    numbers: list[int]
    rows: dict[type[models.Model], list[models.Model]] = field(default_factory=dict)
    bases: dict[type[models.Model], int] = field(default_factory=dict)
    # The first number that its copies take in each series.
    serials: dict[str, int] = field(default_factory=dict)


def copy(staff: Staff, specimens: list[Specimen], count: int, said: Said = print) -> None:
    """Copy the specimens until the office has `count` matters: number n is open where n is a multiple of 5, on unit 1 + (n div 5) mod 120."""
    _Copier(staff, specimens, count - len(specimens), said).run()


class _Copier:
    def __init__(self, staff: Staff, specimens: list[Specimen], count: int, said: Said) -> None:
        self.staff, self.said = staff, said
        self.kinds = _kinds(specimens, count)
        self.places: dict[tuple[type[models.Model], Any], tuple[_Kind, int]] = {}
        for kind in self.kinds:
            self._find_rows(kind)
        self._give_places()

    def run(self) -> None:
        for model in COPIED:
            made = (copy for kind in self.kinds for row in kind.rows[model] for copy in self._copies(kind, row))
            self.said(f"{model._meta.verbose_name}：{_insert(model, made)}")
        self.said(f"日志：{_insert(JournalLine, self._lines())}")
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [*COPIED, JournalLine]):
                cursor.execute(statement)

    def _find_rows(self, kind: _Kind) -> None:
        held = Assignment.objects.filter(matter=kind.matter)
        kind.rows = {
            Matter: [kind.matter],
            Assignment: list(held),
            Deadline: list(Deadline.objects.filter(assignment__in=held)),
            Report: list(Report.objects.filter(assignment__in=held).order_by("pk")),
            Notice: [kind.notice],
            Attachment: list(Attachment.objects.filter(report__assignment__in=held)),
        }
        for model, rows in kind.rows.items():
            self.places.update({(model, row.pk): (kind, place) for place, row in enumerate(rows)})

    def _give_places(self) -> None:
        """Let every copy's rows follow what is in the tables, and its numbers what was given."""
        for model in COPIED:
            base = model._base_manager.order_by("-pk").values_list("pk", flat=True)[0] + 1
            for kind in self.kinds:
                kind.bases[model] = base
                base += len(kind.rows[model]) * len(kind.numbers)
        for kind in self.kinds:
            for series, year in (("matter", int(kind.matter.no.partition("-")[0])), ("notice", kind.notice.year)):
                counter = Counter.objects.get(jurisdiction=self.staff.jurisdiction, series=series, year=year)
                kind.serials[series] = counter.value + 1
                counter.value += len(kind.numbers)
                counter.save(update_fields=["value"])

    def _key(self, model: type[models.Model], pk: Any, k: int) -> Any:
        kind, place = self.places[model, pk]
        return kind.bases[model] + place * len(kind.numbers) + k

    def _value(self, kind: _Kind, column: "models.Field[Any, Any]", value: Any, k: int) -> Any:
        """Return what the copy number k has where its specimen has that value."""
        if value is None:
            return None
        place = kind.numbers[k] // 5 % len(self.staff.units)
        if isinstance(column, models.ForeignKey):
            model = column.related_model
            if (model, value) in self.places:
                return self._key(model, value, k)
            if model is Unit and value == self.staff.units[0].pk:
                return self.staff.units[place].pk
            if model is Officer and value == self.staff.liaisons[0].pk:
                return self.staff.liaisons[place].pk
            return value
        if column.model is Matter and column.name == "no":
            return f"{value.partition('-')[0]}-{kind.serials['matter'] + k}"
        if column.model is Notice and column.name == "serial":
            return kind.serials["notice"] + k
        if isinstance(column, models.JSONField):
            return json.loads(self._words(kind, json.dumps(value, ensure_ascii=False), k))
        return self._words(kind, value, k) if isinstance(value, str) else value

    def _words(self, kind: _Kind, words: str, k: int) -> str:
        number = kind.notice.number
        place = kind.numbers[k] // 5 % len(self.staff.units)
        words = words.replace(title_of(0), title_of(kind.numbers[k]))
        words = words.replace(number, number.replace(f"〕{kind.notice.serial}号", f"〕{kind.serials['notice'] + k}号"))
        return words.replace(self.staff.units[0].name, self.staff.units[place].name)

    def _varying(self, kind: _Kind, row: models.Model) -> "list[models.Field[Any, Any]]":
        """Return the columns in which copies of a row differ from it."""
        return [
            column
            for column in row._meta.concrete_fields
            if not column.primary_key
            and any(
                self._value(kind, column, getattr(row, column.attname), k) != getattr(row, column.attname)
                for k in (0, -1)
            )
        ]

    def _copies(self, kind: _Kind, row: models.Model) -> Iterator[list[Any]]:
        """Yield the columns of a row's copies, as the database takes them."""
        columns = row._meta.concrete_fields
        values = [_prepared(column, getattr(row, column.attname)) for column in columns]
        varying = [(columns.index(column), column, getattr(row, column.attname)) for column in self._varying(kind, row)]
        for k in range(len(kind.numbers)):
            for place, column, value in varying:
                values[place] = _prepared(column, self._value(kind, column, value, k))
            values[0] = self._key(type(row), row.pk, k)
            yield values.copy()

    def _lines(self) -> Iterator[list[Any]]:
        """Yield the lines of all copies in the order of their instants, hung to the chain."""
        chain = locking.hold_chain(self.staff.jurisdiction)
        key = JournalLine.objects.order_by("-pk").values_list("pk", flat=True)[0]
        by_matter: dict[int | None, _Kind] = {kind.matter.pk: kind for kind in self.kinds}
        columns = {column.attname: (place, column) for place, column in enumerate(JournalLine._meta.concrete_fields)}
        own = ("actor_id", "unit_id", "matter_id")
        for line in JournalLine.objects.filter(matter__in=by_matter).order_by("at", "seq"):
            kind, data, names = by_matter[line.matter_id], line.data, self._names(by_matter[line.matter_id], line)
            values = [_prepared(column, getattr(line, column.attname)) for column in JournalLine._meta.concrete_fields]
            of, meant = line.of, [(name, columns[name][1], getattr(line, name)) for name in own]
            for k in range(len(kind.numbers)):
                key += 1
                for name, column, value in meant:
                    setattr(line, name, self._value(kind, column, value, k))
                line.of = names[of](k)[0]
                line.data = {**self._content(kind, data, k), "rows": dict(names[each](k) for each in data["rows"])}
                journal.hang(line, chain)
                for name in (*own, "of", "seq", "previous", "digest"):
                    values[columns[name][0]] = getattr(line, name)
                values[columns["data"][0]] = _prepared(columns["data"][1], line.data)
                values[0] = key
                yield values.copy()
        chain.told = chain.seq
        chain.save(update_fields=["seq", "head", "told"])

    def _content(self, kind: _Kind, data: dict[str, Any], k: int) -> dict[str, Any]:
        """Return what a line tells beside the rows, for one copy."""
        return {
            name: self._words(kind, value, k) if isinstance(value, str) else value
            for name, value in data.items()
            if name != "rows"
        }

    def _names(self, kind: _Kind, line: JournalLine) -> dict[str, Callable[[int], tuple[str, dict[str, Any]]]]:
        """Return, for each row that a line names, what gives its name and its noted values in a copy."""
        rows = {key_of(model, row.pk): row for model in COPIED for row in kind.rows[model]}
        return {
            key: self._noted(kind, rows[key], line.data["rows"].get(key, {})) for key in {line.of, *line.data["rows"]}
        }

    def _noted(self, kind: _Kind, row: Any, noted: dict[str, Any]) -> Callable[[int], tuple[str, dict[str, Any]]]:
        tracked = {column.attname for column in columns_of(type(row))}
        # A value that the row had only for a while is none of those that differ.
        varying = [
            (column, getattr(row, column.attname))
            for column in self._varying(kind, row)
            if column.attname in tracked
            and column.attname in noted
            and noted[column.attname] == encoded(column, getattr(row, column.attname))
        ]
        model, pk = type(row), row.pk

        def of_copy(k: int) -> tuple[str, dict[str, Any]]:
            own = {column.attname: encoded(column, self._value(kind, column, value, k)) for column, value in varying}
            return key_of(model, self._key(model, pk, k)), {**noted, **own}

        return of_copy


def _kinds(specimens: list[Specimen], count: int) -> list[_Kind]:
    """Deal the numbers from 1 to `count` out to the specimens."""
    still, done = ([each for each in specimens if each.is_open is state] for state in (True, False))
    dealt: dict[int, list[int]] = defaultdict(list)
    for n in range(1, count + 1):
        chosen = still[n // 5 % len(still)] if n % 5 == 0 else done[(n // 5 + n % 5 * 6) % len(done)]
        dealt[chosen.matter].append(n)
    found = Notice.objects.filter(matter__in=dealt).select_related("matter__jurisdiction", "jurisdiction")
    return [_Kind(each.matter, each, dealt[each.matter.pk]) for each in found.order_by("matter") if each.matter]


def _prepared(column: "models.Field[Any, Any]", value: Any) -> Any:
    return column.get_db_prep_save(value, connection)


def _insert(model: type[models.Model], rows: Iterable[list[Any]]) -> int:
    """Insert rows, each the columns of the table in their order, and return how many."""
    quoted = connection.ops.quote_name
    names = [quoted(str(column.column)) for column in model._meta.concrete_fields]
    table, places = quoted(model._meta.db_table), ", ".join(["%s"] * len(names))
    statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})"  # nosec B608  # quoted names of our own tables
    number, rows = 0, iter(rows)
    with connection.cursor() as cursor:
        while batch := list(islice(rows, _BATCH)):
            cursor.executemany(statement, batch)
            number += len(batch)
    return number
