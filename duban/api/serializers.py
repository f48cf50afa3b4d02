"""How records are told in JSON. Codes, not keys, name units; numbers, not keys, name matters; points are decimal strings."""

from typing import Any

from ninja import Schema

from duban.ledger.models import (
    Assignment,
    Claim,
    Consequence,
    Decision,
    Instruction,
    JournalLine,
    Matter,
    Meeting,
    Objection,
    Proposal,
    Recurrence,
    Report,
)
from duban.ledger.queries.matters.dossiers import Dossier
from duban.ledger.queries.matters.listing.rows import Brief, Held, Listed
from duban.ledger.queries.matters.options import Option


class Created(Schema):
    """What was made: its id or number, and the address where it is shown."""

    id: str
    location: str
    remarks: list[str] = []


def row(row: Listed) -> dict[str, Any]:
    """Tell one line of the ledger."""
    return {
        **_brief(row.matter),
        "due_on": row.due_on,
        "done_on": row.done_on,
        "lead": [_named(each) for each in row.leads],
        "support": [_named(each) for each in row.supports],
        "progress": row.progress.done if row.progress else None,
    }


def dossier(found: Dossier) -> dict[str, Any]:
    """Tell a matter with everything that the officer may see of it."""
    matter = found.matter
    return {
        **_brief(matter),
        "requirement": matter.requirement,
        "standard": matter.standard,
        "source_text": matter.source_text,
        "quantifiable": matter.quantifiable,
        "due_on": matter.due_on,
        "due_rule": matter.due_rule,
        "regime": matter.regime,
        "regime_version": matter.regime_version,
        "dispatched_on": matter.dispatched_on,
        "parent": matter.parent.no if matter.parent else None,
        "milestones": [{"on": each.on, "text": each.text} for each in found.milestones],
        "assignments": [assignment(each) for each in (*found.assignments, *found.gone)],
        "reports": [report(each) for each in found.reports],
        "proposals": [proposal(each) for each in found.proposals],
        "acts": [act(each) for each in found.options], "remarks": found.remarks,
    }  # fmt: skip


def assignment(found: Assignment) -> dict[str, Any]:
    """Tell one unit's part in a matter."""
    return {
        **_named(found),
        "part": found.part,
        "stage": found.stage,
        "due_on": found.due_on,
        "accept_by": found.accept_by,
        "redo_by": found.redo_by,
        "dispatched_on": found.dispatched_on,
        "accepted_on": found.accepted_on,
        "completed_on": found.completed_on,
        "points": None if found.points is None else str(found.points),
        "version": found.version,
    }


def act(option: Option) -> dict[str, Any]:
    """Tell what may be done, or what stands against it."""
    against = option.refusal
    return {
        "act": option.act,
        "word": option.word,
        "unit": option.assignment.unit.code if option.assignment else None,
        "id": option.key,
        "possible": against is None,
        "refusal": None
        if against is None
        else {"why": against.why, "clause": against.clause, "possible": against.possible},
    }


def report(found: Report) -> dict[str, Any]:
    """Tell a report. Its assignment's version is the one to send with a ruling."""
    return {
        "id": found.pk,
        "unit": found.assignment.unit.code,
        "what": found.what,
        "done": found.done,
        "problems": found.problems,
        "blocked": found.blocked,
        "next_steps": found.next_steps,
        "visible_progress": found.visible_progress,
        "ruling": found.ruling,
        "reason": found.reason,
        "submitted_on": found.submitted_on,
        "reviewed_on": found.reviewed_on,
    }


def proposal(found: Proposal) -> dict[str, Any]:
    """Tell a proposal with its signatures in order."""
    return {
        "id": found.pk,
        "unit": found.assignment.unit.code,
        "act": found.act,
        "step": found.step,
        "clause": found.clause,
        "reason": found.reason,
        "until": found.until,
        "to": found.to_unit.code if found.to_unit else None,
        "outcome": found.outcome,
        "proposed_on": found.proposed_on,
        "carried_out_on": found.carried_out_on,
        "signatures": [
            {"role": each.role, "officer": str(each.officer or ""), "decision": each.decision, "reason": each.reason}
            for each in sorted(found.signatures.all(), key=lambda each: each.order)
        ],
        "version": found.version,
    }


OBJECTION = ("unit", "line__matter", "deadline__assignment__matter")


