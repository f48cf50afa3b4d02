"""The archive package: everything of a matter, every digest right, the same bytes again, and nothing for those who may not."""

import hashlib
import io
import json
import zipfile
from urllib.parse import quote

import pypdf
import pytest

from duban.ledger.actions.matters import attachments
from duban.ledger.actions.papers import bulletins
from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.storage import files as store
from tests import cast, stories


@pytest.fixture
def kept(zhuoni, settings, tmp_path):
    """A matter with evidence, a report, a proposal with its signature, and notices."""
    settings.FILES_ROOT = tmp_path
    at = cast.at("2026-03-20 09:00")
    matter = stories.matter(zhuoni, due_on="2026-06-30", at=at, title="修<b>好</b>道路")
    stories.accept(zhuoni, matter, at)
    attachments.add_file(
        jurisdiction=zhuoni.jurisdiction,
        name="现场.txt",
        chunks=["照片说明".encode()],
        matter=matter,
        by=By(zhuoni.clerk, at),
    )
    stories.report(zhuoni, matter, at, what="progress")
    asked = proposals.ask(
        "extension",
        of=stories.held(matter),
        until=stories.day("2026-07-31"),
        reason="雨季停工",
        by=By(zhuoni.liaison, at),
    )
    stories.sign(asked, at)
    return matter


def _bytes(client, no) -> bytes:
    answer = client.get(f"/matters/{no}/archive.zip")
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


@pytest.mark.feature("archive_package")
def test_everything_is_in_it_and_every_digest_is_right(zhuoni, kept, signed_in):
    packed = zipfile.ZipFile(io.BytesIO(_bytes(signed_in(zhuoni.clerk), kept.no)))
    assert packed.testzip() is None
    names = packed.namelist()
    assert names[:3] == ["说明.txt", "index.html", "timeline.json"] and names[-2:] == ["清单.csv", "SHA256SUMS"]
    sums = dict(reversed(line.split("  ", 1)) for line in packed.read("SHA256SUMS").decode().splitlines())
    assert set(sums) == set(names[:-2])
    assert all(hashlib.sha256(packed.read(name)).hexdigest() == sha256 for name, sha256 in sums.items())
    listing = packed.read("清单.csv").decode("utf-8-sig")
    assert all(f"{name},{packed.getinfo(name).file_size},{sha256}" in listing for name, sha256 in sums.items())
    (evidence,) = [name for name in names if name.startswith("附件/")]
    assert evidence.endswith("现场.txt") and packed.read(evidence).decode() == "照片说明"
    papers = [name for name in names if name.startswith("文书/")]
    assert papers and all(packed.read(name).startswith(b"%PDF") for name in papers if name.endswith("pdf"))


@pytest.mark.feature("archive_package")
@pytest.mark.proves("zhuoni-2022", "第八条(四)", "archive_package")
def test_approval_sheets_and_the_bulletins_that_name_the_matter_are_inside(zhuoni, kept, signed_in):
    other = stories.matter(zhuoni, due_on="2026-04-10", at=cast.at("2026-03-20 09:00"), title="另一件不相干的事")
    told, silent = (
        _issued(zhuoni, f"督办{kept.no}号事项，逾期。"),
        _issued(zhuoni, f"督办{kept.no}9号、1{kept.no}号事项，逾期。"),
    )
    packed = zipfile.ZipFile(io.BytesIO(_bytes(signed_in(zhuoni.clerk), kept.no)))
    names, page = packed.namelist(), packed.read("index.html").decode()
    (sheet,) = [name for name in names if name.startswith("审批单/")]
    (bulletin,) = [name for name in names if name.startswith("通报专报/")]
    assert told.number in page and told.digest in page and silent.number not in page
    for name in (sheet, bulletin):
        assert (
            packed.read(name).startswith(b"%PDF-")
            and quote(name) in page
            and name in packed.read("清单.csv").decode("utf-8-sig")
        )
    words = "".join(
        "".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(packed.read(sheet))).pages).split()
    )
    assert "雨季停工" in words and "同意" in words
    packed = zipfile.ZipFile(io.BytesIO(_bytes(signed_in(zhuoni.clerk), other.no)))
    assert not [name for name in packed.namelist() if name.startswith(("审批单/", "通报专报/"))]


