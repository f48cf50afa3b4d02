"""One task as it is being read: where its words and its owners stand, and how it becomes an item."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from duban.papers.reading.passages.closings import EDGES
from duban.papers.reading.passages.points import Mark, Points
from duban.papers.reading.tasks.dates import Dating, limits_of
from duban.papers.reading.tasks.doubts import doubt
from duban.papers.reading.tasks.items import Item
from duban.papers.reading.tasks.roles import Owners

_LIMIT_WORDS = re.compile(
    r"(?:完成|办结|整改|落实|推进|报送|交办)?(?:时限|期限|完成时间|完成日期|截止日期|时间节点|时序进度)(?:要求)?\s*[：:]\s*([^\n；;。）)】]+)"
)


@dataclass
class Draft:
    """A task in the making. `head` is its passage before the owners, `tail` what follows them.

    `words` stand for both where the task's words lie apart, as on a slip; `issued_on` is the day of its own instruction.
    """

    start: int
    end: int
    head: tuple[int, int]
    tail: tuple[int, int]
    owners: Owners
    mark: Mark | None
    defaulted: bool = False
    issued_on: date | None = None
    words: tuple[str, ...] = ()

    def item(self, text: str, points: Points, dating: Dating, number: int, first_leads: bool) -> Item:
        """Give the item, with the roles of its owners and its limits."""
        roles = self.owners.roles(first_leads)
        if self.issued_on:
            # An instruction is dated itself: 下周五前 counts from the day on which it was written.
            dating = Dating(self.issued_on.year, self.issued_on)
        words = text[slice(*self.head)].strip(EDGES.replace("。", ""))
        tail = text[slice(*self.tail)].strip(EDGES.replace("。", ""))
        lines = (line.strip() for line in f"{words}\n{tail}".splitlines())
        words = "\n".join(self.words or (line for line in lines if line))
        labelled = tuple(m[1] for m in _LIMIT_WORDS.finditer(words)) + tuple(self.owners.limits)
        plain = _LIMIT_WORDS.sub("", words)
        if not self.owners.limits and not self.words:
            plain += "\n" + text[self.head[1] : self.tail[0]]
        limits = limits_of(plain, dating, labelled)
        doubts = roles.doubts + ((doubt("default_owner"),) if self.defaulted else ())
        return Item(
            self.mark.label if self.mark else str(number),
            words,
            roles.lead,
            roles.support,
            limits.milestones,
            limits.due,
            doubts + limits.doubts,
            (self.start, self.end),
            points.headings_above(self.mark) if self.mark else (),
            roles.guide,
            limits.recurrence,
            roles.notes,
        )
