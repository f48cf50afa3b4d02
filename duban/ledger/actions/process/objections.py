"""Objections and pleas: the unit is heard on what counts against it, others than those who ruled decide, and all of it stays on record."""

import datetime
from collections.abc import Mapping

from django.db import IntegrityError, transaction

from duban.ledger import conditions, journal
from duban.ledger.actions.scoring import facts, withdrawals
from duban.ledger.by import By
from duban.ledger.models import Deadline, JournalLine, Matter, Objection, Proposal
from duban.ledger.models.objections import Ground, Verdict
from duban.ledger.models.proposals import STEP, Outcome
from duban.ledger.queries.process import objection_limits
from duban.ledger.refusals import Conflict, Forbidden, Refused, refuse_if
from duban.ledger.storage import locking


@transaction.atomic
def object_to_fact(*, line: JournalLine, ground: str, text: str, by: By) -> Objection:
    """Dispute a record, or give good reason for it (异议、正当理由). Raises Refused without words, or for a record that cannot be disputed, or not any more."""
    assert line.unit is not None
    if ground not in Ground.values:
        raise Refused("请选择提出异议还是说明正当理由", field="ground")
    until = objection_limits.Limits.of(line).until(line)
    refuse_if(conditions.process.objecting(line, ground, on=by.today, until=until))
    return _make(ground, text, by, line=line, matter=line.matter)


@transaction.atomic
def plead_reason(*, deadline: Deadline, text: str, by: By) -> Objection:
    """Give good reason for a date before it is missed, or before that is on record; where it holds, the lateness does not count.

    Raises Refused without words, Conflict where the date is past being pleaded.
    """
    deadline.assignment = locking.hold_assignment(deadline.assignment)
    refuse_if(conditions.process.pleading(Deadline.objects.get(pk=deadline.pk), by.today))
    return _make(Ground.REASON, text, by, deadline=deadline, matter=deadline.assignment.matter)


@transaction.atomic
def rule_on_objection(*, objection: Objection, uphold: bool, reason: str, by: By) -> Objection:
    """Decide. Upheld, the fact is excused (or withdrawn, where it was recorded by hand and is disputed), and steps proposed on it fall.

    Raises Forbidden for whoever recorded it, Refused without reasons, Conflict once decided.
    """
    objection = _held(objection)
    refuse_if(conditions.process.ruling(objection, by.officer))
    if not reason.strip():
        raise Refused("裁定要写明理由", field="reason")
    objection.verdict = Verdict.UPHELD if uphold else Verdict.REJECTED
    objection.reason, objection.ruled_by, objection.ruled_on = reason, by.officer, by.today
    objection.save(update_fields=["verdict", "reason", "ruled_by", "ruled_on"])
    if uphold and objection.ground == Ground.REASON:
        _withdraw_steps(objection)
    verb = "objection.upheld" if uphold else "objection.rejected"
    _record(verb, objection, _matter_of(objection), by, {"reason": reason})
    if uphold:
        _make_good(objection, by)
    return objection


@transaction.atomic
def withdraw_objection(*, objection: Objection, by: By) -> Objection:
    """Take an objection back before it is decided. Raises Forbidden for another unit's, Conflict once decided."""
    objection = _held(objection)
    if by.officer.unit_id != objection.unit_id:
        raise Forbidden("只能由提出的单位撤回")
    if objection.verdict != Verdict.OPEN:
        raise Conflict(f"已经裁定：{Verdict(objection.verdict).label}")
    objection.verdict = Verdict.WITHDRAWN
    objection.save(update_fields=["verdict"])
    _record("objection.withdrawn", objection, _matter_of(objection), by, {})
    return objection


def excuse_heard(deadline: Deadline, line: JournalLine, at: datetime.datetime) -> None:
    """Excuse a lateness for which good reason was found before it came about, in the name of who found it."""
    heard = deadline.objections.filter(verdict=Verdict.UPHELD).select_related("ruled_by").order_by("-id").first()
    if heard is not None and heard.ruled_by is not None:
        facts.excuse_fact(line=line, reason=heard.reason, by=By(heard.ruled_by, at))


def _make(
    ground: str,
    text: str,
    by: By,
    *,
    matter: Matter | None,
    line: JournalLine | None = None,
    deadline: Deadline | None = None,
) -> Objection:
    if not text.strip():
        raise Refused("请写明理由", field="text")
    assert by.officer.jurisdiction is not None and by.officer.unit is not None
    try:
        with transaction.atomic():
            made = Objection.objects.create(
                jurisdiction=by.officer.jurisdiction,
                ground=ground,
                line=line,
                deadline=deadline,
                unit=by.officer.unit,
                text=text,
                clause=conditions.process.clause_of(by.officer.jurisdiction) if ground == Ground.REASON else "",
                made_by=by.officer,
                made_on=by.today,
            )
    except IntegrityError as error:
        raise Conflict("已经提出，正在等待裁定") from error
    _record("objection.made", made, matter, by, {"reason": text, "ground": Ground(ground).label})
    return made


def _make_good(objection: Objection, by: By) -> None:
    line = objection.line
    if line is not None:
        disputed = objection.ground == Ground.DISPUTE
        withdrawals.make_good(line=line, is_disputed=disputed, reason=objection.reason, by=by)


def _withdraw_steps(objection: Objection) -> None:
    """Withdraw the steps proposed on a lateness for which there is good reason: they go on 无正当理由（特殊原因）only."""
    waiting = Proposal.objects.filter(
        act=STEP, assignment__unit=objection.unit, assignment__matter=_matter_of(objection), outcome=Outcome.OPEN
    )
    waiting.update(outcome=Outcome.WITHDRAWN)


def _matter_of(objection: Objection) -> Matter | None:
    if objection.line is not None:
        return objection.line.matter
    assert objection.deadline is not None
    return objection.deadline.assignment.matter


def _held(objection: Objection) -> Objection:
    related = (
        "jurisdiction",
        "unit",
        "line__matter",
        "line__jurisdiction",
        "line__unit",
        "deadline__assignment__matter",
    )
    found = Objection.objects.select_for_update(of=("self",), no_key=True).select_related(*related)
    return found.get(pk=objection.pk)


def _record(verb: str, made: Objection, matter: Matter | None, by: By, data: Mapping[str, object]) -> None:
    journal.record(
        verb,
        jurisdiction=made.jurisdiction,
        of=made,
        unit=made.unit,
        matter=matter,
        actor=by.officer,
        at=by.at,
        data={**data, "clause": made.clause},
    )
