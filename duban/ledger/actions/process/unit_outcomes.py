"""What a document attaches to a unit as a whole (末位约谈、取消评优 …): the office carries it out, by whose approval, with a numbered paper."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from duban.ledger import journal
from duban.ledger.actions.papers import notices
from duban.ledger.actions.process.consequences import Imposition, impose, lift_consequence, tell
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Consequence, Notice
from duban.ledger.models.consequences import Kind
from duban.ledger.queries.process import unit_outcomes
from duban.ledger.queries.process.unit_outcomes import UnitOutcome
from duban.ledger.queries.scoring.periods import Span
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.wordings.frames import cited
from duban.people.models import LEADERS, Officer, Role, Unit


@dataclass(frozen=True)
class Talk:
    """To what an interview summons a unit: who speaks with whom; when and where, both or neither (then it is told apart from this paper)."""

    led_by: Officer | None = None
    summoned: str = ""
    set_for: datetime.datetime | None = None
    place: str = ""


@transaction.atomic
def carry_out(
    *,
    unit: Unit,
    span: Span,
    clause: str,
    name: str,
    approved_by: Officer,
    by: By,
    talk: Talk | None = None,
    note: str = "",
) -> Notice:
    """Carry out what the document attaches to a unit for a period: its paper goes to the unit, and the register of consequences has it where it knows it.

    What a voided paper had put into the register is lifted. Raises Refused where the unit is not in that situation or has ended, where it
    may still change, without who speaks with whom in an interview, or for a time that is over; Conflict where it was carried out before.
    """
    unit = Unit.objects.select_for_update(of=("self",), no_key=True).select_related("jurisdiction").get(pk=unit.pk)
    found = unit_outcomes.one_of_unit(unit.jurisdiction, unit, span, clause, name, by.today)
    if found is None:
        raise Refused("没有到办法规定的情形", possible="请回到得分卡，看这一期现在有哪些情形。")
    refuse_if(found.refusal_for(unit))
    if not _is_one_of(approved_by, unit, found.approvers):
        posts = "、".join(str(each.label) for each in sorted(found.approvers))
        raise Refused(f"须由{posts}批准", clause=clause, field="approved_by")
    kind = found.kind
    talk = _checked(talk or Talk(), unit, clause, by) if kind is Kind.INTERVIEW else None
    notice = _issue(found, unit, approved_by, talk, note, by)
    journal.record(
        "outcome.carried_out",
        jurisdiction=unit.jurisdiction,
        of=notice,
        unit=unit,
        actor=by.officer,
        at=by.at,
        data={"reason": f"{span.name}{found.why}", "clause": clause, "said": name, "for": _named(approved_by)},
    )
    if kind is not None and not kind.is_owed and not kind.needs_person:
        imposed = Imposition(
            kind,
            clause,
            f"{span.name}{found.why}",
            person=talk.summoned if talk else "",
            led_by=talk.led_by if talk else None,
            place=talk.place if talk else "",
        )
        _lift_former(found, unit, by)
        made = impose(imposed, jurisdiction=unit.jurisdiction, unit=unit, by=by)
        if kind.holds_for_the_year:
            # The year of the period, not that in which its result came out.
            made.until_on = datetime.date(span.last.year, 12, 31)
            made.save(update_fields=["until_on"])
        if talk and talk.set_for is not None:
            made.set_for = talk.set_for
            made.save(update_fields=["set_for"])
            told = {"kind": kind.label, "when": notice.words["when"], "place": talk.place}
            tell("consequence.summoned", made, by, told)
    return notice


def _is_one_of(officer: Officer, unit: Unit, roles: Collection[Role]) -> bool:
    """Return whether it is somebody of the unit's office, with an account in use, in one of those posts."""
    return officer.jurisdiction_id == unit.jurisdiction_id and officer.is_active and officer.role in roles


def _lift_former(found: UnitOutcome, unit: Unit, by: By) -> None:
    """Lift what a voided paper of the same had put into the register, where nobody was spoken with yet: the register has it once."""
    former = Notice.objects.filter(
        unit=unit, matter=None, clause=found.clause, annulment__isnull=False,
        words__outcome=found.name, words__outcome_of=unit_outcomes.key_of(found.span),
    )  # fmt: skip
    for paper in former.select_related("jurisdiction").order_by("id"):
        standing = Consequence.objects.filter(
            unit=unit, matter=None, proposal=None, kind=found.kind, clause=found.clause, imposed_on=paper.issued_on,
            reason__startswith=found.span.name, held_on=None, lifted_on=None,
        )  # fmt: skip
        for held in standing.order_by("id"):
            lift_consequence(consequence=held, reason=f"{paper}已作废，另行处理", by=by)


def _checked(talk: Talk, unit: Unit, clause: str, by: By) -> Talk:
    """Return to what an interview summons. Raises Refused for what is missing or over."""
    if talk.led_by is None:
        raise Refused("请写明由哪位领导约谈", clause=clause, field="led_by")
    if not _is_one_of(talk.led_by, unit, LEADERS):
        raise Refused("约谈领导须是本辖区的领导，账号在用", clause=clause, field="led_by")
    place = talk.place.strip()
    if talk.set_for is not None and talk.set_for <= by.at:
        raise Refused("约谈时间已经过了", field="day")
    if talk.set_for is not None and not place:
        raise Refused("请写明约谈地点", field="place")
    if talk.set_for is None and place:
        raise Refused("请写明约谈的日期和时间", field="day")
    return Talk(talk.led_by, talk.summoned.strip(), talk.set_for, place)


def _issue(found: UnitOutcome, unit: Unit, approved_by: Officer, talk: Talk | None, note: str, by: By) -> Notice:
    document = Governed.of(unit.jurisdiction, found.span.first).document
    paper = next((each for each in document.papers if each.id == found.paper), None)
    words = {
        "basis": cited(document, found.clause),
        "outcome": found.name,
        "outcome_of": unit_outcomes.key_of(found.span),
        "span": found.span.name,
        "reason": found.why,
        "approved_by": _named(approved_by),
        "note": note,
    }
    if talk is not None and talk.led_by is not None:
        when = f"{timezone.localtime(talk.set_for):%Y-%m-%d %H:%M}" if talk.set_for else ""
        words |= {"led_by": _named(talk.led_by), "summoned": talk.summoned, "when": when, "place": talk.place}
    act = "summons" if talk is not None else "outcome"
    return notices.issue_notice(
        of=unit.jurisdiction, act=paper.act if paper else act, unit=unit, clause=found.clause, words=words, by=by
    )


def _named(officer: Officer) -> str:
    return f"{officer}{f'（{officer.title}）' if officer.title else ''}"
