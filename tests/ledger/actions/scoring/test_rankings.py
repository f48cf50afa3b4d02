"""Rankings: published once, for a period that is over, and never changed by anything that comes later."""

import datetime
import pickle

import pytest
from django.core.cache import cache

from duban.ledger import journal, scores
from duban.ledger.actions.matters import attachments
from duban.ledger.actions.scoring import facts, rankings
from duban.ledger.audit import published_rankings
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Ranking, Tally, UnitTally
from duban.ledger.models.consequences import Kind
from duban.ledger.refusals import Conflict, Refused
from duban.ledger.scores import boards, counting
from tests import cast, stories

FEBRUARY = {"kind": "month", "from_on": datetime.date(2026, 2, 1), "to_on": datetime.date(2026, 2, 28)}


@pytest.fixture
def february(office):
    """Jia completed one of its two matters, Yi its only one, the others had none."""
    for unit, done in ((office.units[0], True), (office.units[0], False), (office.units[1], True)):
        made = stories.matter(office, due_on="2026-02-20", at=cast.at("2026-02-02 09:00"), lead=[unit])
        if done:
            stories.complete(office, made, cast.at("2026-02-10 09:00"))
    return office


def _publish(office, at=None, **period):
    return rankings.publish_ranking(
        jurisdiction=office.jurisdiction, **(period or FEBRUARY), by=By(office.head, at or cast.at())
    )


@pytest.mark.feature("ranking")
@pytest.mark.proves("sanmenxia-2019", "四(二)2", "ranking")
def test_published_with_everything_that_it_rests_on(february):
    ranking = _publish(february)
    units = {unit["unit"]: unit for unit in ranking.result["units"]}
    # 1×20 ÷ (2×20) × 100 × (0.5 + 2/2 × 0.5) and 1×20 ÷ (1×20) × 100 × (0.5 + 1/2 × 0.5)
    assert (units["jia"]["total"], units["jia"]["rank"]) == ("50.00", 2)
    assert (units["yi"]["total"], units["yi"]["rank"]) == ("75.00", 1)
    assert (units["bing"]["total"], units["bing"]["rank"]) == (None, None)
    assert {fact["kind"] for fact in ranking.snapshot["facts"]} == {"assigned", "accepted", "reported", "completed"}
    assert ranking.regime_version == scores.regime_version(february.jurisdiction)
    line = JournalLine.objects.get(jurisdiction=february.jurisdiction, verb="ranking.published")
    assert (line.actor, line.data["digest"]) == (february.head, ranking.digest)
    assert line.seq == ranking.seq + 1
    assert list(published_rankings.flaws_of(ranking)) == []


