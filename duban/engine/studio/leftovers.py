"""What stands in a clause's own words and in nothing that it does: numbers with a unit, and words that change how points count."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from duban.engine import wording
from duban.engine.studio import drafts
from duban.engine.studio.drafts import Content
from duban.engine.studio.offers import unread_in
from duban.engine.studio.offers.totals.bands import sums_of_periods
from duban.engine.studio.offers.words import CHINESE, POINTS, alike, number_of
from duban.engine.studio.reckoning import reckoned_in
from duban.engine.vocabulary.readers import number_from

_NUMBER = re.compile(
    rf"(?<![第\d.{CHINESE}点])(\d+(?:\.\d+)?|[{CHINESE}]+(?:点[{CHINESE}]+)?|半(?=分))\s*(分钟|分(?!之|管|别|工|类|组|值|制)|个百分点|个工作日|个月|日|天|小时|次|件|名|张|期|篇|条(?![例款])|个季度|人次|周|倍|万元|%)"
)
_UNUSED = "原文里的“{}”没有用到"
_LAST_DAY = re.compile(r"最后\s*1\s*个工作日")
_USED_UP = re.compile(r"扣完\s*\d+(?:\.\d+)?\s*分")
# A number of a rule, and no digit of an id (event_3).
_DIGITS = re.compile(r"(?<![A-Za-z_\d.])\d+(?:\.\d+)?")
_ENDS, _BEYOND = (
    re.compile(r"(?<!不)(?<!不得)超过$|\d[天日次件]?[至到—～~-]$"),
    re.compile(r"(?:\(含\))?(?:以内|之内|以上|内的?扣|[至到—～~-]\d)"),
)
# How a clause begins with its number.
_MARK = re.compile(r"^(?:第[^条]{1,6}条|[(（]?[\d一二三四五六七八九十]{1,3}[)）.、])\s*")
# So many months or quarters are in a longer period: 四个季度得分的平均值.
_HELD: dict[tuple[object, object], str] = {
    ("month", "quarter"): "3", ("month", "half_year"): "6", ("month", "year"): "12", ("quarter", "half_year"): "2", ("quarter", "year"): "4",
}  # fmt: skip
# What holds times, days and limits.
_NO_AMOUNTS = ("count", "limit", "opens", "at_most", "approval")
# An amount that is given or taken.
_PAID = re.compile(rf"(?:[加扣减奖]|不超过|最多|最高)[^,，。;；、\d]{{0,6}}?{POINTS}")
# Words that change how points count, and what in a rule does so.
_CHANGES: tuple[tuple[str, set[str]], ...] = (
    (r"减半|折半|一半", {"role", "factor", "share"}),
    (r"加倍|翻倍|翻番|双倍|成倍", {"factor", "place", "times", "from"}),
    (r"第[二三四五六七八九十\d]+[次张件](?:起|及以后|以上)", {"from", "place", "times", "step"}),
    (r"连续[两二三四五六七八九十\d]", {"in_a_row", "from", "place", "times", "only_if", "step", "honour", "limit"}),
    (r"累[计积][两二三四五六七八九十\d]+[次张件个期项]", {"from", "place", "times", "count", "in_a_row", "only_if", "step"}),
    (r"就高|从高|从重|[取按以]最高|最高(?:分值|等级|级别)|不(?:再)?重复[扣加减计]|不累[加计]|不叠加|只[扣加减计]一次|[按作为]一次计|只?计一次", {"highest_only", "highest", "replaces", "once_per", "matter", "place"}),
    (r"(?<!满分)(?:不得分|得0分|不计分)", {"slope", "exclude", "only_if", "once_per", "unranked", "quantity"}),
    (r"从其规定|有(?:明确|具体|特殊)[^,，。;；]{0,6}(?:时限|期限|时间)[^,，。;；]{0,4}[,，]", {"default"}),
    (r"(?:在|计入|纳入)下(?:一个?|个)?(?:季度?|月|年度?)[^,，。;；]{0,6}(?:考核|体现|得分)", set()),
    (r"顺延", {"rest", "recurring_reports"}),
    (r"每(?:周|星期)[一二三四五六日天末]", {"recurring_reports", "weekday"}),
    (r"每?隔(?:周|星期|月)|(?<![不减])[单双]月|每[日天][^,，。;；扣加减\d]{0,4}\d*[^,，。;；扣加减\d]{0,6}(?:报送|上报|报告)", {"recurring_reports"}),
    (r"(?:每个?(?:月|季度?|半年)|年|\d月)[^,，。;；\d]{0,2}[底末](?:之?前|以前)?[^,，。;；扣加减\d]{0,12}?(?:报送|上报|提交|反馈)", {"counts_from", "recurring_reports"}),
    (r"(?:视情[节况]?|酌情)[^,，。;；]{0,8}[扣加减]", {"range"}),
    (r"(?<![百千万])[二三四五六七八九十]分之[一二三四五六七八九]", {"share", "factor", "quantity"}),
    (r"百分之[一二三四五六七八九十]+|(?:不得?超过|控制在|不高于|占|前|后)[^,，。;；\d]{0,14}?[一二三四五六七八九]成", {"share", "factor", "quantity", "most", "slope"}),
    (r"四舍五入|向[上下]取整|不足[1一][个名][^,，。;；]{0,4}按", {"quantity"}),
    (r"一票否决|取消[^,，。;；\d]{0,10}(?:资格|评[优先])|不得[^,，。;；\d]{0,4}(?:评[优先为]|评定|授予)|降低?[^,，。;；\d]{0,4}等[次级]", {"outcome", "unranked", "grade", "honour"}),
    (r"(?:并|予以|给予|(?<=[,，])由[^,，。;；\d]{1,12}|同时|(?<=[,，]))(?:约谈|问责|诫勉|通报|追究|移[送交]|挂牌|责令|全[县市区州](?:范围内?)?(?:点名)?通报)[^,，。;；的]{0,10}(?=[,，。;；并]|$)", {"outcome", "step", "honour", "approval"}),
    (r"折算[成为]|折合|视[同为](?!情)|相当于|(?:加权|折算|按[^,，。;；]{0,8}比例|平均(?:分|值|得分)?)(?:[^,，。;；]{0,6}(?:计|得|折|算))|得?分的?平均(?:值|分|数|得分)", {"quantity", "slope", "several", "per", "of_periods"}),
    (r"返还|退还|冲抵|抵[扣消销](?!押)|按(?:照)?(?:逾期|未办结|未完成|迟报|漏报|缺席)(?:情形)?(?:处理|对待|计算|计|扣分)", set()),
    (r"(?:的|但)[^,，。;；的扣加]{0,10}不(?:予)?(?:[扣加]分|[扣加]减)|除[^,，。;；]{2,12}外[,，]|除外", {"exclude", "unranked", "only_if", "0"}),
    (r"不得?超过原[^,，。;；]{0,8}(?:时限|期限|时间)(?![^,，。;；]{0,3}[\d一二三])", {"share"}),
    (r"情节严重的?[^,，。;；扣]{0,6}(?:移[送交]|追究|问责|给予)", {"outcome", "step", "range"}),
    (r"(?:由|报?经|报请?)[^,，。;；的由经报]{2,14}(?:审批|批准)", {"approval"}),
    (r"(?:再次|第[二两三]次|二次)延期", set()),
    (r"平均[^。;；]{0,12}(?:再?加减|加上|减去|[+＋－])", set()),
    (r"并列|分[组类](?:别)?(?:考核|排[名序])|[两三四二五]类[^,，。;；]{0,4}(?:排[名序]|考核)", {"rank", "pools"}),
    (r"排?名?[后末][一二两三四五六七八九十\d]+[名位]|末位", {"outcome"}),
)  # fmt: skip


def unused_in(clause: dict[str, Any], content: Content) -> list[str]:
    """Say what of a clause's own words nothing uses: 原文里的“5分”没有用到. Of a clause that is undecided the amounts that no offer rests on; nothing where it does nothing."""
    words = str(clause.get(drafts.ORIGINAL) or "")
    if not words:
        return []
    summed = list(_sums_of_periods(alike(words), clause, content))
    if clause.get("no_rule"):
        return summed
    if drafts.is_undecided(clause):
        left = "".join(f"“{each}”" for each in unread_in(words, content))
        return [*summed, *([f"{left}没有认出来，请加一句，或者写明由谁办理"] if left else [])]
    told = alike(words)
    found = (*summed, *_numbers(told, clause, content), *_words(told, clause, content), *_periods(told, content))
    return list(dict.fromkeys(found))


