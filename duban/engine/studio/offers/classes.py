"""Of which class of matters words speak (重点事项逾期的, 市领导批示件未按时反馈的), as a level or a category of the document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from duban.engine.studio.blanks.names import Names
from duban.engine.studio.offers.found import Found

_OF = "(?:督[办查])?(?:工作)?(?:事项|任务|件|项目|工单)"
_CLASS = re.compile(
    rf"(?:特别重要|比较重要|较?重要|重大|重点|紧急|特急|加急|急办|限时|一般性?|普通|常规|日常|[一二三四甲乙丙ABC]类|[一二三四ⅠⅡⅢ]级|[红黄蓝橙绿]色?(?:等级|级别|级)|[红黄蓝橙绿]色)的?{_OF}"
    r"|(?:国务院|中央|省委?|[市州]委?|上级|[县区旗](?=级)|本(?=级))(?:级|、?[省市州]?政府)?(?:及?以上)?(?:督[查办]|交办|转办|挂牌督办)(?:的)?(?:事项|任务|件)"
    r"|领导(?:同志)?(?:交办|督办|批办|批示|包[联抓])的?(?:事项|任务|件|项目)"
    r"|(?:批示|批办|议定|会议|信访|舆情|热线)(?:交办|转办|承办)?(?:件|事项|工单)|[^督交转承办查每各的一二三四五六七八九十\d,，、;；。:()\s]{2,6}件(?=逾期|超期|未|迟|不)"
    r"|(?:反映|投诉|举报|发现|查出|指出|反馈|曝光)的?[^,，。;；、的]{0,4}?(?:问题|诉求|隐患)"
    rf"|(?:建议|提案|议案)(?:件|事项)?(?=逾期|超期|未|迟|不|办理)"
)
_PLAIN = re.compile("(?:等级|级别|事项|任务|工作|件|项目|工单|类|级|督办|督查|办理|性|的|色)")


# Of all others, or of none such: no level and no category says that.
_OTHERS = re.compile(rf"(?:其他|其余|其它|另外)[^,，。;；]{{0,6}}?{_OF}")
_BUT = re.compile(r"(?:非|除|不属于|不是|以外的?|之外的?|未列入|未纳入)[^,，。;；]{0,4}$")
# Whose matters words speak of, where a class was named before.
_OWN_NOUN = re.compile("事项|任务|工作|件(?!次)|项目|工单|督[查办]")
# 漏报、错报: of which matters, the words before say.
_REPORTED = re.compile("[漏错缺虚瞒误未不][^,，]{0,2}报")
_LABEL = 30
# 建议、提案办理逾期的: of several classes, of which one alone is read.
_BESIDE = re.compile("[、和及与或][^、和及与或,，]{0,4}$")
_OF_WORK = frozenset(("late", "returned", "poor_report", "false_report", "uncooperative"))


def named_in(words: str, names: Names) -> tuple[re.Match[str], dict[str, Any]] | None:
    """Return where words name a class of matters, and the level or category that it is, or several of them; that is empty where the document has none such,
    or the words say all but that one. None where no class is named.
    """
    matches = list(_CLASS.finditer(words))
    others = _OTHERS.search(words)
    if not matches:
        return (others, {}) if others else None
    found = [each for match in matches for each in [_known(match[0], names)] if not _BUT.search(words[: match.start()])]
    keys = {each[0] for each in found if each}
    if others or len(found) < len(matches) or not all(found) or len(keys) != 1:
        return matches[0], {}
    listed = list(dict.fromkeys(each[1] for each in found if each))
    return matches[0], {keys.pop(): listed if len(listed) > 1 else listed[0]}


def _known(said: str, names: Names) -> tuple[str, str] | None:
    said = _PLAIN.sub("", said)
    listed = [("level", names.levels()), ("category", names.categories())]
    found = [(key, each) for key, known in listed for each, label in known if _is(said, _PLAIN.sub("", label))]
    return found[0] if len(found) == 1 else None


def uncarried(amounts: Iterable[Found], words: str) -> Iterator[Found]:
    """Give amounts without those of a class that was named earlier in their sentence: 重点事项逾期未反馈的扣1分，逾期未办结的扣2分 speaks of no other matters."""
    for found in amounts:
        said = found.rule.get("select")
        select: dict[str, Any] = said if isinstance(said, dict) else {}
        is_of_work = bool(select) and (select.get("event") in _OF_WORK or "matters" in select)
        if is_of_work and not {"level", "category"} & set(select.get("where", {})):
            before = re.split("[。\n]", words[: min(begin for begin, _ in found.spans)])[-1]
            pieces = re.split("[;；,，]", before)
            if any(map(_CLASS.search, pieces[:-1])) and not _OWN_NOUN.search(pieces[-1]):
                continue
        yield _of_class(found, words)


def names_one(words: str) -> bool:
    """Say whether words speak of one class of matters alone, or of all others."""
    return _CLASS.search(words) is not None or _OTHERS.search(words) is not None


def _of_class(found: Found, words: str) -> Found:
    """What happens to matters of the class with which its sentence began, by that name: 热线转办件超期的扣1分；群众不满意的，每件扣2分."""
    if len(found.events) != 1:
        return found
    ((name, event),) = found.events
    label = str(event["label"])
    pieces = re.split("[;；,，]", re.split("[。\n]", words[: min(begin for begin, _ in found.spans)])[-1])
    named = [match for piece in pieces for match in [_CLASS.search(piece)] if match]
    said = [match[0] for match in named]
    is_of_work = event.get("of") == "matter" or _REPORTED.fullmatch(label)
    is_one = len(set(said)) == 1 and not any(_BESIDE.search(each.string[: each.start()]) for each in named)
    if not is_one or not is_of_work or _OWN_NOUN.search(label) or len(said[0] + label) > _LABEL:
        return found
    return replace(found, events=((name, {**event, "label": said[0] + label}),))


def _is(said: str, label: str) -> bool:
    return bool(said) and bool(label) and (said in label or label in said)
