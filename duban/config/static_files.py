"""Styles, scripts and drawings, sent compressed to who takes that: a phone in the field loads a quarter of the bytes.

What is compressed lies under DUBAN_HOME, made when the server begins, under a name that changes with the file: nothing stale is sent.
"""

import gzip
import hashlib
import logging
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from wsgiref.headers import Headers

from django.conf import settings
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

log = logging.getLogger(__name__)
# What grows smaller; pictures are small already.
_TEXTS = {".css", ".js", ".svg", ".json", ".txt", ".html"}
# Below this many bytes the head of the answer is the larger part.
_LEAST = 1024


class CompressedStaticFiles(WhiteNoiseMiddleware):
    """WhiteNoise, with a gzip of each text beside it."""

    def get_static_file(self, path: str, url: str, stat_cache: dict[str, os.stat_result] | None = None) -> StaticFile:
        """Return the file with its headers, and its compressed form where there is one. Raises MissingFileError."""
        small = packed(Path(path), settings.PACKED_ROOT)
        if small is None:
            return super().get_static_file(path, url, stat_cache)
        headers = Headers([])
        self.add_mime_headers(headers, path, url)
        self.add_cache_headers(headers, path, url)
        return _Sent(path, headers.items(), encodings={"gzip": str(small)})


class _Sent(StaticFile):
    """A file in both forms. Whoever tidies up the folder under a running server costs bytes, and no page."""

    def get_path_and_headers(self, request_headers: dict[str, str]) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return which form is sent, with its headers: the whole one where the small one is gone."""
        path, headers = super().get_path_and_headers(request_headers)
        if not os.path.isfile(path):
            _, path, headers = self.alternatives[-1]
        return path, headers


def packed(file: Path, folder: Path) -> Path | None:
    """Return where the file lies compressed in that folder, made now if need be; None where it is no text, is small, or cannot be kept."""
    try:
        known = file.stat()
        if file.suffix not in _TEXTS or known.st_size < _LEAST:
            return None
        name = hashlib.sha256(str(file).encode()).hexdigest()[:16]
        made = folder / f"{name}-{known.st_mtime_ns:x}-{known.st_size:x}.gz"
        if not made.is_file():
            folder.mkdir(parents=True, exist_ok=True)
            _write(made, gzip.compress(file.read_bytes(), mtime=0))
    except OSError:
        log.warning("what could be sent compressed is sent as it is", exc_info=True)
        return None
    return made


def _write(to: Path, content: bytes) -> None:
    """Put it there whole: another worker may be making the same."""
    handle, name = tempfile.mkstemp(dir=to.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.replace(name, to)
