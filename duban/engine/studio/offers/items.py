"""Items that a clause names with what they are worth (组织领导（8分）): offered as sections, given by a person or lost by what the words say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duban.engine.studio import drafts
from duban.engine.studio.drafts import Content
from duban.engine.studio.offers.standards import Place, standards_in
from duban.engine.studio.offers.words import Span, alike

TAKES = re.compile(r"扣\s*\d|每[少缺迟漏][^,，。；;]{0,8}[扣减]|不得分|得0分|[扣减]\s*[一二两三四五]分")
BY_RULE = re.compile(r"按[^,，。；;]{0,10}比例|达到?[^,，。；;]{0,12}[%％]|推广\d|[\d两三]篇")
BY_OFFICE = "由督查室评定"
_OTHERWISE = re.compile(r"否则[^,，。；;]{0,6}(?:不得分|不计分|得0分)")
_NAMED = re.compile(
    r"(?P<name>[^。;；:\n()]{2,60})\(\s*(?:满分|计|共|本项)?\s*(?P<points>\d+(?:\.\d+)?)\s*分(?=[),，;；、。])"
)
_NO_ITEM = re.compile(r"[加减]分|[扣奖]|总分|最多|最高|合计|基础分|^得|不超过")
_MARK = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百\d]+条|\d{1,2}[.、]|[一二三四五六七八九十]+、|[①-⑳])\s*|^[,，、;；\s)]+"
)
# Where the name of an item ends and what is demanded of it begins.
_STANDARD = re.compile(r"(?<=..)[,，]?(?:(?:达到?|完成)\s*\d|不少于|至少|不低于|按[^,，]{0,4}比例|否则|每[少低缺]).*$")
_LABEL = 20


@dataclass(frozen=True, slots=True)
class Item:
    """An item with its points: `way` is person (somebody gives 0 to the points), deduct (begins full) or rules (begins with nothing)."""

    label: str
    points: str
    way: str
    span: Span

    @property
    def sentence(self) -> str:
        """What is offered."""
        ways = {
            "person": f"{BY_OFFICE}，0至{self.points}分",
            "deduct": f"起{self.points}分，按规定扣，扣完为止",
            "rules": f"按规定得，最多{self.points}分",
        }
        return f"分项“{self.label}”：{ways[self.way]}"


def way_of(words: str, points: str = "1") -> str:
    """Say how an item comes to its points, as far as its words say it: what a figure or a condition earns begins with nothing."""
    found = [each.rule["select"] for each in standards_in(alike(words), Place("item", "", points, "group"))]
    if any("quantity" in select or "unit" in select for select in found) or _OTHERWISE.search(words):
        return "rules"
    if TAKES.search(words):
        return "deduct"
    return "rules" if BY_RULE.search(words) else "person"


def items_in(content: Content, number: str) -> list[Item]:
    """List the items that a clause names with their points, while no section stands under it. Raises KeyError without the clause."""
    words = str(drafts.clause_of(content, number).get(drafts.ORIGINAL) or "")
    if "\t" in words or any(each.get("clause") == number for each in _sections(content)):
        return []
    text = alike(words)
    matches = [match for match in _NAMED.finditer(text) if not _NO_ITEM.search(_name(match["name"]))]
    found = []
    for place, match in enumerate(matches):
        until = matches[place + 1].start() if place + 1 < len(matches) else len(text)
        label = _name(match["name"])
        if len(label) > 1:
            begin = match.start("name") + match["name"].rindex(label)
            found.append(
                Item(label[:_LABEL], match["points"], way_of(text[begin:until], match["points"]), (begin, match.end()))
            )
    return found


def section_of(item: Item, taken: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return an item as a section beside those that there are."""
    ids, labels = ({str(each.get(key)) for each in taken} for key in ("id", "label"))
    numbers = range(1, len(taken) + 2)
    made: dict[str, Any] = {
        "id": next(name for name in (f"section_{at}" for at in numbers) if name not in ids),
        "label": next(
            name
            for name in (item.label if at == 1 else f"{item.label}（{at}）" for at in numbers)
            if name not in labels
        ),
        "most": item.points,
    }
    if item.way == "person":
        return {**made, "typed": {"by": "office"}}
    return {**made, "least": "0", **({"start": item.points} if item.way == "deduct" else {})}


def taken(item: Item, content: Content, number: str) -> Content:
    """Return the draft with an item as a section under the clause; where a person gives it and nothing else is said, that person carries the clause out."""
    sections = _sections(content)
    made = {**section_of(item, sections), "clause": number}
    clauses = [
        {**each, "by_person": BY_OFFICE}
        if each.get("clause") == number and item.way == "person" and drafts.is_undecided(each)
        else each
        for each in drafts.clauses_of(content)
    ]
    return {**content, "regime": {**drafts.head_of(content), "sections": [*sections, made]}, "clauses": clauses}


def _sections(content: Content) -> list[dict[str, Any]]:
    return [each for each in drafts.listed(drafts.head_of(content).get("sections")) if isinstance(each, dict)]


def _name(words: str) -> str:
    """What an item is called: the last words before its points, without their number."""
    plain = _STANDARD.sub("", _MARK.sub("", _MARK.sub("", words)))
    return (re.split(r"[,，]", plain)[-1] if len(plain) > _LABEL else plain).strip("的 、,，")
