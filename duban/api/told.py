"""How records are told in JSON. Codes, not keys, name units; numbers, not keys, name matters; points are decimal strings."""

from typing import Any

from ninja import Schema

from duban.ledger.models import Assignment, JournalLine, Matter, Proposal, Report
from duban.ledger.queries.dossiers import Dossier
from duban.ledger.queries.matters import Row
from duban.ledger.queries.options import Option


class Created(Schema):
    """What was made: its id or number, and the address where it is shown."""

    id: str
    location: str


def row(row: Row) -> dict[str, Any]:
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
        "acts": [act(each) for each in found.options],
    }


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
        "refusal": None if against is None else {"why": against.why, "clause": against.clause, "possible": against.possible},
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


def _brief(matter: Matter) -> dict[str, Any]:
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


def _named(found: Assignment) -> dict[str, str]:
    return {"unit": found.unit.code, "name": found.unit.name}
