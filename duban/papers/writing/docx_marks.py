"""The marks of WordprocessingML that python-docx has no word for: fonts of all scripts, children in schema order."""

from __future__ import annotations

from typing import Any

# CT_PPr, CT_RPr, CT_TblPr and CT_TcPr are sequences: Word refuses children in another order.
_ORDER = (
    "tblStyle tblpPr tblOverlap tblW jc tblBorders tblLayout tblCellMar tblLook",
    "pStyle keepNext keepLines pageBreakBefore widowControl pBdr tabs autoSpaceDE autoSpaceDN adjustRightInd "
    "snapToGrid spacing ind jc textAlignment rPr sectPr",
    "rFonts b bCs color spacing kern sz szCs lang",
    "tcW gridSpan vMerge tcBorders vAlign",
)


def element(name: str, value: object) -> tuple[str, str]:
    """Give a `w:` attribute's qualified name and its value as text, numbers rounded to whole."""
    from docx.oxml.ns import qn

    return qn(f"w:{name}"), str(round(value)) if isinstance(value, float) else str(value)


def child(parent: Any, name: str) -> Any:
    """Give the child of that name, made in its place in the schema's order where it is absent."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    found = parent.find(qn(name))
    if found is not None:
        return found
    made = OxmlElement(name)
    local = name.partition(":")[2]
    order = next((words.split() for words in _orders(parent) if local in words.split()), [])
    after = order[order.index(local) + 1 :] if order else []
    later = next((each for each in parent if each.tag.rpartition("}")[2] in after), None)
    if later is None:
        parent.append(made)
    else:
        later.addprevious(made)
    return made


def dress(run: Any, word: str, size: float, tracking: float = 0, colour: str = "") -> None:
    """Set a run's font for every script, its size and language, its letter spacing and colour."""
    properties = run._r.get_or_add_rPr()
    fonts = child(properties, "w:rFonts")
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(*element(script, word))
    if colour:
        child(properties, "w:color").set(*element("val", colour.upper()))
    if tracking:
        # In twentieths of a point and never less narrow than asked, or a line would lose its last character.
        child(properties, "w:spacing").set(*element("val", int(tracking * 20) - 1))
    half = round(size * 2)
    child(properties, "w:sz").set(*element("val", half))
    child(properties, "w:szCs").set(*element("val", half))
    language = child(properties, "w:lang")
    for script in ("val", "eastAsia"):
        language.set(*element(script, "zh-CN"))


def _orders(parent: Any) -> tuple[str, ...]:
    kind = parent.tag.rpartition("}")[2]
    return {"tblPr": _ORDER[:1], "pPr": _ORDER[1:2], "rPr": _ORDER[2:3], "tcPr": _ORDER[3:]}.get(kind, ())
