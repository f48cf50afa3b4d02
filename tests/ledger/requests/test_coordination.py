"""Coordination: a leader helps, or calls a meeting, and answers in words."""

import pytest

from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.refusals import Refused
from tests import cast, stories

AT = cast.at()
pytestmark = pytest.mark.django_db


@pytest.mark.feature("coordination_request")
@pytest.mark.proves("county-plan", "一(二)", "coordination_request")
def test_a_leader_answers_a_request_for_coordination_in_words(county):
    made = stories.matter(county, due_on="2026-04-30")
    asked = proposals.ask("coordination", of=stories.held(made), reason="用地指标没有着落", by=By(county.clerk, AT))
    assert (asked.clause, asked.details) == ("一(二)", {"meeting": False})
    with pytest.raises(Refused) as caught:
        stories.sign_as(asked, county.leader)
    assert caught.value.field == "reason"
    stories.sign_as(asked, county.leader, reason="请自然资源局周五前落实。")
    assert JournalLine.objects.get(verb="coordination.answered").data["reason"] == "请自然资源局周五前落实。"


def test_a_special_meeting_is_asked_for_under_its_own_clause(county):
    made = stories.matter(county, due_on="2026-04-30")
    asked = proposals.ask(
        "coordination", of=stories.held(made), reason="多部门扯皮", by=By(county.clerk, AT), is_meeting=True
    )
    assert asked.clause == "四(四)"
