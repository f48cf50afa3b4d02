"""What somebody with the database's password does past the program is found, and where."""

import datetime

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from duban.ledger import scores
from duban.ledger.actions.matters import attachments as file_actions
from duban.ledger.actions.scoring import rankings
from duban.ledger.actions.upkeep import row_records
from duban.ledger.audit import integrity, published_rankings, row_checks
from duban.ledger.by import By
from duban.ledger.models import Assignment, Attachment, Chain, Deadline, JournalLine, Matter, Ranking, RankingProof
from duban.ledger.models.rankings import packed
from duban.ledger.storage import files
from duban.people import tracking
from duban.people.models import Jurisdiction
from tests import cast, stories


@pytest.fixture
def told(office, at):
    """An office whose journal carries every row: a matter in hand, one done, an attachment, a published ranking."""
    row_records.record_rows(jurisdiction=office.jurisdiction, at=at)
    done = stories.matter(office, due_on="2026-02-20", at=cast.at("2026-02-02 09:00"))
    stories.complete(office, done, cast.at("2026-02-10 09:00"))
    stories.matter(office, due_on="2026-06-30")
    file_actions.add_file(
        jurisdiction=office.jurisdiction,
        name="a.txt",
        chunks=[b"as it was"],
        by=By(office.clerk, at),
        matter=Matter.objects.first(),
    )
    rankings.publish_ranking(
        jurisdiction=office.jurisdiction,
        kind="month",
        from_on=datetime.date(2026, 2, 1),
        to_on=datetime.date(2026, 2, 28),
        by=By(office.clerk, at),
    )
    assert _flaws() == []
    return office


@pytest.fixture
def unlocked(told):
    """The same without the triggers, as the owner of the database can make it."""
    with connection.cursor() as cursor:
        for table in ("ledger_journalline", "ledger_ranking", "ledger_rankingproof"):
            for verb in ("update", "delete"):
                cursor.execute(
                    f"DROP TRIGGER {table}_no_{verb}" + (f" ON {table}" if connection.vendor == "postgresql" else "")
                )
    return told


CHANGES = {
    "a due date": ("ledger_deadline", "on", "2027-01-01"),
    "a due date of the matter": ("ledger_matter", "due_on", "2027-01-01"),
    "a matter's state": ("ledger_matter", "state", "suspended"),
    "a matter's words": ("ledger_matter", "title", "另一件事"),
    "an assignment's stage": ("ledger_assignment", "stage", "suspended"),
    "an assignment's points": ("ledger_assignment", "points", "9.5"),
    "an attachment's digest": ("ledger_attachment", "sha256", "0" * 64),
    "an officer's role": ("people_officer", "role", "principal"),
    "an officer's account": ("people_officer", "is_active", False),
    "a ranking": ("ledger_ranking", "seq", "1"),
    "a ranking's digest": ("ledger_ranking", "digest", "0" * 64),
    "who accepted a report": ("ledger_report", "reviewed_on", "2026-01-01"),
}


def test_a_changed_row_is_found_with_table_row_and_column(unlocked):
    missed = {}
    for what, (table, column, value) in CHANGES.items():
        with transaction.atomic():
            with connection.cursor() as cursor:
                where = " WHERE role = 'clerk'" if table == "people_officer" else ""
                cursor.execute(f"SELECT MAX(id) FROM {table}{where}")
                pk = cursor.fetchone()[0]
                cursor.execute(f'UPDATE {table} SET "{column}" = %s WHERE id = %s', [value, pk])
            found = _flaws()
            transaction.set_rollback(True)
        places = [
            each for each in found if each.startswith(f"{table} 第 {pk} 号：") and column in each and "日志第" in each
        ]
        if len(places) != 1:
            missed[what] = found
    assert missed == {}


def test_a_ranking_rewritten_with_a_fitting_digest_is_found(unlocked):
    ranking = Ranking.objects.get()
    snapshot = {**ranking.snapshot, "facts": []}
    result = scores.score_case(snapshot).as_json()
    digest = scores.digest_of({"case": snapshot, "result": result, "version": ranking.regime_version})
    Ranking.objects.filter(pk=ranking.pk).update(digest=digest)
    transaction.on_commit(tracking.Taken())
    RankingProof.objects.update(case=packed(snapshot), result=packed(result))
    assert not [each for each in published_rankings.flaws_of(Ranking.objects.get()) if "校验码" in each]
    assert [each.partition("为")[0] for each in _flaws()] == [
        f"ledger_ranking 第 {ranking.pk} 号：排名：digest（校验码）"
    ]


@pytest.mark.parametrize(("column", "kept"), [("case", packed({})), ("result", packed({})), ("result", b"torn")])
def test_a_ranking_whose_evidence_was_changed_is_found(unlocked, column, kept):
    RankingProof.objects.update(**{column: kept})
    pk = Ranking.objects.get().pk
    assert _flaws() == [f"ledger_ranking 第 {pk} 号：排名：保存的依据或结果被改动，校验码不符"]


