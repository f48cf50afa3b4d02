"""Dates counted from a day, as rules: 收到之日起7个工作日内反馈, 提前5个工作日申报, 当日转出."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from duban.engine.studio.blanks.names import Names
from duban.engine.studio.offers.dates.building import MEANT, OFFICE, READER, UNITS, deadline, rest_of
from duban.engine.studio.offers.dates.objections import OBJECTED, OBJECTS, REVIEWED, TOLD, objection_in
from duban.engine.studio.offers.found import Found
from duban.engine.studio.offers.sharers import role_in
from duban.engine.studio.offers.words import CHINESE, NUMBER, Part, number_of, parts_of

_UNIT = "个工作日|个月|小时|个?自然日|个日历日|日|天"
_DONE = (
    "反馈|办结|答复|报送|申请复核|作出复核决定|退回|解决|报告|联系|(?<!通)报|提出|完成报送|(?<!不)上报|申诉|响应|签收|完成(?!复核)|验收|申请|整改(?![^,，。;；]{0,4}(?:情况|结果|报告|方案|措施))"
    "|提交|完成复核|(?<!提)交办|转办|立项|销号|核查|处置|制[定订]"
)
_LISTED = re.compile(
    rf"(?P<of>[一-龥]{{1,8}}(?:件|事项|类|工单|问题|项目))(?:为|在)?(?P<often>\d+|[{CHINESE}]+)\s*(?P<unit>{_UNIT})[、,，]\s*$"
)
# Whoever audits does it, not the unit: 5个工作日内审核，督查室核查.
_AUDITED = re.compile("(?:之)?内(?:进行|予以|完成|组织|提出)?(?:审[核批查定]|批复|公示|通报)")
_AUDITS = re.compile(rf"{NUMBER}\s*(?P<unit>{_UNIT})(?:之)?内\s*(?:进行|予以|完成|组织|提出)?审[核查]")
# The office itself, at the beginning of what it does: 督查室收到办理报告后2个工作日内审核.
_BY_OFFICE = re.compile("^(?:[市县区州]?(?:委|政府)?)?督[查改办](?:室|科|局|办|组)?(?!通知|单|函|件|事项)")
# 未在10日内制定方案的, 每月初5个工作日内, 事发1小时内报告, 验收合格的3个工作日内销号.
_NOT_DONE, _ONCE_PASSED = (
    re.compile("未能?[在于]$|[月季年]度?初的?$|(?:事发|发生|发现)$"),
    re.compile("(?:验收|审[核查]|核查)[^,，。;；、]{0,6}的[,，]?$"),
)
# What is done stands before the next date: 2小时内响应、24小时内办结.
_WITHIN = re.compile(
    rf"{NUMBER}\s*(?P<unit>{_UNIT})(?:之)?内\s*(?:(?!\d\s*(?:{_UNIT})(?:之)?内)[^。;；未不]){{0,24}}?(?P<done>{_DONE})"
)
# 需变更承办单位的，3个工作日内提出.
_ALTERED = re.compile("(?:变更|调整|更换|退出)[^,，。;；]{0,10}的[,，]")
# What a unit has to do after something befell it runs from that day, and that day no words before the date name: 得分低于70分的，10日内提交整改报告.
_BEFELL = re.compile("约谈|通报批评|排名|末位|得分|低于\\d|[黄红橙蓝]牌|[黄红橙蓝]色预警|问责|诫勉")
# 考核结果公示5个工作日，有异议的在公示期内提出.
_POSTED = re.compile(
    rf"公示(?:期|时间)?[为是]?{NUMBER}(?P<unit>{_UNIT})(?=[^。]{{0,40}}(?:异议|申诉)[^。]{{0,20}}公示期)"
)
# What is audited and is no report: 延期申请, 销号, 立项建议.
_NO_REPORT = re.compile("申请|申报|加分|销号|立项|延期|方案|建议|登记|文件|异议|申诉|申辩|复核")
# What the office does itself is no date of a unit; what goes out through it is owed by it.
_DISPATCHED = ("交办", "转办", "转出", "立项")
_BEGUN = re.compile(
    r"(?:自|从|在|应)?(?P<on>(?:收到|接到|接|下达|印发|发出|交办|受理|立项|会议|召开)[^,，。;；自从应须在]{0,12}?之日)起|(?:自|从)(?P<on2>[^,，。;；自从]{2,16}?之日)起|(?P<got>(?:收|接)到[^,，。;；、\d]{1,8}?)(?:后|(?=的(?:责任|承办)?(?:单位|部门|乡镇|街道)?[,，]?[应须要在需])|$)|(?P<held>[会召开议]{1,5})后的?"
)
# 接单后1个工作日内, 整改完成后5个工作日内: right before the date.
_AFTER = re.compile(
    r"(?:^|[,，、;；。:：\s)]|[应须在于])(?:责任|承办|主办|牵头)?(?:单位)?(?P<on>(?:(?![应须在于])[一-龥]){2,8})后(?:的)?(?:[,，]?(?:应当?|须|必须|要|需)[在于]?)?$"
)
_MEETING = {"会": "会议", "会议": "会议", "召开": "会议召开"}
# 情况复杂的，15个工作日内办结: in which case alone.
_WHERE = re.compile(
    r"(?:^|[,，、;；。:\s])(?:其中|对于?|凡|但)?((?![^,，]*(?:单位的|[收接]到|异议|不服|延期|延长|(?:未|没有?)(?:明确|规定|注明|确定)))[一-龥]{2,12})的[,，]?(?:应当?|须|在|要|需|一般|原则上|于)*$"
)
# 联络员变动的，应在3个工作日内报: since it changed.
_CHANGED = re.compile(
    r"(?P<on>[一-龥]{0,8}(?:变动|变更|调整|更换|变化))(?:的|后|时)?[,，]?(?:应当?|须|必须|在|要|需|于)*$"
)
# 退回后3个工作日内重新报送.
_AGAIN = re.compile("重新|再次|重报")
# 每季度结束后10日内, 年度结束后: a day that comes round (dates.recurring).
_ROUND = re.compile("[每各]|(?:月|季|半年|年)度?(?:结束|终了|末)之日")
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
_BEFORE = re.compile(rf"提前{NUMBER}个工作日[^。;；]{{0,16}}?(?P<done>申报|申请|报送)")
_EVENT = re.compile("开展|组织|举办|召开|实施|活动|会议|督查检查|督导检查|调研|申报")
_SAME_DAY = re.compile(r"当[日天](?:内)?(?P<done>部署|转出|转办|交办|答复|反馈|办结|签收|回复)")
_NOT_DATES = re.compile(
    r"(?<![时期])限[^,，]{0,2}[\d一二两三四五六七八九十]+(?:个工作日|个月|小时|日|天)内|仍(?:未|不)|延期|催办期限"
    rf"|(?:超过|超出)[^,，。;；]{{0,6}}(?:时限|期限|时间)\s*{NUMBER}|(?:逾期|超期|超时|迟报)[^,，。;；\d]{{0,4}}{NUMBER}\s*(?:{_UNIT})(?:以|之)?内"
)
# 催办后3日内办结的扣0.2分: in which case, and no date.
_CASE = re.compile("[^,，。;；]{0,6}的[,，]?(?:每[次件项]|可)?(?:[扣加减得]|不[扣加得]|奖励)")
# 信访件7日内受理、60日内办结: what stands between the matters and their date.
_SHORTER = re.compile(rf"(?:\d+|[{CHINESE}]+)\s*(?:{_UNIT})(?:之)?内[一-龥]{{2,4}}[、,，]$")
_NAMES = {
    "申请复核": "review_request",
    "作出复核决定": "review_decision",
    "完成复核": "review_decision",
    "申报": "plan_application",
}


def within_in(words: str, names: Names) -> Iterator[Found]:
    """Recognise dates counted from a day: 收到之日起5个工作日内, 提前7个工作日, 当日."""
    often = Counter(match["done"] for match in _WITHIN.finditer(words))
    for part in parts_of(words):
        last: re.Match[str] | None = None
        meant: re.Match[str] | None = None
        for match in _plain(part, _WITHIN):
            goes_on = last is not None and _GOES_ON.fullmatch(part.text, last.end(), match.start()) is not None
            # 紧急件2小时内响应、24小时内办结: both of one kind.
            before = _SHORTER.sub("", part.text[: match.start()])
            meant = MEANT.search(before) or (meant if goes_on else None)
            found = _within(part, match, last, names, (meant, often[match["done"]] > 1))
            last = match
            if found is not None:
                yield from _listed_before(part, match, found, names)
                yield found
        for match in _plain(part, _BRACKETED):
            rule = deadline(match["done"], {UNITS[match["unit"]]: int(number_of(match[1]))}, "交办之日")
            yield Found(rule, (part.span(match),), f"“{match[0]}”是时限")
        for match in _plain(part, _BEFORE):
            if not _EVENT.search(part.text[: match.end()]):
                continue  # 提前3个工作日报送办理结果: before the date of the matter, and no inspection.
            rule = deadline(match["done"], {"working_days_before": int(number_of(match[1]))}, "开展之日")
            yield Found(
                {**rule, "name": "plan_application"} if match["done"] == "申报" else rule,
                (part.span(match),),
                f"“{match[0][:12]}”是时限",
            )
        for match in _AUDITS.finditer(part.text):
            before = part.text[: match.start()]
            begun, day = _begun(before, None)
            said = re.split("[;；]", before)[-1] + re.split("[,，;；]", part.text[match.end() :])[0]
            if _does_office(before) and not _NO_REPORT.search(said):
                count = {UNITS[match["unit"]]: int(number_of(match[1]))}
                rule = {**deadline("审核", count, day if begun else "报送之日"), "owed_by": "office"}
                spans = [part.span(match), *([part.span(begun)] if begun else [])]
                yield Found(rule, tuple(sorted(spans)), f"“{match[0]}”是督查室自己的时限")
        for match in _POSTED.finditer(part.text):
            rule = deadline("提出异议", {UNITS[match["unit"]]: int(number_of(match[1]))}, "公示之日")
            yield Found(rule, (part.span(match),), f"“{match[0]}”是时限")
        for match in _SAME_DAY.finditer(part.text):
            begun, day = _begun(part.text[: match.start()], None)
            rule = deadline(match["done"], {"days": 0}, day)
            rule |= {"owed_by": "office"} if begun is not None and match["done"] in _DISPATCHED else {}
            spans = sorted((part.span(match), *([part.span(begun)] if begun else [])))
            yield Found(rule, tuple(spans), f"“{match[0]}”是时限")


def _plain(part: Part, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The matches up to which, with the words up to the next comma, nothing is said of a step, an extension or a limit set by a person: 确需延期的须提前3日申请."""
    for match in pattern.finditer(part.text):
        comma = re.compile("[,，]").search(part.text, match.end())
        if not _CASE.match(part.text, match.end()) and not _NOT_DATES.search(
            part.text, 0, comma.start() if comma else len(part.text)
        ):
            yield match


