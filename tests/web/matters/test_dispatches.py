"""The page of a dispatch: the ways in which papers go out with how many of each, progress for many, and signing for a whole list."""

import re

import pytest

from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Matter, Notice
from duban.web import jobs
from tests import cast, founding, stories

pytestmark = pytest.mark.django_db
SIGNED_FOR = """
id: signed
name: 签收
periods: [month]
groups: {department: 部门}
clauses:
  - {clause: 一, gist: 2个工作日内签收, kinds: [deadline], rules: [{kind: deadline, name: limit_1, label: 签收, count: {working_days: 2}, counts_from: 收到交办单之日}]}
  - {clause: 二, gist: 公布后3个工作日内申诉, kinds: [deadline], rules: [{kind: deadline, name: limit_2, label: 提出, count: {working_days: 3}, counts_from: 公布之日}]}
"""


def _proposed(office, number, **more):
    return [stories.matter(office, due_on="2026-06-30", dispatched=False, **more) for _ in range(number)]


def test_the_page_says_how_many_papers_each_way_and_a_unit_signs_for_the_list(office, signed_in):
    made = _proposed(office, 2, support=office.units[1:2])
    clerk = signed_in(office.clerk)
    page = clerk.get("/dispatches?" + "&".join(f"no={each.no}" for each in made)).content.decode()
    assert "各一份：4 份" in page and "每个单位一份，附事项清单：2 份" in page and "合发一份，附事项清单：1 份" in page
    assert re.search(r'value="unit"[^>]* checked', page)
    clerk.post("/dispatches", {"no": [each.no for each in made], "letters": "all", "form_key": "a"})
    notice = Notice.objects.get()
    listed = clerk.get("/notices").content.decode()
    assert (
        "2项督办事项（附清单）" in listed
        and notice.number in clerk.get(f"/matters/{made[0].no}?tab=papers").content.decode()
    )
    for form in ("docx", "pdf"):
        assert clerk.get(f"/notices/{notice.pk}/file.{form}").status_code == 200
    liaison = signed_in(office.liaison)
    page = liaison.get(f"/notices/{notice.pk}").content.decode()
    link = re.search(r'href="(/acceptances[^"]+)"', page)[1].replace("&amp;", "&")
    assert "签收本单位 2 件" in page and liaison.get(link).content.decode().count('name="of"') == 2
    assert signed_in(office.officers["other_liaison"]).get(f"/notices/{notice.pk}").status_code == 200


def test_many_go_out_while_the_page_tells_how_far_it_has_come(office, signed_in, monkeypatch):
    monkeypatch.setattr("duban.web.views.matters.dispatches._MANY", 3)
    seen = []
    monkeypatch.setattr(
        jobs, "spawn", lambda run: (seen.append(clerk.get("/dispatches/progress").content.decode()), run())
    )
    made, clerk = _proposed(office, 3), signed_in(office.clerk)
    made[1].standard = ""
    made[1].save()
    words = {"no": [each.no for each in made], "letters": "unit"}
    assert clerk.post("/dispatches", {**words, "form_key": "a"}).url == "/dispatches/progress"
    assert "正在准备" in seen[0]
    failed = clerk.get("/dispatches/progress").content.decode()
    assert "一件也没有交办" in failed and made[1].no in failed and not Notice.objects.exists()
    made[1].standard = "办完"
    made[1].save()
    clerk.post("/dispatches", {**words, "form_key": "b"})
    assert clerk.get("/dispatches/progress").url == "/matters"
    assert Notice.objects.count() == 1 and Assignment.objects.filter(stage="to_accept").count() == 3


def test_what_needs_an_approval_first_is_put_up_for_it_from_where_it_is_refused(db, signed_in):
    county = cast.office("county-plan")
    first, second = (stories.matter(county, due_on="2026-04-30", dispatched=False) for _ in range(2))
    client = signed_in(county.clerk)
    page = client.get("/dispatches", {"no": [first.no, second.no]}).content.decode()
    assert "2 件还没有提请立项审批" in page and 'action="/start-proposals"' in page
    asked = client.post("/start-proposals", {"no": [first.no, second.no], "reason": "常务会议部署", "form_key": "a"})
    assert asked.status_code == 302
    again = client.get("/dispatches", {"no": [first.no, second.no]}).content.decode()
    assert "还没有提请" not in again and "正在等领导签批" in again


def test_many_go_out_at_once_or_none(office, signed_in):
    for _ in range(3):
        stories.matter(office, due_on="2026-04-30", dispatched=False)
    Matter.objects.filter(no="2026-3").update(standard="")
    client = signed_in(office.clerk)
    page = client.get("/dispatches?no=2026-1&no=2026-2&no=2026-3").content.decode()
    assert "各一份：2 份" in page and "《督查通知》" in page and "要求和完成标准齐全才能交办" in page
    assert page.count('name="no" value="2026-') == 2
    assert client.post("/dispatches", {"no": ["2026-1", "2026-3"], "form_key": "a"}).status_code == 422
    assert not Notice.objects.exists()
    words = {"no": ["2026-1", "2026-2"], "accept_by": "2026-04-03", "form_key": "b"}
    assert client.post("/dispatches", words).status_code == 302
    assert Notice.objects.count() == 2 and Assignment.objects.filter(stage="to_accept").count() == 2


def test_until_when_units_sign_is_preset_as_the_document_says(signed_in, settings):
    """And neither that limit, nor the one for objections to what was published, is offered as a matter's own deadline."""
    settings.PRESENT_DAY = "2026-03-02"
    office = founding.office({"regime.yaml": SIGNED_FOR})
    made = stories.matter(office, due_on="2026-06-30", at=cast.at("2026-03-02 09:00"), dispatched=False)
    page = signed_in(office.clerk).get(f"/dispatches?no={made.no}").content.decode()
    assert 'value="2026-03-04"' in page and "签收：收到交办单之日起2个工作日〔一〕" in page and "不填则" not in page
    assert Governed.of(made).due_rules("", "") == []
