"""Dates and what must be signed, as rules: 7个工作日内反馈, 每月最后1个工作日前报送, 经分管领导同意, 只能延期一次."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from duban.engine.rules.durations import PLAIN
from duban.engine.studio.blanks.names import Names
from duban.engine.studio.offers.found import Found
from duban.engine.studio.offers.sharers import role_in
from duban.engine.studio.offers.words import NUMBER, Part, number_of, parts_of
from duban.engine.wording import plain

_UNITS = {"个工作日": "working_days", "日": "days", "天": "days", "个月": "months", "小时": "hours"}
_UNITS |= {"个自然日": "days", "个日历日": "days", "自然日": "days"}
_UNIT = "个工作日|个月|小时|个?自然日|个日历日|日|天"
_DONE = (
    "反馈|办结|答复|报送|申请复核|作出复核决定|退回|解决|报告|联系|(?<!通)报|提出|完成报送|申诉|响应|签收|完成|验收|申请|整改(?![^,，。;；]{0,4}(?:情况|结果|报告|方案|措施))"
    "|提交|(?<!提)交办|转办|立项|销号|核查|处置"
)
# What is done stands before the next date: 2小时内响应、24小时内办结.
_WITHIN = re.compile(
    rf"{NUMBER}\s*(?P<unit>{_UNIT})(?:之)?内\s*(?:(?!\d\s*(?:{_UNIT})(?:之)?内)[^。;；未不]){{0,24}}?(?P<done>{_DONE})"
)
# Whoever disagrees is told something first: their days run from then, and from nothing that only goes out.
_OBJECTS = re.compile("异议|申诉|复核|不服")
# What the office does itself is no date of a unit; what goes out through it is owed by it.
_DISPATCHED = ("交办", "转办", "转出", "立项")
_OFFICE = re.compile(
    r"(?:督[查改办](?:[室科局组]|领导小组|办(?:公室)?)|政府办(?:公室)?|考核办)(?:应当?|须|在|于|要|需|将|[^,，。;；、]{0,6}后)*$"
)
_BEGUN = re.compile(
    r"(?:自|从|在|应)?(?P<on>(?:收到|接到|接|下达|印发|发出|交办|受理|立项|会议|召开)[^,，。;；自从]{0,12}?之日)起|(?:自|从)(?P<on2>[^,，。;；自从]{2,16}?之日)起|(?P<got>(?:收|接)到[^,，。;；、]{1,8}?)后|(?P<held>[会召开议]{1,5})后的?"
)
# 接单后1个工作日内, 整改完成后5个工作日内: right before the date.
_AFTER = re.compile(
    r"(?:^|[,，、;；。:：\s)]|[应须在于])(?:责任|承办|主办|牵头)?(?:单位)?(?P<on>(?:(?![应须在于])[一-龥]){2,8})后(?:的)?$"
)
_MEETING = {"会": "会议", "会议": "会议", "召开": "会议召开"}
# What stands right before a date: the matters for which alone it is meant.
_MEANT = re.compile(
    r"(?:^|[,，、;；。:：\s)])(?:其中|对|凡)?(?P<of>[一-龥]{1,8}(?:件|事项|类|工单|问题|项目)|建议|提案|议案)(?:应当?|须|在|要|需|一般)*(?:于)?$"
)
# 情况复杂的，15个工作日内办结: in which case alone.
_WHERE = re.compile(
    r"(?:^|[,，、;；。:\s])(?:其中|对于?|凡|但)?((?![^,，]*(?:单位的|异议|不服|延期|延长|(?:未|没有?)(?:明确|规定|注明|确定)))[一-龥]{2,12})的[,，]?(?:应当?|须|在|要|需|一般|原则上|于)*$"
)
# What is handed in, right behind the date.
_HANDED_IN = ("报送", "反馈", "报告", "提出", "提交", "上报")
_WHAT = re.compile(r"(?![给至到向由的])[一-龥]{2,10}(?=[,，。;；、]|并|$)")
# Between two dates of one kind of matters.
_GOES_ON = re.compile(r"[^,，。;；\d]{0,12}[,，、](?:并)?(?:在|于|应)*")
# 没有明确时限的1个月内办结.
_UNSTATED = re.compile(
    r"(?:未|没有?)(?:明确|规定|注明|确定|提出|写明)[^,，。;；]{0,6}(?:时限|期限|时间)(?:要求)?的?[,，]?(?:应当?|须|需|要|必须|一般|原则上|通常|均|在|于)*$"
)
_BRACKETED = re.compile(rf"时限内?\({NUMBER}(?P<unit>个工作日|个月|日|天)\)(?:内)?(?P<done>{_DONE})")
_LAST = re.compile(r"每(?:个)?(?P<span>月|季度)(?:末)?最后(?:1|一)个工作日前?[^。;；]{0,80}?(?:报送|报|反馈)")
# 每月25日前报送月小结, 次月5日前报送.
_EACH_MONTH = re.compile(
    rf"(?:每月|每个月|次月|下月){NUMBER}日(?:之?前|以前)[^。;；,，]{{0,6}}?(?:上报|报送|反馈|提交|(?<!通)报)(?P<what>[^。;；,，、\d]{{2,10}})?"
)
# Whom it goes to, not what it is.
_READER = re.compile("督[查改办]|办公室|政府|领导小组|考核办|县委|市委|区委")
_REST = "(?:遇|逢|如遇)[^,，。;；]{0,4}(?:节假日|休息日|假日)[^,，。;；]{0,6}"
_NEXT, _PREVIOUS = re.compile(f"{_REST}(?:顺延|推迟)"), re.compile(f"{_REST}提前")
_BEFORE = re.compile(rf"提前{NUMBER}个工作日[^。;；]{{0,16}}?(?P<done>申报|申请|报送)")
_SAME_DAY = re.compile(r"当日(?:内)?(?P<done>部署|转出|转办|交办|答复|反馈|办结)")
_NOT_DATES = re.compile(
    r"(?<![时期])限[^,，]{0,2}[\d一二两三四五六七八九十]+(?:个工作日|个月|小时|日|天)内|仍(?:未|不)|延期|催办期限"
)
_NAMES = {"申请复核": "review_request", "作出复核决定": "review_decision", "申报": "plan_application"}
_SIGNERS = (
    (r"变更前后责任单位的?[^,，。;；]{0,6}分管(?:副[市县区州旗]长|领导)", ("leader", "new_leader")), (r"分管(?:的)?(?:副[市县区州旗]长|[市县区州旗]?(?:政府)?领导)", ("leader",)),
    (r"秘书长", ("secretary_general",)), (r"办公室(?:主管领导|主任|负责人)", ("office_head",)),
    (r"^(?:有关)?领导(?:同志)?$", ("leader",)), (r"主要(?:领导(?:同志)?|负责人)|(?<!副)[市县区州旗]长(?!办公|信箱|热线|质量)", ("principal",)),
)  # fmt: skip
_SIGNED = re.compile(
    r"(?:须|应|需|必须)?(?:报?经|报)(?P<who>[^。;；]{2,40}?)(?:签字)?(?P<done>同意|审批|审核|批准)|在(?P<reader>有关领导)审阅后|(?<=同意|审批|审核|批准)(?:后|[、,，])(?:并|再)*(?:报请?|经|由|送)?(?P<next>[^。;；,，、]{2,12}?)(?:签字)?(?:同意|审批|审核|批准)"
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
    rf"(?:延期时限)?(?:最[多长]|不[能得])?(?:不[能得])?超过\s*{NUMBER}\s*(?P<unit>个月|个工作日|日|天)|再延{NUMBER}(?P<more>个月|个工作日|日|天)"
)


def dates_in(words: str, names: Names) -> Iterator[Found]:
    """Recognise dates by rule."""
    often = Counter(match["done"] for match in _WITHIN.finditer(words))
    for part in parts_of(words):
        if not _NOT_DATES.search(part.text):
            last: re.Match[str] | None = None
            for match in _WITHIN.finditer(part.text):
                found = _within(part, match, last, names, often[match["done"]] > 1)
                last = match
                if found is not None:
                    yield found
            for match in _BRACKETED.finditer(part.text):
                rule = _deadline(match["done"], {_UNITS[match["unit"]]: int(number_of(match[1]))}, "交办之日")
                yield Found(rule, (part.span(match),), f"“{match[0]}”是时限")
        for match in _LAST.finditer(part.text):
            is_month = match["span"] == "月"
            rule = _deadline(
                "月报" if is_month else "季度报送",
                {"last_working_day_of": "month" if is_month else "quarter"},
                "当月" if is_month else "当季",
            )
            yield Found(
                {**rule, **({"owes": "report"} if is_month else {"name": "quarterly_ledger"})},
                (part.span(match),),
                f"“{match[0][:16]}”是时限",
            )
        for match in _EACH_MONTH.finditer(part.text):
            yield _each_month(part, match)
        for match in _BEFORE.finditer(part.text):
            rule = _deadline(match["done"], {"working_days_before": int(number_of(match[1]))}, "开展之日")
            yield Found(
                {**rule, "name": "plan_application"} if match["done"] == "申报" else rule,
                (part.span(match),),
                f"“{match[0][:12]}”是时限",
            )
        for match in _SAME_DAY.finditer(part.text):
            begun, day = _begun(part.text[: match.start()], None)
            rule = _deadline(match["done"], {"days": 0}, day)
            rule |= {"owed_by": "office"} if begun is not None and match["done"] in _DISPATCHED else {}
            spans = sorted((part.span(match), *([part.span(begun)] if begun else [])))
            yield Found(rule, tuple(spans), f"“{match[0]}”是时限")


def _each_month(part: Part, match: re.Match[str]) -> Found:
    """每月25日前报送月小结; 次月5日前, or what is reported of the month before: nothing in the month in which it begins."""
    is_next = match[0].startswith(("次月", "下月")) or re.search("上(?:个)?月|前一(?:个)?月", part.text) is not None
    label = match["what"] if match["what"] and not _READER.search(match["what"]) else "月报"
    rule = _deadline(label, {"day_of_month": int(number_of(match[1]))}, "交办之日" if is_next else "当月")
    rule |= {"from_next": True} if is_next else {}
    because = f"“{match[0]}”是每月的时限" + ("，开始的那个月不报" if is_next else "")
    return Found({**rule, **_rest(part.text, rule), "owes": "report"}, (part.span(match),), because)


def _within(
    part: Part, match: re.Match[str], last: re.Match[str] | None, names: Names, is_told_apart: bool
) -> Found | None:
    """A date of so many days, `last` the one before in the same sentence, called by what is handed in where that tells it from others; None where it is the office's own, or the words do not say from when it runs."""
    before = part.text[: match.start()]
    begun, day = _begun(before, last)
    name = _NAMES.get(match["done"])
    is_office = match["done"] in _DISPATCHED
    if begun is None and name == "review_decision":
        day = "收到复核申请之日"
    elif name is None and (
        day.startswith(("每", "各"))
        or (begun is None and (is_office or _OBJECTS.search(part.text)))
        or (not is_office and _OFFICE.search(before))
    ):
        return None
    meant = _MEANT.search(before)
    if meant is None and last is not None and _GOES_ON.fullmatch(part.text, last.end(), match.start()):
        meant = _MEANT.search(part.text[: last.start()])  # 紧急件2小时内响应、24小时内办结: both of one kind.
    label = _label(part.text, match, meant, is_told_apart)
    rule = _deadline(label, {_UNITS[match["unit"]]: int(number_of(match[1]))}, day)
    rule |= {"owed_by": "office"} if is_office else {"name": name} if name else {}
    for key, known in (("levels", names.levels()), ("categories", names.categories())):
        found = [each for each, said in known if meant and said and said in meant["of"]]
        rule |= {key: found} if len(found) == 1 else {}
    rule |= _rest(part.text, rule) | ({"default": True} if _UNSTATED.search(before) else {})
    # 配合单位应在牵头单位提出需求后2个工作日内: who owes it stands first.
    who = re.split("[应须在]", re.split("[,，、;；。]", before)[-1])[0]
    if (role := role_in(who, names)) and role[0] == "support":
        rule["role"] = "support"
    if match["done"] == "报送" and "进展" in part.text[match.end() : match.end() + 12]:
        rule["owes"] = "report"
    spans = [part.span(match), *([part.span(begun)] if begun else [])]
    return Found(rule, tuple(sorted(spans)), f"“{part.text[match.start() : match.end('unit')]}内”是时限")


