"""Draws: the seed and the set decide, every entry has its chance, nothing is drawn twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.engine.draws import draw

POOLS = st.sets(st.text(min_size=1, max_size=8), min_size=1, max_size=12)


@given(POOLS, st.text(max_size=8), st.data())
def test_the_same_seed_and_set_draw_the_same_in_any_order(pool, seed, data):
    count = data.draw(st.integers(1, len(pool)))
    drawn = draw(data.draw(st.permutations(sorted(pool))), count, seed)
    assert drawn == draw(pool, count, seed)
    assert len(set(drawn)) == count and set(drawn) <= pool
    assert draw(pool, len(pool), seed)[:count] == drawn


def test_every_entry_has_about_the_same_chance():
    first = [draw("abcde", 1, str(seed))[0] for seed in range(2000)]
    assert all(330 < first.count(entry) < 470 for entry in "abcde")


def test_a_known_draw():
    assert draw(["jia", "yi", "bing", "fagai"], 4, "20260331") == ["yi", "bing", "jia", "fagai"]


@pytest.mark.parametrize("count", [0, -1, 4])
def test_a_count_out_of_range_is_refused(count):
    with pytest.raises(ValueError, match="不能抽"):
        draw("abc", count, "x")
