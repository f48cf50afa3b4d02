"""The page of a Word file: margins, grid, default font, page numbers outside."""

from __future__ import annotations

from typing import Any

from duban.papers.layout import measures
from duban.papers.layout.measures import FACES, STYLES
from duban.papers.writing.docx_marks import child, dress, element


def set_page(document: Any) -> None:
    """Set A4, the text block of 156 × 225 mm, the grid of 22 lines, the default font, and the page numbers."""
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = (Mm(side) for side in measures.PAGE_MM)
    section.top_margin, section.bottom_margin = Mm(measures.TOP_MM), Mm(measures.BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(measures.LEFT_MM), Mm(measures.RIGHT_MM)
    section.header_distance = Mm(15)
    # The number's dashes stand 7 mm below the text block: the footer's own line is 14 pt high.
    section.footer_distance = Mm(measures.BOTTOM_MM - measures.FOLIO_MM - round(14 / measures.MM))
    grid = child(section._sectPr, "w:docGrid")
    grid.set(*element("type", "lines"))
    grid.set(*element("linePitch", int(measures.PITCH_PT * 20)))
    _set_defaults(document)
    document.settings.odd_and_even_pages_header_footer = True
    for footer in (section.footer, section.even_page_footer):
        footer.paragraphs[0].style = document.styles["Normal"]
    _number(section.footer.paragraphs[0], "right")
    _number(section.even_page_footer.paragraphs[0], "left")


def set_stamp(document: Any, text: str) -> None:
    """Set what became of the paper in red at the head of every page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    section = document.sections[0]
    for header in (section.header, section.even_page_header):
        paragraph = header.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(text)
        run.bold, run.font.size, run.font.color.rgb = True, Pt(10.5), RGBColor.from_string(measures.RED.lstrip("#"))


def add_right_tab(paragraph: Any, points: float) -> None:
    """Add a tab stop at which text ends, so many points from the left edge of the text block."""
    tab = child(child(paragraph._p.get_or_add_pPr(), "w:tabs"), "w:tab")
    tab.set(*element("val", "right"))
    tab.set(*element("pos", points * 20))


def _set_defaults(document: Any) -> None:
    _set_languages(document)
    normal = document.styles["Normal"]
    properties = normal.element.get_or_add_rPr()
    fonts = child(properties, "w:rFonts")
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(*element(script, FACES["fangsong"].word))
    for name in ("w:sz", "w:szCs"):
        child(properties, name).set(*element("val", measures.BODY_PT * 2))
    language = child(properties, "w:lang")
    for script in ("val", "eastAsia"):
        language.set(*element(script, "zh-CN"))
    paragraph = normal.element.get_or_add_pPr()
    for name in ("w:widowControl", "w:autoSpaceDE", "w:autoSpaceDN"):
        child(paragraph, name).set(*element("val", 0))
    spacing = child(paragraph, "w:spacing")
    for name, value in (("before", 0), ("after", 0), ("line", 240), ("lineRule", "auto")):
        spacing.set(*element(name, value))


def _set_languages(document: Any) -> None:
    """Say zh-CN wherever the empty file that is filled says another language: else Word takes another country's shapes."""
    found = [*document.settings.element.iter("{*}themeFontLang"), *document.styles.element.iter("{*}lang")]
    for language in found or [child(document.settings.element, "w:themeFontLang")]:
        for script in ("val", "eastAsia"):
            language.set(*element(script, "zh-CN"))


def _number(paragraph: Any, side: str) -> None:
    style = STYLES["folio"]
    properties = paragraph._p.get_or_add_pPr()
    child(properties, "w:jc").set(*element("val", side))
    marks = child(properties, "w:ind")
    marks.set(*element(f"{side}Chars", 100))
    marks.set(*element(side, style.size * 20))
    for words in ("— ", "", " —"):
        run = paragraph.add_run(words)
        dress(run, FACES[style.face].word, style.size)
        if not words:
            _add_field(run)


def _add_field(run: Any) -> None:
    from docx.oxml import OxmlElement

    for kind in ("begin", "", "separate", "shown", "end"):
        if kind in ("", "shown"):
            part = OxmlElement("w:t" if kind else "w:instrText")
            part.text = "1" if kind else "PAGE"
        else:
            part = OxmlElement("w:fldChar")
            part.set(*element("fldCharType", kind))
        run._r.append(part)
