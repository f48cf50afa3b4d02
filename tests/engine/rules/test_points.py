"""Points: what one fact earns, by level or by authority, and what the times beyond a number cost."""

from decimal import Decimal

import pytest

from duban.engine.rules.points import Beyond, HighestOnly, Points, beyond, is_contested, worth

CLASSES = {"national": frozenset({"central", "ministry"}), "city": frozenset({"city"})}


def points(amounts, **more):
    return Points(clause="附件1 三1", fact="instruction", points=amounts, **more)


def test_a_fact_with_other_values_is_not_concerned():
    rule = points(Decimal("-4"), where={"tone": frozenset({"criticism"})})
    assert worth(rule, {"tone": "criticism"}, CLASSES) == Decimal("-4")
    assert worth(rule, {"tone": "praise"}, CLASSES) is None
    assert worth(rule, {}, CLASSES) is None


def test_by_class_the_classes_of_authorities_are_asked():
    rule = points({"national": Decimal(4), "city": Decimal(2)}, by="authority_class")
    assert worth(rule, {"authority": "ministry"}, CLASSES) == Decimal(4)
    assert worth(rule, {"authority": "province"}, CLASSES) is None


def test_by_authority_the_authority_itself():
    rule = points({"province": Decimal(15)}, by="authority")
    assert worth(rule, {"authority": "province"}, CLASSES) == Decimal(15)
    assert worth(rule, {"authority": "city"}, CLASSES) is None


def test_by_level_the_matter_decides_later():
    amounts = {"red": Decimal(-5), "blue": Decimal(-2)}
    assert worth(points(amounts, by="level"), {}, CLASSES) == amounts


@pytest.mark.parametrize(
    ("times", "once", "each"), [(1, "0", "0"), (2, "0", "0"), (3, "-0.1", "-0.1"), (5, "-0.1", "-0.3")]
)
def test_only_what_is_beyond_costs(times, once, each):
    """县方案 六(五): made to do it again more than twice."""
    rules = [
        Beyond(clause="六(五)", fact="returned", points=Decimal("-0.1"), more_than=2, times=way)
        for way in ("once", "each")
    ]
    assert [beyond(rule, times) for rule in rules] == [Decimal(once), Decimal(each)]


def test_a_kind_without_a_tone_stands_on_the_side_of_its_points():
    rule = HighestOnly(clause="附件2 导语", facts=("circular", "published"), tone="praise")
    assert is_contested(rule, "circular", "praise", Decimal(15)) and is_contested(rule, "published", None, Decimal(5))
    assert not is_contested(rule, "circular", "criticism", Decimal(-15))
    assert not is_contested(rule, "published", None, Decimal(-5)) and not is_contested(
        rule, "interview", None, Decimal(1)
    )
