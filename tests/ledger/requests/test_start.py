"""Start: a matter goes out once the leader has approved it, where the document asks for that."""

import pytest

from duban.ledger import acts
from duban.ledger.actions.matters import matters
from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Proposal
from duban.ledger.refusals import Conflict, Forbidden, Refused
from tests import cast, stories

AT = cast.at()
pytestmark = pytest.mark.django_db


def _order(made, **changed):
    units = tuple(each.unit for each in made.assignments.filter(part="lead").order_by("id"))
    words = {name: getattr(made, name) for name in ("title", "requirement", "standard", "category", "source", "due_on")}
    return matters.Order(**{**words, "lead": units, **changed})


@pytest.mark.feature("start_approval")
@pytest.mark.proves("county-plan", "一(二)", "start_approval")
def test_a_matter_goes_out_once_a_leader_has_approved_it(county):
    made = stories.matter(county, due_on="2026-04-30", dispatched=False)
    with pytest.raises(Refused) as caught:
        matters.dispatch_matter(matter=made, by=By(county.clerk, AT))
    assert caught.value.clause == "一(二)"
    asked = proposals.ask("start", of=made, reason="书记要求", by=By(county.clerk, AT))
    assert [each.officer for each in asked.signatures.all()] == [county.leader]
    with pytest.raises(Refused, match="正在等领导签批"):
        matters.dispatch_matter(matter=made, by=By(county.clerk, AT))
    assert stories.sign_as(asked, county.leader).outcome == "approved"
    assert JournalLine.objects.filter(verb="matter.started", matter=made).count() == 1
    matters.dispatch_matter(matter=made, by=By(county.clerk, AT))
    asked.refresh_from_db()
    assert (asked.outcome, asked.carried_out_on) == ("carried_out", AT.date())


def test_the_leader_who_ordered_it_signs_rather_than_the_one_in_charge(county):
    made = stories.matter(county, due_on="2026-04-30", dispatched=False, instructed_by=county.principal)
    asked = proposals.ask("start", of=made, reason="县长批示", by=By(county.clerk, AT))
    assert [each.officer for each in asked.signatures.all()] == [county.principal]
    with pytest.raises(Forbidden):
        stories.sign_as(asked, county.leader)


def test_another_order_needs_its_approval_again(county):
    made = stories.matter(county, due_on="2026-04-30", dispatched=False)
    asked = proposals.ask("start", of=made, reason="书记要求", by=By(county.clerk, AT))
    stories.sign_as(asked, county.leader)
    order = _order(made, title="另一件事", lead=(county.units[1],), support=(county.units[0],))
    made = matters.edit_matter(matter=made, order=order, by=By(county.clerk, AT), version=made.version)
    asked.refresh_from_db()
    assert asked.outcome == "withdrawn"
    assert [(each.unit, each.part) for each in made.assignments.order_by("id")] == [
        (county.units[1], "lead"),
        (county.units[0], "support"),
    ]
    with pytest.raises(Refused):
        matters.dispatch_matter(matter=made, by=By(county.clerk, AT))
    again = proposals.ask("start", of=made, reason="改后再报", by=By(county.clerk, AT))
    assert [each.officer for each in again.signatures.all()] == [county.other_leader]


def test_who_asks_for_the_start_states_why_and_asks_once(county):
    made = stories.matter(county, due_on="2026-04-30", dispatched=False)
    with pytest.raises(Refused) as caught:
        proposals.ask("start", of=made, reason=" ", by=By(county.clerk, AT))
    assert caught.value.field == "reason"
    proposals.ask("start", of=made, reason="x", by=By(county.clerk, AT))
    with pytest.raises(Conflict):
        proposals.ask("start", of=made, reason="x", by=By(county.clerk, AT))


@pytest.mark.feature("start_approval")
def test_where_the_document_asks_for_no_approval_a_matter_goes_out_without(office):
    made = stories.matter(office, due_on="2026-04-30")
    assert made.dispatched_on == AT.date()
    assert not Proposal.objects.exists()


def test_the_leader_reads_every_unit_that_leads_and_that_there_is_no_end(county):
    made = stories.matter(county, due_on=None, lead=county.units[:2], dispatched=False)
    asked = proposals.ask("start", of=made, reason="书记要求", by=By(county.clerk, AT))
    first, second = county.units[:2]
    said = acts.of(asked).sentence(asked)
    assert said.endswith(f"立项督办，由{first}、{second}牵头，长期坚持，不设办结期限。")