def _within(
    part: Part,
    match: re.Match[str],
    last: re.Match[str] | None,
    names: Names,
    told: tuple[re.Match[str] | None, bool],
) -> Found | None:
    """A date of so many days, `last` the one before in the same sentence; None where it is the office's own, or the words do not say from when it runs.

    `told` says for which matters alone it is meant, and whether what is handed in tells it from others.
    """
    (meant, is_told_apart), before = told, part.text[: match.start()]
    begun, day = _begun(before, last)
    told_since = before if last is None else before[last.end() :]
    heard = objection_in(part, match, last, _begun(told_since, None)[1] if begun is not None else "")
    if heard is not None:
        spans = [part.span(match), *([part.span(begun)] if begun else [])]
        return Found(heard, tuple(sorted(spans)), f"“{part.text[match.start() : match.end('unit')]}内”是时限")
    if match["done"] in TOLD and (OBJECTED.search(told_since) or (begun is None and _ALTERED.search(told_since))):
        return None  # 对任务分工有异议的，接到通知后2日内提出: no date of the matter itself.
    name = _NAMES.get(match["done"])
    is_office = match["done"] in _DISPATCHED
    if begun is None and match["done"] in REVIEWED:
        day = "收到复核申请之日"
    elif _AGAIN.search(match[0]) and (begun is None or "退回" in before[begun.end() :]):
        if "退回" not in before:
            return None
        begun, day = None, "退回之日"  # 退回重新办理，并在3个工作日内重新报送.
    elif begun is None and (name or _NOT_DONE.search(before) or _ONCE_PASSED.search(before)):
        return None  # Since when, only the words would say: no one disagrees on the day on which a matter goes out.
    elif _AUDITED.match(part.text, match.end("unit")) or (
        name is None
        and (
            _ROUND.match(day)
            or (begun is None and (is_office or OBJECTS.search(part.text) or _BEFELL.search(before)))
            or (not is_office and OFFICE.search(before))
        )
    ):
        return None
    label = _label(part.text, match, meant, is_told_apart)
    rule = deadline(label, {UNITS[match["unit"]]: int(number_of(match[1]))}, day)
    rule |= {"owed_by": "office"} if is_office else {"name": name} if name else {}
    rule |= _only_of(meant["of"], names) if meant else {}
    rule |= rest_of(part.text, rule) | ({"default": True} if _UNSTATED.search(before) else {})
    # 配合单位应在牵头单位提出需求后2个工作日内: who owes it stands first.
    who = re.split("[应须在]", re.split("[,，、;；。]", before)[-1])[0]
    if (role := role_in(who, names)) and role[0] == "support":
        rule["role"] = "support"
    if match["done"] == "报送" and "进展" in part.text[match.end() : match.end() + 12]:
        rule["owes"] = "report"
    spans = [part.span(match), *([part.span(begun)] if begun else [])]
    return Found(rule, tuple(sorted(spans)), f"“{part.text[match.start() : match.end('unit')]}内”是时限")


