"""Every line that costs points may be contested by the unit or put right by the office, under every document that is built in."""

import datetime
from decimal import Decimal

import pytest

from duban.engine.packs import loading
from duban.ledger import conditions, journal
from duban.ledger.actions.matters import attachments, urges
from duban.ledger.actions.office import daily_run
from duban.ledger.actions.process import objections
from duban.ledger.actions.reports import reports
from duban.ledger.actions.requests import proposals
from duban.ledger.actions.scoring import facts, withdrawals
from duban.ledger.audit import integrity
from duban.ledger.by import By
from duban.ledger.models import Annulment, JournalLine
from duban.ledger.models.objections import Ground
from duban.ledger.queries.scoring import scorecards
from duban.ledger.queries.scoring.periods import Span
from duban.ledger.refusals import Conflict, Refused
from tests import cast, stories

pytestmark = pytest.mark.django_db
AT = cast.at()
BEFORE = cast.at("2026-03-02 09:00")


def _urged(office):
    made = stories.matter(office, due_on="2026-03-20", at=BEFORE)
    daily_run.run_days(jurisdiction=office.jurisdiction, through=AT.date())
    limit = datetime.date(2026, 4, 10)
    return urges.urge_unit(assignment=stories.held(made), channel="phone", limit=limit, by=By(office.clerk, AT))


def _returned(office):
    made = stories.matter(office, due_on="2026-04-30")
    stories.accept(office, made, AT)
    given = stories.report(office, made, AT)
    reports.return_report(report=given, reason="不全", redo_by=AT.date(), by=By(office.clerk, AT))
    return JournalLine.objects.get(verb="report.returned")


def _late(office):
    stories.matter(office, due_on="2026-03-20", at=BEFORE)
    daily_run.run_days(jurisdiction=office.jurisdiction, through=AT.date())
    return JournalLine.objects.filter(verb="lateness.derived").first()


def _stepped(office):
    made = stories.matter(office, due_on="2026-03-20", at=BEFORE)
    daily_run.run_days(jurisdiction=office.jurisdiction, through=AT.date())
    asked = stories.held(made).proposals.get(act="step")
    stories.sign(asked, AT)
    limit = {"limit": datetime.date(2026, 4, 10)} if office.jurisdiction.regime == "ankang-2020" else {}
    proposals.carry_out(proposal=asked, by=By(office.clerk, AT), authority="prefecture", **limit)
    return JournalLine.objects.get(verb="step.carried_out")


def _recorded(kind, **fact):
    def record(office):
        made = stories.matter(office, due_on="2026-04-30", support=office.units[1:2])
        unit = office.units[1] if kind == "uncooperative" else office.units[0]
        proof = attachments.add_file(
            jurisdiction=office.jurisdiction,
            name="依据.txt",
            chunks=[b"1"],
            by=By(office.clerk, AT),
            matter=made,
            unit=unit,
        )
        return facts.record_fact(
            jurisdiction=office.jurisdiction, kind=kind, proof=proof, unit=unit, fact=fact, matter=made, on=AT.date(), reason="查实",
            by=By(office.clerk, AT),
        )  # fmt: skip

    return record


def _awarded(office):
    made = stories.matter(office, due_on="2026-04-30")
    stories.accept(office, made, AT)
    given = stories.report(office, made, AT)
    attachments.add_file(
        jurisdiction=office.jurisdiction, name="验收.txt", chunks=[b"1"], by=By(office.liaison, AT), report=given
    )
    reports.accept_report(report=given, points=Decimal(12), by=By(office.head, AT))
    return JournalLine.objects.get(verb="assignment.completed")


# What may cost points → how such a line comes about.
MADE = {
    "urged": _urged,
    "returned": _returned,
    "late": _late,
    "step": _stepped,
    "uncooperative": _recorded("uncooperative"),
    "poor_report": _recorded("poor_report", defect="过于简单"),
    "false_report": _recorded("false_report", defect="虚报"),
    "circular": _recorded("circular", tone="criticism", authority="county"),
    "instruction": _recorded("instruction", tone="criticism", authority="prefecture_principal"),
    "interview": _recorded("interview", authority="prefecture"),
}


def _costing(regime):
    """Return the kinds of facts for which a document takes points, by its score rules."""
    found = set()
    for rule in loading.load_regime(regime).scores({}):
        worth = [rule.worth.amount, *rule.worth.points.values(), *(rule.worth.range or ())]
        if any(each is not None and each < 0 for each in worth):
            found |= set(rule.select.names)
    return sorted(found)


