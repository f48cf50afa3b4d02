"""Points that a clause gives or takes, as rules: each time, once a matter, from the n-th on, by level, by authority; base, caps, the highest only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from duban.engine.studio.blanks.names import Names
from duban.engine.studio.offers import classes, facts, sharers
from duban.engine.studio.offers.became import became_in, unmixed
from duban.engine.studio.offers.bodies import NO_PRINCIPAL, apart, distributed_in
from duban.engine.studio.offers.found import OWN, Found
from duban.engine.studio.offers.tiers import DAYS_ARE_COUNTED, is_tiered, tiers_in
from duban.engine.studio.offers.totals.caps import caps_in
from duban.engine.studio.offers.words import CHINESE, NUMBER, POINTS, Part, Span, number_of, parts_of
from duban.engine.vocabulary.library import COUNTS_AS

_AMOUNT = re.compile(
    rf"(?P<each>每[^,，。;；、\d]{{0,8}}?(?:件次|人次|次|件|篇|项任务|项|张|(?<=每)个(?=[扣减加]|[^,，。;；、\d]{{2,14}}[扣加])(?!工作日|月|百分|单位|部门|季)|例|起|(?<![逾超到延])期|条|份|处|人)|(?<!第)一次(?!性))?(?:(?!每|(?<!第)一次(?!性))[^,，。;；、\d扣减加]){{0,8}}(?P<side>[加再另]扣|扣除?|减分?|加分?)[^,，。;；、\d]{{0,16}}?{POINTS}"
)
# What must be done, before what happens where it is not, or what costs nothing.
_DUTY = re.compile("应(?![付急对邀])|须|必须|不得(?!力)|不[加扣][不减]|不[加扣]分|不计分")
_NAMED_EACH = re.compile(
    r"每[张个起例块](?P<what>(?!单位|部门|乡镇|街道|百分|工作日|自然|月|季|年|人|点)[^,，。;；、\d扣减加]{2,14}?)的?[,，]?(?:[扣减加])"
)
_DONE_EACH = re.compile(
    r"每(?P<done>(?![出发]现|发生|有|满|逢|个?[月周季年旬日天半])[一-龥]{1,6}?)[一1]次(?P<what>[^,，。;；、\d扣减加]{0,12}?)的?(?:[扣减加])"
)
# Behind an amount, for whom alone it is: 每件加1分（县级）、2分（市级）.
_FOR_WHOM = re.compile(r"\s*\([^()\d]{0,8}(?:级|领导|以上|部委|单位)")
# How often something is to be done: 每月更新一次的加0.5分.
_OFTEN = re.compile(r"每个?(?:月|周|星期|季度?|半年|年|旬)度?(?:至少|均|都)?[^,，。;；\d]{1,8}[一1两2]次")
_FROM = re.compile(rf"超过{NUMBER}次(?:以上)?的?|第{NUMBER}次(?:及以后|起)")
_LATER = re.compile(rf"同一(事项|单位)第{NUMBER}次(?:起|及以后)[,，]?(?:每次)?(?P<side>扣|减|加)分?{POINTS}")
_COUNTED = re.compile(
    r"首次|初次|第[一1]次|累计|累积|连续|(?:[两二三四五六七八九十]|\d)次(?!会)|第(?:[一二三四五六七八九十]|\d)+[张件起例期份项]"
)
_OF_MATTERS = re.compile(r"按[期时]|逾期|催|办结|完成")
# What happens at work on a matter, which may be named then: a limit of one matter reaches only what names it.
_AT_WORK = re.compile(r"报[告送]|签收|拒签|上报|反馈|事项|任务|交办|办理|办结|落实|整改|回复|答复|催")
_BASE = re.compile(
    rf"(?:(?:基础|基准|基本|起评|起始|初始)积?分(?:值|分值)?(?:为|是|\()?|每单位|基础|倒扣分?制?[,，](?:总分|满分)为?)\s*{POINTS}"
)
_HIGHEST = re.compile(r"按?最高(?:等级|一级|的?级别|分值?)?(?:认定|计|[加扣]分)|只计最高|只算最高")
_SAME = re.compile("同一(?:事项|工作|项|经验|成果|内容|任务|件)|多级|不同(?:层级|级别)")
_UNCOUNTED = re.compile(
    r"不可量化(?:的)?事项[^。;；,，]{0,4}(?:按照[^。;；]{0,20}督查检查|不计分|不予?考核|不纳入考核)"
)
_DAILY = re.compile(
    r"(?:迟报?|逾期|超期|晚报?)(?:上报|报送)?(?:一|1|每)(?:天|日)|每(?:迟|逾期|超期|晚|延迟)[^,，]{0,4}(?:一|1)(?:天|日)|每[件项次]每(?:逾期|超期|迟)?(?:一|1)?(?:天|日)"
)
# So much for every two days, working day, hour, month or 100 万元: no word of a rule counts so.
_BY_TIME = re.compile(
    rf"每(?:(?:逾期|超期|超时|提前|推迟|延迟|超|满|迟|晚|延)+\s*(?:[\d{CHINESE}]+\s*)?|[\d{CHINESE}]+\s*)个?(?:工作日|小时|天|日|周|星期|月)|每个?(?:工作日|小时)[扣加减]|每\s*[\d{CHINESE}]+\s*(?:万|亿)?(?:元|亩|公里|吨|户|%)"
)
# 督查发现的问题逾期未整改的, 差评未按时整改的: no matter that is late.
_OF_FINDINGS = re.compile("(?:问题|差评|隐患|缺陷|违规).*整改")
_ONCE_EACH = frozenset(("late", "poor_report", "false_report", "uncooperative"))
_SHARE = re.compile(r"总分值?的\d+(?:\.\d+)?%\s*\((\d+(?:\.\d+)?)分\)")


def points_in(words: str, names: Names) -> Iterator[Found]:
    """Recognise the points that words give or take."""
    last: Found | None = None
    amounts: list[Found] = []
    others: list[Found] = []
    tiers = list(tiers_in(words))
    for part in parts_of(words):
        later = _LATER.search(part.text)
        if later and last is not None:
            others += _later(part, last, later)
            continue
        ends = part.begin + len(part.text)
        tiered = [each for each in tiers if part.begin <= each.spans[0][0] < ends]
        distributed = [*distributed_in(part, names), *tiered]
        others += distributed
        if not distributed:
            for found in _amounts(part, names):
                last = found
                amounts.append(found)
        others += _others(part, amounts, names)
    told = sharers.in_place(classes.uncarried(amounts, words), words)
    yield from apart([*sharers.unopposed(unmixed(told, words))])
    yield from others
    for match in (*_BASE.finditer(words), *_SHARE.finditer(words)):
        yield Found({"kind": "base", "points": number_of(match[1])}, (match.span(),), f"“{match[0]}”是起评的分")


def _amounts(part: Part, names: Names) -> Iterator[Found]:
    begun, last = 0, None
    if is_tiered(part):
        return  # 迟报1至3天扣1分，4至7天扣2分: by how late it is, never 1 for whatever is late.
    for place, match in enumerate(_AMOUNT.finditer(part.text)):
        if re.search("扣完|最多|不超过", match[0]):
            begun = match.end()  # A limit: what follows begins anew.
            continue
        subject = part.text[begun : match.end()]
        offset, begun = begun, match.end()
        if place and _COUNTED.search(subject) and not match["each"]:
            continue  # 逾期两次减10分 says again what once costs.
        if _FOR_WHOM.match(part.text, match.end()):
            continue
        if "分别" in subject and re.match("[、/]", part.text[begun:]):
            continue  # The first of several amounts, each for something of its own.
        amount = ("-" if set("扣减") & set(match["side"]) else "") + number_of(match[3])
        words = re.split("[扣减加]", subject)[0] if place else ""
        other = sharers.of_other(words, last, amount, _paid(part, match), names)
        found = [other] if other else list(_told(Part(subject, part.begin + offset), part, match, amount, names))
        last = found[0] if found else last
        yield from found
        behind = sharers.of_other_behind(part.text, match.end(), part.begin, last, names) if found else None
        yield from [behind] if behind else ()


def _told(subject: Part, part: Part, match: re.Match[str], amount: str, names: Names) -> Iterator[Found]:
    spans, note = [_paid(part, match)], ""
    known = _fact_in(subject.text)
    if known is None:
        if not sharers.is_narrowed(subject.text):  # 提前完成且质量较高的 is less than 提前完成.
            yield from became_in(subject, match["each"] or "", amount, (_paid(part, match), _said(part, match)), names)
        yield from _own(subject, part, match, amount, names)
        return
    kind, where, said = known
    if facts.pays(kind, where) == amount.startswith("-"):
        return  # A slip of the document, or read wrongly (全年无迟报的加2分): praise that costs, a failing that pays.
    spans += [subject.span(each) for each in said]
    count: dict[str, Any] = {}
    if kind == "returned":
        later = _FROM.search(subject.text)
        if later is not None:
            number = int(number_of(later[1] or later[2]))
            count = {"within": "matter", "from": number + 1 if later[1] else number}
            spans.append(subject.span(later))
        elif not match["each"] or "次" not in match["each"] or _COUNTED.search(subject.text.replace(match["each"], "")):
            return  # 每件扣: whether three returns of one matter cost once, a person says.
        note = "；审核时退回的都计，不分为何退回" if later is None else ""
    elif _COUNTED.search(re.sub(match["each"] or "(?<!第)一次", "", subject.text)):
        return
    if facts.is_issued(kind):
        authorities, places = _authorities(subject.text[: subject.text.rfind(match["side"])])
        if not authorities:
            return
        where["authority"] = list(authorities) if len(authorities) > 1 else authorities[0]
        spans += [subject.span(each) for each in places]
        if re.search("主要(?:领导|负责)", subject.text) and not set(authorities) & set(COUNTS_AS):
            note = NO_PRINCIPAL
    if "role" not in where and (role := sharers.role_in(subject.text, names)) is not None:
        where["role"] = role[0]
        spans.append(subject.span(role[1]))
    of_class = None if facts.is_issued(kind) else classes.named_in(subject.text.rpartition(match["side"])[0], names)
    if of_class is not None and not of_class[1]:
        return  # 紧急事项迟报的扣2分: of which matters, the document has no word for yet.
    where |= of_class[1] if of_class is not None else {}
    spans += [subject.span(of_class[0])] if of_class is not None else []
    daily = _DAILY.search(subject.text)
    is_finding = kind == "late" and _OF_FINDINGS.search(part.text[: match.start("side")])
    if is_finding or (daily is None and _BY_TIME.search(subject.text)):
        return
    if daily and kind == "late":
        count = {"per": "days"}
        spans.append(subject.span(daily))
        note += DAYS_ARE_COUNTED
    if not count and _is_once(kind, match["each"] or ""):
        count = {"once_per": "matter"}
    select = {"event": kind, **({"where": where} if where else {})}
    rule = {"kind": "score", "select": select, **({"count": count} if count else {}), "worth": amount}
    yield Found(rule, tuple(sorted(set(spans))), f"“{_said(part, match)}”是分值{note}")
    if kind != "returned" and match["each"]:
        yield from sharers.others_named(subject, said, rule, _paid(part, match), is_issued=facts.is_issued(kind))


def _fact_in(words: str) -> tuple[str, dict[str, Any], list[re.Match[str]]] | None:
    """What the library knows of words before an amount; None where they speak of less than that."""
    known = None if sharers.is_narrowed(words) else facts.kind_in(words) or facts.late_in(words)
    return None if known and facts.is_of_paper(known[0], known[1], words) else known


def _is_once(kind: str, each: str) -> bool:
    """Whether an amount for each matter is paid once for it, however often that happens."""
    return re.search("件(?!次)|项(?!每?次)", each) is not None and (
        kind in _ONCE_EACH or (kind == "urged" and each in ("每件", "每项"))
    )


def _authorities(before: str) -> tuple[tuple[str, ...], list[re.Match[str]]]:
    """Who made a fact, by the words before an amount; 承办县级以上现场会的，县级加2分: whom the amount names last."""
    authorities, places = facts.authorities_in(before)
    alone = facts.who_alone(re.sub("每[次篇条件项个场]$", "", re.split("[,，:]", before)[-1]))
    return alone or authorities, places


def _paid(part: Part, match: re.Match[str]) -> Span:
    """The place of an amount: from 每次, or from 扣 where nothing says how often."""
    return part.begin + match.start("each" if match["each"] else "side"), part.begin + match.end()


def _said(part: Part, match: re.Match[str]) -> str:
    begin, end = _paid(part, match)
    return part.text[begin - part.begin : end - part.begin].strip()


def _later(part: Part, last: Found | None, match: re.Match[str] | None) -> Iterator[Found]:
    """同一事项第三次起每次扣2分: of what the sentence before gives points for, in the place of that."""
    event = last.rule.get("select", {}).get("event") if last is not None else None
    if match is None or last is None or not event:
        return
    amount = ("-" if match["side"] == "扣" or match["side"] == "减" else "") + number_of(match[4])
    count = {"within": "unit" if match[1] == "单位" else "matter", "from": int(number_of(match[2]))}
    rule = {
        **{key: value for key, value in last.rule.items() if key != "count"},
        "count": count,
        "worth": amount,
        "replaces": [OWN],
    }
    yield Found(rule, (part.span(match),), f"“{match[0]}”：从第{count['from']}次起另定分值，代替上一句", last.events)


def _own(subject: Part, part: Part, match: re.Match[str], amount: str, names: Names) -> Iterator[Found]:
    """A happening that only this document knows: offered where the words say that each one counts."""
    if (
        not match["each"]
        or _COUNTED.search(subject.text.replace(match["each"], ""))
        or re.search("分别|最高|同级|排名|名次|不得分|倒扣(?!分)", subject.text)
        or _OFTEN.search(subject.text)
    ):
        return
    is_of_matter = re.search("件(?!次)|项", match["each"]) is not None
    if is_of_matter and _OF_MATTERS.search(subject.text):
        return
    label = re.sub(
        r"^(?:第[一二三四五六七八九十百\d]+条(?:之[一二三四五])?)?(?:[\d.、()\s①-⑳]|[一二三四五六七八九十]+(?=[、.)]))*|[,，、的]+$",
        "",
        subject.text[: subject.text.find(match[0])].rpartition(":")[2].strip(),
    ).strip("，,的 ")
    label = re.sub(
        "的(?:责任|承办|有关|相关)?(?:单位|部门|乡镇|街道)$|的?,(?:[一并]?经)?(?:查证|查实|核实|查明|属实)+后?$",
        "",
        label,
    )
    while "," in label and _DUTY.search(label.split(",")[0]):
        label = label.split(",", 1)[1]  # 应在4小时内签收,超时未签收: what must be done is not what happens.
    begins, label = label, facts.with_what(label, match[0][len(match["each"]) : match.start("side") - match.start()])
    named, done = _NAMED_EACH.match(match[0]), _DONE_EACH.match(match[0])
    if not label and done:
        label, begins = f"{done['done']}{done['what']}".strip("的"), done["done"]  # 每缺席一次督查会议扣1分.
    elif label and done and done["done"] not in label:
        label += done["done"]  # 督查会议每缺席一次.
    elif not label and named:
        label = named["what"].strip("的")  # 每张黄牌扣2分: what each is stands behind 每.
        is_of_matter = re.search("项目|事项|问题|件$", label) is not None
    if (
        not 2 <= len(label) <= 24
        or facts.names_nothing(label)
        or re.search("单位$|(?:以[内上下]|之内)$", label)
        or re.search(r"[。；:]|\d+(?:\.\d+)?分", label)
    ):
        return
    event = {"label": label, "of": "matter" if is_of_matter else "either" if _AT_WORK.search(label) else "unit"}
    rule: dict[str, Any] = {"kind": "score", "select": {"event": "happening"}, "worth": amount}
    if role := sharers.role_in(match[0], names):
        event["of"] = "matter"  # 扣牵头单位1分: who leads is known of matters alone.
        rule["select"] = {"event": "happening", "where": {"role": role[0]}}
    if is_of_matter:
        rule["count"] = {"once_per": "matter"}
    else:
        told, count = facts.told_apart(match["each"])
        event, rule = event | told, rule | count
    start = subject.begin + subject.text.find(begins or label)
    yield Found(
        rule,
        ((start, start + len(begins or label)), _paid(part, match)),
        f"“{label}”是文件自己的情况，“{_said(part, match)}”是分值",
        (("happening", event),),
    )


def _others(part: Part, amounts: list[Found], names: Names) -> Iterator[Found]:
    yield from caps_in(part, names)
    highest = _HIGHEST.search(part.text)
    known = facts.kind_in(part.text[: highest.start()]) if highest else None
    if highest and known is None and _SAME.search(part.text[: highest.start()]):
        # 同一事项获多级批示的，按最高级别计分: of what the sentences before give points for.
        before = {
            (found.rule["select"].get("event"), found.rule["select"].get("where", {}).get("tone")) for found in amounts
        }
        kind, tone = before.pop() if len(before) == 1 else ("", None)
        known = (kind, {"tone": tone}, []) if kind and tone else None
    if highest and known and "tone" in known[1]:
        side = "plus" if known[1]["tone"] == "praise" else "minus"
        spans = tuple(sorted({part.span(highest), *(part.span(each) for each in known[2])}))
        yield Found(
            {"kind": "highest_only", "events": known[0], "side": side, "per": "occasion"},
            spans,
            f"“{highest[0]}”：同一件事只计一次",
        )
    uncounted = _UNCOUNTED.search(part.text)
    if uncounted:
        yield Found({"kind": "exclude", "unquantifiable": True}, (part.span(uncounted),), f"“{uncounted[0]}”：不计分")
