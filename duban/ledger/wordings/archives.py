"""The archive package of a matter: everything that is kept of it, in one file that opens without this program.

The same content gives the same bytes: nothing in it says when it was packed, and the files stand uncompressed in one order.
"""

import csv
import hashlib
import io
import json
import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date
from typing import IO, Any

from duban.engine.clauses import Regime
from duban.ledger import access, journal
from duban.ledger.models import Bulletin, JournalLine, Matter
from duban.ledger.models.bulletins import Phase
from duban.ledger.queries.matters import dossiers, timelines
from duban.ledger.refusals import Refused
from duban.ledger.storage import files
from duban.ledger.wordings import letters, sheets
from duban.ledger.wordings.frames import oneline
from duban.papers.writing import records
from duban.papers.writing.documents import Paper
from duban.papers.writing.docx import render_docx
from duban.papers.writing.pdf import MissingGlyph, render_pdf
from duban.people.models import Officer

_FEATURE = "archive_package"
# A zip file knows no date before this one.
_MOMENT = (1980, 1, 1, 0, 0, 0)
# A title this long is no chance word of another sentence.
_TELLING = 6
_README = """归档包：{no} {title}
{office}

一、打开 index.html 可以看到任务书、承办单位、反馈、审批和时间线，并由此打开文书、审批单、提到本事项的通报专报和附件。不需要安装任何程序，也不需要联网。
二、timeline.json 是同一时间线的数据。每一行的 digest 是 content 这段文字（UTF-8）按 algorithm 所写算法算出的校验码；
    content 中的 previous 是全辖区日志里前一行的校验码。本事项以外的行不在包内，所以序号不连续。
三、清单.csv 列出包内每个文件的字节数和 SHA-256；SHA256SUMS 可以用 sha256sum -c SHA256SUMS 核对。
四、内容没有变化时，再次打包得到完全相同的文件。
"""


@dataclass(frozen=True)
class Archive:
    """What is packed of one matter: its dossier, its whole timeline, and where in the package each paper and attachment lies.

    `sheets` are the approval sheets of what was proposed, `bulletins` those that went out and name the matter.
    """

    matter: Matter
    dossier: dossiers.Dossier
    parts: list[Matter]
    entries: list[timelines.Entry]
    timeline: list[dict[str, Any]]
    papers: list[tuple[str, Any, bytes]]
    sheets: list[tuple[str, Any, bytes]]
    bulletins: list[tuple[str, Any, bytes]]
    attachments: list[tuple[str, Any]]


def clause_of(regime: Regime) -> str:
    """Return the clause of the document that asks for an archive, empty where none does."""
    return next((each.clause for each in regime.clauses if _FEATURE in each.features), "")


def archive_of(officer: Officer, matter: Matter, on: date) -> Archive:
    """Return everything that the officer may see of a matter, its papers typeset, oldest line first."""
    dossier = dossiers.dossier_for(officer, matter, on)
    entries = timelines.timeline_of(officer, matter, limit=None)[::-1]
    lines = {line.seq: line for line in JournalLine.objects.filter(matter=matter)}
    return Archive(
        matter=matter,
        dossier=dossier,
        parts=list(access.matters.matters(officer).filter(parent=matter).order_by("id")),
        entries=entries,
        timeline=[told_of(entry, lines[entry.seq]) for entry in entries],
        papers=[
            typeset("文书", each, f"{each.name}{each.number}", letters.paper_of(each))
            for each in reversed(dossier.notices)
        ],
        sheets=[_sheet(each) for each in reversed(dossier.proposals)],
        bulletins=[
            typeset("通报专报", each, f"{each.name}{each.number}", records.from_json(each.words))
            for each in bulletins_naming(officer, matter)
        ],
        attachments=[(f"附件/{each.pk}-{each.name}", each) for each in reversed(dossier.attachments)],
    )


def bulletins_naming(officer: Officer, matter: Matter) -> list[Bulletin]:
    """Return the bulletins that went out, that the officer may see, and in which the matter stands by its number or title."""
    found = access.papers.bulletins(officer).filter(phase=Phase.ISSUED, issued_on__gte=matter.registered_on)
    number = re.compile(rf"(?<![0-9A-Za-z-]){re.escape(matter.no)}(?![0-9A-Za-z-])")
    title = oneline(matter.title)
    return [each for each in found.order_by("issued_on", "id") if _names(each.words, number, title)]


