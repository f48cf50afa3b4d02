"""…的，扣10分 without a word of how often, and …的，扣5至10分: a happening of the document's own, with one amount or bounds within which a person decides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from duban.engine.studio.offers import facts
from duban.engine.studio.offers.found import Found
from duban.engine.studio.offers.words import CHINESE, Part, number_of, parts_of

_FIGURE = rf"(?:\d+(?:\.\d+)?|[{CHINESE}]+(?:点[{CHINESE}]+)?|半)"
_TO = "(?:至|到|-|—|－|～|~)"
_MARK = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百\d]+条|\d{1,2}[.、]|[(（][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十]+、|[①-⑳])?\s*"
)
# The whole sentence, so that nothing else that it says is passed over.
_FLAT = re.compile(
    r"(?P<what>[亮挂缺拒瞒][^,，。;；:：、\d扣的]{2}(?=的)|(?:(?!扣|[加减]分|加扣)[^,，。;；:：、\d]){4,24}?|[无缺](?!正当|故)[^,，。;；:：、\d扣的]{2,12}?)(?P<of>的[,，]?)?\s*(?P<said>(?:一次性)?(?P<side>扣除?|减)(?P<points>\d+(?:\.\d+)?)\s*分)\s*(?:[,，]|$)"
)
_EACH = "(?:每[次件项例起])"
_RANGE = re.compile(
    rf"(?P<what>[^。;；:：\d扣减加分]{{4,30}}?)的?[,，]\s*(?P<said>(?:由(?P<by>[^,，。在视酌]{{2,8}}))?{_EACH}?(?:视(?:其)?情[节况]?(?:轻重)?|酌情)?[,，]?{_EACH}?"
    rf"(?:在(?P<low>{_FIGURE})分?{_TO}(?P<high>{_FIGURE})分(?:之?内|范围内)(?:定|酌情)?(?P<side>[扣加])分?|"
    rf"(?P<side2>[扣加])(?:除|分)?\s*(?P<low2>{_FIGURE})分?{_TO}(?P<high2>{_FIGURE})分(?!别|管|钟)))"
)
# Who decides it, and that it is decided: no part of what happens.
_DECIDED = re.compile(
    r"^(?:经|由|报请?)(?P<by>[^,，。;；]{2,12}?)(?:集体|会议)?(?:研究|认定|审定|评定|核定|核实|确定|批准|同意)"
)
# Behind the amount: who decides it.
_BY = re.compile("由(?P<by>[^,，。;；、]{2,12}?)(?:视|酌|提出|根据|研究|确定|认定|评定|审定)")
_LACKING = re.compile("[无缺未没]")
_LACKS = re.compile(r"^(?:.*?)(?:没有|未|无|缺|不)")
_OF_MATTERS = re.compile(
    "按[期时]|逾期|催|办结|完成|通报|批示|约谈|批评|表扬|退回|迟|瞒报|谎报|虚报|累计|连续|每|分别|以上|多次|屡|刊发|采用|媒体|排名|名次|倒数|第[一二三四五]|一[次件起例处项张]"
)


def flat_in(text: str) -> Iterator[Found]:
    """Recognise a happening that only this document knows and what it costs, where the sentence says nothing else."""
    for part in parts_of(text):
        begin = _MARK.match(part.text)
        start = begin.end() if begin else 0
        found = _RANGE.match(part.text, start)
        if found is not None:
            yield from _decided(part, found)
            continue
        flats: list[re.Match[str]] = []
        while (flat := _FLAT.match(part.text, start)) is not None:
            if not flat["of"] and not _LACKING.match(flat["what"]):
                return  # Without 的 only what is missing is something that happens.
            flats.append(flat)
            start = flat.end()
        if start == len(part.text):  # Nothing else is said.
            yield from (_costs(part, each) for each in flats if not _is_known(each["what"]))


def _is_known(what: str) -> bool:
    """Whether other readers know what happens, or would have to know how often, or nothing happens by these words alone."""
    return _OF_MATTERS.search(what) is not None or facts.kind_in(what) is not None or facts.names_nothing(what)


def _costs(part: Part, match: re.Match[str]) -> Found:
    rule: dict[str, Any] = {"kind": "score", "select": {"event": "happening"}, "worth": f"-{match['points']}"}
    if _LACKS.match(match["what"]):
        rule["count"] = {"once_per": "unit"}
    event = {"label": match["what"].strip(), "of": "unit"}
    because = f"“{match['what'].strip()}”是文件自己的情况，“{match['said']}”是分值，没有写每次的，请看是不是只计一次"
    return Found(rule, (part.span(match, "what"), part.span(match, "said")), because, (("happening", event),))


def _decided(part: Part, match: re.Match[str]) -> Iterator[Found]:
    low, high = number_of(match["low"] or match["low2"]), number_of(match["high"] or match["high2"])
    if (
        float(low) >= float(high)
        or re.search("通报|批示|累计|连续", match["what"])
        or facts.names_nothing(match["what"])
    ):
        return
    behind = _BY.search(part.text, match.end())
    takes = (match["side"] or match["side2"]) == "扣"
    pieces = [(piece, _DECIDED.match(piece.strip())) for piece in re.split(r"[,，]", match["what"])]
    by = next((decided["by"] for _, decided in reversed(pieces) if decided), "")
    by = match["by"] or by or (behind["by"] if behind else "") or "督查室"
    told = [piece.strip("的 ") for piece, decided in pieces if not decided]
    if not told or len(told[-1]) < 2:
        return
    worth = {"range": [f"-{high}", f"-{low}"] if takes else [low, high], "by": by}
    rule: dict[str, Any] = {"kind": "score", "select": {"event": "happening"}, "worth": worth}
    if not re.search("每[次件项例起]", match["said"]):
        rule["count"] = {"once_per": "unit"}
    event = {"label": told[-1][:24], "of": "unit"}
    because = f"“{match['said']}”：在{low}至{high}分内由人定，写明理由"
    yield Found(rule, (part.span(match, "what"), part.span(match, "said")), because, (("happening", event),))
