"""What stands around every paper of an office: red head, number, addressees, signature, 抄送; and words that can always be printed."""

import datetime
import unicodedata
from dataclasses import dataclass

from duban.engine.clauses import Regime
from duban.ledger.models import Matter
from duban.papers.layout.measures import ems
from duban.papers.writing.documents import Annex, Block, Cell, Imprint, Paper, Paragraph, Table, form
from duban.papers.writing.texts import quoted
from duban.people.models import Jurisdiction

_NEVER = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xFDD0, 0xFDF0)}
# What stands for a character that no other computer knows, as printers have it.
_UNKNOWN = "〓"
_TITLE_EMS = 20
_ENDS = "的度月年、，；）”》"
_BEGINS = ("督办", "督查", "情况", "办理", "完成", "通报", "工作", "建议")


@dataclass(frozen=True)
class Letterhead:
    """An office's own data: `code` before 〔2026〕12号, `circular_code` that of circulars; `copies` and `reports` whom papers go to besides."""

    head: tuple[str, ...]
    script: tuple[str, ...]
    code: str
    circular_code: str
    office: str
    printer: str
    copies: tuple[str, ...]
    reports: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the red head, the second script above (卓尼 印发通知)."""
        return (*self.script, *self.head)


def letterhead_of(jurisdiction: Jurisdiction) -> Letterhead:
    """Return the letterhead of an office; what was not entered is made from its name."""
    kept = jurisdiction.letterhead
    head = lines_of(kept.get("head")) or (clean(jurisdiction.name),)
    code = clean(str(kept.get("code") or "督"))
    office = clean(str(kept.get("office") or head[-1].removesuffix("文件")))
    return Letterhead(
        head=head,
        script=lines_of(kept.get("script")),
        code=code,
        circular_code=clean(str(kept.get("circular_code") or f"{code}通")),
        office=office,
        printer=clean(str(kept.get("printer") or office)),
        copies=lines_of(kept.get("cc")),
        reports=lines_of(kept.get("reports")),
    )


def file_paper(
    jurisdiction: Jurisdiction,
    *,
    title: str,
    body: tuple[Block, ...],
    on: datetime.date,
    number: str = "",
    addressees: tuple[str, ...] = (),
    copies: tuple[str, ...] = (),
    annexes: tuple[Annex, ...] = (),
    signer: str = "",
) -> Paper:
    """Make a paper with the office's red head, signature and imprint."""
    own = letterhead_of(jurisdiction)
    return Paper(
        title=balanced(title),
        body=body,
        kind="file",
        head=own.lines,
        number=number,
        signer=signer if number else "",
        addressees=addressees,
        signature=(own.office,),
        dated_on=on,
        annexes=annexes,
        imprint=Imprint(copies=copies, office=own.printer, printed_on=on),
    )


def slip_paper(
    jurisdiction: Jurisdiction,
    *,
    title: str,
    body: tuple[Block, ...],
    number: str = "",
    addressees: tuple[str, ...] = (),
    has_head: bool = True,
) -> Paper:
    """Make a form (单): a red head without a line under it where the office issues it, and the grid. Who signs when stands in the grid."""
    head = letterhead_of(jurisdiction).lines if has_head else ()
    return Paper(title=title, body=body, kind="form", head=head, number=number, addressees=addressees)


def briefing_paper(
    jurisdiction: Jurisdiction,
    *,
    name: str,
    issue: str,
    title: str,
    body: tuple[Block, ...],
    on: datetime.date,
    annexes: tuple[Annex, ...] = (),
) -> Paper:
    """Make a briefing: its name as red head, the issue's number, who edits it; 报 and 送 at its end."""
    own = letterhead_of(jurisdiction)
    return Paper(
        title=balanced(title),
        body=body,
        kind="briefing",
        head=(*own.script, name),
        number=issue,
        editor=own.office,
        dated_on=on,
        annexes=annexes,
        imprint=Imprint(copies=own.copies, reports=own.reports, office=own.printer, printed_on=on),
    )


def everybody(regime: Regime) -> tuple[str, ...]:
    """Return whom a circular is addressed to: every group of units, in the document's words."""
    return tuple(_each(name) for name in regime.groups.values())


def document_words(regime: Regime) -> str:
    """Return how a paper names the document: 《…》 with its number, or its plain name where it has no title."""
    if not regime.title:
        return regime.name
    return f"《{regime.title}》" + (f"（{regime.number}）" if regime.number else "")


def cited(regime: Regime, clause: str) -> str:
    """Return the document with the clause: 《……》第九条(二)."""
    return f"{document_words(regime)}{clause}"


def grid(*rows: tuple[str, ...], widths: tuple[float, ...] = (2, 4, 2, 4)) -> Table:
    """Make a form sheet of label and value, one or two pairs a row; an empty value is left open for the pen."""
    made: list[tuple[str | Cell, ...]] = []
    for row in rows:
        if len(row) == 2:
            made.append((Cell(row[0], label=True), Cell(clean(row[1]), across=3)))
        else:
            made.append(tuple(Cell(clean(each), label=i % 2 == 0, align="center") for i, each in enumerate(row)))
    return form(made, widths=widths)


def open_cell(label: str, lines: int = 6, text: str = "") -> tuple[Cell, Cell]:
    """Make a row of a form that is filled in by hand: so many lines high."""
    return Cell(label, label=True), Cell(clean(text), across=3, lines=lines)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Make paragraphs of what a person typed, line by line; empty lines are left out."""
    return tuple(Paragraph(line) for line in clean(text).split("\n") if line.strip())


def lines_of(text: object) -> tuple[str, ...]:
    """Return the lines of a setting that is one text or a list."""
    listed = text if isinstance(text, list) else str(text or "").split("\n")
    return tuple(words for each in listed if (words := clean(str(each)).strip()))


def clean(text: str) -> str:
    """Return words that can be printed: no control or direction characters, a mark for what only one computer knows."""
    kept = []
    for character in text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "\u3000"):
        kind = unicodedata.category(character)
        if character == "\n":
            kept.append(character)
        elif kind == "Co":
            kept.append(_UNKNOWN)
        elif kind not in ("Cc", "Cs") and ord(character) not in _NEVER and ord(character) & 0xFFFE != 0xFFFE:
            kept.append(character)
    return "".join(kept)


def balanced(title: str) -> str:
    """Return a title of more than one line broken where words end, the lines of like length (GB/T 9704-2012, 7.3.1)."""
    if "\n" in title or ems(title) <= _TITLE_EMS:
        return title
    middle = len(title) / 2
    places = [
        at
        for at in range(2, len(title) - 1)
        if (title[at - 1] in _ENDS or title[at : at + 2] in _BEGINS) and title[at] != "的"
    ]
    places = [at for at in places if max(ems(title[:at]), ems(title[at:])) <= _TITLE_EMS]
    if not places:
        return title
    best = min(places, key=lambda at: abs(at - middle))
    return f"{title[:best]}\n{title[best:]}"


def oneline(text: str) -> str:
    """Return words for a title: on one line."""
    return " ".join(clean(text).split()) or "（无标题）"


def named(matter: Matter) -> str:
    """Return a matter as a paper's sentence names it, with its number."""
    return f"{quoted(oneline(matter.title))}（编号 {matter.no}）"


def _each(group: str) -> str:
    """Put 各 where an office writes it: 各乡镇, 市政府各部门, 市政府各工作部门."""
    for word in ("工作部门", "部门"):
        if word in group and "各" not in group:
            return group.replace(word, f"各{word}", 1)
    return group if group.startswith("各") else f"各{group}"
