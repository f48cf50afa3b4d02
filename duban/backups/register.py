"""The list of backups, `DUBAN_HOME/backups.jsonl`: one line of JSON each, with what became of it. `duban retention` reads it."""

import json
import os
from collections.abc import Collection, Sequence
from pathlib import Path

from django.conf import settings

from duban.backups.making import Made


def add(made: Made) -> None:
    """Append a backup with its instant, place, digest and size in bytes."""
    note(made.manifest.made_at, made.path, made.digest, made.size)


def note(made_at: str, file: Path, sha256: str, size: int) -> None:
    """Append what is known of a backup file, unless it is listed."""
    said = {"at": made_at, "file": str(file.resolve()), "sha256": sha256, "size": size}
    if sha256 not in _listed(_lines()):
        _append([json.dumps(said, ensure_ascii=False)])


def merge(text: str) -> None:
    """Append the lines of another list that are not in this one: a restore must not forget backups that were made since."""
    known = _listed(_lines())
    _append([line for line in text.splitlines() if line.strip() and not _listed([line]) <= known])


def _append(lines: Sequence[str]) -> None:
    path = _path()
    with open(os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), "a", encoding="utf-8") as out:
        out.write("".join(f"{line}\n" for line in lines))
        out.flush()
        os.fsync(out.fileno())


def note_gone(files: Collection[Path]) -> None:
    """Note of these backups that they were thrown away; lines that are not whole are left as they are."""
    path, names = _path(), {str(file) for file in files}
    if not names or not path.is_file():
        return
    draft = path.with_name("backups.jsonl.part")
    lines = [_without(line, names) for line in path.read_text(encoding="utf-8").splitlines()]
    with open(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="utf-8") as out:
        out.write("".join(f"{line}\n" for line in lines))
        out.flush()
        os.fsync(out.fileno())
    os.replace(draft, path)


def _lines() -> list[str]:
    return _path().read_text(encoding="utf-8").splitlines() if _path().is_file() else []


def _listed(lines: Sequence[str]) -> set[str]:
    """Return the digests that lines name; a torn line names none."""
    found = set()
    for line in lines:
        try:
            found.add(str(json.loads(line)["sha256"]))
        except (ValueError, KeyError, TypeError):
            continue
    return found


def _without(line: str, names: Collection[str]) -> str:
    try:
        row = json.loads(line)
        return json.dumps({**row, "gone": True}, ensure_ascii=False) if row["file"] in names else line
    except (ValueError, KeyError, TypeError):
        return line


def _path() -> Path:
    return Path(settings.HOME) / "backups.jsonl"
