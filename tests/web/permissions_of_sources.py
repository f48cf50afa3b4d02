"""Who may call the routes of where matters come from: the rows that tests/web/permissions.py adds to its own."""

import datetime

from duban.ledger.actions.matters import attachments, saved_views
from duban.ledger.actions.papers import imports
from duban.ledger.actions.public import appeals, ratings
from duban.ledger.actions.sources import collections, instructions, meetings, quarterly_lists
from duban.ledger.models import Handover, Suggestion
from duban.papers.writing import sheets
from tests import cast, stories
from tests.cast import Cast
from tests.web.permissions import LEADERS, OFFICE, OWN, PUBLIC, READS_ALL, UNITS, Row

SECTION = frozenset({"section"})
DAY = datetime.date(2026, 3, 20)


def _meeting(office: Cast):
    return meetings.record_meeting(
        jurisdiction=office.jurisdiction,
        name="第3次常务会议",
        kind="",
        held_on=DAY,
        minutes="会议决定，抓紧开工。",
        actor=office.clerk,
        at=office.default_at,
    )


def _decision(office: Cast) -> list:
    return [_meeting(office).decisions.get().pk]


def _instruction(office: Cast) -> list:
    made = instructions.give_instruction(
        jurisdiction=office.jurisdiction,
        leader=office.leader,
        text="请核实。",
        given_on=DAY,
        actor=office.clerk,
        at=office.default_at,
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
        actor=office.clerk,
        at=office.default_at,
    )


def _slip(office: Cast):
    return _collection(office).slips.get(leader=office.leader)


def _wish(office: Cast) -> list:
    slip = collections.return_slip(slip=_slip(office), texts=["修路"], actor=office.clerk, at=office.default_at)
    return [slip.wishes.get().pk]


def _suggestion(office: Cast) -> list:
    matter = stories.matter(office, due_on="2026-06-30", support=office.units[1:2])
    Suggestion.objects.create(matter=matter, kind="suggestion", number="第1号", author="张某")
    return [matter.no]


def _answered(office: Cast) -> list:
    matter = stories.matter(office, due_on="2026-06-30")
    Suggestion.objects.create(
        matter=matter, kind="suggestion", number="第1号", author="张某", answer="A", answer_text="已经解决。", answered_on=DAY
    )
    return [matter.no, "docx"]


def _appeal(office: Cast) -> list:
    made = appeals.receive_appeal(
        jurisdiction=office.jurisdiction,
        writing=appeals.Writing(channel="visit", received_on=DAY, text="路灯不亮"),
        actor=office.clerk,
        at=office.default_at,
    )
    return [made.number]


def _finished(office: Cast):
    matter = stories.matter(office, due_on="2026-04-30")
    stories.accept(office, matter, office.default_at)
    stories.complete(office, matter, office.default_at)
    return matter


def _rating(office: Cast) -> list:
    rated = ratings.rate_matter(
        matter=_finished(office),
        satisfaction="dissatisfied",
        manner="phone",
        note="慢",
        rated_on=datetime.date(2026, 3, 31),
        actor=office.clerk,
        at=office.default_at,
    )
    return [rated.pk]


def _open(office: Cast) -> list:
    office.jurisdiction.public_intake = True
    office.jurisdiction.save()
    return [office.jurisdiction.slug]


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
        actor=matter.registered_by,
        at=office.default_at,
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
        actor=office.section,
        at=office.default_at,
    )
    return [item.pk]


def _view(office: Cast) -> list:
    return [saved_views.save_view(name="超期的", query="due=late", actor=office.clerk).pk]


def _ledger(office: Cast) -> list:
    columns = [sheets.Column(label) for label in ("事项内容", "办理时限", "牵头单位")]
    data = sheets.write_xlsx(columns, [("推进某项目建设", datetime.date(2026, 6, 30), office.units[0].name)])
    kept = imports.keep_ledger(
        jurisdiction=office.jurisdiction, name="台账.xlsx", data=data, actor=office.clerk, at=office.default_at
    )
    return [kept.pk]


