"""What a document lets be recorded: its own events and the library's kinds that it names, with fields, bounds and words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from duban.engine import facts, wording
from duban.engine.clauses import Regime
from duban.engine.packs.references import used_events
from duban.engine.recording import names
from duban.engine.recording.figures import figures_of, key_of, sheet_rows, typed_quantities, typed_sections
from duban.engine.recording.kinds import Recordable
from duban.engine.rules.bases import Sheet, SheetTotal
from duban.engine.rules.fields import Rule
from duban.engine.rules.grades import Grade
from duban.engine.rules.periods import OfPeriods
from duban.engine.rules.points import Beyond, Points
from duban.engine.rules.quantities import Counted
from duban.engine.vocabulary.events import PROVED, Event, Field

# Of the library's kinds those that a person records; the others follow from acts. What each has beside unit, day and matter.
BY_HAND: Mapping[str, tuple[str, ...]] = {
    "circular": ("authority", "tone", "occasion"),
    "instruction": ("authority", "tone", "occasion"),
    "interview": ("authority",),
    "promoted": ("authority", "occasion"),
    "published": ("authority", "occasion"),
    "hosted_meeting": ("authority", "occasion"),
    "inspection_excellent": ("authority", "occasion"),
    "top_ranked": (),
    "period_total": ("period", "points"),
    "poor_report": ("defect",),
    "false_report": ("defect",),
    "uncooperative": (),
    "late": ("what",),
    "sheet": ("section", "points"),
    "grade": ("grade",),
    "figure": ("quantity", "value", "by"),
}
_IN_LIBRARY = (Points, Beyond, Sheet, SheetTotal, Grade)
_OPTIONAL = ("occasion", "defect", "by", "category")


def keeps_library(regime: Regime, choices: Mapping[str, str] | None = None) -> bool:
    """Say whether a document speaks the library's whole language: it scores in the library's kinds and has no events of its own."""
    return not regime.words.events and any(isinstance(rule, _IN_LIBRARY) for rule in regime.rules_of(Rule, choices))


def kinds_of(regime: Regime, choices: Mapping[str, str] | None = None) -> dict[str, Recordable]:
    """Give what may be recorded under the choices, by kind: the document's own events first, in its order, then the library's.

    Offered is what the document names. One that scores in the library's kinds and has no words of its own speaks the library's whole
    language: what does not score under it may still be kept on record.
    """
    complete = regime.choices(choices)
    rules, own = regime.scores(complete), regime.words.events
    named = {*own, *used_events(regime)}
    if keeps_library(regime, complete):
        named |= set(BY_HAND) - {"figure", "period_total"}
    sections, quantities = typed_sections(regime, complete), typed_quantities(regime, complete)
    named |= {"sheet"} if sections else set()
    named |= {"figure"} if quantities else set()
    named |= {"period_total"} if regime.rules_of(OfPeriods, complete) else set()
    named |= {"grade"} if regime.rules_of(Grade, complete) else set()
    kinds = [name for name, event in own.items() if event.is_own]
    kinds += [name for name in BY_HAND if name in named]
    counted = {"sheet", "grade", "figure"}
    counting = [quantity.form.select for quantity in regime.quantities if isinstance(quantity.form, Counted)]
    for select in (*(rule.select for rule in rules), *counting):
        counted |= set(select.names) if select.kind == "event" else set()
    found = {}
    for name in kinds:
        event = own.get(name) or Event(
            name, wording.KINDS.get(name, ""), is_own=False, proof="required" if name in PROVED else "none"
        )
        if event.entered_by == "daily":
            continue
        taking = tuple(rule for rule in rules if rule.select.kind == "event" and name in rule.select.names)
        fields = tuple(fields_of(regime, complete, event))
        if any(rule.worth.range is not None for rule in taking):
            fields = tuple(field for field in fields if field.name not in ("amount", "person"))
        figures = figures_of(regime, complete, name) if name in ("sheet", "figure") else {}
        found[name] = Recordable(event, fields, taking, name in counted, figures)
    return found


def fields_of(regime: Regime, choices: Mapping[str, str], event: Event) -> Iterator[Field]:
    """Give the fields of an event: those of the library that the pack leaves as they are, then those that it declares."""
    library = BY_HAND.get(event.id, ())
    if event.id == "grade" and any(rule.by_class for rule in regime.rules_of(Grade, choices)):
        library = (*library, "category")
    for name in library:
        is_optional = name in _OPTIONAL
        if name not in event.fields and not (is_optional and event.fields):
            yield _library(regime, choices, event.id, name, is_optional)
    # Points that go by how late something was ask for it; a lateness of another kind has no days.
    if event.id == "late" and "days" not in event.fields and regime.reads("late", "days", choices):
        yield Field("days", "whole", names.LABELS["days"], True, least=Decimal(1), unit="天")
    for name, field in event.fields.items():
        label = field.label if field.label != name else names.LABELS.get(name, "")
        words = field.words
        if field.type in ("authority", "level") and not words:
            words = names.authorities(regime) if field.type == "authority" else names.levels(regime)
        if not label and field.type == "choice":
            label = f"{'、'.join(words.values())}" if len(words) < 4 else "种类"
        yield replace(field, label=label or names.BY_TYPE.get(field.type, "内容"), words=words)


def _library(regime: Regime, choices: Mapping[str, str], kind: str, name: str, is_optional: bool) -> Field:
    words: Mapping[str, str] = {}
    type_ = "text"
    if name == "authority":
        words, type_ = names.authorities(regime), "authority"
    elif name == "tone":
        words, type_ = wording.VALUES["tone"], "choice"
    elif name == "what":
        words, type_ = {each: wording.VALUES["what"][each] for each in facts.WHAT[kind]}, "choice"
    elif name == "grade":
        words, type_ = {each: each for each in names.grades(regime, choices)}, "choice"
    elif name == "category":
        words, type_ = {each.id: each.name for each in regime.categories}, "choice"
    elif name == "section":
        words = {key_of(each): names.word_of(regime, each) for each in typed_sections(regime, choices)}
        words |= {each.row: each.row for each in sheet_rows(regime, choices)}
        type_ = "choice" if words else "text"
    elif name == "quantity":
        words, type_ = {each.id: names.word_of(regime, each) for each in typed_quantities(regime, choices)}, "choice"
    elif name == "period":
        kinds = [rule.of for rule in regime.rules_of(OfPeriods, choices)]
        words, type_ = {kind: names.period_word(regime, kind) for kind in kinds}, "choice"
    elif name in ("points", "value"):
        type_ = "decimal"
    return Field(name, type_, names.LABELS[name], is_optional, words)