def test_a_ranking_without_its_evidence_is_found(unlocked):
    RankingProof.objects.all()._raw_delete("default")
    pk = Ranking.objects.get().pk
    assert _flaws() == [f"ledger_ranking 第 {pk} 号：排名：保存的依据或结果不见了"]


def test_a_deleted_row_is_found(unlocked):
    pk = Deadline.objects.latest("pk").pk
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_deadline WHERE id = %s", [pk])
    assert [each for each in _flaws() if each.startswith(f"ledger_deadline 第 {pk} 号") and "不见了" in each]


def test_an_emptied_table_is_found_row_by_row(unlocked):
    pk = Ranking.objects.get().pk
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_rankingproof")
        cursor.execute("DELETE FROM ledger_ranking")
    assert _flaws() == [f"ledger_ranking 第 {pk} 号：排名：这一行不见了（日志第 {_line('ranking.published')} 行写入）"]


def test_an_inserted_row_is_found(unlocked):
    matter = Matter.objects.latest("pk")
    Assignment.objects.bulk_create(
        [Assignment(matter=matter, unit=unlocked.units[5], part="support", due_on=matter.due_on)]
    )
    transaction.on_commit(tracking.Taken())
    made = Assignment.objects.latest("pk")
    assert [each.partition("：")[0] for each in _flaws()] == [f"ledger_assignment 第 {made.pk} 号"]


def test_a_changed_and_a_missing_file_are_found(told):
    attachment = Attachment.objects.get(name="a.txt")
    path = files.path_of(attachment.sha256)
    path.write_bytes(b"as it is now")
    assert [each for each in _flaws() if f"第 {attachment.pk} 号" in each and "内容被改动" in each]
    path.unlink()
    assert [each for each in _flaws() if f"第 {attachment.pk} 号" in each and "不在" in each]


def test_a_tail_cut_with_the_chain_set_back_shows_in_the_rows(unlocked, at):
    keep = JournalLine.objects.filter(jurisdiction=unlocked.jurisdiction).order_by("-seq")[3]
    JournalLine.objects.filter(jurisdiction=unlocked.jurisdiction, seq__gt=keep.seq)._raw_delete("default")
    Chain.objects.filter(jurisdiction=unlocked.jurisdiction).update(seq=keep.seq, head=keep.digest)
    assert [each for each in _flaws() if each.startswith("ledger_ranking") and "来历" in each]


def test_a_line_whose_place_in_the_table_was_changed_is_found(unlocked):
    first = JournalLine.objects.filter(jurisdiction=unlocked.jurisdiction).order_by("seq").first()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_journalline SET id = %s WHERE id = %s", [10**9, first.pk])
    assert [each for each in _flaws() if "挪动" in each]


def test_what_is_concealed_stands_in_the_journal_under_a_keyed_digest(told):
    rows = [data["rows"] for data in JournalLine.objects.values_list("data", flat=True) if "rows" in data]
    attachment = Attachment.objects.get(name="a.txt")
    carried = next(each[f"attachment:{attachment.pk}"] for each in rows if f"attachment:{attachment.pk}" in each)
    assert carried["matter_id"] != attachment.matter_id and len(carried["matter_id"]) == 24


def test_what_a_savepoint_took_back_is_in_no_line(told, at):
    matter = Matter.objects.latest("pk")
    with pytest.raises(DatabaseError), transaction.atomic():
        matter.title = "未成"
        matter.save()
        raise DatabaseError
    assert f"matter:{matter.pk}" not in tracking.take()


def test_every_row_that_the_program_keeps_is_carried_or_says_why_not():
    tracked = set(row_checks.tracked_models())
    loose = {
        model.__name__
        for name in ("people", "ledger")
        for model in apps.get_app_config(name).get_models()
        if model not in tracked
    }
    assert loose == set(UNTRACKED)


# Tables whose rows no line carries, each with the reason.
UNTRACKED = {
    "RankingProof": "covered by the digest of its ranking, which is computed anew",
    "Tally": "derived: made anew from facts, or from a published ranking, and held against them",
    "UnitTally": "derived like the tally that it belongs to",
    "Document": "bears its own digest, which is computed anew; the line of its adoption names it",
    "Chain": "the end of the journal itself",
    "JournalLine": "the journal itself",
    "AuditEvent": "a chain of its own",
    "Counter": "papers carry their numbers themselves",
    "Submission": "holds off a second submission only",
    "Heartbeat": "when the daily run last gave a sign of life",
    "Message": "derived from the journal",
    "Letter": "derived from messages",
    "MessageChoice": "an officer's own choice, whose change has a line of its own",
    "SavedView": "an officer's own convenience",
    "Knock": "a count, kept for two days",
    "RequestCount": "a count, kept for a minute",
    "KeyMark": "says which secret key belongs to the database",
    "SecondFactor": "a credential, whose setting has a line of its own",
    "RecoveryCode": "a credential, whose use has a line of its own",
    "FormerPassword": "a password that is no longer one",
}


def _flaws():
    return [str(each) for each in integrity.verify(Jurisdiction.objects.all(), integrity.Figures())]


def _line(verb):
    return JournalLine.objects.get(verb=verb).seq
