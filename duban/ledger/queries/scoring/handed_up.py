"""What an office hands up of a period: its case with the document itself, its facts, and the head of its chain, by which the centre can hold it to them."""

import datetime
from dataclasses import dataclass
from typing import Any

from duban.engine.packs import loading
from duban.ledger import scores
from duban.ledger.audit.heads import Head
from duban.ledger.governed import Governed
from duban.ledger.models import Chain, Document, Ranking
from duban.ledger.queries.scoring.periods import Span
from duban.people.models import Jurisdiction


@dataclass(frozen=True)
class HandedUp:
    """A case without its facts, with what is said of it beside; and the facts, each with the name of its jurisdiction."""

    case: dict[str, Any]
    facts: list[dict[str, Any]]


def hand_up(jurisdiction: Jurisdiction, span: Span, on: datetime.date) -> HandedUp:
    """Return what an office hands up of a period, as its journal stood at one line: the last one when this began.

    Beside what a case says: `document`, the texts by which it is scored, and their `digest`; `head`, the line of the heads file for that line
    and that day (empty before the first line); `ranking`, what was published of the period, or null.
    """
    chain = Chain.objects.filter(jurisdiction=jurisdiction).first()
    seq, head = (chain.seq, chain.head) if chain else (0, "")
    case = scores.case_for(jurisdiction, span.kind, span.first, span.last, upto=seq)
    facts = [{**row, "jurisdiction": jurisdiction.slug} for row in case.pop("facts")]
    held = Governed.of(jurisdiction, span.first).held
    document = Document.objects.filter(pk=held.digest).first()
    return HandedUp(
        {
            **case,
            "jurisdiction": jurisdiction.slug,
            "note": jurisdiction.name,
            "document": document.files if document else loading.read_pack(jurisdiction.regime),
            "digest": held.digest,
            "head": str(Head(on, jurisdiction.slug, seq, head)) if seq else "",
            "ranking": _published(jurisdiction, span),
        },
        facts,
    )


def _published(jurisdiction: Jurisdiction, span: Span) -> dict[str, Any] | None:
    """Return which ranking of the period is in force: its number (0 as first published), its digest, the last line that it rests on."""
    found = Ranking.objects.filter(jurisdiction=jurisdiction, kind=span.kind, from_on=span.first, to_on=span.last)
    last = found.order_by("-number").first()
    return {"number": last.number, "digest": last.digest, "seq": last.seq} if last else None
