"""Packs and cases from the grammar at random: the engine and the plain reading of the laws agree, in whatever order lines and facts stand."""

import itertools
import json
import random
from datetime import date, timedelta
from fractions import Fraction

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duban.engine import cases, scoring
from duban.engine.packs.loading import load_regime
from tests.engine.reference import Case

UNITS = {"ua": "town", "ub": "town", "uc": "office"}
FIRST = date(2026, 1, 1)
PERIOD = ("2026-01-01", "2026-06-30")
AMOUNTS = ("-5", "-2.5", "-1", "-0.3", "0", "1", "2", "4")


NUMBERS = itertools.count()


def days(low=-60, high=220):
    return st.integers(low, high).map(lambda n: (FIRST + timedelta(days=n)).isoformat())


@st.composite
def worths(draw, count):
    kind = draw(st.sampled_from(["amount", "amount", "colour", "level", "place", "times"]))
    if kind in ("place", "times") and not ({"from", "in_a_row", "once_per"} & set(count)):
        points = {
            key: draw(st.sampled_from(AMOUNTS)) for key in draw(st.sampled_from([("1", "3"), ("2",), ("1", "2", "4")]))
        }
        return {"by": kind, "points": points}
    if kind == "colour" and "in_a_row" not in count:
        return {"by": "colour", "points": {key: draw(st.sampled_from(AMOUNTS)) for key in ("red", "blue")}}
    if kind == "level":
        return {
            "by": "level",
            "points": {"high": draw(st.sampled_from(AMOUNTS)), "low": draw(st.sampled_from(AMOUNTS))},
        }
    return draw(st.sampled_from(AMOUNTS))


COUNTS = [
    {}, {}, {"once_per": "unit"}, {"once_per": "thing"}, {"within": "thing", "from": 2}, {"from": 3}, {"once_per": "thing", "from": 2},
    {"within": "thing", "in_a_row": 2, "along": "number"}, {"in_a_row": 3, "along": "number"}, {"within": "thing"},
    {"once_per": "thing", "from": 2, "over": "life"}, {"within": "thing", "from": 2, "over": "life"},
]  # fmt: skip


@st.composite
def rules(draw, earlier):
    into = draw(st.sampled_from(["total", "a", "b", "c"]))
    kind = draw(st.sampled_from(["event", "event", "event", "matters", "quantity", "unit"]))
    rule = {"kind": "score", "into": into}
    if kind == "event":
        count = draw(st.sampled_from(COUNTS))
        where = draw(
            st.sampled_from(
                [{}, {"colour": "red"}, {"colour": "blue"}, {"category": "key"}, {"role": "support"}, {"level": "high"}]
            )
        )
        rule |= {
            "select": {"event": draw(st.sampled_from(["alpha", "beta"])), "where": where},
            "worth": draw(worths(count)),
        }
        rule |= {"count": count} if count else {}
        if earlier and draw(st.integers(0, 3)) == 0:
            rule["replaces"] = [draw(st.sampled_from(earlier))]
    elif kind == "matters":
        words = draw(st.sampled_from([["due", "done"], "on_time", "late", "closed", ["at_stake", "undone"], "in_hand"]))
        where = draw(st.sampled_from([{}, {"category": "key"}, {"role": "support"}]))
        rule |= {"select": {"matters": words, "where": where}, "worth": draw(st.sampled_from(AMOUNTS))}
    elif kind == "quantity":
        rule["select"] = {"quantity": draw(st.sampled_from(["held", "summed", "share", "top"]))}
    else:
        rule |= {
            "select": {"unit": draw(st.sampled_from(["town", "office", "every"]))},
            "worth": draw(st.sampled_from(AMOUNTS)),
        }
    if draw(st.integers(0, 4)) == 0:
        word = draw(st.sampled_from(["at_least", "over", "at_most", "under", "is"]))
        rule["only_if"] = [
            {"figure": draw(st.sampled_from(["held", "share"])), word: draw(st.sampled_from(["0", "1", "2", "0.5"]))}
        ]
    return rule


@st.composite
def caps(draw):
    side, most = draw(st.sampled_from(["minus", "plus"])), draw(st.sampled_from(["0", "1.5", "4"]))
    per = draw(st.sampled_from([None, "matter", "month", "quarter"]))
    into = draw(st.sampled_from(["total", "total", "a", "b", "c"]))
    return {"kind": "cap", "side": side, "most": most, "into": into, **({"per": per} if per else {})}