def _numbers(words: str, clause: dict[str, Any], content: Content) -> Iterator[str]:
    held = _of_clause(clause, content)
    used = {*_numbers_in(held), *_of_limits(drafts.rules_of(clause))}
    counts = Counter(_numbers_in(_amounts(held)))
    told = _LAST_DAY.sub("", words)
    has_start = any(rule.get("kind") == "base" for each in drafts.clauses_of(content) for rule in drafts.rules_of(each))
    if has_start or drafts.head_of(content).get("sections"):
        told = _USED_UP.sub("", told)  # What there is to use up is said where it starts.
    for match in _NUMBER.finditer(told):
        number = float(number_of(match[1]))
        # More than two times is from the third time on, and so is what follows on 1至3天 and 3天以内.
        is_end = _ENDS.search(told[: match.start()]) or _BEYOND.match(told, match.end())
        meant = {number, number + 1} if is_end else {number}
        known = {*counts, *_ends_of_bands(held)} if match[2] == "分" else used
        if match[2] == "%" and _is_share(number, counts):
            continue
        if not {f"{each:g}" for each in meant} & known and not _says_nothing(match):
            yield _UNUSED.format(f"{match[1]}{match[2]}")
    told_points = Counter(f"{float(number_of(each[1])):g}" for each in _PAID.finditer(told))
    for amount, times in told_points.items():
        if 0 < counts[amount] < times:
            yield f"原文里有{times}处“{amount}分”，只用到{counts[amount]}处"


