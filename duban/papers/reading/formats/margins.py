"""What stands beside a text and is not read: comments, footnotes and endnotes of Word, notes on cells; told in its own words."""

from __future__ import annotations

import posixpath
import re

from duban.papers.reading.formats.archives import Archive
from duban.papers.reading.tasks.items import UnreadablePaper
from duban.papers.reading.texts.folding import folded

_KINDS = (("comments", "comment", "批注"), ("footnotes", "footnote", "脚注"), ("endnotes", "endnote", "尾注"))
# Marks between text and notes that every document brings along.
_SEPARATORS = {"separator", "continuationSeparator", "continuationNotice"}
# The plain twin of a thread begins with a sentence about itself.
_TWIN = re.compile(r"\A\[[^\]]{2,20}\].*?(?:Comment|注释|批注|备注)[:：]\s*", re.DOTALL)
_MOST = 50
_LONGEST = 120


def beside_document(archive: Archive) -> list[str]:
    """Give a sentence for each comment, footnote and endnote of a .docx: that it is there, and what it says."""
    said = []
    for part, tag, kind in _KINDS:
        notes = _notes(archive, f"word/{part}.xml", tag)
        if notes is None:
            said.append(f"文件的{kind}已损坏，没有读入。")
            continue
        said += [f"{kind}没有读入，请核对：{words[:_LONGEST]}" for _, words in notes[:_MOST]]
        if len(notes) > _MOST:
            said.append(f"另有{len(notes) - _MOST}条{kind}没有读入，请对照原件。")
    return said


def beside_cells(archive: Archive, sheet: str) -> list[tuple[str, str]]:
    """Give the notes on the cells of a sheet's part: address and words; none where they cannot be read."""
    found: list[tuple[str, str]] = []
    for target in archive.relations(sheet).values():
        name = posixpath.normpath(target)
        if "comment" in name.rpartition("/")[2].lower():
            found += _notes(archive, name, "comment") or []
    # A thread of answers has a plain twin: the same cell, said once.
    return list(dict(found).items())[:_MOST]


def _notes(archive: Archive, name: str, tag: str) -> list[tuple[str, str]] | None:
    """Give the notes of a part, each with the cell that it is on if any; None where the part is broken."""
    try:
        root = archive.xml(name)
    except UnreadablePaper:
        return None
    found = []
    for note in root.iter() if root is not None else ():
        own = note.tag.rpartition("}")[2]
        kind = next((value for key, value in note.attrib.items() if key.rpartition("}")[2] == "type"), "")
        pieces = (each.text or "" for each in note.iter() if each.tag.rpartition("}")[2] == "t")
        words = _TWIN.sub("", folded("".join(pieces))).strip()
        if own == tag and kind not in _SEPARATORS and words:
            found.append((note.get("ref", ""), words))
    return found
