"""What one matter or one month may cost or pay at most: 同一事项累计最多扣5分, 每月加分最多2分; worked by hand."""

import json

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.cli import main
from duban.engine import cases, scoring
from duban.engine.evaluation import tallies
from duban.engine.evaluation.plans import plan_of
from duban.engine.packs import loading
from duban.engine.packs.sources import PackError
from duban.engine.sentences.rules import sentence_of
from duban.engine.studio import blanks, drafts
from duban.engine.witnesses import checking
from tests.engine.test_tallies import bears_on, facts_for

HEAD = {
    "id": "narrow", "name": "限额", "periods": ["month", "year"], "groups": {"department": "部门"},
    "sections": [
        {"id": "total", "label": "总分", "start": "100", "clause": "一"}, {"id": "work", "label": "办理", "clause": "二"},
        {"id": "given", "label": "评议", "typed": {"by": "office"}, "most": "10", "missing": "zero", "clause": "五"},
    ],
    "events": {
        "slack": {"label": "推诿", "fields": {"note": "text"}, "clause": "二"}, "praised": {"label": "表扬", "fields": {"note": "text"}, "clause": "三"},
    },
}  # fmt: skip
SLACK = {"kind": "score", "select": {"event": "slack"}, "worth": "-2", "into": "work"}
PRAISED = {"kind": "score", "select": {"event": "praised"}, "worth": "1.5"}
OVERDUE = {"kind": "score", "select": {"matters": "late"}, "worth": "-1", "into": "work"}
YEAR, MARCH = ("2026-01-01", "2026-12-31", "year"), ("2026-03-01", "2026-03-31", "month")


def _pack(*caps, work=None):
    """The pack with these caps, all under 四; `work` is what its section bears besides."""
    sections = [{**each, **(work or {})} if each["id"] == "work" else each for each in HEAD["sections"]]
    named = (("二", [SLACK, OVERDUE]), ("三", [PRAISED]), ("四", [{"kind": "cap", **cap} for cap in caps]))
    clauses = [{"clause": name, "gist": "略", "kinds": ["score"], "rules": rules} for name, rules in named if rules]
    bare = [{"clause": name, "gist": "略", "kinds": ["score"], "no_rule": "写在分项里"} for name in "一五"]
    return {**HEAD, "sections": sections, "clauses": [*clauses, *bare]}


