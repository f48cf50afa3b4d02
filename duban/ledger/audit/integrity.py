"""What `duban audit verify` proves: every chain holds, every row is as its lines say, every attached file is the one that was taken in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from duban.ledger import documents, journal
from duban.ledger.audit import audit_log, published_rankings, row_checks
from duban.ledger.models import Attachment, AuditEvent, Chain, Document, Ranking
from duban.ledger.storage import files
from duban.people.models import Jurisdiction


@dataclass
class Figures:
    """What a verification looked at; complete once all flaws were read."""

    lines: int = 0
    rows: int = 0
    events: int = 0
    files: int = 0
    # Rows from before lines carried any, by the name of their table.
    unknown: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Flaw:
    """One thing that does not hold, and where: a chain's line, a table's row, or a file."""

    place: str
    why: str

    def __str__(self) -> str:
        return f"{self.place}：{self.why}"


def verify(jurisdictions: Iterable[Jurisdiction], figures: Figures, *, with_files: bool = True) -> Iterator[Flaw]:
    """Yield every flaw of the chains of these jurisdictions, of all rows, of what rankings rest on, of the audit log and of all files, in that order."""
    mentions = row_checks.Mentions()
    for jurisdiction in jurisdictions:
        yield from verify_chain(jurisdiction, figures, mentions)
    done = row_checks.Comparison()
    for found in row_checks.compare(mentions, done):
        yield Flaw(f"{found.table} 第 {found.pk} 号", found.why)
    figures.rows, figures.unknown = done.compared, done.unknown
    for document in Document.objects.order_by("digest"):
        if documents.digest_of(document.files) != document.digest:
            yield Flaw(f"ledger_document {document.digest[:12]}", f"办法文本 {document}：全文与校验码不符")
    for ranking in Ranking.objects.select_related("corrects").order_by("pk").iterator(chunk_size=1):
        if (why := published_rankings.touched(ranking)) is not None:
            yield Flaw(f"ledger_ranking 第 {ranking.pk} 号", f"排名：{why}")
    for _, why in audit_log.verify():
        yield Flaw("审计日志", why)
    figures.events = AuditEvent.objects.count()
    if with_files:
        yield from _verify_files(figures)


def verify_chain(
    jurisdiction: Jurisdiction, figures: Figures, mentions: row_checks.Mentions | None = None
) -> Iterator[Flaw]:
    """Yield every flaw of one chain."""
    for found in journal.verify(jurisdiction, see=mentions.see if mentions else None):
        yield Flaw(f"{jurisdiction.slug} 日志", found.why)
    figures.lines += Chain.objects.filter(jurisdiction=jurisdiction).values_list("seq", flat=True).first() or 0


def _verify_files(figures: Figures) -> Iterator[Flaw]:
    """Yield each attachment whose file is gone or is another one."""
    known: dict[str, str] = {}
    for pk, sha256 in (
        Attachment.objects.filter(erased_on=None).order_by("pk").values_list("pk", "sha256").iterator(chunk_size=2000)
    ):
        if sha256 not in known:
            known[sha256] = files.state_of(sha256)
        figures.files += 1
        if known[sha256]:
            yield Flaw(f"ledger_attachment 第 {pk} 号", f"附件：文件{known[sha256]}（{sha256[:12]}）")
