"""The ledger and the page of a matter: what each sees, what each may do, what a refusal looks like."""

import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.by import By
from duban.ledger.models import Deadline, Matter, Recurrence
from duban.ledger.queries.matters import matters as ledgers
from tests import cast, entering, stories

AT = cast.at()
EARLY = cast.at("2026-03-02 09:00")
pytestmark = pytest.mark.django_db


def _text(response):
    return response.content.decode()


def _cost(client, address):
    entering.entered(client).get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def _order(office, **changes):
    plain = {
        "title": "推进项目",
        "requirement": "按月反馈",
        "standard": "通过验收",
        "category": "meeting",
        "source": "meeting",
        "due_on": "2026-04-30",
        "lead": [office.units[0].pk],
        "form_key": "one",
    }
    return {**plain, **changes}


def _by_hand(client, address, data):
    """Send a form as the page would, key and all."""
    return client.post(address, {"form_key": f"k{len(data)}", **data})


@pytest.mark.feature("ledgers")
def test_the_list_shows_what_the_filter_names_as_chips_and_totals_that_are_links(office, signed_in):
    stories.matter(office, title="迟到的书房", due_on="2026-03-20", at=EARLY)
    stories.matter(office, title="以后的书房", due_on="2026-06-30", at=EARLY)
    page = _text(signed_in(office.clerk).get("/matters?q=书房&due=late&col=no&col=title&col=requirement"))
    assert "迟到的书房" in page and "以后的书房" not in page
    assert "含“书房” ×" in page and "已超期 ×" in page
    assert "共 <b>1</b> 件" in page and "已超期 7 个工作日" not in page
    assert "办理要求" in page and "迟到的书房，按月反馈进展" in page
    usual = _text(signed_in(office.clerk).get("/matters"))
    assert "已超期 7 个工作日" in usual and "?state=to_accept" in usual and "按办法的台账栏目" in usual


@pytest.mark.parametrize(
    "query", ["page=99999", "page=x", "sort=1;--", "cols=,,no", "unit=%00x", "state=open&since=2026-13-99"]
)
def test_a_strange_address_never_breaks_the_list(office, signed_in, query):
    stories.matter(office, due_on="2026-04-30")
    assert signed_in(office.clerk).get(f"/matters?{query}").status_code in (200, 400)


def test_pages_keep_the_filter_and_go_on(office, signed_in):
    for number in range(ledgers.PAGE + 3):
        stories.matter(office, title=f"第{number}件", due_on="2026-04-30", dispatched=False)
    client = signed_in(office.clerk)
    first = _text(client.get("/matters?state=proposed"))
    assert "?state=proposed&amp;page=2" in first and f"共 {ledgers.PAGE + 3} 条" in first
    second = _text(client.get("/matters?state=proposed&page=2"))
    assert second.count('type="checkbox" name="no"') == 3


def test_the_list_costs_the_same_however_long_it_is(office, signed_in):
    """For every post alike: one story for all of them, as it is dear to tell."""
    clients = {who: signed_in(office.officers[who]) for who in ("clerk", "liaison", "leader")}

    def add(number):
        for _ in range(number):
            made = stories.matter(office, due_on="2026-04-30", support=office.units[3:5])
            stories.accept(office, made, AT)
            stories.report(office, made, AT, what="progress")

    def costs():
        return {
            (who, address): _cost(client, address)
            for who, client in clients.items()
            for address in ("/matters", "/matters?due=soon")
        }

    add(3)
    few = costs()
    add(27)
    assert costs() == few and max(few.values()) <= 5


def test_the_file_holds_what_the_list_shows_and_no_formula(office, signed_in):
    stories.matter(office, title="=1+1 清单", due_on="2026-04-30")
    stories.matter(office, title="不在其中", due_on="2026-04-30", dispatched=False)
    answer = signed_in(office.clerk).get("/matters/export?state=to_accept&cols=no,title,lead,due")
    assert answer["Content-Disposition"].startswith("attachment")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows())
    assert rows[0][0].value == f"{office.jurisdiction.name}督办事项台账"
    assert rows[1][0].value == f"导出单位：{office.jurisdiction.name}　　导出日期：2026年3月31日　　共1项"
    assert [cell.value for cell in rows[2]] == ["序号", "编号", "事项内容", "牵头单位", "办理时限"]
    assert [cell.value for cell in rows[3]][:4] == [1, "2026-1", "=1+1 清单", "甲县"] and len(rows) == 4
    assert rows[3][2].data_type == "s"
    usual = signed_in(office.clerk).get("/matters/export")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(usual.streaming_content))).active
    heads = [cell.value for cell in sheet[3]]
    assert heads[heads.index("牵头单位") + 1] == "配合单位"


