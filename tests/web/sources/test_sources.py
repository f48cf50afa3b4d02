"""Pages of where matters come from: each role's way through them, what is refused, and what a list costs."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.actions.matters import matters
from duban.ledger.actions.sources import collections, instructions, meetings, quarterly_lists
from duban.ledger.by import By
from duban.ledger.models import Decision, Handover, Instruction, Matter, SavedView, Suggestion
from duban.people.models import Officer
from tests import cast, stories
from tests.printing import word_file

MINUTES = (
    "一、会议决定，由市发展改革委牵头，市财政局配合，2026年6月30日前完成开工。\n二、会议要求，市农业农村局抓好春灌。"
)


def words(client, path, **more):
    return client.get(path, follow=True, **more).content.decode()


def order_of(office, **more):
    given = {
        "title": "推进开工",
        "requirement": "按要求推进",
        "standard": "开工并报结果",
        "category": "meeting",
        "source": "meeting",
        "due_on": "2026-06-30",
        "lead": [office.units[3].pk],
        "quantifiable": "on",
    }
    return {**given, **more}


@pytest.mark.feature("meetings")
@pytest.mark.django_db
def test_from_minutes_to_matters(office, signed_in):
    clerk = signed_in(office.clerk)
    sent = {"name": "第12次常务会议", "held_on": "2026-03-20", "minutes": MINUTES}
    response = clerk.post("/meetings/new", sent, follow=True)
    page = response.content.decode()
    assert "市发展改革委牵头" in page
    assert "待定" in page
    first, second = Decision.objects.order_by("order")
    form = words(clerk, f"/decisions/{first.pk}/matter")
    assert 'value="2026-06-30"' in form
    assert form.count(" checked") >= 3
    clerk.post(f"/decisions/{first.pk}/matter", order_of(office))
    made = Matter.objects.get()
    assert made.no in words(clerk, response.redirect_chain[-1][0])
    assert "第12次常务会议" in words(clerk, f"/matters/{made.no}")
    refused = clerk.post(f"/decisions/{second.pk}/dismissal", {"reason": ""})
    assert refused.status_code == 422
    clerk.post(f"/decisions/{second.pk}/dismissal", {"reason": "已有专班"})
    assert "已有专班" in words(clerk, response.redirect_chain[-1][0])
    assert "议定事项都有了着落" in words(clerk, "/meetings?show=open")
    assert "已经登记为" in words(clerk, f"/decisions/{first.pk}/matter")


@pytest.mark.feature("instructions")
@pytest.mark.django_db
def test_an_instruction_and_its_result(signed_in):
    office = cast.office("gansu-county-2023")
    leader, clerk = signed_in(office.leader), signed_in(office.clerk)
    leader.post("/instructions/new", {"text": "请县发展改革局核实并报结果。"})
    given = Instruction.objects.get()
    assert (given.leader, given.given_on) == (office.leader, datetime.date(2026, 3, 31))
    assert "批示待立项" in words(clerk, "/")
    order = order_of(office, category="instruction", source="instruction", instructed_by=office.leader.pk)
    refused = clerk.post(f"/instructions/{given.pk}/matter", order)
    assert refused.status_code == 422
    assert "二(三)" in refused.content.decode()
    order |= {"due_rule": "instruction", "counts_from": "2026-03-31"}
    clerk.post(f"/instructions/{given.pk}/matter", order)
    made = Matter.objects.get()
    leader.post(f"/instructions/new?matter={made.no}", {"text": "再报进展。"})
    liaison = _liaison_of(office, office.units[3])
    matters.dispatch_matter(matter=made, by=By(office.clerk, cast.at()))
    assert "再报进展" in words(signed_in(liaison), f"/matters/{made.no}")
    clerk.post(f"/instructions/{given.pk}/report", {"result": "已核实，情况属实。"})
    assert "情况属实" in words(leader, "/")
    assert "情况属实" not in words(signed_in(liaison), f"/matters/{made.no}")
    leader.post(f"/instructions/{given.pk}/reading", {"back": "/desk"})
    assert "情况属实" not in words(leader, "/")
    assert "已阅知" in words(clerk, f"/instructions/{given.pk}")


@pytest.mark.feature("collection_forms", "planning_list")
@pytest.mark.django_db
def test_a_round_of_forms_becomes_a_plan(signed_in):
    office = cast.office("county-plan")
    clerk, leader = signed_in(office.clerk), signed_in(office.leader)
    sent = {"name": "4月征集", "due_on": "2026-04-10", "leaders": [office.leader.pk, office.principal.pk]}
    response = clerk.post("/collections/new", sent)
    here = response.url
    assert "4月征集" in words(leader, "/")
    slip = collections.Slip.objects.get(leader=office.leader)
    leader.post(f"/slips/{slip.pk}", {"texts": "修好通村路\n查校车安全"})
    assert "修好通村路" not in words(signed_in(office.principal), here)
    first, second = slip.wishes.order_by("order")
    clerk.post(f"/wishes/{first.pk}/matter", order_of(office, category="leader_order", title="修好通村路"))
    clerk.post(f"/wishes/{second.pk}/dismissal", {"reason": "另有专项"})
    plan = words(clerk, f"{here}/plan")
    assert "修好通村路" in plan
    assert "校车" not in plan
    assert "三(一)" in plan


@pytest.mark.feature("proposals")
@pytest.mark.django_db
def test_a_suggestion_from_registration_to_the_committees(signed_in):
    office = cast.office("gansu-county-2023")
    clerk = signed_in(office.clerk)
    order = order_of(
        office, category="proposal", source="proposal", lead=[office.units[0].pk], support=[office.units[1].pk]
    )
    order |= {
        "due_rule": "proposal",
        "counts_from": "2026-03-31",
        "kind": "suggestion",
        "number": "第17号",
        "author": "张代表",
    }
    clerk.post("/suggestions/new", order)
    made = Matter.objects.get()
    matters.dispatch_matter(matter=made, by=By(office.clerk, cast.at()))
    stories.accept(office, made, cast.at())
    lead, helper = signed_in(office.liaison), signed_in(office.other_liaison)
    assert "还没有会签" in words(lead, f"/suggestions/{made.no}/answer")
    helper.post(f"/suggestions/{made.no}/countersignatures", {"agreed": "yes", "opinion": ""})
    lead.post(f"/suggestions/{made.no}/answer", {"answer": "A", "text": "年内开工。"})
    stories.complete(office, made, cast.at())
    clerk.post(f"/suggestions/{made.no}/satisfaction", {"satisfaction": "content", "note": ""})
    page = words(clerk, f"/matters/{made.no}")
    assert "满意" in page
    assert "年内开工" in page
    clerk.post("/suggestions/reports", {"no": [made.no]})
    assert Suggestion.objects.get().reported_on is not None
    assert "第17号" in words(clerk, "/suggestions")


@pytest.mark.feature("portfolios", "quarterly_summary")
@pytest.mark.django_db
def test_a_sections_quarterly_lists(signed_in):
    office = cast.office("ankang-2020")
    section, clerk = signed_in(office.section), signed_in(office.clerk)
    field = office.units[0].portfolio_id
    page = words(section, f"/fields/{field}")
    assert "2026-03-31" in page
    assert "第七条" in page
    entry = {"heading": "重点批示件", "text": "核实春耕", "proposed": "进展顺利"}
    section.post(f"/fields/{field}/items?quarter=2026-1", entry)
    assert section.post(f"/fields/{field}/handing-in", {"quarter": "2026-1"}).status_code == 302
    assert section.post(f"/fields/{field}/items?quarter=2026-1", entry).status_code == 422
    item = quarterly_lists.QuarterlyItem.objects.get()
    assert clerk.post(f"/fields/{field}/classes", {"quarter": "2026-1"}).status_code == 422
    clerk.post(f"/fields/{field}/classes", {"quarter": "2026-1", f"class_{item.pk}": "进展缓慢"})
    summary = words(clerk, "/fields?quarter=2026-1")
    assert "进展缓慢" in summary
    assert "核实春耕" in words(clerk, f"/fields/{field}?quarter=2026-1&class=进展缓慢")
    assert "核实春耕" not in words(clerk, f"/fields/{field}?quarter=2026-1&class=已完成")
    assert "农业口" in words(signed_in(office.leader), "/fields")
    assert "工业口" not in words(signed_in(office.leader), "/fields")


@pytest.mark.django_db
def test_parts_are_shown_and_counted(office, signed_in):
    clerk = signed_in(office.clerk)
    whole = stories.matter(office, due_on="2026-06-30", title="建设示范带")
    sent = {"title_1": "一期", "unit_1": office.units[1].pk, "due_on_1": "2026-05-29"}
    sent |= {"title_2": "二期", "unit_2": office.units[2].pk, "due_on_2": "2026-07-29"}
    refused = clerk.post(f"/matters/{whole.no}/parts", sent)
    assert refused.status_code == 422
    assert "第 2 个" in refused.content.decode()
    clerk.post(f"/matters/{whole.no}/parts", sent | {"due_on_2": "2026-06-29"})
    page = words(clerk, f"/matters/{whole.no}")
    assert "办结 0/2" in page
    ledger = words(clerk, f"/matters?parent={whole.no}")
    assert "一期" in ledger
    assert "二期" in ledger
    assert "建设示范带" not in ledger
    assert f'属 <a href="/matters/{whole.no}"' in ledger
    assert "子事项 0/2" in words(clerk, "/matters")


@pytest.mark.django_db
def test_views_of_the_ledger_are_kept(office, signed_in):
    clerk = signed_in(office.clerk)
    response = clerk.post("/views", {"name": "超期的", "query": "due=late&page=3"})
    assert response.url == "/matters?due=late"
    assert "超期的" in words(clerk, "/matters")
    assert "超期的" not in words(signed_in(office.head), "/matters")
    assert clerk.post("/views", {"name": "", "query": ""}).status_code == 422
    clerk.post(f"/views/{SavedView.objects.get().pk}/dismissal")
    assert "超期的" not in words(clerk, "/matters")


@pytest.mark.feature("ledgers", "master_ledger")
@pytest.mark.django_db
def test_a_unit_sees_its_own_ledger_and_the_office_all(office, signed_in):
    """三门峡 二(一)"""
    stories.matter(office, due_on="2026-06-30", title="甲县的事")
    stories.matter(office, due_on="2026-06-30", title="乙县的事", lead=office.units[1:2])
    own, master = words(signed_in(office.liaison), "/matters"), words(signed_in(office.clerk), "/matters")
    assert "甲县的事" in own
    assert "乙县的事" not in own
    assert "甲县的事" in master
    assert "乙县的事" in master


@pytest.mark.django_db
def test_what_comes_from_above_and_goes_back(signed_in):
    city, county = cast.office("sanmenxia-2019"), cast.office("gansu-county-2023")
    city.units[0].seat = county.jurisdiction
    city.units[0].save()
    stories.matter(city, due_on="2026-06-30", title="推进水库除险", lead=city.units[:2])
    clerk = signed_in(county.clerk)
    assert "上级交办待登记" in words(clerk, "/")
    handover = Handover.objects.get(assignment__unit=city.units[0])
    page = words(clerk, f"/handovers/{handover.pk}")
    assert "推进水库除险" in page
    assert city.units[1].name not in page
    order = order_of(county, category="decision", source="superior", due_on="2026-06-10", title="推进水库除险")
    clerk.post(f"/handovers/{handover.pk}/matter", order)
    handover.refresh_from_db()
    assert "上级期限" in words(clerk, f"/matters/{handover.matter.no}")
    assert "已登记办理" in words(signed_in(city.clerk), "/matters/2026-1")
    refused = clerk.post(f"/handovers/{handover.pk}/report", {"what": "result", "done": "完成"})
    assert refused.status_code == 422
    assert "还没有办结" in refused.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/meetings", "/instructions", "/collections", "/suggestions", "/sources", "/fields"])
def test_lists_cost_the_same_with_three_and_thirty(path, office, signed_in):
    client = signed_in(office.clerk)

    def fill(number):
        for each in range(number):
            meetings.record_meeting(
                jurisdiction=office.jurisdiction,
                name=f"会议 {each}",
                kind="",
                held_on=datetime.date(2026, 3, 20),
                minutes=MINUTES,
                by=By(office.clerk, cast.at()),
            )
            matter = stories.matter(office, due_on="2026-06-30")
            instructions.give_instruction(
                jurisdiction=office.jurisdiction,
                leader=office.leader,
                text="请核实",
                given_on=datetime.date(2026, 3, 20),
                matter=matter,
                by=By(office.clerk, cast.at()),
            )
            collections.send_collection(
                jurisdiction=office.jurisdiction,
                name=f"征集 {each}",
                due_on=datetime.date(2026, 4, 20),
                leaders=[office.leader],
                by=By(office.clerk, cast.at()),
            )
            Suggestion.objects.create(matter=matter, kind="motion", number=str(each), author="某")

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    fill(3)
    few = cost()
    fill(12)
    assert cost() == few


def _liaison_of(office, unit):
    return Officer.objects.create(
        username=f"{office.jurisdiction.slug}.third",
        role="liaison",
        unit=unit,
        jurisdiction=office.jurisdiction,
        full_name="联络员丙",
    )


def test_minutes_are_uploaded_as_a_file(office, signed_in):
    client = signed_in(office.clerk)
    assert 'enctype="multipart/form-data"' in client.get("/meetings/new").content.decode()
    form = {"name": "第3次常务会议", "held_on": "2026-03-20", "kind": ""}
    broken = client.post("/meetings/new", {**form, "file": SimpleUploadedFile("纪要.docx", b"PK\x03\x04")})
    assert broken.status_code == 422 and "损坏" in broken.content.decode()
    data = word_file("会议决定，由甲县清理河道。")
    page = client.post(
        "/meetings/new", {**form, "file": SimpleUploadedFile("纪要.docx", data)}, follow=True
    ).content.decode()
    assert "由甲县清理河道" in page
