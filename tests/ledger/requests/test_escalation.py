"""Escalation: the supervision office takes a stuck matter over."""

import pytest

from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.refusals import Conflict, Forbidden, Refused
from tests import cast, stories

AT = cast.at()
pytestmark = pytest.mark.django_db


@pytest.mark.feature("escalation")
def test_a_section_hands_a_stuck_matter_up_with_the_secretary_generals_consent(ankang):
    made = stories.matter(ankang, due_on="2026-04-30")
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
