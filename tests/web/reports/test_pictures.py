"""Pictures on pages: seen as copies, one after the other, with who sent them; the original is only saved, and who may not see it gets nothing."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.actions.matters import attachments, file_replacements
from duban.ledger.actions.sources import instructions
from duban.ledger.by import By
from duban.ledger.models import Attachment, Report
from tests import cast, rectifying, stories
from tests.pictures import photo, picture

pytestmark = pytest.mark.django_db
AT = cast.at()


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.FILES_ROOT, settings.PREVIEWS_ROOT = tmp_path / "files", tmp_path / "previews"


def _text(response):
    return response.content.decode()


def _reported(office, client, **files):
    made = stories.matter(office, due_on="2026-04-30")
    stories.accept(office, made, AT)
    sent = [SimpleUploadedFile(name, data) for name, data in files.items()]
    form = {"what": "progress", "done": "主体完工", "version": "3", "form_key": "a", "files": sent}
    assert client.post("/matters/2026-1/units/jia/reports", form).status_code == 302
    return Report.objects.get()


@pytest.mark.feature("reports")
def test_photos_of_a_report_are_seen_one_after_the_other(office, signed_in):
    unit, clerk = signed_in(office.liaison), signed_in(office.clerk)
    made = _reported(office, unit, **{"整治前.jpg": photo(), "整治后.jpg": picture(), "台账.txt": b"1"})
    first, second, paper = made.attachments.order_by("id")
    page = _text(clerk.get(f"/reports/{made.pk}"))
    shown = re.findall(r'<img src="([^"]+)" alt="([^"]+)" loading="lazy"', page)
    assert [src for src, _ in shown] == [f"/attachments/{each.pk}/copies/thumbnail" for each in (first, second)]
    assert shown[0][1] == f"{office.units[0]} {office.liaison} {AT:%Y-%m-%d} 上传：整治前"
    assert page.count('"gallery-when') == 2 and f'href="/attachments/{paper.pk}"' in page
    # The page of a matter shows them where they came in.
    assert f"/attachments/{first.pk}/copies/thumbnail" in _text(clerk.get("/matters/2026-1"))
    look = _text(clerk.get(f"/attachments/{first.pk}/look"))
    assert f'src="/attachments/{first.pk}/copies/preview"' in look and "1 / 2" in look
    assert f'href="/attachments/{second.pk}/look" rel="next"' in look and 'rel="prev"' not in look
    assert clerk.get(f"/attachments/{paper.pk}/look").status_code == 404


def test_a_copy_is_for_who_may_see_the_file_and_for_their_own_browser(office, signed_in):
    unit, other = signed_in(office.liaison), signed_in(office.other_liaison)
    kept = _reported(office, unit, **{"现场.jpg": photo()}).attachments.get()
    seen = unit.get(f"/attachments/{kept.pk}/copies/preview")
    body = b"".join(seen.streaming_content)
    assert seen.headers["Content-Type"] == "image/jpeg" and body.startswith(b"\xff\xd8") and b"HUAWEI" not in body
    assert seen.headers["Cache-Control"] == "private, max-age=1800" and "Cookie" in seen.headers["Vary"]
    assert seen.headers["X-Content-Type-Options"] == "nosniff"
    original = unit.get(f"/attachments/{kept.pk}")
    assert original.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(original.streaming_content) == photo()
    for way in ("look", "copies/preview", "copies/thumbnail"):
        assert other.get(f"/attachments/{kept.pk}/{way}").status_code == 404
    for way in ("copies/original", "copies/preview.jpg", "copies/..%2fthumbnail"):
        assert unit.get(f"/attachments/{kept.pk}/{way}").status_code == 404


def test_what_cannot_be_seen_stays_to_be_saved_with_a_sentence(office, signed_in):
    unit = signed_in(office.liaison)
    torn = picture(size=(900, 900))[:-2_000]
    made = _reported(office, unit, **{"半张.jpg": torn})
    kept = made.attachments.get()
    assert unit.get(f"/attachments/{kept.pk}/copies/thumbnail").url.endswith("no_picture.svg")
    page = _text(unit.get(f"/reports/{made.pk}"))
    assert "不完整或已损坏，不能显示" in page and f'href="/attachments/{kept.pk}"' in page and "gallery" not in page
    # Replaced by a whole one: that is seen, the torn one is still there to be saved.
    given = {"attachment": kept, "name": "整张.jpg", "chunks": [picture()], "reason": "传坏了"}
    new = file_replacements.replace_file(**given, by=By(office.liaison, AT))
    page = _text(unit.get(f"/reports/{made.pk}"))
    assert f"/attachments/{new.pk}/copies/thumbnail" in page and "已更换：传坏了" in page
    Attachment.objects.filter(pk=new.pk).update(erased_on=AT.date())
    assert unit.get(f"/attachments/{new.pk}/copies/thumbnail").status_code == 404


def test_many_photos_ask_no_more_than_one(office, signed_in):
    clerk = signed_in(office.clerk)
    made = _reported(office, signed_in(office.liaison), **{"现场.jpg": photo()})

    def asked():
        with CaptureQueriesContext(connection) as queries:
            for path in (f"/reports/{made.pk}", "/matters/2026-1", "/matters/2026-1?tab=papers"):
                assert clerk.get(path).status_code == 200
        return len(queries)

    asked()
    once = asked()
    for number in range(5):
        attachments.add_file(
            jurisdiction=office.jurisdiction,
            name=f"{number}.png",
            chunks=[picture("PNG", (20 + number, 20))],
            report=made,
            by=By(office.liaison, AT),
        )
    assert asked() == once


@pytest.mark.feature("rectification")
def test_what_was_found_stands_beside_what_was_put_right(zhuoni, signed_in):
    row = rectifying.reported(zhuoni)
    given = {"jurisdiction": zhuoni.jurisdiction, "finding": row, "name": "现场.jpg"}
    before = attachments.add_file(**given, chunks=[photo()], by=By(zhuoni.inspector, AT))
    after = attachments.add_file(**given, chunks=[picture()], by=By(zhuoni.liaison, AT))
    page = _text(signed_in(zhuoni.liaison).get(f"/findings/{row.pk}"))
    left, right = page[page.index("<h2>发现时") : page.index("<h2>整改后")], page[page.index("<h2>整改后") :]
    assert f"/inspection-files/{before.pk}/copies/thumbnail" in left
    assert f"/inspection-files/{after.pk}/copies/thumbnail" in right
    look = signed_in(zhuoni.liaison).get(f"/inspection-files/{after.pk}/look")
    assert f'href="/inspection-files/{before.pk}/look" rel="prev"' in _text(look)
    assert signed_in(zhuoni.other_liaison).get(f"/inspection-files/{before.pk}/copies/preview").status_code == 404


def test_a_leaders_handwriting_is_seen_and_its_original_saved(office, signed_in):
    scan = instructions.Scan("批示.heic", [picture("PNG")])
    given = {"jurisdiction": office.jurisdiction, "leader": office.leader, "text": "抓紧", "given_on": AT.date()}
    made = instructions.give_instruction(**given, scan=scan, by=By(office.clerk, AT))
    clerk = signed_in(office.clerk)
    page = _text(clerk.get(f"/instructions/{made.pk}"))
    assert f'src="/instructions/{made.pk}/scan/copy"' in page and "批示.png" in page
    assert clerk.get(f"/instructions/{made.pk}/scan/copy").headers["Content-Type"] == "image/jpeg"
    assert clerk.get(f"/instructions/{made.pk}/scan").headers["Content-Disposition"].startswith("attachment")
