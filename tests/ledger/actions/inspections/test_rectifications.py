"""Findings: handed over with a limit, planned, reported with proof, sent back, struck off; force majeure; what is refused, with its clause."""

import datetime

import pytest

from duban.ledger import access
from duban.ledger.actions.inspections import rectifications
from duban.ledger.actions.office import messages
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Notice
from duban.ledger.refusals import Conflict, Forbidden, Refused
from duban.ledger.wordings import letters
from tests import cast, rectifying

pytestmark = pytest.mark.django_db
AT = cast.at("2026-03-31 09:30")
UNTIL = datetime.date(2026, 4, 30)


@pytest.fixture(params=["zhuoni-2022", "gansu-county-2023", "ankang-2020", "county-plan"])
def any_office(request):
    return cast.office(request.param)


@pytest.fixture
def office():
    return cast.office("zhuoni-2022")


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def _verbs(row):
    return list(JournalLine.objects.filter(of=f"finding:{row.pk}").order_by("seq").values_list("verb", flat=True))


@pytest.mark.feature("findings", "rectification")
@pytest.mark.proves("gansu-county-2023", "四1", "findings", "rectification")
@pytest.mark.proves("gansu-county-2023", "三(一)", "findings", "rectification")
@pytest.mark.proves("ankang-2020", "第五条(七)", "rectification")
@pytest.mark.proves("zhuoni-2022", "第九条(三)5", "rectification")
@pytest.mark.proves("zhuoni-2022", "第十四条", "findings")
def test_a_finding_goes_its_way_under_every_regime(any_office):
    office = any_office
    row = rectifying.reported(office)
    assert (row.progress, row.rectify_by) == ("reported", UNTIL)
    rectifications.return_rectification(finding=row, reason="只有合同，没有开工", by=By(office.inspector, AT))
    row.refresh_from_db()
    assert (row.progress, row.returned, row.check_note) == ("rectifying", 1, "只有合同，没有开工")
    rectifications.report_rectification(finding=row, result="现场已开工", by=By(office.liaison, AT))
    rectifications.strike_off(finding=row, note="到场看过", by=By(office.inspector, AT))
    row.refresh_from_db()
    assert (row.progress, row.checked_by, row.returned) == ("struck", office.inspector, 1)
    assert _verbs(row) == [
        "finding.handed", "finding.planned", "finding.reported", "finding.returned", "finding.reported", "finding.struck",
    ]  # fmt: skip


@pytest.mark.feature("rectification")
@pytest.mark.parametrize(
    ("regime", "name", "clause"),
    [
        ("zhuoni-2022", "整改意见", "第十一条"),
        ("gansu-county-2023", "督办通知", "四2"),
        ("county-plan", "整改通知", ""),
    ],
)
@pytest.mark.proves("gansu-county-2023", "四2", "dispatch_notice", "findings", "rectification")
def test_the_paper_is_the_one_that_the_document_names(regime, name, clause):
    office = cast.office(regime)
    rectifying.handed(office, text="土地手续未办")
    notice = Notice.objects.get()
    assert (notice.name, notice.clause, notice.unit, notice.limit_on) == (name, clause, office.units[0], UNTIL)
    paper = letters.paper_of(notice)
    said = str(paper)
    assert "土地手续未办" in said and "2026年4月30日" in said and "责任领导" in said


def test_what_is_handed_over_needs_a_day_and_an_inspection_that_runs(office):
    made = rectifying.inspection(office)
    row = rectifying.finding(office, made)

    def hand(found, by, unit=None):
        rectifications.hand_over_findings(
            inspection=made, unit=unit or office.units[0], findings=found, rectify_by=by, by=By(office.clerk, AT)
        )

    with pytest.raises(Refused) as refused:
        hand([row], None)
    assert (refused.value.field, refused.value.clause) == ("rectify_by", "第十一条")
    with pytest.raises(Refused, match="早于今天"):
        hand([row], datetime.date(2026, 3, 30))
    with pytest.raises(Refused, match="勾选"):
        hand([], UNTIL)
    with pytest.raises(Refused, match="不是这次督查"):
        hand([row], UNTIL, office.units[1])
    with pytest.raises(Refused, match="不交办整改"):
        hand([rectifying.finding(office, made, nature="experience")], UNTIL)
    hand([row], UNTIL)
    with pytest.raises(Conflict):
        hand([row], UNTIL)
    early = rectifying.inspection(office, no="DC2026-2", phase="approved")
    with pytest.raises(Refused, match="还没有开始"):
        rectifications.hand_over_findings(
            inspection=early, unit=office.units[0], findings=[row], rectify_by=UNTIL, by=By(office.clerk, AT)
        )


