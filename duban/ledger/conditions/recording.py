"""What the document lets be recorded of a unit: kind, fields, matter, proof; and what its rules would leave out at once."""

import calendar
import datetime
from collections.abc import Mapping
from typing import Any

from duban.engine import cases, scoring, wording
from duban.engine.clauses import Regime
from duban.engine.known_facts import known_facts
from duban.engine.recording.kinds import FieldRefused, Recordable
from duban.ledger import journal
from duban.ledger.governed import Governed
from duban.ledger.models import Matter
from duban.ledger.refusals import Refused, refuse_if
from duban.people.models import Jurisdiction, Unit

_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def nothing(governed: Governed) -> Refused:
    """Say that the document knows nothing that people record."""
    return Refused(f"{governed.document.name}没有要手工登记的情况", possible="交办、报送、办结等由办理过程自动记入。")


def kind(governed: Governed, name: str, on: datetime.date | None = None) -> Recordable:
    """Return what the document knows of a kind. Raises Refused for one that it does not know, or that people do not record.

    With the day of the record it says so where another document held on that day than holds now.
    """
    found = governed.recordable.get(name)
    if found is None:
        refuse_if(_of_its_day(governed, name, on))
        labels = "、".join(each.label for each in governed.recordable.values())
        possible = (
            f"{governed.document.name}可以登记的有：{labels}。"
            if labels
            else f"{governed.document.name}没有要手工登记的情况。"
        )
        raise Refused("这种情况不能手工记录", field="kind", possible=possible)
    return found


def _of_its_day(governed: Governed, name: str, on: datetime.date | None) -> Refused | None:
    """Say that the day is why, where the kind is one of the document in force and another one holds on that day."""
    now = Governed.of(governed.office)
    if on is None or governed.held.digest == now.held.digest or name not in now.recordable:
        return None
    since = governed.office.document_since
    return Refused(
        f"{on} 执行的是{governed.document.name}，没有“{now.recordable[name].label}”",
        field="on",
        possible=f"{now.document.name}自 {since} 起施行，请核对日期。",
    )


def fields(governed: Governed, known: Recordable, given: Mapping[str, object]) -> dict[str, object]:
    """Return the fields as a fact has them. Raises Refused at the field that is missing, unknown or out of bounds."""
    try:
        return known.read(given, governed.document.words)
    except FieldRefused as error:
        raise Refused(error.why, field=error.field, clause=error.clause) from None


def matter_fits(known: Recordable, matter: Matter | None) -> Refused | None:
    """Say whether such a thing is recorded with a matter, or without one."""
    if known.event.of == "matter" and matter is None:
        return Refused(
            f"“{known.label}”要落在督查事项上，请填写事项编号",
            clause=known.clause,
            possible="可在事项页面点“记录情况”。",
            field="matter",
        )
    if known.event.of == "unit" and matter is not None:
        return Refused(
            f"“{known.label}”记在单位名下，不针对事项",
            clause=known.clause,
            possible="请把事项编号留空。",
            field="matter",
        )
    return None


def objection_came_late(
    matter: Matter | None, unit: Unit, kind: str, fact: Mapping[str, Any], on: datetime.date
) -> Refused | None:
    """Say whether an objection to a task may be recorded as late on that day: only after the day that the notice gave for it."""
    if matter is None or (kind, fact.get("what")) != ("late", "objection"):
        return None
    until = matter.assignments.filter(unit=unit, accept_by__gte=on).values_list("accept_by", flat=True).last()
    if until is None:
        return None
    clause = Governed.of(matter).objection_clause
    return Refused(f"提出书面异议的期限是 {until}，期限以后才能记逾期", clause=clause, field="on")


def proof(known: Recordable, is_given: bool) -> Refused | None:
    """Say whether the paper that shows it is there: asked for by the document, or where somebody outside the office has to verify it."""
    verifier = known.event.verified_by
    if is_given or (known.event.proof != "required" and verifier in (None, "office")):
        return None
    return Refused(
        "请附上通报、批示、报道等证明材料", clause=known.clause if known.event.is_own else "", field="evidence"
    )


def counts(
    jurisdiction: Jurisdiction, unit: Unit, row: Mapping[str, Any], matter: Matter | None, on: datetime.date
) -> Refused | None:
    """Say whether the document's rules could take such a fact, as the engine sees the matter and the figures of the unit now.

    Asked only where the document has words of its own. What repeats an earlier fact, or concerns what is left out for other reasons,
    is recorded; the score card lists it with why.
    """
    governed = Governed.of(jurisdiction, on)
    regime = governed.document
    if governed.keeps_library or not unit.ranked or not regime.has_group(governed.held.group_of(unit.code, unit.group)):
        return None
    rows: list[dict[str, Any]] = []
    if matter is not None:
        rows += journal.fact_rows(jurisdiction, matters=[matter.pk])
    figure = governed.recordable[row["kind"]].figures.get(str(row.get("quantity") or row.get("section")))
    if figure is not None and not figure.has_moving_bound:
        return None
    if figure is not None:
        figures = journal.each_fact(jurisdiction, kinds=("sheet", "figure"))
        rows += [each for each in figures if each["unit"] == unit.code]
    codes = {unit.code, *(each["unit"] for each in rows)}
    listed = Unit.objects.filter(jurisdiction=jurisdiction, code__in=codes).values_list("code", "group")
    told = [(code, governed.held.group_of(code, group)) for code, group in listed]
    members = [{"unit": code, "name": code, "group": group} for code, group in told if regime.has_group(group)]
    units = cases.units_from(members, regime.words)
    facts = known_facts([*rows, dict(row)], regime.words)
    result = scoring.score(regime, facts, units, _period(regime, on), choices=governed.choices)
    why = next((each.why for each in result.ignored if each.fact == row["id"] and wording.keeps_out(each.why)), "")
    if not why:
        return None
    known = governed.recordable[row["kind"]]
    if figure is not None:
        label = figure.field.label
        return Refused(
            f"{label}：{why}", clause=figure.clause, possible="请先核对它所受限的数字。", field=figure.field.name
        )
    field = "matter" if matter is None or why == wording.NOT_BECOME else "fact"
    return Refused(f"记了也不计：{why}", clause=known.clause, possible="请核对单位、事项和内容。", field=field)


def _period(regime: Regime, on: datetime.date) -> cases.Period:
    """The period in which a day lies: of the first kind that the document ranks by, else the year."""
    own = next((each for each in regime.spans if each.is_own), None)
    if own is not None and own.id == next(iter(regime.periods), ""):
        return cases.Period(*own.begun_by(on), own.id)
    name = next((each for each in regime.periods if each in _MONTHS), "year")
    months = _MONTHS[name]
    first = datetime.date(on.year, (on.month - 1) // months * months + 1, 1)
    last = first.month + months - 1
    return cases.Period(first, datetime.date(on.year, last, calendar.monthrange(on.year, last)[1]), name)
