"""What is said of a failure is true: whether anything was saved, which disk is full, when to try again."""

import errno
import sqlite3

import psycopg
import pytest
from django.db import OperationalError, transaction
from django.utils import timezone

from duban.engine.cases import CaseError
from duban.ledger import failures, journal
from tests import cast


def _raised(cause: Exception, wrapped: Exception | None = None) -> Exception:
    try:
        try:
            raise cause
        except type(cause) as error:
            if wrapped is None:
                raise
            raise wrapped from error
    except Exception as error:
        return error


class _FromPostgres(Exception):
    def __init__(self, sqlstate):
        super().__init__("said by the server")
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("error", "status", "word"),
    [
        (_raised(OSError(errno.ENOSPC, "No space left on device")), 507, "磁盘已满"),
        (_raised(sqlite3.OperationalError("database or disk is full"), OperationalError("full")), 507, "磁盘已满"),
        (_raised(_FromPostgres("53100"), OperationalError("full")), 507, "磁盘已满"),
        (_raised(sqlite3.OperationalError("database is locked"), OperationalError("locked")), 503, "同时办理"),
        (_raised(_FromPostgres("40P01"), OperationalError("deadlock")), 503, "同时办理"),
        (_raised(_FromPostgres("57P01"), OperationalError("terminated")), 503, "连接中断"),
        (OperationalError("connection refused"), 503, "连接中断"),
        (psycopg.OperationalError("the connection is closed"), 503, "连接中断"),
        (CaseError("单位 jia 的 group 不能是“group_9”"), 409, "核对各单位"),
        (ValueError("a defect"), 500, "编号"),
    ],
)
def test_each_failure_has_its_words(error, status, word):
    failures.begin()
    failure = failures.failure_of(error)
    assert failure.status == status and word in failure.why
    assert bool(failure.retry_after) is (status == 503)
    assert ("没有保存任何改动" in failure.why) is (word != "连接中断")


@pytest.mark.parametrize(("free", "status"), [(0, 507), (1 << 30, 503)])
def test_a_disk_that_cannot_be_read_is_not_called_full(free, status, monkeypatch, tmp_path):
    monkeypatch.setitem(failures.connection.settings_dict, "NAME", str(tmp_path / "duban.sqlite3"))
    monkeypatch.setattr(failures.shutil, "disk_usage", lambda place: type("Usage", (), {"free": free}))
    error = _raised(sqlite3.OperationalError("disk I/O error"), OperationalError("disk I/O error"))
    assert failures.failure_of(error).status == status


def test_after_a_commit_nobody_says_that_nothing_was_saved(committed):
    office = cast.office()
    failures.begin()
    journal.record("clock.confirmed", jurisdiction=office.jurisdiction, actor=None, at=timezone.now())
    for error in (ValueError("a defect"), OperationalError("connection refused")):
        assert "已经保存" in failures.failure_of(error).why and "没有保存" not in failures.failure_of(error).why
    failures.begin()
    with pytest.raises(ValueError, match="undone"), transaction.atomic():
        journal.record("clock.confirmed", jurisdiction=office.jurisdiction, actor=None, at=timezone.now())
        raise ValueError("undone")
    assert "没有保存任何改动" in failures.failure_of(ValueError()).why