def _is_share(percent: float, amounts: Counter[str]) -> bool:
    """Whether it is what one amount is of another: 牵头单位扣2分，配合单位按30%扣分 is 0.6; or all of it."""
    parts = {f"{float(each) * percent / 100:g}" for each in amounts if float(each)}
    return percent == 100 or bool(parts & set(amounts))


def _ends_of_bands(held: list[object]) -> Iterator[str]:
    """Where grades end below the next: 80至89.9分."""
    for rule in (each for rules in held if isinstance(rules, list) for each in rules if isinstance(each, dict)):
        least = rule.get("least") if rule.get("kind") == "bands" else None
        for each in least.values() if isinstance(least, dict) else ():
            bound = number_from(each)
            yield from [f"{float(bound) - less:g}" for less in (1, 0.1, 0.01)] if bound is not None else []


def _says_nothing(match: re.Match[str]) -> bool:
    """Whether it is a word that only looks like a number: 百分制, 十分重要, 一次."""
    if match[0] == "十分":
        return match.string[: match.start()][-1:] not in tuple("扣加减得计满为过除奖分多高")
    if (
        match[1] == "1"
        and match[2] in "次件张期篇条"
        and re.search(r"每[^,，。;；\d]{0,8}$", match.string[: match.start()])
    ):
        return True  # 每迟报1次.
    return match[0] == "百分" or (match[1] == "一" and match[2] != "分")


def _of_limits(rules: list[dict[str, Any]]) -> Iterator[str]:
    """The numbers that rules say without their digits: once, shares in percent, and one for which a slope takes something."""
    for rule in rules:
        most, worth = rule.get("most"), rule.get("worth")
        yield from ["1"] * bool(rule.get("once") or (isinstance(worth, dict) and "slope" in worth))
        yield from ["1"] * (isinstance(rule.get("count"), dict) and rule["count"].get("per") == "days")
        times = rule.get("times") if rule.get("kind") in ("of_periods", "factor") else None
        held = _HELD.get((rule.get("of"), rule.get("periods"))) if rule.get("kind") == "of_periods" else None
        yield from [held] if held else []
        for each in (rule.get("share"), times, *(most.values() if isinstance(most, dict) else ())):
            share = number_from(each)
            yield from [f"{float(share) * 100:g}"] if share is not None else []


def _numbers_in(value: object) -> list[str]:
    return [f"{float(each):g}" for each in _DIGITS.findall(" ".join(_texts(value)))]


def _amounts(value: object) -> object:
    """What is no count, no day and no limit of time: where an amount may stand."""
    if isinstance(value, dict):
        return {key: _amounts(entry) for key, entry in value.items() if key not in _NO_AMOUNTS}
    return [_amounts(entry) for entry in value] if isinstance(value, list) else value