def _does_office(before: str) -> bool:
    """Whether it is the office that does what words lead to."""
    said = re.split("[;；]", before)[-1].strip()
    return _BY_OFFICE.match(said) is not None or OFFICE.search(before) is not None


def _only_of(said: str, names: Names) -> dict[str, list[str]]:
    """The levels and categories of the document for which alone a date is meant, by the words before it."""
    listed = (("levels", names.levels()), ("categories", names.categories()))
    found = ((key, [each for each, label in known if label and label in said]) for key, known in listed)
    return {key: each for key, each in found if len(each) == 1}


def _listed_before(part: Part, match: re.Match[str], last: Found, names: Names) -> Iterator[Found]:
    """简单事项5个工作日、一般事项10个工作日、复杂事项20个工作日内办结: what is done is said behind the last of them."""
    meant, made = MEANT.search(part.text[: match.start()]), []
    before = part.text[: meant.start("of")] if meant else ""
    while (listed := _LISTED.search(before)) is not None:
        rule = {key: value for key, value in last.rule.items() if key not in ("levels", "categories")}
        rule |= {
            "label": f"{listed['of']}{match['done']}",
            "count": {UNITS[listed["unit"]]: int(number_of(listed["often"]))},
        }
        made.append(
            Found(rule | _only_of(listed["of"], names), (part.span(listed),), f"“{listed[0].strip('、，,')}”是时限")
        )
        before = before[: listed.start()]
    yield from reversed(made)