@st.composite
def packs(draw):
    clauses, names = [], []
    for number in range(draw(st.integers(1, 4))):
        name = f"c{number}"
        listed = [draw(rules(names)) for _ in range(draw(st.integers(1, 3)))]
        clause = {"clause": name, "gist": "略", "kinds": ["score"], "rules": listed}
        if draw(st.integers(0, 3)) == 0:
            clause["counts"] = "highest"
        clauses.append(clause)
        names.append(name)
    more = clauses[0]["rules"]
    if draw(st.booleans()):
        more.append(
            {
                "kind": "factor",
                "times": draw(st.sampled_from(["2", "0.5"])),
                "side": draw(st.sampled_from(["minus", "plus"])),
            }
        )
    more += draw(st.lists(caps(), max_size=3))
    if draw(st.integers(0, 2)) == 0:
        more.append({"kind": "highest_only", "of": names, "per": draw(st.sampled_from(["matter", "unit", "occasion"]))})
    same = draw(st.sampled_from([None, [], ["day", "thing"], ["thing"]]))
    alpha = {
        "label": "甲事",
        "fields": {
            "colour": {"red": "红", "blue": "蓝"},
            "thing": {"text": "optional"},
            "number": {"whole": "optional"},
        },
    }
    beta = {"label": "乙事", "fields": dict(alpha["fields"]), "until": ["mended"]}
    if same is not None:
        alpha["same"] = same
    return {
        "id": "made", "name": "试", "periods": ["half_year"],
        "groups": {"every": "全部", "town": {"name": "乡镇", "in": "every"}, "office": {"name": "机关", "in": "every"}},
        "levels": {"high": "高", "low": "低"},
        "categories": [{"id": "key", "name": "重点", "clause": "c0"}, {"id": "plain", "name": "一般", "clause": "c0"}],
        "sections": [
            {"id": "a", "label": "甲项", "start": "10", "least": "0", "clause": "c0"},
            {"id": "b", "label": "乙项", "in": "a", "most": "3", "clause": "c0"},
            {"id": "c", "label": "丙项", "start": "5", "least": "2", "most": "8", "group": "town", "clause": "c0"},
        ],
        "events": {
            "alpha": alpha, "beta": beta, "mended": {"label": "已改", "recorded_only": "只作了结"},
            "spare": {"label": "备用", "recorded_only": "不计分"},
        },
        "quantities": {
            "held": {"count": {"event": "alpha"}, "label": "次数"},
            "summed": {"sum": {"event": "beta", "field": "number", "default": "0"}, "label": "合计"},
            "share": {"formula": "summed / held", "if_zero": "1", "label": "比"},
            "top": {"across": "max", "of": "held", "pool": "ranked", "label": "最多"},
        },
        "clauses": clauses,
    }  # fmt: skip


@st.composite
def capped(draw):
    """A pack of plain rules with caps of one matter or month, and facts of one unit that reach them."""
    kinds, into = st.sampled_from(["alpha", "beta"]), st.sampled_from(["total", "a", "b", "c"])
    worth = st.sampled_from(["-2.5", "-1", "-0.3", "1", "2"])
    score = st.builds(
        lambda e, w, i: {"kind": "score", "select": {"event": e}, "worth": w, "into": i}, kinds, worth, into
    )
    late = st.builds(lambda i: {"kind": "score", "select": {"matters": "late"}, "worth": "-1", "into": i}, into)
    narrow = draw(st.lists(caps().filter(lambda cap: "per" in cap), min_size=1, max_size=3))
    listed = [*draw(st.lists(score, min_size=2, max_size=4)), *draw(st.lists(late, max_size=1))]
    clauses = [
        {
            "clause": "c0",
            "gist": "略",
            "kinds": ["score"],
            "rules": [*listed, *narrow, *draw(st.lists(caps(), max_size=1))],
        }
    ]
    pack, facts = draw(packs()) | {"clauses": clauses}, draw(fact_lists())
    for number in range(draw(st.integers(3, 8))):
        more = {"kind": draw(kinds), "unit": "ua", "on": draw(days(0, 59)), "colour": "red", "thing": f"t{number}"}
        facts.append({"id": f"g{number}", "matter": draw(st.sampled_from(["m1", "m2"])), **more})
    return pack, facts


