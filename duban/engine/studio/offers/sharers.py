"""Who and what shares an amount: 牵头单位扣2分，配合单位扣1分; 迟报、漏报的，每次扣1分; and words that narrow a happening to less than its kind."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from duban.engine.studio.blanks.names import Names
from duban.engine.studio.offers import facts
from duban.engine.studio.offers.found import OWN, Found
from duban.engine.studio.offers.words import POINTS, Part, Span, number_of, parts_of
from duban.engine.wording import plain

_ROLES = (("lead", "牵头|主办|主责"), ("support", "配合|协办|会办|协助"))
_OTHER = re.compile(
    r"^[,，、;；\s]*(?:对)?(?P<who>牵头|主办|主责|配合|协办|会办|协助)(?:责任)?(?:单位|部门)的?[,，]?(?:每[次件])?$"
)
# What happened only together with something else is no happening of the kind alone; nor is an amount beside 不得分 all that it costs.
_NARROWED = re.compile(
    r"(?<!而)且|不得分|得0分|倒扣(?!分)|[又而也](?:不|未|没有?|拒)|并(?:经|未|拒|被|及时)|(?:经|同意|批准)延[期长]后|(?:经|被)[^,，。;；、]{0,8}(?:催办|催报|督办|提醒|约谈)[^,，。;；]{0,6}(?:仍|未|不)|(?:造成|导致|产生)[^,，。;；]{0,8}(?:后果|影响|损失)"
    r"|(?:取得|骗取|获得|套取)[^,，。;；、]{0,6}(?:名次|荣誉|称号|资格|加分|奖励)"
)
# 配合单位扣分减半, 协办单位按50%扣分: every amount, or those of the same clause.
_IN_PART = re.compile(
    r"(?<![按为是照占])(?:对)?(?P<who>牵头|主办|主责|配合|协办|会办|协助)(?:责任)?(?:单位|部门)的?[,，]?(?:各项)?(?P<side>[扣加])?(?:减)?(?:分(?:值|数|标准)?)?的?(?:承担)?"
    r"(?:(?:按(?:照)?|为|是)(?:(?:牵头|主办|主责|承办|责任)(?:责任)?(?:单位|部门))?(?:所?(?:(?P<side2>[扣加])|得)分?(?:值|数|标准)?)?的?)?(?:(?P<percent>\d{1,2})%|减半|折半|一半|二分之一)的?(?:比例)?"
    r"(?:予以|给予|进行)?(?P<side3>[扣加])?(?:除|减|分|计算|计分|计|承担|执行)*(?=[,，。;；、)]|$)"
)
_GIVEN = re.compile(rf"[扣减加]除?分?[^,，。;；、\d]{{0,8}}{POINTS}")
_BEHIND = re.compile(rf"[、,，和及]\s*(?P<who>牵头|主办|主责|配合|协办|会办|协助)(?:责任)?(?:单位|部门){POINTS}")
_ON_TOP = re.compile("[再另加]扣|[再另]加|额外|追加")
_AMISS = re.compile("[漏错缺瞒虚假未不无拒迟逾超推拖]|敷衍")
_LONGEST = 10


def is_narrowed(words: str) -> bool:
    """Say whether words speak of a happening only where something else is so too."""
    return _NARROWED.search(words) is not None


def role_in(words: str, names: Names) -> tuple[str, re.Match[str]] | None:
    """Return the role that words name, and where; None where they name none or several."""
    known = dict(names.roles())
    found = [
        (role, match)
        for role, said in _ROLES
        if role in known and (match := re.search(f"(?:{said})(?:责任)?(?:单位|部门)", words))
    ]
    return found[0] if len(found) == 1 else None


def of_other_role(subject: str, last: Found | None, amount: str, span: Span, names: Names) -> Found | None:
    """配合单位扣1分, behind what the lead is given for the same."""
    other = _OTHER.match(subject)
    where = last.rule["select"].get("where", {}) if last is not None and "event" in last.rule["select"] else {}
    if other is None or last is None or "role" not in where:
        return None
    role = next(role for role, said in _ROLES if other["who"] in said.split("|"))
    if role == where["role"] or role not in dict(names.roles()):
        return None
    select: dict[str, Any] = {**last.rule["select"], "where": {**where, "role": role}}
    rule = {**last.rule, "select": select, "worth": amount}
    return replace(last, rule=rule, spans=(span,), because=f"“{subject.strip('，, ')}”：同一情况，另一种角色的分值")


def of_other_behind(text: str, begin: int, offset: int, last: Found | None, names: Names) -> Found | None:
    """扣牵头单位1分、配合单位0.5分: the amount of the other role, right behind the one that was read."""
    match = _BEHIND.match(text, begin)
    if match is None or last is None or not isinstance(last.rule.get("worth"), str):
        return None
    amount = ("-" if last.rule["worth"].startswith("-") else "") + number_of(match[2])
    return of_other_role(
        match["who"] + "单位", last, amount, (offset + match.start("who"), offset + match.end()), names
    )


def of_other(words: str, last: Found | None, amount: str, span: Span, names: Names) -> Found | None:
    """What another role or another authority makes of the happening before."""
    return of_other_role(words, last, amount, span, names) or of_other_authority(words, last, amount, span)


def of_other_authority(subject: str, last: Found | None, amount: str, span: Span) -> Found | None:
    """省级加2分, behind what the central ones give for the same: 被采用的，国家级加3分、省级加2分."""
    where = last.rule["select"].get("where", {}) if last is not None and "event" in last.rule["select"] else {}
    names = facts.who_alone(re.sub("每[次篇条件项]$", "", subject.strip("的 ")))
    worth = last.rule.get("worth") if last is not None else None
    if last is None or not names or "authority" not in where or not isinstance(worth, str):
        return None
    held = where["authority"] if isinstance(where["authority"], list) else [where["authority"]]
    if set(names) & set(held) or worth.startswith("-") != amount.startswith("-"):
        return None
    authority: Any = list(names) if len(names) > 1 else names[0]
    rule = {**last.rule, "select": {**last.rule["select"], "where": {**where, "authority": authority}}, "worth": amount}
    return replace(last, rule=rule, spans=(span,), because=f"“{subject.strip('，,、 ')}”：同一情况，另一级的分值")


def others_named(
    subject: Part, said: list[re.Match[str]], rule: dict[str, Any], paid: Span, *, is_issued: bool
) -> Iterator[Found]:
    """迟报、漏报的: what is named beside a kind that is known, as a happening of the document's own for the same points."""
    begin = 0
    ends = subject.text.rfind("的", 0, max(paid[0] - subject.begin, 0)) + 1 or len(subject.text)
    for piece in re.split("[,，、]|或者?|及", subject.text):
        at = subject.text.index(piece, begin)
        begin = at + len(piece)
        around = {subject.text[at - 1 : at] if at else "", subject.text[begin : begin + 1]}
        piece = re.sub("(?:每?[一1]?[次件项])?[扣减加].*$", "", piece)  # 漏报、错报一次扣1分.
        label = re.sub(
            r"^(?:对于?(?=[漏错缺瞒虚未不无拒迟逾超])|第[一二三四五六七八九十百\d]+条)?(?:[\d.、()\s①-⑳]|[一二三四五六七八九十]+(?=[、.)]))*",
            "",
            piece,
        ).strip("的 ")
        if (
            around & set("、或者及")
            and 2 <= len(label) <= _LONGEST
            and (_is_other(subject.text[:at], label, begin <= ends) if is_issued else _AMISS.search(label))
            and not re.search(r"\d|[扣加减]|单位$", label)
            and facts.kind_in(label) is None
            and not any(at < match.end() and match.start() < begin for match in said)
        ):
            start = subject.begin + at + piece.index(label)
            made = {key: value for key, value in rule.items() if key not in ("select", "count")}
            yield Found(
                {**made, "select": {"event": "happening"}},
                ((start, start + len(label)), paid),
                f"“{label}”与前面的情况分值相同",
                (("happening", {"label": label, "of": "unit"}),),
            )


