"""Notices: numbered without gaps, named as the document names them, worded from what was recorded."""

import datetime

import pytest
from django.db import transaction

from duban.ledger.actions.matters import urges
from duban.ledger.actions.papers import notices
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Notice
from duban.ledger.wordings.letters import paper_of
from duban.papers.writing.fields import fields_of
from tests import cast, stories

AT = cast.at()
pytestmark = pytest.mark.django_db


def _issue(office, at=AT, **more):
    return notices.issue_notice(of=office.jurisdiction, act="urge", by=By(office.clerk, at), **more)


def test_numbers_run_through_a_year_and_are_given_back_when_the_act_fails(office):
    assert [_issue(office).serial for _ in range(2)] == [1, 2]
    with pytest.raises(RuntimeError), transaction.atomic():
        assert _issue(office).serial == 3
        raise RuntimeError
    assert _issue(office).number == "三政督〔2026〕3号"
    assert _issue(office, cast.at("2027-01-04 09:00")).number == "三政督〔2027〕1号"
    line = JournalLine.objects.latest("seq")
    assert (line.verb, line.data["number"]) == ("notice.issued", "三政督〔2027〕1号")


@pytest.mark.parametrize(
    "regime, name, clause",
    [
        ("sanmenxia-2019", "督查通知", "二(二)"),
        ("zhuoni-2022", "督查（办）通知单", "第九条(二)"),
        ("county-plan", "重点事项交办通知单", "三(二)"),
        ("gansu-county-2023", "转办通知", "二(三)"),
        ("ankang-2020", "交办通知", ""),
    ],
)
@pytest.mark.feature("dispatch_notice")
@pytest.mark.proves("sanmenxia-2019", "二(二)", "dispatch_notice")
@pytest.mark.proves("zhuoni-2022", "第九条(二)", "dispatch_notice")
@pytest.mark.proves("county-plan", "三(二)", "dispatch_notice")
@pytest.mark.proves("gansu-county-2023", "二(三)、二(五)", "dispatch_notice")
def test_each_document_gives_its_own_name_and_clause(db, regime, name, clause):
    office = cast.office(regime)
    stories.matter(office, due_on="2026-04-30")
    paper = Notice.objects.get()
    assert (paper.name, paper.clause) == (name, clause)


def test_a_letter_says_who_does_what_until_when_under_the_offices_own_head(office):
    office.jurisdiction.letterhead |= {
        "head": ["某市人民政府", "办公室"],
        "script": "ཞི་མི།",
        "office": "某市政府督查室",
    }
    office.jurisdiction.save()
    made = stories.matter(office, due_on="2026-04-30", source_text="政府常务会议纪要", support=office.units[3:4])
    first, second = (paper_of(each) for each in Notice.objects.order_by("serial"))
    assert first.head == ("ཞི་མི།", "某市人民政府", "办公室")
    assert (first.number, first.addressees, first.signature) == (
        "三政督〔2026〕1号",
        ("甲县",),
        ("某市政府督查室",),
    )
    assert first.dated_on == AT.date() and first.title == "关于推进某项目建设的督查通知"
    text = fields_of(first)["正文"]
    assert "牵头" in text and "2026年4月30日" in text and made.no in text and "政府常务会议纪要" in text
    assert "配合" in fields_of(second)["正文"] and second.addressees == ("市发展改革委",)


def test_an_urging_in_writing_carries_what_the_clerk_wrote(office):
    made = stories.matter(office, due_on="2026-04-30")
    limit = datetime.date(2026, 4, 10)
    urges.urge_unit(
        assignment=stories.held(made),
        channel="written",
        limit=limit,
        note="请报送台账",
        by=By(office.clerk, AT),
    )
    paper = paper_of(Notice.objects.latest("pk"))
    assert paper.body[-1].text == "请报送台账" and "2026年4月10日" in fields_of(paper)["正文"]