def _label(text: str, match: re.Match[str], meant: re.Match[str] | None, is_told_apart: bool) -> str:
    """What a date is called: 市长批示件报送办理结果, 情况复杂的办结."""
    where = _WHERE.search(text[: match.start()]) if meant is None else None
    is_named = match["done"].startswith("制") or (is_told_apart and match["done"] in _HANDED_IN)
    what = _WHAT.match(text, match.end()) if is_named else None
    said = "" if what is None or READER.search(what[0]) else what[0]
    again = "重新" if _AGAIN.search(match[0]) else ""
    return f"{meant['of'] if meant else f'{where[1]}的' if where else ''}{again}{match['done']}{said}"


def _begun(before: str, last: re.Match[str] | None) -> tuple[re.Match[str] | None, str]:
    """The words before a date that say from when it is counted, and the day they name; where objections are told, words before another date are that one's."""
    if last is not None and OBJECTS.search(before):
        before = "　" * last.end() + before[last.end() :]
    after = _AFTER.search(before)
    if after is not None and not re.search("[会召开议]$|收到", after["on"]):
        return after, f"{after['on']}之日"
    changed = _CHANGED.search(before)
    if changed is not None:
        return changed, f"{changed['on']}之日"
    begun = next((each for each in reversed(list(_BEGUN.finditer(before)))), None)
    if begun is None:
        return None, "交办之日"
    return begun, begun["on"] or begun["on2"] or f"{begun['got'] or _MEETING.get(begun['held'], begun['held'])}之日"
