"""The audit log: one chain without a lock, unchangeable, on one line whatever was typed, shipped to a real sink."""

import json
import socket

import pytest
from django.db import DatabaseError, connection, transaction

from duban.ledger.audit import audit_log
from duban.ledger.audit.audit_log import Entry
from duban.ledger.models import AuditEvent
from duban.ledger.models.audit_events import Result
from tests import cast


def _write(officer=None, at=None, **more):
    words = {
        "event": "login.done",
        "at": at or cast.at(),
        "address": "10.1.2.3",
        "result": Result.DONE,
        "officer": officer,
        **more,
    }
    return audit_log.write(Entry(**words))


@pytest.fixture
def lines(office):
    """Five lines, the last by a stranger."""
    found = [_write(office.clerk, target=f"GET /matters/{number}") for number in range(4)]
    return [*found, _write(event="login.failed", result=Result.FAILED)]


def test_an_untouched_log_has_no_flaw(lines):
    assert list(audit_log.verify()) == []
    assert [line.seq for line in lines] == [1, 2, 3, 4, 5]


def test_a_line_costs_one_statement(office, django_assert_num_queries):
    _write(office.clerk)
    with django_assert_num_queries(1):
        _write(office.clerk)


def test_a_writer_whose_head_is_stale_reads_it_anew(lines):
    audit_log.forget_head()
    assert _write().seq == 6
    assert list(audit_log.verify()) == []


def test_what_was_rolled_back_leaves_no_hole(office):
    with transaction.atomic():
        _write(office.clerk)
        transaction.set_rollback(True)
    assert _write(office.clerk).seq == 1
    assert list(audit_log.verify()) == []


@pytest.mark.parametrize(
    "statement",
    ["UPDATE ledger_auditevent SET address = 'x'", "DELETE FROM ledger_auditevent", "TRUNCATE ledger_auditevent"],
)
def test_the_database_refuses_to_change_it(lines, statement):
    if statement.startswith("TRUNCATE") and connection.vendor == "sqlite":
        statement = "DELETE FROM ledger_auditevent WHERE 1 = 1"
    connection.check_constraints()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEvent.objects.count() == 5


def test_tampering_is_found_with_its_line(lines):
    with connection.cursor() as cursor:
        for verb in ("update", "delete"):
            cursor.execute(
                f"DROP TRIGGER ledger_auditevent_no_{verb}"
                + (" ON ledger_auditevent" if connection.vendor == "postgresql" else "")
            )
    AuditEvent.objects.filter(seq=2).update(address="10.9.9.9")
    assert list(audit_log.verify()) == [(2, "第 2 行内容被改动")]
    AuditEvent.objects.filter(seq=2)._raw_delete("default")
    assert list(audit_log.verify()) == [(2, "第 2 行缺失（其后为第 3 行）")]


def test_what_was_typed_stays_on_one_line(office):
    line = _write(
        event="login.failed", result=Result.FAILED, target="POST /a\r\n<1>forged \u202e\u0000x\u2028", details="y" * 999
    )
    assert line.target == "POST /a\\u000d\\u000a<1>forged \\u202e\\u0000x\\u2028"
    assert len(line.details) == 300
    assert list(audit_log.verify()) == []


@pytest.mark.parametrize("kind", ["udp", "unix"])
def test_lines_reach_a_log_server(office, settings, tmp_path, kind):
    family = socket.AF_INET if kind == "udp" else socket.AF_UNIX
    with socket.socket(family, socket.SOCK_DGRAM) as sink:
        sink.bind(("127.0.0.1", 0) if kind == "udp" else str(tmp_path / "log"))
        sink.settimeout(5)
        settings.AUDIT_SYSLOG = f"127.0.0.1:{sink.getsockname()[1]}" if kind == "udp" else str(tmp_path / "log")
        line = _write(office.clerk, event="login.failed", result=Result.FAILED)
        packet = sink.recv(65536).decode()
    head, _, words = packet.partition("\ufeff")
    assert head.startswith("<108>1 2026-03-31T09:30:00.000+08:00 ") and " login.failed - " in head
    assert json.loads(words)["digest"] == line.digest


def test_lines_are_added_to_a_file_and_a_dead_sink_stops_nothing(office, settings, tmp_path):
    settings.AUDIT_FILE, settings.AUDIT_SYSLOG = str(tmp_path / "audit.jsonl"), str(tmp_path / "nobody")
    written = [_write(office.clerk), _write(office.clerk)]
    found = [json.loads(line) for line in (tmp_path / "audit.jsonl").read_text().splitlines()]
    assert [each["digest"] for each in found] == [line.digest for line in written]


def test_eight_writers_make_one_chain(at_once):
    office = cast.office()

    def act():
        return [_write(office.clerk).seq for _ in range(5)]

    found = at_once(*[act] * 8)
    assert sorted(seq for seqs in found for seq in seqs) == list(range(1, 41))
    assert list(audit_log.verify()) == []
