"""What a document attaches to a unit follows from what holds now, once, by leaders of its own office, and for the year that it is about."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.actions.office import reorganisations
from duban.ledger.actions.papers import annulments
from duban.ledger.actions.process import unit_outcomes
from duban.ledger.actions.process.unit_outcomes import Talk
from duban.ledger.actions.scoring import corrections
from duban.ledger.audit import integrity
from duban.ledger.by import By
from duban.ledger.models import Consequence, Notice
from duban.ledger.models.annulments import Fate
from duban.ledger.queries.office.reorganising import Asked
from duban.ledger.queries.process import consequences
from duban.ledger.queries.process import unit_outcomes as known
from duban.ledger.queries.scoring import rankings, scorecards
from duban.ledger.queries.scoring.periods import Span
from duban.ledger.refusals import Refused
from duban.ledger.wordings import letters
from duban.papers.writing import records
from tests import cast, founding
from tests.ledger.actions.process.test_unit_outcomes import BARRED, _carry_out, _of_ranking
from tests.ledger.actions.scoring.test_settling import PACK, _blamed, _first

pytestmark = pytest.mark.django_db
YEAR = Span("year", datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
ODD = "约谈&整改#1？“a”='?'"
MORE = """\
  - {clause: 七, gist: 年内被点名两次以上的约谈, kinds: [score], rules: [{kind: outcome, name: "约谈&整改#1？“a”='?'", select: {event: blamed}, count: {once_per: unit, from: 2}, periods: [quarter]}]}
  - {clause: 八, gist: 年内被点名的移送纪检监察机关, kinds: [score], rules: [{kind: outcome, name: 移送纪检监察机关, select: {event: blamed}, periods: [year]}]}
  - clause: 九
    gist: 被点名的或者得分低于98分的通报
    kinds: [score]
    rules:
      - {kind: outcome, name: 发函, select: {event: blamed}, periods: [quarter]}
      - {kind: outcome, name: 发函, only_if: [{figure: total, under: "98"}], periods: [quarter]}