def package(archive: Archive, page: str) -> IO[bytes]:
    """Return the package as an open temporary file; `page` is its index.html.

    Raises Refused where the content of an attachment is missing or was changed on disk.
    """
    told = json.dumps(archive.timeline, ensure_ascii=False, indent=1, sort_keys=True)
    matter = archive.matter
    readme = _README.format(no=matter.no, title=matter.title, office=matter.jurisdiction.name)
    made = {"说明.txt": readme.encode("utf-8-sig"), "index.html": page.encode(), "timeline.json": told.encode()}
    made |= {path: data for path, _, data in (*archive.papers, *archive.sheets, *archive.bulletins)}
    return pack(made, archive.attachments)


def pack(made: dict[str, bytes], attachments: list[tuple[str, Any]]) -> IO[bytes]:
    """Return what was made and the attachments as one open temporary file, with the list of all and their digests.

    Raises Refused where the content of an attachment is missing or was changed on disk.
    """
    out = tempfile.TemporaryFile()  # noqa: SIM115
    listed: list[tuple[str, int, str]] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for path, data in made.items():
            packed.writestr(_place(path), data)
            listed.append((path, len(data), hashlib.sha256(data).hexdigest()))
        for path, attachment in attachments:
            if attachment.erased_on is not None:
                listed.append((f"{path}（内容已于 {attachment.erased_on} 清除）", attachment.size, attachment.sha256))
                continue
            digest = hashlib.sha256()
            with packed.open(_place(path), "w") as inside:
                for chunk in _chunks(attachment):
                    digest.update(chunk)
                    inside.write(chunk)
            if digest.hexdigest() != attachment.sha256:
                raise Refused(
                    f"附件“{attachment.name}”的内容被改动，没有打包", possible="请告诉系统管理员，从备份中恢复。"
                )
            listed.append((path, attachment.size, attachment.sha256))
        sums = "".join(f"{sha256}  {path}\n" for path, _, sha256 in listed if path in packed.NameToInfo)
        packed.writestr(_place("清单.csv"), _list(listed))
        packed.writestr(_place("SHA256SUMS"), sums)
    out.seek(0)
    return out


def told_of(entry: timelines.Entry, line: JournalLine) -> dict[str, Any]:
    """Return a line of the journal as the package tells it, with what its digest covers."""
    return {
        "seq": entry.seq,
        "verb": entry.verb,
        "said": entry.said,
        "at": entry.at.astimezone(UTC).isoformat(),
        "on": entry.on.isoformat(),
        "who": entry.who,
        "unit": entry.unit.name if entry.unit else None,
        "details": entry.details,
        "amendments": entry.amendments,
        "clause": entry.clause,
        "algorithm": entry.algorithm,
        "digest": entry.digest,
        "content": journal.content_of(line),
    }


def typeset(folder: str, of: Any, name: str, paper: Paper) -> tuple[str, Any, bytes]:
    """Return a paper as PDF/A; as a Word file where no font of the machine has one of its characters."""
    name = files.safe_name(f"{of.pk}-{name}".replace("/", "_"))
    try:
        return f"{folder}/{name}.pdf", of, render_pdf(paper)
    except MissingGlyph:
        return f"{folder}/{name}.docx", of, render_docx(paper)


def _sheet(proposal: Any) -> tuple[str, Any, bytes]:
    paper = sheets.sheet_of(proposal)
    return typeset("审批单", proposal, paper.title, paper)


def _names(words: Any, number: re.Pattern[str], title: str) -> bool:
    """Tell whether a paper's record says the number anywhere, or the title: a short one only where it stands alone."""
    if isinstance(words, str):
        return words == title or bool(number.search(words)) or (len(title) >= _TELLING and title in words)
    if isinstance(words, dict):
        return any(_names(each, number, title) for each in words.values())
    return isinstance(words, list) and any(_names(each, number, title) for each in words)


def _chunks(attachment: Any) -> Iterator[bytes]:
    path = files.path_of(attachment.sha256)
    if not path.is_file():
        raise Refused(
            f"附件“{attachment.name}”的内容找不到了，没有打包", possible="请把文件名告诉系统管理员，从备份中恢复。"
        )
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            yield chunk


def _list(listed: list[tuple[str, int, str]]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(["文件", "字节数", "SHA-256"])
    writer.writerows(listed)
    return stream.getvalue().encode("utf-8-sig")


def _place(path: str) -> zipfile.ZipInfo:
    place = zipfile.ZipInfo(path, _MOMENT)
    place.external_attr = 0o644 << 16
    return place
