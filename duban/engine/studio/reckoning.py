"""How often a document has points reckoned, by its words: 每月考核, 按季度排名, 督查考核每月一次, 年终总评."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from duban.engine.studio.offers.totals.bands import sums_of_periods
from duban.engine.studio.offers.words import alike

_DONE = "考核|考评|排名|排序|打分|评分|计分|评比"
_RECKONED = re.compile(rf"(?:[每按逐](个?月|季|半年|周)|(月|季|半年)度)(?:度)?[^,，。;；、年月季]{{0,4}}(?:{_DONE})")
_ONCE = re.compile(
    rf"(?:{_DONE})(?:工作)?(?:按|每|实行每)(个?月|季|半年|周)(?:度)?[^,，。;；、]{{0,4}}(?:[1一]次|进行|开展|实施)"
)
_YEARLY = re.compile(rf"(?:年度|年终|每年|按年|全年)(?:度)?[^,，。;；、]{{0,6}}(?:{_DONE}|得分|总评|总分|等次)")
PERIODS = {
    "月": ("month", "月度"), "个月": ("month", "月度"), "季": ("quarter", "季度"), "半年": ("half_year", "半年"), "周": ("week", "周"),
}  # fmt: skip
_KNOWN = ("month", "quarter", "half_year", "year")


def reckoned_in(words: str) -> Iterator[tuple[str, str, str]]:
    """Give (the words, the kind of period, what it is called) of each place that says how often points are reckoned, but for years."""
    for pattern in (_RECKONED, _ONCE):
        for match in pattern.finditer(words):
            yield match[0], *PERIODS[next(each for each in match.groups() if each)]


def periods_said(words: Iterable[str]) -> list[str]:
    """List the kinds of periods that a whole document speaks of, the shortest first; a year where it speaks of none."""
    found: set[str] = set()
    for each in map(alike, words):
        found |= {kind for _, kind, _ in reckoned_in(each)} | ({"year"} if _YEARLY.search(each) else set())
        found |= {kind for _, longer, shorter, _ in sums_of_periods(each) for kind in (longer, shorter)}
    return [kind for kind in _KNOWN if kind in found] or ["year"]
