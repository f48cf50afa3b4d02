"""Smaller copies of pictures, to be shown in pages: made when they are first asked for, kept beside the files, and never more than derived.

The folder may be thrown away at any moment; no backup holds it. What the officer may see is asked before anybody comes here.
"""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from duban.papers import pictures

# So many pictures are decoded at once on this machine, whatever workers there are; who has waited so long, in seconds, goes without this time.
_AT_ONCE, _PATIENCE = 2, 10
# Noted where the decoder died or was ended: it may have been the machine, so that it is tried once more.
_CUT_OFF = "cut_off"
# Word of `Copies.why` → the sentence beside the file.
WHY_NOT = {
    "too_large": "图片的像素太多，不在页面上显示，请下载后查看。",
    "broken": "图片不完整或已损坏，不能显示，请下载后查看；上传的单位可以更换。",
    "no_heic": "HEIC 格式的照片在这里不能显示，请下载后查看，或请系统管理员安装 heic 组件。",
}


def copy_of(sha256: str, size: str, source: Path) -> Path | None:
    """Return the copy of a picture in one of the sizes of `pictures.SIZES`, made now where there is none. `source` is the file of that digest.

    None where it cannot be decoded, or where too many others are being made just now.
    """
    kept = _path(sha256, f"{size}.jpg")
    if kept.is_file():
        return kept
    if why_not(sha256):
        return None
    with _turn() as taken:
        if taken and not kept.is_file() and not why_not(sha256):
            _make(sha256, source)
    return kept if kept.is_file() else None


def why_not(sha256: str) -> str:
    """Return why a picture cannot be shown, as a sentence; empty where it can, or where nobody has tried yet."""
    found = _noted(sha256)
    if found == "no_heic" and pictures.takes_heic():
        return ""
    return "" if found in ("", _CUT_OFF) else WHY_NOT.get(found, WHY_NOT["broken"])


def drop(sha256: str) -> None:
    """Delete the copies of a picture whose content is gone."""
    for name in (*(f"{size}.jpg" for size in pictures.SIZES), "txt"):
        _path(sha256, name).unlink(missing_ok=True)


def collect(known: set[str]) -> int:
    """Delete the copies of files that no row names any more; return how many. `known` are the digests that are kept."""
    root = Path(settings.PREVIEWS_ROOT)
    gone = [path for path in root.glob("??/*") if path.name.partition(".")[0] not in known]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _noted(sha256: str) -> str:
    try:
        return _path(sha256, "txt").read_text()
    except FileNotFoundError:
        return ""


def _path(sha256: str, name: str) -> Path:
    return Path(settings.PREVIEWS_ROOT) / sha256[:2] / f"{sha256}.{name}"


def _make(sha256: str, source: Path) -> None:
    """Make all copies of a picture, or note why there are none; each appears whole or not at all."""
    root = Path(settings.PREVIEWS_ROOT)
    folder = Path(tempfile.mkdtemp(dir=root, prefix=".making-"))
    try:
        made = pictures.make_copies(source, folder)
        _path(sha256, "").parent.mkdir(mode=0o700, exist_ok=True)
        if made.why:
            again = made.why == _CUT_OFF and _noted(sha256) == _CUT_OFF
            (folder / "why").write_text("broken" if again else made.why)
            os.replace(folder / "why", _path(sha256, "txt"))
            return
        for size in pictures.SIZES:
            os.replace(folder / f"{size}.jpg", _path(sha256, f"{size}.jpg"))
        _path(sha256, "txt").unlink(missing_ok=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _turn() -> Iterator[bool]:
    """Wait for one of the machine's turns to decode and say whether it is ours. The system frees the turn of a process that died."""
    root = Path(settings.PREVIEWS_ROOT)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    until = time.monotonic() + _PATIENCE
    turns = [os.open(root / f".turn-{number}", os.O_CREAT | os.O_RDWR, 0o600) for number in range(_AT_ONCE)]
    try:
        while not (ours := any(_taken(turn) for turn in turns)) and time.monotonic() < until:
            time.sleep(0.02)
        yield ours
    finally:
        for turn in turns:
            os.close(turn)


def _taken(turn: int) -> bool:
    try:
        fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
