"""Recurring reports, the stopped clock, milestones, opinions and rulings, as each party meets them on the pages."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.actions.office import daily_run
from duban.ledger.actions.reports import recurrences
from duban.ledger.by import By
from duban.ledger.models import Assignment, Complaint, JournalLine, Matter, MilestoneTemplate, Opinion, Report
from tests import cast, stories

pytestmark = pytest.mark.django_db
START = cast.at("2026-02-02 09:00")


@pytest.fixture
def ankang(db):
    return cast.office("ankang-2020")


@pytest.fixture
def gansu(db):
    return cast.office("gansu-county-2023")


def in_hand(office, **more):
    words = {"due_on": "2026-12-31", "at": START, **more}
    matter = stories.matter(office, **words)
    stories.accept(office, matter, START)
    return matter


def run(office, through="2026-03-31"):
    daily_run.run_days(jurisdiction=office.jurisdiction, through=datetime.date.fromisoformat(through))


def text(response):
    return response.content.decode()


@pytest.mark.feature("recurring_reports")
def test_the_office_sets_it_and_the_unit_sees_what_it_has_to_report(gansu, signed_in):
    matter = in_hand(gansu)
    clerk = signed_in(gansu.clerk)
    page = text(clerk.get(f"/matters/{matter.no}/recurrences"))
    assert "二(二)" in page and "每周五" in page
    answer = clerk.post(f"/matters/{matter.no}/recurrences", {"how": "week:4", "units": [gansu.units[0].code]})
    assert answer.status_code == 302
    tab = text(clerk.get(f"/matters/{matter.no}?tab=plan"))
    assert "每周五" in tab and "2026-04-03（周五）" in tab
    seen = text(signed_in(gansu.liaison).get("/reports?month=2026-04"))
    # Friday the 10th, 17th and 24th are still to come up; the first has a row of its own.
    assert all(f"2026-04-{day}" in seen for day in ("03", "10", "17", "24"))
    assert matter.no not in text(signed_in(gansu.other_liaison).get("/reports?month=2026-04"))


@pytest.mark.feature("recurring_reports")
@pytest.mark.proves("ankang-2020", "第九条第一款", "recurring_reports")
def test_the_office_sees_who_has_not_reported(ankang, signed_in):
    """安康 第九条第一款：the monthly report begins with the dispatch by itself."""
    silent = in_hand(ankang, category="work_report", title="没有报的事")
    heard = in_hand(ankang, category="work_report", title="报了的事")
    stories.report(ankang, heard, cast.at("2026-02-10 09:00"), "progress")
    run(ankang)
    page = text(signed_in(ankang.clerk).get("/reports?month=2026-02&state=missing"))
    assert silent.title in page and heard.title not in page
    assert "第九条第一款" in page
    assert "已超期" in page
    assert heard.title in text(signed_in(ankang.clerk).get("/reports?month=2026-02&state=kept"))


@pytest.mark.feature("recurring_reports")
@pytest.mark.proves("gansu-county-2023", "二(二)", "recurring_reports")
def test_one_text_is_handed_in_for_every_obligation_that_it_answers(gansu, signed_in):
    first, second = in_hand(gansu, title="甲事"), in_hand(gansu, title="乙事")
    for matter in (first, second):
        recurrences.set_recurrence(assignment=stories.held(matter), every="month", by=By(gansu.clerk, START))
    run(gansu, "2026-03-10")
    liaison = signed_in(gansu.liaison)
    address = f"/matters/{first.no}/units/{gansu.units[0].code}/reports"
    page = text(liaison.get(address))
    assert "这份反馈同时作为" in page and str(second) in page
    other = stories.held(second)
    assert (
        liaison.post(
            address,
            {"what": "progress", "done": "两件事一并推进", "also": [other.pk], "version": stories.held(first).version},
        ).status_code
        == 302
    )
    made = Report.objects.order_by("id")
    assert [each.assignment.matter.title for each in made] == ["甲事", "乙事"]
    assert made[1].same_as == made[0]
    for matter in (first, second):
        assert (
            not stories.held(matter)
            .deadlines.filter(what="report", met_on__isnull=True, set_on__lte="2026-03-31")
            .exists()
        )


def test_a_text_that_cannot_be_handed_in_for_the_other_is_for_none(gansu, signed_in):
    first = in_hand(gansu, title="甲事")
    second = in_hand(gansu, title="乙事", word_limit=3)
    address = f"/matters/{first.no}/units/{gansu.units[0].code}/reports"
    other = stories.held(second)
    answer = signed_in(gansu.liaison).post(
        address,
        {"what": "progress", "done": "两件事一并推进", "also": [other.pk], "version": stories.held(first).version},
    )
    assert answer.status_code == 422
    assert "乙事" in text(answer) and "超过上限 3 字" in text(answer) and "两件事一并推进" in text(answer)
    assert not Report.objects.exists()


@pytest.mark.feature("report_elements", "progress_visible")
@pytest.mark.proves("ankang-2020", "第九条第一款", "progress_visible", "report_elements")
def test_a_report_says_what_the_order_asks_for(ankang, signed_in):
    """安康 第九条第一款：brief, nothing left out, projects with their visible progress."""
    matter = in_hand(ankang, category="key_project", project=True, elements="资金到位\n存在困难", word_limit=40)
    address = f"/matters/{matter.no}/units/{ankang.units[0].code}/reports"
    liaison = signed_in(ankang.liaison)
    words = {"what": "progress", "done": "主体施工", "version": stories.held(matter).version}
    refused = text(liaison.post(address, words))
    assert "项目类要写形象进度" in refused and "第九条第一款" in refused
    words |= {"visible_progress": "完成投资 62%"}
    assert "没有写“资金到位”" in text(liaison.post(address, words))
    words |= {"element_0": "已到位 3000 万元", "element_1": "无"}
    assert "共 41 字，超过上限 40 字" in text(liaison.post(address, {**words, "done": "主" * 24}))
    assert liaison.post(address, words).status_code == 302
    report = Report.objects.get()
    assert report.elements == [["资金到位", "已到位 3000 万元"], ["存在困难", "无"]]
    assert "已到位 3000 万元" in text(signed_in(ankang.clerk).get(f"/reports/{report.pk}"))


def test_the_clock_is_stopped_and_runs_on(gansu, signed_in):
    matter = in_hand(gansu, due_on="2026-04-10")
    clerk, unit = signed_in(gansu.clerk), gansu.units[0].code
    page = text(clerk.get(f"/matters/{matter.no}"))
    assert "中止办理" in page
    assert clerk.post(f"/matters/{matter.no}/units/{unit}/suspension", {"reason": ""}).status_code == 422
    assert clerk.post(f"/matters/{matter.no}/units/{unit}/suspension", {"reason": "上级重新规划"}).status_code == 302
    page = text(clerk.get(f"/matters/{matter.no}"))
    assert "恢复办理" in page and "停止计时" in page and "停止计算" in page and "9999-01-01" not in page
    assert "停止计时" in text(clerk.get("/matters?state=suspended"))
    liaison = signed_in(gansu.liaison)
    assert "目前是“中止”" in text(liaison.get(f"/matters/{matter.no}/units/{unit}/reports"))
    assert clerk.post(f"/matters/{matter.no}/units/{unit}/resumption", {"note": ""}).status_code == 302
    assert stories.held(matter).stage == "in_hand"
    assert "上级重新规划" in text(liaison.get(f"/matters/{matter.no}?tab=plan"))


@pytest.mark.feature("milestones")
def test_a_plan_is_made_from_a_template_and_reached(zhuoni, signed_in):
    matter = in_hand(zhuoni)
    clerk = signed_in(zhuoni.clerk)
    assert clerk.post("/milestone-templates/new", {"name": "项目", "steps": "30 立项\n90 可研批复"}).status_code == 302
    template = MilestoneTemplate.objects.get()
    for start in ("2026-03-01", "2026年3月1日", "2026/3/1"):
        found = clerk.get(f"/matters/{matter.no}/milestones", {"template": template.pk, "from": start})
        assert "2026-03-31 立项\n2026-05-30 可研批复" in text(found)
    wrong = clerk.post(f"/matters/{matter.no}/milestones", {"milestones": "2026-02-30 立项"})
    assert (wrong.status_code, "第 1 行" in text(wrong)) == (422, True)
    steps = "2026-03-31 立项\n2026-05-30 可研批复"
    assert clerk.post(f"/matters/{matter.no}/milestones", {"milestones": steps}).status_code == 302
    first, liaison = matter.milestones.order_by("on").first(), signed_in(zhuoni.liaison)
    address = f"/matters/{matter.no}/milestones/{first.pk}/arrival"
    assert liaison.post(address, {"on": "2026-03-30", "note": "已批"}).status_code == 302
    tab = text(liaison.get(f"/matters/{matter.no}?tab=plan"))
    assert "1 / 2" in tab and "2026-03-30 到达" in tab
    assert signed_in(zhuoni.other_liaison).get(address).status_code == 404


@pytest.mark.feature("joint_assignments", "support_complaint")
@pytest.mark.proves("sanmenxia-2019", "三(三)", "joint_assignments", "support_complaint")
def test_cooperating_units_are_heard_and_ruled_on(office, signed_in):
    matter = in_hand(office, support=office.units[1:2])
    stories.report(office, matter, cast.at("2026-03-20 09:00"))
    opinion, other = Opinion.objects.get(), signed_in(office.other_liaison)
    assert matter.title in text(other.get("/opinions"))
    assert other.post(f"/opinions/{opinion.pk}", {"agreed": "no", "text": ""}).status_code == 422
    assert other.post(f"/opinions/{opinion.pk}", {"agreed": "no", "text": "管网数据不全"}).status_code == 302
    assert "管网数据不全" in text(signed_in(office.clerk).get(f"/reports/{opinion.report_id}"))
    address = f"/matters/{matter.no}/units/{office.units[0].code}/complaints"
    liaison, clerk = signed_in(office.liaison), signed_in(office.clerk)
    assert "三(三)" in text(liaison.get(address))
    answer = liaison.post(address, {"against": office.units[1].code, "text": "多次不回复"})
    assert answer.status_code == 302
    complaint = Complaint.objects.get()
    assert other.get(f"/complaints/{complaint.pk}").status_code == 404
    assert matter.title in text(clerk.get("/complaints"))
    ruling = f"/complaints/{complaint.pk}/ruling"
    assert clerk.post(ruling, {"upheld": "yes", "reason": ""}).status_code == 422
    assert clerk.post(ruling, {"upheld": "yes", "reason": "属实"}).status_code == 302
    assert JournalLine.objects.get(kind="uncooperative").unit == office.units[1]
    assert other.get(f"/complaints/{complaint.pk}").status_code == 200


@pytest.mark.feature("quality_rulings")
@pytest.mark.proves("zhuoni-2022", "附件1 三4", "quality_rulings")
def test_a_report_is_ruled_on_from_the_documents_list(zhuoni, signed_in):
    matter = in_hand(zhuoni)
    report = stories.report(zhuoni, matter, cast.at("2026-03-20 09:00"), "progress")
    clerk = signed_in(zhuoni.clerk)
    page = text(clerk.get(f"/reports/{report.pk}/quality"))
    assert "避重就轻" in page and "附件1 三3" in page
    words = {"kind": "poor_report", "defect": "谎报", "reason": "见附件"}
    assert clerk.post(f"/reports/{report.pk}/quality", words).status_code == 422
    assert clerk.post(f"/reports/{report.pk}/quality", {**words, "defect": "避重就轻"}).status_code == 302
    seen = text(signed_in(zhuoni.liaison).get(f"/reports/{report.pk}"))
    assert "避重就轻" in seen and "见附件" in seen
    ruled = JournalLine.objects.get(kind="poor_report")
    assert f"/records/{ruled.seq}/objections" in seen
    assert signed_in(zhuoni.liaison).get(f"/records/{ruled.seq}/objections").status_code == 200


@pytest.mark.feature("triage", "platform_limits", "public_commitment", "urgent_mark")
def test_a_citizens_message_is_sorted_and_kept_within_its_platforms_limit(gansu, signed_in):
    """甘肃 二(五)."""
    words = {
        "title": "路灯不亮",
        "requirement": "修复",
        "standard": "亮灯",
        "category": "public_message",
        "source": "message",
        "due_on": "2026-04-10",
        "lead": [gansu.units[0].pk],
        "urgent": "on",
        "public_commitment": "on",
    }
    clerk = signed_in(gansu.clerk)
    refused = clerk.post("/matters/new", words)
    assert refused.status_code == 422 and "请先分清难易" in text(refused) and "二(五)" in text(refused)
    words |= {"triage": "simple"}
    assert "请填写平台规定的办结时限" in text(clerk.post("/matters/new", words))
    assert "不能晚于平台规定" in text(clerk.post("/matters/new", {**words, "platform_due_on": "2026-04-09"}))
    assert clerk.post("/matters/new", {**words, "platform_due_on": "2026-04-10"}).status_code == 302
    matter = Matter.objects.get()
    assert (matter.triage, matter.urgent, matter.public_commitment) == ("simple", True, True)
    page = text(clerk.get(f"/matters/{matter.no}"))
    for word in ("简单", "平台时限", "公开承诺", "急"):
        assert word in page


@pytest.mark.feature("ageing_list")
@pytest.mark.proves("zhuoni-2022", "第一条", "ageing_list")
def test_what_lies_long_comes_first(zhuoni, signed_in):
    old = in_hand(zhuoni, at=cast.at("2025-12-01 09:00"), title="老事")
    new = in_hand(zhuoni, at=cast.at("2026-03-20 09:00"), title="新事")
    stories.report(zhuoni, old, cast.at("2026-03-11 09:00"), "progress")
    page = text(signed_in(zhuoni.clerk).get("/ageing"))
    assert page.index("老事") < page.index("新事")
    assert "120 天" in page and "20 天" in page and "第一条" in page
    long = text(signed_in(zhuoni.clerk).get("/ageing?age=90"))
    assert "老事" in long and new.title not in long
    assert "从未反馈" in text(signed_in(zhuoni.liaison).get("/ageing?sort=idle"))


@pytest.mark.feature("burden_meter")
@pytest.mark.proves("zhuoni-2022", "第一条", "burden_meter")
def test_what_is_asked_of_each_unit_is_counted_and_what_could_be_merged(zhuoni, signed_in):
    for number in range(2):
        matter = in_hand(zhuoni, at=cast.at("2026-03-02 09:00"), title=f"事{number}")
        recurrences.set_recurrence(
            assignment=stories.held(matter),
            every="week",
            number=number + 3,
            by=By(zhuoni.clerk, cast.at("2026-03-02 09:00")),
        )
        stories.report(zhuoni, matter, cast.at("2026-03-03 09:00"), "progress")
    run(zhuoni)
    response = signed_in(zhuoni.clerk).get("/burden")
    rows = {row.unit.code: row for row in response.context["rows"]}
    busy = rows[zhuoni.units[0].code]
    # Thursdays 5, 12, 19, 26 March and Fridays 6, 13, 20, 27: four weeks of two, one could be spared in each; 2 April lies ahead.
    assert (busy.matters, busy.dates, busy.reports, busy.words, busy.mergeable) == (2, 8, 2, 12, 4)
    assert rows[zhuoni.units[1].code].asked == 0
    assert text(response).count("这一周要报 2 次") == 4


def test_queries_do_not_grow_with_rows(office, signed_in):
    paths, counts = ("/reports", "/ageing", "/burden", "/matters/{no}?tab=plan", "/opinions"), []
    for number in (3, 12):
        while Assignment.objects.filter(part="lead").count() < number:
            matter = in_hand(office, support=office.units[1:2], milestones=((stories.day("2026-03-30"), "节点"),))
            for every in ("month", "quarter"):
                recurrences.set_recurrence(assignment=stories.held(matter), every=every, by=By(office.clerk, START))
            stories.report(office, matter, cast.at("2026-03-20 09:00"))
        asked = {}
        for path in paths:
            client = signed_in(office.other_liaison if path == "/opinions" else office.clerk)
            client.get(address := path.format(no=matter.no))
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            asked[path] = len(queries)
        counts.append(asked)
    assert counts[0] == counts[1]
