"""Who may call the addresses of inspections (督查、检查)."""

import datetime

from duban.ledger.actions.inspections import (
    annual_plans,
    conclusions,
    draws,
    receptions,
    reviews,
    self_inspections,
    teams,
    visits,
)
from duban.ledger.by import By
from duban.ledger.models import Attachment
from tests import cast, inspecting, rectifying
from tests.pictures import picture
from tests.web.permissions.rows import (
    CHECK,
    LEAD,
    LEADERS,
    OFFICE,
    OWN,
    READS_ALL,
    TEAM,
    UNITS,
    Row,
)


def _inspection(office):
    return [rectifying.inspection(office).pk]


def _found(office, **more):
    return [rectifying.finding(office, rectifying.inspection(office), **more).pk]


def _handed(office):
    return [rectifying.handed(office).pk]


def _reported_findings(office):
    return [rectifying.reported(office).pk]


def _file(office):
    row = rectifying.reported(office)
    return [row.pk, row.attachments.get().pk]


def _with_finding(office):
    made = rectifying.inspection(office)
    rectifying.finding(office, made)
    return [made.pk, office.units[0].code]


def _of_unit(office):
    return [rectifying.inspection(office).pk, office.units[0].code]


def _drafted(office):
    return [rectifying.drafted(office).pk]


def _forwarded(office):
    row = rectifying.drafted(office)
    conclusions.forward_conclusion(conclusion=row, to_sign=office.principal, by=By(office.clerk, office.default_at))
    return [row.pk]


def _signed(office):
    return [rectifying.signed(office).pk]


def _delivered(office):
    return [rectifying.delivered(office).pk]


def _asked_findings(office):
    """Only the measure of Zhuoni knows a review (第十七条)."""
    office.jurisdiction.regime = "zhuoni-2022"
    office.jurisdiction.save()
    for officer in office.officers.values():
        officer.jurisdiction = office.jurisdiction
    row = rectifying.delivered(office)
    return [reviews.request_review(conclusion=row, text="不服", by=By(office.liaison, office.default_at)).pk]


def _drafted_inspections(office):
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
        visits.arrive(visit=made, by=By(office.inspector, cast.at()))
    return [made.pk]


def _photo_inspections(office):
    return _file_inspections(office, "照片.jpg", picture())


def _file_inspections(office, name="照片.txt", data=b"abc"):
    inspection = inspecting.under_way(office, unannounced=True)
    made = inspecting.visit(office, inspection)
    visits.arrive(visit=made, by=By(office.inspector, cast.at()))
    photo = visits.Photo(name, [data])
    visits.record_visit(visit=made, seen="见照片", photos=[photo], by=By(office.inspector, cast.at()))
    return [Attachment.objects.get(inspection=inspection).pk]


def _draw(office):
    made = draws.draw_lots(
        inspection=inspecting.drafted(office),
        what="units",
        pool={unit.code: unit.name for unit in office.units},
        count=2,
        seed="20260331",
        by=By(office.clerk, cast.at()),
    )
    return [made.pk]


def _self(office):
    made = self_inspections.request_self_inspections(
        inspection=inspecting.approved(office),
        units=office.units[:1],
        due_on=inspecting.DAY,
        by=By(office.clerk, cast.at()),
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
        by=By(office.clerk, cast.at()),
    )
    return made


def _preparation(office):
    made = receptions.ask_preparation(
        inspection=_received(office), text="备齐台账", unit=office.units[0], by=By(office.clerk, cast.at())
    )
    return [made.pk]


def _plan(office):
    made = annual_plans.open_plan(jurisdiction=office.jurisdiction, year=2026, by=By(office.clerk, cast.at()))
    annual_plans.add_item(
        plan=made, title="春季督查", from_on=inspecting.DAY, to_on=inspecting.DAY, by=By(office.clerk, cast.at())
    )
    return made


def _entry(office):
    made = teams.appoint_officer(
        jurisdiction=office.jurisdiction,
        name="",
        officer=office.inspector,
        appointed_on=datetime.date(2026, 1, 1),
        by=By(office.clerk, cast.at()),
    )
    return [made.pk]


