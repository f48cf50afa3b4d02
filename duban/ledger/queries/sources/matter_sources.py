"""Where one matter comes from and what it is divided into, for its page; and what may be done about that."""

from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects

from duban.ledger import access, conditions
from duban.ledger.models import (
    Appeal,
    Assignment,
    Decision,
    Handover,
    Instruction,
    Matter,
    Rating,
    Suggestion,
)
from duban.ledger.models.suggestions import Countersignature
from duban.ledger.queries.matters.options import Option
from duban.ledger.refusals import Refused
from duban.people.models import UNIT_ROLES, Officer


@dataclass(frozen=True)
class Sources:
    """What a matter's page shows of where it comes from; `below` are the assignments that opened in a unit's own office."""

    decisions: list[Decision]
    instructions: list[Instruction]
    suggestion: Suggestion | None
    countersignatures: list[Countersignature]
    missing: list[Assignment]
    appeals: list[Appeal]
    ratings: list[Rating]
    above: Handover | None
    below: list[Handover]
    parts: conditions.sources.Parts
    # What the document counts from a meeting that nobody has named yet; shown to the office.
    meeting_unknown: Refused | None


def sources_of(officer: Officer, matter: Matter, present: frozenset[str]) -> Sources:
    """Return where a matter comes from, as far as the officer may see it, in a number of queries that does not grow with it.

    `present` is what there is of it, as `presences` has it: for nothing else is asked.
    """
    is_unit = officer.role in UNIT_ROLES
    suggestion = Suggestion.objects.filter(matter=matter).first() if "suggestion" in present else None
    signed, missing = [], []
    if suggestion is not None:
        suggestion.matter = matter
        found = suggestion.countersignatures.filter(round=suggestion.round)
        signed = list(found.select_related("assignment__unit", "signed_by").order_by("id"))
        missing = [] if suggestion.answer else conditions.sources.uncountersigned(suggestion)
    if {"ratings", "suggestion"} & present:
        rated = Rating.objects.select_related("called_by").order_by("-id")
        prefetch_related_objects([matter], Prefetch("ratings", rated))
    instructions = matter.instructions.select_related("leader", "reported_by").order_by("given_on", "id")
    above = below = None
    if "above" in present and not is_unit:
        above = matter.sources.select_related("assignment__matter__jurisdiction", "assignment__unit").first()
    if "below" in present and not is_unit:
        below = Handover.objects.filter(access.sources.IS_HERE, assignment__matter=matter)
        below = below.select_related("assignment__unit").order_by("id")
    decisions = matter.decisions.select_related("meeting").order_by("id") if "decisions" in present else ()
    appeals = access.public.appeals(officer).filter(matter=matter).order_by("id") if "appeals" in present else ()
    return Sources(
        decisions=[] if is_unit else list(decisions),
        instructions=list(instructions) if "instructions" in present else [],
        suggestion=suggestion,
        countersignatures=signed,
        missing=missing,
        appeals=list(appeals) if officer.is_office else [],
        # An author's words on an answer stand with their suggestion.
        ratings=list(matter.ratings.all()) if "ratings" in present and suggestion is None else [],
        above=above,
        below=list(below or ()),
        parts=conditions.sources.parts_of(matter) if "parts" in present else conditions.sources.Parts(0, 0),
        meeting_unknown=conditions.sources.meeting_unknown(matter) if officer.is_office else None,
    )


def options_of(officer: Officer, matter: Matter, own: Assignment | None, found: Sources) -> list[Option]:
    """Return what this officer's post may do about a matter's parts, instructions and suggestion."""
    options = []
    suggestion = found.suggestion
    if suggestion is not None and own is not None and access.may(officer, "answer_suggestion"):
        if own.is_lead:
            refusal = conditions.sources.answering(suggestion, own)
            options.append(Option("suggestion_answer", "答复提出人", refusal=refusal, presses=refusal is None))
        else:
            refusal = conditions.sources.countersigning(suggestion, own)
            options.append(Option("countersignature", "会签", refusal=refusal, presses=refusal is None))
    if suggestion is not None and access.may(officer, "register_suggestion"):
        options.append(Option("satisfaction", "登记满意度", refusal=conditions.sources.rating(suggestion)))
    if (
        suggestion is None
        and access.may(officer, "rate_matter")
        and (matter.is_done or found.appeals or matter.public_commitment)
    ):
        options.append(Option("rating", "登记回访（满意度）", refusal=conditions.public.rating(matter)))
    if access.may(officer, "decompose_matter"):
        options.append(Option("parts", "分解成子事项", refusal=conditions.sources.decomposing(matter)))
    if access.may(officer, "give_instruction") and not matter.is_done:
        word = "作批示" if officer.is_leader else "录入后续批示"
        options.append(Option("further_instruction", word, note="并入本事项，各承办单位都能看到"))
    return options
