"""What follows a step: interviews, papers with their dates, what befalls unit and persons; checked, listed, lifted with a reason."""

import datetime

import pytest

from duban.engine.packs.loading import load_regime, regime_ids
from duban.ledger.actions.matters import urges
from duban.ledger.actions.office import daily_run
from duban.ledger.actions.process import consequences, interviews
from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Consequence, JournalLine, Notice, Proposal
from duban.ledger.models.consequences import Kind
from duban.ledger.queries.matters.dossiers import dossier_for
from duban.ledger.queries.process import consequences as known
from duban.ledger.refusals import Conflict, Refused
from tests import cast, stories

pytestmark = pytest.mark.django_db
BEGUN = cast.at("2026-03-02 09:00")


def _late(office, **more):
    return stories.held(stories.matter(office, due_on="2026-03-20", at=BEGUN, **more))


def _step(office, assignment, name, at, limit=None, **more):
    """Propose a step where the daily run has not, have it signed, and carry it out."""
    daily_run.run_days(jurisdiction=office.jurisdiction, through=at.date())
    step = Proposal.objects.filter(assignment=assignment, act="step", step=name).last()
    assert step is not None, name
    stories.sign(step, at)
    rung = Governed.of(assignment.matter).step(name)
    if rung.held_on:
        more = {"held_on": at.date(), "medium": "市电视台", **more}
    return proposals.carry_out(proposal=step, by=By(office.clerk, at), limit=limit, **more)


def _of(assignment):
    rows = Consequence.objects.filter(matter=assignment.matter, unit=assignment.unit).order_by("id")
    return [(each.kind, each.person, each.owed_by and each.owed_by.isoformat()) for each in rows]


def test_every_list_of_what_follows_speaks_of_known_things():
    for name in regime_ids():
        regime = load_regime(name)
        known.measures_of(regime)
        steps_ = {step.step for step in regime.steps({})}
        for each in regime.lists:
            if each.id.startswith("after_"):
                assert each.id.removeprefix("after_") in steps_
                known.after_step(regime, each.id.removeprefix("after_"))
            if each.id.startswith("rulings_"):
                assert each.id.removeprefix("rulings_") in steps_


@pytest.mark.feature("commitments", "interviews", "sanctions", "ladder_steps")
@pytest.mark.proves("sanmenxia-2019", "四(二)4", "sanctions")
def test_the_ladder_of_sanmenxia_to_its_end(office):
    held = _late(office)
    _step(office, held, "circular", cast.at("2026-03-23 09:00"))
    _step(office, held, "criticism_and_exposure", cast.at("2026-03-31 09:00"), authority="prefecture")
    _step(
        office,
        held,
        "interview",
        cast.at("2026-04-09 09:00"),
        led_by=office.principal,
        summoned="甲县县长",
        note="限期",
    )
    # What is promised is handed in at once, and fulfilled within the five working days.
    assert _of(held)[1:] == [("interview", "甲县县长", None), ("commitment", "", "2026-04-09")]
    shown, talk, promise = Consequence.objects.order_by("id")
    assert (shown.kind, shown.place, shown.held_on) == ("media_exposure", "市电视台", datetime.date(2026, 3, 31))
    assert (talk.led_by, talk.record, promise.clause) == (office.principal, "限期", "四(二)4")
    assert promise.fulfil_by == datetime.date(2026, 4, 16)
    at = cast.at("2026-04-10 09:00")
    consequences.hand_in_paper(consequence=promise, name="承诺书.txt", chunks=[b"1"], by=By(office.liaison, at))
    with pytest.raises(Refused, match="兑现期限"):
        consequences.check_paper(consequence=promise, kept=False, note="现场未动工", by=By(office.clerk, at))
    at = cast.at("2026-04-17 08:30")
    consequences.check_paper(consequence=promise, kept=False, note="现场未动工", by=By(office.clerk, at))
    _step(office, held, "accountability", cast.at("2026-04-17 09:00"), persons=["某局长"])
    assert _of(held)[3:] == [("accountability", "", None), ("accountability", "某局长", None)]
    (ladder,) = dossier_for(office.clerk, held.matter, datetime.date(2026, 4, 20)).ladders
    assert ladder.prospect.said == "各步措施已全部实施，最后一步“提请启动问责”于 2026-04-17 实施；待单位办结。"


