"""An office is held, and its holder signs: all that waits for who leaves passes on, and what they signed stays theirs."""

import datetime

import pytest

from duban.ledger import access, journal
from duban.ledger.actions.inspections import conclusions, inspections
from duban.ledger.actions.office import messages, officers, successions, units
from duban.ledger.actions.process import delegations, interviews
from duban.ledger.actions.requests import proposals
from duban.ledger.actions.sources import collections, instructions
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Message, Review, SavedView, Succession
from duban.ledger.models.consequences import Kind
from duban.ledger.queries.office import vacancies, waiting
from duban.ledger.queries.requests import proposals as cards
from duban.ledger.refusals import Conflict, Forbidden, Refused
from duban.people.models import Delegation, Officer, Role
from tests import cast, inspecting, rectifying, stories

AT = cast.at()
TODAY = AT.date()
pytestmark = pytest.mark.django_db


def _asked(office):
    return proposals.ask(
        "extension",
        of=stories.held(stories.matter(office, due_on="2026-04-30")),
        until=datetime.date(2026, 5, 29),
        reason="汛期",
        by=By(office.liaison, AT),
    )


def _hand_over(office, to=None, of=None, by=None, **more):
    words = {"of": of or office.leader, "to": to or office.other_leader, "reason": "调任", **more}
    return successions.hand_over(by=By(by or office.head, AT), **words)


def _instructed(office):
    made = instructions.give_instruction(
        jurisdiction=office.jurisdiction, leader=office.leader, text="请抓紧", given_on=TODAY, by=By(office.clerk, AT)
    )
    instructions.append_instruction(
        instruction=made, matter=stories.matter(office, due_on="2026-04-30"), by=By(office.clerk, AT)
    )
    instructions.report_instruction(instruction=made, result="已开工", by=By(office.clerk, AT))
    return made


def _collected(office):
    collections.send_collection(
        jurisdiction=office.jurisdiction, name="二季度", due_on=TODAY, leaders=[office.leader], by=By(office.clerk, AT)
    )


def _concluded(office):
    row = rectifying.drafted(office)
    conclusions.forward_conclusion(conclusion=row, to_sign=office.leader, by=By(office.clerk, AT))
    conclusions.read_conclusion(conclusion=row, agree=True, opinion="", by=By(office.inspector, AT))


def _contacted(office):
    units.name_contact_leader(unit=office.units[2], leader=office.leader, by=By(office.admin, AT))


def _reviewed(office):
    row = rectifying.delivered(office)
    Review.objects.create(conclusion=row, text="有误", made_by=office.liaison, made_on=TODAY, named=office.leader)


MAKERS = {
    "portfolios": lambda office: None,
    "contacts": _contacted,
    "signatures": _asked,
    "inspections": inspecting.applied,
    "conclusions": _concluded,
    "reviews": _reviewed,
    "answers": _instructed,
    "slips": _collected,
    "talks": lambda office: stories.imposed(office, Kind.INTERVIEW, AT, led_by=office.leader),
}
# Of these, the leaver is refused once the post is handed over.
SIGNED = {"signatures", "inspections", "conclusions", "answers"}
# What the successor then does with it.
DOES = {
    "signatures": lambda row, by: proposals.sign_proposal(proposal=row.proposal, agree=True, by=by),
    "inspections": lambda row, by: inspections.sign_inspection(inspection=row, agree=True, by=by),
    "conclusions": lambda row, by: conclusions.sign_conclusion(conclusion=row, agree=True, opinion="同意", by=by),
    "answers": lambda row, by: instructions.read_instruction(instruction=row, by=by),
    "slips": lambda row, by: collections.return_slip(slip=row, texts=["修路"], by=by),
    "talks": lambda row, by: interviews.record_event(
        consequence=row, held_on=TODAY, record="已谈", person="局长", by=by
    ),
}


@pytest.mark.parametrize("kind", waiting.KINDS, ids=lambda kind: kind.name)
def test_each_kind_of_waiting_work_passes_to_the_successor_who_then_does_it(office, kind):
    MAKERS[kind.name](office)
    waits = [item for item in waiting.items_of(office.leader) if item.kind is kind]
    assert len(waits) == 1 and waits[0].words
    made = _hand_over(office)
    assert not [item for item in waiting.items_of(office.leader) if item.kind is kind]
    (item,) = [item for item in waiting.items_of(office.other_leader) if item.key == waits[0].key]
    assert {"row": item.key, "to": office.other_leader.pk}.items() <= next(
        each for each in made.items if each["row"] == item.key
    ).items()
    if kind.name in DOES:
        item.row.refresh_from_db()
        if kind.name in SIGNED:
            with pytest.raises(Forbidden):
                DOES[kind.name](item.row, By(office.leader, AT))
        actor = office.clerk if kind.name == "talks" else office.other_leader
        DOES[kind.name](item.row, By(actor, AT))
    assert list(journal.verify(office.jurisdiction)) == []