def _issued(office, text):
    at = cast.at("2026-04-01 09:00")
    made = bulletins.draft_bulletin(
        jurisdiction=office.jurisdiction,
        kind="circular",
        span="month",
        first=stories.day("2026-03-01"),
        last=stories.day("2026-03-31"),
        by=By(office.clerk, at),
    )
    bulletins.edit_bulletin(
        bulletin=made,
        version=1,
        title="三月督查情况的通报",
        addressees="各乡镇",
        text=f"一、情况\n{text}",
        audience="units",
        is_public=False,
        media="",
        by=By(office.clerk, at),
    )
    bulletins.forward_bulletin(bulletin=made, by=By(office.clerk, at))
    bulletins.sign_bulletin(bulletin=made, agree=True, opinion="", by=By(office.head, at))
    return bulletins.issue_bulletin(bulletin=made, by=By(office.clerk, at))


@pytest.mark.feature("archive_package")
def test_the_timeline_proves_itself_without_the_program(zhuoni, kept, signed_in):
    packed = zipfile.ZipFile(io.BytesIO(_bytes(signed_in(zhuoni.clerk), kept.no)))
    lines = json.loads(packed.read("timeline.json"))
    assert [line["seq"] for line in lines] == list(
        JournalLine.objects.filter(matter=kept).order_by("seq").values_list("seq", flat=True)
    )
    for line in lines:
        assert hashlib.new(line["algorithm"], line["content"].encode()).hexdigest() == line["digest"]
        assert json.loads(line["content"])["verb"] == line["verb"]


@pytest.mark.feature("archive_package")
def test_the_page_tells_the_matter_and_asks_nobody_outside(zhuoni, kept, signed_in):
    page = zipfile.ZipFile(io.BytesIO(_bytes(signed_in(zhuoni.clerk), kept.no))).read("index.html").decode()
    for words in (
        "修&lt;b&gt;好&lt;/b&gt;道路",
        "雨季停工",
        "已全部完成。",
        "现场.txt",
        "延期",
        zhuoni.units[0].name,
        "同意",
    ):
        assert words in page, words
    assert "<script" not in page and "http" not in page and 'href="/' not in page


@pytest.mark.feature("archive_package")
def test_the_same_content_is_the_same_bytes(zhuoni, kept, signed_in, settings):
    client = signed_in(zhuoni.clerk)
    first = _bytes(client, kept.no)
    settings.PRESENT_DAY = "2026-04-17"
    assert _bytes(client, kept.no) == first
    attachments.add_file(
        jurisdiction=zhuoni.jurisdiction,
        name="补充.txt",
        chunks=[b"1"],
        matter=kept,
        by=By(zhuoni.clerk, zhuoni.default_at),
    )
    assert _bytes(client, kept.no) != first


def test_a_lost_or_changed_attachment_is_said(zhuoni, kept, signed_in):
    client = signed_in(zhuoni.clerk)
    path = store.path_of(kept.attachments.get().sha256)
    path.write_bytes(b"other")
    assert "被改动" in client.get(f"/matters/{kept.no}/archive.zip").content.decode()
    path.unlink()
    assert "找不到了" in client.get(f"/matters/{kept.no}/archive.zip").content.decode()


def test_the_page_of_the_matter_offers_it_with_its_clause(zhuoni, kept, signed_in):
    page = signed_in(zhuoni.clerk).get(f"/matters/{kept.no}?tab=papers").content.decode()
    assert "archive.zip" in page and "第八条(四)" in page
    assert "archive.zip" not in signed_in(zhuoni.liaison).get(f"/matters/{kept.no}?tab=papers").content.decode()
    assert signed_in(zhuoni.liaison).get(f"/matters/{kept.no}/archive.zip").status_code == 403
