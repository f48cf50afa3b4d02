"""The rows of the office's desk: what is done first today, each with its act; and the desk as the place where one comes back to."""

import datetime

import pytest
from django.urls import reverse

from duban.ledger.actions.matters import assignments, attachments
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models.reports import Ruling
from tests import cast, stories

pytestmark = pytest.mark.django_db


def _reported(office, title, at, **more):
    made = stories.matter(office, due_on="2026-04-30", at=cast.at("2026-03-02 09:00"), title=title)
    stories.accept(office, made, at)
    return stories.report(office, made, at, **more)


def test_a_short_report_is_accepted_in_its_row_and_others_are_opened(office, signed_in, at):
    short = _reported(office, "进展很短", at, what="progress")
    proved = _reported(office, "进展带附件", at, what="progress")
    attachments.add_file(
        jurisdiction=office.jurisdiction, name="照片.txt", chunks=[b"1"], by=By(office.liaison, at), report=proved
    )
    result = _reported(office, "报来结果", at)
    clerk = signed_in(office.clerk)
    desk = clerk.get("/desk").content.decode()
    assert "今天先做这 3 件" in desk and "有附件" in desk
    accepted = [reverse("report_acceptance", args=[each.pk]) in desk for each in (short, proved, result)]
    assert accepted == [True, False, False]
    assert all(f"{reverse('report', args=[each.pk])}?back=desk" in desk for each in (short, proved, result))
    answer = clerk.post(
        reverse("report_acceptance", args=[short.pk]),
        {"back": "desk", "form_key": "a", "version": stories.held(short.assignment.matter).version},
    )
    short.refresh_from_db()
    assert (answer.url, short.ruling) == ("/desk", Ruling.ACCEPTED)
    assert "进展很短" not in clerk.get("/desk").content.decode().partition("最近动态")[0]


def test_what_is_refused_or_not_sent_out_has_its_act_for_who_may(office, signed_in, at):
    refused = stories.matter(office, due_on="2026-04-30", title="不归本县")
    assignments.refuse_assignment(
        assignment=stories.held(refused), reason="不属于本县职责", proper=office.units[1], by=By(office.liaison, at)
    )
    waiting = stories.matter(office, due_on="2026-06-30", dispatched=False, title="还没交办")
    desk = signed_in(office.clerk).get("/desk").content.decode()
    ruling = reverse("refusal_ruling", args=[refused.no, "jia"])
    assert f"{ruling}?back=desk" in desk and "拟由甲县牵头" in desk
    there = f"{reverse('dispatches')}?no={waiting.no}&back=desk"
    assert there.replace("&", "&amp;") in desk
    page = signed_in(office.clerk).get(there).content.decode()
    assert "← 工作台" in page and 'name="back" value="desk"' in page
    assert "还没交办" not in signed_in(office.liaison).get("/desk").content.decode()


def test_no_other_address_than_the_desk_is_gone_back_to(office, signed_in):
    waiting = stories.matter(office, due_on="2026-06-30", dispatched=False)
    answer = signed_in(office.clerk).post(
        reverse("dispatches"), {"no": waiting.no, "back": "//elsewhere.example", "form_key": "a"}
    )
    assert answer.url == f"/matters/{waiting.no}"


@pytest.mark.parametrize("regime", cast.REGIMES)
def test_an_urging_proposes_its_words_and_the_limit_that_its_step_wants(db, regime, signed_in, at):
    office = cast.office(regime)
    late = stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"))
    stories.accept(office, late, at)
    address = reverse("urges", args=[late.no, office.units[0].code])
    form = signed_in(office.clerk).get(address).context["form"]
    assert form["note"].value() == "办理期限为2026年3月20日，已超期7个工作日。请抓紧办理，尽快报送办理情况。"
    step = Governed.of(late).step_carried_by("urged", {"channel": form["channel"].value()})
    assert (form["limit"].value() is not None) == (step is not None)
    sent = {name: form[name].value() or "" for name in ("channel", "limit", "note")}
    assert signed_in(office.clerk).post(f"{address}?back=desk", {**sent, "form_key": "a"}).url == "/desk"
    # Urged again, as it is proposed: a step that was carried out may be repeated, with a limit again. So may several at once.
    form = signed_in(office.clerk).get(address).context["form"]
    sent = {name: form[name].value() or "" for name in ("channel", "limit", "note")}
    assert signed_in(office.clerk).post(f"{address}?back=desk", {**sent, "form_key": "b"}).url == "/desk"
    form = signed_in(office.clerk).get(f"/urgings?no={late.no}").context["form"]
    sent = {name: form[name].value() or "" for name in ("channel", "limit")}
    assert (
        signed_in(office.clerk).post("/urgings", {**sent, "of": f"{late.no}/jia", "form_key": "c"}).status_code == 302
    )


def test_an_extension_says_how_far_before_a_day_is_typed(office, signed_in, at):
    held = stories.matter(office, due_on="2026-04-30")
    stories.accept(office, held, at)
    address = reverse("extensions", args=[held.no, "jia"])
    unit = signed_in(office.liaison)
    assert "每件事项只能延期一次，最晚可以延到 2026-06-30" in unit.get(address).content.decode()
    beyond = unit.post(address, {"until": str(datetime.date(2026, 7, 1)), "reason": "停工", "form_key": "a"})
    assert beyond.status_code == 422 and "最晚可以延到2026-06-30" in beyond.content.decode()
    last = unit.post(f"{address}?back=desk", {"until": "2026-06-30", "reason": "停工", "form_key": "b"})
    assert (last.status_code, last.url) == (302, "/desk")
    # What is on its way is not asked for again.
    desk = unit.get("/desk").content.decode()
    assert "延期待签批" in desk and f"{address}?back=desk" not in desk
