"""Units and the groups of a document: which each is in, what it would be in the next one, and which somebody has to sort anew."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from duban.engine.clauses import Regime
from duban.ledger import documents
from duban.ledger.models import Adoption
from duban.people.models import Group, Jurisdiction, Unit

NONE = "不属于任何类别"


@dataclass(frozen=True)
class Row:
    """A unit with the word of the group that it is in; `offered` is its group in the other document, None where somebody has to say it."""

    unit: Unit
    was: str
    offered: str | None
    is_same: bool = False


@dataclass(frozen=True)
class Class:
    """The units of one group, and where they are to go as far as all of them are offered the same; None where somebody has to say it."""

    word: str
    rows: Sequence[Row]
    offered: str | None

    @property
    def names(self) -> str:
        """Return the names of its units."""
        return "、".join(row.unit.name for row in self.rows)


def word_in(document: Regime, group: str) -> str:
    """Return what a group is called in a document; of one that is none of its own, that it is none."""
    if document.groups:
        return document.groups.get(group) or NONE
    return dict(Group.choices).get(group, "各单位")


def successor(group: str, before: Regime, document: Regime) -> str | None:
    """Return the group of another document that takes a group's place: of the same name, else one that every document may have; None without any.

    A group that the drafter of a document made up means nothing in another one, even under the same id.
    """
    if not document.groups:
        return group
    word = before.groups.get(group) or dict(Group.choices).get(group, "")
    named = [each for each, name in document.groups.items() if name == word]
    if named:
        return group if group in named else named[0]
    return group if document.has_group(group) and group in Group.values else None


def rows_for(jurisdiction: Jurisdiction, document: Regime) -> list[Row]:
    """Return the office's standing units as the next document would have them, beside the document adopted last; empty where none was."""
    last = Adoption.objects.filter(jurisdiction=jurisdiction).order_by("in_force_from").last()
    if last is None:
        return []
    before = documents.loaded(last.document_id)
    told = last.groups if last.document_id != jurisdiction.document else {}
    found = []
    for unit in Unit.objects.filter(jurisdiction=jurisdiction, abolished_on=None).order_by("order", "id"):
        group = told.get(unit.code, unit.group)
        offered = _of_its_own(unit, document) or successor(group, before, document)
        word = word_in(before, group)
        found.append(Row(unit, word, offered, offered is not None and word_in(document, offered) == word))
    return found


def _of_its_own(unit: Unit, document: Regime) -> str:
    """Return the group that a document makes for this unit alone, as tables of departments do: of its name, with or without 县, 市, 区; empty without."""
    return next((each for each, name in document.groups.items() if _names(name) & _names(unit.name)), "")


def _names(name: str) -> set[str]:
    """A department's name with its place before it and without: 市场监管局 is one without, whatever it begins with."""
    return {name, name[1:]} if name[:1] in "县市区州旗" and len(name) > 3 else {name}


def rows_under(adoption: Adoption) -> list[Row]:
    """Return the office's standing units, each in its group under an adopted document; an empty group for none."""
    jurisdiction = adoption.jurisdiction
    held = documents.under(jurisdiction, adoption)
    found = []
    for unit in Unit.objects.filter(jurisdiction=jurisdiction, abolished_on=None).order_by("order", "id"):
        group = held.group_of(unit.code, unit.group)
        group = group if held.document.has_group(group) else ""
        found.append(Row(unit, word_in(held.document, group), group))
    return found


def classes_of(rows: Iterable[Row]) -> list[Class]:
    """Return the rows by the group in which they are."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.was, []).append(row)
    return [
        Class(word, listed, listed[0].offered if len({row.offered for row in listed}) == 1 else None)
        for word, listed in groups.items()
    ]


def unsorted(rows: Iterable[Row], told: Mapping[str, str]) -> list[Row]:
    """Return the units whose group in the document somebody still has to say."""
    return [row for row in rows if row.offered is None and row.unit.code not in told]
