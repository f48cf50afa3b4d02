"""Every numbered paper of every regime: composed from the data, printed both ways, kept word for word."""

import datetime

import pytest

from duban.engine.packs import loading
from duban.ledger.actions.papers import notices
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Notice
from duban.ledger.wordings import letters
from tests import cast, stories
from tests.ledger.wordings.furnishing import TIBETAN, furnished
from tests.printing import printed

AT = cast.at()
LIMIT = datetime.date(2026, 4, 10)
HOSTILE = '#panic("x") *b* $a$ {{标题}} </w:t> \u202e反 \ue000 \x07 ]]> 𠮷'
pytestmark = pytest.mark.django_db


def acts_of(regime: str) -> list[str]:
    """The acts on a matter that issue a numbered paper under a regime: its steps, and what every regime knows."""
    steps = [f"step:{step.step}" for step in dict.fromkeys(loading.load_regime(regime).steps()) if step.paper]
    return ["dispatch", "urge", "return", "experience", "sanction", "discipline_handover", *dict.fromkeys(steps)]


CASES = [(regime, act) for regime in cast.REGIMES for act in acts_of(regime)]


def _issue(office, act, **more):
    matter = stories.matter(
        office, due_on="2026-03-27", at=cast.at("2026-03-02 09:00"), support=office.units[3:4], **more
    )
    words = {
        "note": "请于收到后电话确认。",
        "reason": "反馈与实地查看不符，未说明未开工的原因。",
        "measures": ["通报批评", "工作约谈"],
        "persons": [],
        "experience": "建立周调度机制，问题当日交办。",
        "media": ["县政府网站"],
    }
    return notices.issue_notice(
        of=matter,
        act=act,
        unit=office.units[0],
        limit_on=LIMIT,
        clause="" if not act.startswith("step:") else Governed.of(matter).step(act[5:]).clause,
        words=words,
        by=By(office.clerk, AT),
    )


@pytest.mark.feature("dispatch_notice", "letterhead")
@pytest.mark.parametrize("regime, act", CASES)
def test_each_numbered_paper_is_printed_both_ways(regime, act):
    office = furnished(regime)
    notice = _issue(office, act)
    paper = letters.paper_of(notice)
    pages, text = printed(paper, f"{regime}-{act.replace(':', '-')}")
    assert pages <= 2 + len(paper.annexes)
    assert notice.number in text and "2026年3月31日" in text and "推进某项目建设" in text
    assert office.units[0].name in text and office.jurisdiction.letterhead["office"] in text
    if regime == "zhuoni-2022":
        assert paper.head[0] == TIBETAN and TIBETAN in text


@pytest.mark.parametrize("regime", cast.REGIMES)
def test_a_dispatch_says_what_is_asked_of_whom_until_when(regime):
    office = furnished(regime)
    stories.matter(
        office, due_on="2026-04-30", support=office.units[3:4], source_text="第5次常务会议纪要", word_limit=800
    )
    first, second = (printed(letters.paper_of(each))[1] for each in Notice.objects.order_by("serial"))
    for words in ("牵头", "2026年4月30日", "全部完成并通过验收", "第5次常务会议纪要", "800字", office.units[3].name):
        assert words in first
    assert "配合" in second and office.units[3].name in second


def test_a_citizens_message_goes_out_under_its_own_clause():
    office = furnished("gansu-county-2023")
    stories.matter(
        office,
        due_on="2026-04-03",
        category="public_message",
        triage="simple",
        platform_due_on=datetime.date(2026, 4, 10),
    )
    notice = Notice.objects.get()
    assert (notice.name, notice.clause) == ("转办通知（留言、热线、信访）", "二(五)")
    # The title has no brackets that only tell the document's papers apart.
    assert letters.paper_of(notice).title == "关于推进某项目建设的转办通知"


@pytest.mark.parametrize(("regime", "knows"), [("county-plan", False), ("zhuoni-2022", True)])
def test_a_slip_has_levels_where_the_document_knows_any(regime, knows):
    office = furnished(regime)
    stories.matter(office, due_on="2026-04-30", level="red" if knows else "")
    text = printed(letters.paper_of(Notice.objects.order_by("serial").first()))[1]
    assert ("事项级别" in text) == knows and "未分级" not in text


def test_a_step_that_is_a_meeting_is_held():
    text = printed(letters.paper_of(_issue(furnished("county-plan"), "step:meeting")))[1]
    assert "现对你单位实行专项会议督办。" in text


def test_a_circular_goes_to_all_and_names_the_unit_an_interview_brings_the_blank_along():
    office = furnished("sanmenxia-2019")
    circular = letters.paper_of(_issue(office, "step:circular"))
    assert circular.addressees[0].startswith("各") and "甲县" in circular.title
    assert circular.imprint.copies == ("市委办公室", "市人大常委会办公室", "市政协办公室")
    summons = letters.paper_of(_issue(office, "step:interview"))
    assert summons.addressees == ("甲县",) and [each.title for each in summons.annexes] == ["书面承诺"]
    request = letters.paper_of(_issue(office, "step:accountability"))
    assert request.addressees == ("某市人民政府",) and request.signer and "妥否，请批示。" in printed(request)[1]


def test_what_was_issued_is_printed_the_same_when_names_have_changed(office):
    notice = _issue(office, "dispatch")
    before = letters.paper_of(notice)
    office.jurisdiction.letterhead = {"head": ["另一机关"], "code": "别"}
    office.jurisdiction.save()
    office.units[0].name = "改名的县"
    office.units[0].save()
    assert letters.paper_of(Notice.objects.get(pk=notice.pk)) == before


def test_hostile_words_are_printed_as_words_and_never_stop_a_dispatch(zhuoni):
    notice = _issue(zhuoni, "dispatch", title=HOSTILE)
    _, text = printed(letters.paper_of(notice))
    assert '#panic("x")*b*$a${{标题}}</w:t>' in text and "〓" in text
    assert not any(each in text for each in "\u202e\ue000\x07")


def test_a_notice_issued_before_its_words_were_kept_is_composed_from_the_data(office):
    notice = _issue(office, "urge")
    kept = letters.paper_of(notice)
    notice.words.pop("paper")
    assert letters.paper_of(notice) == kept


def test_a_written_report_to_the_discipline_body_is_a_report_and_elsewhere_a_letter():
    report = letters.paper_of(_issue(furnished("zhuoni-2022"), "discipline_handover"))
    assert (
        report.title.endswith("有关问题的报告")
        and report.body[-1].text == "特此报告。"
        and report.addressees == ("某县纪委监委",)
    )
    letter = letters.paper_of(_issue(furnished("ankang-2020"), "discipline_handover"))
    assert letter.title.endswith("有关问题的函") and "移送" in letter.body[0].text


def test_where_the_office_only_recommends_the_paper_goes_up_and_decides_nothing():
    office = furnished("gansu-county-2023")
    paper = letters.paper_of(_issue(office, "sanction"))
    text = printed(paper)[1]
    assert (
        paper.title == f"关于对{office.units[0].name}的惩戒措施建议"
        and paper.addressees == ("某县人民政府",)
        and paper.signer
    )
    assert "建议对" in text and "通报批评、工作约谈" in text and "四2" in text and "作出以下处理" not in text
