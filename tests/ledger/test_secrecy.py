"""What bears a mark of classification is refused wherever it would come in; words about secrecy are not."""

import pytest

from duban.ledger.actions.matters import attachments
from duban.ledger.actions.papers import drafts
from duban.ledger.actions.reports import reports
from duban.ledger.actions.sources import instructions, meetings
from duban.ledger.by import By
from duban.ledger.models import Attachment, Matter, SourcePaper
from duban.ledger.refusals import Refused
from duban.ledger.secrecy import refuse_classified
from tests import cast, stories

AT = cast.at()
MARKED = (
    "机密★10年",
    "绝 密 ★",
    "推进某工程（秘密）",
    "【机密级】方案",
    "密级：秘密",
    "秘密",
    "机密_名单.xlsx",
    "［绝密］",
    "正文\n秘密＊ 5年",
)
PLAIN = (
    "开展商业秘密保护检查",
    "国家秘密定密培训",
    "机密文件销毁情况自查",
    "秘密保护方案.docx",
    "",
    "密级管理制度修订",
)


@pytest.mark.parametrize("text", MARKED)
def test_a_mark_is_refused_and_said_why(text):
    with pytest.raises(Refused, match="不涉密") as refused:
        refuse_classified("推进项目", text, field="title")
    assert refused.value.field == "title" and refused.value.possible


@pytest.mark.parametrize("text", PLAIN)
def test_a_word_is_no_mark(text):
    refuse_classified(text)


@pytest.mark.django_db
def test_at_every_door(office):
    accepted = stories.matter(office, due_on="2026-04-30")
    stories.accept(office, accepted, AT)
    of = {"jurisdiction": office.jurisdiction, "by": By(office.clerk, AT)}
    doors = {
        "title": lambda: stories.matter(office, due_on="2026-04-30", title="推进工程【机密】"),
        "elements": lambda: stories.matter(office, due_on="2026-04-30", elements="进度（秘密）"),
        "milestones": lambda: stories.matter(
            office, due_on="2026-04-30", milestones=((stories.day("2026-04-10"), "机密★"),)
        ),
        "file": lambda: attachments.add_file(name="【秘密】图.txt", chunks=[b"x"], matter=accepted, **of),
        "text": lambda: instructions.give_instruction(leader=office.leader, text="绝密★请办", given_on=AT.date(), **of),
        "minutes": lambda: meetings.record_meeting(
            name="常务会议", kind="executive", held_on=AT.date(), minutes="机密★1年", **of
        ),
        "done": lambda: reports.submit_report(
            assignment=stories.held(accepted),
            what="progress",
            by=By(office.liaison, AT),
            words=reports.Words("完成（机密）"),
        ),
    }
    for field, enter in doors.items():
        with pytest.raises(Refused, match="密级标志") as refused:
            enter()
        assert refused.value.field == field
    with pytest.raises(Refused, match="密级标志"):
        drafts.read_paper(name="分工.txt", data="秘密★\n一、加快建设。（县财政局牵头）".encode(), **of)
    assert Matter.objects.count() == 1 and not Attachment.objects.exists() and not SourcePaper.objects.exists()
