"""Facts that the office records by hand: praise, criticism, instructions, publications, rulings on reports, sheets and grades."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from duban.engine import facts as engine_facts
from duban.engine.vocabulary.events import RANKING
from duban.ledger import conditions, journal
from duban.ledger.actions.matters import moved_deadlines
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Attachment, JournalLine, Matter, Report
from duban.ledger.queries.scoring import entered_marks, grade_standards
from duban.ledger.queries.scoring.periods import Span, span_of, totals_told
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.storage import locking
from duban.people.models import Jurisdiction, Unit

# These are arguments of `record_fact` or set by a later line (`excused`): none may stand among a fact's own fields.
_NAMED = frozenset({"id", "kind", "on", "unit", "matter", "excused"})


@transaction.atomic
def record_fact(
    *,
    jurisdiction: Jurisdiction,
    kind: str,
    unit: Unit,
    fact: dict[str, Any],
    by: By,
    on: datetime.date,
    reason: str,
    matter: Matter | None = None,
    proof: Attachment | Report | None = None,
) -> JournalLine:
    """Record what happened to a unit on a day, with who ruled and why; `proof` is the evidence, or the report that is ruled on.

    `fact` has the fields that the document of that day gives the kind. Raises Refused for a kind that it does not know or that is not
    recorded by hand, a day to come, a missing reason or evidence, a matter that the unit has no part in, fields that are missing,
    unknown or out of bounds, and what its rules would leave out at once.
    """
    governed = Governed.of(jurisdiction, on)
    known = conditions.recording.kind(governed, kind, on)
    if _NAMED & set(fact):
        raise Refused("单位、日期、事项和种类不写在内容里", field="fact")
    if not reason.strip():
        raise Refused("请写明事由和依据", field="reason")
    refuse_misplaced(jurisdiction=jurisdiction, unit=unit, matter=matter, on=on, at=by.at)
    refuse_if(conditions.recording.matter_fits(known, matter))
    refuse_if(conditions.recording.proof(known, isinstance(proof, Attachment)))
    fact = conditions.recording.fields(governed, known, {**({"reason": reason} if known.ranges else {}), **fact})
    refuse_if(conditions.recording.objection_came_late(matter, unit, kind, fact, on))
    if kind == "period_total":
        _refuse_told(governed, unit, str(fact["period"]), on)
    if known.event.entered_by == RANKING:
        _refuse_placed(governed, unit, kind, fact, on)
    row = {"id": "new", "kind": kind, "on": on.isoformat(), "unit": unit.code, **fact}
    if matter is not None:
        row["matter"] = matter.no
    try:
        engine_facts.fact_from(row, words=governed.document.words)
    except engine_facts.FactError as error:
        raise Refused(error.what, field="fact") from error
    refuse_if(conditions.recording.counts(jurisdiction, unit, row, matter, on))
    line = journal.record(
        "fact.recorded",
        jurisdiction=jurisdiction,
        of=proof,
        unit=unit,
        matter=matter,
        actor=by.officer,
        at=by.at,
        data={"reason": reason},
        effect=journal.Effect(on=on, kind=kind, fact=fact),
    )
    if matter is not None:
        moved_deadlines.follow_event(matter, unit, kind, fact, on, by)
    return line


def _refuse_told(governed: Governed, unit: Unit, kind: str, on: datetime.date) -> None:
    """Raise Refused where what the unit had in that period is on record: the mean of a year would count it twice."""
    span = span_of(kind, on, governed.document)
    if totals_told(unit.jurisdiction, span).filter(unit=unit).exists():
        possible = "登记错了的，先撤销那条记录；已经发布的，更正那一期的排名。"
        raise Refused(f"{unit}{span.name}的得分已经有了", possible=possible, field="on")


def _refuse_placed(governed: Governed, unit: Unit, kind: str, fact: Mapping[str, Any], on: datetime.date) -> None:
    """Raise Refused where the unit's place in that period is on record: what follows from it would follow twice."""
    span = span_of(str(fact["period"]), on, governed.document) if "period" in fact else None
    first, last = (span.first, span.last) if span is not None else (on, on)
    lines = JournalLine.objects.filter(jurisdiction=unit.jurisdiction, kind=kind, unit=unit, on__range=(first, last))
    if lines.exclude(amendments__verb="fact.withdrawn").exists():
        possible = "登记错了的，先撤销那条记录；已经发布的，更正那一期的排名。"
        raise Refused(f"{unit}{span.name if span else on}的名次已经有了", possible=possible, field="on")