def _is_other(before: str, label: str, is_subject: bool) -> bool:
    """Whether it is something else behind 或: 承办现场会或在会上作经验交流的; none of who else did the same."""
    return (
        is_subject
        and re.search("或者?$", before) is not None
        and len(label) > 3
        and not facts.names_nothing(label)
        and not facts.authorities_in(label)[0]
    )


def in_part(text: str, founds: list[Found], names: Names) -> Iterator[Found]:
    """Recognise that one role bears a part of an amount: of what the other is given in the same words, else of what their clause or the document takes."""
    for part in parts_of(text):
        for match in _IN_PART.finditer(part.text):
            role = next(role for role, said in _ROLES if match["who"] in said.split("|"))
            if role not in dict(names.roles()):
                continue
            times = plain(Decimal(match["percent"]) / 100) if match["percent"] else "0.5"
            side = {"扣": "minus", "加": "plus"}.get(match["side"] or match["side2"] or match["side3"] or "", "")
            others = [each for each in founds if _role_of(each) not in ("", role)]
            because = f"“{match[0].strip('，,')}”：{'一半' if times == '0.5' else f'{times}倍'}"
            if others:
                yield from (_scaled(each, role, times, part.span(match), because) for each in others)
                continue
            rule: dict[str, Any] = {"kind": "factor", "times": times, "where": {"role": role}}
            rule |= {"side": side} if side else {}
            given = {each[0][0] for each in _GIVEN.finditer(text[: part.begin + match.start()])}
            rule |= {"of": [OWN]} if given else {}
            rule |= {"side": "minus"} if given and given <= set("扣减") else {}
            yield Found(rule, (part.span(match),), because)


