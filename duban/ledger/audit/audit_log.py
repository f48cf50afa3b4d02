"""The audit log: `write` is its only writer, `verify` proves that nothing in it was changed.

One chain an installation, without a lock: a writer takes the head that it knows, and the database takes the line only where that is still
the last one; otherwise the writer reads the head anew. A line costs one statement, and no business waits for it.
"""

import datetime
import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from duban.ledger.audit import sinks
from duban.ledger.models.audit_events import AuditEvent, Result
from duban.people.models import AccessToken, Officer

EVENTS = {
    "login.done": "登录",
    "login.failed": "登录失败",
    "login.locked": "登录被锁定",
    "login.ended": "退出登录",
    "post.entered": "换到另一岗位",
    "access.refused": "越权访问被拒",
    "form.refused": "表单校验被拒",
    "export.taken": "导出",
    "file.taken": "下载附件",
    "sender.opened": "查看反映人",
    "token.moved": "密钥在新地址使用",
}
_TRIES = 200
_COLUMNS = (
    "seq",
    "at",
    "event",
    "jurisdiction_id",
    "officer_id",
    "address",
    "target",
    "details",
    "result",
    "status",
    "request",
    "algorithm",
    "previous",
    "digest",
)
_COLUMN_WORDS = ", ".join(_COLUMNS)
_INSERT = (
    f"INSERT INTO ledger_auditevent ({_COLUMN_WORDS}) SELECT {', '.join(['%s'] * len(_COLUMNS))} "  # nosec B608  # column names are ours, values are parameters
    "WHERE %s = 0 OR EXISTS (SELECT 1 FROM ledger_auditevent WHERE seq = %s AND digest = %s) ON CONFLICT DO NOTHING"
)


class AuditUnwritten(RuntimeError):
    """The line could not be written: what it would have told of must not happen."""


@dataclass(frozen=True)
class Entry:
    """What happened. `target` says on what, `details` how; both may hold what a stranger typed."""

    event: str
    at: datetime.datetime
    address: str
    result: Result
    officer: Officer | None = None
    target: str = ""
    details: str = ""
    status: int = 0
    request: str = ""


class _Head:
    """The last line as this process knows it."""

    lock = threading.Lock()
    seq, digest = 0, ""


def write(entry: Entry) -> AuditEvent:
    """Append one line and hand it to where the office ships its logs. Raises AuditUnwritten, KeyError for an unknown event."""
    EVENTS[entry.event]
    with _Head.lock:
        for _ in range(_TRIES):
            line = _line(entry, _Head.seq, _Head.digest)
            if _insert(line):
                _Head.seq, _Head.digest = line.seq, line.digest
                break
            last = AuditEvent.objects.order_by("-seq").values_list("seq", "digest").first()
            _Head.seq, _Head.digest = last or (0, "")
        else:
            raise AuditUnwritten("审计日志写不进去")
    sinks.ship(line)
    return line


def forget_head() -> None:
    """Read the last line anew at the next one."""
    with _Head.lock:
        _Head.seq, _Head.digest = 0, ""


def is_new_place(token: AccessToken, address: str) -> bool:
    """Return whether an access token was never used from this address before."""
    found = AuditEvent.objects.filter(event="token.moved", target=f"token:{token.pk}", address=clean(address, 60))
    return not found.exists()


def verify() -> Iterator[tuple[int, str]]:
    """Yield the number and the fault of every line that was changed, removed, inserted or moved."""
    previous, expected = "", 1
    for line in AuditEvent.objects.order_by("seq").iterator(chunk_size=5000):
        if line.seq != expected:
            yield expected, f"第 {expected} 行缺失（其后为第 {line.seq} 行）"
        elif line.previous != previous:
            yield line.seq, f"第 {line.seq} 行与前一行不相连"
        if line.digest != digest_of(line):
            yield line.seq, f"第 {line.seq} 行内容被改动"
        previous, expected = line.digest, line.seq + 1


def clean(text: str, most: int) -> str:
    """Return a text on one line, at most so long: what would begin a new line or turn the direction is spelled out."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)[:most]


def digest_of(line: AuditEvent) -> str:
    """Return the digest that belongs to a line: over its content and the digest before it."""
    content = {name: getattr(line, name) for name in _COLUMNS if name not in ("at", "digest")}
    content["at"] = line.at.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.new(line.algorithm, text.encode("utf-8", "surrogatepass")).hexdigest()


def _line(entry: Entry, seq: int, previous: str) -> AuditEvent:
    line = AuditEvent(
        seq=seq + 1,
        at=entry.at,
        event=entry.event,
        jurisdiction_id=entry.officer.jurisdiction_id if entry.officer else None,
        officer_id=entry.officer.pk if entry.officer else None,
        address=clean(entry.address, 60),
        target=clean(entry.target, 300),
        details=clean(entry.details, 300),
        result=str(entry.result),
        status=entry.status,
        request=clean(entry.request, 40),
        algorithm=settings.JOURNAL_HASH,
        previous=previous,
    )
    line.digest = digest_of(line)
    return line


def _insert(line: AuditEvent) -> bool:
    """Append a line; False where another one came first."""
    values = [getattr(line, name) for name in _COLUMNS]
    values[_COLUMNS.index("at")] = connection.ops.adapt_datetimefield_value(line.at)
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [*values, line.seq - 1, line.seq - 1, line.previous])
        return cursor.rowcount == 1
