"""Points by what became of matters: 按期办结的，每件加1分; 提前办结的，每件加0.5分."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from duban.engine.studio.blanks.names import Names
from duban.engine.studio.offers import classes
from duban.engine.studio.offers.found import Found
from duban.engine.studio.offers.words import Part, Span

# What became of a matter, as documents say it; not the first of something longer (提前办结率).
_BECAME = (
    (re.compile("提前(?:办结|完成|销号)(?![率\\d])"), "early"),
    (re.compile("(?:按[期时]|如期|在(?:规定)?[时期]限内)(?:办结|完成|销号)(?![率\\d])"), "on_time"),
)


# In addition to what is given for it in time.
_MORE = re.compile("[再另]加|额外|增加|追加")


def unmixed(amounts: Iterable[Found], words: str) -> Iterator[Found]:
    """Give amounts without those for matters done in time where those done early have more: 提前完成的加1分，按期完成的加0.5分 would give the early ones both."""
    listed = list(amounts)
    early = [each for each in listed if _is(each, "early")]
    for found in listed:
        if _is(found, "on_time") and any(
            Decimal(each.rule["worth"]) > Decimal(found.rule["worth"])
            and not _MORE.search(words[min(begin for begin, _ in each.spans) : max(end for _, end in each.spans)])
            for each in early
        ):
            continue
        yield found


def _is(found: Found, word: str) -> bool:
    select = found.rule.get("select")
    return isinstance(select, dict) and word in select.get("matters", ()) and isinstance(found.rule.get("worth"), str)


def became_in(subject: Part, each: str, amount: str, paid: tuple[Span, str], names: Names) -> Iterator[Found]:
    """Recognise what became of matters before an amount that is given for `each` of them; `paid` is where the amount stands, and its words.

    Of one class of matters it is that level or category of the document, and nothing where the document has none such.
    """
    of_class = classes.named_in(subject.text, names)
    if not re.search("件(?!次)|项", each) or amount.startswith("-") or (of_class is not None and not of_class[1]):
        return
    for pattern, word in _BECAME:
        said = pattern.search(subject.text)
        if said:
            where = {"where": of_class[1]} if of_class is not None else {}
            rule = {"kind": "score", "select": {"matters": ["closed", word], **where}, "worth": amount}
            spans = [subject.span(said), paid[0], *([subject.span(of_class[0])] if of_class is not None else [])]
            yield Found(rule, tuple(sorted(spans)), f"“{said[0]}”的事项，“{paid[1]}”是分值")
            return
