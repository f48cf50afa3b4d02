"""What totals are called, as words say it: 90分以上为优秀，80分以上不足90分为良好，60分以下为不合格; 优秀不超过20%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from duban.engine.studio.blanks.names import Names
from duban.engine.studio.offers.found import Found
from duban.engine.studio.offers.words import Span
from duban.engine.wording import plain

_SCORE = r"(\d+(?:\.\d+)?)"
_WITH = r"(?:\((?:不?含)[^()]{0,6}\))?"
# 为优秀, 评定为“优秀”等次: what a total is called.
_CALLED = re.compile(
    r"(?:评定为|确定为|认定为|评为|定为|列为|属于|为|是)[“\"]?(?P<grade>(?!满分|准|限|主|例)[一-龥]{1,5}?)[”\"]?(?:等次|等级|档次|单位|档)?(?=[,。;、\n]|$)"
)
_FROM = re.compile(
    rf"{_SCORE}分?(?:≤|≦)|(?:≥|≧|不低于|大于等于|达到?){_SCORE}分?|{_SCORE}分?{_WITH}(?:及|\(含\))?以上|{_SCORE}分?{_WITH}(?:至|到|-|—|－|～|~)+{_SCORE}分"
)
_UNDER = re.compile(rf"(?:<|＜|不足|低于|未达到?|不到|小于){_SCORE}分?|{_SCORE}分?{_WITH}以下")
_REST = re.compile("(?:其余|其他|其它)(?:得分|的|单位|情况|均)*$")
_NOT = re.compile(r"[扣加减]\d|[扣加减]分|[每%]|名|次以上|件以上|得\d+(?:\.\d+)?分")
# What is called so is then no total of a unit.
_OTHER = re.compile("满意|测评|测验|单项得分|该项|每项|每件|事项得分|任务得分|质量")
_SHARE = re.compile(
    rf"(?P<grade>[一-龥]{{1,4}}?)(?:等次|等级|档次|单位)?(?:的)?(?:单位|数量|名额|比例|占比|个数)*(?:一般)?(?:不得?超过|控制在|不高于|原则上不超过|最多)[^,。;\d]{{0,14}}?{_SCORE}%"
)
_YEARLY = (("年度|年终|全年", "year"), ("半年", "half_year"), ("季度", "quarter"), ("月度|每月", "month"))


def bands_in(words: str, names: Names) -> Iterator[Found]:
    """Recognise what totals are called, where the words name every grade down to the last and their bounds fit together."""
    if _OTHER.search(words):
        return
    found: list[tuple[str, Decimal]] = []
    spans: list[Span] = []
    begin = 0
    for match in _CALLED.finditer(words):
        said = words[begin : match.start()]
        begin = match.end()
        bound, under = _FROM.search(said), _UNDER.search(said)
        rest = _REST.search(said)
        if found and bound is None and under is None and rest is not None:
            yield _rule(
                words, found, match["grade"], [*spans, (match.start() - len(said) + rest.start(), match.end())], names
            )
            found, spans = [], []
            continue
        if (bound is None and under is None) or _NOT.search(said[(bound or under).start() :]):  # type: ignore[union-attr]
            continue
        span = (match.start() - len(said) + (bound or under).start(), match.end())  # type: ignore[union-attr]
        if bound is None:
            assert under is not None
            if found and _meets(_number(under), found[-1][1]):
                yield _rule(words, found, match["grade"], [*spans, span], names)
            found, spans = [], []
            continue
        least, most = _bounds(bound, under)
        if found and (least >= found[-1][1] or (most is not None and not _meets(most, found[-1][1]))):
            return  # 80分以上为良好, 90分以上为优秀 from below, or a gap between them: a person reads it.
        found.append((match["grade"], least))
        spans.append(span)


def _rule(words: str, found: list[tuple[str, Decimal]], below: str, spans: list[Span], names: Names) -> Found:
    rule: dict[str, Any] = {"kind": "bands", "least": {grade: plain(least) for grade, least in found}, "below": below}
    shares = {}
    for match in _SHARE.finditer(words):
        grade = next((name for name, _ in found if match["grade"].endswith(name)), None)
        if grade is not None and 0 < Decimal(match[2]) < 100:
            shares[grade] = plain(Decimal(match[2]) / 100)
            spans = [*spans, match.span()]
    rule |= {"most": shares} if shares else {}
    known = {name for name, _ in names.periods()}
    before = words[: spans[0][0]]
    periods = [name for pattern, name in _YEARLY if name in known and re.search(pattern, before)]
    rule |= {"periods": periods} if len(periods) == 1 and len(known) > 1 else {}
    because = f"得分到多少分是什么等次；都不到的是“{below}”"
    return Found(rule, tuple(sorted(spans)), because)


def _number(match: re.Match[str]) -> Decimal:
    return Decimal(next(each for each in match.groups() if each))


def _bounds(bound: re.Match[str], under: re.Match[str] | None) -> tuple[Decimal, Decimal | None]:
    """From how many points on, and up to how many where that is said."""
    least = _number(bound)
    far = bound[5] or (_number(under) if under is not None else None)
    return least, None if far is None else Decimal(far)


def _meets(most: Decimal, above: Decimal) -> bool:
    """Whether one grade ends where the next begins: 89, 89.9 or 89.99 below 90, or 90 itself."""
    return above - most in (Decimal(0), Decimal(1), Decimal("0.1"), Decimal("0.01"))