def _words(words: str, clause: dict[str, Any], content: Content) -> Iterator[str]:
    if clause.get("by_person") or clause.get("cannot"):
        return  # Somebody said who sees to it.
    number = drafts.number_of(clause)
    around = [
        rule
        for each in drafts.clauses_of(content)
        for rule in drafts.rules_of(each)
        if rule.get("kind") in ("factor", "highest_only") and (not rule.get("of") or number in _texts(rule.get("of")))
    ]
    done = set(_texts([clause.get("rules"), clause.get("counts"), clause.get("feature"), around]))
    if "restated" in done:
        return
    told = -9
    for pattern, carried in _CHANGES:
        match = re.search(rf"[^,，。;；\n]{{0,8}}?(?:{pattern})[^,，。;；\n]{{0,6}}", words)
        if match and not carried & done and not told <= match.start() <= told + 1:
            yield _UNUSED.format(_MARK.sub("", match[0].strip(" ,，")))
            told = match.end() or told
    if re.search(r"扣完为止", words) and not _is_bounded(clause, content):
        yield _UNUSED.format("扣完为止")


def _is_bounded(clause: dict[str, Any], content: Content) -> bool:
    """Whether what a clause takes is used up somewhere: in an item into which it counts, or as a whole."""
    rules = [rule for each in drafts.clauses_of(content) for rule in drafts.rules_of(each)]
    sections = [each for each in drafts.listed(drafts.head_of(content).get("sections")) if isinstance(each, dict)]
    named = {str(each.get("id")): each for each in sections}
    bounded = {name for name, each in named.items() if "least" in each and not str(each["least"]).startswith("-")}
    if "total" in bounded or any(rule.get("kind") == "floor" for rule in rules):
        return True
    inside: set[str] = {str(each.get("id")) for each in sections if each.get("clause") == clause.get("clause")}
    inside |= {str(rule.get("into")) for rule in drafts.rules_of(clause)}
    for _ in sections:
        inside |= {str(named[name]["in"]) for name in inside if name in named and "in" in named[name]}
    return bool(inside & bounded)


def _periods(words: str, content: Content) -> Iterator[str]:
    """How often is reckoned, where the document has no such period."""
    held = set(_texts(drafts.head_of(content).get("periods")))
    for said, period, name in reckoned_in(words):
        if period not in held:
            yield f"原文里的“{said}”：全文的“文件信息”里没有选{name}"


def _sums_of_periods(words: str, clause: dict[str, Any], content: Content) -> Iterator[str]:
    """Where a year's points are to be the mean or the sum of its months or quarters: a year is reckoned anew from all that happened in it, which comes to something else."""
    held = set(_texts(drafts.head_of(content).get("periods")))
    if {"quantity", "of_periods"} & set(_texts(clause.get("rules"))):
        return  # The clause reckons it itself.
    for said, longer, shorter, _ in sums_of_periods(words):
        if longer in held and shorter != longer:
            name, part = wording.PERIODS[longer], wording.PERIODS[shorter]
            yield (
                f"原文里的“{said[0]}”：系统算{name}的得分，是把{name}里的情况重新计一遍，不是各期（{part}）得分的平均或者相加，两者一般不相等。"
                f"请{'' if shorter in held else f'先在“文件信息”里选{part}，再'}加一句“{name}得分由各期得分得出”，或者写明这个得分由谁算，并在“文件信息”里去掉{name}"
            )


def _of_clause(clause: dict[str, Any], content: Content) -> list[object]:
    """What a clause does, and the entries of the head that stand under it."""
    number = clause.get("clause")
    held: list[object] = [clause.get(key) for key in ("rules", "by_person", "cannot")]
    for key in ("events", "quantities", "sections", "lists", "periods"):
        entries = drafts.head_of(content).get(key)
        listed = list(entries.values()) if isinstance(entries, dict) else drafts.listed(entries)
        flat = [entry for each in listed for entry in (each if isinstance(each, list) else [each])]
        held += [
            {name: value for name, value in entry.items() if name not in ("clause", "id", "in")}
            for entry in flat
            if isinstance(entry, dict) and entry.get("clause") == number
        ]
    return held


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for key, entry in value.items() for text in (str(key), *_texts(entry))]
    if isinstance(value, list):
        return [text for entry in value for text in _texts(entry)]
    return [] if value is None else [str(value)]
