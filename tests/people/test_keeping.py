"""What was made once is kept by what it was made of."""

import pytest

from duban.people.keeping import Kept


def test_what_is_asked_again_is_made_once_until_there_are_too_many():
    made, kept = [], Kept[str](2)

    def ask(key):
        return kept.get(key, lambda: made.append(key) or f"of {key}")

    assert [ask("a"), ask("b"), ask("a")] == ["of a", "of b", "of a"] and made == ["a", "b"]
    assert ask("c") == "of c" and ask("a") == "of a" and made == ["a", "b", "c", "a"]
    assert ask("c") == "of c" and made == ["a", "b", "c", "a"], "only the oldest went"
    kept.forget()
    assert ask("a") == "of a" and made[-1] == "a" and len(made) == 5


def test_what_could_not_be_made_is_not_kept():
    kept = Kept[int](2)
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: 1 // 0)
    assert kept.get("a", lambda: 1) == 1
