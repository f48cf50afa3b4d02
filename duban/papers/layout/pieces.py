"""A paper laid out: a list of pieces in reading order, the same for every renderer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from duban.papers.layout import measures
from duban.papers.layout.measures import STYLES, Style, ems
from duban.papers.layout.tables import Grid, grid_of
from duban.papers.writing.documents import Block, Heading, Paper, Paragraph
from duban.papers.writing.texts import date_words


@dataclass(frozen=True)
class Run:
    """Words in one face; an empty face is that of the line's style."""

    text: str
    face: str = ""


@dataclass(frozen=True)
class Line:
    """A paragraph. `before` is blank lines of the grid above it; `keep` holds it on one page with what follows."""

    style: Style
    runs: tuple[Run, ...]
    before: int = 0
    keep: bool = False


@dataclass(frozen=True)
class Pair:
    """One line with words at its left end and words at its right end."""

    style: Style
    left: tuple[Run, ...]
    right: tuple[Run, ...]
    before: int = 0


@dataclass(frozen=True)
class Listed:
    """An entry of the attachments note: its further lines stand under the first character of its text."""

    label: str
    number: str
    text: str
    before: int = 0


@dataclass(frozen=True)
class RedHead:
    """The lines of the red head with their sizes in points, `above_mm` below the top of the text block."""

    lines: tuple[tuple[str, float], ...]
    above_mm: float


@dataclass(frozen=True)
class RedRule:
    """The red line under the head, `above_mm` below the line before it."""

    above_mm: float


@dataclass(frozen=True)
class NewPage:
    """What follows begins a page."""


@dataclass(frozen=True)
class Foot:
    """版记: list lines (label and words), and the line of the printing office with its date."""

    lists: tuple[tuple[str, str], ...]
    office: str
    printed: str


Piece = Line | Pair | Listed | RedHead | RedRule | Grid | NewPage | Foot


def pieces_of(paper: Paper) -> list[Piece]:
    """Lay a checked paper out: head, title, addressees, body, attachments note, signature, annexes, imprint."""
    pieces: list[Piece] = [*_head(paper), *_title(paper)]
    if paper.addressees:
        words = "，".join(paper.addressees) + "："
        pieces.append(Line(STYLES["addressees"], (Run(words),), 1))
    for index, block in enumerate(paper.body):
        numbered_form = paper.kind == "form" and bool(paper.number) and not paper.head
        pieces += _block(block, int(index == 0 and not paper.addressees and not numbered_form))
    signed = [*_attached(paper), *_signed(paper)]
    if signed and isinstance(pieces[-1], Line):
        # A page must not hold the signature and no words of the paper.
        pieces[-1] = replace(pieces[-1], keep=True)
    pieces += signed
    if paper.note:
        note = paper.note if paper.note.startswith(("（", "(")) else f"（{paper.note}）"
        pieces.append(Line(STYLES["note"], (Run(note),)))
    for index, annex in enumerate(paper.annexes, 1):
        label = "附件" if len(paper.annexes) == 1 else f"附件{index}"
        pieces += [NewPage(), Line(STYLES["annex_label"], (Run(label),))]
        pieces.append(Line(STYLES["title"], (Run(annex.title),), 1))
        for order, block in enumerate(annex.body):
            pieces += _block(block, int(order == 0))
    return pieces + list(_foot(paper))


def _head(paper: Paper) -> Iterator[Piece]:
    if paper.urgency:
        yield Line(STYLES["urgency"], (Run(paper.urgency),))
    if paper.head:
        widest = measures.TEXT_MM[0] * measures.MM
        # Half points, and a little room: fonts differ in width.
        sizes = [min(measures.LARGEST_HEAD_PT, int(widest / max(ems(line), 1) * 1.96) / 2) for line in paper.head]
        above = measures.HEAD_MM - (measures.PITCH_PT / measures.MM if paper.urgency else 0)
        yield RedHead(tuple(zip(paper.head, sizes, strict=True)), above if paper.kind != "form" else 0)
    if paper.kind == "briefing":
        yield Line(STYLES["number"], (Run(paper.number),), 1)
        when = date_words(paper.dated_on) if paper.dated_on else ""
        yield Pair(STYLES["editor"], (Run(paper.editor),), (Run(when),), 1)
    elif paper.number and (paper.kind == "file" or paper.head):
        if paper.signer:
            signer = (Run("签发人："), Run(paper.signer, "kai"))
            yield Pair(replace(STYLES["editor"]), (Run(paper.number),), signer, 2 if paper.head else 0)
        else:
            yield Line(STYLES["number"], (Run(paper.number),), 2 if paper.head else 0)
    if paper.head:
        yield RedRule(measures.RULE_MM)


def _title(paper: Paper) -> Iterator[Piece]:
    before = 2 if paper.head and paper.kind != "form" else 1 if paper.urgency or paper.head else 0
    yield Line(STYLES["title"], (Run(paper.title),), before, keep=True)
    if paper.kind == "form" and paper.number and not paper.head:
        yield Line(replace(STYLES["number"], align="right"), (Run(paper.number),), 1, keep=True)


def _block(block: Block, before: int) -> Iterator[Piece]:
    if isinstance(block, Heading):
        style = STYLES[f"level{block.level}"]
        runs = [Run(block.text)]
        if block.rest:
            runs.append(Run(block.rest, "fangsong"))
        yield Line(style, tuple(runs), before, keep=not block.rest)
    elif isinstance(block, Paragraph):
        style = replace(STYLES["body"], align=block.align or "justify", first=2 if block.indent else 0)
        for index, words in enumerate(block.text.split("\n")):
            yield Line(style, (Run(words),), before if index == 0 else 0)
    else:
        if block.caption:
            yield Line(STYLES["caption"], (Run(block.caption),), before, keep=True)
        yield grid_of(block, 0 if block.caption else before)


def _attached(paper: Paper) -> Iterator[Piece]:
    names = paper.attached
    for index, name in enumerate(names, 1):
        label = "附件：" if index == 1 else ""
        number = "" if len(names) == 1 else f"{index}."
        yield Listed(label, number, name, int(index == 1))


def _signed(paper: Paper) -> Iterator[Piece]:
    if paper.kind == "briefing" or not paper.dated_on:
        return
    when = date_words(paper.dated_on)
    longest = max((ems(name) for name in paper.signature), default=0.0)
    # 加盖印章: the date four characters from the right edge, the signature centred over it.
    right = max(4.0, 2 + (longest - ems(when)) / 2)
    for index, name in enumerate(paper.signature):
        place = max(0.0, right + (ems(when) - ems(name)) / 2)
        yield Line(Style(align="right", right=place), (Run(name),), 2 if index == 0 else 0, keep=True)
    yield Line(Style(align="right", right=right), (Run(when),), 0 if paper.signature else 2)


def _foot(paper: Paper) -> Iterator[Piece]:
    if not paper.imprint:
        return
    imprint = paper.imprint
    lists = []
    if imprint.reports:
        lists.append(("报：", "，".join(imprint.reports) + "。"))
    if imprint.copies:
        label = "送：" if paper.kind == "briefing" else "抄送："
        lists.append((label, "，".join(imprint.copies) + "。"))
    printed = f"{date_words(imprint.printed_on)}印发" if imprint.printed_on else ""
    if imprint.printed:
        lists.append(("", f"共印{imprint.printed}份"))
    yield Foot(tuple(lists), imprint.office, printed)
