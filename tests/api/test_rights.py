"""Due process, sources and the stopped clock over the interface alone."""

import pytest

from duban.ledger.actions.matters import attachments
from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from tests import cast, stories

AT = cast.at()
pytestmark = pytest.mark.django_db


def _recorded(office, matter):
    return facts.record_fact(
        jurisdiction=office.jurisdiction, kind="uncooperative", unit=office.units[0], fact={}, matter=matter, by=By(office.head, AT),
        on=AT.date(), reason="会议记录",
    )  # fmt: skip


def test_an_objection_is_made_refused_to_who_recorded_and_ruled_on(office, as_program):
    matter = stories.matter(office, due_on="2026-06-30")
    line = _recorded(office, matter)
    liaison, clerk, head = (as_program(who) for who in (office.liaison, office.clerk, office.head))
    status, made = liaison.post(f"/facts/{line.seq}/objections", ground="dispute", text="已按要求配合")
    assert status == 201
    address = made["location"].removeprefix("/api")
    _, found = liaison.get("/objections")
    assert [each["id"] for each in found["objections"]] == [int(made["id"])] and found["next"] is None
    assert as_program(office.other_liaison).get("/objections")[1]["objections"] == []
    status, answer = head.post(f"{address}/ruling", uphold=True, reason="属实")
    assert status == 403 and "认定" in answer["error"]["why"]
    status, ruled = clerk.post(f"{address}/ruling", uphold=True, reason="属实")
    assert (status, ruled["verdict"], ruled["fact"]) == (200, "upheld", line.seq)
    assert clerk.post(f"{address}/ruling", uphold=True, reason="属实")[0] == 409
    assert JournalLine.objects.filter(verb="fact.withdrawn", amends=line).exists()


def test_praise_is_claimed_and_verified(office, as_program):
    matter = stories.matter(office, due_on="2026-06-30", at=cast.at("2026-03-02 09:00"))
    proof = attachments.add_file(
        jurisdiction=office.jurisdiction,
        name="通报.pdf",
        chunks=[b"%PDF-1.4 1"],
        matter=matter,
        by=By(office.liaison, AT),
    )
    liaison, clerk = as_program(office.liaison), as_program(office.clerk)
    words = {
        "kind": "circular", "unit": "jia", "title": "通报", "authority": "province", "document": "豫政〔2026〕9号",
        "happened_on": "2026-03-30", "evidence": proof.pk,
    }  # fmt: skip
    status, answer = liaison.post("/claims", **words)
    assert (status, answer["error"]["clause"]) == (422, "附件2 导语")
    status, made = liaison.post("/claims", **words, matter=matter.no)
    assert status == 201
    status, claim = clerk.post(f"/claims/{made['id']}/ruling", uphold=True)
    assert (status, claim["standing"]) == (200, "verified") and claim["fact"]
    assert [each["id"] for each in liaison.get("/claims", standing="verified")[1]["claims"]] == [int(made["id"])]


def test_the_clock_is_stopped_and_reports_recur(office, as_program):
    matter = stories.matter(office, due_on="2026-06-30", at=AT)
    stories.accept(office, matter, AT)
    clerk, liaison = as_program(office.clerk), as_program(office.liaison)
    jia = f"/matters/{matter.no}/units/jia"
    version = stories.held(matter).version
    status, made = clerk.post(f"{jia}/recurrences", version=version, every="week", number=4)
    assert status == 201
    _, recurrence = liaison.get(f"/recurrences/{made['id']}")
    assert recurrence["dates"][0]["on"] == "2026-04-03"
    status, stands = clerk.post(f"{jia}/suspension", version=version, reason="上级重新规划")
    assert (status, stands["stage"], stands["matter"]["state"]) == (200, "suspended", "suspended")
    assert clerk.post(f"{jia}/resumption", version=version)[0] == 409
    status, stands = clerk.post(f"{jia}/resumption", version=stands["version"])
    assert (status, stands["stage"]) == (200, "in_hand")
    status, ended = clerk.post(f"/recurrences/{made['id']}/end", reason="不再需要")
    assert status == 200 and ended["ended_on"] == "2026-03-31"