def test_what_was_signed_stays_with_who_signed_it_and_says_in_which_post(office):
    asked = _asked(office)
    Officer.objects.filter(pk=office.leader.pk).update(title="副市长")
    office.leader.refresh_from_db()
    stories.sign_as(asked, office.leader)
    _hand_over(office)
    first = asked.signatures.order_by("order").first()
    assert (first.officer, first.post, first.decided_on) == (office.leader, "副市长", TODAY)


def test_the_successor_finds_it_waiting_and_is_told(office):
    asked = _asked(office)
    made = _hand_over(office)
    assert list(cards.waiting_for(office.other_leader, TODAY)) == [asked]
    assert not cards.waiting_for(office.leader, TODAY).exists()
    messages.derive_messages(jurisdiction=office.jurisdiction, at=AT)
    (said,) = Message.objects.filter(officer=office.other_leader, kind="post.handed_over")
    assert str(office.leader) in said.text and said.about == f"succession:{made.pk}"
    line = JournalLine.objects.get(verb="post.handed_over")
    assert (line.actor, line.data["passed"], line.data["to"]) == (office.head, 2, str(office.other_leader))


def test_a_closed_account_never_leaves_work_waiting_unseen(office):
    """Without a deputy it is on the head's list; reminding is refused with the way out; handing over afterwards mends it, fields included."""
    asked = _asked(office)
    officers.disable_officer(officer=office.leader, by=By(office.admin, AT))
    found = vacancies.vacancies_of(office.head)
    assert found.people == [office.leader] and found.count == 1
    assert vacancies.vacancies_of(office.liaison) is None
    with pytest.raises(Refused) as caught:
        proposals.remind_signer(proposal=asked, by=By(office.liaison, AT))
    assert "停用" in caught.value.why and "岗位交接" in caught.value.possible
    portfolio = office.units[0].portfolio
    portfolio.refresh_from_db()
    assert portfolio.leader is None
    office.leader.refresh_from_db()
    _hand_over(office)
    portfolio.refresh_from_db()
    assert portfolio.leader == office.other_leader
    assert vacancies.vacancies_of(office.head).count == 0
    stories.sign_as(asked, office.other_leader)


def test_a_closed_account_passes_to_its_deputy(office):
    asked = _asked(office)
    successions.name_deputy(officer=office.leader, deputy=office.secretary, by=By(office.head, AT))
    officers.disable_officer(officer=office.leader, by=By(office.admin, AT))
    made = Succession.objects.get()
    assert (made.to, made.acting, made.handed_by) == (office.secretary, True, office.admin)
    stories.sign_as(asked, office.secretary)
    with pytest.raises(Refused):
        successions.name_deputy(officer=office.leader, deputy=office.liaison, by=By(office.head, AT))


