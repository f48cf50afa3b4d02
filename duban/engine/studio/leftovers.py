"""What stands in a clause's own words and in nothing that it does: numbers with a unit, and words that change how points count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from duban.engine.studio import drafts
from duban.engine.studio.drafts import Content
from duban.engine.studio.offers.words import CHINESE, alike, number_of

_NUMBER = re.compile(
    rf"(?<![第\d.{CHINESE}点])(\d+(?:\.\d+)?|[{CHINESE}]+(?:点[{CHINESE}]+)?|半(?=分))\s*(分(?!之|管|别|工|类|组|值|制)|个百分点|个工作日|个月|日|天|小时|次|件|名|张|期|%)"
)
_LAST_DAY = re.compile(r"最后\s*1\s*个工作日")
_USED_UP = re.compile(r"扣完\s*\d+(?:\.\d+)?\s*分")
# A number of a rule, and no digit of an id (event_3).
_DIGITS = re.compile(r"(?<![A-Za-z_\d.])\d+(?:\.\d+)?")
# Words that change how points count, and what in a rule does so.
_CHANGES = (
    (r"减半|折半|一半", {"role", "factor"}),
    (r"加倍|翻倍|翻番|双倍|成倍", {"factor", "place", "times", "from"}),
    (r"第[二三四五六七八九十\d]+[次张件](?:起|及以后|以上)", {"from", "place", "times", "step"}),
    (r"连续[两二三四五六七八九十\d]", {"in_a_row", "from", "place", "times", "only_if", "step", "honour", "limit"}),
    (r"累[计积][两二三四五六七八九十\d]+[次张件个期项]", {"from", "place", "times", "count", "in_a_row", "only_if", "step"}),
    (r"就高|从高|从重|取最高|按最高|最高(?:分值|等级|级别)|不(?:再)?重复[扣加计]|不累[加计]|不叠加|只[扣加计]一次", {"highest_only", "highest", "replaces", "once_per", "matter", "place"}),
    (r"(?:视情[节况]?|酌情)[^,，。;；]{0,8}[扣加减]", {"range"}),
)  # fmt: skip


def unused_in(clause: dict[str, Any], content: Content) -> list[str]:
    """Say what of a clause's own words nothing uses: 原文里的“5分”没有用到. Nothing while the clause is undecided or does nothing."""
    words = str(clause.get(drafts.ORIGINAL) or "")
    if drafts.is_undecided(clause) or clause.get("no_rule") or not words:
        return []
    found = [*_numbers(alike(words), clause, content), *_words(alike(words), clause, content)]
    return [f"原文里的“{each}”没有用到" for each in dict.fromkeys(found)]


def _numbers(words: str, clause: dict[str, Any], content: Content) -> Iterator[str]:
    used = set(_DIGITS.findall(" ".join(_texts(_of_clause(clause, content)))))
    used |= {f"{float(each):g}" for each in used}
    told = _LAST_DAY.sub("", words)
    has_start = any(rule.get("kind") == "base" for each in drafts.clauses_of(content) for rule in drafts.rules_of(each))
    if has_start or drafts.head_of(content).get("sections"):
        told = _USED_UP.sub("", told)  # What there is to use up is said where it starts.
    for match in _NUMBER.finditer(told):
        number = float(number_of(match[1]))
        # More than two times is from the third time on; once says nothing more than each.
        meant = {number, number + 1} if told[: match.start()].endswith("超过") else {number}
        if (
            not {f"{each:g}" for each in meant} & used
            and match[0] not in ("百分", "十分")
            and not (match[1] == "一" and match[2] != "分")
        ):
            yield f"{match[1]}{match[2]}"


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
    done = set(_texts([clause.get("rules"), clause.get("counts"), around]))
    if "restated" in done:
        return
    for pattern, carried in _CHANGES:
        match = re.search(rf"[^,，。;；\n]{{0,8}}?(?:{pattern})[^,，。;；\n]{{0,6}}", words)
        if match and not carried & done:
            yield match[0].strip()


def _of_clause(clause: dict[str, Any], content: Content) -> list[object]:
    """What a clause does, and the entries of the head that stand under it."""
    number = clause.get("clause")
    held: list[object] = [clause.get(key) for key in ("rules", "by_person", "cannot")]
    for key in ("events", "quantities", "sections", "lists", "periods"):
        entries = drafts.head_of(content).get(key)
        listed = list(entries.values()) if isinstance(entries, dict) else drafts.listed(entries)
        flat = [entry for each in listed for entry in (each if isinstance(each, list) else [each])]
        held += [entry for entry in flat if isinstance(entry, dict) and entry.get("clause") == number]
    return held


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for key, entry in value.items() for text in (str(key), *_texts(entry))]
    if isinstance(value, list):
        return [text for entry in value for text in _texts(entry)]
    return [] if value is None else [str(value)]
