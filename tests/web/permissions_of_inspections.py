"""Who may call the routes of inspections: the rows that tests/web/permissions.py adds to its own."""

from tests import inspecting
from tests.web.permissions import LEADERS, OFFICE, READS_ALL, UNITS, Row

# Who knows of an announced inspection of units[0] and units[1]; the inspector where he is on the team.
KNOW = OFFICE | LEADERS | {"section"}


def _drafted(office):
    return [inspecting.drafted(office).pk]


def _applied(office):
    return [inspecting.applied(office).pk]


def _approved(office):
    return [inspecting.approved(office).pk]


def _under_way(office):
    return [inspecting.under_way(office).pk]


INSPECTIONS: dict[str, Row] = {
    "inspections": Row(READS_ALL | UNITS),
    "inspection_new": Row(OFFICE),
    "inspection": Row(READS_ALL | UNITS, args=_approved),
    "inspection_edit": Row(OFFICE, args=_drafted),
    "inspection_application": Row(OFFICE, args=_drafted),
    "inspection_signature": Row(OFFICE | LEADERS | {"section"}, args=_applied),
    "inspection_filing": Row(OFFICE, args=_approved),
    "inspection_start": Row(OFFICE, args=_approved),
    "inspection_cancellation": Row(OFFICE, args=_drafted),
    "inspection_closure": Row(OFFICE, args=_under_way),
}
