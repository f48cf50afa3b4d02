"""What is read out of a division-of-work paper: drafts that a person reviews before use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


class UnreadablePaper(ValueError):
    """The file cannot be read as a paper; the message is one sentence for the user."""


@dataclass(frozen=True)
class Milestone:
    """One limit as the paper words it; `date` is None where it names no single existing day."""

    date: date | None
    text: str


@dataclass(frozen=True)
class Item:
    """One task in draft. `span` are the offsets of its passage in `Paper.text`.

    `guide` are units named with 指导, `recurrence` the words of what comes round (每月5日前), `notes` what else the paper says
    of the task and no field takes, each with its label or header: 第一责任人, 适用范围, 考核要点.
    """

    no: str
    text: str
    lead: tuple[str, ...]
    support: tuple[str, ...]
    milestones: tuple[Milestone, ...]
    due: date | None
    doubts: tuple[str, ...]
    span: tuple[int, int]
    parents: tuple[str, ...] = ()
    guide: tuple[str, ...] = ()
    recurrence: str = ""
    notes: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give the item as INTERFACES publishes it."""
        answer: dict[str, Any] = {
            "no": self.no,
            "text": self.text,
            "lead": list(self.lead),
            "support": list(self.support),
            "milestones": [{"date": m.date.isoformat() if m.date else None, "text": m.text} for m in self.milestones],
            "due": self.due.isoformat() if self.due else None,
            "doubts": list(self.doubts),
        }
        more = {"guide": list(self.guide), "recurrence": self.recurrence, "notes": _joined(self.notes)}
        return answer | {name: value for name, value in more.items() if value}


@dataclass(frozen=True)
class Paper:
    """A paper as read. `text` is what the spans of its items point into; `doubts` concern it as a whole; `by_eye` where its words were recognised in a picture."""

    items: tuple[Item, ...]
    unparsed: tuple[str, ...]
    year: int | None
    text: str = ""
    doubts: tuple[str, ...] = ()
    by_eye: bool = False

    def as_json(self) -> dict[str, Any]:
        """Give the answer of `duban parse`."""
        return {"items": [item.as_json() for item in self.items], "unparsed": list(self.unparsed)}


def _joined(notes: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Give the notes by label, those under one label joined: two units may each have a 责任人."""
    joined: dict[str, list[str]] = {}
    for label, words in notes:
        joined.setdefault(label, []).append(words)
    return {label: "、".join(dict.fromkeys(words)) for label, words in joined.items()}
