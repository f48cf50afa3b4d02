"""Rules that the words of a clause seem to say, as suggestions with the words they rest on; nothing is taken by itself, and rather none than a wrong one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from duban.engine.evaluation.abbreviations import score_of
from duban.engine.packs.sources import PackError
from duban.engine.rules import read_rule
from duban.engine.rules.points import Beyond, Points
from duban.engine.rules.scores import Score
from duban.engine.sentences.rules import sentence_of
from duban.engine.studio import blanks, drafts, reading
from duban.engine.studio.blanks.names import Names
from duban.engine.studio.drafts import Content
from duban.engine.studio.offers import classes, needs
from duban.engine.studio.offers.assessed import Place
from duban.engine.studio.offers.dates import dates_in, signatures_in
from duban.engine.studio.offers.flat import flat_in
from duban.engine.studio.offers.found import OWN, Found
from duban.engine.studio.offers.ladders.ranges import late_ranges_in
from duban.engine.studio.offers.ladders.steps import headed_step_in, overdue_steps_in, steps_in
from duban.engine.studio.offers.own_limits import limited
from duban.engine.studio.offers.places import places_in, spans_in
from duban.engine.studio.offers.points import points_in
from duban.engine.studio.offers.sharers import in_part
from duban.engine.studio.offers.standards import standards_in
from duban.engine.studio.offers.totals.bands import bands_in, of_periods_in, results_in
from duban.engine.studio.offers.totals.often import often_in
from duban.engine.studio.offers.totals.ranks import ranks_in
from duban.engine.studio.offers.totals.thresholds import thresholds_in
from duban.engine.studio.offers.words import POINTS, Span, alike, each_first, parts_of

_OFFERED = "（识别）"
_SCORES = re.compile(rf"百分制|[加减扣][^,，。;；\d]{{0,8}}?{POINTS}|(?:基础|起评|基准)分|(?:总分|满分)\D{{0,2}}\d")
_AMOUNT = re.compile(rf"(?:[加减扣奖]|得)(?:除|分)?[^,，。;；、\d]{{0,4}}?{POINTS}")
# So many cells words may have beside one another before they are a table.
_CELLS = 3

__all__ = ["Offer", "is_alike", "offers_in", "seems_to_say", "taken", "unread_in"]


@dataclass(frozen=True, slots=True)
class Offer:
    """A rule that words seem to say: its sentence, the places of the words that it rests on, and why.

    `heads` is what it brings along, by key of the head: events and quantities {id: entry}, sections {id: entry}.
    """

    rule: dict[str, Any]
    sentence: str
    spans: tuple[Span, ...]
    because: str
    heads: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)

    @property
    def events(self) -> dict[str, dict[str, Any]]:
        """The own happenings that it brings along."""
        return self.heads.get("events", {})


def offers_in(words: str, content: Content, number: str | None = None) -> list[Offer]:
    """List the rules that the words of a clause seem to say, in the order of the words.

    With the `number` of the clause what it does already is not offered again.
    """
    if words.count("\t") > _CELLS:
        return []  # A table is cut into its items, and each offers its own.
    text = alike(words)
    held = drafts.rules_of(drafts.clause_of(content, number)) if number is not None else []
    said = list(_said(text, content, number))
    # What the clause holds in other names than the words give is told again by one of them each, not by all that cost as much.
    left = [other for other in held if not any(not heads and is_alike(rule, other) for rule, heads, _, _ in said)]
    found: list[Offer] = []
    for rule, heads, spans, because in said:
        if not heads and any(is_alike(rule, other) for other in held):
            continue
        if any(heads == other.heads and is_alike(rule, other.rule) for other in found):
            continue
        again = next((other for other in left if _says_again(rule, heads, other, content)), None)
        if again is not None:
            left.remove(again)
            continue
        beside = [other.rule for other in found if other.rule["kind"] == "step"]
        found.append(Offer(rule, _sentence(rule, needs.with_heads(content, heads, ""), beside), spans, because, heads))
    return found


def _said(
    text: str, content: Content, number: str | None
) -> Iterator[tuple[dict[str, Any], needs.Heads, tuple[Span, ...], str]]:
    """What words seem to say, as (rule, what it brings along, where, why), in their order; what a shorter clause says further on is left to it."""
    place = needs.place_of(content, number)
    before: list[dict[str, Any]] = []
    for each in sorted(_found(text, Names(content), place), key=lambda one: one.spans[0]):
        if number is not None and _stands_below(text, each.spans[0][0], content, number):
            continue
        if each.rule["kind"] == "grade" and _gives_points(content):
            continue  # Grades beside points are given by people; this rule stands in the place of points.
        rule, heads = needs.named(each, content, number)
        rule = _identified(rule, content, before)
        for key in ("replaces", "of"):
            if rule.get(key) == [OWN]:
                rule = {**rule, key: [number]} if number else {name: rule[name] for name in rule if name != key}
        into = place.named_in(text[: each.spans[0][0]])
        for section in heads.get("sections", {}).values() if into.section else ():
            section.setdefault("in", into.section)
        if rule["kind"] in ("score", "cap") and "into" not in rule and into.section:
            rule = {**rule, "into": into.section}  # What stands under an item counts into it, and is used up with it.
        because = each.because
        if number is not None and not heads and (other := _said_in(rule, content, number)):
            rule, because = {"kind": "restated", "clause": other}, f"{other}已经这样规定，重复计分就错了"
        full = next(
            (each for each in (place, *place.others) if each.is_full and each.section == rule.get("into")), None
        )
        if full is not None and {"quantity", "unit"} & set(rule.get("select", ())):
            because += f"；“{full.label}”项起评已是满分，这一句要从0起，请先在全文的分项里去掉起评分"
        before.append(rule)
        yield rule, heads, each.spans, because


def _gives_points(content: Content) -> bool:
    """Whether a document scores, by its own words or by what it does already."""
    clauses = drafts.clauses_of(content)
    words = " ".join(alike(str(clause.get(drafts.ORIGINAL) or "")) for clause in clauses)
    kinds = {str(rule.get("kind")) for clause in clauses for rule in drafts.rules_of(clause)}
    return bool(_SCORES.search(words) or {"base", "score", "points"} & kinds)


def seems_to_say(words: str, content: Content) -> bool:
    """Say whether the words of a clause seem to say any rule; cheaper than making the offers."""
    return next(_found(alike(words), Names(content), Place()), None) is not None


def unread_in(words: str, content: Content) -> list[str]:
    """List the amounts in the words of a clause that nothing on offer rests on."""
    if words.count("\t") > _CELLS:
        return []
    text = alike(words)
    spans = [span for each in _found(text, Names(content), Place()) for span in each.spans]
    amounts = (
        match for match in _AMOUNT.finditer(text) if not any(a < match.end() and match.start() < b for a, b in spans)
    )
    return list(dict.fromkeys(match[0].strip() for match in amounts))


def is_alike(rule: dict[str, Any], other: dict[str, Any]) -> bool:
    """Say whether two rules do the same, written in the older kinds or in slots; a date by whatever name no reader sees."""
    if rule.get("kind") == other.get("kind") == "deadline":
        return all(rule.get(key) == other.get(key) for key in ("label", "count", "counts_from"))
    return blanks.is_same(rule, other) or (_slots(rule) is not None and _slots(rule) == _slots(other))


def _slots(rule: dict[str, Any]) -> Any:
    """What a rule takes, how often and for what, whoever must have a matter; None for other kinds."""
    try:
        read = read_rule(blanks.node_of(rule), "", blanks.node_of({}))
    except PackError:
        return None
    read = score_of(read) if isinstance(read, Points | Beyond) else read
    if not isinstance(read, Score):
        return None
    where = {name: wanted for name, wanted in read.select.where.items() if name != "matter"}
    return (
        read.select.kind,
        read.select.names,
        tuple(sorted(where.items())),
        read.count,
        read.worth.amount,
        read.worth.by,
        dict(read.worth.points),
    )


def _said_in(rule: dict[str, Any], content: Content, number: str) -> str | None:
    """The clause that says the same points already."""
    told = _slots(rule)
    for clause in drafts.clauses_of(content) if told is not None else ():
        if clause.get("clause") != number and any(_slots(other) == told for other in drafts.rules_of(clause)):
            return str(clause["clause"])
    return None


def _stands_below(text: str, at: int, content: Content, number: str) -> bool:
    """Whether the sentence at that place stands, word for word, as a shorter clause further on: it is that clause that says it."""
    # Rows of a sheet that stand one after another are divided by blanks.
    part = next(each for each in reversed(list(parts_of(text, "。;；\n "))) if each.begin <= at)
    sentence = part.text.strip()
    place = [clause.get("clause") for clause in drafts.clauses_of(content)].index(number)
    for clause in drafts.clauses_of(content)[place + 1 :]:
        other = re.sub(r"\s", "", alike(str(clause.get(drafts.ORIGINAL) or "")))
        if (
            clause.get("clause") != number
            and _annex(str(clause.get("clause"))) == _annex(number)
            and len(other) < len(re.sub(r"\s", "", text))
            and len(sentence) > 8
            and sentence in other
        ):
            return True
    return False


def _annex(number: str) -> str:
    """The annex in which a clause stands; empty for the body. What the body says, an annex only says again."""
    return number.split(" ", 1)[0] if number.startswith("附") else ""


def _sentence(rule: dict[str, Any], content: Content, beside: Sequence[dict[str, Any]]) -> str:
    """The sentence of a rule as the card will say it, steps that are offered with it `beside` it."""
    made = {"clause": _OFFERED, "gist": _OFFERED, "kinds": ["score"], "rules": [rule, *beside]}
    draft = reading.read({**content, "clauses": [*drafts.clauses_of(content), made]})
    read = draft.rules_of(_OFFERED).get(0)
    if read is None or draft.regime is None:
        return blanks.said(blanks.values_of(rule, content), content)
    return sentence_of(read, draft.regime)


def taken(offer: Offer, content: Content, number: str) -> Content:
    """Return the draft with an offer as a rule of a clause, and the happenings that it brings along. Raises KeyError without the clause.

    Names that the draft has come to have since the offer was made are not taken twice.
    """
    drafts.clause_of(content, number)
    rule, heads = needs.renamed(offer.rule, offer.heads, content, number)
    if rule["kind"] == "deadline" and str(rule.get("name")).startswith("limit_"):
        rule = _identified({key: value for key, value in rule.items() if key != "name"}, content)
    made = needs.with_heads(content, heads, number)
    clauses = [
        {**clause, "rules": [*(clause.get("rules") or ()), rule]} if clause.get("clause") == number else clause
        for clause in drafts.clauses_of(made)
    ]
    return {**made, "clauses": clauses}


def _found(text: str, names: Names, place: Place) -> Iterator[Found]:
    text = each_first(text)
    rows = spans_in(text)
    standards = [*standards_in(text, place), *(() if place.is_typed else classes.uncarried(flat_in(text), text))]
    standards = [each for each in standards if not any(a < to and at < b for a, b in each.spans for at, to in rows)]
    timed = list(places_in(text, names))
    rest = list(text)
    for first, last in (*(span for each in standards for span in each.spans), *rows):
        rest[first:last] = "　" * (last - first)
    paid = list(limited(text, (*standards, *timed, *points_in("".join(rest), names)), place.worth))
    yield from paid
    yield from in_part(text, paid, names)
    yield from dates_in(text, names)
    yield from signatures_in(text)
    bands = list(bands_in(text, names))
    yield from bands
    yield from of_periods_in(text, names)
    # Grades that points come to are none that a person gives.
    yield from (each for each in results_in(text, names.groups()) if not bands or each.rule["kind"] != "grade")
    yield from ranks_in(text, names)
    yield from thresholds_in(text, names)
    yield from often_in(text, names)
    yield from late_ranges_in(text, names)
    yield from steps_in(text, names)
    yield from headed_step_in(text, names)
    yield from overdue_steps_in(text, names)


def _says_again(rule: dict[str, Any], heads: dict[str, Any], held: dict[str, Any], content: Content) -> bool:
    """Whether one of the clause does already what a rule does with figures, happenings or a label of its own: for the same points, by the same day."""
    if rule["kind"] == held.get("kind") == "deadline":
        return bool(rule["count"] == held.get("count"))
    if not heads.get("quantities") and not heads.get("events"):
        return False
    ours, theirs = rule.get("select", {}), held.get("select")
    return (
        isinstance(theirs, dict)
        and ("quantity" in ours) == ("quantity" in theirs)
        and (rule.get("worth"), rule.get("count")) == (held.get("worth"), held.get("count"))
        and (rule.get("worth") is not None or needs.works_alike(ours, heads, theirs, content))
    )


def _identified(rule: dict[str, Any], content: Content, others: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """A deadline has a name that no reader sees."""
    if rule["kind"] != "deadline" or "name" in rule:
        return rule
    rules = [*others, *(each for clause in drafts.clauses_of(content) for each in drafts.rules_of(clause))]
    held = {str(each.get("name")) for each in rules if each.get("kind") == "deadline"}
    return {**rule, "name": next(name for number in range(1, len(held) + 2) if (name := f"limit_{number}") not in held)}
