"""Places of published rankings are on record where the document attaches something to them: points of a longer period, interviews of the last."""

import datetime

import pytest

from duban.ledger import conditions
from duban.ledger.actions.office import messages, reorganisations
from duban.ledger.actions.scoring import corrections, facts, rankings, withdrawals
from duban.ledger.audit import integrity
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.queries.office.reorganising import Asked
from duban.ledger.queries.process import unit_outcomes
from duban.ledger.queries.scoring import corrections as known
from duban.ledger.queries.scoring import scorecards
from duban.ledger.queries.scoring.periods import Span
from duban.ledger.refusals import Refused
from tests import cast, founding

pytestmark = pytest.mark.django_db

PACK = """\
id: own
name: 示例办法
periods: [quarter, year]
groups: {unit: 单位}
events:
  blamed: {label: 被点名, of: unit, fields: {what: text}, entered_by: office, clause: 二}
  placed:
    label: 季度名次
    of: unit
    entered_by: ranking
    fields:
      period: {quarter: 季度}
      first_day: day
      rank: {whole: required, label: 名次}
      from_last: {whole: required, label: 倒数}
    clause: 三
clauses:
  - {clause: 一, gist: 基础分, kinds: [score], rules: [{kind: base, points: "100"}]}
  - {clause: 二, gist: 被点名一次扣1分, kinds: [score], rules: [{kind: score, select: {event: blamed}, worth: "-1"}]}
  - clause: 三
    gist: 季度第一名年度加3分，第二名加1分
    kinds: [score]
    rules: [{kind: score, select: {event: placed}, worth: {by: rank, points: {1: "3", 2: "1", 3: "0"}}, periods: [year]}]
  - clause: 四
    gist: 末位的约谈，连续两次末位的由县长约谈
    kinds: [score]
    rules:
      - {kind: outcome, name: 约谈, select: {event: placed, where: {from_last: 1}}}
      - {kind: outcome, name: 县长约谈, select: {event: placed, where: {from_last: 1}}, count: {within: unit, in_a_row: 2, along: first_day, over: life}}
"""


@pytest.fixture
def own(db):
    return founding.office({"regime.yaml": PACK})


def _day(text):
    return datetime.date.fromisoformat(text)


def _blamed(office, unit, on, times=1, at=None):
    for number in range(times):
        facts.record_fact(
            jurisdiction=office.jurisdiction, kind="blamed", unit=unit, fact={"what": f"第{number}次"}, by=By(office.clerk, cast.at(at or f"{on} 09:00")),
            on=_day(on), reason="会上点名",
        )  # fmt: skip


def _publish(office, first, last, at):
    by = By(office.head, cast.at(at))
    return rankings.publish_ranking(
        jurisdiction=office.jurisdiction, kind="quarter", from_on=_day(first), to_on=_day(last), by=by
    )


def _first(office):
    """Two units: the second was named three times in the first quarter, and is last."""
    _blamed(office, office.units[1], "2026-02-10", 3)
    return _publish(office, "2026-01-01", "2026-03-31", "2026-04-02 09:00")


def _second(office):
    _blamed(office, office.units[1], "2026-05-10")
    return _publish(office, "2026-04-01", "2026-06-30", "2026-07-02 09:00")


def _places(office):
    lines = JournalLine.objects.filter(jurisdiction=office.jurisdiction, kind="placed").exclude(
        amendments__verb="fact.withdrawn"
    )
    return sorted(
        (f"{line.on}", line.unit.code, line.data["fact"]["rank"], line.data["fact"]["from_last"]) for line in lines
    )


def _outcomes(ranking):
    return [(each.unit, each.name, each.clause, each.times) for each in unit_outcomes.of_ranking(ranking)]


def test_a_publication_records_the_place_of_each_unit(own):
    first = _first(own)
    last = len(own.units)
    places = _places(own)
    assert ("2026-03-31", own.units[1].code, last, 1) in places
    assert {rank for _, code, rank, _ in places if code != own.units[1].code} == {1}
    assert _outcomes(first) == [(own.units[1].code, "约谈", "四", 1)]


def test_the_second_time_running_has_a_consequence_of_its_own(own):
    _first(own)
    second = _second(own)
    code = own.units[1].code
    assert sorted(_outcomes(second)) == [(code, "县长约谈", "四", 2), (code, "约谈", "四", 1)]


def test_a_quarter_between_breaks_the_run(own):
    _first(own)
    _blamed(own, own.units[0], "2026-05-10")
    _publish(own, "2026-04-01", "2026-06-30", "2026-07-02 09:00")
    _blamed(own, own.units[1], "2026-08-10")
    third = _publish(own, "2026-07-01", "2026-09-30", "2026-10-02 09:00")
    assert _outcomes(third) == [(own.units[1].code, "约谈", "四", 1)]


def test_a_quarter_that_was_never_published_breaks_the_run(own):
    _first(own)
    _blamed(own, own.units[1], "2026-08-10")
    third = _publish(own, "2026-07-01", "2026-09-30", "2026-10-02 09:00")
    assert _outcomes(third) == [(own.units[1].code, "约谈", "四", 1)]


def test_the_third_time_running_has_it_again(own):
    _first(own)
    _second(own)
    _blamed(own, own.units[1], "2026-08-10")
    third = _publish(own, "2026-07-01", "2026-09-30", "2026-10-02 09:00")
    code = own.units[1].code
    assert sorted(_outcomes(third)) == [(code, "县长约谈", "四", 3), (code, "约谈", "四", 1)]


def test_nobody_is_last_where_all_are_level(own):
    first = _publish(own, "2026-01-01", "2026-03-31", "2026-04-02 09:00")
    assert {from_last for *_, from_last in _places(own)} == {0}
    assert _outcomes(first) == []