def test_findings_of_those_who_inspect_from_above_are_handed_over_too(any_office):
    made = rectifying.inspection(
        any_office, method="received", phase="draft", authority="province", authority_name="省政府督查室"
    )
    assert rectifying.handed(any_office, made).progress == "handed"


def test_a_plan_says_what_who_and_when(office):
    row = rectifying.handed(office)

    def plan(actor=office.liaison, **words):
        asked = {"measures": "倒排工期", "responsible": "王副局长", "promised_on": UNTIL, **words}
        return rectifications.plan_rectification(finding=row, by=By(actor, AT), **asked)

    for field, value in (
        ("measures", " "),
        ("responsible", ""),
        ("promised_on", None),
        ("promised_on", datetime.date(2026, 5, 1)),
    ):
        with pytest.raises(Refused) as refused:
            plan(**{field: value})
        assert refused.value.field == field
    with pytest.raises(Forbidden):
        plan(actor=office.other_liaison)
    with pytest.raises(Conflict):
        rectifications.plan_rectification(
            finding=row, measures="一", responsible="二", promised_on=UNTIL, version=99, by=By(office.liaison, AT)
        )
    assert plan().progress == "rectifying"


def test_a_report_needs_a_plan_words_and_proof(office):
    row = rectifying.handed(office)

    def report(result="已开工", evidence=(("照片.txt", [b"1"]),)):
        return rectifications.report_rectification(
            finding=row, result=result, evidence=evidence, by=By(office.liaison, AT)
        )

    with pytest.raises(Refused, match="先报整改方案") as refused:
        report()
    assert refused.value.clause == "第十一条"
    rectifications.plan_rectification(
        finding=row, measures="倒排工期", responsible="王副局长", promised_on=UNTIL, by=By(office.liaison, AT)
    )
    with pytest.raises(Refused, match="整改结果"):
        report(" ")
    with pytest.raises(Refused) as refused:
        report(evidence=())
    assert refused.value.field == "files"
    assert report().attachments.get().unit == office.units[0]
    with pytest.raises(Conflict):
        report()


def test_only_what_was_reported_is_checked_and_with_words(office):
    row = rectifying.handed(office)
    for act in (rectifications.strike_off, rectifications.return_rectification):
        with pytest.raises(Conflict):
            act(
                finding=row,
                by=By(office.clerk, AT),
                **{"note" if act is rectifications.strike_off else "reason": "好"},
            )
    row = rectifying.reported(office, row.inspection)
    with pytest.raises(Refused):
        rectifications.strike_off(finding=row, note=" ", by=By(office.clerk, AT))
    with pytest.raises(Refused):
        rectifications.return_rectification(finding=row, reason="", by=By(office.clerk, AT))
    later = datetime.date(2026, 5, 15)
    rectifications.return_rectification(finding=row, reason="不实", redo_by=later, by=By(office.clerk, AT))
    row.refresh_from_db()
    assert row.rectify_by == later


