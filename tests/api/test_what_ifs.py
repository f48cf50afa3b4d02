"""推演 by program: the same answer as the page's, refusals at their member, nothing written."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.scoring.test_what_ifs import WRITES, late_office

pytestmark = pytest.mark.django_db


def test_a_program_is_told_the_same_and_writes_nothing(as_program):
    office = late_office()
    program = as_program(office.head)
    body = {
        "kind": "month",
        "from_on": "2026-03-01",
        "to_on": "2026-03-31",
        "variants": [{"figures": {"附件2 三3": "3"}}],
    }
    program.post("/trials", **body)
    with CaptureQueriesContext(connection) as queries:
        status, answer = program.post("/trials", **body)
    assert status == 200 and answer["published"] is None
    (variant,) = answer["variants"]
    assert {each["unit"]: each["change"] for each in variant["units"] if each["change"]} == {
        "jia": "2.00",
        "yi": "0.00",
    }
    assert [query["sql"] for query in queries if query["sql"].lstrip().upper().startswith(WRITES)] == []
    status, answer = program.post("/trials", **body | {"variants": [{"figures": {"附件2 三3": "三"}}]})
    assert status == 422 and answer["error"]["field"] == "figures"
    for wrong in ({"against": "nowhere"}, {"readings": {"a": "b"}}, {"without": ["第九十九条"]}):
        status, answer = program.post("/trials", **body | {"variants": [wrong]})
        assert (status, answer["error"]["field"]) == (422, next(iter(wrong)))


def test_twenty_variants_ask_the_database_as_often_as_one(as_program):
    program = as_program(late_office().head)
    period = {"kind": "month", "from_on": "2026-03-01", "to_on": "2026-03-31"}
    variants = [{"figures": {"附件2 三3": str(number)}} for number in range(10)] + [{"against": "zhuoni-2022"}] * 10
    counts = []
    for number in (11, 20, 1):
        program.post("/trials", **period, variants=variants[-number:])
        with CaptureQueriesContext(connection) as queries:
            status, answer = program.post("/trials", **period, variants=variants[-number:])
        assert status == 200 and len(answer["variants"]) == number
        counts.append(len(queries))
    assert len(set(counts)) == 1
    assert program.post("/trials", **period, variants=[*variants, {}])[0] == 422