def test_places_give_points_in_the_year_and_move_no_place_of_the_quarter(own):
    first = _first(own)
    year = Span("year", _day("2026-01-01"), _day("2026-12-31"))
    assert str(scorecards.card_for(own.jurisdiction, own.units[0], year).total) == "103.00"
    assert str(scorecards.card_for(own.jurisdiction, own.units[1], year).total) == "97.00"
    assert known.moved_since(first).is_same and known.pending_of(first).is_same
    assert [str(each) for each in integrity.verify([own.jurisdiction], integrity.Figures())] == []


def test_a_correction_records_the_places_anew(own):
    first = _first(own)
    _blamed(own, own.units[0], "2026-02-11", 5, at="2026-04-10 09:00")
    corrections.correct_ranking(ranking=first, reason="补记", by=By(own.head, cast.at("2026-04-11 09:00")))
    last = len(own.units)
    places = _places(own)
    assert ("2026-03-31", own.units[0].code, last, 1) in places
    assert [code for _, code, _, from_last in places if from_last == 1] == [own.units[0].code]
    assert len(places) == len(own.units)


def test_a_place_is_put_right_by_the_ranking_alone(own):
    first = _first(own)
    line = JournalLine.objects.get(kind="placed", unit=own.units[1])
    assert conditions.process.taking_back(line).possible.endswith("更正那一期的排名。")
    assert conditions.process.objecting(line, "reason", on=first.to_on, until=None).possible.endswith("那一期的排名。")
    assert not conditions.process.excusable(line)


def test_a_place_entered_by_hand_stands_once(own):
    """A place from before the program; what the ranking says instead, when it is published after all."""

    def enter(rank):
        return facts.record_fact(
            jurisdiction=own.jurisdiction, kind="placed", unit=own.units[1], by=By(own.clerk, cast.at("2026-04-01 09:00")), on=_day("2026-03-31"),
            fact={"period": "quarter", "first_day": "2026-01-01", "rank": rank, "from_last": 0}, reason="启用以前的通报",
        )  # fmt: skip

    made = enter(1)
    with pytest.raises(Refused, match="名次已经有了"):
        enter(2)
    withdrawals.withdraw_record(line=made, reason="写错", by=By(own.clerk, cast.at("2026-04-01 10:00")))
    enter(2)
    _first(own)
    assert [place for place in _places(own) if place[1] == own.units[1].code] == [
        ("2026-03-31", own.units[1].code, len(own.units), 1)
    ]
    with pytest.raises(Refused, match="名次已经有了"):
        enter(2)


@pytest.mark.parametrize("points", ["follow", "stay"])
def test_a_place_stays_with_the_unit_that_had_it(own, points):
    """The successor of the first one has no points for its place beside those for its own."""
    _blamed(own, own.units[0], "2026-02-10")
    _blamed(own, own.units[1], "2026-02-10", 3)
    _publish(own, "2026-01-01", "2026-03-31", "2026-04-02 09:00")
    first = own.units[2]
    asked = Asked(kind="merge", of=(first,), to=(own.units[0],), on=_day("2026-04-10"), points=points)
    by = By(own.head, cast.at("2026-04-10 10:00"))
    reorganisations.reorganise(asked=asked, paper="机构改革方案", number="某发〔2026〕3号", by=by)
    year = Span("year", _day("2026-01-01"), _day("2026-12-31"))
    card = scorecards.card_for(own.jurisdiction, own.units[0], year)
    # Its own fifth place gives nothing, and no other place is its own.
    assert str(card.total) == "99.00"


def test_nobody_is_told_of_a_place_as_of_a_record(own):
    _first(own)
    messages.derive_messages(jurisdiction=own.jurisdiction, at=cast.at("2026-04-02 10:00"))
    told = list(own.liaison.messages.values_list("kind", flat=True))
    assert "ranking.published" in told and "fact.recorded" not in told


def test_pages_say_what_follows(own, signed_in):
    first = _first(own)
    head = signed_in(own.head)
    # The desk says that it was published, not each place.
    recent = head.get("/desk").content.decode().partition("最近动态")[2]
    assert "发布排名" in recent and recent.count("记录情况") == 3
    for path in (f"/rankings/{first.pk}", f"/rankings?{first.query}"):
        page = head.get(path).content.decode()
        assert "按名次应处理 1 项" in page and "约谈" in page
    card = head.get(f"/scores/{own.units[1].code}?{first.query}").content.decode()
    assert f"约谈：第 {len(own.units)} 名" in card
    assert "应处理" not in signed_in(own.liaison).get(f"/rankings/{first.pk}").content.decode()


def test_what_a_total_is_called_has_a_consequence_too(db):
    text = PACK.replace(
        '  - {clause: 一, gist: 基础分, kinds: [score], rules: [{kind: base, points: "100"}]}\n',
        '  - {clause: 一, gist: 基础分, kinds: [score], rules: [{kind: base, points: "100"}, {kind: bands, least: {合格: "98"}, below: 不合格}]}\n',
    )
    fields = "      rank: {whole: required, label: 名次}\n      from_last: {whole: required, label: 倒数}\n"
    text = text.replace(fields, "      rank: whole\n      grade: {text: required, label: 等次}\n")
    text = text.replace("where: {from_last: 1}", "where: {grade: 不合格}")
    office = founding.office({"regime.yaml": text})
    first = _first(office)
    assert _outcomes(first) == [(office.units[1].code, "约谈", "四", 1)]
    _blamed(office, office.units[1], "2026-05-10", 3)
    second = _publish(office, "2026-04-01", "2026-06-30", "2026-07-02 09:00")
    assert sorted(_outcomes(second)) == [
        (office.units[1].code, "县长约谈", "四", 2),
        (office.units[1].code, "约谈", "四", 1),
    ]
