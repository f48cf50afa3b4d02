"""The ten commonest jobs, each done from the desk by what stands on the pages: docs/jobs.md says how many presses and fields they take."""

import datetime
import io
import re
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from duban.ledger.actions.requests import proposals
from duban.ledger.actions.sources import instructions
from duban.ledger.by import By
from tests import cast, stories
from tests.web.hand import Hand

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parents[2] / "docs" / "jobs.md"
TEXT = "请市农业农村局牵头抓紧整治三处内涝点，4月20日前办结。"


def _instruction(office, hand):
    """登记批示并交办"""
    hand.follow("登记批示")
    hand.press("登记并交办", text=TEXT, lead="市农业农村局")


def _dispatch(office, hand):
    """交办一件拟立项事项"""
    hand.follow("交办…")
    hand.press("交办1件")


def _receipt(office, hand):
    """签收"""
    hand.press("签收")


def _report(office, hand):
    """报送进展"""
    hand.follow("报送")
    hand.press("报送", done="已完成三处。", next_steps="继续推进。")


def _review(office, hand):
    """审核反馈"""
    hand.press("通过")


def _urge(office, hand):
    """催办"""
    hand.follow("催办")
    hand.press("催办")


def _extension(office, hand):
    """申请延期"""
    hand.follow("申请延期")
    hand.press("提出申请", until="2026-05-20", reason="设备到货推迟")


def _approval(office, hand):
    """领导签批一件报批"""
    hand.press("同意")


def _ranking(office, hand):
    """发布上月排名"""
    hand.follow("发布…")
    hand.press("确认发布")


def _import(office, hand):
    """导入一份台账"""
    hand.follow("导入台账")
    book = openpyxl.Workbook()
    book.active.append(["序号", "工作任务", "牵头单位", "完成时限"])
    book.active.append(["1", "修好三座桥", "甲县", "2026-06-30"])
    data = io.BytesIO()
    book.save(data)
    hand.press("上传核对", file=SimpleUploadedFile("台账.xlsx", data.getvalue()))
    hand.press("确认登记")


def _given(office):
    """An instruction that the clerk entered before: its leader stands in the form."""
    instructions.give_instruction(
        jurisdiction=office.jurisdiction,
        leader=office.leader,
        text="请核实。",
        given_on=datetime.date(2026, 3, 30),
        by=By(office.clerk, office.default_at),
    )


def _waiting(office):
    stories.matter(office, due_on="2026-06-30", dispatched=False)


def _sent(office):
    return stories.matter(office, due_on="2026-04-30", at=cast.at("2026-03-02 09:00"))


def _accepted(office):
    made = _sent(office)
    stories.accept(office, made, office.default_at)
    return made


def _reported(office):
    stories.report(office, _accepted(office), office.default_at, what="progress")


def _late(office):
    made = stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"))
    stories.accept(office, made, office.default_at)


def _february(office):
    made = stories.matter(office, due_on="2026-02-20", at=cast.at("2026-02-02 09:00"))
    stories.complete(office, made, cast.at("2026-02-10 09:00"))


def _asked(office):
    asked = {"until": datetime.date(2026, 5, 20), "reason": "设备到货推迟"}
    proposals.ask("extension", of=stories.held(_accepted(office)), by=By(office.liaison, office.default_at), **asked)


# Each job: who does it, what stands beforehand.
JOBS = (
    (_instruction, "clerk", _given),
    (_dispatch, "clerk", _waiting),
    (_receipt, "liaison", _sent),
    (_report, "liaison", _accepted),
    (_review, "clerk", _reported),
    (_urge, "clerk", _late),
    (_extension, "liaison", _accepted),
    (_approval, "leader", _asked),
    (_ranking, "office_head", _february),
    (_import, "clerk", lambda office: None),
)


@pytest.mark.parametrize(("job", "who", "before"), JOBS, ids=[job.__name__[1:] for job, *_ in JOBS])
def test_a_job_takes_no_more_than_the_documentation_says(job, who, before, office, signed_in):
    before(office)
    hand = Hand(signed_in(office.officers[who]))
    job(office, hand)
    row = rf"^\| {job.__doc__} \|.*\| (\d+) \| (\d+) \| (\d+) \|$"
    said = re.search(row, DOCS.read_text(encoding="utf-8"), re.M)
    assert said, f"docs/jobs.md does not name {job.__doc__}"
    took, most = [hand.clicks, hand.seen, hand.filled], [int(each) for each in said.groups()]
    # A page that became shorter is no fault: write the smaller figures into docs/jobs.md.
    assert all(now <= then for now, then in zip(took, most, strict=True)), f"{job.__doc__}: {took}, not {most}"
