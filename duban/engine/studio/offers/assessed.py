"""What is assessed and what it is worth, by the words around a standard and the section that stands under the clause."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from duban.engine.studio.offers.words import Part

_WORTH = re.compile(
    r"\(\s*(?:满分|计|共)?\s*(\d+(?:\.\d+)?)\s*分(?=[),，;；、])|(?<![扣减])得\s*(\d+(?:\.\d+)?)\s*分|(?<=[^\d扣减加得满])(\d+(?:\.\d+)?)\s*分\s*:|满分\s*(?:为|是)?\s*(\d+(?:\.\d+)?)\s*分"
)
SUBJECT = re.compile(
    r"^(?:\s*(?:第[一二三四五六七八九十百\d]+条|\d{1,2}[.、]|\([\d一二三四五六七八九十]{1,3}\)|[①-⑳])\s*)|^[,，;；。、\s]+|[,，;；。、\s(]+$"
)
# The words of an amount before: what follows begins anew.
_AFTER_POINTS = re.compile(r"^.*[扣减加]除?\s*\d+(?:\.\d+)?\s*分[,，;；]?")
# What only says that something is to be done.
_ASKED = re.compile(r"^(?:按照(?:要求|规定)?|按要求|按规定|应当?|要)(?=..)")
_LABEL = 20


@dataclass(frozen=True, slots=True)
class Place:
    """Where the points of a clause go: the section that stands under it, what it is called, what it is worth, and whom it is for; all empty where it has none."""

    section: str = ""
    label: str = ""
    worth: str = ""
    group: str = ""
    # The section begins with all its points: what a figure earns would come on top and be cut again.
    is_full: bool = False
    # A person gives all that stands under the clause: what the words take is in that figure already.
    is_typed: bool = False
    # Of several sections under the clause the words say which: the one named last before the standard.
    others: tuple[Place, ...] = ()

    def named_in(self, words: str) -> Place:
        """Return the place of points of which the words before speak."""
        known = [(words.rfind(each.label), each) for each in self.others if each.label and each.label in words]
        return max(known, key=lambda each: each[0])[1] if known else self


@dataclass(frozen=True, slots=True)
class Said:
    """The part in which a standard stands, the words before it that say of what, where its points go, and all words from there on."""

    part: Part
    subject: str
    place: Place
    words: str

    @property
    def label(self) -> str:
        """What is assessed, as the words before the standard begin or the section is called."""
        if self.place.label:
            return _ASKED.sub("", self.place.label.rstrip("…"))[:_LABEL]
        subject = _AFTER_POINTS.sub("", self.subject)
        plain = _ASKED.sub("", SUBJECT.sub("", SUBJECT.sub("", subject)).strip())
        plain = re.sub(r"的?得\s*\d+(?:\.\d+)?\s*分.*$", "", plain)  # What it is worth is no part of its name.
        pieces = re.split(r"[,，:(;；=＝]", re.sub(r"\([^()]*\)?", "", plain))
        return next((each.strip() for each in pieces if len(each.strip()) > 1), "")[:_LABEL]

    @property
    def last(self) -> str:
        """The words just before the standard, where they are short enough to name something."""
        pieces = [
            each.strip()
            for each in re.split(r"[,，:。(;；=＝]", SUBJECT.sub("", self.subject))
            if len(each.strip()) > 1
        ]
        last = SUBJECT.sub("", pieces[-1]) if pieces else ""
        return last if 1 < len(last) <= _LABEL else self.label

    @property
    def worth(self) -> str:
        """What the item is worth; empty where neither its words nor its section say so, or the words say several."""
        found = {next(filter(None, each.groups())) for each in _WORTH.finditer(self.part.text)}
        if self.place.worth:
            return self.place.worth
        here = [next(filter(None, each.groups())) for each in _WORTH.finditer(self.words)]
        return found.pop() if len(found) == 1 else here[0] if len(here) == 1 else ""

    def into(self) -> dict[str, Any]:
        """The section, as a rule names it."""
        return {"into": self.place.section} if self.place.section else {}
