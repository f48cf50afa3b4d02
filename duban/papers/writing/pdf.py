"""A paper as PDF/A-2b, typeset by typst. Words travel as data, never as source."""

from __future__ import annotations

import json
import re
import threading
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from duban.papers.layout import measures
from duban.papers.layout.pieces import pieces_of
from duban.papers.writing.checks import check
from duban.papers.writing.documents import Paper

_SOURCE = Path(__file__).with_name("paper.typ")
_MISSING = re.compile(r'the text `?"?(?P<text>.+?)"?`? could not be displayed')
_LOCK = threading.Lock()
_PACKAGES = (
    (0x0F00, 0x0FFF, "fonts-noto-core"),
    (0x1F000, 0x1FAFF, "fonts-noto-color-emoji"),
    (0x20000, 0x2FFFF, "fonts-hanazono"),
    (0x30000, 0x3FFFF, "fonts-babelstone-han"),
    (0x2E80, 0x9FFF, "fonts-noto-cjk"),
    (0xAC00, 0xFFEF, "fonts-noto-cjk"),
)


class MissingGlyph(ValueError):
    """No font of this machine has a character of the paper; says which, and the package that brings it."""

    def __init__(self, text: str) -> None:
        named = "、".join(f"“{c}”（U+{ord(c):04X}）" for c in dict.fromkeys(text))
        packages = "、".join(dict.fromkeys(_package(c) for c in text))
        super().__init__(f"本机字体中没有{named}，无法生成 PDF，请安装字体包 {packages} 后重试，或改用通用字。")
        self.text = text


def render_pdf(paper: Paper, fonts: Path | None = None) -> bytes:
    """Typeset a paper as PDF/A-2b; the same paper gives the same bytes on one machine.

    `fonts` is a folder to be used instead of the machine's fonts. Raises InvalidPaper for a paper that cannot be
    printed, MissingGlyph for a character that no font has.
    """
    check(paper)
    data = json.dumps(_data(paper), ensure_ascii=False)
    import typst

    try:
        with _LOCK:
            made = _compiler(fonts).compile(
                input=_source(),
                sys_inputs={"paper": data},
                format="pdf",
                pdf_standards="a-2b",
                timestamp=0,
            )
    except typst.TypstError as error:
        missing = _MISSING.search(str(error))
        if missing:
            raise MissingGlyph(_unescaped(missing["text"])) from error
        raise
    assert isinstance(made, bytes)
    return made


@cache
def _compiler(fonts: Path | None) -> Any:
    import typst

    if fonts is None:
        return typst.Compiler(font_paths=typst.Fonts())
    return typst.Compiler(
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts)])
    )


@cache
def _source() -> bytes:
    return _SOURCE.read_bytes()


def _data(paper: Paper) -> dict[str, Any]:
    families = {name: [*face.families, *measures.TIBETAN_FAMILIES] for name, face in measures.FACES.items()}
    return {
        "title": paper.title.replace("\n", ""),
        "author": "，".join(paper.signature) or paper.editor,
        "date": [paper.dated_on.year, paper.dated_on.month, paper.dated_on.day] if paper.dated_on else None,
        "faces": families,
        "stamp": paper.stamp,
        "stamp_note": paper.stamp_note,
        "bold": [name for name, face in measures.FACES.items() if face.bold_fallback],
        "body": asdict(measures.STYLES["body"]),
        "imprint": asdict(measures.STYLES["imprint"]),
        "measures": {
            "page": measures.PAGE_MM,
            "top": measures.TOP_MM,
            "left": measures.LEFT_MM,
            "right": measures.RIGHT_MM,
            "bottom": measures.BOTTOM_MM,
            "folio": measures.FOLIO_MM,
            # A hair less than the standard's, so that rounding never pushes out the last line or character.
            "pitch": measures.PITCH_PT - 0.005,
            "tracking": measures.TRACKING_PT - 0.01,
            "body": measures.BODY_PT,
            "red": measures.RED,
        },
        "pieces": [{"kind": type(piece).__name__, **asdict(piece)} for piece in pieces_of(paper)],
    }


def _package(character: str) -> str:
    return next((p for first, last, p in _PACKAGES if first <= ord(character) <= last), "fonts-noto-core")


def _unescaped(text: str) -> str:
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda m: chr(int(m[1], 16)), text)
