"""What a hostile reading found, each told once more in a few lines: who learns of an unannounced inspection while its team is still out,
and where the office may write a sender's name that units read.
"""

import pytest

from duban.ledger import access
from duban.ledger.actions.inspections import conclusions, follow_ups, teams
from duban.ledger.actions.matters import attachments, matters, parts, urges
from duban.ledger.actions.office import messages
from duban.ledger.actions.public import appeals
from duban.ledger.actions.reports import reports
from duban.ledger.by import By
from duban.ledger.models import Member, Message, Notice
from duban.ledger.queries.matters import burdens, timelines
from duban.ledger.queries.office import desks
from duban.ledger.refusals import Forbidden, Refused
from tests import cast, rectifying, stories

pytestmark = pytest.mark.django_db
AT = cast.at()
XLSX = [b"PK\x03\x04" + b"0" * 64]


@pytest.fixture
def hidden(zhuoni):
    """Return an unannounced inspection that was at the first unit and goes to the second tomorrow."""
    made = rectifying.inspection(zhuoni, unannounced=True, title="夜间暗查")
    rectifying.visit(made, zhuoni.units[0])
    rectifying.visit(made, zhuoni.units[1], arrived=False)
    return made


def test_what_a_finding_leads_to_is_told_to_nobody_who_may_warn_the_next_unit(zhuoni, hidden):
    matter = stories.matter(zhuoni, due_on="2026-04-30")
    row = rectifying.reported(zhuoni, hidden, matter=matter, text="账实不符")

    def heard(officer):
        lines = [told.line.verb for told in desks.recent(officer, most=100)]
        return {*lines, *(entry.verb for entry in timelines.timeline_of(officer, matter))} & {
            "finding.handed", "finding.reported", "finding.planned", "file.added", "notice.issued"
        }  # fmt: skip

    other = cast.Officer.objects.create(username="other_clerk", role="clerk", jurisdiction=zhuoni.jurisdiction)
    dispatched = {"notice.issued"}
    assert {"finding.handed", "finding.reported"} <= heard(zhuoni.head) & heard(zhuoni.clerk) & heard(zhuoni.liaison)
    for officer in (other, zhuoni.section, zhuoni.other_leader):
        assert heard(officer) == dispatched, officer
    messages.derive_messages(jurisdiction=zhuoni.jurisdiction, at=AT)
    told = set(Message.objects.filter(kind="finding.reported").values_list("officer__role", "officer"))
    assert told == {("clerk", zhuoni.clerk.pk), ("office_head", zhuoni.head.pk)}
    hidden.phase = "concluded"
    hidden.save()
    assert "finding.handed" in heard(other) and row.order == 1


def test_the_burden_of_a_unit_does_not_count_a_paper_of_which_one_may_not_know(zhuoni, hidden):
    rectifying.handed(zhuoni, hidden)

    def counted(officer):
        found = burdens.burdens(officer, first=rectifying.BEGUN, last=AT.date())
        return next(each.notices for each in found if each.unit == zhuoni.units[0])

    assert (counted(zhuoni.head), counted(zhuoni.section)) == (1, 0)


def test_who_stood_aside_sees_no_paper_of_the_team(zhuoni, hidden):
    hidden.opened_by = zhuoni.head
    hidden.save()
    rectifying.handed(zhuoni, hidden)
    notice = Notice.objects.get()
    assert access.papers.notices(zhuoni.clerk).filter(pk=notice.pk).exists()
    member = Member.objects.get(officer=zhuoni.clerk)
    teams.recuse_member(member=member, reason="亲属在该单位", by=By(zhuoni.head, AT))
    assert not access.papers.notices(zhuoni.clerk).filter(pk=notice.pk).exists()


def test_a_clerk_who_stood_aside_acts_on_nothing_of_it(zhuoni):
    made = rectifying.inspection(zhuoni)
    row = rectifying.reported(zhuoni, made)
    assert access.findings.checked_finding_for(zhuoni.clerk, row.pk) == row
    teams.recuse_member(member=made.members.get(officer=zhuoni.clerk), reason="亲属在该单位", by=By(zhuoni.head, AT))
    for door, key in ((access.findings.checked_finding_for, row.pk), (access.findings.led_inspection_for, made.pk)):
        with pytest.raises(Forbidden):
            door(zhuoni.clerk, key)
    assert access.findings.led_inspection_for(zhuoni.head, made.pk) == made


