"""The cells of one row of an assessment table: which head, item, points, standard and department they are, what a merged cell above says included."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duban.papers.reading.texts.assessment_columns import CONTENT, NAME, NOTE, NUMBER, POINTS, STANDARD, UNIT

_ORDINAL = re.compile(
    r"(?P<chinese>[一二三四五六七八九十]+)[、.．]?|[（(](?P<inner>[一二三四五六七八九十]+)[)）]|(?P<digits>\d{1,3})[.、]?"
)
_POINTS = re.compile(r"(\d+(?:\.\d+)?)\s*分?")
_TOTAL = re.compile(r"(?:总分|合计|总计|满分|总得分|小计|共计)(?:分值?)?[:：]?")
_UNIT = re.compile(
    r"[㐀-鿿、（）()]{1,18}(?:局|委|办|部|院|站|处|会|中心|公司|街道|镇|乡|署|队|所|社|馆|室|集团|银行|学校|园区)"
)
# What an item is worth: in brackets behind it, or 得…分.
_BRACKET = re.compile(
    r"[（(]\s*(?:满分|计|共)?\s*(\d+(?:\.\d+)?)\s*分?(?=[)）,，;；、]|分[^（()）]*[)）])[^（()）]{0,60}[)）]"
)
_GETS = re.compile(r"(?:得|计|满分|为|给)\s*(\d+(?:\.\d+)?)\s*分")
_PART = re.compile(r"(?:(?<=^)|(?<=[分；;。）)\s，,、：:]))(?:\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[)）]|[①-⑳])")
_USED_UP = re.compile(r"扣完为止[，,；;。]?")
_TAIL = "；;，,。 "
_LONGEST = 40
_WIDE = str.maketrans("０１２３４５６７８９．", "0123456789.")


@dataclass(frozen=True)
class Head:
    """A line that heads others: its number, what it is called, its points as printed."""

    number: str
    name: str
    points: str


@dataclass(frozen=True)
class Item:
    """One item: `of` are the points that its row prints, where it is one of several parts; `above` the first name over it, `below` the second."""

    head: str
    number: str
    name: str
    points: str
    words: str
    unit: str = ""
    note: str = ""
    above: str = ""
    below: str = ""
    is_part: bool = False
    of: str = ""
    states_number: bool = False

    def line_of(self, other: Item) -> bool:
        """Say whether another item stands in the same row of the table."""
        return (
            self.is_part and other.is_part and (self.name, self.unit, self.note) == (other.name, other.unit, other.note)
        )


@dataclass(frozen=True)
class Row:
    """A row by what its cells are; `is_below`: its first cell is merged with the one above, or it has a further name under it."""

    head: str = ""
    number: str = ""
    name: str = ""
    content: str = ""
    points: str = ""
    standard: str = ""
    unit: str = ""
    note: str = ""
    is_below: bool = False
    states_number: bool = False
    goes_on: bool = False


def row_of(cells: Sequence[tuple[str, str]], before: Row, is_of_units: bool) -> Row:
    """Say what the cells of a row are; number, first name and department of a merged cell are those of the row before."""
    said = {role: [words for each, words in cells if each == role and words] for role, _ in cells}
    names, units = list(said.get(NAME, ())), [each for each in said.get(UNIT, ()) if each]
    if is_of_units and not units:
        units = [each for each in names if _UNIT.fullmatch(each)][-1:]
        names = [each for each in names if each not in units]
    number = " ".join(said.get(NUMBER, ()))
    points = number_in(" ".join(said.get(POINTS, ())))
    content, standard = " ".join(said.get(CONTENT, ())), " ".join(said.get(STANDARD, ()))
    all_names = [words for each, words in cells if each == NAME and words not in units]
    if not content and len(all_names) > 1:
        content = " ".join(filter(None, all_names[1:]))
        names = [all_names[0]] if all_names[0] else []
    states = bool(number or names or units)
    unit = units[0] if units else ("" if number or names else before.unit)
    return Row(
        head=before.head,
        number=_plain(number) or ("" if names and not unit else before.number),
        name=names[0] if names else before.name,
        content=content,
        points=points,
        standard=standard,
        unit=unit,
        note=" ".join(said.get(NOTE, ())),
        is_below=not names and bool(before.name) and not unit,
        states_number=bool(number),
        goes_on=not states and not points and not content and bool(standard) and not points_in(standard),
    )


def head_of(row: Row) -> Head | None:
    """Return the line as a head: numbered 一、 or （一）; None where it is an item. What is assessed may stand on the same line."""
    is_chinese = re.fullmatch(r"[(]?[一二三四五六七八九十]+[)]?", row.number)
    return (
        Head(row.number, row.name, row.points)
        if row.states_number and is_chinese and row.name and not row.unit
        else None
    )


def is_total(row: Row) -> bool:
    """Say whether a row adds up the others."""
    return bool(_TOTAL.fullmatch(row.name.strip())) and not row.standard


def number_in(text: str) -> str:
    """Return the number that a cell is, 8 of 8分; empty where it is something else."""
    found = _POINTS.fullmatch(re.sub(r"\s|[（()）]", "", text).translate(_WIDE))
    return found[1] if found else ""


def points_in(words: str) -> str:
    """Return what words say that an item is worth: the sum of what stands in brackets behind its parts, else the one 得…分; empty where they say none."""
    found = [each[1] for each in _BRACKET.finditer(words)]
    if not found:
        gets = [
            each[1]
            for each in _GETS.finditer(words)
            if not re.search("[扣减]", words[max(0, each.start() - 2) : each.start()])
        ]
        return max(gets, key=float) if gets else ""
    return f"{sum(map(float, found)):g}"


def parted(words: str) -> list[str]:
    """Cut a standard at the numbers of its parts, and where one part has its points and the next begins."""
    places = [match.start() for match in _PART.finditer(words)]
    pieces = [words[first:last] for first, last in _between([0, *places, len(words)])]
    found = [part.strip() for piece in pieces for part in _by_points(piece)]
    return [each.rstrip("，, ") for each in found if each.strip(_TAIL)]


def _by_points(piece: str) -> Iterator[str]:
    ends = [match.end() for match in (*_BRACKET.finditer(piece), *_USED_UP.finditer(piece))]
    inside = [match.span() for match in re.finditer(r"[（(][^（()）]*[)）]", piece)]
    cuts = sorted({end for end in ends if not any(first < end < last for first, last in inside)})
    cut = [
        part
        for first, last in _between([0, *cuts, len(piece)])
        for part in [piece[first:last].lstrip(_TAIL)]
        if part.strip(_TAIL)
    ]
    if sum(bool(points_in(part)) for part in cut) < 2:
        yield piece
        return
    held = ""
    for part in cut:
        if held and not points_in(part):
            held += part
            continue
        if held:
            yield held
        held = part
    if held:
        yield held


def unit_in(words: str) -> bool:
    """Say whether words name one department and nothing else."""
    return bool(_UNIT.fullmatch(words)) and len(words) <= _LONGEST


def _between(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    ordered = sorted(set(places))
    yield from itertools.pairwise(ordered)


def _plain(number: str) -> str:
    found = _ORDINAL.fullmatch(number.strip().translate(_WIDE))
    if found is None:
        return ""
    return found["chinese"] or (f"({found['inner']})" if found["inner"] else found["digits"] or "")
