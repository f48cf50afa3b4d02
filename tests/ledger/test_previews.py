"""Smaller copies of pictures: made once when they are asked for, derived, thrown away with what they are of."""

import threading

import pytest

from duban.ledger.actions.matters import attachments
from duban.ledger.by import By
from duban.ledger.queries.reports import pictures as shown
from duban.ledger.storage import file_kinds, files, previews
from duban.papers import pictures
from duban.web.forms.files import Files
from tests import cast, stories
from tests.pictures import heic, photo, picture

AT = cast.at()


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.FILES_ROOT, settings.PREVIEWS_ROOT = tmp_path / "files", tmp_path / "previews"


def _kept(name, data):
    _, sha256, _ = files.keep_file(name, [data])
    return sha256


def _copy(sha256, size="thumbnail"):
    return previews.copy_of(sha256, size, files.path_of(sha256))


def test_a_copy_is_made_once_for_all_who_ask_at_the_same_time(monkeypatch):
    made, make = [], pictures.make_copies
    monkeypatch.setattr(pictures, "make_copies", lambda *given: made.append(given) or make(*given))
    monkeypatch.setattr(previews, "_AT_ONCE", 1)
    sha256 = _kept("现场.jpg", photo())
    got = []
    asking = [threading.Thread(target=lambda: got.append(_copy(sha256))) for _ in range(4)]
    for each in asking:
        each.start()
    for each in asking:
        each.join()
    assert len(made) == 1 and got == [got[0]] * 4 and got[0].is_file()
    assert not list(got[0].parents[1].glob(".making-*"))
    # The folder may be thrown away: what is asked for again is made again.
    previews.drop(sha256)
    assert _copy(sha256, "preview").is_file() and len(made) == 2


def test_what_cannot_be_decoded_is_tried_once_and_says_why(monkeypatch):
    made, make = [], pictures.make_copies
    monkeypatch.setattr(pictures, "make_copies", lambda *given: made.append(given) or make(*given))
    torn = _kept("半张.jpg", picture(size=(900, 900))[:-2_000])
    assert previews.why_not(torn) == ""
    assert (_copy(torn), _copy(torn)) == (None, None) and len(made) == 1
    assert "请下载" in previews.why_not(torn)


def test_where_the_decoder_was_ended_it_is_tried_once_more(monkeypatch):
    sha256 = _kept("现场.jpg", photo())
    monkeypatch.setattr(pictures, "make_copies", lambda *_: pictures.Copies(why="cut_off"))
    assert _copy(sha256) is None and previews.why_not(sha256) == ""
    assert _copy(sha256) is None and previews.why_not(sha256) != ""


def test_a_photo_of_an_iphone_is_seen_as_soon_as_the_extra_is_there(monkeypatch):
    sha256 = _kept("IMG_1.HEIC", heic())
    monkeypatch.setattr(pictures, "takes_heic", lambda: False)
    assert _copy(sha256) is None and "HEIC" in previews.why_not(sha256)
    assert ".heic" not in file_kinds.accept()
    monkeypatch.undo()
    assert previews.why_not(sha256) == "" and _copy(sha256) is not None


def test_a_picture_under_another_pictures_name_gets_its_own():
    assert files.keep_file("微信图片.jpg", [picture("PNG")])[0] == "微信图片.png"
    assert files.keep_file("现场.PNG", [heic()])[0] == "现场.heic"
    assert files.keep_file("现场.JPEG", [picture()])[0] == "现场.JPEG"


def test_the_list_of_what_is_taken_is_one():
    offered = Files(label="佐证材料").widget.attrs["accept"].split(",")
    assert offered[0] == "image/*" and {each[1:] for each in offered[1:]} == set(file_kinds.ACCEPTED)


@pytest.mark.django_db
def test_the_copies_go_with_the_content(office):
    matter = stories.matter(office, due_on="2026-04-30")
    given = {"jurisdiction": office.jurisdiction, "by": By(office.clerk, AT), "matter": matter}
    kept = attachments.add_file(name="现场.jpg", chunks=[photo()], **given)
    other = _kept("别处.jpg", picture("JPEG", (20, 20)))
    assert _copy(kept.sha256) and _copy(other)
    files.collect_orphans(files.check_files())
    assert previews.copy_of(kept.sha256, "preview", files.path_of(kept.sha256)).is_file()
    assert not previews._path(other, "thumbnail.jpg").exists()
    kept.delete()
    assert files.drop_erased(kept.sha256) and not previews._path(kept.sha256, "preview.jpg").exists()


def test_a_name_says_whether_it_was_before_or_after():
    names = ("整治前.jpg", "3号口整治后.jpg", "前.jpg", "以后再拍.jpg", "后.png")
    assert [shown.when_of(name) for name in names] == ["前", "后", "前", "", "后"]
