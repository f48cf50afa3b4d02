"""Sanctions: recommended by the office for a unit or persons, approved, and only then carried out, with their paper."""

import datetime
from collections.abc import Sequence

from django.db import transaction

from duban.ledger import conditions
from duban.ledger.actions.matters import stages
from duban.ledger.actions.papers import notices
from duban.ledger.actions.process import consequences
from duban.ledger.actions.requests import effects, proposals
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Proposal
from duban.ledger.models.consequences import PAPERS, Kind
from duban.ledger.models.proposals import Act, Outcome
from duban.ledger.queries.process import consequences as known
from duban.ledger.refusals import Conflict, Refused, refuse_if


@transaction.atomic
def propose_sanction(
    *, assignment: Assignment, kinds: Sequence[str], reason: str, by: By, persons: Sequence[str] = ()
) -> Proposal:
    """Recommend what the document provides for: `kinds` by gravity, for the unit itself or, where `persons` are named, for them.

    Raises Refused for a kind that the document does not have, and for one that befalls persons where none is named.
    """
    assignment = stages.hold_assignment(assignment)
    refuse_if(conditions.requests.sanction(assignment))
    measures = {each.kind: each for each in known.measures_of(Governed.of(assignment.matter).document)}
    if not kinds or set(kinds) - set(measures):
        raise Refused("请选择办法规定的处理方式", field="kinds")
    chosen = [measures[Kind(kind)] for kind in kinds]
    lacking = next((each for each in chosen if each.needs_person and not persons), None)
    if lacking is not None:
        raise Refused(f"“{lacking.word}”要写明对哪些人员", clause=lacking.clause, field="persons")
    details = {"kinds": [each.kind.value for each in chosen], "persons": list(persons)}
    return proposals.propose(
        assignment, Act.SANCTION, reason=reason, actor=by.officer, at=by.at, clause=chosen[0].clause, details=details
    )


@transaction.atomic
def carry_out_sanction(
    *, proposal: Proposal, by: By, note: str = "", papers_by: datetime.date | None = None
) -> Proposal:
    """Carry out an approved sanction: its numbered paper goes out, and each measure is on record for the unit or for each person.

    `papers_by` is required where a written self-criticism is among them. Raises Conflict unless it is approved.
    """
    assignment = stages.hold_assignment(proposal.assignment)
    proposal = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    if proposal.act != Act.SANCTION or proposal.outcome != Outcome.APPROVED:
        raise Conflict("这项处理建议没有批准，或者已经实施")
    matter, today = assignment.matter, by.today
    measures = {each.kind: each for each in known.measures_of(Governed.of(matter).document)}
    chosen = [measures[Kind(kind)] for kind in proposal.details["kinds"]]
    if any(each.kind in PAPERS for each in chosen) and (papers_by is None or papers_by < today):
        raise Refused("请限定材料交来的日期，不早于今天", field="papers_by")
    persons = proposal.details["persons"]
    effects.end(proposal, Outcome.CARRIED_OUT, today)
    for measure in chosen:
        for person in persons or [""]:
            consequences.impose(
                jurisdiction=matter.jurisdiction,
                unit=assignment.unit,
                person=person,
                kind=measure.kind,
                clause=measure.clause,
                matter=matter,
                proposal=proposal,
                reason=proposal.reason,
                owed_by=papers_by if measure.kind in PAPERS else None,
                by=by,
            )
    acts = {"discipline_handover" if each.kind == Kind.HANDOVER else "sanction" for each in chosen}
    for act in sorted(acts):
        told = [each for each in chosen if (each.kind == Kind.HANDOVER) is (act == "discipline_handover")]
        notices.issue_notice(
            jurisdiction=matter.jurisdiction,
            act=act,
            matter=matter,
            # What is handed over is told to the discipline body, and not to the unit.
            unit=None if act == "discipline_handover" else assignment.unit,
            clause=told[0].clause,
            words={
                "note": note,
                "measures": [each.word for each in told],
                "persons": persons,
                "reason": proposal.reason,
            },
            by=by,
        )
    return proposal