def refuse_misplaced(
    *, jurisdiction: Jurisdiction, unit: Unit, matter: Matter | None, on: datetime.date, at: datetime.datetime
) -> None:
    """Raise Refused for a day to come, what is another jurisdiction's, and a matter that had not gone out to the unit on that day."""
    if on > timezone.localdate(at):
        raise Refused("日期还没有到", field="on")
    if unit.abolished_on is not None and on >= unit.abolished_on:
        refuse_if(conditions.reorganising.standing(unit))
    if unit.jurisdiction_id != jurisdiction.pk or (matter and matter.jurisdiction_id != jurisdiction.pk):
        raise Refused("单位或事项不在本辖区", field="unit")
    if matter is not None and not matter.assignments.filter(unit=unit, dispatched_on__isnull=False).exists():
        raise Refused(f"这件事项没有交办给{unit}", field="matter")
    if matter is not None and matter.dispatched_on and on < matter.dispatched_on:
        raise Refused("日期早于事项交办之日", field="on")


@transaction.atomic
def enter_marks(
    *, jurisdiction: Jurisdiction, span: Span, entries: Mapping[tuple[Unit, str], Decimal | str], reason: str, by: By
) -> int:
    """Record points of the sheet and figures (by unit and section or quantity) or grades (by unit and "", or a class of tasks) of many units for a period.

    Returns how many are new. What stands with the same value is left alone; points and figures that differ are withdrawn and recorded
    anew, a grade is followed by the new one. Raises Refused for a period that has not begun, a missing reason, a figure outside its
    bounds, or where nothing is new.
    """
    today = by.today
    refuse_if(conditions.scoring.not_begun(span.name, span.first, today))
    governed = Governed.of(jurisdiction, min(today, span.last))
    figures = {each.key: each for each in _columns(governed) if each.kind == "figure"}
    classes = grade_standards.classes_of(governed)
    before = entered_marks.standing(jurisdiction, ("sheet", "figure", "grade"), span)
    count = 0
    # What another figure bounds comes after it.
    for (unit, key), value in sorted(
        entries.items(), key=lambda entry: entry[0][1] in figures and figures[entry[0][1]].most is None
    ):
        kind = "grade" if not key or key in classes else "figure" if key in figures else "sheet"
        lines = [line for line in before.get((unit.code, key), []) if line.kind == kind]
        if lines and _mark_of(lines[-1]) == value and (kind == "grade" or len(lines) == 1):
            continue
        for line in lines if kind != "grade" else ():
            withdraw_fact(line=line, reason=f"更正：{reason}", by=by)
        try:
            record_fact(
                jurisdiction=jurisdiction,
                kind=kind,
                unit=unit,
                fact=_mark(kind, key, value, figures),
                by=by,
                on=min(today, span.last),
                reason=reason,
            )
        except Refused as refusal:
            refusal.field = f"{unit.code} {key}" if refusal.field in ("value", "points") else refusal.field
            raise
        count += 1
    if not count:
        raise Refused("没有新的内容：填写的与已登记的相同", field="reason")
    return count


def _columns(governed: Governed) -> tuple[entered_marks.Column, ...]:
    scheme = entered_marks.scheme_of(governed.document, governed.choices)
    return scheme.columns if scheme else ()


def _mark(kind: str, key: str, value: Decimal | str, figures: Mapping[str, entered_marks.Column]) -> dict[str, object]:
    if kind == "grade":
        return {"grade": value, **({"category": key} if key else {})}
    if kind == "sheet":
        return {"section": key, "points": str(value)}
    return {"quantity": key, "value": str(value), **({"by": figures[key].by} if figures[key].by else {})}


@transaction.atomic
def excuse_fact(*, line: JournalLine, reason: str, by: By) -> JournalLine:
    """Rule that the unit had good reason: the fact stays on record and scores nothing. Raises Refused without a reason or twice."""
    if not conditions.process.excusable(line):
        raise Refused("这种记录不能认定为正当理由")
    return _amend("fact.excused", line, {"excused": True}, reason, by)


@transaction.atomic
def withdraw_fact(*, line: JournalLine, reason: str, by: By) -> JournalLine:
    """Take back a fact that the office recorded in error; both lines stay. Raises Refused for other lines or twice."""
    refuse_if(conditions.process.withdrawing(line))
    return _amend("fact.withdrawn", line, {"withdrawn": True}, reason, by)


def _amend(verb: str, line: JournalLine, amendment: dict[str, object], reason: str, by: By) -> JournalLine:
    if not reason.strip():
        raise Refused("请写明理由", field="reason")
    locking.hold_chain(line.jurisdiction)
    key = f"{verb}:{line.seq}"
    if JournalLine.objects.filter(jurisdiction=line.jurisdiction, key=key).exists():
        raise Refused("这条记录已经这样认定过了")
    return journal.record(
        verb,
        jurisdiction=line.jurisdiction,
        unit=line.unit,
        matter=line.matter,
        actor=by.officer,
        at=by.at,
        data={"amendment": amendment, "reason": reason},
        effect=journal.Effect(amends=line, key=key),
    )


def _mark_of(line: JournalLine) -> Decimal | str:
    fact = line.data["fact"]
    return str(fact["grade"]) if line.kind == "grade" else Decimal(fact["points" if line.kind == "sheet" else "value"])
