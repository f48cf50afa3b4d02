"""The guide of the first day: every step seen from the data, in its order, done by whom; it ends with the first order that is out."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.actions.office import offices, rolls
from duban.ledger.by import By
from duban.ledger.queries.office import first_steps
from duban.papers.reading.lists.rolls import roll_of
from tests import cast, stories

pytestmark = pytest.mark.django_db
AT = cast.at()
ORDER = ["采用办法", "单位", "督查室人员", "领导和分管领域", "单位联络员", "首次登录码", "红头和文号", "节假日历", "第一件事项", "第一次立项审批", "第一次交办"]  # fmt: skip


def _open(officer):
    return [step.title for step in first_steps.steps_of(officer, AT.date()) if not step.is_done]


def test_an_empty_office_is_led_step_by_step(signed_in):
    admin, _ = offices.found_office(slug="new", name="新县", regime="county-plan", administrator="new.admin", at=AT)
    admin.must_change_password = False
    admin.save()
    admin.office.refresh_from_db()
    assert [step.title for step in first_steps.steps_of(admin, AT.date())] == ORDER
    assert _open(admin) == [each for each in ORDER if each not in ("采用办法", "节假日历")]
    client = signed_in(admin)
    assert 'href="/guide"' in client.get("/desk").content.decode()
    page = client.get("/guide").content.decode()
    assert "现在该做：单位" in page and 'href="/settings/people"' in page and "由督查室经办办理" in page
    roll = {
        "units": [
            {"name": "县财政局", "group": "department", "portfolio": "财政口"},
            {"name": "甲镇", "group": "township"},
        ],
        "portfolios": [{"name": "财政口", "leader": "葛明远"}],
        "officers": [
            {"full_name": "葛明远", "role": "leader"},
            {"full_name": "苏国栋", "role": "clerk"},
            {"full_name": "钱主任", "role": "office_head"},
            {"full_name": "王联络", "role": "liaison", "unit": "县财政局"},
        ],
    }
    rolls.take_roll(roll=roll_of(roll), by=By(admin, AT))
    assert _open(admin)[:3] == ["领导和分管领域", "单位联络员", "首次登录码"]
    page = client.get("/guide").content.decode()
    missing = re.findall(r"(?:无人可签|收不到交办)：甲镇<", page)
    assert len(missing) == 2 and "4 人还没有登录码" in page


def test_it_ends_with_the_first_order_that_is_out(signed_in):
    county = cast.office("county-plan", slug="county")
    assert "第一次交办" in _open(county.clerk)
    desk = signed_in(county.clerk)
    assert "起步指引</a>按顺序" in desk.get("/desk").content.decode()
    stories.matter(county, due_on="2026-06-30")
    assert "第一次交办" not in _open(county.clerk)
    page = desk.get("/desk").content.decode()
    assert "起步指引</a>按顺序" not in page and 'href="/guide">起步指引' in page


def test_it_reads_the_same_number_of_times_for_few_and_many(office):
    def read():
        with CaptureQueriesContext(connection) as found:
            first_steps.steps_of(office.admin, AT.date())
        return len(found)

    read()
    before = read()
    for _ in range(3):
        stories.matter(office, due_on="2026-06-30")
    rows = [{"name": f"第{number}局", "group": "department"} for number in range(12)]
    rolls.take_roll(roll=roll_of({"units": rows}), by=By(office.admin, AT))
    assert read() - before <= 1
    said = next(step for step in first_steps.steps_of(office.admin, AT.date()) if step.title == "单位联络员")
    assert len(said.missing) == 9 and said.missing[-1].startswith("等 ")
