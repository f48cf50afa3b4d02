"""The list of backups, `DUBAN_HOME/backups.jsonl`: one line of JSON each, with what became of it. `duban retention` reads it."""

import json
import os
from collections.abc import Collection
from pathlib import Path

from django.conf import settings

from duban.backups.making import Made


def add(made: Made) -> None:
    """Append a backup with its instant, place, digest and size in bytes."""
    said = {"at": made.manifest.made_at, "file": str(made.path), "sha256": made.digest, "size": made.size}
    path = _path()
    with open(os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), "a", encoding="utf-8") as out:
        out.write(json.dumps(said, ensure_ascii=False) + "\n")
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


def _without(line: str, names: Collection[str]) -> str:
    try:
        row = json.loads(line)
        return json.dumps({**row, "gone": True}, ensure_ascii=False) if row["file"] in names else line
    except (ValueError, KeyError, TypeError):
        return line


def _path() -> Path:
    return Path(settings.HOME) / "backups.jsonl"
