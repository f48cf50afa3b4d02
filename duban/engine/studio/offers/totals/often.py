"""What follows from how often something befell a unit in a period, as rules: 年度累计被通报批评3次以上的取消评优资格."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from duban.engine.studio.blanks.names import Names
from duban.engine.studio.offers import facts
from duban.engine.studio.offers.found import Found
from duban.engine.studio.offers.totals.ranks import ACTED, act_named, acts_of, kind_of
from duban.engine.studio.offers.words import CHINESE, number_of, parts_of

_TIMES = re.compile(
    rf"(?P<more>超过)?(?P<number>[{CHINESE}\d]+)次(?P<from>(?:\(含\))?(?:及?以上)?(?:\(含[^()]{{0,4}}\))?)(?:的)?(?:责任|承办)?(?:单位|乡镇|部门|街道)?(?:的)?"
)
_PERIOD = re.compile("年度|年内|全年|一年|当年|季度|半年|[本当每]?月")
# Of one matter, one after the other, or what else must hold: no count of a period.
_OTHER = re.compile("连续|同一|每件|单个|且|同时|[扣加减]")


def often_in(words: str, names: Names) -> Iterator[Found]:
    """Recognise what follows from the third time of something known in a period; nothing where several times are told, or of which period is not said."""
    for part in parts_of(words):
        matches = list(_TIMES.finditer(part.text))
        if len(matches) != 1:
            continue
        (match,) = matches
        acted = ACTED.match(part.text, match.end())
        subject = re.split("[:]", part.text[: match.start()])[-1]
        known = facts.kind_in(subject)
        if acted is None or known is None or _OTHER.search(subject):
            continue
        what, where, said = known
        named = _PERIOD.search(subject)
        kind = kind_of(named[0] if named else "", names)
        number = int(number_of(match["number"])) + bool(match["more"])
        if kind is None or number < 2 or facts.pays(what, where) or "后" in subject:
            continue
        select = {"event": what, **({"where": where} if where else {})}
        count = {"once_per": "unit", "from": number}
        because = f"“{match[0]}”：本单位在考核期间内第{number}次时"
        for act in acts_of(part.text, acted):
            rule: dict[str, Any] = {"kind": "outcome", "name": act_named(act), "select": select, "count": count}
            rule |= {"periods": [kind]} if len(names.periods()) > 1 else {}
            spans = (*(part.span(each) for each in said), part.span(match), part.span(act, "act"))
            yield Found(rule, tuple(sorted(set(spans))), because)
