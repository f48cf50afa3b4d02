"""The interface asks the database as often for many rows as for few, and goes on from key to key without loss."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from tests import cast, stories

pytestmark = pytest.mark.django_db


def _more(office, n):
    for number in range(n):
        matter = stories.matter(office, due_on="2026-06-30", support=office.units[1:3], title=f"第{number}件")
        stories.accept(office, matter, cast.at())
        proposals.ask("write_off", of=stories.held(matter), reason="无法实施", by=By(office.liaison, cast.at()))
        stories.report(office, matter, cast.at(), what="progress")


LISTS = (
    ("/matters", "clerk", 2),
    ("/matters", "liaison", 2),
    ("/matters?q=第&state=open&unit=jia", "clerk", 3),
    ("/proposals?tab=going", "clerk", 9),
    ("/proposals?tab=waiting", "leader", 9),
    ("/journal", "auditor", 6),
)


def test_lists_ask_as_often_for_thirty_as_for_three(office, as_program):
    counts = {each: [] for each in LISTS}
    for more in (3, 27):
        _more(office, more)
        for (path, who, _), found in counts.items():
            program = as_program(office.officers[who])
            # What is noted once a minute is noted now, however slow the machine is.
            program.client.get(f"/api{path}")
            with CaptureQueriesContext(connection) as queries:
                assert program.client.get(f"/api{path}").status_code == 200
            found.append(len(queries))
    assert {each: found for each, found in counts.items() if not found[0] == found[1] <= each[2]} == {}


def test_one_matter_asks_as_often_for_many_units_as_for_one(office, as_program):
    program, counts = as_program(office.clerk), []
    for lead in (office.units[:1], office.units):
        matter = stories.matter(office, due_on="2026-06-30", lead=lead)
        for unit in lead:
            stories.accept(office, matter, cast.at(), unit=unit)
            stories.report(office, matter, cast.at(), what="progress", unit=unit)
        program.client.get(f"/api/matters/{matter.no}")
        with CaptureQueriesContext(connection) as queries:
            assert program.client.get(f"/api/matters/{matter.no}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 24


def test_what_is_written_most_takes_few_statements(office, as_program):
    order = {
        "title": "某事项", "requirement": "要求", "standard": "标准", "source": "meeting", "due_on": "2026-06-30",
        "category": "work_report", "lead": [office.units[0].code],
    }  # fmt: skip
    report = {"what": "progress", "done": "已完成前期手续。"}
    clerk, liaison, counts = as_program(office.clerk), as_program(office.liaison), []
    for _ in range(2):
        matter = stories.matter(office, due_on="2026-06-30")
        stories.accept(office, matter, cast.at())
        path, report["version"] = (
            f"/matters/{matter.no}/units/{office.units[0].code}/reports",
            stories.held(matter).version,
        )
        with CaptureQueriesContext(connection) as registering:
            assert clerk.send("/matters", **order).status_code == 201
        with CaptureQueriesContext(connection) as reporting:
            assert liaison.send(path, **report).status_code == 201
        counts = [len(registering), len(reporting)]
    assert counts == [16, 19]


@pytest.mark.parametrize("sort", ["", "registered", "due", "-due"])
def test_pages_follow_one_another_without_loss_or_repetition(office, as_program, sort):
    for number in range(7):
        stories.matter(office, due_on=f"2026-06-{10 + number % 3}", title=f"第{number}件")
    program, seen, after = as_program(office.clerk), [], ""
    while after is not None:
        _, page = program.get("/matters", limit=3, after=after, sort=sort)
        seen += [matter["no"] for matter in page["matters"]]
        after = page["next"]
    assert len(seen) == 7 == len(set(seen))
    _, whole = program.get("/matters", sort=sort)
    assert [matter["no"] for matter in whole["matters"]] == seen
