"""Files: what comes in is named safely, kept under its digest, and refused where it is not what it says."""

import hashlib

import pytest

from duban.ledger import access
from duban.ledger.actions.matters import attachments
from duban.ledger.by import By
from duban.ledger.models import Attachment, JournalLine
from duban.ledger.refusals import Refused
from duban.ledger.storage.files import path_of
from tests import cast, stories

AT = cast.at()
pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1"


def _add(office, name="通报.pdf", data=PDF, actor=None, **more):
    return attachments.add_file(
        jurisdiction=office.jurisdiction, name=name, chunks=[data], by=By(actor or office.clerk, AT), **more
    )


def test_a_file_lies_under_its_digest_and_the_journal_names_it(office):
    made = stories.matter(office, due_on="2026-04-30")
    kept = _add(office, matter=made)
    assert kept.sha256 == hashlib.sha256(PDF).hexdigest()
    assert path_of(kept.sha256).read_bytes() == PDF
    line = JournalLine.objects.latest("seq")
    assert (line.verb, line.matter, line.data["sha256"]) == ("file.added", made, kept.sha256)


@pytest.mark.parametrize(
    "name, data, why",
    [
        ("a.exe", b"MZ", "不收"),
        ("a.svg", b"<svg/>", "不收"),
        ("a.html", b"<p>", "不收"),
        ("a.pdf", b"MZ\x90", "不是 pdf"),
        ("a.png", b"%PDF-", "不是 png"),
        ("a.pdf", b"", "空"),
        ("noname", b"x", "不收"),
    ],
)
def test_what_is_not_accepted_leaves_no_row(office, name, data, why):
    with pytest.raises(Refused, match=why) as caught:
        _add(office, name, data)
    assert caught.value.field == "file"
    assert not Attachment.objects.exists()


def test_a_file_beyond_the_limit_is_refused_while_it_comes_in(office, settings):
    settings.UPLOAD_LIMIT = 100
    taken = []

    def chunks():
        for _ in range(50):
            taken.append(1)
            yield PDF * 5

    with pytest.raises(Refused, match="超过"):
        attachments.add_file(jurisdiction=office.jurisdiction, name="a.pdf", chunks=chunks(), by=By(office.clerk, AT))
    assert len(taken) < 5


@pytest.mark.parametrize(
    "given, kept",
    [("../../etc/passwd.pdf", "passwd.pdf"), ("C:\\a\\报告.pdf", "报告.pdf"), ("a\u202efdp.pdf", "afdp.pdf")],
)
def test_a_name_is_only_a_name(office, given, kept):
    assert _add(office, given).name == kept


def test_a_unit_sees_its_own_files_and_the_offices_but_not_what_concerns_another(office):
    made = stories.matter(office, due_on="2026-04-30", support=office.units[1:2])
    own = _add(office, matter=made, actor=office.liaison)
    common = _add(office, matter=made)
    other = _add(office, matter=made, unit=office.units[1])
    seen = set(access.matters.attachments(office.liaison))
    assert seen == {own, common}
    assert set(access.matters.attachments(office.other_liaison)) == {common, other}
    with pytest.raises(access.NotFound):
        access.matters.attachment_for(office.liaison, other.pk)
    assert set(access.matters.attachments(office.clerk)) == {own, common, other}


def test_a_file_for_a_matter_of_another_jurisdiction_is_refused(office, zhuoni):
    with pytest.raises(Refused):
        _add(office, matter=stories.matter(zhuoni, due_on="2026-04-30"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_is_taken_in_every_encoding_that_is_read(office, encoding):
    assert _add(office, "清单.csv", "任务,牵头单位\n修路,甲县\n".encode(encoding)).name == "清单.csv"


def test_what_is_no_text_says_what_to_do(office):
    with pytest.raises(Refused, match="不是文本文件") as refused:
        _add(office, "清单.txt", b"\xff\xfe\xd8")
    assert "另存为" in refused.value.possible