ROWS: dict[str, Row] = {
    "findings": Row(READS_ALL | UNITS),
    "findings_export": Row(READS_ALL | UNITS),
    "finding": Row(READS_ALL | OWN, args=_handed),
    "finding_file": Row(READS_ALL | OWN, args=_file),
    "finding_plan": Row(OWN, "POST", _handed),
    "finding_result": Row(OWN, "POST", _handed),
    "finding_plea": Row(OWN, "POST", _handed),
    "finding_check": Row(CHECK, "POST", _reported_findings),
    "finding_excuse": Row(OFFICE, "POST", _handed),
    "finding_dropping": Row(CHECK, "POST", _handed),
    "finding_correction": Row(CHECK, args=lambda office: _found(office, nature="conduct")),
    "finding_breach": Row(CHECK, args=lambda office: _found(office, nature="breach")),
    "finding_criticism": Row(OFFICE, args=lambda office: _found(office, nature="falsehood")),
    "finding_experience": Row(CHECK, args=lambda office: _found(office, nature="experience")),
    "finding_record_correction": Row(CHECK, args=_found),
    "finding_matter": Row(OFFICE, args=_handed),
    "handing_over": Row(LEAD, args=_with_finding),
    "inspection_findings_sheet": Row(READS_ALL | UNITS, args=_inspection),
    "problem_list": Row(READS_ALL | UNITS, args=lambda office: [*_inspection(office), "docx"]),
    "feedback_sheet": Row(READS_ALL, args=lambda office: [*_of_unit(office), "docx"]),
    "rectification_plan": Row(
        READS_ALL | OWN, args=lambda office: [rectifying.handed(office).inspection_id, office.units[0].code, "docx"]
    ),
    "inspection_report": Row(OFFICE, args=_inspection),
    "inspection_archive": Row(READS_ALL, args=_inspection),
    "conclusion_new": Row(TEAM, args=_of_unit),
    "conclusions": Row(READS_ALL | UNITS),
    "conclusion": Row(READS_ALL | OWN, args=_delivered),
    "conclusion_edit": Row(TEAM, args=_drafted),
    "conclusion_opening": Row(TEAM | {"office_head", "principal"}, "POST", _forwarded),
    "conclusion_forwarding": Row(TEAM, "POST", _drafted),
    "conclusion_recall": Row(TEAM, "POST", _forwarded),
    "conclusion_reading": Row(frozenset({"inspector"}), "POST", _forwarded),
    "conclusion_signature": Row(frozenset({"principal", "office_head"}), "POST", _forwarded),
    "conclusion_delivery": Row(LEAD, "POST", _signed),
    "review_new": Row(OWN, args=_delivered),
    "reviews": Row(READS_ALL | UNITS),
    "review": Row(READS_ALL | OWN, args=_asked_findings),
    "review_naming": Row(OFFICE, "POST", _asked_findings),
    "review_decision": Row(OFFICE | LEADERS | {"section"}, args=_asked_findings),
    "review_withdrawal": Row(OWN, "POST", _asked_findings),
    "inspections": Row(READS_ALL | UNITS),
    "inspection_new": Row(OFFICE),
    "inspection_tasks": Row(READS_ALL | UNITS),
    "reception_new": Row(OFFICE),
    "inspection": Row(READS_ALL | UNITS, args=_approved),
    "inspection_edit": Row(OFFICE, args=_drafted_inspections),
    "inspection_application": Row(OFFICE, args=_drafted_inspections),
    "inspection_signature": Row(OFFICE | LEADERS | {"section"}, args=_applied),
    "inspection_filing": Row(OFFICE, args=_approved),
    "inspection_start": Row(OFFICE, args=_approved),
    "inspection_cancellation": Row(OFFICE, args=_drafted_inspections),
    "inspection_closure": Row(OFFICE, args=_under_way),
    "inspection_scheme": Row(READS_ALL, args=lambda office: [*_approved(office), "docx"]),
    "inspection_sheet": Row(READS_ALL, args=lambda office: [*_approved(office), "docx"]),
    "inspection_members": Row(OFFICE, args=_drafted_inspections),
    "member_removal": Row(OFFICE, "POST", _member),
    "member_recusal": Row(OFFICE, args=_member),
    "inspection_draws": Row(OFFICE, args=_drafted_inspections),
    "draw": Row(READS_ALL - {"inspector"}, args=_draw),
    "draw_use": Row(OFFICE, "POST", _draw),
    "inspection_visits": Row(OFFICE | {"inspector"}, args=_under_way),
    "inspection_finding": Row(OFFICE, args=_under_way),
    "inspection_file_replacement": Row(OFFICE | {"leader", "inspector"}, args=_file_inspections),
    "visits": Row(READS_ALL | UNITS),
    "visit": Row(READS_ALL | OWN, args=_visit),
    "visit_arrival": Row(OFFICE | {"inspector"}, "POST", _visit),
    "visit_records": Row(READS_ALL | OWN, "POST", lambda office: _visit(office, arrived=True)),
    "visit_removal": Row(OFFICE, "POST", _visit),
    "inspection_file": Row(OFFICE | {"leader", "inspector"}, args=_file_inspections),
    "inspection_file_look": Row(OFFICE | {"leader", "inspector"}, args=_photo_inspections),
    "inspection_file_copy": Row(
        OFFICE | {"leader", "inspector"}, args=lambda office: [*_photo_inspections(office), "preview"]
    ),
    "inspection_self": Row(OFFICE, args=_approved),
    "self_inspection": Row(READS_ALL | OWN, args=_self),
    "self_inspection_paper": Row(READS_ALL | OWN, args=lambda office: [*_self(office), "docx"]),
    "look_back": Row(OFFICE, args=_under_way),
    "preparation_new": Row(OFFICE, args=lambda office: [_received(office).pk]),
    "preparation_completion": Row(OFFICE | OWN, "POST", _preparation),
    "inspection_result": Row(OFFICE, args=lambda office: [_received(office).pk]),
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
