"""Interviews (约谈): the unit is summoned in writing for a time and a place, the talk is put on record with its day, and later what came of it."""

import datetime

from django.db import transaction
from django.utils import timezone

from duban.ledger import conditions, journal
from duban.ledger.actions.papers import annulments, notices
from duban.ledger.actions.process.consequences import Imposition, hold, impose, tell
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Consequence, Notice, Proposal
from duban.ledger.models.annulments import Fate
from duban.ledger.models.consequences import Kind
from duban.ledger.queries.process import consequences
from duban.ledger.refusals import Conflict, Refused, refuse_if
from duban.ledger.storage import locking, rows
from duban.ledger.wordings import letters
from duban.people.models import Officer


@transaction.atomic
def summon(
    *,
    proposal: Proposal,
    set_for: datetime.datetime,
    place: str,
    by: By,
    led_by: Officer | None = None,
    summoned: str = "",
    note: str = "",
) -> Consequence:
    """Summon the unit to the interview of an approved step: a numbered paper with time and place. Said again, it is put off to another time.

    Raises Refused for a time that is over, or without place or leader; Conflict unless the step was approved and holds an interview.
    """
    assignment = locking.hold_assignment(proposal.assignment)
    proposals = Proposal.objects.select_for_update(of=("self",), no_key=True).select_related("jurisdiction")
    proposal = proposals.get(pk=proposal.pk)
    proposal.assignment = assignment
    refuse_if(conditions.process.summoning(proposal))
    if set_for <= by.at:
        raise Refused("约谈时间已经过了", field="set_for")
    if not place.strip():
        raise Refused("请写明约谈地点", field="place")
    matter, step = assignment.matter, Governed.of(assignment.matter).step(proposal.step)
    led_by = led_by or consequences.usual_interviewer(assignment, step)
    if led_by is None:
        raise Refused("请写明由哪位领导约谈", clause=step.clause, field="led_by")
    held = consequences.summons_of(proposal)
    is_again = held is not None
    if held is None:
        talk = Imposition(Kind.INTERVIEW, step.clause, step.name, person=summoned, led_by=led_by, place=place.strip())
        held = impose(
            talk, jurisdiction=matter.jurisdiction, unit=assignment.unit, matter=matter, proposal=proposal, by=by
        )
    held.set_for, held.place, held.led_by = set_for, place.strip(), led_by
    held.person = summoned or held.person
    held.save(update_fields=["set_for", "place", "led_by", "person"])
    local = timezone.localtime(set_for)
    when = f"{local:%Y-%m-%d %H:%M}"
    notices.issue_notice(
        of=matter,
        act="summons",
        unit=assignment.unit,
        clause=step.clause,
        words={
            "step": proposal.step,
            "when": when,
            "place": held.place,
            "led_by": f"{led_by}{f'（{led_by.title}）' if led_by.title else ''}",
            "summoned": held.person,
            "again": is_again,
            "note": note,
        },
        by=by,
    )
    tell("consequence.summoned", held, by, {"kind": held.get_kind_display(), "when": when, "place": held.place})
    return held


def call_off(proposal: Proposal, reason: str, actor: Officer | None, at: datetime.datetime) -> None:
    """Call the interview off to which the unit was summoned, inside the transaction in which its step is taken back."""
    held = consequences.summons_of(proposal)
    if held is None:
        return
    held.lifted_on, held.lift_reason = timezone.localdate(at), reason or "报批撤回，约谈取消"
    held.save(update_fields=["lifted_on", "lift_reason"])
    journal.record(
        "consequence.lifted",
        jurisdiction=held.jurisdiction,
        of=held,
        unit=held.unit,
        matter=held.matter,
        actor=actor,
        at=at,
        data={"kind": held.get_kind_display(), "reason": held.lift_reason, "clause": held.clause},
    )