def _label(text: str, match: re.Match[str], meant: re.Match[str] | None, is_told_apart: bool) -> str:
    """What a date is called: 市长批示件报送办理结果, 情况复杂的办结."""
    where = _WHERE.search(text[: match.start()]) if meant is None else None
    what = _WHAT.match(text, match.end()) if is_told_apart and match["done"] in _HANDED_IN else None
    said = "" if what is None or _READER.search(what[0]) else what[0]
    return f"{meant['of'] if meant else f'{where[1]}的' if where else ''}{match['done']}{said}"


def _begun(before: str, last: re.Match[str] | None) -> tuple[re.Match[str] | None, str]:
    """The words before a date that say from when it is counted, and the day they name; where objections are told, words before another date are that one's."""
    if last is not None and _OBJECTS.search(before):
        before = "　" * last.end() + before[last.end() :]
    after = _AFTER.search(before)
    if after is not None and not re.search("[会召开议]$|收到", after["on"]):
        return after, f"{after['on']}之日"
    begun = next((each for each in reversed(list(_BEGUN.finditer(before)))), None)
    if begun is None:
        return None, "交办之日"
    return begun, begun["on"] or begun["on2"] or f"{begun['got'] or _MEETING.get(begun['held'], begun['held'])}之日"


def _rest(text: str, rule: dict[str, Any]) -> dict[str, Any]:
    """What is said of rest days, of a date that may fall on one."""
    if not set(rule["count"]) & set(PLAIN):
        return {}
    return {"rest": "next"} if _NEXT.search(text) else {"rest": "previous"} if _PREVIOUS.search(text) else {}


