"""Limits, deadlines and approvals as a pack writes them: needs, days of a year, events that move a date."""

from datetime import date
from types import SimpleNamespace

import pytest

from duban.engine import limits
from duban.engine.facts import Fact
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


def _half(share="0.5", **more):
    rule = read_into(Limit, node(act="extension", share=share, **more), "limit ", clause="第六条")
    return SimpleNamespace(rules_of=lambda kind, choices: [rule])


def _sent(kind="assigned", day=(2026, 3, 1), due=(2026, 3, 31), unit="jia", **more):
    return Fact(id=f"{kind}{day}{unit}", kind=kind, on=date(*day), unit=unit, matter="m1", due=date(*due), **more)


def test_an_extension_of_at_most_half_of_the_time_that_was_given_at_first():
    """30 days were given: 15 more. After those, 15 more again: the share is of what was given at first, not of what holds now."""
    assert limits.extension(_half(), [_sent()], date(2026, 4, 15)) is None
    refused = limits.extension(_half(), [_sent()], date(2026, 4, 16))
    assert refused.why == "延期最长为原时限30日的一半，原期限2026-03-31，不能延到2026-04-16"
    assert limits.extension_bounds(_half(), [_sent()]) == (False, date(2026, 4, 15))
    extended = [_sent(), _sent("extended", (2026, 3, 20), (2026, 4, 15))]
    assert limits.extension_bounds(_half(), extended) == (False, date(2026, 4, 30))
    assert limits.extension_bounds(_half("0.3"), [_sent(due=(2026, 4, 1))]) == (False, date(2026, 4, 10))  # 9.3 days.
    both = _half(at_most=node(days=10), once=True)
    assert limits.extension_bounds(both, [_sent()]) == (True, date(2026, 4, 10))


def test_a_share_of_no_time_and_of_another_act():
    endless = [_sent(due=(9999, 12, 30))]
    assert limits.extension_bounds(_half(), endless)[0] is False
    for wrong in ("0", "-1"):
        with pytest.raises(PackError):
            _half(wrong)


@pytest.mark.parametrize(
    ("counted", "act"),
    [
        ("收到来文之日", "dispatch"), ("报送之日", "review"), ("收到办理报告之日", "review"), ("收到反馈之日", "review"),
        ("收到申诉之日", "ruling"), ("收到复核申请之日", "ruling"), ("通报之日", ""),
        ("收到完成情况之日", "review"), ("收到延期申请之日", ""), ("收到销号申请之日", ""),
    ],
)  # fmt: skip
def test_what_the_office_owes_goes_by_what_it_counts_from(counted, act):
    values = node(name="d", label="办", count=node(days=2), counts_from=counted, owed_by="office")
    assert read_into(Deadline, values, "deadline ", clause="一", line=1, when=()).office_act == act


@pytest.mark.parametrize(
    ("label", "counted", "objects", "of_result"),
    [
        ("申诉", "公布之日", True, True), ("提出异议", "收到扣分通知之日", True, False), ("申请复核", "收到考核通知之日", True, True),
        # Whoever put something right looks at it again, and answers what was objected to.
        ("复核", "整改完成之日", False, False), ("整改复核", "报送之日", False, False), ("申诉答复", "收到申诉之日", False, False),
        ("办结", "交办之日", False, False),
    ],
)  # fmt: skip
def test_until_when_a_unit_objects_goes_by_what_it_is_called(label, counted, objects, of_result):
    values = node(name="d", label=label, count=node(days=2), counts_from=counted)
    rule = read_into(Deadline, values, "deadline ", clause="一", line=1, when=())
    assert (rule.is_objection, rule.counts_result) == (objects, of_result)


def test_a_review_of_a_conclusion_is_no_ruling_on_an_objection():
    values = node(
        name="review_decision",
        label="作出复核决定",
        count=node(days=30),
        counts_from="收到复核申请之日",
        owed_by="office",
    )
    assert read_into(Deadline, values, "deadline ", clause="一", line=1, when=()).office_act == ""
