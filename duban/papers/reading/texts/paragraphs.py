"""An official text paragraph by paragraph: the marks that open a clause, and lines that a page tore mended."""

from __future__ import annotations

import re

NUMERAL = "〇零一二三四五六七八九十百"
# 第一条, 第1条, 第１２条, 第 三 条.
ARTICLE = re.compile(rf"第[ 　]*([{NUMERAL}]+|[0-9０-９]{{1,3}})[ 　]*[条條](?=[\s　]|\S)[\s　]*")
CHAPTER = re.compile(rf"第[ 　]*(?:[{NUMERAL}]+|[0-9０-９]{{1,2}})[ 　]*[章节節](?=[\s　]|$)")
SECTION = re.compile(rf"([{NUMERAL}]+)、\s*")
ITEM = re.compile(rf"[（(]\s*([{NUMERAL}]+)\s*[)）]\s*")
POINT = re.compile(r"([0-9０-９]{1,2})\s*[.．、](?![0-9０-９])\s*")
ANNEX = re.compile(
    r"附件\s*(?:([0-9０-９]*)\s*[:：]?|([0-9０-９]+)(?:\s*[:：]\s*|\s+)([^。；;，,：:\s][^。；;，,：:]{1,39}))$"
)
ANNEXES = re.compile(r"附件\s*[:：]\s*(?=\S)")
IMPRINT = re.compile(r"(主办|主辦|督办|抄送|抄报|主送|分送)\s*[:：]")
# What an item is worth, in its title.
POINTS = re.compile(r"[（(][^（()）]{0,4}[0-9０-９.．]+\s*分[)）]|[0-9０-９]\s*分$")
WEBSITE = re.compile(r"([时時][间間]|[导導][语語]|来源|來源|发布日期|浏览次数)\s*[:：]")
DATE = re.compile(r"[0-9０-９]{4}年[0-9０-９]{1,2}月[0-9０-９]{1,2}日(印发)?$")
_PINYIN = re.compile(r"(?<=[㐀-鿿A-Z])[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ]+[)）]")
_ENDED = re.compile(r"[。；：！？;:!?]['’”）)]*$|[。.]$|[)）]$")


def paragraphs_of(text: str) -> list[str]:
    """Give the paragraphs: marks of typesetting and pinyin dropped, lines that a page broke joined."""
    found: list[str] = []
    for raw in text.splitlines():
        line = _PINYIN.sub("", re.sub(r"^[ 　]*(#+|-(?=\s))|\*\*", "", raw)).strip(" 　")
        if not line.strip():
            continue
        if found and _is_torn(found[-1]) and not is_marked(line):
            found[-1] += line
        else:
            found.append(line)
    return found


def only_heads(line: str) -> bool:
    """Tell whether a line only heads its own items and demands nothing itself."""
    for mark in (ARTICLE, SECTION, ITEM, POINT):
        line = mark.sub("", line, count=1) if mark.match(line) else line
    if POINTS.search(line):
        return False  # 办理时效（20分）: what it is worth stands nowhere else.
    return not re.search(r"[，,；;：:。]", line.rstrip("。")) and len(line) <= 20 and not line.endswith(("：", ":"))


def is_marked(line: str) -> bool:
    """Tell whether a line opens a clause, an annex, an imprint or the like, and so never continues another."""
    marks = (ARTICLE, CHAPTER, SECTION, ITEM, POINT, ANNEX, ANNEXES, IMPRINT, WEBSITE, DATE)
    return "\t" in line or any(mark.match(line) for mark in marks)


def value_of(numeral: str) -> int:
    """Give the number that a Chinese numeral or digits write, up to 999."""
    if numeral.isdecimal():
        return int(numeral)
    total = digit = 0
    for sign in numeral:
        if sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = "零一二三四五六七八九".find(sign.replace("〇", "零"))
    return total + digit


def numeral_of(number: int) -> str:
    """Write a small number as a Chinese numeral."""
    return "十" if number == 10 else "一二三四五六七八九"[number - 1] if number < 10 else str(number)


def _is_torn(line: str) -> bool:
    long = len(line) > 15 or line.endswith(("，", "、", ",")) or re.search(r"[的加]\d*$", line)
    headed = CHAPTER.match(line) or "\t" in line or not re.search(r"[，。、；,;]|加\d+$", line)
    return bool(long and len(line) < 3000 and not headed and not _ENDED.search(line[-20:]))
