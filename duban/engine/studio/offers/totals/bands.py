"""What totals are called, as words say it: 90分以上为优秀，80分以上不足90分为良好，60分以下为不合格; 优秀不超过20%; who is praised for a place; of which shorter periods a longer one is made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from duban.engine.studio.blanks.names import Names
from duban.engine.studio.offers.found import Found
from duban.engine.studio.offers.words import CHINESE, NUMBER, Span, number_of, parts_of
from duban.engine.wording import plain

_SCORE = r"(\d+(?:\.\d+)?)"
_WITH = r"(?:\((?:不?含)[^()]{0,6}\))?"
_GRADE_NAME = r"(?P<grade>(?!满分|准|限|主|例|评|据)[A-E一-龥]{1,5}?)"
_SUFFIX = "(?P<suffix>等次|等级|档次|单位|档|级)?"
_PART = rf"(?:{_SCORE}%|百分之(?P<hundredths>[{CHINESE}]+)|(?P<tenths>[一二三四五六七八九])成)"
# 为优秀, 评定为“优秀”等次: what a total is called; 为优秀(不超过30%): at most how many.
_CALLED = re.compile(
    rf"(?:评定为|确定为|认定为|评为|定为|列为|属于|为|是)[“\"]?{_GRADE_NAME}[”\"]?{_SUFFIX}[”\"]?(?P<most>\((?=[^()]*(?:超过|以内|控制在|最多|不高于|不多于))[^()]*?{_PART}[^()]*\))?(?=[,。;、\n]|$)"
)
# 优秀(90分以上)、良好(80至89分): the name first.
_BRACKETED = re.compile(rf"(?:^|(?<=[:,、;为\s])){_GRADE_NAME}{_SUFFIX}\((?P<said>(?:[^()]|\([^()]*\))*分[^()]*)\)")
_FROM = re.compile(
    rf"{_SCORE}分?(?:≤|≦)|(?:≥|≧|不低于|大于等于|达到?){_SCORE}分?|{_SCORE}分?(?P<mid>{_WITH})(?:及|\(含\))?以上(?P<behind>{_WITH})"
    rf"|{_SCORE}分?(?P<first>{_WITH})(?:至|到|-|—|－|～|~)+(?P<far>\d+(?:\.\d+)?)分(?P<last>{_WITH})"
)
_UNDER = re.compile(
    rf"(?:<|＜|不足|不满|低于|未达到?|不到|小于){_SCORE}分?(?P<last>{_WITH})|{_SCORE}分?(?P<mid>{_WITH})以下(?P<behind>{_WITH})"
)
_REST = re.compile("(?:其余|其他|其它)(?:得分|的|单位|情况|均)*$")
_NOT = re.compile(r"[扣加减]\d|[扣加减]分|[每%]|名|次以上|件以上|得\d+(?:\.\d+)?分")
# What is called so is then no total of a unit.
_OTHER = re.compile("满意|测评|测验|单项得分|该项|每项|每件|事项得分|任务得分|质量|负责人评|个人|干部")
# Whoever must meet more than the points.
_BESIDES = re.compile("且|并|同时|或|无|没有|未|方可|不含")
# A name of a grade, also where no points stand beside it.
_KNOWN = re.compile("优|良|合格|称职|好|差|达标|一般|^[一二三四五]等|^[A-E]")
# 排名前30%且: as many at most.
_TOP = re.compile(
    rf"(?:且|并且|同时)?[,，]?(?:得分|考核)?(?:排名|位次|名次|排在|位居|位列)(?:在|位于|居|列)?(?:本组|同组|各组|本类|同类|全[县市区])?(?:的)?前{_PART}(?:以内|的)?[,，]?(?:且|并且|同时)?"
)
_SHARE = re.compile(
    rf"(?P<grade>[A-E一-龥]{{1,4}}?)[”\"]?(?:等次|等级|档次|单位|档|级)*(?:的)?(?:单位|数量|名额|比例|占比|个数)*(?:一般)?(?:不得?超过|不能超过|不多于|控制在|不高于|原则上不超过|最多)[^,。;\d]{{0,14}}?{_PART}"
)
_YEARLY = (("年度|年终|全年", "year"), ("半年", "half_year"), ("季度", "quarter"), ("月度|每月", "month"))

_GRADE = re.compile(
    r"((?:优秀|良好|合格|较差|不合格|一般|优|良|差|好|较好)(?:、(?:优秀|良好|合格|较差|不合格|一般|优|良|差|好|较好)){1,4})[一二三四五]个等次"
)
_PERIODS = (
    ("月", "month"),
    ("季度", "quarter"),
    ("年中", "half_year"),
    ("半年", "half_year"),
    ("年终", "year"),
    ("年度", "year"),
)
_FIRST = re.compile(rf"前{NUMBER}名")
# 前3名且无通报批评的: fewer than the first three.
_ONLY_IF = re.compile("(?:的|单位)*[,，]?(?:并?且|同时)")
# Places that are counted in each class of units, not among all.
_APART = re.compile("[二两三四五]类|分类|分组|分别|各(?:类|组)|分[^,，。;；]{2,12}(?:排名|考核)")


# 年度得分为各月得分的平均值, 季度得分为当季各月得分之和; 加权 is neither.
_OF_PERIODS = re.compile(
    r"(?P<longer>年度|年终|全年|半年|季度)(?:考[核评])?(?:综合|最终|总)*(?:得分|成绩|总分|积分|分值|考核|考评)[^,，。;；]{0,10}?"
    r"(?P<shorter>(?:各|每|当季|十二个|12个|[四两三]个|该季)[^,，。;；]{0,3}?(?:月|季|半年)度?|[月季]度(?:考[核评])?(?:得分|成绩)?的?(?=平均|累计|加权))[^,，。;；]{0,10}?(?P<how>平均|均值|之和|累[计加积](?!扣)|相加|合计|加权)"
    r"(?P<divided>\s*(?:÷|/|除以))?(?:[^,，。;；\d]{0,8}(?P<share>\d{1,2})%)?"
)
_LONGER = {"年": "year", "全": "year", "半": "half_year", "季": "quarter"}
_SHORTER = {"月": "month", "季": "quarter", "半年": "half_year"}


def sums_of_periods(words: str) -> Iterator[tuple[re.Match[str], str, str, str]]:
    """Recognise where a longer period's points are made of shorter ones: the match, the longer and the shorter kind, mean or sum or neither of them."""
    for match in _OF_PERIODS.finditer(words):
        longer = next(kind for sign, kind in _LONGER.items() if match["longer"].startswith(sign))
        shorter = next(kind for sign, kind in _SHORTER.items() if sign in match["shorter"])
        behind = re.split("[。;；\n]", words[match.end() :])[0]
        # ×60%+年终实地考核得分×40%: a part only.
        is_part = "+" in behind or "＋" in behind or (match["share"] is not None and "%" in behind)
        how = "" if match["how"] == "加权" or match["divided"] or is_part else "mean" if "均" in match["how"] else "sum"
        yield match, longer, shorter, how


