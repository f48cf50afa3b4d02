"""Slips: a label a line (交办事项：… 承办单位：… 办理要求：…), the whole paper one task."""

from __future__ import annotations

import re
from dataclasses import dataclass

from duban.papers.reading.passages.drafts import Draft
from duban.papers.reading.tasks.owners import read_owners
from duban.papers.reading.tasks.roles import Owners
from duban.papers.reading.words.owners import LABELS
from duban.papers.reading.words.sections import SLIP_TASK

_PAIR = re.compile(
    r"(?:^|(?<=[ \u3000\t]))(?P<label>[一-龥]{2,8})[ \u3000]*[：:][ \u3000]*(?P<words>[^\n]*?)(?=[ \u3000\t]{2,}[一-龥]{2,8}[：:]|$)"
)
_FEWEST = 3


@dataclass(frozen=True)
class _Line:
    label: str
    words: str
    start: int
    end: int

    @property
    def role(self) -> str:
        return next((each.kind for each in LABELS if re.fullmatch(each.words, self.label)), "")


def slip_of(text: str) -> list[Draft]:
    """Give the one task of a slip; none where the text is no slip: labels that name a task and one list of units for it."""
    lines = [
        _Line(pair["label"], pair["words"].strip(), line.start() + pair.start(), line.start() + pair.end())
        for line in re.finditer(r"[^\n]+", text)
        for pair in _PAIR.finditer(line.group())
        if pair["words"].strip()
    ]
    tasks = [line for line in lines if SLIP_TASK.compiled.fullmatch(line.label)]
    owning = [line for line in lines if line.role in ("lead", "charge")]
    named = [line for line in tasks if line.label.endswith(("事项", "任务", "事由", "内容", "名称", "问题"))]
    if len(lines) < _FEWEST or len(named) != 1 or len(owning) != 1:
        return []
    owners = Owners()
    for line in lines:
        read = read_owners(line.words, line.role) if line.role in ("lead", "charge", "support", "guide") else None
        if read is not None:
            owners.add(read)
        elif line.role == "limit" and line.label not in ("交办时间", "批示时间"):
            owners.limits.append(line.words)
        elif line not in tasks:
            owners.notes.append((line.label, line.words))
    start, end = lines[0].start, lines[-1].end
    return [Draft(start, end, (start, end), (end, end), owners, None, words=tuple(line.words for line in tasks))]
