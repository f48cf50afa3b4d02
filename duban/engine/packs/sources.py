"""YAML that remembers its lines, and refuses what a pack must not hold."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as _Loader
except ImportError:
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

# So many parts more than characters a text may have by its aliases.
_UNFOLDED = 10_000


class _Counting(_Loader):
    """A loader that knows how many parts may still be built."""

    parts_left = 0


class PackError(ValueError):
    """What is wrong in a pack, in which file, on which line."""

    def __init__(self, file: str, line: int, what: str, *, node: Mapping | None = None, key: str | None = None) -> None:
        self.file = file
        self.line = line
        self.what = what
        # The mapping that is wrong, and the key in it; without one, the list and the entry.
        self.node = node
        self.key = key
        self.within: tuple[Any, Any] | None = None
        # What else is wrong, where several faults are known at once.
        self.others: list[PackError] = []
        super().__init__(f"{file}:{line}: {what}")

    @property
    def all(self) -> list[PackError]:
        """This fault and those known beside it, by file and line."""
        return sorted([self, *self.others], key=lambda each: (each.file, each.line))


class Mapping(dict[str, Any]):
    """A mapping of a pack: a dict that knows its file and the line of each key."""

    def __init__(self, file: str, line: int) -> None:
        super().__init__()
        self.file = file
        self.line = line
        self.lines: dict[str, int] = {}
        # What it lies in: a mapping and the key, or a list and the mapping itself.
        self.within: tuple[Any, Any] | None = None

    def refuse(self, what: str, key: str | None = None) -> PackError:
        """Make the error to raise about this mapping, or about one of its keys."""
        return PackError(self.file, self.lines.get(key or "", self.line), what, node=self, key=key)

    def rename(self, old: str, new: str, value: Any) -> None:
        """Put another key and value in the place of one."""
        entries = [(new, value) if key == old else (key, kept) for key, kept in self.items()]
        self.clear()
        self.update(entries)
        self.lines[new] = self.lines[old]

    def only(self, allowed: Iterable[str], of: str) -> None:
        """Raise PackError for a key that `of` does not have."""
        names = set(allowed)
        for key in self:
            if key not in names:
                raise self.refuse(f"{of}没有“{key}”这一项{likeliest(key, names)}", key)

    def need(self, *keys: str) -> None:
        """Raise PackError for a key that is missing."""
        for key in keys:
            if key not in self:
                raise self.refuse(f"缺少 {key}")

    def plain(self) -> dict[str, Any]:
        """Give the mapping as plain dicts, lists and scalars, dates and points as text."""
        return {key: _plain(value) for key, value in self.items()}


class Sequence(list[Any]):
    """A list of a pack that knows the line of each entry."""

    def __init__(self, file: str, line: int) -> None:
        super().__init__()
        self.file = file
        self.line = line
        self.lines: list[int] = []
        self.within: tuple[Any, Any] | None = None


def likeliest(word: object, known: Iterable[object]) -> str:
    """Say which known word was most likely meant, or nothing where none is like it."""
    close = difflib.get_close_matches(str(word), [str(each) for each in known], 1, 0.6)
    return f"；是不是“{close[0]}”？" if close else ""


def read_text(path: Path) -> str:
    """Return the text of a file. Raises PackError where it is missing or is no UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        raise PackError(str(path), 0, "找不到这个文件") from None
    except UnicodeDecodeError:
        raise PackError(str(path), 0, "不是 UTF-8 文字") from None


def build_tree(text: str, file: str) -> tuple[Any, list[PackError]]:
    """Read YAML into Mapping, Sequence and scalars, and say which keys cannot be. Raises yaml.YAMLError for what is no YAML."""
    loader = _Counting(text)
    # Without aliases no part is shorter than a character; with some that name one another a few lines unfold without end.
    loader.parts_left = len(text) + _UNFOLDED
    faults: list[PackError] = []
    try:
        node = loader.get_single_node()
        return (None if node is None else _build(loader, node, file, faults)), faults
    finally:
        loader.dispose()


def _build(loader: Any, node: yaml.Node, file: str, faults: list[PackError]) -> Any:
    line = node.start_mark.line + 1
    loader.parts_left -= 1
    if loader.parts_left < 0:
        raise ValueError("“*”引用的内容层层展开，过于庞大")
    if isinstance(node, yaml.MappingNode):
        mapping = Mapping(file, line)
        for key_node, value_node in node.value:
            key = _key(loader, key_node, mapping, faults)
            value = _build(loader, value_node, file, faults)
            if key is None:
                continue
            if isinstance(value, Mapping | Sequence):
                value.within = (mapping, key)
            mapping[key] = value
            mapping.lines[key] = key_node.start_mark.line + 1
        return mapping
    if isinstance(node, yaml.SequenceNode):
        sequence = Sequence(file, line)
        for child in node.value:
            entry = _build(loader, child, file, faults)
            if isinstance(entry, Mapping | Sequence):
                entry.within = (sequence, entry)
            sequence.append(entry)
            sequence.lines.append(child.start_mark.line + 1)
        return sequence
    return loader.construct_object(node, deep=True)


def _key(loader: Any, node: yaml.Node, mapping: Mapping, faults: list[PackError]) -> str | None:
    """Read a key; None, and a fault, where it is no text or stands there already."""
    key = loader.construct_object(node, deep=True)
    said = ""
    if isinstance(key, bool):
        said = f"键“{getattr(node, 'value', key)}”在 YAML 里是真假值，请加引号或改名"
    elif isinstance(key, int):
        key = str(key)
    elif not isinstance(key, str):
        said = f"键“{key}”应是文字"
    if not said and key in mapping:
        said = f"键“{key}”重复；只能写一次，请并成一项或改名"
    if said:
        faults.append(PackError(mapping.file, node.start_mark.line + 1, said))
        return None
    return str(key)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return value.plain()
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    return value if isinstance(value, str | int | bool | None) else str(value)