def test_a_sheet_of_an_inspection_is_no_ledger_to_be_imported(zhuoni, hidden):
    row = rectifying.finding(zhuoni, hidden)
    kept = {"jurisdiction": zhuoni.jurisdiction, "chunks": XLSX, "by": By(zhuoni.clerk, AT)}
    with_finding = attachments.add_file(name="台账.xlsx", finding=row, **kept)
    with_team = attachments.add_file(name="路线.xlsx", inspection=hidden, **kept)
    for each in (with_finding, with_team):
        assert access.findings.file_for(zhuoni.head, each.pk) == each
        with pytest.raises(access.NotFound):
            access.papers.ledger_file_for(zhuoni.section, each.pk)


def test_no_paper_goes_out_before_the_team_is_there(zhuoni, hidden):
    second = zhuoni.units[1]
    row = rectifying.finding(zhuoni, hidden, unit=second)
    conduct = rectifying.finding(zhuoni, hidden, unit=second, nature="conduct")
    with pytest.raises(Refused, match="提前知道") as refused:
        rectifying.handed(zhuoni, hidden, unit=second)
    assert refused.value.clause == "第九条(三)"
    with pytest.raises(Refused, match="提前知道"):
        follow_ups.order_correction(finding=conduct, order="提供台账", limit_on=AT.date(), by=By(zhuoni.inspector, AT))
    assert not access.papers.notices(zhuoni.officers["other_liaison"]).exists() and row.progress == "noted"


def test_a_breach_reported_to_the_discipline_body_does_not_come_to_light_by_what_was_stopped(zhuoni, hidden):
    row = rectifying.finding(zhuoni, hidden, nature="breach", text="套取资金")
    follow_ups.report_breach(finding=row, note="请依规处理", stopped="已封存账册", by=By(zhuoni.inspector, AT))
    assert not access.findings.findings(zhuoni.liaison).exists()
    assert "已封存账册" in str(Notice.objects.get().words)


def test_a_conclusion_is_begun_for_an_inspected_unit_alone(zhuoni):
    made = rectifying.inspection(zhuoni)
    with pytest.raises(Refused, match="不在被督查单位"):
        conclusions.draft_conclusion(inspection=made, unit=zhuoni.units[4], words={}, by=By(zhuoni.inspector, AT))


def test_no_word_of_the_office_to_a_unit_names_who_wrote(zhuoni):
    matter = stories.matter(zhuoni, due_on="2026-04-30")
    writing = appeals.Writing(
        channel="visit", received_on=AT.date(), text="路灯不亮", person="周晓岚", contact="13800002222"
    )
    made = appeals.receive_appeal(jurisdiction=zhuoni.jurisdiction, writing=writing, actor=zhuoni.clerk, at=AT)
    appeals.join_appeal(appeal=made, matter=matter, by=By(zhuoni.clerk, AT))
    by = {"by": By(zhuoni.clerk, AT)}
    part = parts.Part("核实周晓岚反映的路灯", zhuoni.units[1], matter.due_on)
    with pytest.raises(Refused) as refused:
        parts.decompose_matter(matter=matter, parts=[part], **by)
    assert refused.value.field == "parts"
    child = parts.decompose_matter(matter=matter, parts=[parts.Part("核实路灯", zhuoni.units[1], matter.due_on)], **by)[
        0
    ]
    named = matters.Order(
        title="核实周 晓 岚反映的路灯", requirement="核实", standard=child.standard, category=child.category, source=child.source,
        due_on=child.due_on, lead=(zhuoni.units[1],), level=child.level, parent=matter,
    )  # fmt: skip
    with pytest.raises(Refused, match="反映人"):
        matters.edit_matter(matter=child, order=named, version=child.version, **by)
    with pytest.raises(Refused) as refused:
        urges.urge_unit(assignment=stories.held(matter), channel="phone", note="请联系13800002222", **by)
    assert refused.value.field == "note"
    stories.accept(zhuoni, matter, AT)
    report = stories.report(zhuoni, matter, AT)
    with pytest.raises(Refused) as refused:
        reports.return_report(report=report, reason="周晓岚说还是不亮", redo_by=matter.due_on, **by)
    assert refused.value.field == "reason"
