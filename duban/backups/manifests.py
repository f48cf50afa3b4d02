"""The manifest of a backup: what made it, what is in it, and by which digests that is known to be whole."""

import dataclasses
import json
from dataclasses import dataclass, field
from typing import Any

from duban.backups import BackupRefused

# The number grows when an older program could not read what is written now; restore reads every number up to this one.
FORMAT = 1
NAME = "manifest.json"


@dataclass(frozen=True)
class Table:
    """One table: its columns in the order of the rows' values.

    `sha256` is of the member as it lies in the file, `content` of the same rows with the keys of JSON values in order: equal on every
    database. `sequence` is the highest number that was ever given out, None where rows have no number of their own.
    """

    name: str
    model: str
    columns: tuple[str, ...]
    rows: int
    sha256: str
    content: str
    sequence: int | None

    @property
    def member(self) -> str:
        """Return the name of the table's member in the file."""
        return f"tables/{self.name}.jsonl"


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself. Instants are ISO with zone, sizes bytes, `regimes` and `others` digests by member name."""

    format: int
    duban: str
    made_at: str
    engine: str
    migrations: dict[str, list[str]]
    tables: tuple[Table, ...]
    files: int
    files_size: int
    # Names of attachments whose file was not there, or not what its digest says, when the backup was made.
    missing: tuple[str, ...] = ()
    key_mark: str = ""
    others: dict[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Return how many rows all tables have together."""
        return sum(table.rows for table in self.tables)

    def rows_of(self, name: str) -> int:
        """Return how many rows a table has, 0 where it is not in the backup."""
        return next((table.rows for table in self.tables if table.name == name), 0)

    def as_json(self) -> bytes:
        """Return the manifest as it is written."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False, indent=1).encode()


def read(data: bytes) -> Manifest:
    """Return the manifest that was written. Raises BackupRefused for a later format and for what is none."""
    try:
        node: dict[str, Any] = json.loads(data)
        if node["format"] > FORMAT:
            raise BackupRefused(f"备份由更新的版本（{node['duban']}）制作，请先安装不低于它的版本再恢复")
        known = {each.name for each in dataclasses.fields(Manifest)}
        tables = tuple(Table(**{**table, "columns": tuple(table["columns"])}) for table in node["tables"])
        kept = {name: value for name, value in node.items() if name in known}
        return Manifest(**{**kept, "tables": tables, "missing": tuple(node.get("missing", ()))})
    except (ValueError, KeyError, TypeError):
        raise BackupRefused("备份文件里没有完好的清单，请换一份完好的备份") from None