@pytest.mark.feature("categories")
def test_a_clerk_registers_a_matter_once_however_often_the_form_is_sent(office, signed_in):
    client = signed_in(office.clerk)
    data = _order(office, milestones="2026-04-10 开工\n2026-04-20 封顶", support=[office.units[3].pk])
    for _ in range(2):
        assert client.post("/matters/new", data).url == "/matters/2026-1"
    made = Matter.objects.get()
    assert [str(each.on) for each in made.milestones.order_by("on")] == ["2026-04-10", "2026-04-20"]
    page = _text(client.get("/matters/2026-1"))
    assert "开工" in page and "修改任务书" in page and "拟立项" in page


def test_a_rule_of_the_document_sets_the_date_and_cites_its_clause(db, signed_in):
    office = cast.office("gansu-county-2023")
    client = signed_in(office.clerk)
    said = _text(
        client.get("/matters/deadline?due_rule=instruction&counts_from=2026-03-31", headers={"HX-Request": "true"})
    )
    # Seven working days from 31 March 2026, with Qingming on 4–6 April.
    assert "2026-04-10" in said and "二(三)" in said and "暂定" not in said
    later = _text(client.get("/matters/deadline?due_rule=instruction&counts_from=2031-03-31"))
    assert "暂定" in later
    data = _order(office, category="instruction", source="instruction", due_on="", due_rule="instruction")
    assert client.post("/matters/new", {**data, "counts_from": "2026-03-31"}).status_code == 302
    made = Matter.objects.get()
    assert (str(made.due_on), made.due_rule) == ("2026-04-10", "instruction")


@pytest.mark.parametrize(
    "changes, said",
    [
        ({"due_on": "2026-03-30"}, "办结期限早于登记日"),
        ({"due_on": "2026-09-31"}, "没有这一天"),
        ({"lead": []}, "请选择牵头单位"),
        ({"milestones": "9月31日 开工"}, "第 1 行"),
        ({"milestones": "2026-09-31 开工"}, "第 1 行"),
        ({"parent": "2020-9"}, "没有这个编号"),
        ({"title": ""}, "请填写事项名称"),
    ],
)
def test_a_wrong_order_is_shown_again_with_what_was_typed(office, signed_in, changes, said):
    answer = signed_in(office.clerk).post("/matters/new", _order(office, requirement="写了很久的要求", **changes))
    assert answer.status_code == 422 and said in _text(answer) and "写了很久的要求" in _text(answer)
    assert not Matter.objects.exists()


def test_who_saves_over_another_sees_both(office, signed_in):
    made = stories.matter(office, due_on="2026-04-30", dispatched=False)
    client = signed_in(office.clerk)
    assert client.post("/matters/2026-1/edit", _order(office, title="甲改", version=made.version)).status_code == 302
    answer = client.post("/matters/2026-1/edit", _order(office, title="乙改", version=made.version, form_key="two"))
    page = _text(answer)
    assert answer.status_code == 409 and "甲改" in page and "乙改" in page
    made.refresh_from_db()
    assert made.title == "甲改"


@pytest.mark.feature("recurring_reports")
@pytest.mark.proves("sanmenxia-2019", "附件2 三3", "recurring_reports")
def test_how_often_is_reported_is_set_with_the_order_and_begins_with_the_dispatch(office, signed_in):
    client = signed_in(office.clerk)
    assert "只报结果" in _text(client.get("/matters/new"))
    bad = client.post("/matters/new", _order(office, reports="days", reports_days=""))
    assert bad.status_code == 422 and not Matter.objects.exists()
    assert client.post("/matters/new", _order(office, reports="week:4", form_key="r")).status_code == 302
    made = Matter.objects.get()
    assert [(each.every, each.number) for each in Recurrence.objects.filter(assignment__matter=made)] == [("week", 4)]
    assert 'name="reports"' not in _text(client.get(f"/matters/{made.no}/edit"))
    assert not Deadline.objects.filter(what="report").exists()
    assert client.post("/dispatches", {"no": [made.no], "form_key": "d"}).status_code == 302
    assert [row.on.isoformat() for row in Deadline.objects.filter(what="report")] == ["2026-04-03"]


@pytest.mark.parametrize("version", ["", "一", None])
def test_an_order_that_says_no_version_is_not_saved(office, signed_in, version):
    stories.matter(office, due_on="2026-04-30", dispatched=False)
    words = _order(office, title="乙改", **({} if version is None else {"version": version}))
    answer = signed_in(office.clerk).post("/matters/2026-1/edit", words)
    page = _text(answer)
    assert answer.status_code == 422 and "没有带上版本号" in page and "乙改" in page
    assert Matter.objects.get().title != "乙改"