def of_periods_in(words: str, names: Names) -> Iterator[Found]:
    """Recognise a longer period that is made of shorter ones, where the document has both."""
    known = {name for name, _ in names.periods()}
    for match, longer, shorter, how in sums_of_periods(words):
        if not how or not {longer, shorter} <= known or longer == shorter:
            continue
        rule = {"kind": "of_periods", "of": shorter, "how": how, "periods": longer}
        rule |= {"times": plain(Decimal(match["share"]) / 100)} if match["share"] else {}
        yield Found(rule, (match.span(),), "较长的一期由各期已发布的得分得出，这一期不再另计各条的分")


@dataclass(frozen=True, slots=True)
class _Called:
    """What a grade is called, the words that say from how many points on, where these and the name stand, and its share where it stands right behind."""

    grade: str
    said: str
    begin: int
    end: int
    most: str = ""


def bands_in(words: str, names: Names) -> Iterator[Found]:
    """Recognise what totals are called, where the words name every grade down to the last, their bounds fit together and ask for points alone."""
    if _OTHER.search(words):
        return
    found: list[tuple[str, Decimal]] = []
    spans: list[Span] = []
    most: dict[str, str] = {}
    for called in _called(words):
        top = _TOP.search(called.said)
        said = called.said[: top.start()] + "　" * len(top[0]) + called.said[top.end() :] if top else called.said
        bound, under, rest = _FROM.search(said), _UNDER.search(said), _REST.search(said)
        first = bound or under or rest
        if first is None or (bound is None and under is None and not found):
            if re.search(r"\d", called.said) and _KNOWN.search(called.grade):
                return  # 前20%为优秀: not by points.
            continue
        if first is not rest and _NOT.search(said[first.start() :]):
            if _KNOWN.search(called.grade):
                return
            continue
        span = (called.begin + first.start(), called.end)
        if bound is None:
            if found and not top and (under is None or _meets(_number(under), found[-1][1])):
                yield from _rule(words, found, called.grade, [*spans, span], most, names)
            found, spans, most = [], [], {}
            continue
        least, far = _bounds(bound, under)
        if _asks_more(said, bound, under, bool(found)):
            return
        if found and (least >= found[-1][1] or (far is not None and not _meets(far, found[-1][1]))):
            return  # 80分以上为良好, 90分以上为优秀 from below, or a gap between them: a person reads it.
        found.append((called.grade, least))
        share = called.most or (_share(top) if top else "")
        most |= {called.grade: share} if share else {}
        spans.append(span)


