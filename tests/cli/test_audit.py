"""`duban audit`: heads kept outside, verification against them, export."""

import json
from pathlib import Path

import pytest
from django.db import connection

from duban.cli import main
from duban.ledger import journal
from duban.ledger.audit import heads
from duban.ledger.models import Chain, JournalLine
from tests import cast, stories


@pytest.fixture
def kept(office, at, tmp_path, settings):
    """An office with some lines, its heads of that day in a file outside, and more lines since."""
    settings.HEADS_FILE = str(tmp_path / "heads")
    stories.matter(office, due_on="2026-06-30")
    assert heads.keep(at.date()) == 1
    assert heads.keep(at.date()) == 0
    stories.matter(office, due_on="2026-06-30", title="另一件事")
    with connection.cursor() as cursor:
        for verb in ("update", "delete"):
            cursor.execute(
                f"DROP TRIGGER ledger_journalline_no_{verb}"
                + (" ON ledger_journalline" if connection.vendor == "postgresql" else "")
            )
    return settings.HEADS_FILE


def _run(*words):
    return main(["audit", *words])


def test_an_untouched_journal_has_the_heads_that_were_kept(kept, capsys):
    assert _run("verify", "--heads", kept) == 0
    assert "留存链头 1 个" in capsys.readouterr().out


def test_a_tail_cut_with_the_chain_set_back_is_found(kept, office, capsys):
    head = heads.read_heads(Path(kept).read_text().splitlines())[0]
    keep = JournalLine.objects.get(jurisdiction=office.jurisdiction, seq=head.seq - 1)
    JournalLine.objects.filter(jurisdiction=office.jurisdiction, seq__gt=keep.seq)._raw_delete("default")
    Chain.objects.update(seq=keep.seq, head=keep.digest)
    assert list(journal.verify(office.jurisdiction)) == []
    assert _run("verify", "--heads", kept) == 1
    assert f"{head.day} 时有第 {head.seq} 行，现在没有：链尾被截断" in capsys.readouterr().out


def test_a_whole_chain_computed_anew_is_found(kept, office, capsys):
    previous = ""
    for line in JournalLine.objects.filter(jurisdiction=office.jurisdiction).order_by("seq"):
        if line.seq == 2:
            line.verb = "matter.edited"
        line.previous = previous
        previous = journal._digest(line)
        JournalLine.objects.filter(pk=line.pk).update(verb=line.verb, previous=line.previous, digest=previous)
    Chain.objects.update(head=previous)
    assert list(journal.verify(office.jurisdiction)) == []
    assert _run("verify", "--heads", kept) == 1
    assert "被改动后重新计算" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-03-31 x 1", "第 1 行不是链头"),
        ("\n2026-02-31 x 1 0123456789abcdef", "第 2 行的日期不对"),
        (None, "读不了"),
    ],
)
def test_a_file_that_holds_no_heads_is_refused(office, tmp_path, capsys, text, said):
    if text is not None:
        (tmp_path / "bad").write_text(text)
    assert _run("verify", "--heads", str(tmp_path / "bad")) == 2
    assert said in capsys.readouterr().err


def test_both_logs_are_exported_and_nothing_is_overwritten(office, tmp_path, capsys, signed_in):
    stories.matter(office, due_on="2026-06-30", at=cast.at("2026-03-02 09:00"))
    signed_in(office.liaison).get("/journal")
    file = tmp_path / "lines.jsonl"
    assert _run("export", "--from", "2026-03-01", "--to", "2026-03-31", str(file)) == 0
    found = [json.loads(line) for line in file.read_text().splitlines()]
    assert {each["log"] for each in found} == {"audit", "journal"}
    assert next(each for each in found if each["log"] == "audit")["event"] == "access.refused"
    assert _run("export", str(file)) == 2
    assert "不覆盖" in capsys.readouterr().err


def test_heads_are_printed(office, capsys):
    stories.matter(office, due_on="2026-06-30")
    assert _run("heads") == 0
    assert capsys.readouterr().out.split()[1] == office.jurisdiction.slug
