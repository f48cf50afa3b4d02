"""Escalation: the supervision office takes a stuck matter over."""

import pytest

from duban.ledger.actions.matters import urges
from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.refusals import Conflict, Forbidden, Refused
from tests import cast, stories

AT = cast.at()
pytestmark = pytest.mark.django_db


def _urged(office, made, on="2026-03-20 09:00", limit="2026-03-27"):
    urges.urge_unit(
        assignment=stories.held(made), channel="phone", limit=stories.day(limit), by=By(office.clerk, cast.at(on))
    )


@pytest.mark.proves("ankang-2020", "第四条", "escalation", "portfolios", "unit_people")
def test_a_matter_is_handed_up_only_where_urging_brought_nothing(ankang):
    made = stories.matter(ankang, due_on="2026-03-19", at=cast.at("2026-03-02 09:00"))
    ask = lambda: proposals.ask("escalation", of=stories.held(made), reason="面广难协调", by=By(ankang.section, AT))  # noqa: E731
    with pytest.raises(Refused, match="还没有催办过") as caught:
        ask()
    assert caught.value.clause == "第四条"
    _urged(ankang, made, limit="2026-04-03")
    with pytest.raises(Refused, match="还没有到"):
        ask()
    _urged(ankang, made, on="2026-03-23 09:00", limit="2026-03-30")
    assert ask().clause == "第四条"


@pytest.mark.feature("escalation")
def test_a_section_hands_a_stuck_matter_up_with_the_secretary_generals_consent(ankang):
    made = stories.matter(ankang, due_on="2026-04-30", at=cast.at("2026-03-02 09:00"))
    _urged(ankang, made)
    asked = proposals.ask("escalation", of=stories.held(made), reason="多次催办没有进展", by=By(ankang.section, AT))
    assert asked.clause == "第四条"
    with pytest.raises(Forbidden):
        stories.sign_as(asked, ankang.principal)
    stories.sign_as(asked, ankang.secretary)
    made.refresh_from_db()
    assert made.escalated_on == AT.date()
    assert JournalLine.objects.get(verb="matter.escalated").matter == made
    with pytest.raises(Conflict):
        proposals.ask("escalation", of=stories.held(made), reason="x", by=By(ankang.section, AT))


def test_no_escalation_without_a_rule(office):
    with pytest.raises(Refused):
        proposals.ask(
            "escalation",
            of=stories.held(stories.matter(office, due_on="2026-04-30")),
            reason="x",
            by=By(office.section, AT),
        )