def _called(words: str) -> Iterator[_Called]:
    """What is called how, in the order of the words: 90分以上为优秀, else 优秀(90分以上)."""
    begin = 0
    bracketed = list(_BRACKETED.finditer(words))
    for match in bracketed if len(bracketed) > 1 else _CALLED.finditer(words):
        # A letter or a number is no name of its own.
        grade = match["grade"] + (
            (match["suffix"] or "") if len(match["grade"]) == 1 and match["grade"] in "ABCDE一二三四五" else ""
        )
        if "said" in match.groupdict():
            yield _Called(grade, match["said"], match.start("said"), match.end())
        else:
            sentence = max(
                begin, words.rfind("。", begin, match.start()) + 1, words.rfind("\n", begin, match.start()) + 1
            )
            most = _share(match) if match["most"] else ""
            yield _Called(grade, words[sentence : match.start()], sentence, match.end(), most)
        begin = match.end()


def _asks_more(said: str, bound: re.Match[str], under: re.Match[str] | None, is_later: bool) -> bool:
    """Whether a grade asks for more than its points, or leaves out the first of them: 90分以上且无通报批评的, 90分以上(不含90分)."""
    first = "".join(bound[name] or "" for name in ("mid", "behind", "first"))
    ends = [bound["last"], *((under[name] for name in ("last", "mid", "behind")) if under else ())]
    if "不含" in first or (is_later and any(each and each.startswith("(含") for each in ends)):
        return True
    rest = list(said)
    for match in (bound, under) if under else (bound,):
        rest[match.start() : match.end()] = "　" * len(match[0])
    before, behind = "".join(rest[: bound.start()]), "".join(rest[bound.start() :])
    return bool(_BESIDES.search(re.split("[,，;；:]", before)[-1]) or _BESIDES.search(behind))


