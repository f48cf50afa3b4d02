"""Units that a task's words name beside those in charge: who helps, and who is doubtful."""

from __future__ import annotations

import re

from duban.papers.reading.passages.drafts import Draft
from duban.papers.reading.passages.sentences import named_in, owners_inside, owners_of_dated
from duban.papers.reading.tasks.doubts import doubt
from duban.papers.reading.tasks.roles import Owners
from duban.papers.reading.tasks.units import is_named
from duban.papers.reading.words.owners import CALLS


def owners_doubted(words: str) -> Owners:
    """Give the units of a point that names a limit and has no bracket, and doubt those beside them."""
    owners = owners_of_dated(words)
    doubt_others(owners, words)
    return owners


def doubt_others(owners: Owners, words: str) -> None:
    """Doubt the units with which later clauses begin and that have no role: …，县消防大队做好技术指导."""
    known = (*owners.lead, *owners.charged, *owners.support, *owners.guide)
    named = (CALLS.compiled.sub("", name, count=1) for name in dict.fromkeys(named_in(words)))
    # 报县政府, 提请县委常委会 …: to whom it goes, and the authority itself, do nothing.
    others = [
        name
        for name in named
        if is_named(name)
        and not any(name in each or each in name for each in known)
        and re.match("[省市县区州].{2}|.{1,5}(?:[镇乡]|街道)$", name)
        and not re.search("(?:政府|[县市区州]委)$", name)
    ]
    if others:
        owners.doubts.append(doubt("also_named", "、".join(others)))


def take_help(slip: Draft) -> None:
    """Let who helps in the words of a slip help, and doubt whom else its words call: 请县教体局牵头，县财政局配合；另请….

    Its own line says who is in charge, whatever the words say.
    """
    words = "\n".join(slip.words)
    slip.owners.support += owners_inside(words).support
    doubt_others(slip.owners, words)
