"""The levels of matters that words name (特别重要、比较重要、一般重要三个等级): offered, as points by level can only be said once they are there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from duban.engine.studio import drafts
from duban.engine.studio.drafts import Content
from duban.engine.studio.offers.words import Span, alike, number_of

_NAMED = re.compile(r"(?P<names>[^,，。;；:：\n]{3,60}?)(?P<count>[两二三四五2-5])个[^,，。;；、]{0,4}?(?:等级|级别)")
_BEGINS = re.compile(r".*(?:划分为|分为|对应|按照?|设)")
_BRACKETS = re.compile(r"\([^()]*\)")
# Grades of units, not levels of matters.
_GRADES = re.compile("优秀|良好|合格|较差|称职")
_LONGEST = 8


@dataclass(frozen=True, slots=True)
class Levels:
    """Levels as the document names them, in its order; `is_defined` where the words say that matters are so divided."""

    labels: tuple[str, ...]
    span: Span
    is_defined: bool

    @property
    def sentence(self) -> str:
        """What is offered."""
        return f"事项分{len(self.labels)}个级别：{'、'.join(self.labels)}"


def levels_in(words: str, content: Content) -> Levels | None:
    """Return the levels that the words of a clause name; None where they name none, or the draft has levels already."""
    if drafts.head_of(content).get("levels"):
        return None
    text = alike(words)
    for match in _NAMED.finditer(text):
        plain = _BRACKETS.sub("", match["names"])
        if _GRADES.search(plain):
            continue
        begins = _BEGINS.match(plain)
        labels = tuple(part.strip(" “”") for part in re.split("[、和及]", plain[begins.end() if begins else 0 :]))
        if len(labels) == int(number_of(match["count"])) and all(1 <= len(each) <= _LONGEST for each in labels):
            first = text.index(labels[0], match.start())
            return Levels(labels, (first, match.end()), "分为" in match["names"])
    return None
