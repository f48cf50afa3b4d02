"""Who may call the addresses of matters (督查事项)."""

from duban.ledger.actions.matters import attachments, milestones, saved_views
from duban.ledger.by import By
from tests import stories
from tests.cast import Cast
from tests.pictures import picture
from tests.web.permissions.records import _sent, _sent_reports, _waiting
from tests.web.permissions.rows import LEADERS, OFFICE, OWN, READS_ALL, SECTION, UNITS, Row


def _attached(office: Cast) -> list:
    sent = stories.matter(office, due_on="2026-04-30")
    held = attachments.add_file(
        jurisdiction=office.jurisdiction,
        name="纪要.txt",
        chunks=[b"1"],
        matter=sent,
        by=By(office.clerk, office.default_at),
    )
    return [held.pk]


def _photographed(office: Cast) -> list:
    sent = stories.matter(office, due_on="2026-04-30")
    given = {"jurisdiction": office.jurisdiction, "matter": sent, "by": By(office.clerk, office.default_at)}
    return [attachments.add_file(name="现场.jpg", chunks=[picture()], **given).pk]


def _planned(office: Cast) -> list:
    matter = stories.matter(office, due_on="2026-12-31", milestones=((stories.day("2026-05-29"), "开工"),))
    return [matter.no, matter.milestones.get().pk]


def _template_reports(office: Cast) -> list:
    made = milestones.save_template(
        jurisdiction=office.jurisdiction, name="项目", steps=[(30, "立项")], by=By(office.clerk, office.default_at)
    )
    return [made.pk]


def _view(office: Cast) -> list:
    return [saved_views.save_view(name="超期的", query="due=late", actor=office.clerk).pk]


ROWS: dict[str, Row] = {
    "matters": Row(READS_ALL | UNITS),
    "matter_new": Row(OFFICE | {"section"}),
    "matters_calendar": Row(READS_ALL | UNITS),
    "matters_export": Row(READS_ALL | UNITS),
    "matter_deadline": Row(OFFICE | {"section"}),
    "dispatches": Row(OFFICE),
    "dispatch_progress": Row(OFFICE),
    "acceptances": Row(UNITS),
    "urgings": Row(OFFICE),
    "step_proposals": Row(OFFICE),
    "matter": Row(READS_ALL | OWN, args=lambda office: _sent(office)[:1]),
    "matter_edit": Row(OFFICE | {"section"}, args=_waiting),
    "matter_row": Row(OFFICE | {"section"}, args=_waiting),
    "matter_revocation": Row(OFFICE | {"section"}, args=_waiting),
    "taking_back": Row(OFFICE, args=lambda office: _sent(office)[:1]),
    "matter_closure": Row(OFFICE, args=lambda office: _sent(office)[:1]),
    "acceptance": Row(OWN, args=_sent),
    "receipt": Row(OFFICE, args=_sent),
    "refusal": Row(OWN, args=_sent),
    "refusal_ruling": Row(OFFICE, args=_sent),
    "suspension": Row(OFFICE, args=_sent_reports),
    "resumption": Row(OFFICE, args=_sent_reports),
    "urges": Row(OFFICE, args=_sent),
    "reopening": Row(OFFICE, args=_sent),
    "milestones": Row(OFFICE | {"section"} | OWN, args=lambda office: _sent_reports(office)[:1]),
    "milestone_arrival": Row(OFFICE | {"section"} | OWN, args=_planned),
    "milestone_templates": Row(OFFICE),
    "milestone_template_new": Row(OFFICE),
    "milestone_template": Row(OFFICE, args=_template_reports),
    "milestone_template_removal": Row(OFFICE, "POST", _template_reports),
    "statistics": Row(READS_ALL | UNITS),
    "statistics_units": Row(READS_ALL | UNITS),
    "statistics_export": Row(READS_ALL | UNITS),
    "ageing": Row(READS_ALL | UNITS),
    "burden": Row(OFFICE | LEADERS | {"section", "inspector"}),
    "attachment": Row(READS_ALL | OWN, args=_attached),
    "attachment_look": Row(READS_ALL | OWN, args=_photographed),
    "attachment_copy": Row(READS_ALL | OWN, args=lambda office: [*_photographed(office), "thumbnail"]),
    "attachment_replacement": Row(READS_ALL | OWN, args=_attached),
    "parts": Row(OFFICE | SECTION, args=lambda office: [stories.matter(office, due_on="2026-06-30").no]),
    "saved_views": Row(READS_ALL | UNITS, "POST"),
    "saved_view_dismissal": Row(frozenset({"clerk"}), "POST", _view),
}
