"""Facts recorded by hand: with evidence and reason, excused, withdrawn; marks of many units at once."""

import datetime
from decimal import Decimal

import pytest

from duban.ledger import journal, scores
from duban.ledger.actions.matters import attachments
from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.queries.scoring.periods import span_of
from duban.ledger.refusals import Refused
from tests import cast, stories

MARCH = span_of("month", datetime.date(2026, 3, 1))
QUARTER = span_of("quarter", datetime.date(2026, 3, 1))


@pytest.fixture
def matter(office):
    return stories.matter(office, due_on="2026-05-20", at=cast.at("2026-03-02 09:00"))


@pytest.fixture
def evidence(office, at):
    return attachments.add_file(
        jurisdiction=office.jurisdiction, name="通报.txt", chunks=[b"praise"], by=By(office.clerk, at)
    )


def _record(office, at, **changes):
    words = {
        "kind": "circular",
        "unit": office.units[0],
        "fact": {"tone": "praise", "authority": "province"},
        "on": datetime.date(2026, 3, 20),
        "reason": "省里通报表扬",
        **changes,
    }
    return facts.record_fact(jurisdiction=office.jurisdiction, by=By(office.clerk, at), **words)


def test_recorded_with_who_and_why_and_evidence(office, at, matter, evidence):
    line = _record(office, at, matter=matter, proof=evidence)
    assert (line.verb, line.actor, line.data["reason"]) == ("fact.recorded", office.clerk, "省里通报表扬")
    assert line.of == f"attachment:{evidence.pk}"
    assert journal.fact_rows(office.jurisdiction)[-1] == {
        "id": f"j{line.seq}",
        "kind": "circular",
        "on": "2026-03-20",
        "unit": "jia",
        "matter": matter.no,
        "tone": "praise",
        "authority": "province",
    }


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "completed", "fact": {}}, "kind"),
        ({"on": datetime.date(2026, 4, 1)}, "on"),
        ({"reason": " "}, "reason"),
        ({"proof": None}, "evidence"),
        ({"fact": {"tone": "praise"}}, "authority"),
        ({"fact": {"tone": "shouting", "authority": "province"}}, "tone"),
        ({"fact": {"tone": "praise", "authority": "province", "colour": "red"}}, "colour"),
        ({"on": datetime.date(2026, 3, 1)}, "on"),
    ],
)
def test_what_is_incomplete_or_wrong_is_refused_at_its_field(office, at, matter, evidence, changes, field):
    before = JournalLine.objects.count()
    with pytest.raises(Refused) as refusal:
        _record(office, at, **{"matter": matter, "proof": evidence, **changes})
    assert refusal.value.field == field
    assert JournalLine.objects.count() == before


def test_a_matter_that_the_unit_has_no_part_in_is_refused(office, at, matter, evidence):
    with pytest.raises(Refused, match="没有交办给乙县"):
        _record(office, at, unit=office.units[1], matter=matter, proof=evidence)


def test_a_unit_of_another_office_is_refused(office, zhuoni, at, evidence):
    with pytest.raises(Refused, match="不在本辖区"):
        _record(office, at, unit=zhuoni.units[0], proof=evidence)


@pytest.mark.feature("excuses")
def test_excused_it_stays_and_scores_nothing(office, at, matter):
    line = _record(office, at, kind="late", fact={"what": "report"}, matter=matter)
    facts.excuse_fact(line=line, reason="断网", by=By(office.head, at))
    assert journal.fact_rows(office.jurisdiction)[-1]["excused"] is True
    with pytest.raises(Refused, match="已经这样认定过"):
        facts.excuse_fact(line=line, reason="断网", by=By(office.head, at))


def test_only_failings_are_excused_and_only_with_a_reason(office, at, matter, evidence):
    praise = _record(office, at, matter=matter, proof=evidence)
    with pytest.raises(Refused, match="不能认定"):
        facts.excuse_fact(line=praise, reason="断网", by=By(office.head, at))
    late = _record(office, at, kind="late", fact={"what": "report"}, matter=matter)
    with pytest.raises(Refused, match="写明理由"):
        facts.excuse_fact(line=late, reason="", by=By(office.head, at))


