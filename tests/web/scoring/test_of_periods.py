"""A year made of its months: what is published of a month goes into it, a correction changes it, what was before is entered by hand."""

import datetime
import re

import pytest

from duban.ledger.actions.office import reorganisations
from duban.ledger.actions.scoring import corrections, facts, rankings, settling
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Ranking
from duban.ledger.queries.office.reorganising import Asked
from duban.ledger.refusals import Refused
from tests import cast, founding

pytestmark = pytest.mark.django_db
YEAR = "kind=year&from=2026-01-01&to=2026-12-31"
PACK = """
id: sums
name: 各期
periods: [month, year]
groups: {department: 部门}
events:
  absent: {label: 缺席, of: unit, clause: 二}
clauses:
  - {clause: 一, gist: 基础分100分, kinds: [score], rules: [{kind: base, points: "100"}]}
  - {clause: 二, gist: 缺席扣10分, kinds: [score], rules: [{kind: score, select: {event: absent}, worth: "-10"}]}
  - {clause: 三, gist: 年度得分为各月得分的平均值, kinds: [score], rules: [{kind: of_periods, of: month, how: mean, periods: [year]}]}
"""


def _day(month, day):
    return datetime.date(2026, month, day)


def _absent(office, month, at):
    facts.record_fact(
        jurisdiction=office.jurisdiction, kind="absent", unit=office.units[0], fact={}, reason="会议记录",
        by=By(office.clerk, cast.at(at)), on=_day(month, 20),
    )  # fmt: skip


def _publish(office, month, last):
    return rankings.publish_ranking(
        jurisdiction=office.jurisdiction, kind="month", from_on=_day(month, 1), to_on=_day(month, last),
        by=By(office.head, cast.at(f"2026-{month + 1:02}-02 09:00")),
    )  # fmt: skip


@pytest.fixture
def office(db):
    return founding.office({"regime.yaml": PACK})


def _total(client, unit):
    page = client.get(f"/scores/{unit.code}?{YEAR}").content.decode()
    return page


def test_what_is_published_goes_into_the_year(office, signed_in, settings):
    settings.PRESENT_DAY = "2026-05-06"
    client = signed_in(office.head)
    first = office.units[0]
    assert "本期还没有已发布的各期得分" in client.get(f"/rankings?{YEAR}").content.decode()
    _absent(office, 1, "2026-01-21 09:00")
    _publish(office, 1, 31)
    _publish(office, 2, 28)
    for page in ("/rankings", "/rankings/new", f"/scores/{first.code}"):
        said = client.get(f"{page}?{YEAR}").content.decode()
        assert "已经结束的还有 2 期没有得分：2026年3月、2026年4月。" in said, page
    assert 'data-label="加"><span class="quiet">0' in re.sub(
        r">\s+<", "><", client.get(f"/rankings?{YEAR}").content.decode()
    )
    # (90 + 100) / 2, and the absence of January counts once.
    card = _total(client, first)
    assert "95.00" in card and "各期得分＝190÷2＝95" in card
    told = JournalLine.objects.filter(kind="period_total", unit=first).order_by("on")
    assert [(str(line.on), line.data["fact"]["points"]) for line in told] == [
        ("2026-01-31", "90.00"),
        ("2026-02-28", "100.00"),
    ]


def test_a_correction_of_a_month_corrects_the_year(office, signed_in):
    made = _publish(office, 1, 31)
    _publish(office, 2, 28)
    _absent(office, 1, "2026-03-05 09:00")
    by = By(office.head, cast.at("2026-03-06 09:00"))
    corrections.correct_ranking(ranking=made, reason="漏记一次缺席", by=by)
    client = signed_in(office.head)
    assert "各期得分＝190÷2＝95" in _total(client, office.units[0])
    assert "各期得分＝200÷2＝100" in _total(client, office.units[1])


def test_a_month_from_before_is_entered_by_hand(office, signed_in):
    client = signed_in(office.clerk)
    assert "已发布的得分" in client.get("/records").content.decode()
    facts.record_fact(
        jurisdiction=office.jurisdiction, kind="period_total", unit=office.units[0], reason="启用系统以前的通报",
        fact={"period": "month", "points": "88.5"}, by=By(office.clerk, cast.at("2026-02-02 09:00")), on=_day(1, 31),
    )  # fmt: skip
    _publish(office, 2, 28)
    assert "各期得分＝188.5÷2＝94.25" in _total(signed_in(office.head), office.units[0])


def test_no_month_counts_twice(office, signed_in):
    """Entered by hand a second time it is refused; published afterwards, what was published stands alone."""
    words = {
        "jurisdiction": office.jurisdiction,
        "kind": "period_total",
        "unit": office.units[0],
        "reason": "启用系统以前的通报",
    }
    by = By(office.clerk, cast.at("2026-02-02 09:00"))
    facts.record_fact(fact={"period": "month", "points": "88.5"}, on=_day(1, 31), by=by, **words)
    with pytest.raises(Refused, match="2026年1月的得分已经有了") as refused:
        facts.record_fact(fact={"period": "month", "points": "90"}, on=_day(1, 15), by=by, **words)
    assert "先撤销" in refused.value.possible
    _publish(office, 1, 31)
    assert "各期得分＝100÷1＝100" in _total(signed_in(office.head), office.units[0])
    with pytest.raises(Refused, match="已经有了"):
        facts.record_fact(fact={"period": "month", "points": "90"}, on=_day(1, 31), by=by, **words)


def test_a_year_goes_on_by_its_own_document_where_another_came(office, signed_in):
    """What governs the year counts its months also where another document has come into force, which makes no year of them."""
    founding.adopt(office, "gansu-county-2023", from_on="2026-02-01")
    office.jurisdiction.refresh_from_db()
    _publish(office, 1, 31)
    assert JournalLine.objects.filter(kind="period_total").count() == len(office.units)
    made = settling._made_of(Ranking(jurisdiction=office.jurisdiction, kind="month", from_on=_day(3, 1)))
    assert made == "三"


@pytest.mark.parametrize("points", ["follow", "stay"])
def test_what_was_published_of_a_unit_stays_with_it(office, signed_in, points):
    """Its successor has a total of the same month, and its year is not the mean of both."""
    _absent(office, 1, "2026-01-20 09:00")
    _publish(office, 1, 31)
    of, to = office.units[1], office.units[0]
    asked = Asked(kind="merge", of=(of,), to=(to,), on=_day(2, 2), points=points)
    by = By(office.head, cast.at("2026-02-02 10:00"))
    reorganisations.reorganise(asked=asked, paper="机构改革方案", number="某发〔2026〕3号", by=by)
    _publish(office, 2, 28)
    assert "各期得分＝190÷2＝95" in _total(signed_in(office.head), to)
