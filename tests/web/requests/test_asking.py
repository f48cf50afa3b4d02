"""The pages of approvals, stand-ins, objections and consequences: by role, refused in words, in a constant number of queries."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.actions.office import officers
from duban.ledger.actions.process import objections
from duban.ledger.actions.requests import proposals
from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.models import Consequence, Objection, Proposal
from duban.ledger.models.consequences import Kind
from duban.people.models import Delegation
from tests import cast, stories

AT = cast.at()
pytestmark = pytest.mark.django_db


def _impose(office, kind, **more):
    return stories.imposed(office, kind, AT, clause="第十二条", reason="逾期两次", **more)


def test_dispatch_is_greyed_with_its_clause_until_the_leader_signed(signed_in):
    county = cast.office("county-plan")
    made = stories.matter(county, due_on="2026-04-30", dispatched=False)
    clerk = signed_in(county.clerk)
    page = clerk.get(f"/matters/{made.no}").content.decode()
    assert "立项还没有经领导审批" in page and "提请立项审批" in page and "在等" not in page
    posted = clerk.post(f"/matters/{made.no}/start", {"reason": "书记要求", "form_key": "k1"})
    assert posted.status_code == 302
    clerk.post(f"/matters/{made.no}/start", {"reason": "书记要求", "form_key": "k1"})
    asked = Proposal.objects.get(act="start")
    page = clerk.get(f"/matters/{made.no}").content.decode()
    assert f'<a href="/proposals/{asked.pk}">立项审批</a>在等 交办的县政府领导 {county.leader.full_name} 签批' in page
    leader = signed_in(county.leader)
    assert "拟将" in leader.get("/desk").content.decode()
    assert leader.post(f"/proposals/{asked.pk}/signature", {"decision": "agree"}).status_code == 302
    assert "交办" in clerk.get(f"/proposals/{asked.pk}").content.decode()
    assert clerk.post("/dispatches", {"no": made.no}).status_code == 302
    made.refresh_from_db()
    assert made.dispatched_on == AT.date()


def test_the_clerk_is_offered_to_forward_a_result_that_only_the_head_may_approve(signed_in):
    county = cast.office("county-plan")
    made = stories.matter(county, due_on="2026-04-30")
    stories.accept(county, made, AT)
    report = stories.report(county, made, AT)
    clerk = signed_in(county.clerk)
    assert "报请核准" in clerk.get(f"/reports/{report.pk}").content.decode()
    assert clerk.post(f"/reports/{report.pk}/forwarding", {"reason": "已核"}).status_code == 302
    head = signed_in(county.head)
    assert "请核准办结" in head.get("/proposals?tab=waiting").content.decode()
    asked = Proposal.objects.get(act="completion")
    head.post(f"/proposals/{asked.pk}/signature", {"decision": "agree"})
    assert stories.held(made).completed_on == AT.date()


def test_the_top_bar_says_for_whom_one_signs(office, signed_in):
    leader = signed_in(office.leader)
    days = {"to": office.secretary.pk, "from_on": "2026-03-31", "through_on": "2026-04-03", "form_key": "k"}
    assert leader.post("/delegations", {**days, "through_on": "2026-03-30"}).status_code == 422
    assert leader.post("/delegations", days).status_code == 302
    leader.post("/delegations", days)
    made = Delegation.objects.get()
    secretary = signed_in(office.secretary)
    held = stories.held(stories.matter(office, due_on="2026-04-30"))
    asked = proposals.ask("write_off", of=held, reason="x", by=By(office.liaison, AT))
    assert f"代理 {office.leader}" in secretary.get("/desk").content.decode()
    assert f"您代 {office.leader} 签批" in secretary.get(f"/proposals/{asked.pk}").content.decode()
    assert secretary.post(f"/delegations/{made.pk}/end").status_code == 302
    assert f"代理 {office.leader}" not in secretary.get("/desk").content.decode()


def test_a_unit_disputes_a_line_of_its_score_card_and_sees_the_ruling(zhuoni, signed_in):
    made = stories.matter(zhuoni, due_on="2026-04-30", level="red")
    line = facts.record_fact(
        jurisdiction=zhuoni.jurisdiction, kind="poor_report", unit=zhuoni.units[0], matter=made,
        fact={"defect": "过于简单"}, by=By(zhuoni.clerk, AT), on=AT.date(), reason="三句话",
    )  # fmt: skip
    unit = signed_in(zhuoni.liaison)
    assert f"/records/{line.seq}/objections" in unit.get("/scores/jia").content.decode()
    assert f"/records/{line.seq}/objections" in unit.get(f"/matters/{made.no}").content.decode()
    assert unit.post(f"/records/{line.seq}/objections", {"ground": "dispute", "text": ""}).status_code == 422
    assert unit.post(f"/records/{line.seq}/objections", {"ground": "dispute", "text": "附件齐全"}).status_code == 302
    asked = Objection.objects.get()
    clerk, head = signed_in(zhuoni.clerk), signed_in(zhuoni.head)
    assert "须由督查室其他人裁定" in clerk.get(f"/objections/{asked.pk}").content.decode()
    assert "异议和申辩待裁定" in head.get("/desk").content.decode()
    refused = clerk.post(f"/objections/{asked.pk}/ruling", {"verdict": "reject", "reason": "x"})
    assert refused.status_code == 403
    assert head.post(f"/objections/{asked.pk}/ruling", {"verdict": "uphold", "reason": "附件在内"}).status_code == 302
    assert "附件在内" in unit.get(f"/objections/{asked.pk}").content.decode()
    assert "过于简单" not in unit.get("/scores/jia").content.decode()


@pytest.mark.feature("eligibility")
def test_who_lost_eligibility_shows_it_in_ranking_and_on_the_card(zhuoni, signed_in):
    clerk = signed_in(zhuoni.clerk)
    assert "取消评优评先资格" not in clerk.get("/rankings").content.decode()
    made = _impose(zhuoni, Kind.ELIGIBILITY)
    assert "已取消评优评先资格" in clerk.get("/rankings").content.decode()
    assert "取消评优评先资格，至 2026-12-31" in signed_in(zhuoni.liaison).get("/scores/jia").content.decode()
    clerk.post(f"/consequences/{made.pk}/lifting", {"reason": "上级复核撤销"})
    assert "取消评优评先资格" not in clerk.get("/scores/jia").content.decode()


@pytest.mark.feature("discipline_handover")
@pytest.mark.proves("zhuoni-2022", "第十二条", "discipline_handover")
def test_the_discipline_body_reads_what_was_handed_over_and_nothing_else(zhuoni, signed_in):
    handed, other = _impose(zhuoni, Kind.HANDOVER), _impose(zhuoni, Kind.TALK, person="某局长")
    reader = signed_in(zhuoni.discipline)
    assert "甲镇" in reader.get("/desk").content.decode()
    assert reader.get(f"/consequences/{handed.pk}").status_code == 200
    assert reader.get(f"/consequences/{other.pk}").status_code == 404
    assert "某局长" not in reader.get("/consequences").content.decode()
    unit = signed_in(zhuoni.liaison)
    assert unit.get(f"/consequences/{handed.pk}").status_code == 404
    assert "移送" not in unit.get("/desk").content.decode()


def test_a_unit_is_not_told_what_is_handed_over_nor_what_is_only_proposed(signed_in):
    gansu = cast.office("gansu-county-2023")
    made = stories.matter(gansu, due_on="2026-04-30")
    asked = proposals.ask(
        "sanction", of=stories.held(made), kinds=["handover"], reason="主观因素严重", by=By(gansu.clerk, AT)
    )
    stories.sign(asked, AT)
    proposals.carry_out(proposal=asked, by=By(gansu.clerk, AT))
    unit = signed_in(gansu.liaison)
    for path in (
        "/desk",
        f"/matters/{made.no}",
        f"/matters/{made.no}?tab=papers",
        f"/matters/{made.no}?tab=proposals",
        "/notices",
    ):
        said = unit.get(path).content.decode()
        assert "移送" not in said and "移交" not in said and "主观因素" not in said, path
    assert "移送" in signed_in(gansu.clerk).get(f"/matters/{made.no}").content.decode()


@pytest.mark.feature("commitments", "self_criticism")
def test_a_paper_is_owed_shown_handed_in_and_checked(zhuoni, signed_in, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    from django.core.files.uploadedfile import SimpleUploadedFile

    owed = _impose(zhuoni, Kind.SELF_CRITICISM, owed_by=datetime.date(2026, 3, 27))
    unit, clerk = signed_in(zhuoni.liaison), signed_in(zhuoni.clerk)
    assert "应交材料" in unit.get("/desk").content.decode()
    assert "已超期 2 个工作日" in unit.get(f"/consequences/{owed.pk}").content.decode()
    assert "材料超期未交" in clerk.get("/desk").content.decode()
    file = SimpleUploadedFile("书面检查.txt", "深刻检查".encode())
    assert unit.post(f"/consequences/{owed.pk}/paper", {"file": file, "note": ""}).status_code == 302
    assert "材料待核查" in clerk.get("/desk").content.decode()
    assert clerk.post(f"/consequences/{owed.pk}/check", {"kept": "yes", "note": ""}).status_code == 422
    assert clerk.post(f"/consequences/{owed.pk}/check", {"kept": "yes", "note": "深刻"}).status_code == 302
    assert Consequence.objects.get().kept is True


@pytest.mark.feature("sanctions")
def test_a_sanction_goes_its_way_through_the_pages(signed_in):
    gansu = cast.office("gansu-county-2023")
    made = stories.matter(gansu, due_on="2026-04-30")
    clerk, path = signed_in(gansu.clerk), f"/matters/{made.no}/units/jia/sanctions"
    refused = clerk.post(path, {"kinds": ["discipline"], "persons": "", "reason": "主观因素"})
    assert refused.status_code == 422 and "四2" in refused.content.decode()
    assert clerk.post(path, {"kinds": ["discipline"], "persons": "张三、李四", "reason": "主观因素"}).status_code == 302
    asked = Proposal.objects.get(act="sanction")
    stories.sign(asked, AT)
    assert clerk.post(f"/proposals/{asked.pk}/execution", {"note": ""}).status_code == 302
    assert sorted(Consequence.objects.values_list("person", flat=True)) == ["张三", "李四"]
    assert "张三" in clerk.get("/consequences?kind=discipline&year=2026&unit=jia").content.decode()
    assert "张三" not in clerk.get("/consequences?year=2025").content.decode()


def test_the_request_pages_of_each_regime_open(signed_in):
    for regime, paths in {
        "zhuoni-2022": ("experiences", "sanctions", "rulings", "coordinations"),
        "ankang-2020": ("rulings", "sanctions"),
        "sanmenxia-2019": ("sanctions", "rulings", "papers"),
    }.items():
        office = cast.office(regime)
        made = stories.matter(office, due_on="2026-04-30")
        client = signed_in(office.clerk)
        for path in paths:
            assert client.get(f"/matters/{made.no}/units/jia/{path}").status_code == 200
    section = signed_in(office.section)
    assert "本办法没有提级督查" in section.get(f"/matters/{made.no}/units/jia/escalations").content.decode()


@pytest.mark.parametrize("path", ["/consequences", "/objections", "/proposals?tab=going"])
def test_lists_cost_the_same_for_three_and_for_thirty(zhuoni, signed_in, path):
    made = stories.matter(zhuoni, due_on="2026-04-30")
    client = signed_in(zhuoni.head)

    def more(count):
        for _ in range(count):
            _impose(zhuoni, Kind.TALK, matter=made)
            line = facts.record_fact(
                jurisdiction=zhuoni.jurisdiction, kind="uncooperative", unit=zhuoni.units[0], fact={}, by=By(zhuoni.clerk, AT),
                on=AT.date(), reason="x",
            )  # fmt: skip
            objections.object_to_fact(line=line, ground="dispute", text="x", by=By(zhuoni.liaison, AT))
            again = stories.held(stories.matter(zhuoni, due_on="2026-04-30"))
            proposals.ask("coordination", of=again, reason="x", by=By(zhuoni.clerk, AT))

    def cost():
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    more(3)
    few = cost()
    more(9)
    assert cost() == few


def test_the_page_says_when_the_signer_it_waits_for_is_gone(office, signed_in):
    made = stories.matter(office, due_on="2026-06-30")
    stories.accept(office, made, AT)
    asked = proposals.ask("write_off", of=stories.held(made), reason="x", by=By(office.liaison, AT))
    officers.disable_officer(officer=asked.signatures.order_by("order")[0].officer, by=By(office.admin, AT))
    page = signed_in(office.clerk).get(f"/matters/{made.no}").content.decode()
    assert f"{office.leader.full_name}（账号已停用，尚未指定接任人） 签批" in page


def test_the_page_names_the_next_signer_and_asks_no_more_for_each_request(office, signed_in):
    made = stories.matter(office, due_on="2026-06-30", lead=office.units[:3])
    clerk, counts = signed_in(office.clerk), []
    for unit in office.units[:3]:
        stories.accept(office, made, AT, unit=unit)
        asked = proposals.ask("write_off", of=made.assignments.get(unit=unit), reason="x", by=By(office.liaison, AT))
        with CaptureQueriesContext(connection) as queries:
            page = clerk.get(f"/matters/{made.no}").content.decode()
        counts.append((len(queries), page.count("</a>在等 ")))
    assert counts == [(counts[0][0], number) for number in (1, 2, 3)]
    turns = list(asked.signatures.order_by("order"))
    proposals.sign_proposal(proposal=asked, agree=True, by=By(turns[0].officer, AT))
    page = clerk.get(f"/matters/{made.no}").content.decode()
    said = page.partition(f'<a href="/proposals/{asked.pk}">')[2].partition("</p>")[0]
    assert turns[1].officer is None and said == "申请销号</a>在等 市政府主要领导 签批，2026-03-31（周二）提请。"
