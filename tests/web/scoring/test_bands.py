"""A document that says what totals are called: the ranking, the card, the unit's desk and the circular say it with its clause."""

import datetime
from urllib.parse import urlencode

import pytest

from duban.ledger.actions.scoring import facts, rankings
from duban.ledger.by import By
from duban.ledger.wordings import summaries
from duban.ledger.wordings.circulars import Request
from tests import cast, founding

pytestmark = pytest.mark.django_db
PERIOD = "kind=quarter&from=2026-01-01&to=2026-03-31"
PACK = """
id: bands
name: 等次
periods: [quarter]
groups: {department: 部门}
events:
  absent: {label: 缺席, of: unit, clause: 二}
clauses:
  - {clause: 一, gist: 基础分95分, kinds: [score], rules: [{kind: base, points: "95"}]}
  - {clause: 二, gist: 缺席扣10分, kinds: [score], rules: [{kind: score, select: {event: absent}, worth: "-10"}]}
  - {clause: 三, gist: 90分以上为优秀，不超过三成, kinds: [score], rules: [{kind: bands, least: {优秀: "90", 良好: "80"}, below: 一般, most: {优秀: "0.3"}}]}
"""


@pytest.fixture
def office(db):
    office = founding.office({"regime.yaml": PACK})
    for place, day in ((1, 20), (2, 23), (2, 24)):
        _absent(office, place, day)
    return office


def _absent(office, place, day):
    facts.record_fact(
        jurisdiction=office.jurisdiction, kind="absent", unit=office.units[place], fact={}, reason="会议记录",
        by=By(office.clerk, cast.at("2026-03-27 09:00")), on=datetime.date(2026, 3, day),
    )  # fmt: skip


def _published(office):
    return rankings.publish_ranking(
        jurisdiction=office.jurisdiction, kind="quarter", from_on=datetime.date(2026, 1, 1),
        to_on=datetime.date(2026, 3, 31), by=By(office.head, cast.at("2026-04-01 09:00")),
    )  # fmt: skip


def test_pages_say_what_a_total_is_called(office, signed_in):
    client = signed_in(office.head)
    table = client.get(f"/rankings?{PERIOD}").content.decode()
    assert "等次" in table and 'data-label="等次">良好' in table and 'data-label="等次">一般' in table
    names = "、".join(office.units[place].name for place in (0, 3, 4, 5))
    why = "达到优秀的分数，优秀最多30%的单位，并列的一并计算，列为良好"
    assert f"{names}{why}" in table
    card = client.get(f"/scores/{office.units[0].code}?{PERIOD}").content.decode()
    assert "95.00" in card
    # Of six units three tenths are one whole one, and four have as many points.
    assert "等次 <strong>良好</strong>" in card and why in card
    plain = client.get(f"/scores/{office.units[2].code}?{PERIOD}").content.decode()
    assert "等次 <strong>一般</strong>" in plain and "最多30%" not in plain


def test_what_was_published_holds_it_and_the_circular_tells_it(office, signed_in):
    made = _published(office)
    grades = {each["unit"]: each["grade"] for each in made.result["units"]}
    assert [grades[unit.code] for unit in office.units[:3]] == ["良好", "良好", "一般"]
    page = signed_in(office.liaison).get(f"/rankings/{made.pk}").content.decode()
    assert 'data-label="等次">良好' in page and "核验不符" not in page
    days = datetime.date(2026, 1, 1), datetime.date(2026, 3, 31), datetime.date(2026, 4, 1)
    body = summaries.ranking(Request(office.jurisdiction, "通报", *days, "quarter")).body
    (grid,) = [block for block in body if hasattr(block, "rows")]
    said = [block.text for block in body if hasattr(block, "text")]
    assert any(each.endswith("达到优秀的分数，优秀最多30%的单位，并列的一并计算，列为良好。") for each in said)
    assert grid.rows[0][3].text == "等次" and sorted(row[3].text for row in grid.rows[1:]) == ["一般", *["良好"] * 5]


def test_a_desk_says_points_and_what_they_are_called(office, signed_in, settings):
    settings.PRESENT_DAY = "2026-03-28"
    desk = signed_in(office.liaison).get("/desk").content.decode()
    assert ">95.00</a>" in desk and "· 良好" in desk


def test_a_correction_tells_of_whom_the_grade_alone_is_another(office, signed_in):
    """Four have 95 and there is room for one: nobody. Three of them were absent: the fourth keeps points and place, and is 优秀 now."""
    made = _published(office)
    for place in (3, 4, 5):
        _absent(office, place, 25)
    client = signed_in(office.head)
    asked = "".join(client.get(f"/rankings/{made.pk}/correction").content.decode().split())
    assert "95.00分、第1名、良好" in asked and "95.00分、第1名、优秀" in asked
    shown = client.get(f"/rankings/{made.pk}").content.decode()
    # Three fell, 乙乡 is second with them, and the fourth.
    assert "95.00分、第1名、良好变为85.00分、第2名、良好" in shown and "等5个单位" in shown
    done = client.post(f"/rankings/{made.pk}/correction", {"reason": "会议记录漏记", "form_key": "b"}, follow=True)
    page = done.content.decode()
    assert 'data-label="等次">优秀' in page and "核验不符" not in page


def test_a_trial_says_shares_in_percent(office, signed_in):
    """Three tenths of six are one, and four have as many points; of two thirds there is room for all four."""
    client = signed_in(office.head)
    page = client.get(f"/rankings/what-if?{PERIOD}").content.decode()
    assert "最多【30】%的单位" in page and "0.3】" not in page
    key = "三#3"
    tried = client.get(f"/rankings/what-if?{PERIOD}&{urlencode({'figure': key, f'v:{key}': '67'})}").content.decode()
    assert "95.00 良好" in tried and "95.00 优秀" in tried and "良好 → 优秀" in tried
    wrong = client.get(f"/rankings/what-if?{PERIOD}&{urlencode({'figure': key, f'v:{key}': '120'})}").content.decode()
    assert "比例应在 0 和 100% 之间" in wrong