@pytest.mark.feature("honours")
@pytest.mark.proves("sanmenxia-2019", "附件2 一(一)10", "honours")
def test_who_is_named_in_the_monthly_circular_earns_it_in_longer_periods(february):
    ranking = _publish(february)
    assert {honour["unit"] for honour in ranking.result["honours"]} == {"jia", "yi"}
    named = JournalLine.objects.filter(jurisdiction=february.jurisdiction, kind="top_ranked")
    assert {line.unit.code for line in named} == {"jia", "yi"}
    # Printed on 31 March, earned in February.
    assert {line.on for line in named} == {datetime.date(2026, 2, 28)}
    case = scores.case_for(february.jurisdiction, "year", datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
    lines = {score.unit: score.lines for score in scores.score_case(case).units}
    assert "附件2 一(一)10" in {line.clause for line in lines["jia"]}


def test_publishing_twice_is_a_conflict(february):
    first = _publish(february)
    with pytest.raises(Conflict, match="已经发布"):
        _publish(february)
    assert list(Ranking.objects.all()) == [first]
    assert JournalLine.objects.filter(verb="ranking.published").count() == 1


@pytest.mark.parametrize("moment", ["2026-02-15 09:00", "2026-02-28 23:59"])
def test_not_before_the_period_is_over(february, moment):
    with pytest.raises(Refused, match="期间还没有结束"):
        _publish(february, at=cast.at(moment))
    assert _publish(february, at=cast.at("2026-03-01 00:00")).pk


def test_an_empty_month_is_refused_in_words(office):
    with pytest.raises(Refused, match="没有可以排名的单位"):
        _publish(office)
    assert not JournalLine.objects.filter(jurisdiction=office.jurisdiction).exists()


@pytest.mark.parametrize("period", [{"kind": "fortnight"}, {"from_on": datetime.date(2026, 3, 5)}])
def test_a_period_that_is_none_is_refused(february, period):
    with pytest.raises(Refused, match="期间不对"):
        _publish(february, **{**FEBRUARY, **period})


def test_what_comes_later_does_not_change_what_was_published(february):
    ranking = _publish(february)
    before = ranking.result
    evidence = attachments.add_file(
        jurisdiction=february.jurisdiction,
        name="通报.txt",
        chunks=[b"praise"],
        by=By(february.clerk, cast.at()),
    )
    facts.record_fact(
        jurisdiction=february.jurisdiction,
        kind="circular",
        unit=february.units[0],
        fact={"tone": "praise", "authority": "province", "occasion": "二月"},
        by=By(february.clerk, cast.at()),
        on=datetime.date(2026, 2, 12),
        reason="补记二月的表扬",
        matter=february.units[0].assignments.first().matter,
        proof=evidence,
    )
    february.units[2].ranked = False
    february.units[2].save()
    ranking.refresh_from_db()
    assert ranking.result == before
    assert list(published_rankings.flaws_of(ranking)) == []
    draft = scores.draft_of(february.jurisdiction, **FEBRUARY).result
    assert draft.as_json()["units"] != before["units"]


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        (
            lambda result: result["units"][0].update(total="99.00"),
            "jia：按保存的依据重新计算，结果不一致（发布 99.00，重算 50.00）",
        ),
        (
            lambda result: result["units"].pop(0),
            "jia：按保存的依据重新计算，结果不一致（发布 没有这个单位，重算 50.00）",
        ),
        (lambda result: result["honours"].clear(), "通报情况或不计入的记录，重新计算不一致"),
    ],
)
def test_a_changed_result_is_found(february, change, flaw):
    ranking = _publish(february)
    change(ranking.result)
    assert list(published_rankings.flaws_of(ranking)) == ["保存的依据或结果被改动，校验码不符", flaw]
    ranking.digest = scores.digest_of(
        {"case": ranking.snapshot, "result": ranking.result, "version": ranking.regime_version}
    )
    assert list(published_rankings.flaws_of(ranking)) == [flaw]


def test_a_changed_snapshot_is_found(february):
    ranking = _publish(february)
    completed = next(fact for fact in ranking.snapshot["facts"] if fact["kind"] == "completed")
    ranking.snapshot["facts"].remove(completed)
    found = list(published_rankings.flaws_of(ranking))
    assert found[0] == "保存的依据或结果被改动，校验码不符"
    assert len(found) > 1


def test_a_broken_snapshot_is_said(february):
    ranking = _publish(february)
    ranking.snapshot["facts"][0]["on"] = "2026-02-30"
    assert list(published_rankings.flaws_of(ranking))[1].startswith("按保存的依据无法重新计算")


def test_better_words_are_no_flaw(february):
    ranking = _publish(february)
    for unit in ranking.result["units"]:
        for line in unit["lines"]:
            line["why"] = "换一种说法"
    assert list(published_rankings.flaws_of(ranking)) == ["保存的依据或结果被改动，校验码不符"]


def test_a_draft_follows_the_journal_though_it_is_kept(february):
    before = scores.draft_of(february.jurisdiction, **FEBRUARY).result
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal, "each_fact", lambda *_, **__: pytest.fail("computed twice"))
        assert scores.draft_of(february.jurisdiction, **FEBRUARY).result == before
    second = february.units[0].assignments.get(stage="to_accept").matter
    stories.complete(february, second, cast.at("2026-02-27 09:00"))
    after = scores.draft_of(february.jurisdiction, **FEBRUARY).result
    assert {score.unit: str(score.total) for score in after.units}["jia"] == "100.00"


def test_a_draft_is_not_computed_again_for_what_does_not_count(february, monkeypatch):
    before = scores.draft_of(february.jurisdiction, **FEBRUARY).result
    matter = february.units[0].assignments.get(stage="to_accept").matter
    monkeypatch.setattr(journal, "each_fact", lambda *_, **__: pytest.fail("computed again"))
    stories.accept(february, matter, cast.at("2026-02-27 09:00"))
    assert JournalLine.objects.filter(kind="accepted", matter=matter).exists()
    assert scores.draft_of(february.jurisdiction, **FEBRUARY).result == before


