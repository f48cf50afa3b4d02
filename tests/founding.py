"""Offices under documents that are not built in: founded on a pack's own words, with units of its groups and a year of its own facts."""

import datetime
import itertools
from pathlib import Path

import yaml

from duban.engine.packs import loading
from duban.ledger.actions.office import documents
from duban.ledger.queries.office import regroupings
from tests import cast

DOCUMENTS = Path(__file__).parent / "engine" / "documents"
PACKS = tuple(sorted(path.parent.name for path in DOCUMENTS.glob("*/regime.yaml")))


def office(pack: str | Path | dict[str, str], *, slug: str = "living", on: str = "2026-01-05 09:00") -> cast.Cast:
    """Found an office on a pack: by its folder in tests/engine/documents, its path, or its texts; its units lie in the pack's groups in turn."""
    files = pack if isinstance(pack, dict) else loading.read_pack(DOCUMENTS / pack if isinstance(pack, str) else pack)
    files = {name: text for name, text in files.items() if name != "cases.yaml"}
    at = cast.at(on)
    groups = tuple(yaml.safe_load(files["regime.yaml"]).get("groups") or ())
    made = cast.office("own", slug=slug, groups=groups)
    documents.adopt_document(
        jurisdiction=made.jurisdiction, files=files, in_force_from=at.date(), actor=None, at=at, today=at.date()
    )
    made.jurisdiction.refresh_from_db()
    return made


def day(text: str) -> datetime.date:
    """Return the day of `YYYY-MM-DD`."""
    return datetime.date.fromisoformat(text)


def adopt(office: cast.Cast, pack: str, *, from_on: str) -> None:
    """Let the office adopt another document, an installed one or one of tests/engine/documents, in force from a day.

    Units that none of its groups takes by itself go into its groups in turn.
    """
    files = loading.read_pack(DOCUMENTS / pack if pack in PACKS else pack)
    rows = regroupings.rows_for(office.jurisdiction, loading.load_pack(files))
    own = yaml.safe_load(files["regime.yaml"]).get("groups") or {}
    groups = itertools.cycle(own or ("",))
    told = {row.unit.code: next(groups) for row in regroupings.unsorted(rows, {})}
    documents.adopt_document(
        jurisdiction=office.jurisdiction,
        files={name: text for name, text in files.items() if name != "cases.yaml"},
        in_force_from=day(from_on),
        actor=office.head,
        at=cast.at(f"{from_on} 00:10"),
        today=day(from_on),
        groups=told,
    )
    # With its first document an office has no units yet; those of a cast are there.
    for unit in office.jurisdiction.units.exclude(group__in=own) if own else ():
        office.jurisdiction.units.filter(pk=unit.pk).update(group=next(groups))