def _rule(
    words: str, found: list[tuple[str, Decimal]], below: str, spans: list[Span], most: dict[str, str], names: Names
) -> Iterator[Found]:
    rule: dict[str, Any] = {"kind": "bands", "least": {grade: plain(least) for grade, least in found}, "below": below}
    shares = dict(most)
    for match in _SHARE.finditer(words):
        named = match["grade"] + (match.string[match.end("grade")] if len(match["grade"]) == 1 else "")
        grade = next((name for name, _ in found if match["grade"].endswith(name) or named == name), None)
        share = _share(match)
        joint = any(re.search(f"{name}(?:等次|等级)?[、和及与]$", words[: match.start()]) for name, _ in found)
        if grade is not None and not joint and 0 < Decimal(share) < 1:
            shares[grade] = share
            spans = [*spans, match.span()]
    rule |= {"most": shares} if shares else {}
    known = {name for name, _ in names.periods()}
    before = words[: spans[0][0]]
    named = [name for pattern, name in _YEARLY if re.search(pattern, before)]
    periods = [name for name in named if name in known]
    if named and not periods:
        return  # 月度评分85分以上为优秀: the document scores no months.
    rule |= {"periods": periods} if len(periods) == 1 and len(known) > 1 else {}
    because = f"得分到多少分是什么等次；都不到的是“{below}”"
    yield Found(rule, tuple(sorted(spans)), because)


def _share(match: re.Match[str]) -> str:
    """A share as a part of one: 25%, 百分之二十五, 三成."""
    if match["tenths"]:
        return plain(Decimal(number_of(match["tenths"])) / 10)
    hundredths = match["hundredths"]
    said = number_of(hundredths) if hundredths else next(each for each in match.groups() if each and each[0].isdigit())
    return plain(Decimal(said) / 100)


def _number(match: re.Match[str]) -> Decimal:
    return Decimal(next(each for each in match.groups() if each and each[0].isdigit()))


def _bounds(bound: re.Match[str], under: re.Match[str] | None) -> tuple[Decimal, Decimal | None]:
    """From how many points on, and up to how many where that is said."""
    least = _number(bound)
    far = bound["far"] or (_number(under) if under is not None else None)
    return least, None if far is None else Decimal(far)


def _meets(most: Decimal, above: Decimal) -> bool:
    """Whether one grade ends where the next begins: 89, 89.9 or 89.99 below 90, or 90 itself."""
    return above - most in (Decimal(0), Decimal(1), Decimal("0.1"), Decimal("0.01"))


def results_in(words: str, groups: list[tuple[str, str]]) -> Iterator[Found]:
    """Recognise grades, and who is praised for a place."""
    for part in parts_of(words):
        grade = _GRADE.search(part.text)
        if grade:
            yield Found({"kind": "grade", "scale": grade[1].split("、")}, (part.span(grade),), f"“{grade[1]}”是等次")
        places = list(_FIRST.finditer(part.text))
        if not places or not re.search("表扬|表彰|通报", part.text):
            continue
        if any(_ONLY_IF.match(part.text, match.end()) for match in places):
            continue
        periods = [name for word, name in _PERIODS if re.search(f"{word}(?:度)?(?:考核|排名|通报)", part.text)]
        if len(periods) != 1:
            continue
        pools = []
        for match in places:
            before = re.split("[、,，]", part.text[: match.start()])[-1]
            group = next(
                (name for name, label in groups if label and (label in before or (label[:1] == before[:1] == "县"))),
                None,
            )
            pools.append({**({"groups": group} if group else {}), "first": int(number_of(match[1]))})
        named = [name for name, label in groups if label and label in part.text]
        if len(pools) == 1 and len(named) > 1 and _APART.search(part.text):
            pools = [{"groups": name, "first": pools[0]["first"]} for name in named]
        if not all("groups" in pool for pool in pools) and (len(pools) > 1 or _APART.search(part.text)):
            continue
        yield Found(
            {"kind": "honour", "periods": periods[0], "pools": pools},
            tuple(part.span(each) for each in places),
            "“前几名”通报表扬",
        )