"""


@pytest.fixture
def own(db):
    return founding.office({"regime.yaml": PACK + BARRED + MORE})


def _on_card(office, unit, span, on):
    day = founding.day(on)
    card = scorecards.card_for(office.jurisdiction, unit, span, day)
    found = known.of_unit(
        office.jurisdiction, unit, span, day, ranking=rankings.published(office.jurisdiction, span), proposals=card.proposals
    )  # fmt: skip
    return [(each.name, each.why) for each in found]


def _corrected(office, first):
    """The other unit is last after all."""
    _blamed(office, office.units[0], "2026-02-11", 5, at="2026-04-10 09:00")
    by = By(office.head, cast.at("2026-04-11 09:00"))
    return corrections.correct_ranking(ranking=first, reason="补记", by=by)


def test_who_is_no_longer_last_after_a_correction_is_not_summoned(own):
    made = _corrected(own, _first(own))
    span = Span(made.kind, made.from_on, made.to_on)
    assert "约谈" not in dict(_on_card(own, own.units[1], span, "2026-04-12"))
    assert dict(_on_card(own, own.units[0], span, "2026-04-12"))["约谈"].startswith("第 ")
    with pytest.raises(Refused, match="没有到办法规定的情形"):
        _carry_out(own, made, "约谈", at="2026-04-12 09:00", talk=Talk(own.leader))


def test_the_card_names_the_paper_to_take_back_too(own):
    first = _first(own)
    _carry_out(own, first, "约谈", talk=Talk(own.leader))
    made = _corrected(own, first)
    span = Span(made.kind, made.from_on, made.to_on)
    assert ("约谈", known.GONE) in _on_card(own, own.units[1], span, "2026-04-12")


def test_what_holds_by_a_total_is_not_called_gone_on_the_ranking(own):
    first = _first(own)
    _carry_out(own, first, "书面督办", clause="六")
    assert _of_ranking(first) == {("约谈", None)}


def test_the_last_of_a_quarter_is_not_summoned_once_more_for_the_year(own):
    _first(own)
    assert "约谈" not in dict(_on_card(own, own.units[1], YEAR, "2026-04-12"))


def test_two_rules_of_one_name_are_one_consequence(own):
    first = _first(own)
    span = Span(first.kind, first.from_on, first.to_on)
    assert [name for name, _ in _on_card(own, own.units[1], span, "2026-04-12")].count("发函") == 1


def test_a_paper_anew_does_not_summon_twice(own):
    first = _first(own)
    paper = _carry_out(own, first, "约谈", talk=Talk(own.leader))
    annulments.annul(paper, Fate.VOIDED, "写错了", By(own.clerk, cast.at("2026-04-04 09:00")))
    _carry_out(own, first, "约谈", talk=Talk(own.principal), at="2026-04-04 10:00")
    assert [held.led_by for held in Consequence.objects.filter(lifted_on=None)] == [own.principal]
    assert paper.number in Consequence.objects.exclude(lifted_on=None).get().lift_reason
    assert [str(each) for each in integrity.verify([own.jurisdiction], integrity.Figures())] == []


def test_leaders_are_of_the_office_and_there(own):
    first = _first(own)
    other = founding.office({"regime.yaml": PACK + BARRED + MORE}, slug="other")
    for somebody in (other.leader, own.liaison):
        with pytest.raises(Refused, match="本辖区的领导"):
            _carry_out(own, first, "约谈", talk=Talk(somebody))
    own.leader.is_active = False
    own.leader.save(update_fields=["is_active"])
    with pytest.raises(Refused, match="批准"):
        _carry_out(own, first, "约谈", talk=Talk(own.principal))
    assert not Notice.objects.exists()


def test_a_year_that_is_over_is_the_one_that_is_lost(own):
    _blamed(own, own.units[1], "2026-02-10", 4)
    paper = unit_outcomes.carry_out(
        unit=own.units[1], span=YEAR, clause="五", name="取消年度评优评先资格", approved_by=own.leader,
        by=By(own.clerk, cast.at("2027-01-11 09:00")),
    )  # fmt: skip
    assert "自2026年2月10日起符合" in str(records.as_json(letters.paper_of(paper)))
    assert str(Consequence.objects.get().until_on) == "2026-12-31"
    asked, after = founding.day("2027-02-01"), founding.day("2027-12-31")
    assert set(consequences.barred(own.jurisdiction, YEAR.last, asked)) == {own.units[1].code}
    assert not consequences.barred(own.jurisdiction, after)
    assert consequences.lost_in(own.jurisdiction, YEAR.first, YEAR.last, asked).exists()
    assert not consequences.lost_in(own.jurisdiction, founding.day("2027-01-01"), after, after).exists()


def test_the_unit_is_not_told_what_goes_to_the_discipline_body(own):
    _blamed(own, own.units[1], "2026-02-10")
    with pytest.raises(Refused, match="不向单位制发文书"):
        unit_outcomes.carry_out(
            unit=own.units[1], span=YEAR, clause="八", name="移送纪检监察机关", approved_by=own.leader,
            by=By(own.clerk, cast.at("2026-02-11 09:00")),
        )  # fmt: skip


def test_no_paper_goes_to_a_unit_that_has_ended(own, signed_in):
    """Nobody would hear of it: it has no accounts, and its successor did nothing of the kind."""
    first = _first(own)
    asked = Asked(kind="merge", of=(own.units[1],), to=(own.units[0],), on=founding.day("2026-04-10"))
    by = By(own.head, cast.at("2026-04-10 10:00"))
    reorganisations.reorganise(asked=asked, paper="机构改革方案", number="某发〔2026〕3号", by=by)
    with pytest.raises(Refused, match="撤并"):
        _carry_out(own, first, "约谈", at="2026-04-11 09:00", talk=Talk(own.leader))
    page = signed_in(own.clerk).get(f"/consequences/of/{own.units[1].code}?{first.query}&clause=四&name=约谈")
    assert "撤并，不再对它制发文书" in page.content.decode()


def test_a_name_may_have_any_sign(own, signed_in):
    first = _first(own)
    clerk, unit = signed_in(own.clerk), own.units[1]
    span = Span(first.kind, first.from_on, first.to_on)
    (found,) = (
        each
        for each in [known.one_of_unit(own.jurisdiction, unit, span, "七", ODD, founding.day("2026-04-12"))]
        if each is not None
    )
    address = f"/consequences/of/{unit.code}?{found.query}"
    assert address.replace("&", "&amp;") in clerk.get(f"/scores/{unit.code}?{span.query}").content.decode()
    answer = clerk.post(address, {"approved_by": own.leader.pk, "led_by": own.leader.pk})
    assert answer.status_code == 302
    assert Notice.objects.get().words["outcome"] == ODD


def test_pages_ask_no_more_the_more_follows(own, signed_in):
    _blamed(own, own.units[0], "2026-02-10")
    first = _first(own)
    clerk = signed_in(own.clerk)

    def asked(path):
        clerk.get(path)
        with CaptureQueriesContext(connection) as told:
            assert clerk.get(path).status_code == 200
        return len(told)

    # From the records of the second more follows, and from its place.
    cards = {asked(f"/scores/{unit.code}?{first.query}") for unit in own.units[:2]}
    assert len(cards) == 1
