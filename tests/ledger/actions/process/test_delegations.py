"""Delegations: another signs for days, in the name of the one who is away, and never what is their own."""

import datetime

import pytest

from duban.ledger.actions.process import delegations
from duban.ledger.actions.reports import reports
from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.queries.requests import proposals as cards
from duban.ledger.refusals import Conflict, Forbidden, Refused
from tests import cast, stories

AT = cast.at()
TODAY = AT.date()
DAY = datetime.timedelta(days=1)
pytestmark = pytest.mark.django_db


def _appoint(of, to, from_on=TODAY, through_on=TODAY, at=AT):
    return delegations.appoint_stand_in(of=of, to=to, from_on=from_on, through_on=through_on, at=at, reason="出差")


def _asked(office, actor=None):
    held = stories.held(stories.matter(office, due_on="2026-04-30"))
    return proposals.ask("write_off", of=held, reason="x", by=By(actor or office.liaison, AT))


def _sign(proposal, actor, at=AT):
    return proposals.sign_proposal(proposal=proposal, agree=True, by=By(actor, at))


def test_a_stand_in_signs_for_the_one_who_is_away_and_it_says_so(office):
    asked = _asked(office)
    with pytest.raises(Forbidden):
        _sign(asked, office.secretary)
    _appoint(office.leader, office.secretary)
    assert list(cards.waiting_for(office.secretary, TODAY)) == [asked]
    (card,) = cards.cards_of(office.secretary, cards.waiting_for(office.secretary, TODAY), TODAY)
    assert (card.is_mine, card.stands_in, card.as_whom) == (True, True, office.leader)
    _sign(asked, office.secretary)
    first = asked.signatures.order_by("order").first()
    assert (first.officer, first.on_behalf_of) == (office.secretary, office.leader)
    assert JournalLine.objects.get(verb="proposal.signed").data["for"] == str(office.leader)


def test_only_on_its_days_and_not_after_its_end(office):
    asked = _asked(office)
    made = _appoint(office.leader, office.secretary, TODAY, TODAY + DAY)
    for at in (cast.at("2026-03-30 09:00"), cast.at("2026-04-02 09:00")):
        assert not cards.waiting_for(office.secretary, at.date()).exists()
        with pytest.raises(Forbidden):
            _sign(asked, office.secretary, at)
    delegations.end_delegation(delegation=made, by=By(office.leader, AT))
    with pytest.raises(Forbidden):
        _sign(asked, office.secretary)
    with pytest.raises(Conflict):
        delegations.end_delegation(delegation=made, by=By(office.leader, AT))


def test_nobody_signs_their_own_request_by_way_of_another(office):
    """The head proposed; their stand-in for the leader's signature is the head again, or the leader's stand-in signs the leader's own."""
    held = stories.held(stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00")))
    step = proposals.ask("step", of=held, step="circular", reason="逾期", by=By(office.head, AT))
    _appoint(office.leader, office.head)
    assert not cards.waiting_for(office.head, TODAY).exists()
    with pytest.raises(Forbidden):
        _sign(step, office.head)


def test_what_needs_two_signers_is_not_signed_by_one_for_both(office):
    asked = _asked(office)
    _appoint(office.principal, office.leader)
    _sign(asked, office.leader)
    assert not cards.waiting_for(office.leader, TODAY).exists()
    with pytest.raises(Forbidden):
        _sign(asked, office.leader)
    _sign(asked, office.principal)


def test_the_heads_stand_in_approves_a_completion(db):
    county = cast.office("county-plan")
    made = stories.matter(county, due_on="2026-04-30")
    stories.accept(county, made, AT)
    report = stories.report(county, made, AT)
    _appoint(county.head, county.clerk)
    asked = proposals.ask("completion", of=report, reason="已核", by=By(county.section, AT))
    _sign(asked, county.clerk)
    assert stories.held(made).completed_on == TODAY
    again = stories.matter(county, due_on="2026-04-30")
    stories.accept(county, again, AT)
    reports.accept_report(report=stories.report(county, again, AT), by=By(county.clerk, AT))
    assert stories.held(again).completed_on == TODAY


@pytest.mark.parametrize(("days", "field"), [((TODAY - DAY, TODAY), "from_on"), ((TODAY + DAY, TODAY), "through_on")])
def test_the_days_have_to_be_right(office, days, field):
    with pytest.raises(Refused) as caught:
        _appoint(office.leader, office.secretary, *days)
    assert caught.value.field == field


def test_who_may_stand_in(office):
    for to in (office.clerk, office.liaison, office.leader, cast.office("zhuoni-2022").secretary):
        with pytest.raises(Refused) as caught:
            _appoint(office.leader, to)
        assert caught.value.field == "to"


def test_one_stand_in_at_a_time_and_none_who_is_away_too(office):
    _appoint(office.leader, office.secretary, TODAY, TODAY + DAY)
    with pytest.raises(Refused) as caught:
        _appoint(office.leader, office.principal, TODAY + DAY, TODAY + DAY)
    assert caught.value.field == "from_on"
    with pytest.raises(Refused) as caught:
        _appoint(office.principal, office.leader)
    assert caught.value.field == "to"


def test_only_the_two_end_it(office):
    made = _appoint(office.leader, office.secretary)
    with pytest.raises(Forbidden):
        delegations.end_delegation(delegation=made, by=By(office.clerk, AT))
    delegations.end_delegation(delegation=made, by=By(office.secretary, AT))
    assert JournalLine.objects.filter(verb="delegation.ended").count() == 1


def test_the_list_of_waiting_costs_the_same_for_many(office, django_assert_num_queries):
    _appoint(office.leader, office.secretary)
    for _ in range(3):
        _asked(office)
    found = cards.waiting_for(office.secretary, TODAY)
    with django_assert_num_queries(4):
        assert len(cards.cards_of(office.secretary, found, TODAY)) == 3
    for _ in range(5):
        _asked(office)
    found = cards.waiting_for(office.secretary, TODAY)
    with django_assert_num_queries(4):
        assert len(cards.cards_of(office.secretary, found, TODAY)) == 8


def test_a_section_has_a_stand_in_too(office):
    assert _appoint(office.section, office.head).to == office.head
