"""What a table says is done already: a ledger of last year holds what was finished beside what goes on."""

from __future__ import annotations

import re
from collections.abc import Iterable

from duban.papers.reading.texts.folding import folded

_ASKED = re.compile(
    r"(?:是否|有无|是不是)?(?:已|按期)?(?:销号|办结|完成|完结|结案|落实)(?:情况|状态|与否)?|(?:办理|办结|完成|销号|落实|事项|任务)状态|状态"
)
_DONE = re.compile(r"是|[√✓✔☑]|已?(?:经)?(?:全部|按期|按时)?(?:销号|办结|完成|完结|结案)")


def asks_if_finished(heading: str) -> bool:
    """Tell whether a column is there to say that its rows are finished."""
    return bool(_ASKED.fullmatch(re.sub(r"\s", "", folded(heading))))


def finished_in(said: Iterable[tuple[str, str]]) -> str:
    """Return the word by which a row's cells (heading, words) say that it is finished, as written; empty where none does."""
    for heading, words in said:
        if asks_if_finished(heading) and _DONE.fullmatch(re.sub(r"[\s。.]", "", folded(words))):
            return words.strip()
    return ""