@pytest.mark.feature("sanctions", "self_criticism", "eligibility", "interviews")
@pytest.mark.proves("zhuoni-2022", "第十二条", "eligibility", "interviews", "sanctions", "self_criticism")
@pytest.mark.proves("zhuoni-2022", "第十条第一款、第十条第二款", "sanctions")
def test_the_ladder_of_zhuoni_to_its_end(zhuoni):
    held = _late(zhuoni)
    urges.urge_unit(
        assignment=held,
        channel="phone",
        limit=datetime.date(2026, 3, 27),
        by=By(zhuoni.clerk, cast.at("2026-03-23 09:00")),
    )
    _step(zhuoni, held, "criticism_and_interview", cast.at("2026-03-30 09:00"))
    assert _of(held) == [("interview", "", None)]
    assert Consequence.objects.get().led_by == zhuoni.leader
    urges.urge_unit(
        assignment=held,
        channel="written",
        limit=datetime.date(2026, 4, 3),
        by=By(zhuoni.clerk, cast.at("2026-03-31 09:00")),
    )
    at = cast.at("2026-04-07 09:00")
    for more, field in (({}, "papers_by"), ({"papers_by": datetime.date(2026, 4, 1)}, "papers_by"),
                        ({"papers_by": datetime.date(2026, 4, 14)}, "persons")):  # fmt: skip
        with pytest.raises(Refused) as caught:
            _step(zhuoni, held, "principal_interview", at, **more)
        assert caught.value.field == field
    _step(
        zhuoni,
        held,
        "principal_interview",
        at,
        papers_by=datetime.date(2026, 4, 14),
        persons=["经办甲"],
        summoned="镇长",
    )
    assert _of(held)[1:] == [
        ("interview", "镇长", None),
        ("self_criticism", "", "2026-04-14"),
        ("eligibility", "", None),
        ("eligibility", "镇长", None),
        ("assessment", "经办甲", None),
    ]
    assert Consequence.objects.filter(kind="interview").last().led_by == zhuoni.principal
    barred = known.barred(zhuoni.jurisdiction, datetime.date(2026, 6, 30))
    assert list(barred) == ["jia"]
    lost = barred["jia"]
    assert lost.until_on == datetime.date(2026, 12, 31)
    assert known.barred(zhuoni.jurisdiction, datetime.date(2027, 3, 31)) == {}
    with pytest.raises(Refused):
        consequences.lift_consequence(consequence=lost, reason=" ", by=By(zhuoni.clerk, at))
    consequences.lift_consequence(consequence=lost, reason="上级复核撤销", by=By(zhuoni.clerk, at))
    with pytest.raises(Conflict):
        consequences.lift_consequence(consequence=lost, reason="x", by=By(zhuoni.clerk, at))
    line = JournalLine.objects.get(verb="consequence.lifted")
    assert line.data["reason"] == "上级复核撤销"
    assert not known.barred(zhuoni.jurisdiction, datetime.date(2026, 6, 30))


@pytest.mark.feature("interviews", "ladder_steps")
def test_the_ladder_of_ankang_to_its_end(db):
    ankang = cast.office("ankang-2020")
    held = _late(ankang)
    _step(ankang, held, "key_supervision", cast.at("2026-03-23 09:00"), limit=datetime.date(2026, 3, 30))
    _step(ankang, held, "interview", cast.at("2026-03-31 09:00"))
    assert _of(held) == [("interview", "", None), ("explanation", "", "2026-04-07")]
    _step(ankang, held, "poor_grade", cast.at("2026-04-08 09:00"), authority="prefecture")
    assert Notice.objects.filter(paper="criticism_circular").count() == 1


