"""What assessment tables say most: 每少一次扣…分, 出现一例…扣…分, 达到…得满分每低一个百分点扣…分, 按完成比例得分, 否则不得分, with the figures and happenings they need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from duban.engine.studio.offers import facts
from duban.engine.studio.offers.assessed import SUBJECT, Place, Said
from duban.engine.studio.offers.found import Found
from duban.engine.studio.offers.words import NUMBER, POINTS, Part, Span, number_of, parts_of
from duban.engine.wording import plain

_UNITS = "次|篇|件|例|项|个|期|份|条|场|起|处|宗"
_TAKES = rf"(?:的)?[,，]?(?:扣除?|减){POINTS}"
_MISSED = re.compile(
    rf"每?(?:少|缺(?!席)|漏|欠)(?P<what>[^,，。;；、\d()一二两三]{{0,6}}?)(?<!第)(?:一|1)(?P<unit>{_UNITS})" + _TAKES
)
_OCCURS = re.compile(rf"每?(?:出现|发现|发生)(?:一|1)(?P<unit>{_UNITS})(?P<what>[^,，。;；、\d()]{{0,14}}?)" + _TAKES)
_COUNTED = f"{_UNITS}|座|户|家|人|个村|批|宗"
_TARGET = re.compile(rf"(?:至少|不少于|不得少于)\s*{NUMBER}\s*(?:{_COUNTED})|(\d+)\s*(?:{_COUNTED})(?:及?以上)")
_EARNED = re.compile(r"(?<![扣减加])得\s*(\d+(?:\.\d+)?)\s*分")
# 每月报送不少于2条: no target of a longer period.
_EACH_TIME = re.compile("每个?(?:月|季|半年|周|旬)")
_SHARE = re.compile(
    r"按(?:实际|计划)?(?:完成|整改|落实|办结|达标)?(?:情况)?的?比例(?:得分|计分|计算得分|折算得分|折算|给分|赋分|计算)"
)
_SLOPE = re.compile(
    rf"(?:达到?|完成|不低于|(?<=[率度例]))\s*(?P<at>\d+(?:\.\d+)?)\s*%(?:及?以上)?(?:的)?[,，]?得(?:满分|{NUMBER}\s*分)[^。\n]{{0,12}}?"
    rf"每(?:低|降低|下降|降|少|差)(?:于目标)?(?P<step>一|\d+(?:\.\d+)?)个?(?:百分点|%|点)(?:的)?[,，]?(?:扣除?|减)(?P<each>\d+(?:\.\d+)?)\s*分"
)
# 完成率低于80%的，每低1个百分点扣0.1分: nothing above, so much for each point below.
_BELOW = re.compile(
    r"(?P<what>[一-龥]{2,16}?(?:率|度|比例))(?:低于|达不到|未达到?|不足|每低于)\s*(?P<at>\d+(?:\.\d+)?)\s*%(?:的)?[,，]?"
    r"(?:每(?:低|降低|下降|降|少|差))?(?P<step>一|\d+(?:\.\d+)?)个?(?:百分点|%|点)(?:的)?[,，]?(?:扣除?|减)(?P<each>\d+(?:\.\d+)?)\s*分"
    r"(?:[,，](?:最多|最高)扣?(?:不超过)?(?P<most>\d+(?:\.\d+)?)分)?"
)
_NOTHING = re.compile(
    r"(?:出现|有|发生|发现)(?P<what>[^,，。;；、\d()]{2,14}?)(?:现象|情况|行为|情形|问题)?(?:的)?[,，]?(?:本项|该项)?(?:不得分|得0分|不计分)"
)
_DEEPER = re.compile(
    r"[,，;；]?\s*(?:低于|不足|未达到?|不到|小于)\s*(?P<bound>\d+(?:\.\d+)?)\s*%[^,，。;；]{0,6}?[,，]?(?:[^,，。;；\d扣每]{1,8}项|每[^,，。;；\d]{0,6}[\d一]?个?(?:百分点|%))?(?P<side>扣|不得分|得0分|不计分|记0分)"
)
_OF_SEVERAL = re.compile("率、|[都均]$|分别$|各项")
_OTHERWISE = re.compile(
    r"(?:达到?|不低于)\s*(?P<at>\d+(?:\.\d+)?)\s*%(?:及?以上)?[,，]?否则(?:本项|该项)?(?:不得分|得0分)"
)
# What is done too seldom, right behind 漏 or 缺.
_DONE = frozenset(("报", "签", "送", "交", "报送", "上报", "反馈", "填报"))
_GOES_ON = re.compile(r"\s*(?:否则|每低|每少|每缺|未达|不足|低于)")
# Ids that stand for figures until the draft gives them some of its own.
TYPED, WORKED, HAPPENING = "typed_figure", "worked_figure", "happening"


def standards_in(text: str, place: Place) -> Iterator[Found]:
    """Recognise the standards of an assessment table in words; nothing where a person gives the points."""
    if place.is_typed:
        return
    if any(Decimal(each) != Decimal(place.worth) for each in _EARNED.findall(text) if place.worth):
        place = replace(
            place, worth="", others=()
        )  # 10分: 明确联络员得5分, and 5 for something else: of how many, nothing says.
    for part in _whole_parts(text):
        begun = 0
        for match, tell in _matches(part.text):
            if match.start() < begun:
                continue
            subject = part.text[begun : match.start()]
            found = tell(
                match, Said(part, subject, place.named_in(text[: part.begin + match.start()]), part.text[begun:])
            )
            begun = match.end()
            if found is not None:
                yield found


def _whole_parts(text: str) -> Iterator[Part]:
    """The parts of words; what begins with 否则 or 每低 belongs to the part before."""
    held: Part | None = None
    for part in parts_of(text):
        if held is not None and _GOES_ON.match(part.text):
            held = Part(text[held.begin : part.begin + len(part.text)], held.begin)
            continue
        if held is not None:
            yield held
        held = part
    if held is not None:
        yield held


def _matches(text: str) -> list[tuple[re.Match[str], Any]]:
    tellers = (
        (_SLOPE, _slope), (_BELOW, _below), (_OTHERWISE, _otherwise), (_MISSED, _missed), (_OCCURS, _occurs), (_NOTHING, _nothing), (_SHARE, _share),
    )  # fmt: skip
    found = [(match, tell) for pattern, tell in tellers for match in pattern.finditer(text)]
    return sorted(found, key=lambda each: each[0].start())


def _missed(match: re.Match[str], said: Said) -> Found | None:
    """每少一次扣…分: below a target that is told a slope, else each time that one is missing."""
    amount = number_of(match[3])
    target = _TARGET.search(said.subject)
    spans = (said.part.span(match),)
    if target is not None and not _EACH_TIME.search(said.subject[: target.start()]):
        return _below_target(match, said, amount, target)
    verb = match[0].lstrip("每")[0]
    if match["what"] in _DONE:
        of = (
            "" if re.search(r"[每应须]|\d+日", said.label) else said.label.rstrip("的")
        )  # 每月5日前各报送一次 is a duty.
        label = f"{of}{verb}{match['what']}"  # 漏报一次.
    else:
        of = f"{said.label.rstrip('的')}{match['what'] or ''}"
        if not of:
            return None  # 每缺一次: of what, nothing says.
        label = f"{of}少一{match['unit']}"
    return _happens(label, amount, said, spans, f"“{match[0]}”是每次的分值")


def _below_target(match: re.Match[str], said: Said, amount: str, target: re.Match[str]) -> Found | None:
    if not said.worth:
        return None
    at = number_of(target[1] or target[2])
    figure = {"label": f"{said.label}的次数"[:30], "typed": {"least": "0", "most": "999", "whole": True}}
    worth = {"slope": {"full": said.worth, "at": at, "each": f"-{amount}", "least": "0"}}
    rule = {"kind": "score", "select": {"quantity": TYPED}, "worth": worth, **said.into()}
    begin = said.part.text.rindex(said.subject, 0, match.start()) if said.subject else 0
    first = said.part.begin + begin + target.start()
    spans = ((first, first + len(target[0])), said.part.span(match))
    return Found(rule, spans, f"“{target[0]}”得满分，“{match[0]}”", quantities=((TYPED, figure),))


def _occurs(match: re.Match[str], said: Said) -> Found | None:
    what = match["what"].strip()
    label = what if len(what) > 3 else f"{said.last.rstrip('的')}{what}"
    return _happens(
        label,
        number_of(match[3]),
        said,
        (said.part.span(match),),
        f"“{match[0]}”是每{match['unit']}的分值",
        match["unit"],
    )


def _happens(
    label: str, amount: str, said: Said, spans: tuple[Span, ...], because: str, unit: str = ""
) -> Found | None:
    label = label.strip("的，, ")
    if len(label) < 2:
        return None
    event = {"label": label[:30], "of": "unit"} | facts.told_apart(unit)[0]
    rule: dict[str, Any] = {"kind": "score", "select": {"event": HAPPENING}, "worth": f"-{amount}", **said.into()}
    return Found(rule, tuple(sorted(spans)), because, ((HAPPENING, event),))


def _nothing(match: re.Match[str], said: Said) -> Found | None:
    """出现…不得分: once is enough to lose all."""
    if not said.worth:
        return None
    event = {"label": match["what"], "of": "unit"}
    rule = {
        "kind": "score", "select": {"event": HAPPENING}, "count": {"once_per": "unit"}, "worth": f"-{said.worth}", **said.into(),
    }  # fmt: skip
    because = f"“{match[0]}”：有一次就没有这{said.worth}分"
    return Found(rule, (said.part.span(match),), because, ((HAPPENING, event),))


def _each_percent(match: re.Match[str]) -> str:
    """What one percent below takes; empty where no decimal says it: 每低3个百分点扣1分."""
    each = Decimal(match["each"]) / Decimal(number_of(match["step"]))
    return plain(each) if each == each.quantize(Decimal("0.000001")) else ""


def _breaks(match: re.Match[str], full: str = "", each: str = "") -> bool:
    """Whether further down something else is said than the slope gives: 每低1个百分点扣0.5分，低于80%的不得分."""
    deeper = _DEEPER.match(match.string, match.end())
    if deeper is None or not full or deeper["side"] == "扣":
        return deeper is not None
    return Decimal(full) - (Decimal(match["at"]) - Decimal(deeper["bound"])) * Decimal(each) > 0


def _below(match: re.Match[str], said: Said) -> Found | None:
    each = _each_percent(match)
    if not each or _breaks(match) or _OF_SEVERAL.search(match["what"]) or re.search("[、和及]$", said.subject):
        return None
    figure = {"label": match["what"], "unit": "%", "typed": {"least": "0", "most": "100"}}
    slope = {"full": "0", "at": match["at"], "each": f"-{each}"} | (
        {"least": f"-{match['most']}"} if match["most"] else {}
    )
    rule = {"kind": "score", "select": {"quantity": TYPED}, "worth": {"slope": slope}, **said.into()}
    because = f"“{match[0]}”：达到的不扣，差多少扣多少"
    return Found(rule, (said.part.span(match),), because, quantities=((TYPED, figure),))


def _slope(match: re.Match[str], said: Said) -> Found | None:
    full = number_of(match[2]) if match[2] else said.worth
    if not full or _OF_SEVERAL.search(said.last) or re.search("[每各]项", match[0]):
        return None  # 答复率、面商率均达到100%: no one figure.
    each = _each_percent(match)
    if not each or _breaks(match, full, each):
        return None
    figure = {"label": _rate(said), "unit": "%", "typed": {"least": "0", "most": "100"}}
    worth = {"slope": {"full": full, "at": match["at"], "each": f"-{each}", "least": "0"}}
    rule = {"kind": "score", "select": {"quantity": TYPED}, "worth": worth, **said.into()}
    return Found(
        rule, (said.part.span(match),), f"“{match[0]}”：达到的得满分，差多少扣多少", quantities=((TYPED, figure),)
    )


def _otherwise(match: re.Match[str], said: Said) -> Found | None:
    """污水处理率达80%以上，否则不得分: all or nothing, by one figure."""
    if not said.worth or not said.place.group or re.search(r"[,，]", SUBJECT.sub("", said.subject)):
        return None
    figure = {"label": _rate(said), "unit": "%", "typed": {"least": "0", "most": "100"}}
    only_if = [{"figure": TYPED, "at_least": match["at"]}]
    rule = {
        "kind": "score",
        "select": {"unit": said.place.group},
        "worth": said.worth,
        "only_if": only_if,
        **said.into(),
    }
    return Found(rule, (said.part.span(match),), f"“{match[0]}”：达到才得{said.worth}分", quantities=((TYPED, figure),))


def _share(match: re.Match[str], said: Said) -> Found | None:
    """按完成比例得分: of a target that is told, else of a percentage that somebody enters."""
    worth = said.worth
    if not worth or re.search("扣", said.words[: said.words.find(match[0])]):
        return None
    target = _TARGET.search(said.subject)
    spans = [said.part.span(match)]
    if target is not None:
        at = number_of(target[1] or target[2])
        typed: dict[str, Any] = {
            "label": f"{_before(target)}数量"[:30],
            "typed": {"least": "0", "most": "9999", "whole": True},
        }
        formula = f"{worth} * min({TYPED}, {at}) / {at}"
        begin = said.part.begin + said.part.text.find(target[0])
        spans.append((begin, begin + len(target[0])))
    else:
        typed = {"label": _rate(said, "完成"), "unit": "%", "typed": {"least": "0", "most": "100"}}
        formula = f"{worth} * {TYPED} / 100"
    worked = {"label": f"{said.label}得分"[:30], "formula": formula}
    rule = {"kind": "score", "select": {"quantity": WORKED}, **said.into()}
    because = f"“{match[0]}”：{worth}分乘以完成的比例"
    return Found(rule, tuple(sorted(spans)), because, quantities=((TYPED, typed), (WORKED, worked)))


def _before(target: re.Match[str]) -> str:
    """The words just before a target: what is counted."""
    pieces = [each for each in re.split(r"[,，:。(、]", target.string[: target.start()]) if len(each.strip()) > 1]
    return pieces[-1].strip()[-16:] if pieces else ""


def _rate(said: Said, what: str = "") -> str:
    named = said.label if what and not re.search("[率度]$", said.last) else said.last or said.label
    return named if re.search("[率度比例]$", named) else f"{named}{what}比例"[:30]
