"""Where lines of the audit log go beside the database: a log server by syslog (RFC 5424), a file that only grows."""

import json
import logging
import os
import socket

from django.conf import settings
from django.utils import timezone

from duban.ledger.models.audit_events import AuditEvent, Result

log = logging.getLogger(__name__)
# Facility 13, log audit; notice for what was done, warning for what was not.
_NOTICE, _WARNING = 13 * 8 + 5, 13 * 8 + 4


def ship(line: AuditEvent) -> None:
    """Send a line to each place that is set. One that cannot be reached is told in the server's log: the line stays in the database."""
    for send, to in ((_send, settings.AUDIT_SYSLOG), (_append, settings.AUDIT_FILE)):
        if to:
            try:
                send(line, to)
            except OSError as error:
                log.error("audit line %s was not shipped to %s: %s", line.seq, to, error)


def tell(event: str, words: str) -> None:
    """Send words of the program itself to the log server, where one is set."""
    if settings.AUDIT_SYSLOG:
        try:
            _transmit(
                f"<{_NOTICE}>1 - {socket.gethostname()} duban {os.getpid()} {event} - \ufeff{words}",
                settings.AUDIT_SYSLOG,
            )
        except OSError as error:
            log.error("%s was not sent to %s: %s", event, settings.AUDIT_SYSLOG, error)


def told(line: AuditEvent) -> dict[str, object]:
    """Return a line as it is shipped and exported: one JSON object, times with their zone."""
    return {
        "seq": line.seq,
        "at": timezone.localtime(line.at).isoformat(timespec="milliseconds"),
        "event": line.event,
        "jurisdiction": line.jurisdiction_id,
        "officer": line.officer_id,
        "address": line.address,
        "target": line.target,
        "details": line.details,
        "result": line.result,
        "status": line.status,
        "request": line.request,
        "algorithm": line.algorithm,
        "previous": line.previous,
        "digest": line.digest,
    }


def _send(line: AuditEvent, to: str) -> None:
    priority = _NOTICE if line.result == Result.DONE else _WARNING
    stamp = timezone.localtime(line.at).isoformat(timespec="milliseconds")
    words = json.dumps(told(line), ensure_ascii=False)
    _transmit(f"<{priority}>1 {stamp} {socket.gethostname()} duban {os.getpid()} {line.event} - \ufeff{words}", to)


def _transmit(message: str, to: str) -> None:
    packet = message.encode()
    if to.startswith("/"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
            out.sendto(packet, to)
    else:
        host, _, port = to.rpartition(":")
        family, kind, _, _, address = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_DGRAM)[0]
        with socket.socket(family, kind) as out:
            out.sendto(packet, address)


def _append(line: AuditEvent, path: str) -> None:
    with open(path, "a", encoding="utf-8") as out:
        out.write(json.dumps(told(line), ensure_ascii=False) + "\n")
