"""Points by who made a fact: 国家级、省级、市级分别加5、3、1分, and amounts for principal leaders and for others as one table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from duban.engine.studio.blanks.names import Names
from duban.engine.studio.offers import facts
from duban.engine.studio.offers.found import Found
from duban.engine.studio.offers.words import Part
from duban.engine.vocabulary.library import COUNTS_AS

_DISTRIBUTED = re.compile(r"(?P<side>加|奖|减|扣)分?\s*(?P<numbers>\d+(?:\.\d+)?(?:\s*分?、\s*\d+(?:\.\d+)?)+)\s*分")
# 省、市书面通报表扬的: bodies by one sign each, before what they issue.
_BODIES = re.compile(
    r"(?P<bodies>(?:国家级?|省|市|州|县|区)级?(?:、(?:省|市|州|县|区)级?)+)(?:委|政府)?(?P<principal>(?:党政)?主要(?:领导|负责人))?(?=[^、,，。;；]{0,6}(?:书面|通报|批示|表扬|表彰|肯定))"
)
_BODY = {"国家": "central", "省": "province", "市": "prefecture", "州": "prefecture", "县": "county", "区": "county"}
_GRADED = re.compile(r"国家级、省级、[州市]级(?:、县级)?")
# The library knows principal leaders of cities and counties alone.
NO_PRINCIPAL = "；省级以上没有单列主要领导，登记时请只登记主要领导的"


def apart(amounts: list[Found]) -> Iterator[Found]:
    """Amounts of one kind of which one names the principal and another the body in whose name he acts, as one table: he is paid once."""
    kinds: dict[str, list[Found]] = {}
    for found in amounts:
        where = found.rule["select"].get("where", {})
        kinds.setdefault(
            str((found.rule["select"].get("event"), where.get("tone"), found.rule.get("count"))), []
        ).append(found)
    for alike in map(_told_once, kinds.values()):
        points = {name: found.rule["worth"] for found in alike for name in _authorities(found)}
        mixed = any(
            isinstance(found.rule["select"].get("where", {}).get("authority"), str)
            and name in COUNTS_AS
            and COUNTS_AS[name] in points
            for found in alike
            for name in _authorities(found)
        )
        if not mixed or not all(_authorities(found) for found in alike):
            yield from alike
            continue
        first = alike[0].rule
        where = {name: value for name, value in first["select"]["where"].items() if name != "authority"}
        select = {"event": first["select"]["event"], **({"where": where} if where else {})}
        table = {"kind": "score", "select": select, "worth": {"by": "authority", "points": points}}
        spans = tuple(sorted({span for found in alike for span in found.spans}))
        note = NO_PRINCIPAL if any(NO_PRINCIPAL in found.because for found in alike) else ""
        yield Found(table, spans, f"主要领导和其他领导分值不同，合成一张表，一次只计一个分值{note}")


def _told_once(alike: list[Found]) -> list[Found]:
    """Amounts that leave each authority to the one that names it most narrowly: 市长批示的加2分，市政府其他领导批示的加1分; none where two name it alike."""
    widths: dict[str, list[int]] = {}
    for found in alike:
        for name in _authorities(found):
            widths.setdefault(name, []).append(len(_authorities(found)))
    if all(len(each) == 1 for each in widths.values()):
        return alike
    if any(each.count(min(each)) > 1 for each in widths.values()):
        return []
    told = []
    for found in alike:
        own = _authorities(found)
        left = [name for name in own if min(widths[name]) == len(own)]
        if left and left != own:
            where = {**found.rule["select"]["where"], "authority": left if len(left) > 1 else left[0]}
            found = replace(found, rule={**found.rule, "select": {**found.rule["select"], "where": where}})
        told += [found] if left or not own else []
    return told


def _authorities(found: Found) -> list[str]:
    said = found.rule["select"].get("where", {}).get("authority", ())
    return [said] if isinstance(said, str) else list(said)


def distributed_in(part: Part, names: Names) -> Iterator[Found]:
    """国家级、省级、州级、县级分别加4、3、2、1分; 三个等级每次分别减5、3、2分."""
    match = _DISTRIBUTED.search(part.text)
    if (
        match is None
        or "分别"
        not in part.text[max(0, match.start() - 12) : match.start() + 1] + part.text[match.start() : match.end()]
    ):
        return
    numbers = [number.strip(" 分") for number in match["numbers"].split("、")]
    sign = "" if match["side"] in "加奖" else "-"
    known = facts.kind_in(part.text[: match.start()])
    if known is None:
        return
    kind, where, said = known
    if where.get("tone") and (where["tone"] == "praise") == bool(sign):
        return
    bodies, because = _BODIES.search(part.text), f"“{match[0]}”是按级别定的分值"
    spans = [part.span(match), *(part.span(each) for each in said)]
    graded = _GRADED.search(part.text)
    if graded and facts.is_issued(kind) and len(numbers) == graded[0].count("、") + 1:
        by, keys = _grades(names, graded[0])
        spans.append(part.span(graded))
    elif bodies and facts.is_issued(kind) and len(numbers) == bodies["bodies"].count("、") + 1:
        by, keys = "authority", [_BODY[body.rstrip("级")] for body in bodies["bodies"].split("、")]
        spans.append(part.span(bodies, "bodies"))
        if bodies["principal"]:
            keys = [f"{key}_principal" if f"{key}_principal" in COUNTS_AS else key for key in keys]
            alone = [key for key in keys if key not in COUNTS_AS]
            because += NO_PRINCIPAL if alone else ""
    else:
        levels = [(name, label) for name, label in names.levels() if label in part.text]
        if len(levels) != len(numbers) or kind not in ("late", "poor_report", "false_report"):
            return
        by, keys = "level", [name for name, _ in sorted(levels, key=lambda each: part.text.index(each[1]))]
    points = {key: f"{sign}{number}" for key, number in zip(keys, numbers, strict=True)}
    select: dict[str, Any] = {"event": kind, **({"where": where} if where else {})}
    yield Found(
        {"kind": "score", "select": select, "worth": {"by": by, "points": points}},
        tuple(sorted(set(spans))),
        because,
    )


def _grades(names: Names, text: str) -> tuple[str, list[str]]:
    wanted = ("国家", "省", "州" if "州" in text else "市", "县")
    classes = {label: name for name, label in names.classes()}
    held = [
        next((name for label, name in classes.items() if label.startswith(word)), "")
        for word in wanted[: text.count("、") + 1]
    ]
    if all(held):
        return "class", held
    return "authority", ["central", "province", "prefecture", "county"][: text.count("、") + 1]
