"""Many at once: the start of many matters put up and signed with one signature, all or none."""

import pytest

from duban.ledger.actions.requests import batches, proposals
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Proposal
from duban.ledger.refusals import Forbidden, Refused
from tests import cast, stories

pytestmark = pytest.mark.django_db
AT = cast.at()


@pytest.fixture
def county():
    return cast.office("county-plan", slug="county")


def _proposed(county, number, **more):
    return [stories.matter(county, due_on="2026-06-30", dispatched=False, **more) for _ in range(number)]


def test_each_matter_has_its_own_proposal_and_one_that_may_not_stops_all(county):
    first, second, third = _proposed(county, 3)
    proposals.ask("start", of=third, reason="县长要求", by=By(county.clerk, AT))
    with pytest.raises(Refused, match=f"{third.no} .*已经提请"):
        batches.ask_starts(matters=[first, third], reason="县长要求", by=By(county.clerk, AT))
    assert Proposal.objects.count() == 1
    made = batches.ask_starts(matters=[first, second], reason="县长要求", by=By(county.clerk, AT))
    assert [each.assignment.matter for each in made] == [first, second]
    with pytest.raises(Refused, match="没有选中"):
        batches.ask_starts(matters=[], reason="县长要求", by=By(county.clerk, AT))


def test_one_signature_is_written_down_for_each_and_who_may_not_signs_none(county):
    own, others = _proposed(county, 2), _proposed(county, 1, lead=county.units[1:2])
    made = batches.ask_starts(matters=[*own, *others], reason="县长要求", by=By(county.clerk, AT))
    with pytest.raises(Forbidden, match=f"{others[0].no} 立项审批：现在不轮到您签批"):
        batches.sign_each(chosen=made, agree=True, by=By(county.leader, AT))
    assert not JournalLine.objects.filter(verb="proposal.signed").exists()
    batches.sign_each(chosen=made[:2], agree=True, by=By(county.leader, AT))
    assert JournalLine.objects.filter(verb="matter.started", matter__in=own).count() == 2
    with pytest.raises(Refused, match="写明理由"):
        batches.sign_each(chosen=made[2:], agree=False, by=By(county.other_leader, AT))
    with pytest.raises(Refused, match="已批准"):
        batches.sign_each(chosen=made[:1], agree=True, by=By(county.leader, AT))
