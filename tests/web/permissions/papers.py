"""Who may call the addresses of papers that come in and go out (文件、通知、通报)."""

import datetime

from duban.ledger.actions.papers import bulletins, drafts, imports, letterheads
from duban.ledger.by import By
from duban.ledger.models import Notice, Suggestion
from duban.papers.writing import sheets
from duban.people.models import UnitAlias
from tests import stories
from tests.cast import Cast
from tests.printing import word_file
from tests.web.permissions.records import (
    _asked,
    _sent,
)
from tests.web.permissions.rows import (
    DAY,
    LEADERS,
    OFFICE,
    OWN,
    READS_ALL,
    SECTION,
    UNITS,
    Row,
)


def _paper(office: Cast):
    text = "一、加快项目建设。（县发展改革局牵头，2026年6月底前完成）"
    return drafts.read_paper(
        jurisdiction=office.jurisdiction,
        name="分工.txt",
        data=text.encode(),
        by=By(office.clerk, office.default_at),
    )


def _scanned(office: Cast) -> list:
    paper = _paper(office)
    paper.file_id = _ledger(office)[0]
    paper.save()
    return [paper.pk]


def _alias(office: Cast) -> list:
    made, _ = UnitAlias.objects.get_or_create(jurisdiction=office.jurisdiction, unit=office.units[0], name="又一个名字")
    return [made.pk]


def _noticed(office: Cast) -> list:
    _sent(office)
    return [Notice.objects.get(jurisdiction=office.jurisdiction).pk]


def _bulletin(office: Cast) -> list:
    made = bulletins.draft_bulletin(
        jurisdiction=office.jurisdiction,
        kind="circular",
        span="month",
        first=datetime.date(2026, 3, 1),
        last=datetime.date(2026, 3, 31),
        by=By(office.clerk, office.default_at),
    )
    return [made.pk]


def _template(office: Cast) -> list:
    made = letterheads.add_template(
        jurisdiction=office.jurisdiction,
        of="urge",
        name="催办.docx",
        chunks=[word_file("{{标题}}")],
        by=By(office.clerk, office.default_at),
    )
    return [made.pk]


def _answered(office: Cast) -> list:
    matter = stories.matter(office, due_on="2026-06-30")
    Suggestion.objects.create(
        matter=matter,
        kind="suggestion",
        number="第1号",
        author="张某",
        answer="A",
        answer_text="已经解决。",
        answered_on=DAY,
    )
    return [matter.no, "docx"]


def _ledger(office: Cast) -> list:
    columns = [sheets.Column(label) for label in ("事项内容", "办理时限", "牵头单位")]
    data = sheets.write_xlsx(columns, [("推进某项目建设", datetime.date(2026, 6, 30), office.units[0].name)])
    kept = imports.keep_ledger(
        jurisdiction=office.jurisdiction, name="台账.xlsx", data=data, by=By(office.clerk, office.default_at)
    )
    return [kept.pk]


ROWS: dict[str, Row] = {
    "archive": Row(READS_ALL, args=lambda office: [stories.matter(office, due_on="2026-06-30").no]),
    "notices": Row(READS_ALL | UNITS),
    "notice": Row(READS_ALL | OWN, args=_noticed),
    "notice_file": Row(READS_ALL | OWN, args=lambda office: [*_noticed(office), "docx"]),
    "blanks": Row(READS_ALL | UNITS),
    "blank": Row(READS_ALL | UNITS, args=lambda office: ["commitment", "docx"], is_own=False),
    "register_print": Row(OFFICE | SECTION, args=lambda office: ["issued", "docx"], is_own=False),
    "suggestion_reply": Row(READS_ALL | OWN, args=_answered),
    "paper_templates": Row(OFFICE),
    "paper_template_retirement": Row(OFFICE, "POST", args=_template),
    "bulletins": Row(READS_ALL | UNITS | {"assessment"}),
    "bulletin_new": Row(OFFICE),
    "bulletin": Row(READS_ALL, args=_bulletin),
    "bulletin_edit": Row(OFFICE, args=_bulletin),
    "bulletin_forwarding": Row(OFFICE, "POST", args=_bulletin),
    "bulletin_signature": Row(LEADERS | {"office_head"}, "POST", args=_bulletin),
    "bulletin_issue": Row(OFFICE, "POST", args=_bulletin),
    "bulletin_dropping": Row(OFFICE, "POST", args=_bulletin),
    "bulletin_annulment": Row(LEADERS | {"office_head"}, args=_bulletin),
    "notice_annulment": Row(OFFICE, args=_noticed),
    "numbers": Row(OFFICE),
    "number_skip": Row(OFFICE),
    "bulletin_file": Row(READS_ALL, args=lambda office: [*_bulletin(office), "docx"]),
    "approval_sheet": Row(READS_ALL | OWN, args=lambda office: [*_asked(office), "docx"]),
    "scoring_sheet": Row(READS_ALL | OWN, args=lambda office: [office.units[0].code, "docx"]),
    "letterhead": Row(frozenset({"office_head"})),
    "imports": Row(OFFICE | SECTION),
    "import_template": Row(OFFICE | SECTION),
    "import": Row(OFFICE | SECTION, args=_ledger),
    "import_result": Row(OFFICE | SECTION, args=_ledger),
    "papers": Row(OFFICE | {"section"}),
    "paper_new": Row(OFFICE | {"section"}),
    "paper_table": Row(OFFICE | {"section"}),
    "paper": Row(OFFICE | {"section"}, args=lambda office: [_paper(office).pk]),
    "draft": Row(OFFICE | {"section"}, args=lambda office: [_paper(office).pk, 1]),
    "draft_dismissal": Row(OFFICE | {"section"}, "POST", lambda office: [_paper(office).pk, 1]),
    "paper_name": Row(OFFICE | {"section"}, "POST", lambda office: [_paper(office).pk]),
    "paper_day": Row(OFFICE | {"section"}, "POST", lambda office: [_paper(office).pk]),
    "paper_doubt": Row(OFFICE | {"section"}, "POST", lambda office: [_paper(office).pk]),
    "paper_selection": Row(OFFICE | {"section"}, "POST", lambda office: [_paper(office).pk]),
    "paper_basis": Row(OFFICE | {"section"}, "POST", lambda office: [_paper(office).pk]),
    "paper_original": Row(OFFICE | {"section"}, args=_scanned),
    "names": Row(OFFICE | {"section"}),
    "collective_setting": Row(OFFICE | {"section"}, "POST"),
    "alias_removal": Row(OFFICE | {"section"}, "POST", _alias),
    "paper_registration": Row(OFFICE | {"section"}, "POST", lambda office: [_paper(office).pk]),
}
