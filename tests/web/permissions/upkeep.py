"""Who may call the addresses of what keeps the installation sound: logs, health, metrics (运行维护)."""

from tests.web.permissions.rows import ADMINISTRATOR, AUDITOR, PUBLIC, Row

ROWS: dict[str, Row] = {
    "health": Row(PUBLIC),
    # On the machine itself, as a test asks; to anybody else it is not there: tests/web/upkeep/test_metrics.py.
    "metrics": Row(PUBLIC),
    "clock": Row(ADMINISTRATOR, "POST"),
    "journal": Row(AUDITOR),
    "audit_events": Row(AUDITOR),
    "audit_events_file": Row(AUDITOR),
    "journal_verification": Row(AUDITOR),
}