@st.composite
def fact_lists(draw):
    facts = []
    for matter, unit in (("m1", "ua"), ("m2", "ub"), ("m3", "uc")):
        facts.append({
            "kind": "assigned", "unit": unit, "matter": matter, "on": draw(days(-60, -1)), "due": draw(days()), "role": "lead",
            "category": draw(st.sampled_from(["key", "plain"])), "level": draw(st.sampled_from(["high", "low"])),
        })  # fmt: skip
        if draw(st.booleans()):
            facts.append({"kind": "completed", "unit": unit, "matter": matter, "on": draw(days(0, 220))})
    first = facts[0]
    facts.append({**first, "unit": "ub", "role": "support", "on": first["on"]})
    for _ in range(draw(st.integers(0, 14))):
        kind = draw(st.sampled_from(["alpha", "alpha", "beta", "mended", "spare"]))
        fact = {"kind": kind, "unit": draw(st.sampled_from(list(UNITS))), "on": draw(days(-40, 200))}
        if draw(st.booleans()):
            fact["matter"] = draw(st.sampled_from(["m1", "m2", "m3"]))
        if draw(st.integers(0, 7)) == 0:
            fact["excused"] = True
        if kind in ("alpha", "beta"):
            fact["colour"] = draw(st.sampled_from(["red", "blue"]))
            fact |= {"thing": draw(st.sampled_from(["x", "y"]))} if draw(st.integers(0, 4)) else {}
            fact |= {"number": draw(st.integers(1, 5))} if draw(st.integers(0, 3)) else {}
            fact |= {"occasion": "o1"} if draw(st.booleans()) else {}
            fact |= {"level": "high"} if draw(st.integers(0, 4)) == 0 else {}
        facts.append(fact)
    return [{"id": f"f{number:02}", **fact} for number, fact in enumerate(facts)]


def _scored(tmp_path, pack, facts):
    path = tmp_path / f"made{next(NUMBERS)}.yaml"  # never the same file: a pack is kept until its file's time changes
    path.write_text(yaml.safe_dump(pack, allow_unicode=True, sort_keys=False), encoding="utf-8")
    regime = load_regime(path)
    node = {
        "regime": "made", "choices": {}, "period": {"from": PERIOD[0], "to": PERIOD[1], "kind": "half_year"},
        "units": [{"unit": unit, "group": group} for unit, group in UNITS.items()], "facts": facts,
    }  # fmt: skip
    case = cases.case_from(cases.case_from_text(json.dumps(node)), words=regime.words)
    cases.validate(regime, case.facts, case.units)
    return scoring.score(regime, case.facts, case.units, case.period).as_json()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("packs")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(pack=packs(), facts=fact_lists(), seed=st.integers(0, 10**6))
def test_the_engine_agrees_with_the_laws_in_any_order(folder, pack, facts, seed):
    _agrees(folder, pack, facts, seed)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(case=capped(), seed=st.integers(0, 10**6))
def test_it_agrees_where_one_matter_or_month_is_limited(folder, case, seed):
    _agrees(folder, *case, seed)


def _agrees(folder, pack, facts, seed):
    wanted = {unit: Case(pack, facts, UNITS, PERIOD).total(unit) for unit in UNITS}
    result = _scored(folder, pack, facts)
    totals = {unit["unit"]: unit["total"] for unit in result["units"]}
    assert {unit: total if total is None else Fraction(total) for unit, total in totals.items()} == wanted
    for unit in result["units"]:
        if unit["total"] is None:
            continue
        assert sum(Fraction(line["points"]) for line in unit["lines"]) == Fraction(unit["total"])
    order = random.Random(seed)
    for clause in pack["clauses"]:
        order.shuffle(clause["rules"])
    for listed in (pack["clauses"], pack["sections"], facts):
        order.shuffle(listed)
    again = _scored(folder, pack, [*facts, {"id": "zz", "kind": "spare", "unit": "ua", "on": "2026-03-03"}])
    assert [(unit["unit"], unit["total"]) for unit in again["units"]] == [
        (unit["unit"], unit["total"]) for unit in result["units"]
    ]
    assert again["ignored"] == result["ignored"]
