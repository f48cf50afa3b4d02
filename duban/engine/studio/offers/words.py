"""The words of a clause, made alike sign by sign so that places hold: wide digits, old forms, numbers in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

Span = tuple[int, int]
_OLD = "電話辦書現場會議評報復領導責經審過兩縣後發總統幹實際標準項務單專題給對應該達業級數質問結時間內長從組織監製條類轉寫認繫聯變銷號計劃區鄉鎮產處點滿"
_NEW = "电话办书现场会议评报复领导责经审过两县后发总统干实际标准项务单专题给对应该达业级数质问结时间内长从组织监制条类转写认系联变销号计划区乡镇产处点满"
_WIDE = str.maketrans("０１２３４５６７８９．（）：；，％" + _OLD, "0123456789.():;,%" + _NEW)
_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九十")} | {"两": 2, "〇": 0}
CHINESE = "零〇一二两三四五六七八九十百"
# A whole number: never the end of another (零点五), never the far end of a range (一至三, 1～3).
NUMBER = (
    rf"(?<![{CHINESE}点.\d])(?<![{CHINESE}\d][至到—～~－-])(?<![{CHINESE}\d]分[至到—～~－-])(?<!——)"
    rf"(\d+(?:\.\d+)?|[{CHINESE}]+(?:点[{CHINESE}]+)?|半(?=\s*分))"
)
# So many points, and not the near end of a range (1分至3分, 1分以上), a share (百分之五) or another word.
POINTS = rf"{NUMBER}\s*分(?!别|管|钟|之|制|为止|半|以[上下内]|[至到—～~－-]\s*[{CHINESE}\d])"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the words between full stops and semicolons; `begin` is its place in the whole."""

    text: str
    begin: int

    def span(self, match: re.Match[str], group: int | str = 0) -> Span:
        """Return the place of a match in the whole."""
        return self.begin + match.start(group), self.begin + match.end(group)


def alike(words: str) -> str:
    """Return the words with each sign in its common form; every sign stays at its place."""
    return words.translate(_WIDE)


def each_first(text: str) -> str:
    """Return words of an amount in their common order and at their places: 扣1分/次 as 每次扣1分, 每迟报1次 as 每迟报一次."""
    text = re.sub(r"(?<!每)([扣减加]分?\d+(?:\.\d+)?分)/(人次|[次件项篇条处起份例期天])", r"每\2\1", text)
    return re.sub("(每[^,，。;；、\\d]{1,6}?)1(?=[次件篇起处例条期份项])", r"\1一", text)


def parts_of(words: str, ends: str = "。;；\n") -> Iterator[Part]:
    """Cut words at full stops, semicolons and line ends."""
    begin = 0
    for match in re.finditer(f"[{ends}]|\\Z", words):
        if words[begin : match.start()].strip():
            yield Part(words[begin : match.start()], begin)
        begin = match.end()


def number_of(text: str) -> str:
    """Return a number in digits: 十五 is 15, 一百二十 is 120, 零点五 and 半 are 0.5."""
    if text[0] in "0123456789":
        return text
    if text == "半":
        return "0.5"
    whole, _, part = text.partition("点")
    if not {"十", "百"} & set(whole):
        said = "".join(str(_DIGITS[sign]) for sign in whole)
    else:
        total = digit = 0
        for sign in whole:
            if sign in "十百":
                total += (digit or 1) * (10 if sign == "十" else 100)
                digit = 0
            else:
                digit = _DIGITS[sign]
        said = str(total + digit)
    return f"{said}.{''.join(str(_DIGITS[sign]) for sign in part)}" if part else said
