"""Steps: by what a step opens, what carries it out, and whose limit the fact must bring."""

import pytest

from duban.engine.facts import facts_from
from duban.engine.packs.sources import Mapping, PackError
from duban.engine.rules.durations import Count
from duban.engine.rules.steps import Carrying, Opening, Step, asks_for_limit, carries, read_limit, read_openings


def node(**values):
    made = Mapping("pack.yaml", 7)
    made.update(values)
    made.lines = dict.fromkeys(values, 7)
    return made


def fact(**more):
    return facts_from([{"id": "f", "on": "2022-02-11", "unit": "jia", "matter": "m", **more}])[0]


PHONE = Step(
    clause="四(一)", step="phone", name="电话催办", opens=(Opening(after="deadline"),), limit="set",
    carried_by=Carrying(fact="urged", where={"channel": frozenset({"phone"})}),
)  # fmt: skip
CIRCULAR = Step(
    clause="附件2 三", step="circular", name="通报", opens=(Opening(after="deadline"),), limit=Count("working_days", 5)
)


def test_a_step_is_carried_out_by_a_fact_of_its_name_or_by_what_the_document_says():
    assert carries(CIRCULAR, fact(kind="step", step="circular")) and not carries(
        CIRCULAR, fact(kind="step", step="interview")
    )
    assert carries(PHONE, fact(kind="urged", channel="phone", limit="2022-02-18"))
    assert not carries(PHONE, fact(kind="urged", channel="written", limit="2022-02-18"))
    assert not carries(PHONE, fact(kind="step", step="phone"))


def test_where_the_document_gives_no_limit_the_fact_brings_it():
    assert asks_for_limit(PHONE, fact(kind="urged", channel="phone", limit="2022-02-18"))
    assert not asks_for_limit(CIRCULAR, fact(kind="step", step="circular"))


def test_a_limit_is_a_count_or_left_to_the_fact():
    assert read_limit(node(), "limit", "set") == "set"
    assert read_limit(node(), "limit", node(working_days=5)) == Count("working_days", 5)
    for wrong in (node(day_of_month=5), node(days=0)):
        with pytest.raises(PackError, match="步骤的期限"):
            read_limit(node(), "limit", wrong)


def test_a_step_opens_after_something_or_on_the_nth_fact():
    (after,) = read_openings(node(), "opens", node(after="deadline"))
    assert (after.after, after.count, after.fact) == ("deadline", 0, None)
    (late,) = read_openings(node(), "opens", node(after="deadline", days=3))
    (later,) = read_openings(node(), "opens", node(after="deadline", working_days=5))
    assert (late.days, late.working_days, later.days, later.working_days) == (3, 0, 0, 5)
    (nth,) = read_openings(node(), "opens", [node(count=2, fact="late")])
    assert (nth.after, nth.count, nth.fact) == (None, 2, "late")


@pytest.mark.parametrize(
    "wrong",
    [
        *([], node(), node(fact="late"), node(before="deadline"), node(after="first", days=3), "after"),
        # No day of any calendar.
        *(node(after="deadline", days=99999999999), node(after="deadline", working_days=367)),
        *(node(after="first", working_days=3), node(before="deadline", days=3, working_days=3)),
        *(node(after="deadline", days=3, working_days=3), node(after="deadline", fact="late", count=1, days=3)),
    ],
)
def test_what_opens_nothing_is_refused(wrong):
    with pytest.raises(PackError):
        read_openings(node(), "opens", wrong)