@pytest.mark.feature("excuses")
@pytest.mark.proves("zhuoni-2022", "第十六条", "excuses")
def test_force_majeure_lifts_the_limit_where_the_document_says_so(office):
    row = rectifying.handed(office)
    rectifications.plead_force_majeure(finding=row, text="洪水冲毁道路", by=By(office.liaison, AT))
    with pytest.raises(Conflict):
        rectifications.plead_force_majeure(finding=row, text="洪水", by=By(office.liaison, AT))
    with pytest.raises(Refused):
        rectifications.rule_on_plea(finding=row, uphold=True, reason="", by=By(office.clerk, AT))
    rectifications.rule_on_plea(finding=row, uphold=True, reason="属实", by=By(office.clerk, AT))
    row.refresh_from_db()
    assert (row.excused, row.rectify_by) == (True, None)
    line = JournalLine.objects.get(verb="finding.excused")
    assert line.data["clause"] == "第十六条"
    with pytest.raises(Conflict):
        rectifications.rule_on_plea(finding=row, uphold=True, reason="属实", by=By(office.clerk, AT))


def test_a_plea_that_fails_leaves_the_limit_and_may_be_made_anew(office):
    row = rectifying.handed(office)
    rectifications.plead_force_majeure(finding=row, text="人手不足", by=By(office.liaison, AT))
    rectifications.rule_on_plea(finding=row, uphold=False, reason="不是不可抗力", by=By(office.clerk, AT))
    row.refresh_from_db()
    assert (row.excused, row.rectify_by) == (False, UNTIL)
    assert rectifications.plead_force_majeure(finding=row, text="地震", by=By(office.liaison, AT)).excused is None


def test_a_document_without_force_majeure_offers_none():
    office = cast.office("county-plan")
    row = rectifying.handed(office)
    with pytest.raises(Refused, match="没有不可抗力"):
        rectifications.plead_force_majeure(finding=row, text="洪水", by=By(office.liaison, AT))


def test_a_finding_is_given_up_with_a_reason(office):
    row = rectifying.handed(office)
    with pytest.raises(Refused):
        rectifications.drop_finding(finding=row, reason=" ", by=By(office.clerk, AT))
    assert rectifications.drop_finding(finding=row, reason="项目取消", by=By(office.clerk, AT)).progress == "dropped"
    with pytest.raises(Conflict):
        rectifications.drop_finding(finding=row, reason="项目取消", by=By(office.clerk, AT))


def test_the_journal_tells_nothing_of_an_unannounced_inspection_before_the_team_arrived(office):
    made = rectifying.inspection(office, unannounced=True)
    row = rectifying.finding(office, made)
    rectifications.drop_finding(finding=row, reason="记错了地方", by=By(office.clerk, AT))
    line = JournalLine.objects.get(verb="finding.dropped")
    assert line.unit is None and "记错了地方" not in str(line.data) and made.title not in str(line.data)


def test_the_paper_of_an_unannounced_inspection_is_nobody_elses_while_the_team_is_out(office):
    made = rectifying.inspection(office, unannounced=True)
    rectifying.visit(made, office.units[0])
    rectifying.visit(made, office.units[1], arrived=False)
    rectifying.handed(office, made)
    rectifying.stories.matter(office, due_on="2026-04-30")

    def papers(officer):
        return sorted(access.papers.notices(officer).values_list("paper", flat=True))

    both = ["notice", "rectification_opinion"]
    assert papers(office.clerk) == papers(office.inspector) == papers(office.head) == papers(office.liaison) == both
    assert papers(office.section) == papers(office.leader) == ["notice"] and papers(office.other_liaison) == []
    made.phase = "concluded"
    made.save()
    assert papers(office.section) == both


def test_a_unit_is_reminded_before_its_limit_once_and_not_when_it_has_reported(office, settings):
    settings.REMIND_DAYS = (1, 3)
    rectifying.handed(office, by="2026-04-03")
    row = rectifying.reported(office, rectifying.inspection(office, no="DC2026-2"), by="2026-04-03")
    for day in (31, 31):
        on = datetime.date(2026, 3, day)
        messages.remind_of_dates(jurisdiction=office.jurisdiction, on=on, at=AT)
    assert list(office.liaison.messages.values_list("text", flat=True)) == []
    for _ in range(2):
        messages.remind_of_dates(jurisdiction=office.jurisdiction, on=datetime.date(2026, 4, 2), at=AT)
    (told,) = office.liaison.messages.all()
    assert "整改期限 4月3日（周五）" in told.text and told.about != f"finding:{row.pk}"
    assert not office.other_liaison.messages.exists()
