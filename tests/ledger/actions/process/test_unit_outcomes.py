"""What a document attaches to a unit as a whole is carried out once, by whose approval, with a paper; an interview with its day and place."""

from collections import Counter
from urllib.parse import quote

import pytest

from duban.ledger.actions.office import messages
from duban.ledger.actions.papers import annulments
from duban.ledger.actions.process import consequences, interviews, unit_outcomes
from duban.ledger.actions.process.unit_outcomes import Talk
from duban.ledger.actions.scoring import corrections
from duban.ledger.audit import integrity
from duban.ledger.by import By
from duban.ledger.models import Consequence, Message, Notice
from duban.ledger.models.annulments import Fate
from duban.ledger.models.consequences import Kind
from duban.ledger.queries.process import unit_outcomes as known
from duban.ledger.queries.scoring.periods import Span
from duban.ledger.refusals import Conflict, Refused
from duban.ledger.wordings import letters
from duban.papers.writing import records
from duban.people.models import Officer
from tests import cast, founding
from tests.ledger.actions.scoring.test_settling import PACK, _blamed, _first, _second

pytestmark = pytest.mark.django_db
BARRED = """\
  - {clause: 五, gist: 年内被点名四次以上的取消年度评优评先资格, kinds: [score], rules: [{kind: outcome, name: 取消年度评优评先资格, select: {event: blamed}, count: {once_per: unit, from: 4}, periods: [year]}]}
  - {clause: 六, gist: 季度得分低于98分的书面督办, kinds: [score], rules: [{kind: outcome, name: 书面督办, only_if: [{figure: total, under: "98"}], periods: [quarter]}]}
"""


@pytest.fixture
def own(db):
    return founding.office({"regime.yaml": PACK + BARRED})


def _carry_out(office, ranking, name, at="2026-04-03 09:00", clause="四", unit=None, **more):
    return unit_outcomes.carry_out(
        unit=unit or office.units[1], span=Span(ranking.kind, ranking.from_on, ranking.to_on), clause=clause, name=name,
        approved_by=office.leader, by=By(office.clerk, cast.at(at)), **more,
    )  # fmt: skip


def _of_ranking(ranking):
    return {(each.name, each.handled) for each in known.of_ranking(ranking)}


def test_the_last_one_is_summoned_and_spoken_with(own):
    first = _first(own)
    talk = Talk(own.leader, "某局长", cast.at("2026-04-08 15:00"), "第三会议室")
    paper = _carry_out(own, first, "约谈", talk=talk, note="请带整改方案。")
    said = str(records.as_json(letters.paper_of(paper)))
    for word in (
        "约谈", f"位列第{len(own.units)}名", "2026年第1季度", "2026年4月8日15:00", "第三会议室", str(own.leader), "某局长", "请带整改方案",
        "示例办法四",
    ):  # fmt: skip
        assert word in said
    held = Consequence.objects.get()
    assert (held.kind, held.unit, held.matter, held.led_by) == (Kind.INTERVIEW, own.units[1], None, own.leader)
    assert (held.set_for, held.place, held.person) == (talk.set_for, "第三会议室", "某局长")
    assert _of_ranking(first) == {("约谈", paper)}
    by = By(own.clerk, cast.at("2026-04-09 09:00"))
    interviews.record_event(consequence=held, held_on=founding.day("2026-04-08"), record="已当面约谈", by=by)
    interviews.record_result(consequence=held, result="已整改", by=by)
    assert [str(each) for each in integrity.verify([own.jurisdiction], integrity.Figures())] == []


def test_the_office_is_told_what_follows_from_a_ranking(own):
    _first(own)
    messages.derive_messages(jurisdiction=own.jurisdiction, at=cast.at("2026-04-03 10:00"))
    told = {each.officer: each.text for each in Message.objects.filter(kind="ranking.published")}
    assert "按名次应处理 1 项" in told[own.clerk] and "应处理" not in told[own.leader]


