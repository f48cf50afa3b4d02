"""Items that a clause names with what they are worth (组织领导（8分）): offered as sections, given by a person or lost by what the words say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from duban.engine.studio import drafts
from duban.engine.studio.drafts import Content
from duban.engine.studio.offers.above import above_in, is_below
from duban.engine.studio.offers.assessed import Place
from duban.engine.studio.offers.standards import standards_in
from duban.engine.studio.offers.words import Span, alike

TAKES = re.compile(r"扣\s*\d|每[少缺迟漏][^,，。；;]{0,8}[扣减]|不得分|得0分|[扣减]\s*[一二两三四五]分")
BY_RULE = re.compile(r"按[^,，。；;]{0,10}比例|达到?[^,，。；;]{0,12}[%％]|推广\d|[\d两三]篇")
BY_OFFICE = "由督查室评定"
_OTHERWISE = re.compile(r"否则[^,，。；;]{0,6}(?:不得分|不计分|得0分)")
_NAMED = re.compile(
    r"(?P<name>[^。;；:\n()]{2,60})\(\s*(?:满分|计|共|本项)?\s*(?P<points>\d+(?:\.\d+)?)\s*分(?=[),，;；、。])"
    r"|(?:^|(?<=[。;；\n]))\s*(?:\([一二三四五六七八九十\d]+\))?(?P<name2>[^。;；:,，\n()\d]{2,24})(?P<points2>\d+(?:\.\d+)?)\s*分\s*:"
)
_NO_ITEM = re.compile(r"[加减]分|[扣奖]|[总满]分|最多|最高|合计|基[础准本]分|起评|起始分|初始|^得|不超过")
_MARK = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百\d]+条|\d{1,2}[.、]|\([一二三四五六七八九十\d]+\)|[一二三四五六七八九十]+、|[①-⑳])\s*|^[,，、;；\s)]+"
)
# Where the name of an item ends and what is demanded of it begins.
_STANDARD = re.compile(r"(?<=..)[,，]?(?:(?:达到?|完成)\s*\d|不少于|至少|不低于|按[^,，]{0,4}比例|否则|每[少低缺]).*$")
# What only says that items follow: 考核由日常督办…构成, …和群众评议.
_LISTED = re.compile(
    r"^[^。;；:]*(?:(?:考[核评]|得分|内容|分值|总分|评分|采[用取]|实行)[^,，。;；:]*?[,，]?(?:由|分为|包括|包含))"
)
_JOINED = re.compile("^[,，、;；]?(?:以及|及|和|与)(?=[一-龥]{2})")
# Points by what is reached, several of them: 95%以上得100分, 90%至95%得80分. No rule gives them.
_BY_TIER = re.compile(r"(?<![扣减加])得\s*\d+(?:\.\d+)?\s*分")
_LABEL = 20


@dataclass(frozen=True, slots=True)
class Item:
    """An item with its points: `way` is person (somebody gives 0 to the points), deduct (begins full), rules (begins with nothing) or parts (items of its own)."""

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
            "parts": f"由它下面各项相加，最多{self.points}分",
        }
        return f"分项“{self.label}”：{ways[self.way]}"


def way_of(words: str, points: str = "1") -> str:
    """Say how an item comes to its points, as far as its words say it: what a figure or a condition earns begins with nothing."""
    found = [each.rule["select"] for each in standards_in(alike(words), Place("item", "", points, "group"))]
    if not any("quantity" in select for select in found) and len(_BY_TIER.findall(words)) > 1:
        return "person"
    if any("quantity" in select or "unit" in select for select in found) or _OTHERWISE.search(words):
        return "rules"
    if TAKES.search(words):
        return "deduct"
    return "rules" if BY_RULE.search(words) else "person"


def items_in(content: Content, number: str) -> list[Item]:
    """List the items that a clause names with their points, while no section stands under it. Raises KeyError without the clause."""
    if any(each.get("clause") == number for each in _sections(content)):
        return []
    text, found = _words(drafts.clause_of(content, number)), []
    named = _named(text)
    if len(named) > 1:  # 由日常督办(60分)、专项督查(40分)构成: where clauses of their own follow, they are told there.
        others = [_words(each) for each in drafts.clauses_of(content) if each.get("clause") != number]
        headed = {each[:2] for words in others for each in _named(words) if len(_named(words)) == 1}
        named = [each for each in named if each[:2] not in headed]
    below = (
        [_words(each) for each in drafts.clauses_of(content) if is_below(drafts.number_of(each), number)]
        if len(named) == 1
        else []
    )
    for place, (label, points, begin, end) in enumerate(named):
        until = named[place + 1][2] if place + 1 < len(named) else len(text)
        words = "\n".join((text[begin:until], *below))
        is_of_parts = any(_named(each) for each in below)
        if not is_of_parts and _is_mixed(words, points):
            continue
        way = "parts" if is_of_parts else way_of(words, points)
        found.append(Item(label[:_LABEL], points, way, (begin, end)))
    return found


def _is_mixed(words: str, points: str) -> bool:
    """Whether an item is lost by what happens, and a part of it earned by a figure (600分: 反馈逾期扣10分; 办结率95%得200分): neither full nor empty does it begin right."""
    rest, full = list(words), Decimal(0)
    for each in standards_in(words, Place("item", "", "", "group")):
        slope = each.rule["worth"].get("slope") if isinstance(each.rule.get("worth"), dict) else None
        full += Decimal(slope["full"]) if slope else 0
        for first, last in each.spans if slope else ():
            rest[first:last] = "　" * (last - first)
    return 0 < full < Decimal(points) and TAKES.search("".join(rest)) is not None


def _words(clause: Mapping[str, Any]) -> str:
    """The words of a clause; a table has none."""
    words = str(clause.get(drafts.ORIGINAL) or "")
    return "" if "\t" in words else alike(words)


def _named(text: str) -> list[tuple[str, str, int, int]]:
    """The items of a text as (label, points, begin, end)."""
    found = []
    for match in _NAMED.finditer(text):
        group = "name" if match["name"] else "name2"
        # Behind the item before: 和作风建设(20分).
        words = (
            _JOINED.sub("", match[group]) if text[match.start(group) - 1 : match.start(group)] == ")" else match[group]
        )
        label = _name(words)
        if len(label) > 1 and not _NO_ITEM.search(label):
            begin = match.start(group) + match[group].rindex(label)
            found.append((label, match["points"] or match["points2"], begin, match.end()))
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
    if item.way == "parts":
        return made
    return {**made, "least": "0", **({"start": item.points} if item.way == "deduct" else {})}


def taken(item: Item, content: Content, number: str) -> Content:
    """Return the draft with an item as a section under the clause; where a person gives it and nothing else is said, that person carries the clause out."""
    sections = _sections(content)
    above = above_in(sections, number)
    made = {**section_of(item, sections), "clause": number, **({"in": str(above[0]["id"])} if len(above) == 1 else {})}
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
    plain = _LISTED.sub("", _STANDARD.sub("", _MARK.sub("", _MARK.sub("", words))))
    return (re.split(r"[,，]", plain)[-1] if len(plain) > _LABEL else plain).strip("的 、,，")