def test_withdrawn_both_lines_stay_and_the_fact_is_gone(office, at, matter, evidence):
    line = _record(office, at, matter=matter, proof=evidence)
    facts.withdraw_fact(line=line, reason="登记错单位", by=By(office.clerk, at))
    assert f"j{line.seq}" not in {row["id"] for row in journal.fact_rows(office.jurisdiction)}
    assert JournalLine.objects.filter(pk=line.pk).exists()
    with pytest.raises(Refused):
        facts.withdraw_fact(line=line, reason="又一次", by=By(office.clerk, at))


def test_what_an_act_brought_about_cannot_be_withdrawn(office, at, matter):
    assigned = JournalLine.objects.get(jurisdiction=office.jurisdiction, kind="assigned")
    with pytest.raises(Refused, match="只能撤销督查室自己记录"):
        facts.withdraw_fact(line=assigned, reason="错", by=By(office.clerk, at))


def _marks(place, at, entries, span=QUARTER, reason="季度督查"):
    return facts.enter_marks(
        jurisdiction=place.jurisdiction, span=span, entries=entries, reason=reason, by=By(place.clerk, at)
    )


@pytest.fixture
def gansu(db):
    return cast.office("gansu-county-2023")


def _total(place, unit, span=QUARTER):
    result = scores.score_case(scores.case_for(place.jurisdiction, span.kind, span.first, span.last)).as_json()
    return next(each for each in result["units"] if each["unit"] == unit.code)


@pytest.mark.feature("scoring_sheet")
def test_sheet_points_of_many_units_at_once(gansu, at):
    first, second, third = gansu.units[:3]
    assert _marks(gansu, at, {(first, "季度考评"): Decimal("92.5"), (second, "季度考评"): Decimal(88)}) == 2
    assert (_total(gansu, first)["total"], _total(gansu, first)["rank"]) == ("92.50", 1)
    assert _total(gansu, third)["total"] is None


def test_changed_points_take_the_place_of_the_old_ones(gansu, at):
    unit = gansu.units[0]
    _marks(gansu, at, {(unit, "季度考评"): Decimal("92.5")})
    assert _marks(gansu, at, {(unit, "季度考评"): Decimal("90")}) == 1
    assert _total(gansu, unit)["total"] == "90.00"
    assert list(JournalLine.objects.order_by("seq").values_list("verb", flat=True)) == [
        "fact.recorded",
        "fact.withdrawn",
        "fact.recorded",
    ]


@pytest.mark.parametrize("again", ["92.5", "92.50"])
def test_the_same_points_again_are_refused_as_nothing_new(gansu, at, again):
    entries = {(gansu.units[0], "季度考评"): Decimal("92.5")}
    _marks(gansu, at, entries)
    with pytest.raises(Refused, match="没有新的内容"):
        _marks(gansu, at, {(gansu.units[0], "季度考评"): Decimal(again)})
    assert JournalLine.objects.count() == 1


def test_marks_are_dated_in_their_period(gansu):
    _marks(gansu, cast.at("2026-04-20 09:00"), {(gansu.units[0], "季度考评"): Decimal(80)})
    assert JournalLine.objects.get().on == datetime.date(2026, 3, 31)


def test_not_before_the_period_begins(gansu):
    with pytest.raises(Refused, match="还没有开始"):
        _marks(gansu, cast.at("2025-12-31 09:00"), {(gansu.units[0], "季度考评"): Decimal(80)})


def test_one_wrong_mark_undoes_all(gansu, zhuoni, at):
    with pytest.raises(Refused):
        _marks(gansu, at, {(gansu.units[0], "季度考评"): Decimal(80), (zhuoni.units[0], "季度考评"): Decimal(70)})
    assert not JournalLine.objects.exists()


@pytest.mark.feature("grades")
def test_the_latest_grade_stands(db, at):
    ankang = cast.office("ankang-2020")
    unit = ankang.units[0]
    _marks(ankang, at, {(unit, ""): "合格"}, span=MARCH)
    _marks(ankang, at, {(unit, ""): "良好"}, span=MARCH, reason="复核后改评")
    assert _total(ankang, unit, MARCH)["grade"] == "良好"
    assert JournalLine.objects.filter(kind="grade").count() == 2