def test_the_unit_is_told(own):
    first = _first(own)
    _carry_out(own, first, "约谈", talk=Talk(own.leader, "", cast.at("2026-04-08 15:00"), "第三会议室"))
    _carry_out(own, first, "书面督办", clause="六")
    at = cast.at("2026-04-03 10:00")
    messages.derive_messages(jurisdiction=own.jurisdiction, at=at)
    liaison = Officer.objects.filter(unit=own.units[1]).first()
    told = Message.objects.filter(
        officer=liaison, kind__in=("outcome.carried_out", "consequence.summoned", "consequence.imposed")
    )
    assert Counter(told.values_list("kind", flat=True)) == {
        "outcome.carried_out": 2, "consequence.summoned": 1, "consequence.imposed": 1,
    }  # fmt: skip
    other = Officer.objects.filter(unit=own.units[0]).first()
    assert not Message.objects.filter(officer=other, kind="outcome.carried_out").exists()


def test_the_hour_may_be_told_apart(own):
    paper = _carry_out(own, _first(own), "约谈", talk=Talk(own.leader))
    assert "另行通知" in str(records.as_json(letters.paper_of(paper)))
    assert Consequence.objects.get().set_for is None


@pytest.mark.parametrize(
    "talk, said",
    [
        (None, "由哪位领导约谈"),
        (lambda own: Talk(own.leader, set_for=cast.at("2026-04-01 09:00"), place="会议室"), "已经过了"),
        (lambda own: Talk(own.leader, set_for=cast.at("2026-04-08 09:00")), "约谈地点"),
        (lambda own: Talk(own.leader, place="会议室"), "日期和时间"),
    ],
)
def test_an_interview_says_who_when_and_where(own, talk, said):
    first = _first(own)
    with pytest.raises(Refused, match=said):
        _carry_out(own, first, "约谈", talk=talk and talk(own))
    assert not Notice.objects.exists() and not Consequence.objects.exists()


def test_once_and_again_when_the_paper_was_voided(own):
    first = _first(own)
    paper = _carry_out(own, first, "约谈", talk=Talk(own.leader))
    with pytest.raises(Conflict, match="已经处理"):
        _carry_out(own, first, "约谈", talk=Talk(own.leader))
    by = By(own.clerk, cast.at("2026-04-04 09:00"))
    annulments.annul(paper, Fate.VOIDED, "写错了", by)
    assert _of_ranking(first) == {("约谈", None)}
    _carry_out(own, first, "约谈", talk=Talk(own.leader), at="2026-04-04 10:00")


def test_who_is_not_in_that_situation_is_left_alone(own):
    first = _first(own)
    for name, clause, unit in (("约谈", "四", own.units[0]), ("县长约谈", "四", None), ("约谈", "三", None)):
        with pytest.raises(Refused, match="没有到办法规定的情形"):
            _carry_out(own, first, name, clause=clause, unit=unit, talk=Talk(own.leader))
    other = founding.office({"regime.yaml": PACK + BARRED}, slug="other")
    with pytest.raises(Refused, match="没有到办法规定的情形"):
        _carry_out(own, first, "约谈", unit=other.units[1], talk=Talk(own.leader))


def test_each_period_has_its_own(own):
    first = _first(own)
    _carry_out(own, first, "约谈", talk=Talk(own.leader))
    second = _second(own)
    assert _of_ranking(second) == {("约谈", None), ("县长约谈", None)}
    paper = _carry_out(own, second, "县长约谈", at="2026-07-03 09:00", talk=Talk(own.principal))
    assert _of_ranking(second) == {("约谈", None), ("县长约谈", paper)}
    assert {each.kind for each in Consequence.objects.all()} == {Kind.INTERVIEW}


def test_a_total_has_a_consequence_without_a_word_of_the_register(own):
    first = _first(own)
    paper = _carry_out(own, first, "书面督办", clause="六")
    assert "书面督办" in str(records.as_json(letters.paper_of(paper)))
    assert not Consequence.objects.exists()


def test_what_happened_counts_at_once_and_bars_the_unit(own):
    _blamed(own, own.units[1], "2026-02-10", 4)
    year = Span("year", founding.day("2026-01-01"), founding.day("2026-12-31"))
    given = {
        "unit": own.units[1],
        "span": year,
        "clause": "五",
        "name": "取消年度评优评先资格",
        "approved_by": own.leader,
    }
    unit_outcomes.carry_out(**given, by=By(own.clerk, cast.at("2026-02-11 09:00")))
    held = Consequence.objects.get()
    assert (held.kind, str(held.until_on)) == (Kind.ELIGIBILITY, "2026-12-31")


