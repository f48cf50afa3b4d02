"""What was kept long enough: counted from the answer and the last line, erased from rows and disk, and told of."""

import datetime

import pytest

from duban.ledger.actions.upkeep import retention
from duban.ledger.models import Attachment, JournalLine
from duban.ledger.queries.upkeep import retention as due
from duban.ledger.storage import files
from tests import cast
from tests.senders import AT, everywhere, flaws, settled


@pytest.fixture
def years_later(office, settings, tmp_path):
    """An office whose settled appeal and file are older than they are kept, with a second file of the same bytes that is not."""
    settings.HOME, settings.FILES_ROOT = tmp_path, tmp_path / "files"
    settings.RETAIN_SENDERS_YEARS, settings.RETAIN_FILES_YEARS = 3, 10
    appeal, matter = settled(office)
    return office, appeal, matter


def test_what_is_due_is_counted_from_the_answer_and_the_last_line(years_later):
    office, appeal, matter = years_later
    place = office.jurisdiction
    assert list(due.senders_due(place, datetime.date(2029, 3, 31))) == []
    assert list(due.senders_due(place, datetime.date(2029, 4, 1))) == [appeal]
    assert list(due.files_due(place, datetime.date(2036, 3, 31))) == []
    assert list(due.files_due(place, datetime.date(2036, 4, 1))) == list(Attachment.objects.filter(matter=matter))
    assert due.years_before(datetime.date(2028, 2, 29), 3) == datetime.date(2025, 2, 28)
    assert due.years_before(datetime.date(2028, 2, 29), 0) is None


def test_an_erased_file_is_gone_from_disk_and_told_of(years_later, django_capture_on_commit_callbacks):
    office, _, matter = years_later
    (file,) = Attachment.objects.filter(matter=matter)
    path = files.path_of(file.sha256)
    twin = Attachment.objects.create(
        jurisdiction=office.jurisdiction,
        name="同一份.txt",
        sha256=file.sha256,
        size=file.size,
        added_by=office.clerk,
        added_on=AT.date(),
    )
    later = cast.at("2036-04-02 09:00")
    with django_capture_on_commit_callbacks(execute=True):
        retention.erase_file(attachment=file, actor=None, at=later)
    assert path.is_file(), "another row names the same bytes"
    with django_capture_on_commit_callbacks(execute=True):
        retention.erase_file(attachment=twin, actor=None, at=later)
    assert not path.exists() and files.check_files().missing == []
    file.refresh_from_db()
    assert file.name == retention.ERASED and "验收单" not in everywhere()
    assert JournalLine.objects.filter(verb="file.erased").count() == 2
    assert flaws(office) == []
