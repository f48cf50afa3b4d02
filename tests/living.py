"""Offices under the documents of tests/engine/documents: nobody's packs, adopted as any office adopts one."""

import datetime
from pathlib import Path

from duban.ledger.actions.office import documents
from tests import cast

DOCUMENTS = sorted((Path(__file__).parent / "engine" / "documents").glob("*/regime.yaml"))


def office_under(text, *, slug="own"):
    """Return a cast whose office has adopted the document of that text, in force since January 2026; its units stand in its groups in turn."""
    made = cast.office("county-plan", slug=slug)
    jurisdiction = made.jurisdiction
    documents.adopt_document(
        jurisdiction=jurisdiction,
        files={"regime.yaml": text},
        in_force_from=datetime.date(2026, 1, 1),
        actor=None,
        at=cast.at("2026-01-01 09:00"),
        today=datetime.date(2026, 1, 1),
    )
    jurisdiction.refresh_from_db()
    return made
