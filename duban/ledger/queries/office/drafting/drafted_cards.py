"""The desk of a draft: every clause with its state on the left, the card of one of them on the right."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from duban.engine.packs import loading
from duban.engine.studio import blanks, cards, checking, drafts, heads
from duban.engine.studio.blanks import Blank
from duban.engine.studio.cards import Card, Sentence
from duban.engine.studio.offers.items import items_in
from duban.engine.studio.offers.levels import levels_in
from duban.ledger.models import RegimeDraft
from duban.ledger.queries.office.drafting import drafted_examples, drafted_offers, drafted_tables
from duban.ledger.queries.office.drafting.drafted_contents import CLAUSE, Content, named, part_of, with_part


@dataclass(frozen=True)
class Entry:
    """A clause in the list: `state` of `cards.STATES`, and how many faults stand at it."""

    number: str
    gist: str
    state: str
    faults: int


@dataclass(frozen=True)
class Pending:
    """A sentence or an example that is being filled in and is not kept yet: its place (None: a new one), its blanks, what is missing."""

    place: int | None
    values: Mapping[str, Sequence[str]]
    fault: str = ""
    is_example: bool = False


@dataclass(frozen=True)
class Said:
    """One sentence of a card: its sign, its words, the blanks that are asked for and those that may be filled, and what is wrong with it."""

    place: int | None
    sign: str
    text: str
    kind: str
    blanks: Sequence[Blank]
    more: Sequence[Blank]
    faults: Sequence[str]
    is_open: bool = False
    # By which the sentence is known again; empty for a new one.
    was: str = ""


def desk_of(
    draft: RegimeDraft, number: str, *, adding: str = "", pending: Pending | None = None, is_open: bool
) -> dict[str, Any]:
    """Return what the page of a draft shows: the list, how much is decided, and the card of that clause or else the first.

    `adding` is the number of the kind of a sentence that is about to be added, `pending` what was filled into one; `is_open`: whether the
    draft may be changed.
    """
    content = draft.content
    states = cards.states_of(content)
    faults = checking.faults_of(content)
    at_fault = Counter(each.clause for each in faults)
    entries = [
        Entry(
            each["clause"],
            str(each.get("gist", "")),
            states[each["clause"]],
            # That nothing is said yet of a clause is its state, and no fault beside it.
            at_fault[each["clause"]] - (states[each["clause"]] == "undecided"),
        )
        for each in content["clauses"]
    ]
    counts = Counter(each.state for each in entries)
    numbers = [each.number for each in entries]
    here = number if number in states else (numbers[0] if numbers else "")
    found: dict[str, Any] = {
        "entries": entries,
        "counts": [(state, name, counts[state]) for state, name in cards.STATES.items() if counts[state]],
        "decided": len(entries) - counts["undecided"],
        "undecided": counts["undecided"],
        "standing": faults,
        "of_document": [each for each in faults if each.clause is None],
        "clause": None,
    }
    if here:
        place = numbers.index(here)
        found |= {
            "before": numbers[place - 1] if place else "",
            "after": numbers[place + 1] if place + 1 < len(numbers) else "",
            **card_for(draft, here, adding=adding, pending=pending, is_open=is_open),
        }
    return found


def card_for(draft: RegimeDraft, number: str, *, adding: str, pending: Pending | None, is_open: bool) -> dict[str, Any]:
    """Return the card of one clause: its words with what rests on them, sentences, offers, readings, examples, lines, faults."""
    content = draft.content
    clause, card = part_of(content, f"{CLAUSE}{number}"), cards.card_of(content, number)
    rules = clause.get("rules") or []
    words = str(clause.get("original") or "")
    features = loading.load_features()
    kinds = list(enumerate(blanks.kinds(content))) if is_open else []
    if pending is None and adding.isdecimal() and int(adding) < len(kinds):
        pending = Pending(None, kinds[int(adding)][1].values)
    if pending is None and adding == "example":
        pending = Pending(None, {}, is_example=True)
    sentence = pending if pending is None or not pending.is_example else None
    return {
        "clause": clause,
        "card": card,
        "sentences": [_said(each, card, rules[each.rule], content, sentence, is_open) for each in card.sentences],
        "passages": drafted_offers.passages(content, clause),
        "offers": drafted_offers.offered(content, clause) if is_open else [],
        "of_clause": [
            (each.key, each.place, _OF_CLAUSE[each.key], each.label)
            for each in heads.entries_of(content, number)
            if each.key in _OF_CLAUSE
        ],
        "may_add": _OF_CLAUSE.items() if is_open else (),
        "table": drafted_tables.proposal_of(content, number),
        "items": items_in(content, number) if is_open else [],
        "levels": levels_in(words, content) if is_open else None,
        "card_faults": [each.what for each in card.faults if each.rule is None and each.what != checking.UNDECIDED],
        "kinds": kinds,
        "has_figures": bool(content["regime"].get("quantities")),
        "added": _added(sentence, number, content) if is_open and sentence and sentence.place is None else None,
        "readings": [each for each in content["readings"] if number in each.get("clauses", ())],
        **_examples(content, clause, pending if pending is not None and pending.is_example else None, is_open),
        "features": [(name, each["label"]) for name, each in features.items()] if is_open else [],
        "feature_names": [features[each]["label"] for each in _listed(clause.get("feature")) if each in features],
        "last_touched": draft.touched.get(f"{CLAUSE}{number}"),
        "cuts": cuts_of(words),
        "why": next((clause[key] for key in _OTHERS if clause.get(key)), ""),
    }


def _said(
    sentence: Sentence, card: Card, rule: dict[str, Any], content: Content, pending: Pending | None, is_open: bool
) -> Said:
    faults = [fault.what for fault in card.faults if fault.rule == sentence.rule]
    is_pending = pending is not None and pending.place == sentence.rule
    values: Mapping[str, Sequence[str]] = blanks.values_of(rule, content) if is_open else {}
    if is_pending and pending is not None:
        values, faults = pending.values, [pending.fault, *faults] if pending.fault else faults
    asked, more = _blanks(values, card.number, content) if is_open else ([], [])
    kind = str((values.get("kind") or [""])[0])
    return Said(
        sentence.rule,
        drafted_offers.sign_of(sentence.rule),
        sentence.text,
        kind,
        asked,
        more,
        faults,
        is_pending or bool(faults),
        drafts.mark_of(rule),
    )


def _examples(content: Content, clause: dict[str, Any], pending: Pending | None, is_open: bool) -> dict[str, Any]:
    """Return the examples of a clause, with what is being filled in in place of what is kept; and the form of a new one."""
    shown = drafted_examples.examples_of(content, clause, is_open)
    if pending is None or not is_open:
        return {"examples": shown, "new_example": None}
    rows = drafted_examples.rows_of(pending.values, content)
    if pending.place is None:
        return {"examples": shown, "new_example": drafted_examples.Shown(-1, "", [], rows, pending.fault, True)}
    told = [
        each if each.place != pending.place else replace(each, rows=rows, fault=pending.fault, is_open=True)
        for each in shown
    ]
    return {"examples": told, "new_example": None}


def _added(pending: Pending, number: str, content: Content) -> Said:
    asked, more = _blanks(pending.values, number, content)
    kind = str((pending.values.get("kind") or [""])[0])
    return Said(None, "", "", kind, asked, more, [pending.fault] if pending.fault else [], is_open=True)


def _blanks(values: Mapping[str, Sequence[str]], number: str, content: Content) -> tuple[list[Blank], list[Blank]]:
    """Part the blanks of a sentence into those that are asked for or filled, and those that may be; of readings only this clause's."""
    own = {f"when.{each['id']}" for each in content["readings"] if number in each.get("clauses", ())}
    found = [
        each
        for each in blanks.blanks_for(values, content)
        if (each.value or not each.name.startswith("when.") or each.name in own)
        and not drafted_examples.is_idle(each, content)
    ]
    rows = {each.name.rsplit(".", 1)[0] for each in found if each.is_required}
    shown = _always(values, found)
    asked = [
        each
        for each in found
        if each.is_required
        or each.is_asked
        or each.value
        or each.name.rsplit(".", 1)[0] in rows
        or ".rows." in each.name
        or each.name.startswith(shown)
    ]
    return asked, [each for each in found if each not in asked]