def _regime(folder, pack):
    path = folder / f"narrow{len(list(folder.iterdir()))}.yaml"
    path.write_text(yaml.safe_dump(pack, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return loading.load_regime(path)


def _case(regime, facts, period):
    first, last, kind = period
    node = {
        "regime": "narrow", "period": {"from": first, "to": last, "kind": kind}, "facts": facts,
        "units": [{"unit": unit, "name": f"{unit}局", "group": "department"} for unit in ("jia", "yi")],
    }  # fmt: skip
    case = cases.case_from(cases.case_from_text(json.dumps(node)), words=regime.words)
    cases.validate(regime, case.facts, case.units)
    return case


def _assigned(facts):
    """Each matter of these facts that is not sent out yet, due long after."""
    sent = {fact["matter"] for fact in facts if fact["kind"] == "assigned"}
    matters = sorted({fact.get("matter") for fact in facts} - {None} - sent)
    fact = {"kind": "assigned", "on": "2026-01-05", "unit": "jia", "due": "2029-12-31"}
    return [{**fact, "id": f"a{matter}", "matter": matter} for matter in matters]


def _score(folder, pack, facts, period=YEAR):
    """The total of 甲, and the lines of 四: points and why."""
    regime = _regime(folder, pack)
    case = _case(regime, [*_assigned(facts), *facts], period)
    (jia, _) = scoring.score(regime, case.facts, case.units, case.period).as_json()["units"]
    return jia["total"], [(line["points"], line["why"]) for line in jia["lines"] if line["clause"] == "四"]


def _facts(*told):
    """Facts of 甲 as (kind, day, matter), numbered in their order; a matter may be None."""
    found = []
    for number, (kind, day, matter) in enumerate(told, 1):
        fact = {"id": f"f{number:02}", "kind": kind, "on": f"2026-{day}", "unit": "jia", "note": str(number)}
        found.append(fact | ({"matter": matter} if matter else {}))
    return found


MATTER = {"side": "minus", "most": "5", "per": "matter"}
MONTH = {"side": "plus", "most": "2", "per": "month"}
THREE_EACH = _facts(
    ("slack", "02-01", "m1"), ("slack", "02-02", "m2"), ("slack", "03-01", "m1"), ("slack", "03-02", "m2"), ("slack", "04-01", "m1"),
    ("praised", "04-02", "m2"),
)  # fmt: skip


def test_two_matters_with_three_facts_each(tmp_path):
    """m1: 2+2+2=6, of which 5 stand; m2: 2+2=4 stands, its praise is no deduction. 100-5-4+1.5."""
    assert _score(tmp_path, _pack(MATTER), THREE_EACH) == ("92.50", [("1", "事项“m1”减分最多5分，超出部分不计")])
    strict = {**MATTER, "most": "3"}
    said = [("3", "事项“m1”减分最多3分，超出部分不计"), ("1", "事项“m2”减分最多3分，超出部分不计")]
    assert _score(tmp_path, _pack(strict), THREE_EACH) == ("95.50", said)
    # Without a matter nothing is grouped, each stands alone: 100-2-2-2.
    alone = _facts(("slack", "02-01", None), ("slack", "02-02", None), ("slack", "02-03", None))
    assert _score(tmp_path, _pack(strict), alone) == ("94.00", [])


def test_three_months_of_plus_and_minus(tmp_path):
    """Plus: January 1.5, February 3 of which 2 stand, March 4.5 of which 2; minus: February 4 of which 3. 100+5.5-2-3."""
    facts = _facts(
        ("praised", "01-31", "m1"), ("praised", "02-01", "m1"), ("praised", "02-28", None), ("slack", "02-10", "m1"),
        ("slack", "02-11", None), ("praised", "03-01", None), ("praised", "03-15", "m2"), ("praised", "03-31", "m2"), ("slack", "03-31", "m2"),
    )  # fmt: skip
    total, said = _score(tmp_path, _pack(MONTH, {**MONTH, "side": "minus", "most": "3"}), facts)
    assert (total, said) == ("100.50", [
        ("-1", "2026年2月加分最多2分，超出部分不计"), ("-2.5", "2026年3月加分最多2分，超出部分不计"), ("1", "2026年2月减分最多3分，超出部分不计"),
    ])  # fmt: skip
    # The first quarter: 1.5+3+4.5, of which 5 stand; minus 6, of which 3.
    total, said = _score(
        tmp_path,
        _pack({**MONTH, "per": "quarter", "most": "5"}, {"side": "minus", "most": "3", "per": "quarter"}),
        facts,
    )
    assert (total, said) == ("102.00", [
        ("3", "2026年第1季度减分最多3分，超出部分不计"), ("-4", "2026年第1季度加分最多5分，超出部分不计"),
    ])  # fmt: skip
    # March alone: a period of one month is cut as its month is.
    assert _score(tmp_path, _pack(MONTH), facts, MARCH) == ("100.00", [("-2.5", "2026年3月加分最多2分，超出部分不计")])


def test_months_of_two_years_are_two(tmp_path):
    facts = _facts(("praised", "03-01", None), ("praised", "03-02", None))
    facts += [{**fact, "id": f"z{number}", "on": f"2027-03-0{number}"} for number, fact in enumerate(facts, 1)]
    total, said = _score(tmp_path, _pack(MONTH), facts, ("2026-03-01", "2027-03-31", "year"))
    assert total == "104.00" and [why[:8] for _, why in said] == ["2026年3月加", "2027年3月加"]


def test_starts_and_typed_figures_are_of_no_month(tmp_path):
    figure = {"id": "s1", "kind": "sheet", "on": "2026-03-02", "unit": "jia", "section": "given", "points": "9"}
    assert _score(tmp_path, _pack(MONTH), [figure]) == ("109.00", [])


def test_a_matter_that_is_not_done_has_no_month_in_a_year_and_that_of_a_month(tmp_path):
    assigned = [
        {"id": f"a{n}", "kind": "assigned", "on": "2026-01-05", "unit": "jia", "matter": f"m{n}", "due": "2026-02-10"}
        for n in range(3)
    ]
    cap = {"side": "minus", "most": "1", "per": "month"}
    assert _score(tmp_path, _pack(cap), assigned) == ("97.00", [])
    assert _score(tmp_path, _pack(cap), assigned, MARCH) == ("99.00", [("2", "2026年3月减分最多1分，超出部分不计")])
    done = [{**each, "id": f"c{n}", "kind": "completed", "on": f"2026-0{n + 3}-02"} for n, each in enumerate(assigned)]
    for each in done:
        each.pop("due")
    assert _score(tmp_path, _pack({**cap, "most": "0.5"}), [*assigned, *done])[0] == "98.50"
    together = [{**each, "on": "2026-03-02"} for each in done]
    assert _score(tmp_path, _pack({**cap, "most": "0.5"}), [*assigned, *together])[0] == "99.50"


def test_what_is_narrower_cuts_before_sections_are_bounded(tmp_path):
    """m1: 6, of which 5 stand; with m2's 4 that is 9, of which the whole allows 8; the section's own least gives the rest back."""
    whole = {"side": "minus", "most": "8", "into": "work"}
    total, said = _score(tmp_path, _pack(MATTER, whole), THREE_EACH)
    assert total == "93.50" and [points for points, _ in said] == ["1", "1"]
    total, said = _score(tmp_path, _pack(MATTER, work={"start": "6", "least": "0"}), THREE_EACH)
    assert total == "101.50" and [points for points, _ in said] == ["1"]


def test_of_a_matter_in_two_sections_the_latest_points_are_cut_the_inner_section_first(tmp_path):
    """In 办理 m1 may cost 3: its third fact is cut whole, the second by 1. Of the whole m1 may cost 2: then the second is gone too."""
    inner = {**MATTER, "most": "3", "into": "work"}
    for caps in ((inner, {**MATTER, "most": "2"}), ({**MATTER, "most": "2"}, inner)):
        total, said = _score(tmp_path, _pack(*caps), THREE_EACH)
        assert total == "97.50" and sorted(points for points, _ in said) == ["1", "1", "1", "3"]
    month = {"side": "minus", "most": "3", "per": "month"}
    # m1 4, m2 2 in March; m1 may cost 2, then March 3: of m2's 2 the half. Months first would leave m1 2 and m2 nothing.
    facts = _facts(("slack", "03-01", "m1"), ("slack", "03-02", "m1"), ("slack", "03-03", "m2"))
    total, said = _score(tmp_path, _pack(month, {**MATTER, "most": "2"}), facts)
    assert total == "97.00" and [points for points, _ in said] == ["2", "1"]


def test_which_points_of_two_sections_stand(tmp_path):
    facts = _facts(("slack", "03-01", "m1"), ("slack", "03-02", "m1"), ("praised", "03-03", "m1"))
    blame = {**PRAISED, "worth": "-2"}
    # 办理 starts at 3: 2 and 2 stand there and use it up, the later 2 of the whole are cut. 100+3-4, lifted by 1.
    pack = _pack({**MATTER, "most": "4"}, work={"start": "3", "least": "0"})
    pack["clauses"][1]["rules"] = [blame]
    assert _score(tmp_path, pack, facts) == ("100.00", [("2", "事项“m1”减分最多4分，超出部分不计")])
    # In 办理 m1 may cost 2, so that of the whole 5 there is room for both. The whole first would leave 1 of the later 2.
    pack = _pack(MATTER, {**MATTER, "most": "2", "into": "work"})
    pack["clauses"][1]["rules"] = [blame]
    assert _score(tmp_path, pack, facts) == ("96.00", [("2", "事项“m1”减分最多2分，超出部分不计")])


def test_factors_come_before(tmp_path):
    pack = _pack(MATTER)
    pack["clauses"][2]["rules"].append({"kind": "factor", "times": "2", "side": "minus"})
    assert _score(tmp_path, pack, THREE_EACH)[0] == "91.50"  # 12 and 8, of which 5 each


CAPS = st.lists(
    st.builds(
        lambda side, most, per, into: {"side": side, "most": most, "into": into} | ({"per": per} if per else {}),
        st.sampled_from(["plus", "minus"]),
        st.sampled_from(["1", "2.5"]),
        st.sampled_from(["matter", "month", "quarter", ""]),
        st.sampled_from(["total", "work"]),
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=30, deadline=None)
@given(
    caps=CAPS,
    told=st.lists(
        st.tuples(
            st.sampled_from(["slack", "praised"]),
            st.sampled_from(["03-01", "03-09", "05-02"]),
            st.sampled_from(["m1", "m2", None]),
            st.sampled_from(["jia", "yi"]),
        ),
        max_size=9,
    ),
    data=st.data(),
)
def test_brought_forward_fact_by_fact_it_is_what_a_count_anew_gives(tmp_path_factory, caps, told, data):
    regime = _regime(tmp_path_factory.mktemp("packs"), _pack(*caps))
    facts = [{**fact, "unit": each[3]} for each, fact in zip(told, _facts(*(each[:3] for each in told)), strict=True)]
    assigned = {"id": "a1", "kind": "assigned", "on": "2026-01-05", "unit": "yi", "matter": "m1", "due": "2026-02-01"}
    case = _case(regime, [assigned, *_assigned([assigned, *facts]), *facts], YEAR)
    plan = plan_of(regime, tuple(sorted(regime.choices(None).items())), "year")
    order = data.draw(st.permutations(list(case.facts)))
    known = tallies.tally(plan, [], case.units, case.period)
    for number, fact in enumerate(order, 1):
        told_now = order[:number]
        anew = bears_on(fact, told_now)
        known, left = tallies.tally_again(plan, facts_for(anew, told_now), case.units, case.period, anew, known)
        assert not left
        anew_all = scoring.score(regime, told_now, case.units, case.period)
        assert scoring.compared(plan, known, case.units, case.period) == anew_all
        for unit in anew_all.units:
            assert sum(line.points for line in unit.lines) == unit.total


@pytest.mark.parametrize(
    ("per", "said"),
    [
        ("year", "per 不能是“year”，只能是 matter、month、quarter"),
        ("fact", "一次最多几分写在分值里"),
        ("mont", "是不是“month”"),
        (["matter"], "只能是 matter、month、quarter"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path, per, said):
    with pytest.raises(PackError) as error:
        _regime(tmp_path, _pack({**MATTER, "per": per}))
    assert said in error.value.what


@pytest.mark.parametrize(
    "cap",
    [MATTER, MONTH, {**MONTH, "per": "quarter"}, {**MATTER, "per": "month"}, {**MONTH, "per": "matter", "most": "20"}],
)
def test_the_check_finds_a_case_in_which_it_cuts(tmp_path, cap):
    assert checking.checked(_regime(tmp_path, _pack(cap))) == ()


def test_a_cap_of_one_matter_where_nothing_is_of_a_matter_is_refused_as_dead(tmp_path):
    pack = _pack({**MATTER, "side": "plus"})
    pack["events"] = {**HEAD["events"], "praised": {**HEAD["events"]["praised"], "of": "unit"}}
    with pytest.raises(PackError, match="四 的这条规则从不起作用"):
        checking.checked(_regime(tmp_path, pack))


@pytest.mark.parametrize("cap", [{"side": "plus", "most": "5"}, {**MONTH, "most": "5"}])
def test_what_pays_once_a_matter_reaches_a_cap_on_several(tmp_path, cap):
    """A cap of the whole, too: it was refused as dead, since all that was tried lay on one matter."""
    pack = _pack(cap)
    pack["clauses"][1]["rules"] = [{**PRAISED, "count": {"once_per": "matter"}}]
    assert checking.checked(_regime(tmp_path, pack)) == ()


def test_it_is_said_and_comes_back_from_its_blanks(tmp_path, capsys):
    pack = _pack(MATTER, {**MONTH, "into": "work"})
    pack["clauses"][1]["rules"].append({**PRAISED, "into": "work"})
    regime = _regime(tmp_path, pack)
    said = [sentence_of(rule, regime) for clause in regime.clauses if clause.clause == "四" for rule in clause.rules]
    assert said == ["每个事项扣分合计以5分为限", "“办理”项的每月加分合计以2分为限"]
    content = drafts.new("某县办法", [("第一条", "同一事项扣分不超过5分")])
    for rule in ({"kind": "cap", **MATTER}, {"kind": "cap", **MONTH}, {"kind": "cap", "side": "plus", "most": "2"}):
        assert blanks.rule_of(blanks.values_of(rule, content), content) == rule
    with pytest.raises(blanks.BlankError):
        blanks.rule_of(blanks.values_of({"kind": "cap", **MATTER, "per": "year"}, content), content)
    assert main(["regimes", "check", regime.file]) == 0
    assert "从不" not in capsys.readouterr().out
