"""Points by what became of matters: 按期办结的，每件加1分; 提前办结的，每件加0.5分."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duban.engine.studio.blanks.names import Names
from duban.engine.studio.offers import classes
from duban.engine.studio.offers.found import Found
from duban.engine.studio.offers.words import Part, Span

# What became of a matter, as documents say it; not the first of something longer (提前办结率).
_BECAME = (
    (re.compile("提前(?:办结|完成|销号)(?![率\\d])"), "early"),
    (re.compile("(?:按[期时]|如期|在(?:规定)?[时期]限内)(?:办结|完成|销号)(?![率\\d])"), "on_time"),
)


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
