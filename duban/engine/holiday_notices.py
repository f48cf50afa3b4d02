"""Holiday notices (国务院办公厅关于…年部分节假日安排的通知) as text: what they give off and what is worked for it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from typing import Any

from duban.engine.calendar import CalendarError

# What the yearly notice names, each at least once.
FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
_WEEKDAYS = "一二三四五六日"
_YEAR = re.compile(r"关于(?:做好)?(\d{4})年(?:部分)?(?:节假日|放假)")
_YEARED = r"[〔\[（(【]\d{4}[〕\]）)】]第?\d{1,4}号"
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,14}" + _YEARED)
_SIGNED = re.compile(r"^(\d{4})年(\d{1,2})月(\d{1,2})日$", re.M)
# 一、元旦： · 春节：
_LINE = re.compile(
    r"^(?:[一二三四五六七八九十]+、|\(?[一二三四五六七八九十\d]+[)）.．])?([\u4e00-\u9fff]{2,12}(?:、[\u4e00-\u9fff]{2,8})*)[:：](.+)$"
)
# 2018年12月30日 · 1月1日 · 4日, each with its weekday where one stands behind
_DAY = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:[(（]([^)）]*)[)）])?")
_WEEKDAY = re.compile(r"(?:星期|周)([一二三四五六日天])")
_TO = re.compile(r"^(?:至|到|-|—|~|－)+$")
_COUNT = re.compile(r"共(\d{1,2})天")


def read_notice(text: str, year: int | None = None) -> dict[str, Any]:
    """Read a notice: {year, notices: [{number, issued_on, about, festivals}]}, days as ISO text, as the files in calendars/ are shaped.

    `year` is lent to a text that names none. Raises CalendarError, saying the line, for days that do not exist or lie on another weekday
    than the text says, spans of another length than it says, and anything about 放假 or 上班 that is not understood.
    """
    plain = re.sub(r"[ \t\u3000]+", "", unicodedata.normalize("NFKC", text).replace("(", "（").replace(")", "）"))
    plain = re.sub(r"(?<=[。；])(?=[一二三四五六七八九十]+、[\u4e00-\u9fff、]{2,12}[:：])", "\n", plain)
    joined = plain.replace("\n", "")
    named = _YEAR.search(joined)
    if named:
        if year is not None and int(named[1]) != year:
            raise CalendarError(f"通知是{named[1]}年的，而所填的是{year}年")
        year = int(named[1])
    if year is None:
        raise CalendarError("看不出是哪一年的安排，请填写年份")
    festivals = []
    for line in plain.splitlines():
        found = _LINE.match(line.strip())
        if found and ("放假" in found[2] or "上班" in found[2]):
            festivals.append(_festival(found[1], found[2], year))
        elif re.search(r"\d日[^。]*(?:放假|上班)", line):
            raise CalendarError(f"这一行看不懂：“{line.strip()[:60]}”。请写成“春节：2月4日至10日放假，2月2日上班。”")
    if not festivals:
        raise CalendarError(
            "没有读到放假安排。每个节日一行，写成“春节：2月4日至10日放假，共7天。2月2日（星期六）上班。”"
        )
    signed = _SIGNED.findall(plain)
    return {
        "year": year,
        "notices": [
            {
                "number": _number_in(plain),
                "issued_on": _date(int(signed[-1][0]), int(signed[-1][1]), int(signed[-1][2]), "落款").isoformat()
                if signed
                else "",
                "about": "全年节假日安排" if named else "节假日安排",
                "festivals": festivals,
            }
        ],
    }


def missing_of(data: dict[str, Any]) -> list[str]:
    """Return the festivals of the yearly notice that the data does not name."""
    names = "、".join(each["name"] for notice in data["notices"] for each in notice["festivals"])
    return [name for name in FESTIVALS if name not in names and name.removesuffix("节") not in names]


def _number_in(plain: str) -> str:
    """The number of the notice: a line of its own, or what begins with 国办 or 国发 where lines were joined."""
    alone = next((line for line in plain.splitlines() if _NUMBER.fullmatch(line)), "")
    joined = re.search(r"国[办发]发?(?:明电|电)?" + _YEARED, plain.replace("\n", ""))
    said = alone or (joined[0] if joined else "")
    return re.sub(r"[\[（(【]", "〔", re.sub(r"[\]）)】]", "〕", said))


def _festival(name: str, said: str, year: int) -> dict[str, Any]:
    rest: list[date] = []
    work: list[date] = []
    for sentence in re.split(r"[。；;]", said):
        for part in (
            re.split(r"[，,](?=[^，,]*上班)", sentence) if "放假" in sentence and "上班" in sentence else [sentence]
        ):
            days = _days(part, name, year)
            if "上班" in part:
                work += [each for span in days for each in span]
            elif "放假" in part and days:
                rest += [each for span in days for each in span]
            elif days:
                raise CalendarError(f"{name}：看不出是放假还是上班：“{part}”")
    if not rest:
        raise CalendarError(f"{name}：没有写明哪一天放假")
    counted = _COUNT.search(said)
    if counted and int(counted[1]) != len(rest):
        raise CalendarError(f"{name}：写的是共{counted[1]}天，而所列日期是{len(rest)}天")
    if (rest[-1] - rest[0]).days + 1 != len(rest):
        raise CalendarError(f"{name}：放假的日子不相连，请分成两行写")
    made: dict[str, Any] = {"name": name, "rest": {"from": rest[0].isoformat(), "to": rest[-1].isoformat()}}
    return made | ({"work": [each.isoformat() for each in work]} if work else {})


def _days(part: str, name: str, year: int) -> list[list[date]]:
    """The spans of days that a part of a sentence names; a year or month that is left out is the one before it."""
    spans: list[list[date]] = []
    last: date | None = None
    end = 0
    for found in _DAY.finditer(part):
        if not found[2] and last is None:
            continue
        month = int(found[2]) if found[2] else last.month if last else 0
        of_year = int(found[1]) if found[1] else last.year if last and not found[2] else year
        day = _date(of_year, month, int(found[3]), name)
        said = _WEEKDAY.search(found[4] or "")
        if said and _WEEKDAYS[day.weekday()] != said[1].replace("天", "日"):
            raise CalendarError(
                f"{name}：{day} 是星期{_WEEKDAYS[day.weekday()]}，而通知写的是星期{said[1]}，请核对年份和日期"
            )
        if last is not None and _TO.match(part[end : found.start()]):
            if day < last:
                raise CalendarError(f"{name}：结束日 {day} 早于开始日 {last}")
            spans[-1] += [last + timedelta(days=k) for k in range(1, (day - last).days + 1)]
        else:
            spans.append([day])
        last, end = day, found.end()
    return spans


def _date(year: int, month: int, day: int, name: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise CalendarError(f"{name}：没有{year}年{month}月{day}日这一天") from None
