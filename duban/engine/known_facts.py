"""Facts of an office as one of its documents knows them: what another document recorded in its own words is left out, not misread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from duban.engine.facts import REQUIRED, VALUES, Fact, FactError, fact_from, facts_from
from duban.engine.vocabulary.words import Words


def known(rows: Iterable[dict[str, Any]], words: Words) -> Iterator[dict[str, Any]]:
    """Yield the rows of the interchange format that a pack's words can read.

    A kind that the pack has not is left out; so is a level, a category, an authority that is another document's, and with it a fact that
    cannot be without. Under a document without own words a matter has no parent: parts and whole both count there.
    """
    lists = {key: frozenset(values) for key, values in {**VALUES, **words.lists}.items()}
    if words.categories:
        lists["category"] = frozenset(words.categories)
    for row in rows:
        kind = row["kind"]
        event = words.events.get(kind)
        if event is None and kind not in REQUIRED:
            continue
        if kind == "assigned" and words.roles:
            role = words.role_of(row.get("role", "lead"))
            if not role:
                continue
            row = {**row, "role": role}
        # What the event declares itself it reads in its own words, whatever the library's are; of a library's kind what it cannot read goes.
        own = event.fields if event is not None and event.fields and (event.is_own or _reads(row, words)) else {}
        strange = [key for key, values in lists.items() if key in row and key not in own and row[key] not in values]
        if not words.is_open and "parent" in row:
            strange.append("parent")
        if strange:
            if not set(strange).isdisjoint(REQUIRED.get(kind, ())):
                continue
            row = {key: value for key, value in row.items() if key not in strange}
        if event is not None and (event.is_own or event.fields) and not _reads(row, words):
            continue
        yield row


def known_facts(rows: Iterable[dict[str, Any]], words: Words) -> list[Fact]:
    """Give the facts that a pack's words can read, in their order. Raises FactError for a row that is none under any document."""
    return facts_from(known(rows, words), words=words)


def _reads(row: Mapping[str, Any], words: Words) -> bool:
    """Whether an event has the fields that the pack declares for it now."""
    try:
        fact_from(row, words=words)
    except FactError:
        return False
    return True