def recurrence(found: Recurrence) -> dict[str, Any]:
    """Tell a recurring report with its dates."""
    return {
        "id": found.pk,
        "matter": found.assignment.matter.no,
        "unit": found.assignment.unit.code,
        "every": found.every,
        "number": found.number,
        "rest": found.rest,
        "said": found.said,
        "rule": found.rule,
        "clause": found.clause,
        "from_on": found.from_on,
        "through_on": found.through_on,
        "ended_on": found.ended_on,
        "dates": [
            {"on": each.on, "met_on": each.met_on, "lifted_on": each.lifted_on}
            for each in found.deadlines.order_by("on", "id")[:400]
        ],
    }


def objection(found: Objection) -> dict[str, Any]:
    """Tell an objection or a plea: against which line of the journal, or of which date."""
    matter = found.line.matter if found.line else found.deadline.assignment.matter if found.deadline else None
    return {
        "id": found.pk,
        "unit": found.unit.code,
        "matter": matter.no if matter else None,
        "ground": found.ground,
        "fact": found.line.seq if found.line else None,
        "deadline": found.deadline.on if found.deadline else None,
        "text": found.text,
        "clause": found.clause,
        "made_on": found.made_on,
        "verdict": found.verdict,
        "reason": found.reason,
        "ruled_on": found.ruled_on,
    }


def consequence(found: Consequence) -> dict[str, Any]:
    """Tell what was imposed, and what is owed or was held because of it."""
    names = (
        "reason",
        "imposed_on",
        "until_on",
        "owed_by",
        "fulfil_by",
        "handed_in_on",
        "kept",
        "checked_on",
        "set_for",
        "place",
        "held_on",
        "record",
        "result",
        "result_on",
        "lifted_on",
        "lift_reason",
    )
    return {
        "id": found.pk,
        "unit": found.unit.code,
        "person": found.person,
        "kind": found.kind,
        "clause": found.clause,
        "matter": found.matter.no if found.matter else None,
        **{name: getattr(found, name) for name in names},
    }


def claim(found: Claim) -> dict[str, Any]:
    """Tell praise that was claimed; `fact` is the line that it became."""
    names = (
        "kind", "person", "title", "authority", "document", "fields", "occasion", "happened_on", "text", "made_on", "standing",
        "reason", "ruled_on",
    )  # fmt: skip
    return {
        "id": found.pk,
        "unit": found.unit.code,
        "matter": found.matter.no if found.matter else None,
        "fact": found.line.seq if found.line else None,
        **{name: getattr(found, name) for name in names},
    }


def meeting(found: Meeting) -> dict[str, Any]:
    """Tell a meeting."""
    return {"id": found.pk, "name": found.name, "kind": found.kind, "held_on": found.held_on, "minutes": found.minutes}


def decision(found: Decision) -> dict[str, Any]:
    """Tell a decision and what became of it."""
    matter = found.matter.no if found.matter else None
    return {
        "id": found.pk,
        "order": found.order,
        "text": found.text,
        "matter": matter,
        "dropped_reason": found.dropped_reason,
    }


def instruction(found: Instruction) -> dict[str, Any]:
    """Tell a leader's instruction and its result."""
    return {"id": found.pk, "leader": found.leader.username if found.leader else None} | {
        "superior": {each: getattr(found, f"superior_{each}") for each in ("name", "post", "level")}
        if found.is_superiors
        else None,
        "scan": found.scan_id,
        "text": found.text,
        "given_on": found.given_on,
        "matter": found.matter.no if found.matter else None,
        "further": found.further,
        "result": found.result,
        "reported_on": found.reported_on,
        "read_on": found.read_on,
    }


def line(found: JournalLine) -> dict[str, Any]:
    """Tell a line of the journal."""
    return {
        "seq": found.seq,
        "verb": found.verb,
        "at": found.at,
        "on": found.on,
        "actor": found.actor.username if found.actor else None,
        "unit": found.unit.code if found.unit else None,
        "matter": found.matter.no if found.matter else None,
        "of": found.of,
        "kind": found.kind,
        "data": found.data,
        "amends": found.amends.seq if found.amends else None,
        "algorithm": found.algorithm,
        "previous": found.previous,
        "digest": found.digest,
    }


def _brief(matter: Matter | Brief) -> dict[str, Any]:
    return {
        "no": matter.no,
        "title": matter.title,
        "state": matter.state,
        "category": matter.category,
        "source": matter.source,
        "level": matter.level,
        "urgent": matter.urgent,
        "registered_on": matter.registered_on,
        "version": matter.version,
    }


def _named(found: Assignment | Held) -> dict[str, str]:
    return {"unit": found.unit.code, "name": found.unit.name}
