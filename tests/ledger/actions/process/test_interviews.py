"""Interviews: summoned in writing for a time and a place, dated by the day on which they were held, with what came of them."""

import datetime

import pytest

from duban.ledger.actions.office import messages, units
from duban.ledger.actions.process import consequences, interviews
from duban.ledger.actions.requests import proposals
from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.models import Consequence, Deadline, JournalLine, Message, Notice
from duban.ledger.queries.matters.dossiers import dossier_for
from duban.ledger.refusals import Conflict, Refused
from duban.ledger.wordings import letters, sheets
from duban.papers.writing import records
from tests import cast, stories

pytestmark = pytest.mark.django_db
BEGUN = cast.at("2026-03-02 09:00")


def _ask(office, matter, step, at, signed=True):
    asked = proposals.ask("step", of=stories.held(matter), step=step, reason="逾期", by=By(office.clerk, cast.at(at)))
    if signed:
        stories.sign(asked, cast.at(at))
        asked.refresh_from_db()
    return asked


def _miss(office, held):
    count = JournalLine.objects.filter(kind="late", matter=held.matter).count()
    facts.record_fact(
        jurisdiction=office.jurisdiction, kind="late", unit=held.unit, fact={"what": "result"}, matter=held.matter,
        on=datetime.date(2026, 3, 21 + count), reason="逾期", by=By(office.clerk, cast.at("2026-04-20 08:00")),
    )  # fmt: skip


def _summon(office, asked, at, when, place="第三会议室", **more):
    return interviews.summon(
        proposal=asked, set_for=cast.at(when), place=place, by=By(office.clerk, cast.at(at)), **more
    )


@pytest.mark.proves("sanmenxia-2019", "四(二)4", "interviews", "commitments", "ladder_steps")
def test_a_unit_is_summoned_in_writing_and_everything_runs_from_the_day_of_the_talk(office):
    made = stories.at_the_talk(office)
    asked = _ask(office, made, "interview", "2026-04-09 09:00")
    talk = _summon(office, asked, "2026-04-09 10:00", "2026-04-13 15:00", summoned="甲县县长")
    paper = Notice.objects.latest("pk")
    said = str(records.as_json(letters.paper_of(paper)))
    assert (paper.name, paper.clause, paper.unit) == ("约谈通知", "四(二)4", office.units[0])
    for word in ("2026年4月13日15:00", "第三会议室", "甲县县长", "书面承诺"):
        assert word in said
    assert (talk.held_on, talk.person) == (None, "甲县县长")
    assert not JournalLine.objects.filter(kind="interview").exists()
    # Put off: the first paper stays, the second says that it stands in its place.
    _summon(office, asked, "2026-04-10 10:00", "2026-04-14 15:00", place="第一会议室")
    assert "原通知的时间、地点作废" in str(records.as_json(letters.paper_of(Notice.objects.latest("pk"))))
    assert Consequence.objects.filter(kind="interview").count() == 1
    with pytest.raises(Refused) as caught:
        interviews.record_event(
            consequence=talk, held_on=datetime.date(2026, 4, 14), record="已谈", by=By(office.clerk, cast.at("2026-04-15 09:00"))
        )  # fmt: skip
    assert "期限从进行之日起算" in caught.value.why
    done = By(office.clerk, cast.at("2026-04-15 09:00"))
    proposals.carry_out(proposal=asked, by=done, held_on=datetime.date(2026, 4, 14), note="表态按期整改")
    talk.refresh_from_db()
    assert (talk.held_on, talk.place, talk.record) == (datetime.date(2026, 4, 14), "第一会议室", "表态按期整改")
    # Five working days after 14 April; the facts bear the day of the talk, and the promise is due at once.
    assert Deadline.objects.filter(assignment=stories.held(made), on=datetime.date(2026, 4, 21)).exists()
    dated = JournalLine.objects.filter(kind__in=("interview", "step")).order_by("-seq")[:2]
    assert {(line.kind, line.on) for line in dated} == {
        (kind, datetime.date(2026, 4, 14)) for kind in ("interview", "step")
    }
    promise = Consequence.objects.get(kind="commitment")
    assert (promise.owed_by, promise.fulfil_by) == (datetime.date(2026, 4, 15), datetime.date(2026, 4, 21))
    (ladder,) = dossier_for(office.clerk, made, datetime.date(2026, 4, 16)).ladders
    assert ladder.prospect.said.startswith("“提请启动问责”自 2026-04-22 起可以实施")