def test_an_amended_fact_counts_at_once(february):
    place, at = february.jurisdiction, cast.at("2026-02-20 09:00")
    line = journal.record(
        "fact.recorded",
        jurisdiction=place,
        unit=february.units[0],
        matter=february.units[0].assignments.first().matter,
        actor=february.clerk,
        at=at,
        effect=journal.Effect(kind="late", fact={"what": "report"}),
    )
    before = scores.draft_of(place, **FEBRUARY).score("jia")
    facts.excuse_fact(line=line, reason="有正当理由", by=By(february.head, at))
    assert scores.draft_of(place, **FEBRUARY).score("jia").total > before.total


def test_a_draft_is_what_the_whole_journal_answers(february):
    case = scores.case_for(february.jurisdiction, **FEBRUARY)
    assert scores.draft_of(february.jurisdiction, **FEBRUARY).result.as_json() == scores.score_case(case).as_json()
    assert len(pickle.dumps(scores.draft_of(february.jurisdiction, **FEBRUARY))) < 8_000


def test_a_published_ranking_is_read_back_with_its_kinds_of_lines(february):
    ranking = _publish(february)
    again = scores.score_case(ranking.snapshot)
    kept = scores.result_of(Ranking.objects.get(pk=ranking.pk))
    assert kept.as_json() == ranking.result == again.as_json()
    for old, new in zip(kept.units, again.units, strict=True):
        assert [(line.stage, scores.written(line)) for line in old.lines] == [
            (line.stage, scores.written(line)) for line in new.lines
        ]


def test_drafts_do_not_pile_up(february, monkeypatch):
    for day in ("2026-02-24", "2026-02-25"):
        stories.matter(february, due_on="2026-03-20", at=cast.at(f"{day} 09:00"))
        scores.draft_of(february.jurisdiction, **FEBRUARY)
    assert Tally.objects.count() == 1
    monkeypatch.setattr(counting, "_MOST", 3)
    for month in range(3, 9):
        first, last = datetime.date(2026, month, 1), datetime.date(2026, month, 28)
        scores.draft_board(february.jurisdiction, "month", first, last)
    assert Tally.objects.count() == 3 and UnitTally.objects.count() == 3 * len(february.units)


def test_with_a_long_journal_a_desk_may_show_what_stood_lately(february, monkeypatch, request):
    request.addfinalizer(cache.clear)

    def total(found):
        return str(found.score("jia").total)

    before = total(scores.lately_board(february.jurisdiction, **FEBRUARY))
    monkeypatch.setattr(boards, "_LONG", 1)
    assert total(scores.lately_board(february.jurisdiction, **FEBRUARY)) == before
    stories.complete(february, february.units[0].assignments.get(stage="to_accept").matter, cast.at("2026-02-27 09:00"))
    assert total(scores.lately_board(february.jurisdiction, **FEBRUARY)) == before
    assert total(scores.draft_board(february.jurisdiction, **FEBRUARY)) == "100.00" != before


def test_two_jurisdictions_publish_apart(february):
    other = cast.office("sanmenxia-2019", slug="other")
    _publish(february)
    with pytest.raises(Refused, match="没有可以排名的单位"):
        _publish(other)


def test_a_unit_that_is_not_ranked_leaves_with_its_matters(february):
    yi = february.units[1]
    yi.ranked = False
    yi.save()
    case = scores.case_for(february.jurisdiction, **FEBRUARY)
    assert {fact["unit"] for fact in case["facts"]} == {"jia"}


def test_what_was_published_is_read_back_as_it_was(february):
    ranking = _publish(february)
    kept = Ranking.objects.get(pk=ranking.pk)
    assert (kept.snapshot, kept.result, kept.digest) == (ranking.snapshot, ranking.result, ranking.digest)
    assert list(published_rankings.flaws_of(kept)) == []


@pytest.mark.feature("honours", "eligibility")
def test_who_lost_eligibility_is_not_named(february):
    office = february
    stories.imposed(office, Kind.ELIGIBILITY, cast.at("2026-03-01 09:00"), reason="屡督不改")
    ranking = _publish(office)
    named = {honour["unit"] for honour in ranking.result["honours"]}
    assert office.units[0].code in named
    told = set(JournalLine.objects.filter(kind="top_ranked").values_list("unit__code", flat=True))
    assert told == named - {office.units[0].code}
