"""Limits in running text and in table cells, and the year that a paper lends to them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from duban.papers.reading.tasks.doubts import doubt
from duban.papers.reading.tasks.items import Milestone

_S = r"[ \u3000\t]{0,4}"
_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = rf"(?:(?P<year>(?:19|20)\d\d|二[〇○零][〇○零一二三四五六七八九]{{2}}){_S}年(?:度)?{_S}|(?P<rel>今年|本年|当年|明年|次年){_S})?"
_BEFORE = r"(?:之前|以前|前(?!后|期|述|往|提|景|沿|列))"
_LONGEST_CELL = 400
_DASH = r"[—–\-~～至到]{1,2}"
_LIMIT = re.compile(
    rf"(?:(?:19|20)\d\d(?:年)?{_DASH}(?=(?:19|20)\d\d年)|(?<!\d)\d{{1,2}}(?:月)?{_DASH}(?=\d{{1,2}}月))?"
    + _YEAR
    + rf"(?:(?P<month>(?<![\d.．]){_N}){_S}月{_S}(?:份)?"
    + rf"(?:(?P<day>{_N}){_S}[日号]|(?P<third>[上中下])旬(?:末|底)?|(?P<month_end>底|末))?"
    + r"|第?(?P<quarter>[一二三四1-4])季度(?P<quarter_end>末|底)?"
    + r"|(?P<half>[上下])半年(?P<half_end>末|底)?"
    + r"|(?P<year_end>(?:年)?(?:底|末|终))|(?P<bare>))"
    + rf"{_S}(?P<before>{_BEFORE})?"
)
_NUMERIC = re.compile(r"(?<!\d)((?:19|20)\d\d)[.\-/．](\d{1,2})(?:[.\-/．](\d{1,2}))?(?!\d)")
_RECURRING = re.compile(
    r"(?:每个?(?:半年|年度?|季度?|月|周|旬)|逐[年季月周])[\d一二三四五六七八九十首次上下中旬月第个季度的\s]{0,10}?(?:底|末|日)(?:之前|以前|前(?!后))?"
    r"|每周[一二三四五六日](?:之前|以前|前)?"
)
_PERIODIC_CELL = re.compile(r"每个?(?:半年|年|季度?|月|周|日|天)|按[年季月周]|逐[年季月周]|定期")
_CONTINUING = re.compile(r"长期|持续|常态|全年|贯穿|经常性|日常")
_RELATIVE = re.compile(
    r"(?:自|在|于)?[^，。；、\n（(]{0,16}(?:之日|印发|发布|施行|下发)[^，。；\n]{0,6}?起?\d{1,3}(?:个)?(?:工作日|日|天|个月|周)(?:内|之内|以内)"
)
_RELATIVE_CELL = re.compile(
    r"(?:本|当|次|下)个?(?:月|周|季度?)(?:底|末|内)?|即日起|(?:接|收)到?.{0,8}后.*|[\d一二三四五六七八九十两]{1,3}个?(?:工作日|日|天|周|月)(?:之|以)?内.*"
)
_IMMEDIATE = re.compile(r"立即.{0,6}|立行立改|即知即改|立知立改|马上.{0,4}|即刻.{0,4}|随时.{0,4}")
_SPAN = re.compile(
    rf"(?:(?:19|20)\d\d年)?(?:\d{{1,2}}月(?:\d{{1,2}}日)?){_DASH}(?:(?:19|20)\d\d年)?\d{{1,2}}月(?:\d{{1,2}}日)?(?!底|末|\d|前)"
    rf"|(?:19|20)\d\d年?{_DASH}(?:19|20)\d\d年(?!底|末|前|\d)"
)
_CHINESE = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}
_OWN_DATE = re.compile(
    rf"(?P<year>20\d\d|19\d\d|二[〇○零][〇○零一二三四五六七八九]{{2}}){_S}年{_S}(?P<month>{_N}){_S}月{_S}(?P<day>{_N}){_S}日"
)
_NUMBER = re.compile(r"[〔\[【（(]((?:19|20)\d\d)[〕\]】）)]\s*(?:第\s*)?\d{1,5}\s*号")


@dataclass(frozen=True)
class Limits:
    """The limits of one task: what the paper says, the deadline, and what is doubtful about them."""

    milestones: tuple[Milestone, ...]
    due: date | None
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class Dating:
    """When a paper was issued, as far as it says so: `year` is what its limits inherit."""

    year: int | None
    issued_on: date | None = None


def limits_of(text: str, dating: Dating, labelled: tuple[str, ...] = ()) -> Limits:
    """Read the limits of a task from its running text and from what stands under a label such as 完成时限.

    Every limit is a milestone in the order of the paper; the latest is the deadline, unless the last
    one written has no date. Nothing is guessed: a missing year or an impossible day gives no date and a doubt.
    """
    found: list[_Found] = _in_text(text, dating)
    for cell in labelled:
        found += _in_cell(cell, dating)
    milestones = tuple(Milestone(f.date, f.text) for f in found)
    doubts = [f.doubt for f in found if f.doubt]
    doubts += [doubt("relative_date", m.group().strip()) for m in _RELATIVE.finditer(text)]
    doubts += [doubt("span_of_time", m.group()) for m in _SPAN.finditer(text)]
    single = [f for f in found if not f.recurring]
    due = None
    if single and single[-1].date:
        due = max(f.date for f in single if f.date)
        if due != single[-1].date:
            doubts.append(doubt("order"))
    return Limits(milestones, due, tuple(dict.fromkeys(doubts)))


def has_limit(text: str) -> bool:
    """Tell whether a passage names a limit of its own (底前, 日前 and their kin)."""
    return bool(_in_text(text, Dating(None)))


def is_limit(words: str) -> bool:
    """Tell whether words are nothing but a limit, so that they are not taken for a name."""
    words = re.sub(r"^(?:力争|确保|务必|于|在|到)+|(?:完成|落实到位)$", "", words)
    match = _LIMIT.fullmatch(words) or _RECURRING.fullmatch(words) or _NUMERIC.fullmatch(words)
    return bool(words and match) or bool(re.fullmatch(r"长期(?:坚持|任务)?|持续(?:推进)?|全年|长期持续", words))


def dating_of(text: str, year: int | None) -> Dating:
    """Find when the paper was issued: its date line, its document number, its title; `year` given outranks them."""
    dates = [_own_date(m) for m in _OWN_DATE.finditer(text)]
    label = re.search(rf"(?:成文|发文|印发)日期[：:]\s*{_OWN_DATE.pattern}", text)
    lines = [
        _own_date(m)
        for m in re.finditer(
            rf"^[ \t\u3000]{{0,90}}{_OWN_DATE.pattern}(?:印发)?[ \t\u3000]{{0,90}}$", text, re.MULTILINE
        )
    ]
    tail = [_own_date(m) for m in _OWN_DATE.finditer(text[-120:])]
    issued = next(
        (d for d in ([_own_date(label)] if label else []) + lines[::-1] + (tail[::-1] if dates else []) if d),
        None,
    )
    number = _NUMBER.search(text[:3000])
    head = re.search(r"^.*?((?:19|20)\d\d)年(?!底|末|\d)(?!\d{1,2}月)", text[:400], re.MULTILINE)
    if year is None:
        year = issued.year if issued else int(number[1]) if number else int(head[1]) if head else None
        # A plan for next year is issued at the end of this one: its title then outranks its date.
        if issued and head and issued.month >= 10 and int(head[1]) == issued.year + 1:
            year = int(head[1])
    return Dating(year, issued)


@dataclass(frozen=True)
class _Found:
    date: date | None
    text: str
    doubt: str = ""
    recurring: bool = False


def _in_text(text: str, dating: Dating) -> list[_Found]:
    found: list[tuple[int, _Found]] = []
    taken: list[tuple[int, int]] = []
    for match in _RECURRING.finditer(text):
        words = match.group()
        found.append((match.start(), _Found(None, words, doubt("recurring", words), True)))
        taken.append(match.span())
    carried: int | None = None
    sentence_end = -1
    for match in _LIMIT.finditer(text):
        if not match.group() or any(a <= match.start() < b for a, b in taken):
            continue
        if match.start() > sentence_end:
            carried, sentence_end = None, _sentence_end(text, match.start())
        year = _year(match, dating)
        if match["year"]:
            carried = year
        if _counts_in_text(match, text):
            found.append((match.start(), _dated(match, carried or dating.year, dating)))
    return [f for _, f in sorted(found, key=lambda pair: pair[0])]


def _in_cell(cell: str, dating: Dating) -> list[_Found]:
    cell = re.sub(r"[ \u3000\t]+", "", cell).strip("。；;，,\n")
    if len(cell) > _LONGEST_CELL:
        return [_Found(None, cell[:20] + "……", doubt("unread_date", cell[:20] + "……"), True)]
    if not cell or cell in {"-", "—", "/", "无"}:
        return []
    for code, pattern in (("immediate", _IMMEDIATE), ("relative_date", _RELATIVE_CELL)):
        if pattern.fullmatch(cell):
            return [_Found(None, cell, doubt(code, cell), True)]
    numeric = _NUMERIC.sub(lambda m: f"{m[1]}年{m[2]}月" + (f"{m[3]}日" if m[3] else ""), cell)
    found, end, carried = [], 0, None
    for match in _LIMIT.finditer(numeric):
        words = match.group()
        if (match["bare"] is not None and not (match["year"] or match["rel"])) or not words:
            continue
        if re.search(r"(?:每个?|逐)年?(?:季度?|月)?第?$", numeric[: match.start()]):
            continue
        carried = _year(match, dating) or carried
        if re.match(_DASH + r"\d", numeric[match.end() :]):
            end = match.start()
            continue
        whole = numeric[end : match.end()] if end and numeric[end : match.start()].strip() else words
        end = 0
        found.append(_dated(match, carried or dating.year, dating, whole))
    if _PERIODIC_CELL.search(cell):
        return [_Found(None, cell, doubt("recurring", cell), True)]
    if found:
        return found
    code = "continuing" if _CONTINUING.search(cell) else "unread_date"
    return [_Found(None, cell, doubt(code, cell), True)]


def _counts_in_text(match: re.Match[str], text: str) -> bool:
    if match["before"] and text[match.end() : match.end() + 1] == "后":
        return False
    prefix, suffix = text[max(0, match.start() - 3) : match.start()], text[match.end() : match.end() + 2]
    explicit = bool(match["year"] or match["rel"])
    if match["before"]:
        return match["bare"] is None or explicit
    if re.search(r"(?:截至|截止|去|上)$", prefix) or suffix.startswith(("的", "以来", "止")):
        return False
    if match["half"]:
        return not (suffix and suffix[0] in "增同实现" and not explicit) or suffix.startswith("实现")
    return bool(match["month_end"] or match["quarter_end"] or (match["year_end"] and explicit))


def _dated(match: re.Match[str], year: int | None, dating: Dating, words: str = "") -> _Found:
    words = words or match.group().strip()
    own = _year(match, dating)
    if (
        match["before"]
        and not match["day"]
        and (
            match["bare"] is not None
            or (match["month"] and not match["month_end"] and not match["third"])
            or (match["quarter"] and not match["quarter_end"])
        )
    ):
        return _Found(None, words, doubt("vague_date", words))
    month, day = _month_and_day(match)
    if day is not None and not _possible(own or year or 2024, month, day):
        return _Found(None, words, doubt("no_such_date", words))
    year = own or year
    if year is None:
        return _Found(None, words, doubt("no_year", words))
    if not 1 <= month <= 12 or not 1900 <= year <= 2100:
        return _Found(None, words, doubt("no_such_date", words))
    on = date(year, month, day if day is not None else monthrange(year, month)[1])
    if own is None and dating.issued_on and on < dating.issued_on and year == dating.year:
        return _Found(on, words, doubt("past", words))
    return _Found(on, words)


def _month_and_day(match: re.Match[str]) -> tuple[int, int | None]:
    if match["month"]:
        day = number_of(match["day"]) if match["day"] else {"上": 10, "中": 20}.get(match["third"] or "")
        return number_of(match["month"]), day
    if match["quarter"]:
        return 3 * number_of(match["quarter"]), None
    return (6, None) if match["half"] == "上" else (12, None)


def _possible(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _year(match: re.Match[str], dating: Dating) -> int | None:
    if match["year"]:
        return _digits(match["year"])
    if match["rel"] and dating.year:
        return dating.year + (match["rel"] in ("明年", "次年"))
    return None


def _digits(words: str) -> int:
    return int("".join(str(_CHINESE.get(c, c)) for c in words))


def number_of(words: str) -> int:
    """Give the number that digits or Chinese numerals up to 九十九 (or a 百) write; 0 for none."""
    if words.isdecimal():
        return int(words)
    total = digit = 0
    for c in words:
        if c == "百":
            total, digit = total + 100 * (digit or 1), 0
        elif c == "十":
            total, digit = total + 10 * (digit or 1), 0
        else:
            digit = _CHINESE.get(c, 0)
    return total + digit


def _own_date(match: re.Match[str]) -> date | None:
    year, month, day = _digits(match["year"]), number_of(match["month"]), number_of(match["day"])
    return date(year, month, day) if _possible(year, month, day) else None


def _sentence_end(text: str, start: int) -> int:
    end = re.compile(r"[。\n]").search(text, start)
    return end.start() if end else len(text)
