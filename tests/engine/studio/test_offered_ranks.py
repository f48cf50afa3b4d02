"""What follows from a place in a ranking: 末位约谈, 连续两个季度, points of the year for the first of a quarter."""

import re

import pytest

from duban.engine.packs import loading
from duban.engine.packs.sources import PackError
from duban.engine.studio import drafts, heads, reading
from duban.engine.studio.offers import offers_in, taken
from duban.engine.witnesses import checking

LAST, RUN = {"from_last": 1}, {"within": "unit", "along": "first_day", "over": "life"}
TABLE = {"by": "rank", "points": {"1": "3", "2": "2", "3": "1"}}
TWO = ["quarter", "year"]


def _content(words, periods):
    content = drafts.new("某市办法", [("第一条", "基础分100分。"), ("第二条", words)])
    content["regime"]["periods"] = periods
    return content


def _offers(words, periods):
    return [each for each in offers_in(words, _content(words, periods), "第二条") if each.events]


@pytest.mark.parametrize(
    ("words", "periods", "name", "where", "often"),
    [
        ("季度排名末位的，由县政府分管领导约谈其主要负责人。", TWO, "县政府分管领导约谈其主要负责人", LAST, 0),
        ("连续两个季度排名末位的，由县长约谈其主要负责人。", TWO, "县长约谈其主要负责人", LAST, 2),
        ("季度考核排名后3名的单位，在全县通报批评。", TWO, "在全县通报批评", {"from_last": [1, 2, 3]}, 0),
        ("年度考核排名末位的，取消年度评优评先资格。", TWO, "取消年度评优评先资格", LAST, 0),
        ("连续三个月排名倒数第一的，由县政府主要领导约谈。", ["month", "year"], "县政府主要领导约谈", LAST, 3),
        ("排名末位的单位向县政府作出书面检查。", ["quarter"], "作出书面检查", LAST, 0),
    ],
)
def test_the_last_place_has_a_consequence(words, periods, name, where, often):
    (offer,) = _offers(words, periods)
    assert (offer.rule["name"], offer.rule["select"]["where"]) == (name, where)
    assert offer.rule.get("count") == ({**RUN, "in_a_row": often} if often else None)


@pytest.mark.parametrize(
    "words",
    ["季度考核第一名加3分，第二名加2分，第三名加1分，计入年度考核。", "每季度前三名分别加3分、2分、1分。"],
)
def test_the_first_places_of_a_quarter_give_points_in_the_year(words):
    (offer,) = _offers(words, TWO)
    assert (offer.rule["worth"], offer.rule["periods"]) == (TABLE, ["year"])
    # Who is behind them has no line of nothing.
    assert offer.rule["select"]["where"] == {"rank": [1, 2, 3]}


@pytest.mark.parametrize(
    ("words", "into"),
    [
        ("月度考核第一名加1分，计入季度考核。", ["quarter"]),
        ("每月排名第一名的单位加2分，计入年度考核。", ["year"]),
        # In which of the two is not said.
        ("每月排名第一名的单位加2分。", None),
        ("每月排名第一名的单位加0分，计入年度考核。", None),
    ],
)
def test_points_for_a_month_count_where_the_words_say(words, into):
    offers = _offers(words, ["month", *TWO])
    assert [each.rule["periods"] for each in offers] == ([into] if into else [])
    for offer in offers:
        assert _faults_of(offer, words, ["month", *TWO]) == ()


def _faults_of(offer, words, periods):
    content = taken(offer, _content(words, periods), "第二条")
    content = taken(offers_in("基础分100分。", content, "第一条")[0], content, "第一条")
    return reading.read(content).faults


@pytest.mark.parametrize(
    ("words", "kind"),
    [("连续两个月排名末位的，约谈主要负责人。", "month"), ("季度排名末位的，约谈主要负责人。", "quarter")],
)
def test_a_consequence_is_of_its_own_kind_of_period_and_the_document_holds(words, kind):
    (offer,) = _offers(words, ["month", *TWO])
    assert offer.rule["periods"] == [kind]
    assert _faults_of(offer, words, ["month", *TWO]) == ()
    content = taken(offer, _content(words, ["month", *TWO]), "第二条")
    (entry,) = (each for each in heads.entries_of(content) if each.key == "events")
    again = heads.with_entry(content, "events", entry.place, heads.values_of(content, "events", entry.place))
    assert again["regime"]["events"] == content["regime"]["events"]


@pytest.mark.parametrize(
    ("words", "periods"),
    [
        # But for one thing is no act.
        ("季度考核排名末位的，除通报批评外，扣年度考核分1分。", TWO),
        # Of which ranking is not said, or the document has none such; how often in all; no longer period; no act.
        ("连续两次排名后三位的单位，由县长约谈。", TWO),
        ("季度排名末位的，约谈主要负责人。", ["month", "year"]),
        ("累计两次排名末位的，约谈主要负责人。", ["year"]),
        ("年度考核第一名加3分，第二名加2分，第三名加1分。", TWO),
        ("季度考核第一名加3分，第三名加1分。", TWO),
        ("实行末位淘汰。", ["year"]),
        # By another measure, and in a group of which the document says nothing yet.
        ("年终满意度测评排名后三位的，由组织部约谈。", ["year"]),
        ("季度办结率排名末位的，约谈主要负责人。", ["quarter"]),
        ("连续两个季度排名本组末位的，由县长约谈；连续三个季度排名末位的，取消评优资格。", TWO),
    ],
)
def test_nothing_is_offered_where_the_words_leave_it_open(words, periods):
    assert _offers(words, periods) == []


