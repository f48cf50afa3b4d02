"""Signs that look alike made one: full-width digits and letters, spaces of every kind, rare commas, signs that nobody sees."""

from __future__ import annotations

import re
import unicodedata

# Full-width digits and Latin letters; Chinese punctuation stays as it is.
_NARROW = {0xFF10 + n: chr(0x30 + n) for n in range(10)}
_NARROW |= {0xFF21 + n: chr(0x41 + n) for n in range(26)} | {0xFF41 + n: chr(0x61 + n) for n in range(26)}
# Zero-width signs, soft hyphens, marks of direction, byte order marks: they split words and no reader sees them.
_UNSEEN = dict.fromkeys(
    [0x00AD, 0x061C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF]
)
# What Word and Excel leave in copied text: line ends of every kind, a hyphen that holds its line; other control signs are nobody's words.
_CONTROLS = dict.fromkeys([*range(1, 9), *range(14, 30), 0x1F, 0x7F, *range(0x80, 0x85), *range(0x86, 0xA0)])
_ENDS = {**dict.fromkeys([0x0B, 0x0C, 0x85, 0x2028, 0x2029], "\n"), 0x1E: "-"}
_SPACES = dict.fromkeys([0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F], " ")
# Commas, stops, colons and brackets as upright or small print has them.
_SIGNS = {
    **dict.fromkeys(map(ord, "﹑､︑"), "、"),
    **dict.fromkeys(map(ord, "﹐︐"), "，"),
    **dict.fromkeys(map(ord, "﹔︔"), "；"),
    **dict.fromkeys(map(ord, "﹕︰∶︓"), "："),
    **dict.fromkeys(map(ord, "｡︒"), "。"),
    **dict.fromkeys(map(ord, "﹙⟮❨"), "（"),
    **dict.fromkeys(map(ord, "﹚⟯❩"), "）"),
}
_TABLE = {**_NARROW, **_UNSEEN, **_CONTROLS, **_ENDS, **_SPACES, **_SIGNS}
_TOUCHED = re.compile("[" + re.escape("".join(map(chr, _TABLE))) + "]")
# Radicals and twins that look like a character and are another, as some pages and PDF files give them.
_TWINS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")


_APART = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")


def name_together(words: str) -> str:
    """Give a person's name without the blanks that a list puts between two characters, so that it is as wide as those of three: 陈 静."""
    return _APART.sub("", folded(words).strip())


def folded(words: str) -> str:
    """Give words with full-width digits and letters narrow, odd spaces and line ends plain, and unseen signs gone."""
    words = words.translate(_TABLE) if _TOUCHED.search(words) else words
    if _TWINS.search(words):
        words = _TWINS.sub(lambda match: unicodedata.normalize("NFKC", match.group()), words)
    return words


# As a Chinese keyboard has them, a phone's too: 2026－12, 2026—12.
_DASHES = re.compile("(?<=[0-9])[ ]*[\u2010-\u2015\u2212\uff0d\ufe63]+[ ]*(?=[0-9])")


def number_typed(words: str) -> str:
    """Give folded words that may be a number that was typed, or hold one: whatever dash stands between two digits is the one of numbers."""
    return _DASHES.sub("-", folded(words))


def on_one_line(words: str) -> str:
    """Give folded words that are to stand on one line: a line end or a tab between them is a blank."""
    return re.sub(r"\s*[\n\r\t]+\s*", " ", folded(words)).strip()
