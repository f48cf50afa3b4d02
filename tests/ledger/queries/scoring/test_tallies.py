"""Kept tallies are what a full count gives: after every fact, amendment and hand-over, as long as anything happens; and pages ask little for them."""

import datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duban.cli import main
from duban.ledger import journal, scores
from duban.ledger.actions.scoring import facts, rankings
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Tally, UnitTally
from duban.ledger.scores import boards, checking, counting
from tests import cast, stories

YEAR = ("year", datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
FEBRUARY = ("month", datetime.date(2026, 2, 1), datetime.date(2026, 2, 28))
PLACES, DAYS = (
    st.integers(0, 5),
    st.integers(1, 58).map(lambda day: datetime.date(2026, 1, 1) + datetime.timedelta(day)),
)
KINDS = (
    "assigned", "support", "completed", "late", "transferred", "extended", "written_off", "reopened", "circular", "false_report", "amended",
)  # fmt: skip
ACTS = st.lists(st.tuples(st.sampled_from(KINDS), PLACES, PLACES, PLACES, DAYS), min_size=3, max_size=7)


def _matters(office):
    """One shared by three units, others of one each, one that is part of another."""
    units, at = office.units, cast.at("2026-01-05 09:00")
    whole = stories.matter(office, due_on="2026-02-20", at=at, lead=units[:1], support=units[1:3])
    part = stories.matter(office, due_on="2026-02-20", at=at, lead=[units[3]])
    part.parent = whole
    part.save(update_fields=["parent"])
    return [whole, part, *(stories.matter(office, due_on="2026-02-10", at=at, lead=[unit]) for unit in units[1:4])]


def _happen(office, matters, act):
    kind, one, other, which, on = act
    unit, matter, to = office.units[one], matters[which % len(matters)], office.units[other]
    if kind == "amended":
        lines = (
            JournalLine.objects.filter(jurisdiction=office.jurisdiction, amends=None).exclude(kind="").order_by("seq")
        )
        line = lines[(one * 6 + other) % len(lines)]
        word = "withdrawn" if which % 2 else "excused"
        effect = journal.Effect(amends=line, fact=None)
        journal.record(
            f"fact.{word}", jurisdiction=office.jurisdiction, unit=line.unit, matter=line.matter, actor=office.head,
            at=cast.at(), data={"amendment": {word: True}}, effect=effect,
        )  # fmt: skip
        return
    told = {
        "assigned": {"due": "2026-02-25", "level": "red"}, "support": {"role": "support", "due": "2026-02-25"},
        "late": {"what": "report"}, "transferred": {"to": to.code}, "extended": {"due": "2026-03-20"},
        "circular": {"tone": "criticism", "authority": "county"},
    }  # fmt: skip
    effect = journal.Effect(on=on, kind="assigned" if kind == "support" else kind, fact=told.get(kind, {}))
    journal.record(
        "fact.recorded", jurisdiction=office.jurisdiction, unit=unit, matter=matter, actor=office.clerk, at=cast.at(),
        effect=effect,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["sanmenxia-2019", "zhuoni-2022"])
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_a_draft_counted_on_is_a_draft_counted_anew(name, acts, request):
    office = request.getfixturevalue("office" if name == "sanmenxia-2019" else "zhuoni")
    with transaction.atomic():
        matters = _matters(office)
        for span in (YEAR, FEBRUARY):
            scores.draft_board(office.jurisdiction, *span)
        for act in acts:
            _happen(office, matters, act)
            for span in (YEAR, FEBRUARY):
                asked = boards.draft_asked(office.jurisdiction, *span)
                found = counting.counted(asked)
                found.anew = None  # nothing may be missing of what is kept
                whole = counting.count(asked, journal.last_of(office.jurisdiction))
                assert found.contents() == whole.at_hand and found.board == whole.board, act
        assert all(holds for _, holds in checking.compared(office.jurisdiction))
        transaction.set_rollback(True)


def test_only_who_is_borne_on_is_counted_again(office, monkeypatch):
    matters = _matters(office)
    scores.draft_board(office.jurisdiction, *YEAR)
    anew = []
    again = counting.tallies.tally_again
    monkeypatch.setattr(counting.tallies, "tally_again", lambda *all_: anew.append(set(all_[4])) or again(*all_))
    monkeypatch.setattr(counting, "count", lambda *_: pytest.fail("everything was counted"))
    for place, units in ((2, {office.units[1].code}), (0, {unit.code for unit in office.units[:3]})):
        line = ("late", place, 0, place, datetime.date(2026, 2, 3))
        _happen(office, matters, ("late", 1 if place == 2 else 0, *line[2:]))
        scores.draft_board(office.jurisdiction, *YEAR)
        assert anew.pop() == units and not anew
    stories.accept(office, matters[0], cast.at("2026-02-03 09:00"))
    scores.draft_board(office.jurisdiction, *YEAR)
    assert not anew


@pytest.mark.parametrize("gone", [False, True])
@pytest.mark.parametrize("ask", ["one", "several"])
def test_totals_and_lines_are_of_one_moment(office, ask, gone):
    """Between the reading of the totals and of the lines another worker writes a later tally, or drops it."""
    matters = _matters(office)
    unit = office.units[1].code
    scores.draft_board(office.jurisdiction, *YEAR)
    board = scores.draft_board(office.jurisdiction, *YEAR)
    before = board.score(unit).total
    _happen(office, matters, ("late", 1, 0, 2, datetime.date(2026, 2, 3)))
    after = scores.draft_board(office.jurisdiction, *YEAR).unit(unit).score
    assert after.total != before
    if gone:
        UnitTally.objects.all().delete()
        Tally.objects.all().delete()
    score = board.unit(unit).score if ask == "one" else board.of_units([unit])[unit]
    assert score.total in (before, after.total)
    assert len(score.lines) == len(after.lines) - (score.total == before)


def test_whoever_counts_at_the_same_time_finds_the_later_answer(office, monkeypatch):
    """Another worker counts, and writes, between one's reading and writing: neither answer loses a fact."""
    matters, count = _matters(office), counting.count
    asked = boards.draft_asked(office.jurisdiction, *YEAR)

    def meanwhile(*told):
        monkeypatch.setattr(counting, "count", count)
        found = count(*told)
        _happen(office, matters, ("late", 1, 0, 2, datetime.date(2026, 2, 3)))
        counting.counted(asked)
        return found

    monkeypatch.setattr(counting, "count", meanwhile)
    found = counting.counted(asked)
    assert found.seq == Tally.objects.get().seq == journal.last_of(office.jurisdiction)
    assert all(holds for _, holds in checking.compared(office.jurisdiction))


def _published(office):
    for unit in office.units[:2]:
        made = stories.matter(office, due_on="2026-02-20", at=cast.at("2026-02-02 09:00"), lead=[unit])
        stories.complete(office, made, cast.at("2026-02-10 09:00"))
    kind, first, last = FEBRUARY
    by = By(office.clerk, cast.at())
    return rankings.publish_ranking(jurisdiction=office.jurisdiction, kind=kind, from_on=first, to_on=last, by=by)


def test_what_was_tampered_with_is_found_and_made_anew(office, capsys):
    ranking = _published(office)
    scores.draft_board(office.jurisdiction, *YEAR)
    scores.again_board(ranking)
    assert main(["fsck"]) == 0 and "计分结果 3 份，与重新计算不符 0 份" in capsys.readouterr().out
    for row in Tally.objects.all():
        row.board["tallies"][0]["total"] = "99.00"
        row.save()
    assert scores.board_of(ranking).scores[0].total == 99
    assert main(["fsck"]) == 1 and "计分结果 3 份，与重新计算不符 3 份" in capsys.readouterr().out
    assert scores.board_of(ranking).scores[0].total == 100 and UnitTally.objects.filter(tally__name="x").count() == 0
    UnitTally.objects.filter(unit=office.units[0].code).delete()
    assert main(["fsck"]) == 1 and Tally.objects.count() == 0


# What pages ask for the frame, the officer and the session is in it; what they ask of rankings is the same with any number of facts.
BUDGETS = {
    "/rankings/{pk}": ("clerk", 14),
    "/rankings/{pk}?": ("liaison", 10),
    "/rankings?kind=month&from=2026-02-01": ("clerk", 10),
    "/scores/jia?kind=month&from=2026-02-01": ("clerk", 13),
    "/rankings?kind=year&from=2026-01-01": ("clerk", 12),
}


@pytest.mark.parametrize("address", BUDGETS)
def test_pages_ask_little_and_never_for_what_a_ranking_rests_on(office, signed_in, address):
    ranking = _published(office)
    role, budget = BUDGETS[address]
    client, numbers = signed_in(office.officers[role]), []
    for more in (2, 7):
        for count in range(more):
            made = stories.matter(
                office, due_on="2026-02-20", at=cast.at("2026-02-02 09:00"), lead=[office.units[count % 6]]
            )
            facts.record_fact(
                jurisdiction=office.jurisdiction, kind="late", unit=office.units[count % 6], matter=made,
                fact={"what": "report"}, on=datetime.date(2026, 3, 1), reason="迟报", by=By(office.clerk, cast.at()),
            )  # fmt: skip
        client.get(address.format(pk=ranking.pk))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address.format(pk=ranking.pk)).status_code == 200
        numbers.append(len(queries))
        assert not [each for each in queries.captured_queries if "rankingproof" in each["sql"]]
    assert numbers[0] == numbers[1] <= budget, [each["sql"][:160] for each in queries.captured_queries]


def test_facts_of_a_period_are_chosen_by_one_list_of_matters(office):
    # PostgreSQL goes through a list beside an "or" once for every line where it is longer than its memory: minutes at 100,000 matters.
    if connection.vendor == "postgresql":
        _happen(office, _matters(office), ("late", 1, 1, 0, datetime.date(2026, 1, 9)))
        with CaptureQueriesContext(connection) as asked:
            list(journal.each_fact(office.jurisdiction, since=YEAR[1], through=YEAR[2]))
        (sql,) = [each["sql"] for each in asked.captured_queries if "UNION" in each["sql"]]
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN " + sql[sql.index("SELECT") :])
            plan = "\n".join(row[0] for row in cursor.fetchall())
        assert "SubPlan" not in plan and "Join" in plan, plan
