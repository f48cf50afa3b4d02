"""Honours: the first places of each pool, ties included; who is left out for a minus is not replaced."""

from decimal import Decimal

from duban.engine.rules.honours import Honour, Pool, honoured

TOTALS = {"jia": Decimal(100), "yi": Decimal(90), "bing": Decimal(90), "ding": Decimal(80), "ju": Decimal(70)}
GROUPS = {"jia": "county", "yi": "county", "bing": "county", "ding": "county", "ju": "department"}


def named(rule, *, with_minus=(), among=TOTALS):
    return honoured(rule, {unit: TOTALS[unit] for unit in among}, GROUPS, set(with_minus))


def rule(*pools, **more):
    return Honour(clause="四(二)3", periods=("year",), pools=pools, **more)


def test_who_shares_a_place_is_honoured_with_it():
    assert named(rule(Pool(first=2))) == {"jia", "yi", "bing"}


def test_each_pool_counts_its_own_places():
    assert named(rule(Pool(groups=("county",), first=1), Pool(groups=("department",), first=1))) == {"jia", "ju"}


def test_a_place_lost_to_a_minus_stays_empty():
    assert named(rule(Pool(first=1), without="minus"), with_minus={"jia"}) == set()


def test_among_those_who_completed_everything_places_are_counted_anew():
    assert named(rule(Pool(first=1)), among={"ding", "ju"}) == {"ding"}
