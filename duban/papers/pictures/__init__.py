"""Pictures made smaller, to be seen without their originals: hostile input, decoded apart and bounded in time and memory."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from duban.papers.pictures import decoding

SIZES = decoding.SIZES
# For one picture, of this machine.
SECONDS = 5
_MEMORY = 900 * 1024 * 1024
_LARGEST = 8 * 1024 * 1024


@dataclass(frozen=True)
class Copies:
    """What became of a picture: its measures as a person sees it, in pixels; or `why` there are no copies: `too_large`,
    `broken`, `no_heic` (this installation decodes none), `cut_off` (the decoder died or was ended)."""

    width: int = 0
    height: int = 0
    why: str = ""


def kind_of(head: bytes) -> str:
    """Tell which picture begins with these bytes (16 will do) by the extension that it should have; empty where it is none that we know."""
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    if head.startswith(b"BM") and head[6:10] == bytes(4):
        return "bmp"
    return "heic" if head[4:8] == b"ftyp" and head[8:12] in _HEIC else ""


_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


def make_copies(source: Path, folder: Path) -> Copies:
    """Write `preview.jpg` and `thumbnail.jpg` of a picture into an empty folder, and say its measures, or why there are none.

    The decoder is a process of its own, without network where the system permits, and dies alone.
    """
    from duban.papers.reading.formats.apart import run_tool

    with source.open("rb") as file:
        kind = kind_of(file.read(16))
    if not kind:
        return Copies(why="broken")
    if kind == "heic" and not takes_heic():
        return Copies(why="no_heic")
    command = [sys.executable, "-I", decoding.__file__, str(source.resolve()), kind]
    told = run_tool(command, folder, seconds=SECONDS, memory=_MEMORY, largest=_LARGEST, patience=3)
    return Copies(**json.loads(told)) if told else Copies(why="cut_off")


def takes_heic() -> bool:
    """Return whether this installation can decode the HEIC of telephones: the extra `heic` is there."""
    from importlib.util import find_spec

    return find_spec("pillow_heif") is not None
