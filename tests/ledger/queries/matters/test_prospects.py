"""What a ladder on which nothing is open waits for: a day, a cause without a day, or nothing more."""

import datetime

import pytest

from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.queries.matters.dossiers import dossier_for
from tests import cast, stories

pytestmark = pytest.mark.django_db


def _said(office, matter, on):
    (ladder,) = dossier_for(office.clerk, matter, on).ladders
    assert ladder.due is None
    return ladder.prospect.said


def _carry(office, matter, step, at, **more):
    made = proposals.ask("step", of=stories.held(matter), step=step, reason="逾期", by=By(office.clerk, cast.at(at)))
    stories.sign(made, cast.at(at))
    proposals.carry_out(proposal=made, by=By(office.clerk, cast.at(at)), **more)


def test_the_day_on_which_the_next_step_opens_is_said(office):
    made = stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"))
    assert _said(office, made, datetime.date(2026, 3, 10)) == "“全市通报”自 2026-03-21 起可以实施（到时仍未办结的）。"
    _carry(office, made, "circular", "2026-03-23 09:00")
    assert _said(office, made, datetime.date(2026, 3, 25)).startswith("“通报批评并媒体曝光”自 2026-03-31 起可以实施")


def test_a_step_without_a_day_is_said_with_its_cause(zhuoni):
    made = stories.matter(zhuoni, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"))
    said = _said(zhuoni, made, datetime.date(2026, 3, 25))
    assert said == "下一步“通报批评并约谈”没有定日期：同一事项第2次结果逾期时可以实施。"
