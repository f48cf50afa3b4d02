"""The archive package of an inspection: scheme, team, places, findings, conclusions, papers, files and its lines of the journal."""

import json
from dataclasses import dataclass
from typing import IO, Any

from django.db.models import Q

from duban.ledger import access, conditions
from duban.ledger.models import (
    Conclusion,
    Finding,
    Inspection,
    JournalLine,
    Notice,
    Review,
    SelfInspection,
    Visit,
)
from duban.ledger.models.bulletins import Phase
from duban.ledger.queries.matters import timelines
from duban.ledger.refusals import Refused
from duban.ledger.wordings import archives, inspection_reports, letters
from duban.papers.writing import records
from duban.people.models import Officer

_README = """归档包：{no} {title}
{office}

一、打开 index.html 可以看到督查方案、督查组、点位、问题和整改、结论和复核、时间线，并由此打开文书和附件。不需要安装任何程序，也不需要联网。
二、timeline.json 是同一时间线的数据。每一行的 digest 是 content 这段文字（UTF-8）按 algorithm 所写算法算出的校验码；
    content 中的 previous 是全辖区日志里前一行的校验码。本次督查以外的行不在包内，所以序号不连续。
三、清单.csv 列出包内每个文件的字节数和 SHA-256；SHA256SUMS 可以用 sha256sum -c SHA256SUMS 核对。
四、内容没有变化时，再次打包得到完全相同的文件。
"""


@dataclass(frozen=True)
class Archive:
    """What is packed of one inspection, and where in the package each paper and file lies."""

    inspection: Inspection
    members: list[Any]
    visits: list[Visit]
    selves: list[SelfInspection]
    findings: list[Finding]
    conclusions: list[Conclusion]
    reviews: list[Review]
    entries: list[timelines.Entry]
    timeline: list[dict[str, Any]]
    papers: list[tuple[str, Any, bytes]]
    bulletins: list[tuple[str, Any, bytes]]
    attachments: list[tuple[str, Any]]


def archive_of(officer: Officer, inspection: Inspection) -> Archive:
    """Return everything that is kept of an inspection, its papers typeset, oldest line first.

    Raises Refused while a conclusion is not delivered: before that it is nobody's to carry away.
    """
    written = list(
        access.findings.conclusions(officer).filter(inspection=inspection).select_related("unit").order_by("id")
    )
    sealed = inspection.conclusions.exclude(step="delivered").first()
    if sealed is not None:
        clause = conditions.conclusions.readers_clause(conditions.conclusions.regime_of(inspection))
        raise Refused("还有督查结论没有送达，不能打包带走", clause=clause, possible="全部送达以后再取归档包。")
    found = list(
        access.findings.findings(officer)
        .filter(inspection=inspection)
        .select_related("unit", "matter", "found_by", "checked_by", "reported_by", "became")
        .order_by("unit__order", "order")
    )
    reviews = list(access.findings.reviews(officer).filter(conclusion__inspection=inspection).order_by("id"))
    lines = _lines_of(inspection, found, written, reviews)
    entries = timelines.entries_of(lines)
    by_seq = {line.seq: line for line in lines}
    notices = (
        Notice.objects.filter(inspection=inspection).select_related("jurisdiction", "unit", "inspection").order_by("id")
    )
    issued = access.papers.bulletins(officer).filter(inspection=inspection, phase=Phase.ISSUED).order_by("id")
    files = access.findings.files(officer).filter(Q(inspection=inspection) | Q(finding__in=found))
    return Archive(
        inspection=inspection,
        members=list(inspection.members.order_by("-capacity", "id")),
        visits=list(
            access.inspections.visits(officer)
            .filter(inspection=inspection)
            .select_related("unit", "recorded_by")
            .order_by("on", "id")
        ),
        selves=list(
            access.inspections.self_inspections(officer)
            .filter(inspection=inspection)
            .select_related("unit")
            .order_by("id")
        ),
        findings=found,
        conclusions=written,
        reviews=reviews,
        entries=entries,
        timeline=[archives.told_of(entry, by_seq[entry.seq]) for entry in entries],
        papers=[
            archives.typeset("文书", inspection, "问题清单", inspection_reports.problem_list(inspection, found)),
            *(archives.typeset("文书", each, f"{each.name}{each.number}", letters.paper_of(each)) for each in notices),
        ],
        bulletins=[
            archives.typeset("通报专报", each, f"{each.name}{each.number}", records.from_json(each.words))
            for each in issued
        ],
        attachments=[
            (f"附件/{each.pk}-{each.name}", each)
            for each in files.select_related("unit", "added_by").distinct().order_by("id")
        ],
    )


def package(archive: Archive, page: str) -> IO[bytes]:
    """Return the package as an open temporary file; `page` is its index.html. Raises Refused where a file is missing or was changed on disk."""
    inspection = archive.inspection
    told = json.dumps(archive.timeline, ensure_ascii=False, indent=1, sort_keys=True)
    readme = _README.format(no=inspection.no, title=inspection.title, office=inspection.jurisdiction.name)
    made = {"说明.txt": readme.encode("utf-8-sig"), "index.html": page.encode(), "timeline.json": told.encode()}
    made |= {path: data for path, _, data in (*archive.papers, *archive.bulletins)}
    return archives.pack(made, archive.attachments)


def _lines_of(
    inspection: Inspection, found: list[Finding], written: list[Conclusion], reviews: list[Review]
) -> list[JournalLine]:
    of = [f"inspection:{inspection.pk}"]
    for name, rows in (("finding", found), ("conclusion", written), ("review", reviews)):
        of += [f"{name}:{each.pk}" for each in rows]
    for name, keys in (
        ("visit", inspection.visits.values_list("pk", flat=True)),
        ("selfinspection", inspection.self_inspections.values_list("pk", flat=True)),
        ("member", inspection.members.values_list("pk", flat=True)),
        ("preparation", inspection.preparations.values_list("pk", flat=True)),
        ("notice", inspection.notices.values_list("pk", flat=True)),
        ("bulletin", inspection.bulletins.values_list("pk", flat=True)),
    ):
        of += [f"{name}:{pk}" for pk in keys]
    lines = JournalLine.objects.filter(
        jurisdiction=inspection.jurisdiction, of__in=of, at__date__gte=inspection.opened_on
    )
    return list(lines.select_related("actor", "unit").prefetch_related("amendments__actor").order_by("seq"))
