"""What there is of a matter is told as the tables have it, and its page asks for nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.models import Milestone
from duban.ledger.queries import presences
from tests import cast, stories

pytestmark = pytest.mark.django_db


def test_every_word_is_told_when_a_row_is_there_and_not_before(office, at):
    """A way that leads nowhere would hide rows: each is walked by the ORM too, and finds the same on a busy matter."""
    made = stories.matter(office, due_on="2026-02-27", at=cast.at("2026-02-02 09:00"))
    assert presences.present(made) <= {"notices"}
    stories.stepped(office, made, "circular", cast.at("2026-03-02 09:00"))
    stories.complete(office, made, cast.at("2026-03-05 09:00"))
    Milestone.objects.create(matter=made, on="2026-03-01", text="开工")
    told = presences.present(made)
    assert {"notices", "reports", "proposals", "attachments", "milestones"} <= told
    for word, ways in presences._WAYS.items():
        there = False
        for (model, name), *rest in ways:
            path = "__".join([name, *(step for _, step in rest)])
            there = there or model.objects.filter(**{path: made}).exists()
        assert (word in told) == there, word


def test_a_plain_matter_costs_few_questions(office, signed_in, at):
    """What is not there is not asked for: sources, due process, milestones, parts, papers listed elsewhere."""
    made = stories.matter(office, due_on="2026-06-30", at=at)
    client = signed_in(office.clerk)
    client.get(f"/matters/{made.no}")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/matters/{made.no}").status_code == 200
    assert len(queries) <= 7 and not any('FROM "ledger_suggestion"' in query["sql"] for query in queries)
