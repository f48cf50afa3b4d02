"""What follows from a place in a published ranking, as rules: 季度排名末位的约谈, 连续两个季度排名末位的由县长约谈, 季度第一名年度加3分、第二名加2分."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from duban.engine import wording
from duban.engine.studio import drafts
from duban.engine.studio.blanks.names import Names
from duban.engine.studio.offers.found import Found
from duban.engine.studio.offers.words import CHINESE, POINTS, Part, number_of, parts_of
from duban.engine.vocabulary.events import RANKING

_NUMBER = rf"[{CHINESE}\d]+"
_LAST = rf"(?:末[位尾](?!淘汰)|最后一[位名]|倒数第一[位名]?|(?:后|末|最后|倒数后)(?P<last>{_NUMBER})[位名])"
_KIND = re.compile("月|季|半年|年度|年终|全年")
_RUN = re.compile(rf"连续(?P<often>{_NUMBER})(?:个|次)?")
# How often in all, or a part of the units: no place of one ranking says it.
MORE = re.compile("累[计积]|多次|[两二三四五\\d]次(?!会)|同[类组]|各[类组]")
# In the group to which a unit belongs.
_OF_GROUP = re.compile("本[组类]|[组类](?:别)?(?:内|中)|分[组类]")
# 得分低于60分且排名末位的: more than the place.
_BESIDES = re.compile("且|同时|低于|不足|不满|不到|以下|未达")
# 满意度测评排名后三位的, 办结率排名末位的, 全省排名末位的: by another measure, or among others.
_OF_OTHER = re.compile(
    "满意|测评|评议|单项|专项|全国|全省|省级|国家|进度|增速|(?:率|(?<![年季月])度)(?:全[市县区])?(?=排名|排位|名次|位次|位居|位列|居|列|排在|处于)"
)
# 连续两个季度考核排名末位的单位.
_PLACED = re.compile(
    rf"(?:排名|名次|位次|得分|考核|位居|位列|排在|处于|居|列)[^,，。;；、:\d]{{0,6}}?{_LAST}(?:的)?(?:[^,，。;；、:\d]{{0,8}}?(?:单位|乡镇|部门|街道|县区))?(?:的)?"
)
_ACTS = "约谈|通报批评|取消[^,，。;；]{0,10}资格|检查|检讨|表态|说明|问责|诫勉|发言|黄牌|红牌|谈话|督办"
ACTED = re.compile(
    rf"[,，]?(?:(?:应当?|须|要|将|还要|同时|并)*)(?P<act>(?!除)[^,，。;；:\d扣加减]{{0,18}}?(?:{_ACTS})[^,，。;；:\d扣加减]{{0,14}})"
)
# Behind it what follows besides; where more must hold for that (连续两次的由县长约谈), it is no part of this.
_FURTHER = re.compile(
    rf"[,，、](?:(?:应当?|须|要|将|还要|同时|并)*)(?P<act>(?!除)(?:(?!连续|累计|再次|仍|次的|末位|排名|得分|的[由予给])[^,，。;；、:\d扣加减]){{0,18}}?(?:{_ACTS})(?:(?!的[由予给])[^,，。;；:、\d扣加减]){{0,14}})"
)
_LEAD = re.compile("^(?:的|单位|予以|给予|进行|将|由|对其|向[^,，]{1,8}?(?=作))+")
# 第一名加3分; 前三名分别加3分、2分、1分; 末位扣2分.
_PAID = re.compile(rf"第(?P<place>{_NUMBER})名(?:的)?[^,，。;；、\d]{{0,8}}?(?P<side>加|奖励?|扣|减)分?\s*{POINTS}")
_APART = re.compile(
    rf"前(?P<first>{_NUMBER})[名位](?:的)?[^,，。;；、\d]{{0,8}}?分别(?P<side>加|奖励?|扣|减)分?\s*(?P<amounts>\d+(?:\.\d+)?分?(?:[、,，]\d+(?:\.\d+)?分?)+)"
)
# 计入年度考核, 年度考核分别加3分: in which period.
_INTO = re.compile(
    "(?:计入|纳入|作为|折算[为成])[^,，。;；]{0,4}?(?:季|半年|年度|年终|全年)|(?:年度|年终|全年)(?:考核)?(?=(?:分别)?[加奖扣减])"
)
_KINDS = (("半年", "half_year"), ("季", "quarter"), ("月", "month"), ("年", "year"))
_BY_LENGTH = ("month", "quarter", "half_year", "year")
_EVENT = "placed"


def ranks_in(words: str, names: Names) -> Iterator[Found]:
    """Recognise what follows from the last places of a ranking, and points of a longer period for the first; nothing where it is not said of which ranking."""
    is_apart = _is_ranked_apart(names)
    for part in parts_of(words):
        # 排名本组末位的: among all it is another.
        sentence = re.split("[。\n]", words[: part.begin + len(part.text)])[-1]
        if is_apart or not _OF_GROUP.search(sentence):
            yield from _consequences(part, names)
        yield from _of_grades(part, names)
        yield from _points(part, names)


def _consequences(part: Part, names: Names) -> Iterator[Found]:
    before: str | None = None
    for match in _PLACED.finditer(part.text):
        acted = ACTED.match(part.text, match.end())
        said = re.split("[,，、:]", part.text[: match.start()])[-1] + match[0]
        run, named = _RUN.search(said), _KIND.search(said)
        # 季度排名末位的约谈，连续两次末位的由县长约谈: of quarters both.
        before = kind = kind_of(named[0], names) if named else before or kind_of("", names)
        if (
            acted is None
            or kind is None
            or MORE.search(_RUN.sub("", said))
            or _BESIDES.search(said)
            or _OF_OTHER.search(said)
        ):
            continue
        last = int(number_of(match["last"])) if match["last"] else 1
        where: dict[str, Any] = {"from_last": list(range(1, last + 1)) if last > 1 else 1}
        because = f"“{said}”：发布{wording.PERIODS[kind]}排名时系统登记名次"
        for each in acts_of(part.text, acted):
            rule = _outcome(each, where, run, kind, names)
            yield Found(rule, (part.span(match), part.span(each, "act")), because, (_event(kind),))


def _is_ranked_apart(names: Names) -> bool:
    """Whether the document says already which units are ranked with one another."""
    return any(
        rule.get("kind") == "rank" for clause in drafts.clauses_of(names.content) for rule in drafts.rules_of(clause)
    )


def _of_grades(part: Part, names: Names) -> Iterator[Found]:
    """Consequences of what a total is called, where the document has such a grade by points: 连续两个季度不合格的约谈."""
    rules = [rule for clause in drafts.clauses_of(names.content) for rule in drafts.rules_of(clause)]
    bands = [rule for rule in rules if rule.get("kind") == "bands"]
    grades = {str(grade) for rule in bands for grade in (*(rule.get("least") or {}), rule.get("below"))}
    for grade in sorted(grades, key=len, reverse=True):
        named = re.compile(rf"(?<![不基较])[“\"]?{re.escape(grade)}[”\"]?(?:等次|等级|档次|档)?的?(?:责任)?(?:单位)?")
        for match in named.finditer(part.text):
            acted = ACTED.match(part.text, match.end())
            said = re.split("[,，、:]", part.text[: match.start()])[-1] + match[0]
            run, word = _RUN.search(said), _KIND.search(said)
            kind = kind_of(word[0] if word else "", names)
            if acted is None or kind is None or MORE.search(_RUN.sub("", said)):
                continue
            because = f"“{said}”：发布{wording.PERIODS[kind]}排名时系统登记等次"
            for each in acts_of(part.text, acted):
                rule = _outcome(each, {"grade": grade}, run, kind, names)
                spans = (part.span(match), part.span(each, "act"))
                yield Found(rule, spans, because, (_event(kind, graded=True),))


def acts_of(text: str, first: re.Match[str]) -> Iterator[re.Match[str]]:
    """Yield what follows, and what follows besides: 取消评优资格，主要负责人作检讨发言; nothing for which more must hold."""
    found: re.Match[str] | None = first
    while found is not None:
        yield found
        found = _FURTHER.match(text, found.end())


def act_named(acted: re.Match[str]) -> str:
    """Return what follows, as the words call it, without what leads up to it."""
    return _LEAD.sub("", acted["act"].strip()).strip("的 ")


def _outcome(
    acted: re.Match[str], where: dict[str, Any], run: re.Match[str] | None, kind: str, names: Names
) -> dict[str, Any]:
    """The consequence, in that kind of period alone: what follows from a quarter is none of the year in which it lies."""
    name = act_named(acted)
    rule: dict[str, Any] = {"kind": "outcome", "name": name, "select": {"event": _EVENT, "where": where}}
    if run:
        often = int(number_of(run["often"]))
        rule["count"] = {"within": "unit", "in_a_row": often, "along": "first_day", "over": "life"}
    return rule | ({"periods": [kind]} if len(names.periods()) > 1 else {})


def _points(part: Part, names: Names) -> Iterator[Found]:
    rows, points = list(_PAID.finditer(part.text)), None
    if rows:
        points = _table(rows)
    elif apart := _APART.search(part.text):
        rows, points = [apart], _told_apart(apart)
    said = part.text[: rows[0].start()] if rows else ""
    kind = kind_of(next((each[0] for each in re.finditer("月度?|季度?|半年", said)), ""), names)
    if kind is None or points is None:
        return
    longer = [each for each, _ in names.periods() if _length(each) > _length(kind)]
    into = _INTO.search(part.text)
    if into:
        longer = [each for each in longer if each == kind_of(into[0], names)]
    # Of a month, where quarters and years are scored: in which of them is not said.
    if len(longer) != 1 or all(not float(amount) for amount in points.values()):
        return
    places = list(range(1, len(points) + 1))
    select = {"event": _EVENT, "where": {"rank": places if len(places) > 1 else 1}}
    worth = {"by": "rank", "points": points} if len(places) > 1 else points["1"]
    rule: dict[str, Any] = {"kind": "score", "select": select, "worth": worth, "periods": longer}
    because = f"“{rows[0][0]}”：发布{wording.PERIODS[kind]}排名时系统登记名次，计入更长的期别"
    yield Found(rule, tuple(part.span(each) for each in rows), because, (_event(kind),))


def _table(rows: list[re.Match[str]]) -> dict[str, str] | None:
    """Points by place; None where one is left out."""
    if [int(number_of(each["place"])) for each in rows] != list(range(1, len(rows) + 1)):
        return None
    return {str(at): _signed(each["side"], number_of(each[each.lastindex or 0])) for at, each in enumerate(rows, 1)}


def _told_apart(match: re.Match[str]) -> dict[str, str] | None:
    amounts = re.findall(r"\d+(?:\.\d+)?", match["amounts"])
    if len(amounts) != int(number_of(match["first"])):
        return None
    return {str(at): _signed(match["side"], amount) for at, amount in enumerate(amounts, 1)}


def _signed(side: str, amount: str) -> str:
    return f"-{amount}" if side in ("扣", "减") else amount


def kind_of(said: str, names: Names) -> str | None:
    """Of which kind of ranking words speak; without a word of the only one that the document has."""
    scored = [kind for kind, _ in names.periods()]
    kind = next((kind for word, kind in _KINDS if word in said), None) if said else None
    if kind is None:
        return scored[0] if len(scored) == 1 and not said and scored[0] in wording.PERIODS else None
    return kind if kind in scored else None


def _length(kind: str) -> int:
    return _BY_LENGTH.index(kind) if kind in _BY_LENGTH else -1


def _event(kind: str, *, graded: bool = False) -> tuple[str, dict[str, Any]]:
    """The happening that a published ranking of a kind records: the place of a unit, or what its total is called."""
    said = wording.PERIODS[kind]
    fields: dict[str, Any] = {"period": {kind: said}, "first_day": {"day": "required", "label": "本期第一天"}}
    if graded:
        fields |= {"grade": {"text": "required", "label": "等次"}}
    else:
        fields |= {
            "rank": {"whole": "required", "label": "名次"},
            "from_last": {"whole": "required", "label": "倒数第几"},
        }
    label = f"{said}排名{'等次' if graded else '名次'}"
    return _EVENT, {"label": label, "of": "unit", "entered_by": RANKING, "fields": fields}
