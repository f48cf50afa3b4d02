"""What lists of sources cost, however much is on them."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.actions.sources import collections, instructions, meetings
from duban.ledger.by import By
from duban.ledger.models import Suggestion
from tests import cast, stories

MINUTES = (
    "一、会议决定，由市发展改革委牵头，市财政局配合，2026年6月30日前完成开工。\n二、会议要求，市农业农村局抓好春灌。"
)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/meetings", "/instructions", "/collections", "/suggestions", "/sources", "/fields"])
def test_lists_cost_the_same_with_three_and_thirty(path, office, signed_in):
    client = signed_in(office.clerk)

    def fill(number):
        for each in range(number):
            meetings.record_meeting(
                jurisdiction=office.jurisdiction,
                name=f"会议 {each}",
                kind="",
                held_on=datetime.date(2026, 3, 20),
                minutes=MINUTES,
                by=By(office.clerk, cast.at()),
            )
            matter = stories.matter(office, due_on="2026-06-30")
            instructions.give_instruction(
                jurisdiction=office.jurisdiction,
                leader=office.leader,
                text="请核实",
                given_on=datetime.date(2026, 3, 20),
                matter=matter,
                by=By(office.clerk, cast.at()),
            )
            collections.send_collection(
                jurisdiction=office.jurisdiction,
                name=f"征集 {each}",
                due_on=datetime.date(2026, 4, 20),
                leaders=[office.leader],
                by=By(office.clerk, cast.at()),
            )
            Suggestion.objects.create(matter=matter, kind="motion", number=str(each), author="某")

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    fill(3)
    few = cost()
    fill(12)
    assert cost() == few
