"""A row's name, deadline and level are changed before the order goes out; the rest of the order stays."""

import datetime

import pytest

from duban.ledger.actions.matters import row_edits
from duban.ledger.by import By
from duban.ledger.refusals import Conflict, Refused
from tests import cast, stories

pytestmark = pytest.mark.django_db


def _edit(office, matter, version=1, **changed):
    return row_edits.edit_row(matter=matter, changed=changed, by=By(office.clerk, cast.at()), version=version)


def test_what_is_not_named_stays_and_a_named_day_takes_the_place_of_a_counted_one():
    office = cast.office("zhuoni-2022")
    made = stories.matter(office, due_on="2026-06-30", dispatched=False, support=office.units[1:3], due_rule="")
    before = {name: getattr(made, name) for name in ("requirement", "standard", "category", "level")}
    held = list(made.assignments.values_list("unit", "part"))
    made = _edit(office, made, title="改过的名称")
    assert (made.title, str(made.due_on), made.version) == ("改过的名称", "2026-06-30", 2)
    made = _edit(office, made, 2, due_on=datetime.date(2026, 7, 31), level="red")
    assert (str(made.due_on), made.due_rule, made.level) == ("2026-07-31", "", "red")
    assert {**before, "level": "red"} == {name: getattr(made, name) for name in before}
    assert held == list(made.assignments.values_list("unit", "part"))


def test_it_is_refused_once_it_is_out_or_changed_and_where_a_step_would_lie_beyond(office):
    step = (datetime.date(2026, 5, 29), "开工")
    made = stories.matter(office, due_on="2026-06-30", dispatched=False, milestones=(step,))
    with pytest.raises(Refused, match="推进节点 2026-05-29"):
        _edit(office, made, due_on=datetime.date(2026, 5, 1))
    with pytest.raises(Conflict):
        _edit(office, made, 7, title="改过的名称")
    with pytest.raises(Refused, match="不能再改"):
        _edit(office, stories.matter(office, due_on="2026-06-30"), 2, title="改过的名称")