def _always(values: Mapping[str, Sequence[str]], found: Sequence[Blank]) -> tuple[str, ...]:
    """How the names of blanks begin that nobody must fill and everybody looks for: the section, a first and a further condition; all of a sentence that demands none."""
    kind = str((values.get("kind") or [""])[0])
    if not any(each.is_required for each in found):
        return tuple({each.name for each in found if not each.name.startswith("when.")})
    if kind != "score":
        return ("only_if.", "side", "of")
    has_condition = any(each.value for each in found if each.name.startswith("only_if."))
    is_of_units = list(values.get("select.shape") or ()) == ["unit"]
    into = ["into"] if any(each.name == "into" and len(each.choices) > 1 for each in found) else []
    return tuple([*into, *(["only_if."] if has_condition or is_of_units else [])])


def cuts_of(words: str) -> list[tuple[int, str]]:
    """Return where a clause may be cut in two: the place of each sentence but the first, with how it begins."""
    places = [at + 1 for at, sign in enumerate(words) if sign in "。；\n" and at + 1 < len(words)]
    return [(at, words[at : at + 24].strip()) for at in places if words[at : at + 24].strip()][:30]


def said_of(content: Content, part: str, value: Any) -> list[str]:
    """Return one version of a part in sentences, for two to be compared."""
    if value is None:
        return ["删去"]
    if part.startswith(CLAUSE):
        card = cards.card_of(with_part(content, part, value), part.removeprefix(CLAUSE))
        told = [str(value.get("gist", "")), *(each.text for each in card.sentences if each.text)]
        others = [f"{name}：{value[key]}" for key, name in _OTHERS.items() if value.get(key)]
        return [*told, *others, str(value.get("original", ""))]
    (text,) = drafts.files_of({"regime": {named(part): value}, "readings": [], "clauses": []}).values()
    return text.splitlines()[:60]


# What of the whole may stand under a clause, and is said from its card.
_OF_CLAUSE = {"events": "自有情形", "sections": "分项", "quantities": "数据", "categories": "事项类别"}
_OTHERS = {"by_person": "由人评定", "cannot": "系统不能办理", "no_rule": "不需系统处理"}


def _listed(value: Any) -> list[str]:
    return list(value) if isinstance(value, list) else [value] if value else []