@transaction.atomic
def record_event(
    *, consequence: Consequence, held_on: datetime.date, record: str, by: By, person: str = "", place: str = ""
) -> Consequence:
    """Put on record that a talk or an explanation in person took place, on which day, where, with whom, and what was said.

    Raises Refused for anything else, a day to come, without words, or for another day where a limit runs from the day already.
    """
    held = hold(consequence)
    if not held.is_event:
        raise Refused("这一项不是约谈或当面说明")
    if held_on > by.today:
        raise Refused("日期还没有到", field="held_on")
    if not record.strip():
        raise Refused("请写明谈了什么", field="record")
    refuse_if(conditions.process.holding(held, held_on))
    held.held_on, held.record, held.person = held_on, record, person or held.person
    held.place = place.strip() or held.place
    if held.owed_by is not None:
        held.handed_in_on = held_on
    held.save(update_fields=["held_on", "place", "record", "person", "handed_in_on"])
    data = {"kind": held.get_kind_display(), "person": held.person, "reason": record}
    tell("consequence.held", held, by, data)
    return held


@transaction.atomic
def record_result(*, consequence: Consequence, result: str, by: By) -> Consequence:
    """Put on record what came of an interview; where the document has it reported to the principal leader, the paper goes out with it.

    Raises Refused without words or for anything else, Conflict before the talk was held or once its result was recorded.
    """
    held = hold(consequence)
    if held.kind != Kind.INTERVIEW:
        raise Refused("这一项不是约谈，不另记结果")
    if held.held_on is None or held.lifted_on is not None:
        raise Conflict("约谈还没有进行，或者已经取消")
    if held.result_on is not None:
        raise Conflict(f"{held.result_on} 已经登记结果")
    if not result.strip():
        raise Refused("请写明约谈以后的整改落实情况", field="result")
    held.result, held.result_on = result.strip(), by.today
    held.save(update_fields=["result", "result_on"])
    tell("consequence.followed", held, by, {"kind": held.get_kind_display(), "reason": held.result})
    _report(held, by)
    return held


@transaction.atomic
def correct_result(*, consequence: Consequence, result: str, reason: str, by: By) -> Consequence:
    """Put right what was recorded as the result of an interview; the paper that reported it is voided and another goes out.

    Raises Refused without words or a reason, or where nothing changes; Conflict where no result stands.
    """
    held = hold(consequence)
    refuse_if(conditions.process.correcting_result(held))
    if not result.strip():
        raise Refused("请写明约谈以后的整改落实情况", field="result")
    if not reason.strip():
        raise Refused("请写明更正的理由", field="reason")
    changes = rows.put_right(held, result=result.strip())
    if not changes:
        raise Refused("没有改动：填写的与现在登记的相同")
    held.save(update_fields=["result"])
    data = {"kind": held.get_kind_display(), "changed": rows.in_words(changes), "reason": reason.strip()}
    tell("consequence.result_corrected", held, by, data)
    before = _reported(held)
    made = _report(held, by)
    if before is not None:
        annulments.annul(before, Fate.CORRECTED, reason, by, successor=made)
    return held


def _reported(held: Consequence) -> Notice | None:
    """Return the paper that reported the result of this interview and holds."""
    found = Notice.objects.filter(matter=held.matter, annulment__isnull=True, words__held_on=str(held.held_on))
    papers = found.select_related("jurisdiction", "matter__jurisdiction", "unit", "inspection").order_by("-id")
    mine = (each for each in papers if each.words.get("unit") == held.unit.name)
    return next((each for each in mine if letters.act_of(each) == "interview_result"), None)


def _report(held: Consequence, by: By) -> Notice | None:
    """Issue the paper that tells the result, where the document has one."""
    paper = Governed.of(held.matter or held.jurisdiction).paper("interview_result")
    if paper is not None and held.matter is not None:
        said = {"held_on": str(held.held_on), "place": held.place, "led_by": str(held.led_by or "")}
        words = {**said, "unit": held.unit.name, "summoned": held.person, "record": held.record, "result": held.result}
        return notices.issue_notice(of=held.matter, act="interview_result", clause=paper.clause, words=words, by=by)
    return None
