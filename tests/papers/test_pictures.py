"""Pictures made smaller: upright and without where they were taken; hostile ones end alone, soon, and leave nothing."""

import subprocess
import sys
import time

import pytest
from PIL import Image

from duban.papers import pictures
from tests.pictures import heic, photo, picture, png_of

# Red on the left and blue on the right, in the copy; JPEG is not exact.
_LEFT, _RIGHT = (0.25, 0.5), (0.75, 0.5)


def _made(tmp_path, data):
    source, folder = tmp_path / "source", tmp_path / "copies"
    source.write_bytes(data)
    folder.mkdir()
    return pictures.make_copies(source, folder), folder


def _colour(folder, at, size="thumbnail"):
    with Image.open(folder / f"{size}.jpg") as copy:
        red, _, blue = copy.getpixel((int(at[0] * copy.width), int(at[1] * copy.height)))
    return "red" if red > 200 and blue < 90 else "blue" if blue > 200 and red < 90 else "other"


def _animated(format_):
    return picture(format_, save_all=True, append_images=[Image.new("RGB", (64, 48), "green")], duration=50)


_SEEN = {
    "jpg": picture(),
    "progressive": picture(progressive=True),
    "cmyk": picture(mode="CMYK"),
    "grey": picture("PNG", mode="L"),
    "palette": picture("PNG", mode="P"),
    "webp": picture("WEBP", lossless=True),
    "bmp": picture("BMP"),
    "gif": _animated("GIF"),
    "moving webp": _animated("WEBP"),
    "two in one": picture() + b"PK\x03\x04<script>alert(1)</script>",
}


@pytest.mark.parametrize("name", _SEEN)
def test_a_picture_is_seen(tmp_path, name):
    made, folder = _made(tmp_path, _SEEN[name])
    assert made == pictures.Copies(64, 48)
    if name != "grey":
        assert (_colour(folder, _LEFT), _colour(folder, _RIGHT)) == ("red", "blue")
    assert all(b"script" not in copy.read_bytes() for copy in folder.glob("*.jpg"))


def test_a_photo_stands_upright_and_does_not_say_where_it_was_taken(tmp_path):
    made, folder = _made(tmp_path, photo())
    assert made == pictures.Copies(48, 64)
    # What was left is above, the camera having been turned.
    assert (_colour(folder, (0.5, 0.25)), _colour(folder, (0.5, 0.75))) == ("red", "blue")
    for size in pictures.SIZES:
        with Image.open(folder / f"{size}.jpg") as copy:
            assert not copy.getexif() and "comment" not in copy.info
        assert b"HUAWEI" not in (folder / f"{size}.jpg").read_bytes()


def test_what_lies_under_nothing_is_white_and_sixteen_bits_are_cut(tmp_path):
    path = tmp_path / "clear.png"
    Image.new("RGBA", (8, 8), (9, 9, 9, 0)).quantize().save(path)
    _, folder = _made(tmp_path, path.read_bytes())
    with Image.open(folder / "preview.jpg") as copy:
        assert min(copy.getpixel((4, 4))) > 250
    Image.new("I;16", (8, 8), 32768).save(path)
    (tmp_path / "deep").mkdir()
    _, folder = _made(tmp_path / "deep", path.read_bytes())
    with Image.open(folder / "preview.jpg") as copy:
        assert 120 < copy.getpixel((4, 4))[0] < 136


def test_a_large_photo_is_made_small_in_both_sizes(tmp_path):
    made, folder = _made(tmp_path, picture(size=(4000, 1000)))
    assert made == pictures.Copies(4000, 1000)
    for size, side in pictures.SIZES.items():
        with Image.open(folder / f"{size}.jpg") as copy:
            assert copy.size == (side, side // 4)


def test_a_photo_of_an_iphone_is_seen_where_the_extra_is_there(tmp_path, monkeypatch):
    assert _made(tmp_path, heic())[0] == pictures.Copies(64, 48)
    monkeypatch.setattr(pictures, "takes_heic", lambda: False)
    (tmp_path / "again").mkdir()
    assert _made(tmp_path / "again", heic())[0].why == "no_heic"


_HOSTILE = {
    "50,000 by 50,000": (png_of(50_000, 50_000), "too_large"),
    "one long line": (png_of(200_000, 1), "too_large"),
    # 20 million pixels of four times sixteen bits.
    "flat and wide": (png_of(5_000, 4_001, bytes(1), depth=16, colour=6), "too_large"),
    "more than it says": (png_of(4, 4, bytes(50_000_000)), ""),
    "cut off": (picture(size=(900, 900))[:-2_000], "broken"),
    "only a head": (b"\xff\xd8\xff\xe0" + bytes(2_000), "broken"),
    "a torn gif": (_animated("GIF")[:40], "broken"),
    "a torn heic": (heic()[:300], "broken"),
    "no picture": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "broken"),
}


@pytest.mark.parametrize("name", _HOSTILE)
def test_a_hostile_picture_ends_alone_and_soon(tmp_path, name):
    data, why = _HOSTILE[name]
    began = time.monotonic()
    made, folder = _made(tmp_path, data)
    assert made.why == why and time.monotonic() - began < 5 * 3
    assert bool(list(folder.glob("*.jpg"))) == (why == "")


def test_the_largest_that_is_decoded_takes_less_than_200_mb(tmp_path):
    """RELIABILITY 28: the process is measured from outside, with its interpreter."""
    source = tmp_path / "large.png"
    source.write_bytes(png_of(4_096, 4_096, bytes(16_385 * 4_096), colour=6))
    code = (
        "import resource, subprocess, sys; subprocess.run([sys.executable, '-I', *sys.argv[1:]], check=True);"
        "print('\\n', resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    command = [sys.executable, "-c", code, pictures.decoding.__file__, str(source), "png"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.split()
    assert (tmp_path / "preview.jpg").is_file()
    assert int(told[-1]) < 200 * 1024
