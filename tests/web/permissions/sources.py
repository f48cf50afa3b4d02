"""Who may call the addresses of where matters come from (会议、批示、征集、建议提案、上级转来)."""

import datetime

from duban.ledger.actions.matters import attachments
from duban.ledger.actions.sources import collections, instructions, meetings, quarterly_lists
from duban.ledger.by import By
from duban.ledger.models import Handover, Suggestion
from tests import cast, stories
from tests.cast import Cast
from tests.web.permissions.rows import (
    DAY,
    LEADERS,
    OFFICE,
    READS_ALL,
    SECTION,
    UNITS,
    Row,
)


def _meeting(office: Cast):
    return meetings.record_meeting(
        jurisdiction=office.jurisdiction,
        name="第3次常务会议",
        kind="",
        held_on=DAY,
        minutes="会议决定，抓紧开工。",
        by=By(office.clerk, office.default_at),
    )


def _decision(office: Cast) -> list:
    return [_meeting(office).decisions.get().pk]


def _scanned(office: Cast) -> list:
    (pk,) = _instruction(office)
    instructions.add_scan(
        instruction=office.jurisdiction.instructions.get(pk=pk),
        scan=instructions.Scan("批示.png", [b"\x89PNG\r\n\x1a\n"]),
        by=By(office.clerk, office.default_at),
    )
    return [pk]


def _instruction(office: Cast) -> list:
    made = instructions.give_instruction(
        jurisdiction=office.jurisdiction,
        leader=office.leader,
        text="请核实。",
        given_on=DAY,
        by=By(office.clerk, office.default_at),
    )
    return [made.pk]


def _read(office: Cast) -> list:
    found = _instruction(office)
    told = office.jurisdiction.instructions.get(pk=found[0])
    told.reported_on = DAY
    told.save()
    return found


def _collection(office: Cast):
    return collections.send_collection(
        jurisdiction=office.jurisdiction,
        name="4月征集",
        due_on=datetime.date(2026, 4, 10),
        leaders=[office.leader, office.principal],
        by=By(office.clerk, office.default_at),
    )


def _slip(office: Cast):
    return _collection(office).slips.get(leader=office.leader)


def _wish(office: Cast) -> list:
    slip = collections.return_slip(slip=_slip(office), texts=["修路"], by=By(office.clerk, office.default_at))
    return [slip.wishes.get().pk]


def _suggestion(office: Cast) -> list:
    matter = stories.matter(office, due_on="2026-06-30", support=office.units[1:2])
    Suggestion.objects.create(matter=matter, kind="suggestion", number="第1号", author="张某")
    return [matter.no]


def _handover(office: Cast) -> list:
    above = cast.office("ankang-2020")
    above.units[0].seat = office.jurisdiction
    above.units[0].save()
    stories.matter(above, due_on="2026-06-30")
    return [Handover.objects.get().pk]


def _handover_file(office: Cast) -> list:
    (pk,) = _handover(office)
    matter = Handover.objects.get().assignment.matter
    file = attachments.add_file(
        jurisdiction=matter.jurisdiction,
        name="任务书.txt",
        chunks=["任务书".encode()],
        matter=matter,
        by=By(matter.registered_by, office.default_at),
    )
    return [pk, file.pk]


def _field(office: Cast) -> list:
    return [office.units[0].portfolio_id]


def _item(office: Cast) -> list:
    office.jurisdiction.regime = "ankang-2020"
    office.jurisdiction.save()
    item = quarterly_lists.add_item(
        portfolio=office.units[0].portfolio,
        quarter_end=datetime.date(2026, 3, 31),
        heading="重要文件",
        text="一号文件",
        proposed="已完成",
        by=By(office.section, office.default_at),
    )
    return [item.pk]


ROWS: dict[str, Row] = {
    "sources": Row(READS_ALL),
    "meetings": Row(READS_ALL),
    "meeting_new": Row(OFFICE | SECTION),
    "meeting": Row(READS_ALL, args=lambda office: [_meeting(office).pk]),
    "meeting_decisions": Row(OFFICE | SECTION, "POST", lambda office: [_meeting(office).pk]),
    "meeting_correction": Row(OFFICE | SECTION, args=lambda office: [_meeting(office).pk]),
    "decision_correction": Row(OFFICE | SECTION, args=_decision),
    "decision_matter": Row(OFFICE | SECTION, args=_decision),
    "decision_joining": Row(OFFICE | SECTION, args=_decision),
    "decision_dismissal": Row(OFFICE | SECTION, args=_decision),
    "instructions": Row(READS_ALL),
    "instruction_new": Row(OFFICE | LEADERS),
    "instruction_registration": Row(OFFICE),
    "instruction_preview": Row(OFFICE, "POST"),
    "instruction": Row(READS_ALL - {"other_leader"}, args=_instruction),
    "instruction_correction": Row(OFFICE | LEADERS - {"other_leader"}, args=_instruction),
    "instruction_matter": Row(OFFICE, args=_instruction),
    "instruction_addition": Row(OFFICE, args=_instruction),
    "instruction_report": Row(OFFICE, args=_instruction),
    "instruction_scan": Row(READS_ALL - {"other_leader"}, args=_scanned),
    "instruction_scan_copy": Row(READS_ALL - {"other_leader"}, args=_scanned),
    "instruction_scanning": Row(OFFICE, args=_instruction),
    "instruction_reading": Row(frozenset({"leader"}), "POST", _read),
    "collections": Row(OFFICE | LEADERS | SECTION),
    "collection_new": Row(OFFICE),
    "collection": Row(OFFICE | {"leader", "principal"}, args=lambda office: [_collection(office).pk]),
    "collection_correction": Row(OFFICE, args=lambda office: [_collection(office).pk]),
    "collection_plan": Row(OFFICE, args=lambda office: [_collection(office).pk]),
    "slip": Row(OFFICE | {"leader"}, args=lambda office: [_slip(office).pk]),
    "wish_matter": Row(OFFICE, args=_wish),
    "wish_dismissal": Row(OFFICE, args=_wish),
    "suggestions": Row(READS_ALL),
    "suggestion_new": Row(OFFICE),
    "suggestion_reports": Row(OFFICE, "POST"),
    "countersignatures": Row(UNITS, args=_suggestion),
    "suggestion_answer": Row(UNITS, args=_suggestion),
    "suggestion_correction": Row(OFFICE, args=_suggestion),
    "satisfaction": Row(OFFICE, args=_suggestion),
    "handovers": Row(READS_ALL),
    "handover": Row(READS_ALL, args=_handover),
    "handover_matter": Row(OFFICE, args=_handover),
    "handover_refusal": Row(OFFICE, args=_handover),
    "handover_report": Row(OFFICE, args=_handover),
    "handover_file": Row(READS_ALL, args=_handover_file),
    "fields": Row(READS_ALL),
    "field": Row(READS_ALL - {"other_leader"}, args=_field),
    "field_items": Row(SECTION, args=_field),
    "field_handing_in": Row(SECTION, "POST", _field),
    "field_classes": Row(OFFICE, "POST", _field),
    "quarterly_item_dismissal": Row(SECTION, "POST", _item),
}
