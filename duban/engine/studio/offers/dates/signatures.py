"""What must be signed and how often something is allowed, as rules: 经分管领导同意, 只能延期一次."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from duban.engine.studio.offers.classes import names_one
from duban.engine.studio.offers.dates.building import UNITS
from duban.engine.studio.offers.found import Found
from duban.engine.studio.offers.words import NUMBER, Part, number_of, parts_of
from duban.engine.wording import plain

_SIGNERS = (
    (r"变更前后责任单位的?[^,，。;；]{0,6}分管(?:副[市县区州旗]长|领导)", ("leader", "new_leader")), (r"分管(?:的)?(?:副[市县区州旗]长|[市县区州旗]?(?:政府)?领导)", ("leader",)),
    (r"秘书长", ("secretary_general",)), (r"办公室(?:主管领导|主任|负责人)", ("office_head",)),
    (r"^(?:有关)?领导(?:同志)?$", ("leader",)), (r"主要(?:领导(?:同志)?|负责人)|(?<!副)[市县区州旗]长(?!办公|信箱|热线|质量)", ("principal",)),
)  # fmt: skip
_SIGNED = re.compile(
    r"(?:须|应|需|必须)?(?:报?经|报)(?P<who>[^。;；]{2,40}?)(?:签字)?(?P<done>同意|审批|审核|批准)|由(?P<by>[^。;；,，、]{2,16}?)(?:签字)?(?:同意|审批|批准)|在(?P<reader>有关领导)审阅后|(?<=同意|审批|审核|批准)(?:后|[、,，])(?:并|再)*(?:报请?|经|由|送)?(?P<next>[^。;；,，、]{2,12}?)(?:签字)?(?:同意|审批|审核|批准)"
)
# For whom alone a signature is: 超过10日的, 再次延期的.
_ONLY_WHERE = re.compile(
    r"(?:(?:以[内上下]|之内)(?:\(含\))?|超过[^,，。;；]{1,12}?(?=的)|(?<!不)(?<!不得)超过[^,，。;；]{1,12}|再次[^,，。;；]{0,4}|(?:第[二三]|[二两三])次[^,，。;；]{0,4})的?[,，]?(?:应当?|须|需|可|要)*$"
)
_ACTS = (
    (r"延期|延长(?!至|到)[^,，。;；]{0,6}(?:[时期]限|时间)|(?:可以?|需|申请|确需|批准|同意)[^,，。;；]{0,4}延长", "extension"), (r"销号", "write_off"), (r"变更(?:前后)?责任单位", "transfer"), (r"提级督查", "escalation"), (r"立项", "start"),
    (r"未列入[^。;；]{0,10}计划|计划外|特殊情况需要开展", "unplanned_inspection"), (r"(?:督办|办理?)结果上报前", "completion"), (r"典型经验|创新做法", "experience"),
)  # fmt: skip
_ONCE = re.compile(
    r"(?:只|仅|最多|至多|限|不得?超过)(?:能|限|可以?|允许|申请|办理|延[期长]?)*(?:一|1)次|(?:一|1)次为限|延[期长]?(?:一|1)次(?=[,，。;；]|$)"
)
# 延期不得超过原时限的一半.
_HALF = re.compile(
    r"(?:不[得能]?(?:超过|多于|长于)|最长(?:为|不超过)?)原?(?:定|来)?(?:的)?(?:办理|整改|完成)?(?:时限|期限|时间)的?(?:(?P<half>一半|二分之一|1/2|50%)|(?P<third>三分之一|1/3)|(?P<share>\d{1,2})%)"
)
_MOST = re.compile(
    rf"(?:不[能得]?超过|最[多长](?:为|延[期长])?)\s*{NUMBER}\s*(?P<unit>个月|个工作日|日|天)(?!的|以上)|再延{NUMBER}(?P<more>个月|个工作日|日|天)"
)


def signatures_in(words: str) -> Iterator[Found]:
    """Recognise who must sign which act, and how often and how long it may be extended."""
    for part in parts_of(words):
        acts = [(match, act) for pattern, act in _ACTS if (match := re.search(pattern, part.text))]
        if len({act for _, act in acts}) != 1:
            continue
        named, act = acts[0]
        signers: list[str] = []
        spans = [part.span(named)]
        signed = list(_SIGNED.finditer(part.text))
        is_of_class = names_one(part.text)
        if is_of_class or any(_ONLY_WHERE.search(part.text[: match.start()]) for match in signed):
            signed = []  # 10日以内的由分管领导批准，超过10日的由县长批准; 批示件由批示领导同意: no one of them signs all.
        for match in signed:
            found = _signers(match["who"] or match["by"] or match["reader"] or match["next"])
            signers += [name for name in found if name not in signers]
            spans += [part.span(match)] if found else []
        if signers:
            yield Found(
                {"kind": "approval", "act": act, "signers": signers},
                tuple(sorted(set(spans))),
                "“同意、审批、审核”的人是签批人",
            )
        if act == "extension" and not is_of_class:
            yield from _limit(part)


def _signers(text: str) -> list[str]:
    found: list[tuple[int, str]] = []
    for pattern, names in _SIGNERS:
        match = re.search(pattern, text)
        if match:
            found += [(match.start() + place, name) for place, name in enumerate(names)]
            text = text[: match.start()] + "　" * (match.end() - match.start()) + text[match.end() :]
    return [name for _, name in sorted(found)]


def _limit(part: Part) -> Iterator[Found]:
    once, most, half = _ONCE.search(part.text), _MOST.search(part.text), _HALF.search(part.text)
    # 复杂事项可延长至30个工作日，特殊事项最长不超过60个工作日: in all, from the beginning.
    if len({match[1] or match[3] for match in _MOST.finditer(part.text)}) > 1 or re.search(
        "延[长期]?[至到]", part.text
    ):
        most = None  # 一般不超过5日，重大事项不超过15日: no one of them is the most of all.
    half = None if half and half["third"] else half  # No decimal says a third.
    if most and re.search("累[计积]|合计|总计|总共|一共", re.split("[,，、]", part.text[: most.start()])[-1] + most[0]):
        most = None  # Of all extensions together: a limit is of each.
    if not once and not most and not half:
        return
    rule: dict[str, Any] = {"kind": "limit", "act": "extension", **({"once": True} if once else {})}
    if most:
        rule["at_most"] = {UNITS[most["unit"] or most["more"]]: int(number_of(most[1] or most[3]))}
    if half:
        rule["share"] = "0.5" if half["half"] else plain(Decimal(half["share"]) / 100)
    spans = tuple(sorted(part.span(each) for each in (once, most, half) if each))
    yield Found({**rule, "needs": "reason"}, spans, "延期的次数和长短是限制")
