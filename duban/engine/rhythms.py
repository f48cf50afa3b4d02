"""Rhythms in words: 每月5日前, 每月最后一个周五, 每两周周五 as cycles; and words that say that something has no end (长期坚持)."""

from __future__ import annotations

import calendar as months
import re
import unicodedata
from collections.abc import Callable

from duban.engine.cycles import EXAMPLES, LAST, Cycle, office_cycle

_DIGITS = {sign: place for place, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_N = r"(\d{1,3}|[一二两三四五六七八九十]{1,3})"
_WEEKDAY = r"(?:周|星期|礼拜)([一二三四五六日天])"
_WEEKDAYS = "一二三四五六日"
_REST = {"顺延": "next", "推迟": "next", "提前": "previous", "不变": "same", "不顺延": "same"}
_REST_SAID = re.compile(
    r"[，,；;（(]?遇(?:休息日|节假日|法定节假日|周末|非工作日)+(?:的)?(顺延|推迟|提前|不变|不顺延)[）)]?$"
)
_TAIL = re.compile(
    r"(?:之?以?前|之前|底前)?(?:要|应|须)?(?:报送|上报|报告|反馈|调度|通报|汇报|报|完成)*(?:进展)?(?:情况)?(?:一次|1次)?[。；;]?$"
)
_ENDLESS = re.compile(
    r"(?:(?:长期|持续|常态化?|经常性?)(?:坚持|推进|推动|落实|执行|实施|开展|进行|抓好|巩固|有效|工作|任务|性)*[、，,；;。]?)+"
    r"|(?:无|不设|没有)(?:办结|完成|时间)?(?:期限|时限)[。]?"
)
_LONGEST = 60


def is_endless(text: str) -> bool:
    """Tell whether the words in place of a date say that there is none: 长期坚持, 持续推进, 常态化."""
    return bool(_ENDLESS.fullmatch(_plain(text)))


def rhythm_from(text: str) -> Cycle:
    """Read how often something is reported. Raises ValueError, with what is possible, for words that name no day or are not understood."""
    words = _plain(text)
    rest = ""
    said = _REST_SAID.search(words)
    if said:
        rest, words = _REST[said[1]], words[: said.start()]
    for pattern, make in _PATTERNS:
        found = re.match(pattern, words)
        if found and _TAIL.fullmatch(words[found.end() :]):
            every, number = make(*found.groups())
            return office_cycle(every, number, rest)
    raise ValueError(f"“{text.strip()[:_LONGEST]}”没有写明报送的日子，可以写：{'、'.join(EXAMPLES)}")


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS.get(ones, 0) if len(ones) == 1 else 0
    return (_DIGITS.get(tens, 0) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)


def _weekday(sign: str) -> int:
    return _WEEKDAYS.index(sign.replace("天", "日"))


def _of_year(month: int, day: int) -> tuple[str, int]:
    exists = 1 <= month <= 12 and 1 <= day <= months.monthrange(2000, month)[1]
    return ("year_day", month * 100 + day) if exists else ("year_day", 0)


_MONTH_IN = {
    "首": 1,
    "第一个": 1,
    "第1个": 1,
    "次": 2,
    "第二个": 2,
    "第2个": 2,
    "末": 3,
    "第三个": 3,
    "第3个": 3,
    "最后一个": 3,
}
_PLACE = {
    "第一个": 1,
    "第1个": 1,
    "第二个": 2,
    "第2个": 2,
    "第三个": 3,
    "第3个": 3,
    "第四个": 4,
    "第4个": 4,
    "最后一个": 5,
}
_IN_QUARTER = rf"每(?:个)?季度?的?({'|'.join(_MONTH_IN)})月的?"
_Make = Callable[..., tuple[str, int]]
# Each pattern with its example beside it; what follows may only be 前, 报送一次 and the like.
_PATTERNS: tuple[tuple[str, _Make], ...] = (
    # 每周五前
    (rf"每{_WEEKDAY}", lambda day: ("week", _weekday(day))),
    (rf"每(?:个)?(?:周|星期)的?{_WEEKDAY}", lambda day: ("week", _weekday(day))),
    # 每两周周五, 每2周的星期五
    (rf"每(?:隔)?{_N}(?:个)?(?:周|星期)的?{_WEEKDAY}", lambda weeks, day: ("weeks", _number(weeks) * 10 + _weekday(day))),
    # 隔周周五
    (rf"每?隔周的?{_WEEKDAY}", lambda day: ("weeks", 20 + _weekday(day))),
    # 每10天, 每隔十日
    (rf"每(?:隔)?{_N}(?:天|日)", lambda days: ("days", _number(days))),
    # 每月最后一个工作日
    (r"每(?:个)?月(?:的)?最后(?:一|1)个工作日", lambda: ("month", 0)),
    # 每月第3个工作日
    (rf"每(?:个)?月(?:的)?第{_N}个工作日", lambda place: ("workday", _number(place))),
    # 每月最后一个周五, 每月第二个星期一
    (
        rf"每(?:个)?月(?:的)?({'|'.join(_PLACE)}){_WEEKDAY}",
        lambda place, day: ("weekday", _PLACE[place] * 10 + _weekday(day)),
    ),
    # 每月5日前, 每月25号
    (rf"每(?:个)?月(?:的)?{_N}(?:日|号)", lambda day: ("month_day", _number(day))),
    # 每月底前, 每月末, 每月最后一天
    (r"每(?:个)?月(?:的)?(?:月?底|月?末|最后(?:一|1)(?:天|日))", lambda: ("month_day", LAST)),
    # 每季度最后一个工作日
    (r"每(?:个)?季度?(?:的)?最后(?:一|1)个工作日", lambda: ("quarter", 0)),
    # 每季度末月25日, 每季度第一个月10日
    (rf"{_IN_QUARTER}{_N}(?:日|号)", lambda month, day: ("quarter_day", _MONTH_IN[month] * 100 + _number(day))),
    # 每季度首月月底
    (rf"{_IN_QUARTER}(?:月?底|月?末|最后(?:一|1)(?:天|日))", lambda month: ("quarter_day", _MONTH_IN[month] * 100 + LAST)),
    # 每季度末, 每季度最后一天
    (r"每(?:个)?季度?(?:的)?(?:底|末|最后(?:一|1)(?:天|日))", lambda: ("quarter_day", 300 + LAST)),
    # 每半年最后一个工作日
    (r"每半年(?:的)?最后(?:一|1)个工作日", lambda: ("half_year", 0)),
    # 每半年第6个月20日
    (
        rf"每半年(?:的)?第{_N}个月的?{_N}(?:日|号)",
        lambda month, day: ("half_year_day", _number(month) * 100 + _number(day)),
    ),
    # 每半年末
    (r"每半年(?:的)?(?:底|末|最后(?:一|1)(?:天|日))", lambda: ("half_year_day", 600 + LAST)),
    # 每年最后一个工作日
    (r"每年(?:的)?最后(?:一|1)个工作日", lambda: ("year", 0)),
    # 每年6月30日前
    (rf"每年(?:的)?{_N}月{_N}(?:日|号)", lambda month, day: _of_year(_number(month), _number(day))),
    # 每年6月底前
    (rf"每年(?:的)?{_N}月(?:底|末)", lambda month: ("year_day", _number(month) * 100 + LAST)),
    # 每年底前
    (r"每年(?:的)?(?:年?底|年?末|最后(?:一|1)天)", lambda: ("year_day", 1231)),
)  # fmt: skip
