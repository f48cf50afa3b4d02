"""What users read of a whole office, and the English or internal words in it: there should be none."""

import dataclasses
import datetime
import re
from collections.abc import Iterator

from duban.ledger.models import JournalLine, Notice
from duban.ledger.queries.matters import timelines
from duban.ledger.queries.scoring import periods, scorecards
from duban.ledger.wordings import letters
from duban.people.models import Jurisdiction

# Numbers of appeals and the endings of files are what they are.
_KNOWN = re.compile(r"S\d{4}-\d+|\.(txt|docx|pdf|xlsx)\b|12345|Excel|Word|PDF")
_FOREIGN = re.compile(r"[A-Za-z_][A-Za-z0-9_-]+|\b[0-9a-f]{10,}\b")


def foreign_words(office: Jurisdiction, today: datetime.date) -> set[str]:
    """Return each identifier that stands in a timeline, a notice or a score card of this year, with where."""
    found = set()
    for place, said in _told(office, today):
        found |= {f"{place}: {word}" for word in _FOREIGN.findall(_KNOWN.sub("", said))}
    return found


def _told(office: Jurisdiction, today: datetime.date) -> Iterator[tuple[str, str]]:
    lines = JournalLine.objects.filter(jurisdiction=office).select_related("actor", "unit", "matter")
    for entry in timelines.entries_of(list(lines.prefetch_related("amendments__actor"))):
        yield entry.verb, entry.said
        yield from ((f"{entry.verb} {name}", value) for name, value in entry.details)
        yield from ((f"{entry.verb} amended", said) for said in entry.amendments)
    for unit in office.units.all():
        card = scorecards.card_for(office, unit, periods.span_of("year", today))
        if card is not None:
            yield from _of_card(card)
    for notice in Notice.objects.filter(jurisdiction=office):
        yield from ((notice.name, said) for said in _strings(dataclasses.asdict(letters.paper_of(notice))))


def _of_card(card: scorecards.Card) -> Iterator[tuple[str, str]]:
    yield "card", card.why_unranked
    for line in card.lines:
        yield "card line", line.why
        yield from (("card evidence", f"{each.what} {each.reason} {each.amended}") for each in line.evidence)
    for why, evidence in card.ignored:
        yield "card ignored", why
        yield "card ignored", evidence.what if evidence else ""
    yield from (("card reading", each.words) for each in card.readings)


def _strings(held: object) -> Iterator[str]:
    """Return the sentences in what a paper consists of; a string without Chinese is the name of a style."""
    if isinstance(held, str):
        yield from [held] if re.search("[\u4e00-\u9fff]", held) else []
    elif isinstance(held, dict):
        for each in held.values():
            yield from _strings(each)
    elif isinstance(held, list | tuple):
        for each in held:
            yield from _strings(each)