def test_what_may_change_until_the_end_waits(own):
    _blamed(own, own.units[1], "2026-02-10", 3)
    quarter = Span("quarter", founding.day("2026-01-01"), founding.day("2026-03-31"))
    given = {"unit": own.units[1], "span": quarter, "clause": "六", "name": "书面督办", "approved_by": own.leader}
    with pytest.raises(Refused, match="还没有结束"):
        unit_outcomes.carry_out(**given, by=By(own.clerk, cast.at("2026-02-11 09:00")))


def test_a_correction_says_what_to_take_back(own):
    first = _first(own)
    paper = _carry_out(own, first, "约谈", talk=Talk(own.leader))
    _blamed(own, own.units[0], "2026-02-11", 5, at="2026-04-10 09:00")
    by = By(own.head, cast.at("2026-04-11 09:00"))
    made = corrections.correct_ranking(ranking=first, reason="补记", by=by)
    told = {each.unit: each for each in known.of_ranking(made)}
    assert told[own.units[0].code].handled is None
    gone = told[own.units[1].code]
    assert (gone.handled, gone.why) == (paper, known.GONE)
    annulments.annul(paper, Fate.VOIDED, "排名更正", by)
    consequences.lift_consequence(consequence=Consequence.objects.get(), reason="排名更正", by=by)
    assert own.units[1].code not in {each.unit for each in known.of_ranking(made)}


@pytest.mark.parametrize(
    "words, kind",
    [
        ("县长约谈", Kind.INTERVIEW),
        ("工作约谈", Kind.INTERVIEW),
        ("全市通报批评", Kind.CRITICISM),
        ("取消评优评先资格", Kind.ELIGIBILITY),
        ("取消年度评先评优资格", Kind.ELIGIBILITY),
        ("取消下一年度评优评先资格", None),
        ("建议约谈", None),
        ("专函督办", None),
    ],
)
def test_what_a_document_calls_it(words, kind):
    assert Kind.of_words(words) is kind


@pytest.mark.parametrize(
    "name, is_of_principal",
    [("县长约谈", True), ("分管县长约谈", False), ("分管副市长约谈", False), ("县委、县政府主要领导约谈", True), ("县委书记约谈", True), ("约谈主要负责人", False)],
)  # fmt: skip
def test_whose_the_words_leave_it_to(name, is_of_principal):
    span = Span("quarter", founding.day("2026-01-01"), founding.day("2026-03-31"))
    assert known.UnitOutcome("a", "甲局", name, "四", span, "").is_of_principal is is_of_principal


def test_pages_lead_there_and_say_what_was_done(own, signed_in):
    first = _first(own)
    clerk, unit = signed_in(own.clerk), own.units[1].code
    for path in (f"/rankings/{first.pk}", f"/rankings?{first.query}", f"/scores/{unit}?{first.query}"):
        assert f"/consequences/of/{unit}?kind=quarter" in clerk.get(path).content.decode()
    address = f"/consequences/of/{unit}?{first.query}&clause=四&name=约谈"
    page = clerk.get(address).content.decode()
    assert "批准领导" in page and "约谈领导" in page and f"第 {len(own.units)} 名" in page
    half = {"approved_by": own.leader.pk, "led_by": own.leader.pk, "day": "2026-04-08"}
    answer = clerk.post(address, half)
    assert answer.status_code == 422 and "请填写时间" in answer.content.decode()
    answer = clerk.post(address, {"approved_by": own.leader.pk, "led_by": own.leader.pk})
    paper = Notice.objects.get()
    assert answer.status_code in (302, 303) and answer["Location"] == f"/notices/{paper.pk}"
    for path in (f"/rankings/{first.pk}", f"/scores/{unit}?{first.query}"):
        page = clerk.get(path).content.decode()
        assert "已处理" in page and paper.number in page and quote("约谈") not in page
    assert "按名次应处理 0 项" in clerk.get(f"/rankings/{first.pk}").content.decode()
    assert "已经处理" in clerk.get(address).content.decode()
    assert "没有到办法规定的情形" in clerk.get(f"/consequences/of/{unit}?{first.query}").content.decode()
    leader = signed_in(own.leader).get(f"/rankings/{first.pk}").content.decode()
    assert paper.number in leader and f"/consequences/of/{unit}" not in leader
