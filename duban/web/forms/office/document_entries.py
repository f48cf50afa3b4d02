"""One entry of a part of the whole as a sentence with blanks: a section, a figure, a happening of its own, a category, a period, a class of authorities."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from duban.engine.studio import drafts, heads
from duban.engine.studio.blanks import Blank, BlankError
from duban.ledger.queries.office.drafting.drafted_contents import HEAD, Content
from duban.ledger.refusals import Refused
from duban.web.forms.office.cards import filled

PARTS = tuple(heads.PARTS)
NEW = "new"


@dataclass(frozen=True)
class Entry:
    """The form of one entry: its place or "new", its blanks, those that are asked for or filled first."""

    place: str
    blanks: list[Blank]
    more: list[Blank]
    # By which it is known again; empty for a new one.
    was: str = ""


def listed(content: Content, part: str) -> list[tuple[int, str]]:
    """Return the entries of a part, place and name; nothing for a part that has no blanks."""
    return [(each.place, each.label) for each in heads.entries_of(content) if each.key == part] if part in PARTS else []


def entry_of(content: Content, part: str, asked: str, typed: QueryDict, of: str = "") -> Entry | None:
    """Return the form of the entry that is asked for, with what was typed in; None where none is. A new one stands under the clause `of`."""
    place = _place(content, part, asked)
    if part not in PARTS or (place is None and asked != NEW):
        return None
    begun = {"clause": [of]} if of else {}
    values = filled(typed) or (begun if place is None else heads.values_of(content, part, place))
    offered = heads.blanks_for(values, content, part)
    first = [each for each in offered if each.is_required or each.value or each.name.startswith("fields.1.")]
    was = "" if place is None else str(typed.get("was") or _mark(content, part, place))
    return Entry(asked, first, [each for each in offered if each not in first], was)


def changes_of(content: Content, part: str, given: QueryDict) -> dict[str, Any]:
    """Return the part as it is with the entry that blanks say. Raises Refused, with the blank, for what cannot be taken."""
    place = _place(content, part, given.get("entry", ""))
    if part not in PARTS or (place is None and given.get("entry") != NEW):
        raise Refused("没有这一项", possible="请刷新后再看。")
    if place is not None and given.get("was") and _mark(content, part, place) != given["was"]:
        # Somebody changed the part: what was filled in stands beside, and nothing else is left out.
        place = next((at for at, _ in listed(content, part) if _mark(content, part, at) == given["was"]), None)
        if place is None and given.get("act") == "removal":
            raise Refused("要删的这一项刚刚被改过，或者已经删去了", possible="请刷新后再看。")
    if given.get("act") == "removal" and place is not None:
        return {f"{HEAD}{part}": heads.without_entry(content, part, place)["regime"].get(part)}
    try:
        made = heads.with_entry(content, part, place, filled(given))
    except BlankError as error:
        raise Refused(str(error), field=f"b-{error.name}") from None
    return {f"{HEAD}{part}": made["regime"][part]}


def _mark(content: Content, part: str, place: int) -> str:
    return drafts.mark_of(heads.values_of(content, part, place))


def _place(content: Content, part: str, asked: str) -> int | None:
    place = int(asked) if asked.isdecimal() and len(asked) < 6 else None
    return place if place is not None and place < len(listed(content, part)) else None
