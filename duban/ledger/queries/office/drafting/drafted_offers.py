"""What the words of a clause seem to say: the words that a sentence rests on, and rules on offer; nothing is taken by itself."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duban.engine.studio import offers
from duban.engine.studio.offers import Offer
from duban.ledger.queries.office.drafting.drafted_contents import CLAUSE, HEAD, Content, part_of

_SIGNS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True)
class Passage:
    """A stretch of a clause's own words; `signs` are the sentences that end here, `offered` says that something rests on it, `held` that a sentence does."""

    words: str
    signs: str = ""
    offered: bool = False
    held: bool = False


def sign_of(place: int) -> str:
    """Return the sign of a sentence by its place: ① and so on, beyond twenty in brackets."""
    return _SIGNS[place] if place < len(_SIGNS) else f"（{place + 1}）"


def offered(content: Content, clause: Mapping[str, Any]) -> list[tuple[int, Offer]]:
    """Return what the words of a clause offer that it does not do yet, numbered."""
    words = str(clause.get("original") or "")
    return list(enumerate(offers.offers_in(words, content, clause["clause"]))) if words else []


def passages(content: Content, clause: Mapping[str, Any]) -> list[Passage]:
    """Return a clause's words cut where something recognised begins and ends; a sentence's sign stands behind the last words it rests on."""
    words, rules = str(clause.get("original") or ""), clause.get("rules") or []
    recognised = offers.offers_in(words, content) if words else []
    taken = [
        next((place for place, rule in enumerate(rules) if offers.is_alike(each.rule, rule)), None)
        for each in recognised
    ]
    return _cut(words, recognised, taken)


def changes_by(content: Content, number: str, at: int) -> dict[str, Any] | None:
    """Return the parts that change where the offer of that number is taken; None where there is none."""
    clause = part_of(content, f"{CLAUSE}{number}")
    listed = dict(offered(content, clause)) if clause is not None else {}
    if at not in listed:
        return None
    made = offers.taken(listed[at], content, number)
    changes = {f"{CLAUSE}{number}": part_of(made, f"{CLAUSE}{number}")}
    return changes | {f"{HEAD}{key}": made["regime"][key] for key in listed[at].heads if key in made["regime"]}


def _cut(words: str, recognised: Sequence[Offer], taken: Sequence[int | None]) -> list[Passage]:
    edges = {0, len(words)} | {edge for each in recognised for span in each.spans for edge in span}
    points = sorted(edge for edge in edges if 0 <= edge <= len(words))
    found = []
    for first, last in itertools.pairwise(points):
        resting = [at for at, each in enumerate(recognised) if any(a <= first and last <= b for a, b in each.spans)]
        held = [taken[at] for at in resting if taken[at] is not None]
        ends = [at for at in resting if last == max(span[1] for span in recognised[at].spans)]
        signs = "".join(sign_of(place) for at in ends if (place := taken[at]) is not None)
        found.append(Passage(words[first:last], signs, bool(resting), bool(held)))
    return found