def _role_of(found: Found) -> str:
    """The one role that a rule is for; empty where it is for any."""
    select = found.rule.get("select")
    role = select.get("where", {}).get("role", "") if isinstance(select, dict) else ""
    return role if isinstance(role, str) and isinstance(found.rule.get("worth"), str) else ""


def _scaled(found: Found, role: str, times: str, span: Span, because: str) -> Found:
    select = {**found.rule["select"], "where": {**found.rule["select"]["where"], "role": role}}
    worth = plain(Decimal(found.rule["worth"]) * Decimal(times))
    return replace(found, rule={**found.rule, "select": select, "worth": worth}, spans=(span,), because=because)


def in_place(founds: Iterable[Found], words: str) -> Iterator[Found]:
    """Give amounts where those from the n-th time on stand in the place of what each time costs: 每退回一次扣0.5分，自第三次起每次扣1分 is no 1.5.

    Not where the words add it: 第三次起每次再扣1分.
    """
    listed = list(founds)
    for place, found in enumerate(listed):
        is_later = found.rule.get("count", {}).get("from") is not None and "replaces" not in found.rule
        said = words[min(begin for begin, _ in found.spans) : max(end for _, end in found.spans)]
        if (
            is_later
            and not _ON_TOP.search(said)
            and any(
                each.rule.get("select") == found.rule["select"] and "count" not in each.rule for each in listed[:place]
            )
        ):
            found = replace(found, rule={**found.rule, "replaces": [OWN]}, because=f"{found.because}，代替前面的分值")
        yield found


def unopposed(founds: Iterable[Found]) -> Iterator[Found]:
    """Give the amounts of one clause without those that are set on the same facts and differ.

    市长交办的逾期每件扣3分，其他的每件扣1分: what tells them apart was not read, and together they would cost 4.
    """
    listed = list(founds)
    worths: defaultdict[str, set[str]] = defaultdict(set)
    for found in listed:
        worths[_taken(found)].add(str(found.rule.get("worth")))
    yield from (found for found in listed if found.rule["kind"] != "score" or len(worths[_taken(found)]) == 1)


def _taken(found: Found) -> str:
    return str((found.rule.get("select"), found.rule.get("count"), found.events))
