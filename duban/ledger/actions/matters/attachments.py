"""Attachments: add a file to a matter, a report, an inspection or a finding."""

from collections.abc import Iterable

from django.db import transaction

from duban.ledger import journal
from duban.ledger.by import By
from duban.ledger.models import Attachment, Finding, Inspection, Matter, Report
from duban.ledger.refusals import Refused
from duban.ledger.storage import files
from duban.people.models import Jurisdiction, Unit


@transaction.atomic
def add_file(
    *,
    jurisdiction: Jurisdiction,
    name: str,
    chunks: Iterable[bytes],
    by: By,
    matter: Matter | None = None,
    report: Report | None = None,
    unit: Unit | None = None,
    inspection: Inspection | None = None,
    finding: Finding | None = None,
) -> Attachment:
    """Keep a file as evidence: of a report, of a matter, of an inspection or one finding, or of a fact that is about to be recorded.

    `unit` is the unit that an office's file concerns alone: other units do not see it. What a unit adds is its own.
    Raises Refused for what is not accepted as a file, and for a report or matter of another jurisdiction.
    """
    if report is not None:
        matter = report.assignment.matter
    if finding is not None:
        inspection = finding.inspection
    if inspection is not None and inspection.jurisdiction_id != jurisdiction.pk:
        raise Refused("督查不在本辖区")
    if matter is not None and matter.jurisdiction_id != jurisdiction.pk:
        raise Refused("事项不在本辖区")
    name, sha256, size = files.keep_file(name, chunks)
    attachment = Attachment.objects.create(
        jurisdiction=jurisdiction,
        matter=matter,
        report=report,
        inspection=inspection,
        finding=finding,
        unit=by.officer.unit if by.officer.is_unit else unit,
        name=name,
        sha256=sha256,
        size=size,
        added_by=by.officer,
        added_on=by.today,
    )
    journal.record(
        "file.added",
        jurisdiction=jurisdiction,
        of=attachment,
        unit=attachment.unit,
        matter=matter,
        actor=by.officer,
        at=by.at,
        # A name may name a person, or what nobody is to know yet; a line can never be erased.
        data={"sha256": sha256, "size": size},
    )
    return attachment
