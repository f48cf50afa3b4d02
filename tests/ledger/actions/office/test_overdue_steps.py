"""A ladder by how long a matter is late: 逾期3日电话催办, 逾期7日书面催办, 逾期10个工作日约谈."""

import pytest

from duban.engine import ladder
from duban.engine.facts import facts_from
from duban.engine.packs import loading
from duban.engine.sentences.rules import sentence_of
from duban.engine.studio import drafts, reading
from duban.engine.studio.blanks import is_same, rule_of, values_of
from duban.engine.studio.offers import offers_in, taken
from duban.engine.witnesses import checking
from duban.ledger.actions.office import daily_run
from duban.ledger.models import Proposal
from tests import cast, founding, stories

PACK = """\
id: own
name: 示例办法
periods: [year]
groups: {unit: 单位}
categories: [{id: plain, name: 一般事项, clause: 一}]
clauses:
  - clause: 一
    gist: 逾期3日电话催办，7日书面催办，10个工作日约谈
    kinds: [ladder]
    rules:
      - {kind: step, step: phone, name: 电话催办, opens: {after: deadline, days: 3}, carried_by: {fact: urged, where: {channel: phone}}}
      - {kind: step, step: paper, name: 书面催办, opens: {after: deadline, days: 7}, carried_by: {fact: urged, where: {channel: written}}}
      - {kind: step, step: talk, name: 约谈, opens: {after: deadline, working_days: 10}}
  - {clause: 二, gist: 扣分, kinds: [score], rules: [{kind: score, select: {event: late}, worth: "-1"}]}
"""
WORDS = "逾期3日未办结的，电话催办；逾期7日未办结的，书面催办；逾期10日的，约谈主要负责人。"


@pytest.fixture
def own(db):
    return founding.office({"regime.yaml": PACK})


def _nights(office, until):
    daily_run.run_days(jurisdiction=office.jurisdiction, through=founding.day(until))
    found = Proposal.objects.filter(jurisdiction=office.jurisdiction, act="step").order_by("id")
    return [(each.step, str(each.open_since)) for each in found]


@pytest.mark.django_db
@pytest.mark.parametrize("at_once", [False, True])
def test_each_step_is_put_up_on_its_day(own, at_once):
    """Due on Friday 13 March: three days late on the 16th, seven on the 20th, ten working days on the 27th; runs that come late find the same."""
    stories.matter(own, due_on="2026-03-13", at=cast.at("2026-02-02 09:00"), category="plain")
    told = []
    for day in (
        ["2026-03-28"]
        if at_once
        else ["2026-03-15", "2026-03-16", "2026-03-19", "2026-03-20", "2026-03-26", "2026-03-27"]
    ):
        told.append(_nights(own, day))
    steps = [("phone", "2026-03-16"), ("paper", "2026-03-20"), ("talk", "2026-03-27")]
    if at_once:
        assert set(told[-1]) <= set(steps) and ("talk", "2026-03-27") in told[-1]
    else:
        assert told == [[], steps[:1], steps[:1], steps[:2], steps[:2], steps]


@pytest.mark.parametrize(
    ("more", "opened"),
    [
        ([], [("phone", "2026-03-16")]),
        # Extended, it is late from the new day on; done in time, never.
        ([{"kind": "extended", "on": "2026-03-12", "due": "2026-03-30"}], []),
        ([{"kind": "completed", "on": "2026-03-13"}], []),
    ],
)
def test_what_is_extended_or_done_is_not_late(more, opened):
    regime = loading.load_pack({"regime.yaml": PACK})
    told = [{"kind": "assigned", "on": "2026-02-02", "due": "2026-03-13"}, *more]
    facts = facts_from([{"id": f"f{at}", "unit": "a", "matter": "m", **each} for at, each in enumerate(told)])
    due = ladder.due_steps(regime, facts, {"a": "unit"}, founding.day("2026-03-17"))
    assert [(each.step, str(each.since)) for each in due] == opened
    if more and more[0]["kind"] == "extended":
        later = ladder.due_steps(regime, facts, {"a": "unit"}, founding.day("2026-04-02"))
        assert [(each.step, str(each.since)) for each in later] == [("phone", "2026-04-02")]


def test_it_is_said_and_comes_back_from_its_blanks():
    regime = loading.load_pack({"regime.yaml": PACK})
    steps = regime.clauses[0].rules
    assert "逾期满3日起" in sentence_of(steps[0], regime) and "逾期满10个工作日起" in sentence_of(steps[2], regime)
    assert checking.found_in(regime) == ([], [])
    content = drafts.content_of({"regime.yaml": PACK})
    for rule in content["clauses"][0]["rules"]:
        assert is_same(rule_of(values_of(rule, content), content), rule)


def test_the_studio_reads_such_a_ladder_as_a_whole_or_not_at_all():
    content = drafts.new("某市办法", [("第一条", WORDS)])
    found = offers_in(WORDS, content, "第一条")
    assert [(each.rule["name"], each.rule["opens"]["days"]) for each in found] == [
        ("电话催办", 3),
        ("书面催办", 7),
        ("约谈主要负责人", 10),
    ]
    for _ in found:
        content = taken(offers_in(WORDS, content, "第一条")[0], content, "第一条")
    assert [step.name for step in reading.read(content).regime.steps()] == ["电话催办", "书面催办", "约谈主要负责人"]
    for words in (
        "逾期3天扣1分，逾期7天扣2分。",
        "逾期5天未签收的，电话催办。",
        "逾期7日的，书面催办；逾期3日的，电话催办。",
        # A report that is late is no matter undone; a part of the ladder is another ladder.
        "月报逾期3天的，通报批评。",
        "反馈逾期2天的，电话催办。",
        "逾期5天未办结的，书面催办；逾期1个月的，约谈。",
    ):
        assert not [
            each for each in offers_in(words, drafts.new("某", [("一", words)]), "一") if each.rule["kind"] == "step"
        ]