CASES = [(regime, kind) for regime in cast.REGIMES for kind in _costing(regime)]
CASES += [("sanmenxia-2019", "step"), ("ankang-2020", "step"), ("ankang-2020", "late")]


def test_the_walk_covers_every_kind_for_which_a_built_in_document_takes_points():
    assert {kind for _, kind in CASES} <= set(MADE) and len(CASES) > 12


@pytest.mark.parametrize(("regime", "kind"), CASES)
def test_a_line_that_costs_points_is_contested_by_its_unit_and_falls_when_that_holds(regime, kind):
    office = cast.office(regime)
    line = MADE[kind](office)
    who = office.other_liaison if line.unit == office.units[1] else office.liaison
    made = objections.object_to_fact(line=line, ground=Ground.DISPUTE, text="与事实不符", by=By(who, AT))
    with pytest.raises(Conflict):
        objections.object_to_fact(line=line, ground=Ground.DISPUTE, text="再来", by=By(who, AT))
    objections.rule_on_objection(objection=made, uphold=True, reason="查实有误", by=By(office.head, AT))
    rows = {row["id"]: row for row in journal.fact_rows(office.jurisdiction)}
    left = rows.get(line.fact_id)
    assert left is None or left.get("excused"), left
    assert [str(each) for each in integrity.verify([office.jurisdiction], integrity.Figures())] == []
    # What an urging or a step set and sent goes with it.
    if kind in ("urged", "step"):
        assert not stories.held(line.matter).deadlines.filter(set_on=AT.date(), lifted_on=None).exists()
        assert regime == "county-plan" or Annulment.objects.filter(fate="recalled").exists()


@pytest.mark.parametrize(
    ("regime", "kind"), [("county-plan", "urged"), ("county-plan", "returned"), ("sanmenxia-2019", "step")]
)
def test_the_office_takes_back_what_it_did_itself_with_a_reason_and_once(regime, kind):
    office = cast.office(regime)
    line = MADE[kind](office)
    with pytest.raises(Refused) as caught:
        withdrawals.withdraw_record(line=line, reason=" ", by=By(office.clerk, AT))
    assert caught.value.field == "reason"
    withdrawals.withdraw_record(line=line, reason="误操作", by=By(office.clerk, AT))
    assert line.fact_id not in {row["id"] for row in journal.fact_rows(office.jurisdiction)}
    with pytest.raises(Conflict):
        withdrawals.withdraw_record(line=JournalLine.objects.get(pk=line.pk), reason="再来", by=By(office.clerk, AT))


def test_the_card_offers_the_objection_where_it_works_and_else_says_which_way_is_open(signed_in):
    office = cast.office("county-plan")
    urged = _urged(office)
    march = Span.named(office.jurisdiction, "month", datetime.date(2026, 3, 1), datetime.date(2026, 3, 31))
    card = scorecards.card_for(office.jurisdiction, office.units[0], march)
    shown = {each.fact: each.other_way for line in card.lines for each in line.evidence}
    assert shown[urged.fact_id] == ""
    for line in JournalLine.objects.exclude(kind=""):
        refusal = conditions.process.objecting(line, Ground.DISPUTE, on=line.on, until=None)
        assert refusal is None or refusal.possible, line.kind


def test_points_of_a_result_are_put_right_by_the_office_or_given_in_full_where_an_objection_holds():
    office = cast.office("sanmenxia-2019")
    line = _awarded(office)
    for points in (Decimal(21), Decimal(-1)):
        with pytest.raises(Refused) as caught:
            withdrawals.award_points(line=line, points=points, reason="算错", by=By(office.clerk, AT))
        assert caught.value.field == "points" and caught.value.clause
    withdrawals.award_points(line=line, points=Decimal(15), reason="算错", by=By(office.clerk, AT))
    assert stories.held(line.matter).points == 15
    made = objections.object_to_fact(
        line=JournalLine.objects.get(pk=line.pk), ground=Ground.DISPUTE, text="应得满分", by=By(office.liaison, AT)
    )
    objections.rule_on_objection(objection=made, uphold=True, reason="属实", by=By(office.clerk, AT))
    assert stories.held(line.matter).points == 20
    rows = {row["id"]: row for row in journal.fact_rows(office.jurisdiction)}
    assert Decimal(rows[line.fact_id]["points"]) == 20