def _deadline(label: str, count: dict[str, Any], begun: str) -> dict[str, Any]:
    return {"kind": "deadline", "label": label, "count": count, "counts_from": begun}


def signatures_in(words: str) -> Iterator[Found]:
    """Recognise who must sign which act, and how often and how long it may be extended."""
    for part in parts_of(words):
        acts = [(match, act) for pattern, act in _ACTS if (match := re.search(pattern, part.text))]
        if len({act for _, act in acts}) != 1:
            continue
        named, act = acts[0]
        signers: list[str] = []
        spans = [part.span(named)]
        for match in _SIGNED.finditer(part.text):
            found = _signers(match["who"] or match["reader"] or match["next"])
            signers += [name for name in found if name not in signers]
            spans += [part.span(match)] if found else []
        if signers:
            yield Found(
                {"kind": "approval", "act": act, "signers": signers},
                tuple(sorted(set(spans))),
                "“同意、审批、审核”的人是签批人",
            )
        if act == "extension":
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
    half = None if half and half["third"] else half  # No decimal says a third.
    if most and re.search("累[计积]|合计|总计|总共|一共", re.split("[,，、]", part.text[: most.start()])[-1] + most[0]):
        most = None  # Of all extensions together: a limit is of each.
    if not once and not most and not half:
        return
    rule: dict[str, Any] = {"kind": "limit", "act": "extension", **({"once": True} if once else {})}
    if most:
        rule["at_most"] = {_UNITS[most["unit"] or most["more"]]: int(number_of(most[1] or most[3]))}
    if half:
        rule["share"] = "0.5" if half["half"] else plain(Decimal(half["share"]) / 100)
    spans = tuple(sorted(part.span(each) for each in (once, most, half) if each))
    yield Found({**rule, "needs": "reason"}, spans, "延期的次数和长短是限制")
