"""Files: taken in as hostile, kept under their digest, found again by it.

A file is written completely, and made durable, before the row that names it is committed; a row without a file cannot arise. Files
without a row are collected by `duban fsck`.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from duban.ledger.models import Attachment
from duban.ledger.refusals import Refused
from duban.ledger.secrecy import refuse_classified
from duban.ledger.storage import file_kinds, previews


def keep_file(name: str, chunks: Iterable[bytes]) -> tuple[str, str, int]:
    """Store a file and return its safe name, SHA-256 and size in bytes.

    Raises Refused for a kind of file that is not accepted, content that is not what the name says, an empty file, or more than the
    limit of the installation, and for a name that bears a mark of classification. A picture with another picture's extension gets its own.
    """
    refuse_classified(name, field="file")
    name = safe_name(name)
    if file_kinds.extension_of(name) not in file_kinds.ACCEPTED:
        kinds = "、".join(sorted(file_kinds.ACCEPTED))
        raise Refused(f"不收这种文件：{name}", possible=f"可以上传 {kinds}。", field="file")
    root = Path(settings.FILES_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    digest, size, head = hashlib.sha256(), 0, b""
    handle, draft = tempfile.mkstemp(dir=root, prefix=".draft-")
    try:
        with os.fdopen(handle, "wb") as out:
            for chunk in chunks:
                size += len(chunk)
                if size > settings.UPLOAD_LIMIT:
                    limit = settings.UPLOAD_LIMIT // 1024 // 1024
                    raise Refused(f"文件超过 {limit} MB", possible="请压缩或分开上传。", field="file")
                head = head or chunk[:16]
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        name = _named_truly(name, head, size, Path(draft))
        target = path_of(digest.hexdigest())
        target.parent.mkdir(exist_ok=True)
        os.replace(draft, target)
    finally:
        Path(draft).unlink(missing_ok=True)
    return name, digest.hexdigest(), size


def path_of(sha256: str) -> Path:
    """Return where the file of that digest lies."""
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256


def state_of(sha256: str) -> str:
    """Return what is wrong with the file of that digest: it is gone, or it is another one; empty where it is as it should be."""
    path = path_of(sha256)
    if not path.is_file():
        return "不在"
    return "" if _digest_of(path) == sha256 else "内容被改动"


@dataclass(frozen=True)
class FilesState:
    """How rows and files agree. `missing` and `changed` name rows, `orphans` are files that no row names, drafts included."""

    kept: int
    missing: list[str]
    changed: list[str]
    orphans: list[Path]


def check_files() -> FilesState:
    """Compare every row with its file, byte for byte by digest, and every file with the rows."""
    missing, changed, known = [], [], set()
    for sha256, name in (
        Attachment.objects.filter(erased_on=None).order_by("id").values_list("sha256", "name").iterator(chunk_size=2000)
    ):
        path, said = path_of(sha256), f"{name}（{sha256[:12]}）"
        if sha256 not in known and path.is_file() and _digest_of(path) != sha256:
            changed.append(said)
        if not path.is_file():
            missing.append(said)
        known.add(sha256)
    root = Path(settings.FILES_ROOT)
    orphans = (
        sorted(path for path in root.rglob("*") if path.is_file() and path.name not in known) if root.is_dir() else []
    )
    return FilesState(len(known), missing, changed, orphans)


def collect_orphans(state: FilesState) -> int:
    """Delete the files that no row names and that are older than a day by the file system's clock; return how many.

    With them go the copies of pictures that no row names.
    """
    previews.collect(set(Attachment.objects.filter(erased_on=None).values_list("sha256", flat=True)))
    root = Path(settings.FILES_ROOT)
    if not state.orphans:
        return 0
    handle, probe = tempfile.mkstemp(dir=root, prefix=".draft-")
    os.close(handle)
    now = Path(probe).stat().st_mtime
    Path(probe).unlink()
    old = [path for path in state.orphans if now - path.stat().st_mtime > 24 * 3600]
    for path in old:
        path.unlink()
    return len(old)


def drop_erased(sha256: str) -> bool:
    """Delete the bytes of a digest that no row names any more; return whether they are gone. What `fsck --collect` finds is the same."""
    if Attachment.objects.filter(sha256=sha256, erased_on=None).exists():
        return False
    path_of(sha256).unlink(missing_ok=True)
    previews.drop(sha256)
    return True


def safe_name(name: str) -> str:
    """Return the last part of a file's name without control or direction characters, at most 150 characters long."""
    name = name.replace("\\", "/").rpartition("/")[2]
    name = "".join(c for c in name if c.isprintable() and c not in '<>:"|?*').strip(" .")
    stem, dot, extension = name.rpartition(".")
    return f"{stem[:140]}{dot}{extension[:9]}" if dot else name[:150]


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _named_truly(name: str, head: bytes, size: int, path: Path) -> str:
    """Return the name under which a file is kept, which may be a picture under another one's. Raises Refused for what is not as named."""
    if size == 0:
        raise Refused(f"文件是空的：{name}", field="file")
    extension = file_kinds.extension_of(name)
    kept = file_kinds.named_truly(name, head)
    if kept is None:
        raise Refused(f"{name} 的内容不是 {extension} 文件", possible="请用原来的软件另存后再上传。", field="file")
    if file_kinds.is_text(extension) and not _is_text(path.read_bytes()):
        raise Refused(f"{name} 不是文本文件", possible="请用原来的软件另存为 UTF-8 文本后再上传。", field="file")
    return kept


def _is_text(data: bytes) -> bool:
    """Return whether bytes are text in an encoding that is read here; spreadsheets save theirs (Unicode 文本) as UTF-16."""
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
