"""Who may call the routes of findings, conclusions and reviews: the rows that tests/web/permissions.py adds to its own."""

from duban.ledger.actions.inspections import conclusions, reviews
from tests import rectifying
from tests.web.permissions import LEADERS, OFFICE, OWN, READS_ALL, UNITS, Row

# The team of these stories: the inspector heads it, the clerk is on it; the principal signs.
TEAM = frozenset({"inspector", "clerk"})
# Who knows of an announced inspection and checks what is put right.
CHECK = OFFICE | {"inspector"}
LEAD = OFFICE | {"inspector"}


def _inspection(office):
    return [rectifying.inspection(office).pk]


def _found(office, **more):
    return [rectifying.finding(office, rectifying.inspection(office), **more).pk]


def _handed(office):
    return [rectifying.handed(office).pk]


def _reported(office):
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
    conclusions.forward_conclusion(conclusion=row, to_sign=office.principal, actor=office.clerk, at=office.default_at)
    return [row.pk]


def _signed(office):
    return [rectifying.signed(office).pk]


def _delivered(office):
    return [rectifying.delivered(office).pk]


def _asked(office):
    """Only the measure of Zhuoni knows a review (第十七条)."""
    office.jurisdiction.regime = "zhuoni-2022"
    office.jurisdiction.save()
    for officer in office.officers.values():
        officer.jurisdiction = office.jurisdiction
    row = rectifying.delivered(office)
    return [reviews.request_review(conclusion=row, text="不服", actor=office.liaison, at=office.default_at).pk]


FINDINGS: dict[str, Row] = {
    "findings": Row(READS_ALL | UNITS),
    "findings_export": Row(READS_ALL | UNITS),
    "finding": Row(READS_ALL | OWN, args=_handed),
    "finding_file": Row(READS_ALL | OWN, args=_file),
    "finding_plan": Row(OWN, "POST", _handed),
    "finding_result": Row(OWN, "POST", _handed),
    "finding_plea": Row(OWN, "POST", _handed),
    "finding_check": Row(CHECK, "POST", _reported),
    "finding_excuse": Row(OFFICE, "POST", _handed),
    "finding_dropping": Row(CHECK, "POST", _handed),
    "finding_correction": Row(CHECK, args=lambda office: _found(office, nature="conduct")),
    "finding_breach": Row(CHECK, args=lambda office: _found(office, nature="breach")),
    "finding_criticism": Row(OFFICE, args=lambda office: _found(office, nature="falsehood")),
    "finding_experience": Row(CHECK, args=lambda office: _found(office, nature="experience")),
    "finding_matter": Row(OFFICE, args=_handed),
    "handing_over": Row(LEAD, args=_with_finding),
    "inspection_findings_sheet": Row(READS_ALL | UNITS, args=_inspection),
    "problem_list": Row(READS_ALL | UNITS, args=lambda office: [*_inspection(office), "docx"]),
    "feedback_sheet": Row(READS_ALL, args=lambda office: [*_of_unit(office), "docx"]),
    "rectification_plan": Row(READS_ALL | OWN, args=lambda office: [rectifying.handed(office).inspection_id, office.units[0].code, "docx"]),
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
    "review": Row(READS_ALL | OWN, args=_asked),
    "review_naming": Row(OFFICE, "POST", _asked),
    "review_decision": Row(OFFICE | LEADERS | {"section"}, args=_asked),
    "review_withdrawal": Row(OWN, "POST", _asked),
}