def test_a_post_that_nobody_holds_is_named_and_no_reminder_goes_to_nobody(office):
    held = stories.held(stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00")))
    step = proposals.ask("write_off", of=held, reason="无法实施", by=By(office.liaison, AT))
    stories.sign_as(step, office.leader)
    officers.disable_officer(officer=office.principal, by=By(office.admin, AT))
    assert vacancies.vacancies_of(office.head).roles == [("主要领导", 1)]
    with pytest.raises(Refused, match="没有在岗的主要领导"):
        proposals.remind_signer(proposal=step, by=By(office.liaison, AT))


def test_a_unit_without_an_account_is_listed(office):
    stories.matter(office, due_on="2026-04-30")
    assert vacancies.vacancies_of(office.head).units == []
    for each in (office.liaison, office.unit_head):
        officers.disable_officer(officer=each, by=By(office.admin, AT))
    assert vacancies.vacancies_of(office.head).units == [office.units[0]]


def test_nobody_signs_twice_or_their_own_by_a_handing_over(office):
    """A write-off wants the leader and the principal: the principal cannot take over the leader's place; it stays listed with the reason."""
    held = stories.held(stories.matter(office, due_on="2026-04-30"))
    asked = proposals.ask("write_off", of=held, reason="无法实施", by=By(office.liaison, AT))
    made = _hand_over(office, to=office.principal)
    (kept,) = [each for each in made.items if each["kind"] == "signatures"]
    assert kept["to"] is None and "另有签批" in kept["why"]
    assert waiting.items_of(office.leader)[0].about == f"proposal:{asked.pk}"


@pytest.mark.parametrize(
    ("to", "why"),
    [("leader", "就是移交人"), ("clerk", "不能接办"), ("liaison", "不能接办"), ("office_head", "交给自己")],
)
def test_who_cannot_take_a_post_over(office, to, why):
    _asked(office)
    with pytest.raises(Refused, match=why):
        _hand_over(office, to=office.officers[to])
    assert not Succession.objects.exists()


def test_nobody_of_another_office_takes_it_over(office, zhuoni):
    _asked(office)
    with pytest.raises(Refused, match="本辖区"):
        _hand_over(office, to=zhuoni.leader)


def test_of_two_handings_over_the_second_finds_nothing(office):
    _asked(office)
    _hand_over(office)
    with pytest.raises(Conflict):
        _hand_over(office, to=office.secretary)
    with pytest.raises(Refused, match="事由"):
        _hand_over(office, reason=" ")


def test_a_handing_over_to_the_wrong_person_is_put_right(office):
    asked = _asked(office)
    wrong = _hand_over(office, to=office.secretary)
    other = proposals.ask(
        "write_off",
        of=stories.held(stories.matter(office, due_on="2026-06-30", lead=office.units[1:2])),
        reason="x",
        by=By(office.other_liaison, AT),
    )
    right = successions.put_right(succession=wrong, to=office.other_leader, reason="选错人", by=By(office.head, AT))
    assert right.corrects == wrong and right.of == office.secretary
    assert asked.signatures.order_by("order").first().officer == office.other_leader
    assert other.signatures.order_by("order").first().officer == office.other_leader
    with pytest.raises(Conflict):
        successions.put_right(succession=wrong, to=office.other_leader, reason="再改", by=By(office.head, AT))
    assert JournalLine.objects.filter(verb="post.handing_corrected").count() == 1


def test_who_takes_over_a_portfolio_signs_what_waits_for_the_one_in_charge(office):
    asked = _asked(office)
    portfolio = office.units[0].portfolio
    units.edit_portfolio(portfolio=portfolio, name=portfolio.name, leader=office.other_leader, by=By(office.admin, AT))
    assert asked.signatures.order_by("order").first().officer == office.other_leader
    assert JournalLine.objects.get(verb="portfolio.edited").data["signatures"] == 1
    unit = office.units[0]
    unit.refresh_from_db()
    free = units.add_portfolio(
        jurisdiction=office.jurisdiction, name="新口", leader=office.leader, by=By(office.admin, AT)
    )
    units.edit_unit(
        unit=unit, name=unit.name, group=unit.group, portfolio=free, ranked=True, order=0, by=By(office.admin, AT)
    )
    assert asked.signatures.order_by("order").first().officer == office.leader


def test_matters_ordered_by_who_left_are_signed_by_the_successor(office):
    _asked(office)
    _hand_over(office, to=office.secretary)
    officers.disable_officer(officer=office.leader, by=By(office.admin, AT))
    office.leader.refresh_from_db()
    assert access.delegations.holder_of(office.leader) == office.secretary
    assert access.delegations.holder_of(office.principal) == office.principal


def test_delegations_end_and_views_are_copied(office):
    delegations.appoint_stand_in(of=office.leader, to=office.secretary, from_on=TODAY, through_on=TODAY, at=AT)
    SavedView.objects.create(officer=office.leader, name="超期", query="due=late")
    _asked(office)
    _hand_over(office)
    assert Delegation.objects.get().ended_on == TODAY
    assert access.delegations.represented_by(office.secretary, TODAY) == []
    assert office.other_leader.saved_views.get().query == "due=late"


def test_a_post_with_waiting_work_is_not_changed_into_one_that_cannot_sign(office):
    _asked(office)
    portfolio = office.units[0].portfolio
    units.edit_portfolio(portfolio=portfolio, name="x", leader=None, by=By(office.admin, AT))
    with pytest.raises(Refused, match="无人办理"):
        officers.edit_officer(
            officer=office.leader, full_name="某", role=Role.CLERK, unit=None, title="", by=By(office.admin, AT)
        )


def test_the_last_administrator_stays(office):
    second, _ = officers.add_officer(
        jurisdiction=office.jurisdiction, username="two", full_name="乙", role=Role.ADMINISTRATOR, actor=None, at=AT
    )
    officers.disable_officer(officer=office.admin, by=By(second, AT))
    with pytest.raises(Refused, match="最后一名系统管理员"):
        officers.disable_officer(officer=second, by=By(office.admin, AT))