SOURCES: dict[str, Row] = {
    "archive": Row(READS_ALL, args=lambda office: [stories.matter(office, due_on="2026-06-30").no]),
    "imports": Row(OFFICE | SECTION),
    "import_template": Row(OFFICE | SECTION),
    "import": Row(OFFICE | SECTION, args=_ledger),
    "import_result": Row(OFFICE | SECTION, args=_ledger),
    "parts": Row(OFFICE | SECTION, args=lambda office: [stories.matter(office, due_on="2026-06-30").no]),
    "saved_views": Row(READS_ALL | UNITS, "POST"),
    "saved_view_dismissal": Row(frozenset({"clerk"}), "POST", _view),
    "sources": Row(READS_ALL),
    "meetings": Row(READS_ALL),
    "meeting_new": Row(OFFICE | SECTION),
    "meeting": Row(READS_ALL, args=lambda office: [_meeting(office).pk]),
    "meeting_decisions": Row(OFFICE | SECTION, "POST", lambda office: [_meeting(office).pk]),
    "decision_matter": Row(OFFICE | SECTION, args=_decision),
    "decision_joining": Row(OFFICE | SECTION, args=_decision),
    "decision_dismissal": Row(OFFICE | SECTION, args=_decision),
    "instructions": Row(READS_ALL),
    "instruction_new": Row(OFFICE | LEADERS),
    "instruction": Row(READS_ALL - {"other_leader"}, args=_instruction),
    "instruction_matter": Row(OFFICE, args=_instruction),
    "instruction_addition": Row(OFFICE, args=_instruction),
    "instruction_report": Row(OFFICE, args=_instruction),
    "instruction_reading": Row(frozenset({"leader"}), "POST", _read),
    "collections": Row(OFFICE | LEADERS),
    "collection_new": Row(OFFICE),
    "collection": Row(OFFICE | {"leader", "principal"}, args=lambda office: [_collection(office).pk]),
    "collection_plan": Row(OFFICE, args=lambda office: [_collection(office).pk]),
    "slip": Row(OFFICE | {"leader"}, args=lambda office: [_slip(office).pk]),
    "wish_matter": Row(OFFICE, args=_wish),
    "wish_dismissal": Row(OFFICE, args=_wish),
    "suggestions": Row(READS_ALL),
    "suggestion_new": Row(OFFICE),
    "suggestion_reports": Row(OFFICE, "POST"),
    "countersignatures": Row(UNITS, args=_suggestion),
    "suggestion_reply": Row(READS_ALL | OWN, args=_answered),
    "register_print": Row(OFFICE | SECTION, args=lambda office: ["issued", "docx"], is_own=False),
    "suggestion_answer": Row(UNITS, args=_suggestion),
    "satisfaction": Row(OFFICE, args=_suggestion),
    "appeals": Row(OFFICE),
    "appeal_new": Row(OFFICE),
    "appeal_list": Row(OFFICE),
    "appeal_template": Row(OFFICE),
    "appeal": Row(OFFICE, args=_appeal),
    "appeal_sorting": Row(OFFICE, args=_appeal),
    "appeal_matter": Row(OFFICE, args=_appeal),
    "appeal_joining": Row(OFFICE, args=_appeal),
    "appeal_answer": Row(OFFICE, args=_appeal),
    "appeal_dismissal": Row(OFFICE, args=_appeal),
    "sender": Row(frozenset({"office_head"}), args=_appeal),
    "sender_export": Row(frozenset({"office_head"}), "POST", _appeal),
    "ratings": Row(READS_ALL),
    "rating_new": Row(OFFICE, args=lambda office: [_finished(office).no]),
    "rating_keeping": Row(OFFICE, args=_rating),
    "intake": Row(frozenset({"office_head"})),
    "public_place": Row(PUBLIC, args=_open, is_own=False),
    "public_appeal": Row(PUBLIC, args=_open, is_own=False),
    "public_receipt": Row(PUBLIC, args=_open, is_own=False),
    "public_state": Row(PUBLIC, args=_open, is_own=False),
    "public_rating": Row(PUBLIC, args=_open, is_own=False),
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
