"""The measures of GB/T 9704-2012: page, text block, grid, typefaces. Millimetres and points as named."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

PAGE_MM = (210, 297)
TOP_MM, LEFT_MM = 37, 28
TEXT_MM = (156, 225)
RIGHT_MM = PAGE_MM[0] - LEFT_MM - TEXT_MM[0]
BOTTOM_MM = PAGE_MM[1] - TOP_MM - TEXT_MM[1]
LINES, CHARACTERS = 22, 28
MM = 72 / 25.4
# From the top of the text block to the top of the red head; from the number to the red line.
HEAD_MM, RULE_MM = 35, 4
# From the text block to the dashes of the page number.
FOLIO_MM = 7
BODY_PT = 16.0
PITCH_PT = TEXT_MM[1] * MM / LINES
TRACKING_PT = TEXT_MM[0] * MM / CHARACTERS - BODY_PT
LARGEST_HEAD_PT = 56.0
RED = "#e60012"


@dataclass(frozen=True)
class Face:
    """A typeface: what the standard's font is called in Word, and the families that a PDF looks for in order."""

    word: str
    families: tuple[str, ...]
    bold_fallback: bool = False


_SERIF = ("Noto Serif CJK SC", "Source Han Serif SC")
_SANS = ("Noto Sans CJK SC", "Source Han Sans SC")
_TIBETAN = ("Microsoft Himalaya", "Noto Serif Tibetan", "Jomolhari")

FACES = {
    "title": Face("方正小标宋简体", ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "方正小标宋_GBK", *_SERIF), True),
    "fangsong": Face("仿宋_GB2312", ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", *_SERIF)),
    "kai": Face("楷体_GB2312", ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", *_SERIF)),
    "hei": Face("黑体", ("SimHei", "黑体", *_SANS)),
    "song": Face("宋体", ("SimSun", "宋体", *_SERIF)),
}
TIBETAN_WORD = "Microsoft Himalaya"
TIBETAN_FAMILIES = _TIBETAN


@dataclass(frozen=True)
class Style:
    """How one line or paragraph stands: face, size in points, alignment, indents in characters of its own size."""

    face: str = "fangsong"
    size: float = BODY_PT
    align: str = "justify"
    first: float = 0
    left: float = 0
    right: float = 0
    hang: float = 0


STYLES = {
    "urgency": Style("hei", align="left"),
    "number": Style(align="center"),
    "editor": Style(left=1, right=1, align="left"),
    "title": Style("title", 22, "center"),
    "addressees": Style(),
    "body": Style(first=2),
    "level1": Style("hei", first=2),
    "level2": Style("kai", first=2),
    "level3": Style(first=2),
    "level4": Style(first=2),
    "note": Style(first=2),
    "annex_label": Style("hei", align="left"),
    "caption": Style("hei", 14, "center"),
    "cell": Style(size=12),
    "label": Style("hei", 12, "center"),
    "imprint": Style(size=14, left=1, right=1),
    "folio": Style("song", 14),
}


def ems(text: str) -> float:
    """Estimate the width of text in characters: one for an ideograph, half for a letter or digit, none for a mark."""
    width = 0.0
    for character in text:
        if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
            continue
        if 0x0F00 <= ord(character) <= 0x0FFF:
            width += 0.3 if character in "\u0f0b\u0f0c" else 0.65
        else:
            width += 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.55
    return width