def test_a_summons_is_refused_without_consent_place_or_time_to_come_and_falls_with_its_step(office):
    made = stories.at_the_talk(office)
    waiting = _ask(office, made, "interview", "2026-04-09 09:00", signed=False)
    with pytest.raises(Conflict):
        _summon(office, waiting, "2026-04-09 10:00", "2026-04-13 15:00")
    stories.sign(waiting, cast.at("2026-04-09 09:30"))
    for when, place, field in (("2026-04-09 09:59", "某处", "set_for"), ("2026-04-13 15:00", " ", "place")):
        with pytest.raises(Refused) as caught:
            _summon(office, waiting, "2026-04-09 10:00", when, place)
        assert caught.value.field == field
    talk = _summon(office, waiting, "2026-04-09 10:00", "2026-04-13 15:00")
    proposals.withdraw_proposal(proposal=waiting, reason="单位已办结", by=By(office.clerk, cast.at("2026-04-10 09:00")))
    talk.refresh_from_db()
    assert (talk.lifted_on, talk.lift_reason) == (datetime.date(2026, 4, 10), "单位已办结")


@pytest.mark.proves(
    "ankang-2020",
    "第十二条(三)",
    "discipline_handover",
    "grades",
    "interviews",
    "ladder_steps",
    "rectification",
    "sanctions",
)
def test_ankang_asks_the_government_reports_to_the_principal_and_records_the_exposure(db):
    ankang = cast.office("ankang-2020")
    made = stories.matter(ankang, due_on="2026-03-20", at=BEGUN)
    stories.stepped(ankang, made, "key_supervision", cast.at("2026-03-23 09:00"), limit=datetime.date(2026, 3, 30))
    asked = _ask(ankang, made, "interview", "2026-03-31 09:00")
    opinion = sheets.sheet_of(asked)
    assert (opinion.title, opinion.addressees) == ("约谈意见", ("某市人民政府",))
    _summon(ankang, asked, "2026-03-31 09:30", "2026-04-01 15:00")
    before = Notice.objects.count()
    proposals.carry_out(
        proposal=asked, by=By(ankang.clerk, cast.at("2026-04-02 09:00")), held_on=datetime.date(2026, 4, 1)
    )
    # The opinion went to the government and the summons to the unit: nothing more is sent.
    assert Notice.objects.count() == before
    talk, plan = Consequence.objects.order_by("id")
    assert (plan.kind, plan.owed_by) == ("explanation", datetime.date(2026, 4, 8))
    by = By(ankang.clerk, cast.at("2026-04-07 09:00"))
    with pytest.raises(Refused):
        interviews.record_result(consequence=talk, result=" ", by=by)
    interviews.record_result(consequence=talk, result="已复工，仍滞后", by=by)
    with pytest.raises(Conflict):
        interviews.record_result(consequence=talk, result="再记", by=by)
    paper = Notice.objects.latest("pk")
    assert (paper.name, paper.unit) == ("约谈结果报告", None)
    said = letters.paper_of(paper)
    assert said.addressees == ("市政府主要领导",) and "已复工，仍滞后" in str(records.as_json(said))
    right = interviews.correct_result(consequence=talk, result="已复工，进度赶上", reason="写错", by=by)
    paper.refresh_from_db()
    assert right.result == "已复工，进度赶上" and paper.annulment.by_notice == Notice.objects.latest("pk") != paper
    with pytest.raises(Refused, match="没有改动"):
        interviews.correct_result(consequence=talk, result="已复工，进度赶上", reason="写错", by=by)
    messages.derive_messages(jurisdiction=ankang.jurisdiction, at=cast.at("2026-04-07 09:05"))
    assert Message.objects.filter(officer=ankang.principal, kind="consequence.followed").exists()
    exposed = {"authority": "prefecture", "held_on": datetime.date(2026, 4, 9)}
    last = _ask(ankang, made, "poor_grade", "2026-04-09 09:00")
    with pytest.raises(Refused) as caught:
        proposals.carry_out(proposal=last, by=By(ankang.clerk, cast.at("2026-04-09 09:00")), **exposed)
    assert caught.value.field == "medium"
    proposals.carry_out(proposal=last, by=By(ankang.clerk, cast.at("2026-04-09 09:00")), medium="安康日报", **exposed)
    assert Consequence.objects.filter(kind="media_exposure", place="安康日报", clause="第十二条(三)").exists()


