"""Asking, signing on a phone, taking back, carrying out."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Notice, Proposal
from tests import cast, stories

AT = cast.at()
EARLY = cast.at("2026-03-02 09:00")
pytestmark = pytest.mark.django_db


def _text(response):
    return response.content.decode()


def _asked(office):
    made = stories.matter(office, due_on="2026-04-30")
    until = datetime.date(2026, 5, 20)
    return proposals.ask(
        "extension", of=stories.held(made), until=until, reason="设备到货推迟", by=By(office.liaison, AT)
    )


@pytest.mark.feature("extension_approval")
@pytest.mark.proves("sanmenxia-2019", "附件2 三5", "extension_approval")
def test_a_unit_asks_and_the_leader_decides_from_two_sentences(office, signed_in):
    stories.matter(office, due_on="2026-04-30")
    unit, leader = signed_in(office.liaison), signed_in(office.leader)
    address = "/matters/2026-1/units/jia/extensions"
    page = _text(unit.get(address))
    assert "分管副市长" in page and "附件2 三5" in page
    far = unit.post(address, {"until": "2026-08-01", "reason": "设备到货推迟", "form_key": "a"})
    assert far.status_code == 422 and "最晚可以延到2026-06-30" in _text(far) and "设备到货推迟" in _text(far)
    for _ in range(2):
        data = {"until": "2026-05-20", "reason": "设备到货推迟", "form_key": "a"}
        assert unit.post(address, data).url == "/matters/2026-1"
    asked = Proposal.objects.get()
    card = _text(leader.get("/proposals"))
    assert "由 2026-04-30 延至 2026-05-20" in card and "每事项仅一次" in card and "待我签批 1" in card
    assert "不同意" not in _text(signed_in(office.other_leader).get(f"/proposals/{asked.pk}"))
    bare = leader.post(f"/proposals/{asked.pk}/signature", {"decision": "refuse", "form_key": "b"})
    assert bare.status_code == 422 and "不同意要写明理由" in _text(bare)
    assert (
        leader.post(f"/proposals/{asked.pk}/signature", {"decision": "agree", "form_key": "c"}).url
        == "/proposals?tab=waiting"
    )
    assert str(stories.held(asked.assignment.matter).due_on) == "2026-05-20"
    gone = leader.post(f"/proposals/{asked.pk}/signature", {"decision": "agree", "form_key": "d"})
    assert gone.status_code == 409
    # A second extension is greyed out and refused with its clause.
    again = _text(unit.get(address))
    assert "只能延期一次" in again and 'type="button" disabled' in again
    assert unit.post(address, {"until": "2026-06-01", "reason": "再延", "form_key": "e"}).status_code == 422


@pytest.mark.feature("write_off_approval")
@pytest.mark.feature("transfer_approval")
@pytest.mark.proves("sanmenxia-2019", "附件2 三6", "write_off_approval")
@pytest.mark.proves("sanmenxia-2019", "附件2 三7", "transfer_approval")
def test_a_write_off_and_a_transfer_are_asked_for_with_their_signers_named(office, signed_in):
    stories.matter(office, due_on="2026-04-30")
    client = signed_in(office.liaison)
    assert "分管副市长、市政府主要领导" in _text(client.get("/matters/2026-1/units/jia/write-offs"))
    bare = client.post("/matters/2026-1/units/jia/write-offs", {"reason": "", "form_key": "a"})
    assert bare.status_code == 422 and "请写明理由" in _text(bare)
    data = {"to": office.units[1].pk, "reason": "职责划转", "form_key": "b"}
    assert client.post("/matters/2026-1/units/jia/transfers", data).status_code == 302
    asked = Proposal.objects.get()
    page = _text(signed_in(office.leader).get(f"/proposals/{asked.pk}"))
    assert "改由乙县承办" in page and "变更后责任单位的分管副市长" in page
    own = _text(client.get(f"/proposals/{asked.pk}"))
    assert "撤回这项报批" in own
    assert signed_in(office.clerk).post(f"/proposals/{asked.pk}/withdrawal", {"form_key": "c"}).status_code == 403
    assert client.post(f"/proposals/{asked.pk}/withdrawal", {"form_key": "c"}).status_code == 302
    assert Proposal.objects.get().outcome == "withdrawn"


@pytest.mark.feature("ladder_steps")
def test_a_step_is_proposed_signed_and_carried_out_after_saying_what_will_happen(office, signed_in):
    stories.matter(office, due_on="2026-03-20", at=EARLY)
    clerk, leader = signed_in(office.clerk), signed_in(office.leader)
    assert "提请：全市通报" in _text(clerk.get("/matters/2026-1"))
    address = "/matters/2026-1/units/jia/steps"
    assert clerk.post(address, {"reason": "逾期未办结", "form_key": "a"}).status_code == 302
    step = Proposal.objects.get()
    assert clerk.get(f"/proposals/{step.pk}/execution").status_code == 200
    assert clerk.post(f"/proposals/{step.pk}/execution", {"form_key": "b"}).status_code == 409
    # What is being considered is not the unit's to see.
    assert signed_in(office.liaison).get(f"/proposals/{step.pk}").status_code == 404
    leader.post(f"/proposals/{step.pk}/signature", {"decision": "agree", "form_key": "c"})
    page = _text(clerk.get(f"/proposals/{step.pk}/execution"))
    assert "《全市通报》" in page and "2026-04-08" in page and "甲县" in page
    for _ in range(2):
        assert clerk.post(f"/proposals/{step.pk}/execution", {"form_key": "d"}).url == "/matters/2026-1"
    assert Notice.objects.filter(name="全市通报").count() == 1
    assert "已实施" in _text(clerk.get("/matters/2026-1"))


def test_nothing_is_proposed_before_its_time(office, signed_in):
    stories.matter(office, due_on="2026-04-30")
    answer = signed_in(office.clerk).post("/matters/2026-1/units/jia/steps", {"reason": "x", "form_key": "a"})
    assert answer.status_code == 422 and "暂无可启动的督办措施" in _text(answer)
    assert not Proposal.objects.exists()


def test_the_tabs_count_what_they_list(office, signed_in):
    for _ in range(3):
        _asked(office)
    done = _asked(office)
    proposals.sign_proposal(proposal=done, agree=True, by=By(office.leader, AT))
    page = _text(signed_in(office.leader).get("/proposals"))
    assert (
        "待我签批 3" in page
        and "进行中 3" in page
        and "已办 1" in page
        and page.count("同意</button>") == 3
        and page.count("不同意，送出</button>") == 3
    )
    other = _text(signed_in(office.other_leader).get("/proposals"))
    assert "待我签批 0" in other and "没有等您签批的" in other
    unit = _text(signed_in(office.other_liaison).get("/proposals"))
    assert "进行中 0" in unit and "待我签批" not in unit


def test_the_list_costs_the_same_with_three_and_thirty(office, signed_in):
    client = signed_in(office.leader)
    counts = []
    for number in (3, 27):
        for _ in range(number):
            _asked(office)
        client.get("/proposals")
        with CaptureQueriesContext(connection) as queries:
            client.get("/proposals")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_a_decision_on_the_desk_leads_to_the_next_card_and_is_undone_from_the_bar_above_it(office, signed_in):
    first, second = _asked(office), _asked(office)
    leader = signed_in(office.leader)
    desk = _text(leader.get("/desk"))
    assert "同意后期限即改为 2026-05-20" in desk and "期限仍为 2026-04-30" in desk and "撤销" not in desk
    address = f"/proposals/{first.pk}/signature"
    assert leader.post(address, {"decision": "agree", "back": "desk", "form_key": "a"}).url == "/desk"
    desk = _text(leader.get("/desk"))
    assert "已同意延期" in desk and f"/proposals/{second.pk}/signature" in desk and address not in desk
    assert re.search(r"撤销<span data-left> · \d+ 秒内", desk)
    undo = {"of": str(first.pk), "back": "desk", "form_key": "b"}
    assert signed_in(office.other_leader).post("/proposals/undoing", undo).status_code == 403
    assert leader.post("/proposals/undoing", undo).url == "/desk"
    first.refresh_from_db()
    assert (first.outcome, str(stories.held(first.assignment.matter).due_on)) == ("open", "2026-04-30")
    desk = _text(leader.get("/desk"))
    assert address in desk and "撤销，请重新签批" in desk and "data-left" not in desk
    # A minute later nobody undoes anything.
    proposals.sign_proposal(proposal=second, agree=True, by=By(office.leader, cast.at("2026-03-31 00:00")))
    late = leader.post("/proposals/undoing", {"of": str(second.pk), "form_key": "c"})
    assert late.status_code == 422 and "超过一分钟" in _text(late)
    assert leader.post("/proposals/undoing", {"of": "x", "form_key": "d"}).status_code == 422


def test_carrying_out_stars_what_is_needed_and_proposes_the_day(signed_in):
    office = cast.office("county-plan")
    late = stories.matter(office, due_on="2026-03-20", at=EARLY)
    by = By(office.clerk, AT)
    step = proposals.ask("step", of=stories.held(late), step="phone", reason="逾期", by=by)
    clerk = signed_in(office.clerk)
    page = _text(clerk.get(f"/proposals/{step.pk}/execution?back=desk"))
    assert re.search(r'name="limit"[^>]*value="2026-04-03"', page) and "预填 3 个工作日，可改" in page
    assert '限定完成日期<span class="must"' in page
    answer = clerk.post(f"/proposals/{step.pk}/execution", {"limit": "", "note": "", "form_key": "a"})
    assert answer.status_code == 422 and not JournalLine.objects.filter(kind="urged").exists()


def test_who_issues_a_circular_is_asked_with_a_star(signed_in):
    office = cast.office("ankang-2020")
    late = stories.matter(office, due_on="2026-03-20", at=EARLY)
    by = By(office.clerk, AT)
    for step, on in (("key_supervision", "2026-03-23"), ("interview", "2026-03-27"), ("poor_grade", "2026-04-09")):
        by = By(office.clerk, cast.at(f"{on} 09:00"))
        asked = proposals.ask("step", of=stories.held(late), step=step, reason="逾期", by=by)
        stories.sign(asked, by.at)
        if step == "poor_grade":
            break
        more = {"limit": by.today + datetime.timedelta(days=3)} if step == "key_supervision" else {}
        held = {"held_on": by.today, "led_by": office.principal, "place": "会议室"} if step == "interview" else {}
        proposals.carry_out(proposal=asked, by=by, **more, **held)
    page = _text(signed_in(office.clerk).get(f"/proposals/{asked.pk}/execution"))
    assert '作出机关<span class="must"' in page


def test_a_card_says_who_puts_it_up_and_a_measure_is_not_its_units_wish(office, signed_in):
    asked = _asked(office)
    page = _text(signed_in(office.leader).get(f"/proposals/{asked.pk}"))
    assert "甲县 · 03-31 报来" in page
    late = stories.matter(office, due_on="2026-03-04", at=EARLY)
    stories.accept(office, late, EARLY)
    step = proposals.ask("step", of=stories.held(late), step="circular", reason="逾期", by=By(office.clerk, AT))
    page = _text(signed_in(office.clerk).get(f"/proposals/{step.pk}"))
    assert "督查室 · 03-31 报来" in page and "甲县 · 03-31 报来" not in page
