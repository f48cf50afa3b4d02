"""Pictures that are looked at together: which of some files are pictures that can be shown, and what stands beside one of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from duban.ledger import access
from duban.ledger.models import Attachment
from duban.ledger.storage import file_kinds, previews
from duban.people.models import Officer

# What the sender's own name of a picture says of the time at which it was taken.
_BEFORE = re.compile(r"^前\b|^前\d|(整治|整改|治理|改造|施工|处置|清理|修复)前")
_AFTER = re.compile(r"^后\b|^后\d|(整治|整改|治理|改造|施工|处置|清理|修复)后")
# The files of each record of a list, as `split` takes them.
PREFETCHED = Prefetch("attachments", Attachment.objects.select_related("added_by", "unit").order_by("id"))
# So many are looked through together.
MOST = 200


@dataclass(frozen=True)
class Picture:
    """A picture in a page: `alt` says who sent it and when, `when` is 前 or 后 where the name says so."""

    file: Attachment
    alt: str
    when: str


def split(files: Iterable[Attachment]) -> tuple[list[Picture], list[tuple[Attachment, str]]]:
    """Return the files that are shown as pictures, and the others, each with the sentence why it cannot be seen (empty for papers).

    A file that another version replaced, and one whose content was erased, is among the others. Asks nothing of the database, if the
    rows come with `added_by` and `unit`.
    """
    shown, others = [], []
    for file in files:
        whole = file.replaced_by_id is None and file.erased_on is None and file_kinds.is_picture(file.name)
        why = previews.why_not(file.sha256) if whole else ""
        if whole and not why:
            shown.append(Picture(file, alt_of(file), when_of(file.name)))
        else:
            others.append((file, why))
    return shown, others


def alt_of(file: Attachment) -> str:
    """Return who sent a picture, what they called it, and when."""
    sender = f"{file.unit} {file.added_by}" if file.unit_id else str(file.added_by)
    return f"{sender} {file.added_on:%Y-%m-%d} 上传：{file.name.rpartition('.')[0]}"


def when_of(name: str) -> str:
    """Return 前 or 后 where a picture's name says that it shows the state before or after; else nothing."""
    return "前" if _BEFORE.search(name) else "后" if _AFTER.search(name) else ""


def beside(officer: Officer, file: Attachment) -> list[Attachment]:
    """Return the pictures of the same report, finding, inspection or matter that the officer may see, in order, this one among them."""
    if file.inspection_id is not None:
        found = access.findings.files(officer)
        found = found.filter(inspection=file.inspection_id, finding=file.finding_id)
    elif file.matter_id is not None:
        found = access.matters.attachments(officer).filter(matter=file.matter_id, report=file.report_id)
    else:
        return [file]
    return [each for each in _rows(found)[:MOST] if file_kinds.is_picture(each.name)] or [file]


def _rows(found: QuerySet[Attachment]) -> QuerySet[Attachment]:
    return found.filter(replaced_by=None, erased_on=None).select_related("added_by", "unit").order_by("id")
