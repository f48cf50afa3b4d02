"""The journal: append-only in the database itself, and every tampering found and located."""

import hashlib

import pytest
from django.db import DatabaseError, connection, transaction

from duban.ledger import journal
from duban.ledger.models import Chain, JournalLine
from tests import cast, stories


@pytest.fixture
def chain(office, at):
    """A chain of six lines in an office of its own, beside another office's chain."""
    other = cast.office("zhuoni-2022", slug="other")
    for number in range(6):
        for place in (office, other):
            journal.record(
                "fact.recorded",
                jurisdiction=place.jurisdiction,
                unit=place.units[0],
                actor=place.clerk,
                at=at,
                data={"reason": "表扬"},
                effect=journal.Effect(
                    kind="circular", fact={"tone": "praise", "authority": "county", "occasion": str(number)}
                ),
            )
    return office.jurisdiction


def test_an_untouched_chain_has_no_flaw(chain):
    assert list(journal.verify(chain)) == []
    assert Chain.objects.get(jurisdiction=chain).seq == 6


def test_an_unknown_verb_cannot_be_recorded(chain, at):
    with pytest.raises(KeyError):
        journal.record("matter.vanished", jurisdiction=chain, actor=None, at=at)


@pytest.mark.parametrize("statement", ["UPDATE ledger_journalline SET verb = 'x'", "DELETE FROM ledger_journalline"])
def test_the_database_refuses_to_change_a_line(chain, statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert JournalLine.objects.filter(jurisdiction=chain).count() == 6


@pytest.mark.parametrize("statement", ["UPDATE ledger_ranking SET kind = 'year'", "DELETE FROM ledger_ranking"])
def test_the_database_refuses_to_change_a_published_ranking(office, at, statement):
    from duban.ledger.models import Ranking

    Ranking.objects.create(
        jurisdiction=office.jurisdiction,
        kind="month",
        from_on=at.date(),
        to_on=at.date(),
        regime="sanmenxia-2019",
        regime_version="1",
        snapshot={},
        result={},
        digest="0" * 64,
        seq=0,
        published_at=at,
        published_by=office.clerk,
    )
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_edited_line_is_found(chain, unlocked):
    JournalLine.objects.filter(jurisdiction=chain, seq=3).update(data={"reason": "批评"})
    assert _flaws(chain) == [(3, "第 3 行内容被改动")]


@pytest.mark.parametrize("column", ["verb", "kind", "of", "key"])
def test_every_column_is_under_the_digest(chain, unlocked, column):
    JournalLine.objects.filter(jurisdiction=chain, seq=3).update(**{column: "other"})
    assert _flaws(chain) == [(3, "第 3 行内容被改动")]


def test_an_edited_line_with_a_fitting_digest_breaks_the_next(chain, unlocked):
    line = JournalLine.objects.get(jurisdiction=chain, seq=3)
    line.data = {"reason": "批评"}
    JournalLine.objects.filter(pk=line.pk).update(data=line.data, digest=journal._digest(line))
    assert _flaws(chain) == [(4, "第 4 行与前一行不相连")]


def test_a_deleted_line_is_found(chain, unlocked):
    JournalLine.objects.filter(jurisdiction=chain, seq=3)._raw_delete("default")
    assert _flaws(chain) == [(3, "第 3 行缺失（其后为第 4 行）")]


def test_the_deleted_first_line_is_found(chain, unlocked):
    JournalLine.objects.filter(jurisdiction=chain, seq=1)._raw_delete("default")
    assert _flaws(chain) == [(1, "第 1 行缺失（其后为第 2 行）")]


def test_a_deleted_line_is_found_though_the_rest_was_renumbered(chain, unlocked):
    JournalLine.objects.filter(jurisdiction=chain, seq=3)._raw_delete("default")
    for seq in (4, 5, 6):
        JournalLine.objects.filter(jurisdiction=chain, seq=seq).update(seq=seq - 1)
    Chain.objects.filter(jurisdiction=chain).update(seq=5)
    assert (3, "第 3 行与前一行不相连") in _flaws(chain)


def test_an_inserted_line_is_found(chain, unlocked):
    for seq in (6, 5, 4):
        JournalLine.objects.filter(jurisdiction=chain, seq=seq).update(seq=seq + 1)
    line = JournalLine.objects.get(jurisdiction=chain, seq=3)
    line.pk, line.seq, line.previous = None, 4, line.digest
    line.digest = journal._digest(line)
    line.save(force_insert=True)
    Chain.objects.filter(jurisdiction=chain).update(seq=7)
    assert (5, "第 5 行与前一行不相连") in _flaws(chain)


def test_moved_lines_are_found(chain, unlocked):
    for seq, to in ((3, 99), (4, 3), (99, 4)):
        JournalLine.objects.filter(jurisdiction=chain, seq=seq).update(seq=to)
    found = dict(_flaws(chain))
    assert {3, 4, 5} <= set(found)


def test_a_cut_tail_is_found(chain, unlocked):
    JournalLine.objects.filter(jurisdiction=chain, seq__gt=4)._raw_delete("default")
    assert _flaws(chain) == [(5, "链应有 6 行，实有末行为第 4 行")]


def test_a_cut_tail_is_found_though_the_count_was_lowered(chain, unlocked):
    JournalLine.objects.filter(jurisdiction=chain, seq__gt=4)._raw_delete("default")
    Chain.objects.filter(jurisdiction=chain).update(seq=4)
    assert _flaws(chain) == [(4, "链尾校验码与登记的链头不符")]


def test_a_line_moved_to_another_jurisdiction_is_found(chain, unlocked):
    other = Chain.objects.exclude(jurisdiction=chain).get().jurisdiction
    JournalLine.objects.filter(jurisdiction=chain, seq=6).update(jurisdiction=other, seq=7)
    Chain.objects.filter(jurisdiction=other).update(seq=7)
    assert (7, "第 7 行内容被改动") in _flaws(other)
    assert _flaws(chain) == [(6, "链应有 6 行，实有末行为第 5 行")]


def test_the_national_algorithm_can_be_chosen(office, at, settings):
    if "sm3" not in hashlib.algorithms_available:
        pytest.skip("this OpenSSL has no SM3")
    journal.record("matter.registered", jurisdiction=office.jurisdiction, actor=office.clerk, at=at)
    settings.JOURNAL_HASH = "sm3"
    line = journal.record("matter.registered", jurisdiction=office.jurisdiction, actor=office.clerk, at=at)
    assert line.algorithm == "sm3"
    assert list(journal.verify(office.jurisdiction)) == []


def test_fact_rows_as_they_were_at_a_line(chain, at):
    line = JournalLine.objects.get(jurisdiction=chain, seq=2)
    journal.record(
        "fact.withdrawn",
        jurisdiction=chain,
        actor=None,
        at=at,
        data={"amendment": {"withdrawn": True}},
        effect=journal.Effect(amends=line),
    )
    assert [row["id"] for row in journal.fact_rows(chain)] == ["j1", "j3", "j4", "j5", "j6"]
    assert [row["id"] for row in journal.fact_rows(chain, upto=4)] == ["j1", "j2", "j3", "j4"]


def test_facts_of_few_matters_are_those_of_many(office, at):
    """One question for facts and amendments tells what two do: corrected, excused, withdrawn, another matter's, dated later."""
    few = [stories.matter(office, due_on=due, at=at, support=office.units[1:2]) for due in ("2026-04-20", "2026-04-25")]
    stories.matter(office, due_on="2026-04-20", at=at)
    stories.complete(office, few[0], cast.at("2026-04-02 09:00"))
    lines = list(JournalLine.objects.filter(matter=few[0].pk).exclude(kind="").order_by("seq"))
    for line, amendment in zip(lines, ({"withdrawn": True}, {"excused": True}, {"clause": "一"}), strict=False):
        told = {"data": {"amendment": amendment}, "effect": journal.Effect(amends=line), "matter": few[0]}
        journal.record("fact.withdrawn", jurisdiction=office.jurisdiction, actor=None, at=at, **told)
    keys = [each.pk for each in few]
    nobody = [*range(-20, 0)]
    for through in (None, at.date(), cast.at("2026-03-30 09:00").date()):
        found = journal.fact_rows(office.jurisdiction, matters=keys, through=through)
        assert found == journal.fact_rows(office.jurisdiction, matters=keys + nobody, through=through)
    assert len(found) == 0 and len(journal.fact_rows(office.jurisdiction, matters=keys)) >= len(lines) > 2


@pytest.fixture
def unlocked(chain):
    """The database without its protecting triggers, as someone with its password could make it."""
    with connection.cursor() as cursor:
        for verb in ("update", "delete"):
            on = " ON ledger_journalline" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER ledger_journalline_no_{verb}{on}")


def _flaws(jurisdiction):
    return [(flaw.seq, flaw.why) for flaw in journal.verify(jurisdiction)]


def test_facts_of_some_matters_are_read_from_their_lines_alone(office, at):
    """SQLite keeps no statistics: told the office as an equality it would read all its lines for one matter."""
    made = stories.matter(office, due_on="2026-04-20", at=at)
    asked = []

    def keep(execute, sql, params, *more):
        asked.append((sql, params))
        return execute(sql, params, *more)

    with connection.execute_wrapper(keep):
        assert journal.fact_rows(office.jurisdiction, matters=[made.pk])
    of_lines = [each for each in asked if 'FROM "ledger_journalline"' in each[0]]
    assert len(of_lines) == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for sql, params in of_lines:
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
                (way,) = [row[3] for row in cursor.fetchall() if "ledger_journalline" in row[3]]
                assert "(matter_id=?)" in way