def test_the_page_of_a_matter_costs_the_same_however_long_its_story(office, signed_in):
    made = stories.matter(office, due_on="2026-04-30", support=office.units[3:4])
    stories.accept(office, made, AT)
    clients = [signed_in(office.officers[who]) for who in ("clerk", "liaison")]

    def go_on(times):
        for _ in range(times):
            stories.reports.accept_report(
                report=stories.report(office, made, AT, what="progress"), by=By(office.clerk, AT)
            )

    def costs():
        tabs = ("timeline", "reports", "papers", "proposals")
        return [{tab: _cost(client, f"/matters/2026-1?tab={tab}") for tab in tabs} for client in clients]

    go_on(3)
    few = costs()
    go_on(27)
    assert costs() == few and [max(each.values()) for each in few] == [8, 9]


@pytest.mark.feature("progress_visible")
def test_a_unit_sees_the_order_its_own_story_and_its_own_acts(office, signed_in):
    made = stories.matter(office, due_on="2026-04-30", lead=office.units[:2])
    stories.accept(office, made, AT)
    stories.report(office, made, AT, what="progress")
    page = _text(signed_in(office.other_liaison).get("/matters/2026-1"))
    assert "乙县" in page and "签收" in page and "审核反馈" not in page and "报送反馈 · 甲县" not in page
    assert "申请延期" in page and "/units/jia/" not in page
    office_page = _text(signed_in(office.clerk).get("/matters/2026-1"))
    assert "审核反馈" in office_page and "报送反馈" in office_page
    assert signed_in(office.other_liaison).get("/matters/2026-9").status_code == 404


def test_a_matter_is_closed_and_taken_back_with_what_follows_said_first(office, signed_in):
    made = stories.matter(office, due_on="2026-04-30")
    client = signed_in(office.clerk)
    early = client.post("/matters/2026-1/closure", {"form_key": "a"})
    assert early.status_code == 422 and "办结以后才能销号" in _text(early)
    stories.complete(office, made, AT)
    assert client.post("/matters/2026-1/closure", {"form_key": "a"}).status_code == 302
    assert "已销号" in _text(client.get("/matters/2026-1"))
    bare = client.post("/matters/2026-1/units/jia/reopening", {"reason": "", "form_key": "b"})
    assert bare.status_code == 422 and "请写明重新办理的原因" in _text(bare)
    data = {"reason": "现场没有完成", "form_key": "b"}
    assert client.post("/matters/2026-1/units/jia/reopening", data).status_code == 302


def test_the_influence_of_a_matter_is_a_tab_and_a_units_own(office, signed_in):
    made = stories.matter(office, due_on="2026-03-30", at=EARLY, lead=office.units[:2])
    stories.complete(office, made, cast.at("2026-03-10 09:00"), office.units[0])
    page = _text(signed_in(office.clerk).get("/matters/2026-1?tab=scores"))
    assert ("附件1 2" in page and "甲县" in page and "没有则本期不排名" in page) or "没有本事项" in page
    own = _text(signed_in(office.other_liaison).get("/matters/2026-1?tab=scores"))
    headings = re.findall(r"<h3>(.*?)</h3>", own, re.S)
    assert any("乙县" in each for each in headings) and not any("甲县" in each for each in headings)


def test_matters_of_an_older_regime_keep_it(office, signed_in):
    stories.matter(office, due_on="2026-03-20", at=EARLY)
    office.jurisdiction.regime = "county-plan"
    office.jurisdiction.save()
    page = _text(signed_in(office.clerk).get("/matters/2026-1"))
    assert "三门峡办法" in page and "全市通报" in page and "of=sanmenxia-2019" in page


def test_levels_are_shown_in_the_documents_own_words(zhuoni, signed_in):
    stories.matter(zhuoni, due_on="2026-04-30", level="red")
    stories.matter(zhuoni, due_on="2026-04-30", level="blue")
    client = signed_in(zhuoni.clerk)
    assert "特别重要" in _text(client.get("/matters/2026-1"))
    page = _text(client.get("/matters?level=red"))
    assert "/matters/2026-1" in page and 'data-href="/matters/2026-2"' not in page


def test_what_somebody_wrote_is_never_markup(office, signed_in):
    evil = '<script>alert(1)</script>"><img src=x>'
    made = stories.matter(office, title=evil[:60], due_on="2026-04-30")
    stories.accept(office, made, AT)
    for address in (
        "/matters",
        "/matters/2026-1",
        "/matters/2026-1?tab=papers",
        f"/matters?q={evil}",
        "/notices/1",
    ):
        page = _text(signed_in(office.clerk).get(address))
        assert "<script>alert" not in page and "<img src=x" not in page