@pytest.mark.feature("special_answer", "self_criticism", "head_explanation", "special_meeting", "sanctions")
@pytest.mark.proves("county-plan", "四(二)", "special_answer", "urging")
@pytest.mark.proves("county-plan", "六(二)、六(三)、六(四)、四(三)", "urging")
@pytest.mark.proves("county-plan", "四(四)", "head_explanation", "ladder_steps", "self_criticism", "special_meeting")
@pytest.mark.proves("county-plan", "四(五)", "ladder_steps", "sanctions")
@pytest.mark.proves("county-plan", "五(一)", "ladder_steps")
@pytest.mark.proves("county-plan", "六(六)", "special_meeting")
def test_the_ladder_of_the_county_to_its_end(db):
    county = cast.office("county-plan")
    held = _late(county)
    days_ = [
        ("phone", "2026-03-23", "2026-03-25"),
        ("written", "2026-03-26", "2026-03-31"),
        ("on_site", "2026-04-01", "2026-04-03"),
    ]
    for channel, day, limit in days_:
        urges.urge_unit(
            assignment=held, channel=channel, limit=datetime.date.fromisoformat(limit), by=By(county.clerk, cast.at(f"{day} 09:00")),
        )  # fmt: skip
    assert _of(held) == [("special_answer", "", "2026-03-31")]
    at = cast.at("2026-04-04 09:00")
    demanded = consequences.demand_papers(
        assignment=held,
        step="meeting",
        due=datetime.date(2026, 4, 10),
        reason="现场督办后仍未完成",
        by=By(county.clerk, at),
    )
    assert [each.kind for each in demanded] == ["self_criticism", "head_explanation"]
    with pytest.raises(Conflict):
        consequences.demand_papers(
            assignment=held, step="meeting", due=datetime.date(2026, 4, 10), reason="x", by=By(county.clerk, at)
        )
    heard = interviews.record_event(
        consequence=demanded[1],
        held_on=at.date(),
        record="说明了资金缺口",
        by=By(county.clerk, at),
        person="甲镇镇长",
    )
    assert (heard.handed_in_on, heard.person) == (at.date(), "甲镇镇长")
    urges.urge_unit(assignment=held, channel="meeting", limit=datetime.date(2026, 4, 8), by=By(county.clerk, at))
    assert len(_of(held)) == 3
    _step(county, held, "accountability", cast.at("2026-04-09 09:00"))
    assert _of(held)[3:] == [("accountability", "", None)]


@pytest.mark.feature("discipline_handover")
def test_the_discipline_body_sees_handovers_and_a_unit_does_not(zhuoni):
    made = {kind: stories.imposed(zhuoni, kind, cast.at(), clause="第十二条") for kind in (Kind.HANDOVER, Kind.TALK)}
    asked = known.Asked()
    seen = {who: set(known.register(zhuoni.officers[who], asked, cast.at().date())) for who in zhuoni.officers}
    assert seen["discipline"] == {made[Kind.HANDOVER]}
    assert seen["liaison"] == {made[Kind.TALK]}
    assert seen["other_liaison"] == seen["administrator"] == seen["auditor"] == set()
    assert seen["clerk"] == seen["assessment"] == set(made.values())


def test_a_paper_is_handed_in_once_and_checked_once(office):
    made = stories.imposed(office, Kind.COMMITMENT, cast.at(), owed_by=datetime.date(2026, 4, 10))
    words = {"consequence": made, "name": "书.txt", "chunks": [b"1"], "by": By(office.liaison, cast.at())}
    with pytest.raises(Conflict):
        consequences.check_paper(consequence=made, kept=True, note="x", by=By(office.clerk, cast.at()))
    consequences.hand_in_paper(**words)
    with pytest.raises(Conflict):
        consequences.hand_in_paper(**words)
    with pytest.raises(Refused) as caught:
        consequences.check_paper(consequence=made, kept=True, note=" ", by=By(office.clerk, cast.at()))
    assert caught.value.field == "note"
    consequences.check_paper(consequence=made, kept=True, note="已兑现", by=By(office.clerk, cast.at()))
    with pytest.raises(Conflict):
        consequences.check_paper(consequence=made, kept=True, note="x", by=By(office.clerk, cast.at()))
