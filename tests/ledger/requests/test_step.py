"""Steps of the ladder: what was approved is carried out with its paper, its limit and the facts that go with it."""

import datetime

import pytest

from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Notice, Proposal
from duban.ledger.refusals import Conflict, Forbidden, Refused
from tests import cast, stories

AT = cast.at()
pytestmark = pytest.mark.django_db


def _approved(office, matter, step, at=AT, signers=None):
    made = proposals.ask("step", of=stories.held(matter), step=step, reason="逾期", by=By(office.clerk, at))
    for signer in signers or (office.leader,):
        proposals.sign_proposal(proposal=made, agree=True, by=By(signer, at))
    return made


def _late(office):
    return stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"))


@pytest.mark.feature("ladder_steps")
@pytest.mark.proves("sanmenxia-2019", "三(一)", "ladder_steps")
def test_the_ladder_of_sanmenxia_is_climbed_step_by_step(office):
    made = _late(office)
    first = proposals.carry_out(proposal=_approved(office, made, "circular"), by=By(office.clerk, AT))
    assert (first.outcome, first.carried_out_on) == ("carried_out", AT.date())
    paper = Notice.objects.latest("pk")
    # Five working days after 31 March 2026, with the day of rest for Qingming on 6 April.
    assert (paper.name, paper.clause, paper.limit_on) == ("全市通报", "四(二)4", datetime.date(2026, 4, 8))
    assert JournalLine.objects.get(kind="step").data["fact"] == {"step": "circular"}
    with pytest.raises(Refused, match="还没有到这一步"):
        _approved(office, made, "criticism_and_exposure")
    then = cast.at("2026-04-09 09:00")
    second = _approved(office, made, "criticism_and_exposure", then)
    with pytest.raises(Refused) as caught:
        proposals.carry_out(proposal=second, by=By(office.clerk, then))
    assert (caught.value.field, caught.value.clause) == ("held_on", "四(二)4")
    shown = {"held_on": then.date(), "medium": "市电视台"}
    with pytest.raises(Refused) as caught:
        proposals.carry_out(proposal=second, by=By(office.clerk, then), **shown)
    assert (caught.value.field, caught.value.clause) == ("authority", "四(二)4")
    assert JournalLine.objects.filter(kind="step").count() == 1
    proposals.carry_out(proposal=second, by=By(office.clerk, then), authority="prefecture", **shown)
    also = JournalLine.objects.get(kind="circular").data["fact"]
    assert (also["tone"], also["authority"]) == ("criticism", "prefecture")


def test_a_step_is_carried_out_once_approved_still_open_and_only_once(office):
    made = _late(office)
    waiting = proposals.ask("step", of=stories.held(made), step="circular", reason="逾期", by=By(office.clerk, AT))
    with pytest.raises(Conflict, match="没有批准"):
        proposals.carry_out(proposal=waiting, by=By(office.clerk, AT))
    proposals.sign_proposal(proposal=waiting, agree=True, by=By(office.leader, AT))
    with pytest.raises(Refused) as caught:
        proposals.carry_out(proposal=waiting, by=By(office.clerk, AT), limit=datetime.date(2026, 4, 3))
    assert caught.value.field == "limit"
    proposals.carry_out(proposal=waiting, by=By(office.clerk, AT))
    with pytest.raises(Conflict):
        proposals.carry_out(proposal=waiting, by=By(office.clerk, AT))


def test_ankang_sets_the_limit_by_hand_and_asks_the_principal_for_the_interview(db):
    office = cast.office("ankang-2020")
    made = _late(office)
    key = _approved(office, made, "key_supervision")
    with pytest.raises(Refused) as caught:
        proposals.carry_out(proposal=key, by=By(office.clerk, AT))
    assert caught.value.field == "limit"
    proposals.carry_out(proposal=key, by=By(office.clerk, AT), limit=datetime.date(2026, 4, 3))
    then = cast.at("2026-04-07 09:00")
    talk = _approved(office, made, "interview", then, [office.principal])
    proposals.carry_out(proposal=talk, by=By(office.clerk, then), held_on=then.date())
    assert JournalLine.objects.get(kind="interview").data["fact"]["authority"] == "prefecture"


@pytest.mark.feature("ladder_steps")
def test_the_office_rules_that_a_step_is_due_where_the_document_gives_no_number(ankang):
    made = stories.matter(ankang, due_on="2026-06-30")
    held = stories.held(made)
    words = {"of": held, "step": "key_supervision", "by": By(ankang.clerk, AT)}
    with pytest.raises(Refused):
        proposals.ask("step", reason="推进缓慢", **words)
    with pytest.raises(Refused) as caught:
        proposals.ask("ruling", reason="x", cause="态度不好", **words)
    assert caught.value.field == "cause"
    ruled = proposals.ask("ruling", reason="两个月没有实质进展", cause="推进缓慢", **words)
    assert (ruled.clause, ruled.details["cause"]) == ("第十二条(三)", "推进缓慢")


def _sent(office, **more):
    return stories.matter(office, due_on="2026-04-30", **more)


def test_a_step_is_proposed_only_when_it_is_open_and_never_carries_itself_out(office):
    early = _sent(office)
    with pytest.raises(Refused, match="还没有到这一步") as caught:
        proposals.ask("step", of=stories.held(early), step="circular", reason="x", by=By(office.clerk, AT))
    assert caught.value.possible == "暂无可启动的督办措施：“全市通报”自 2026-05-01 起可以实施（到时仍未办结的）。"
    assert caught.value.clause == "四(二)4"
    late = stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"))
    with pytest.raises(Refused) as caught:
        proposals.ask("step", of=stories.held(late), step="interview", reason="x", by=By(office.clerk, AT))
    assert "circular" in caught.value.possible or "通报" in caught.value.possible
    step = proposals.ask("step", of=stories.held(late), step="circular", reason="逾期", by=By(office.clerk, AT))
    assert (step.outcome, step.clause, step.open_since) == ("open", "四(二)4", datetime.date(2026, 3, 21))
    with pytest.raises(Forbidden, match="自己提出"):
        own = Proposal.objects.get(pk=step.pk)
        Proposal.objects.filter(pk=step.pk).update(proposed_by=office.leader)
        stories.sign_as(own, office.leader)
    Proposal.objects.filter(pk=step.pk).update(proposed_by=office.clerk)
    assert stories.sign_as(step, office.leader).outcome == "approved"
    assert not JournalLine.objects.filter(kind="step").exists()