def test_a_matter_without_end_is_reported_on_the_day_that_was_meant(db, as_program):
    office = cast.office("gansu-county-2023")
    clerk = as_program(office.clerk)
    words = {
        "title": "长期坚持的事", "requirement": "按月调度", "standard": "不断档", "category": "decision", "source": "paper",
        "due_on": None, "lead": ["jia"],
    }  # fmt: skip
    for wrong in (
        {"every": "month", "number": 5},
        {"every": "month_day", "number": 32},
        {"every": "week", "number": 9},
    ):
        status, answer = clerk.post("/matters", **words, reports=wrong)
        assert (status, answer["error"]["field"]) == (422, "reports"), wrong
    assert clerk.post("/matters", **words, reports={"every": "hourly"})[0] == 422
    status, made = clerk.post("/matters", **words, reports={"every": "month_day", "number": 5})
    assert status == 201
    address = made["location"].removeprefix("/api")
    assert clerk.post(f"{address}/dispatch", version=1)[0] == 200
    _, seen = clerk.get(address)
    assert (seen["due_on"], seen["assignments"][0]["due_on"]) == (None, None)
    version = seen["assignments"][0]["version"]
    jia = f"{address}/units/jia/recurrences"
    status, answer = clerk.post(jia, version=version, every="month", number=5)
    assert (status, answer["error"]["field"]) == (422, "number") and "month_day" in answer["error"]["why"]
    status, answer = clerk.post(jia, version=version, every="month", rule="quarterly_ledger")
    assert (status, answer["error"]["field"]) == (422, "rule")
    status, made = clerk.post(jia, version=version, every="weekday", number=54, rest="previous")
    _, recurrence = clerk.get(made["location"].removeprefix("/api"))
    assert (status, recurrence["said"], recurrence["dates"][0]["on"]) == (
        201,
        "每月最后一个周五（遇休息日提前）",
        "2026-04-24",
    )
    second = stories.matter(office, due_on="2026-12-31", dispatched=False)
    _, page = clerk.get("/matters", sort="due", limit=1)
    assert [each["no"] for each in page["matters"]] == [second.no]
    _, page = clerk.get("/matters", sort="due", limit=1, after=page["next"])
    assert [each["due_on"] for each in page["matters"]] == [None] and page["next"] is None


def test_a_deadline_on_a_rest_day_is_taken_and_said(office, as_program):
    clerk = as_program(office.clerk)
    words = {
        "title": "节日保供", "requirement": "保障供应", "standard": "不断供", "category": "meeting", "source": "meeting",
        "due_on": "2026-10-03", "lead": ["jia"],
    }  # fmt: skip
    status, made = clerk.post("/matters", **words)
    assert status == 201 and "下一个是 2026-10-08（周四）" in made["remarks"][0]
    _, seen = clerk.get(made["location"].removeprefix("/api"))
    assert (seen["due_on"], len(seen["remarks"])) == ("2026-10-03", 1)


def test_a_meeting_an_instruction_and_its_result(office, as_program):
    matter = stories.matter(office, due_on="2026-06-30")
    clerk, leader = as_program(office.clerk), as_program(office.leader)
    status, made = clerk.post("/meetings", name="第5次常务会议", held_on="2026-03-30")
    address = made["location"].removeprefix("/api")
    assert status == 201 and clerk.post(f"{address}/decisions", texts=["推进水厂建设", "完善预案"])[0] == 201
    _, meeting = clerk.get(address)
    first, second = meeting["decisions"]
    assert clerk.post(f"/decisions/{first['id']}/joining", matter=matter.no)[1]["matter"] == matter.no
    assert clerk.post(f"/decisions/{second['id']}/dismissal", reason="已有预案")[1]["dropped_reason"] == "已有预案"
    status, made = leader.post("/instructions", text="抓紧办理", given_on="2026-03-31")
    assert status == 201
    address = made["location"].removeprefix("/api")
    assert clerk.post(f"{address}/addition", matter=matter.no)[1]["matter"] == matter.no
    assert clerk.post(f"{address}/report", result="已开工")[1]["reported_on"] == "2026-03-31"
    assert leader.post(f"{address}/reading")[1]["read_on"] == "2026-03-31"
    assert as_program(office.other_leader).get(address)[0] == 404
    status, answer = clerk.post("/instructions", text="x", given_on="2026-03-31", leader="nobody")
    assert (status, answer["error"]["field"]) == (422, "leader")
