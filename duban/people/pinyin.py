"""Names by the first letters of their pinyin, and how likely somebody means one of them by what they type.

Loaded where it is needed: the dictionary takes a quarter of a second, once a process.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache

_KEPT = re.compile(r"[^0-9a-z]")


@lru_cache(maxsize=20_000)
def initials(name: str) -> str:
    """Return the first letters of a name as it is read aloud, small, with its digits: 县发展改革局 is xfzggj."""
    from pypinyin import Style, lazy_pinyin

    return _plain("".join(lazy_pinyin(_folded(name), style=Style.FIRST_LETTER)))


@lru_cache(maxsize=20_000)
def spelled(name: str) -> str:
    """Return a name spelled out in pinyin without tones, small: 葛明远 is gemingyuan."""
    from pypinyin import lazy_pinyin

    return _plain("".join(lazy_pinyin(_folded(name))))


@lru_cache(maxsize=20_000)
def letters(name: str) -> tuple[str, ...]:
    """Return, character by character, every first letter with which it may be read: 行 is both h and x."""
    from pypinyin import Style, pinyin

    each_alone = list(_folded(name))
    read = pinyin(each_alone, style=Style.FIRST_LETTER, heteronym=True)
    return tuple(found for each in read if (found := _plain("".join(dict.fromkeys(each)))))


def fitting(asked: str, names: Iterable[str]) -> int:
    """Return how well what was typed fits the best of a record's names: 0 not at all, 5 exactly.

    4 begins a name, 3 stands in one, 2 are its initials, 1 are characters or initials of it in their order (zjj, 发改 for 发展和改革).
    """
    words = _folded(asked).replace(" ", "")
    return max((_fitting(words, _folded(name).replace(" ", "")) for name in names), default=0) if words else 0


def made_code(name: str, taken: Collection[str], *, most: int = 40) -> str:
    """Return a code made of a name's initials that is not taken yet; a number follows where they are."""
    return free_of(initials(name)[: most - 4] or "unit", taken)


def free_of(word: str, taken: Collection[str]) -> str:
    """Return the word, with the first number from 2 that makes it free where it is taken."""
    number, made = 1, word
    while made in taken:
        number += 1
        made = f"{word}{number}"
    return made


def _fitting(words: str, name: str) -> int:
    if words == name:
        return 5
    if name.startswith(words):
        return 4
    if words in name:
        return 3
    if not words.isascii():
        return 1 if len(words) > 1 and _follows([{sign} for sign in name], words) else 0
    read = [set(each) for each in letters(name)]
    if len(read) == len(words) and _follows(read, words):
        return 4
    if _follows(read[: len(words)], words):
        return 2
    return 1 if len(words) > 1 and _follows(read, words) else 0


def _follows(places: list[set[str]], words: str) -> bool:
    """Whether the signs stand in these places one after the other, with others between them or not."""
    at = iter(places)
    return all(any(sign in place for place in at) for sign in words)


def _folded(words: str) -> str:
    return unicodedata.normalize("NFKC", words).casefold().strip()


def _plain(words: str) -> str:
    return _KEPT.sub("", words.casefold())