@pytest.mark.proves(
    "zhuoni-2022", "第十二条", "circulars", "discipline_handover", "excuses", "interviews", "ladder_steps"
)
def test_a_townships_step_is_signed_and_held_by_its_contact_leader_the_principals_by_the_principal(zhuoni):
    township = zhuoni.units[0]
    with pytest.raises(Refused) as caught:
        units.name_contact_leader(unit=township, leader=zhuoni.clerk, by=By(zhuoni.admin, BEGUN))
    assert caught.value.field == "contact_leader"
    units.name_contact_leader(unit=township, leader=zhuoni.other_leader, by=By(zhuoni.admin, BEGUN))
    made = stories.matter(zhuoni, due_on="2026-03-20", at=BEGUN)
    held = stories.held(made)
    for times, step, signer, role in ((2, "criticism_and_interview", zhuoni.other_leader, "contact_leader"),
                                      (3, "principal_interview", None, "principal")):  # fmt: skip
        while JournalLine.objects.filter(kind="late", matter=made).count() < times:
            _miss(zhuoni, held)
        asked = _ask(zhuoni, made, step, "2026-04-20 09:00", signed=False)
        signature = asked.signatures.get()
        assert (signature.officer, signature.role) == (signer, role)
        stories.sign(asked, cast.at("2026-04-20 09:10"))
        talk = _summon(zhuoni, asked, "2026-04-20 09:20", "2026-04-20 16:00")
        assert talk.led_by == (signer or zhuoni.principal)
        more = {"papers_by": datetime.date(2026, 4, 30), "persons": ["经办甲"]} if times == 3 else {}
        proposals.carry_out(
            proposal=asked, by=By(zhuoni.clerk, cast.at("2026-04-20 17:00")), held_on=datetime.date(2026, 4, 20), **more
        )
    # Where nobody is named as contact, the leader of the field signs as before.
    other = stories.held(stories.matter(zhuoni, due_on="2026-03-20", at=BEGUN, lead=zhuoni.units[2:3]))
    for _ in range(2):
        _miss(zhuoni, other)
    asked = _ask(zhuoni, other.matter, "criticism_and_interview", "2026-04-20 09:00", signed=False)
    assert asked.signatures.get().officer == zhuoni.leader
    assert consequences.was_demanded(made, township, "self_criticism")


def test_the_page_of_the_step_asks_for_the_day_and_offers_the_summons(office, signed_in):
    made = stories.at_the_talk(office)
    asked = stories.stepped(office, made, "interview", cast.at("2026-03-30 09:00"), waits=True)
    client = signed_in(office.clerk)
    assert f"/proposals/{asked.pk}/summons" in client.get(f"/matters/{made.no}").content.decode()
    words = {"day": "2026-04-02", "time": "15:00", "place": "第三会议室", "led_by": office.leader.pk}
    assert client.post(f"/proposals/{asked.pk}/summons", words).status_code == 302
    page = client.get(f"/proposals/{asked.pk}/execution").content.decode()
    # The talk lies ahead: its day is not filled in beforehand, and has to be said.
    assert "自进行之日起算" in page and 'value="2026-04-02"' not in page and 'value="第三会议室"' in page
    assert client.post(f"/proposals/{asked.pk}/execution", {"led_by": office.leader.pk}).status_code == 422
    story = client.get(f"/matters/{made.no}").content.decode()
    assert "通知约谈：工作约谈" in story and "2026-04-02 15:00" in story
