"""Who may call the routes of inspections: the rows that tests/web/permissions.py adds to its own."""

import datetime

from duban.ledger.actions.inspections import annual_plans, draws, receptions, self_inspections, teams, visits
from duban.ledger.models import Attachment
from tests import cast, inspecting
from tests.web.permissions import LEADERS, OFFICE, OWN, READS_ALL, UNITS, Row


def _drafted(office):
    return [inspecting.drafted(office).pk]


def _applied(office):
    return [inspecting.applied(office).pk]


def _approved(office):
    return [inspecting.approved(office).pk]


def _under_way(office):
    return [inspecting.under_way(office).pk]


def _member(office):
    return [inspecting.approved(office).members.get().pk]


def _visit(office, arrived=False):
    made = inspecting.visit(office, inspecting.under_way(office))
    if arrived:
        visits.arrive(visit=made, actor=office.inspector, at=cast.at())
    return [made.pk]


def _file(office):
    inspection = inspecting.under_way(office, unannounced=True)
    made = inspecting.visit(office, inspection)
    visits.arrive(visit=made, actor=office.inspector, at=cast.at())
    photo = visits.Photo("照片.txt", [b"abc"])
    visits.record_visit(visit=made, seen="见照片", photos=[photo], actor=office.inspector, at=cast.at())
    return [Attachment.objects.get(inspection=inspection).pk]


def _draw(office):
    made = draws.draw_lots(
        inspection=inspecting.drafted(office),
        what="units",
        pool={unit.code: unit.name for unit in office.units},
        count=2,
        seed="20260331",
        actor=office.clerk,
        at=cast.at(),
    )
    return [made.pk]


def _self(office):
    made = self_inspections.request_self_inspections(
        inspection=inspecting.approved(office), units=office.units[:1], due_on=inspecting.DAY, actor=office.clerk, at=cast.at()
    )
    return [made[0].pk]


def _received(office):
    made = receptions.register_reception(
        jurisdiction=office.jurisdiction,
        title="省政府专项督查",
        authority="province",
        authority_name="省政府督查室",
        from_on=inspecting.DAY,
        to_on=inspecting.DAY,
        units=office.units[:1],
        actor=office.clerk,
        at=cast.at(),
    )
    return made


def _preparation(office):
    made = receptions.ask_preparation(
        inspection=_received(office), text="备齐台账", unit=office.units[0], actor=office.clerk, at=cast.at()
    )
    return [made.pk]


def _plan(office):
    made = annual_plans.open_plan(jurisdiction=office.jurisdiction, year=2026, actor=office.clerk, at=cast.at())
    annual_plans.add_item(plan=made, title="春季督查", from_on=inspecting.DAY, to_on=inspecting.DAY, actor=office.clerk, at=cast.at())
    return made


def _entry(office):
    made = teams.appoint_officer(
        jurisdiction=office.jurisdiction, name="", officer=office.inspector, appointed_on=datetime.date(2026, 1, 1), actor=office.clerk, at=cast.at()
    )
    return [made.pk]


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
    "inspection_scheme": Row(READS_ALL, args=lambda office: [*_approved(office), "docx"]),
    "inspection_sheet": Row(READS_ALL, args=lambda office: [*_approved(office), "docx"]),
    "inspection_members": Row(OFFICE, args=_drafted),
    "member_removal": Row(OFFICE, "POST", _member),
    "member_recusal": Row(OFFICE, args=_member),
    "inspection_draws": Row(OFFICE, args=_drafted),
    "draw": Row(READS_ALL - {"inspector"}, args=_draw),
    "draw_use": Row(OFFICE, "POST", _draw),
    "inspection_visits": Row(OFFICE | {"inspector"}, args=_under_way),
    "inspection_finding": Row(OFFICE, args=_under_way),
    "visits": Row(READS_ALL | UNITS),
    "visit": Row(READS_ALL | OWN, args=_visit),
    "visit_arrival": Row(OFFICE | {"inspector"}, "POST", _visit),
    "visit_records": Row(READS_ALL | OWN, "POST", lambda office: _visit(office, arrived=True)),
    "visit_removal": Row(OFFICE, "POST", _visit),
    "inspection_file": Row(OFFICE | {"leader", "inspector"}, args=_file),
    "inspection_self": Row(OFFICE, args=_approved),
    "self_inspection": Row(READS_ALL | OWN, args=_self),
    "self_inspection_paper": Row(READS_ALL | OWN, args=lambda office: [*_self(office), "docx"]),
    "look_back": Row(OFFICE, args=_under_way),
    "reception_new": Row(OFFICE),
    "preparation_new": Row(OFFICE, args=lambda office: [_received(office).pk]),
    "preparation_completion": Row(OFFICE | OWN, "POST", _preparation),
    "inspection_result": Row(OFFICE, args=lambda office: [_received(office).pk]),
    "inspection_tasks": Row(READS_ALL | UNITS),
    "annual_plans": Row(READS_ALL),
    "annual_plan_new": Row(OFFICE),
    "annual_plan": Row(READS_ALL, args=lambda office: [_plan(office).year]),
    "plan_items": Row(OFFICE, args=lambda office: [_plan(office).year]),
    "annual_plan_adoption": Row(LEADERS | {"office_head"}, "POST", lambda office: [_plan(office).year]),
    "annual_plan_paper": Row(READS_ALL, args=lambda office: [_plan(office).year, "docx"]),
    "plan_item": Row(OFFICE, args=lambda office: [_plan(office).items.get().pk]),
    "plan_item_removal": Row(OFFICE, "POST", lambda office: [_plan(office).items.get().pk]),
    "roster": Row(READS_ALL),
    "roster_new": Row(OFFICE),
    "roster_end": Row(OFFICE, "POST", _entry),
}