def test_the_last_of_a_group_is_known_once_groups_are_ranked_apart():
    words = "季度排名本组末位的，约谈主要负责人。"
    content = _content(words, TWO)
    content["clauses"][0]["rules"] = [{"kind": "rank", "pools": [{"groups": "town"}, {"groups": "department"}]}]
    (offer,) = offers_in(words, content, "第二条")
    assert offer.rule["select"]["where"] == LAST


@pytest.mark.parametrize(
    ("words", "where", "often"),
    [
        ("季度考核不合格的，约谈主要负责人。", {"grade": "不合格"}, 0),
        ("连续两个季度不合格的单位，由县长约谈其主要负责人。", {"grade": "不合格"}, 2),
        ("季度考核优秀的，通报表扬。", None, 0),
        ("累计两次不合格的，约谈主要负责人。", None, 0),
    ],
)
def test_a_grade_by_points_has_a_consequence(words, where, often):
    content = _content(words, TWO)
    content["clauses"][0]["rules"] = [{"kind": "bands", "least": {"优秀": "90", "合格": "60"}, "below": "不合格"}]
    found = [each.rule for each in offers_in(words, content, "第二条") if each.events]
    assert [(rule["select"]["where"], rule.get("count", {}).get("in_a_row", 0)) for rule in found] == (
        [(where, often)] if where else []
    )


def test_two_clauses_share_one_happening_and_the_document_holds():
    words = "季度排名末位的，约谈主要负责人。连续两个季度排名末位的，由县长约谈。季度考核第一名年度加3分，第二名加1分。"
    content = _content(words, TWO)
    for _ in range(3):
        content = taken(_offers_of(content)[0], content, "第二条")
    content = taken(offers_in("基础分100分。", content, "第一条")[0], content, "第一条")
    assert len(content["regime"]["events"]) == 1
    regime = reading.read(content).regime
    assert checking.found_in(regime) == ([], [])
    (event,) = regime.words.events.values()
    assert (event.label, event.entered_by) == ("季度排名名次", "ranking")


def _offers_of(content):
    words = str(content["clauses"][1]["original"])
    return [each for each in offers_in(words, content, "第二条") if each.rule["kind"] in ("outcome", "score")]


PACK = """\
id: own
name: 示例办法
periods: [quarter, year]
groups: {{unit: 单位}}
events:
  placed: {{label: 名次, of: {of}, entered_by: ranking, fields: {fields}}}
clauses:
  - {{clause: 一, gist: 略, kinds: [score], rules: [{{kind: score, select: {{event: placed}}, worth: "1"{periods}}}]}}
"""


@pytest.mark.parametrize(
    ("of", "fields", "periods", "said"),
    [
        ("unit", "{period: {quarter: 季度}, rank: whole}", ", periods: [year]", None),
        ("matter", "{period: {quarter: 季度}, rank: whole}", ", periods: [year]", "应写 of: unit"),
        ("unit", "{period: {quarter: 季度}}", ", periods: [year]", "要有 rank"),
        ("unit", "{period: {quarter: 季度}, rank: text}", ", periods: [year]", "填不出“rank”"),
        ("unit", "{period: {quarter: 季度}, rank: whole, note: text}", ", periods: [year]", "填不出“note”"),
        # Points for a place would move the places of their own ranking.
        ("unit", "{period: {quarter: 季度}, rank: whole}", "", "不能是它自己的期别"),
        ("unit", "{period: {quarter: 季度}, rank: whole}", ", periods: [quarter]", "不能是它自己的期别"),
        ("unit", "{rank: whole}", ", periods: [year]", "不能是它自己的期别"),
        # Of which no ranking is published.
        ("unit", "{period: {month: 月度}, rank: whole}", ", periods: [year]", "没有这种排名可登记"),
        ("unit", "{period: {季: 季度}, rank: whole}", ", periods: [year]", "没有这种排名可登记"),
    ],
)
def test_what_a_ranking_cannot_say_is_refused(of, fields, periods, said):
    text = PACK.format(of=of, fields=fields, periods=periods)
    if said is None:
        assert loading.load_pack({"regime.yaml": text}).words.events["placed"].entered_by == "ranking"
        return
    with pytest.raises(PackError, match=said):
        loading.load_pack({"regime.yaml": text})


@pytest.mark.parametrize(("periods", "is_refused"), [("[quarter, year]", True), ("[quarter]", False)])
def test_places_without_a_kind_of_period_are_those_of_the_only_one(periods, is_refused):
    text = PACK.format(of="unit", fields="{rank: whole}", periods="").replace("[quarter, year]", periods)
    text = re.sub(r"rules: .*", "rules: [{kind: outcome, name: 约谈, select: {event: placed}}]}", text)
    if not is_refused:
        assert loading.load_pack({"regime.yaml": text})
        return
    with pytest.raises(PackError, match="要有字段 period"):
        loading.load_pack({"regime.yaml": text})
