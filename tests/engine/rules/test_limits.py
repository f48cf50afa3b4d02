"""Limits, deadlines and approvals as a pack writes them: needs, days of a year, events that move a date."""

from datetime import date

import pytest

from duban.engine.packs.sources import Mapping, PackError
from duban.engine.rules.fields import read_into
from duban.engine.rules.limits import Approval, Deadline, Limit, Moved, read_day, read_moved, read_needs


def node(**values):
    made = Mapping("pack.yaml", 7)
    made.update(values)
    made.lines = dict.fromkeys(values, 7)
    return made


def test_an_act_needs_words_or_a_signature():
    assert read_needs(node(), "needs", ["reason", node(signed_by="principal")]) == ("reason", "signed_by:principal")
    assert read_needs(node(), "needs", "reason") == ("reason",)
    with pytest.raises(PackError):
        read_needs(node(), "needs", [node(sealed_by="principal")])


def test_a_day_is_one_that_there_is():
    assert read_day(node(), "never_after", "2026-12-31") == date(2026, 12, 31)
    for wrong in ("2026-02-30", 20261231, None):
        with pytest.raises(PackError, match=r"pack\.yaml"):
            read_day(node(), "never_after", wrong)


def test_an_event_that_moves_a_date_names_the_field_with_it():
    assert read_moved(node(), "moved_by", node(event="plan_in", to="until")) == Moved("plan_in", "until")
    for wrong in (node(event="plan_in"), node(event="plan_in", to="until", by="office"), "plan_in"):
        with pytest.raises(PackError):
            read_moved(node(), "moved_by", wrong)


def test_rules_take_what_they_need_and_default_the_rest():
    limit = read_into(Limit, node(act="extension", once=True, at_most=node(months=2)), "limit ", clause="附件2 三5")
    assert (limit.once, limit.at_most.number, limit.needs) == (True, 2, ())
    approval = read_into(Approval, node(act="extension", signers="leader"), "approval ", clause="附件2 三5")
    assert approval.signers == ("leader",)
    due = read_into(
        Deadline,
        node(name="proposal", label="建议提案", count=node(months=6), counts_from="收到"),
        "deadline ",
        clause="二(四)",
    )
    assert (due.owes, due.owed_by, due.from_dispatch) == (None, "unit", False)


@pytest.mark.parametrize("lacking", ["name", "label", "count", "counts_from"])
def test_a_deadline_lacks_nothing(lacking):
    whole = {"name": "proposal", "label": "建议提案", "count": node(months=6), "counts_from": "收到"}
    with pytest.raises(PackError, match=lacking):
        read_into(
            Deadline,
            node(**{key: value for key, value in whole.items() if key != lacking}),
            "deadline ",
            clause="二(四)",
        )
