"""YAML that remembers its lines, and refuses what a pack must not hold."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as _Loader
except ImportError:
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


class PackError(ValueError):
    """What is wrong in a pack, in which file, on which line."""

    def __init__(self, file: str, line: int, what: str) -> None:
        self.file = file
        self.line = line
        self.what = what
        # What else is wrong, where several faults are known at once.
        self.others: list[PackError] = []
        super().__init__(f"{file}:{line}: {what}")


class Mapping(dict[str, Any]):
    """A mapping of a pack: a dict that knows its file and the line of each key."""

    def __init__(self, file: str, line: int) -> None:
        super().__init__()
        self.file = file
        self.line = line
        self.lines: dict[str, int] = {}

    def refuse(self, what: str, key: str | None = None) -> PackError:
        """Make the error to raise about this mapping, or about one of its keys."""
        return PackError(self.file, self.lines.get(key or "", self.line), what)

    def only(self, allowed: Iterable[str], of: str) -> None:
        """Raise PackError for a key that `of` does not have."""
        names = set(allowed)
        for key in self:
            if key not in names:
                raise self.refuse(f"{of}没有“{key}”这一项", key)

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


def read_yaml(path: Path) -> Any:
    """Read one YAML file into Mapping, Sequence and scalars.

    Raises PackError for a file that is missing or no YAML, and for a key given twice.
    """
    return parse_yaml(read_text(path), str(path))


def read_text(path: Path) -> str:
    """Return the text of a file. Raises PackError where it is missing or is no UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        raise PackError(str(path), 0, "找不到这个文件") from None
    except UnicodeDecodeError:
        raise PackError(str(path), 0, "不是 UTF-8 文字") from None


def parse_yaml(text: str, file: str) -> Any:
    """Read YAML into Mapping, Sequence and scalars; `file` is what messages call it.

    Raises PackError for what is no YAML, and for a key given twice.
    """
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        return None if node is None else _build(loader, node, file)
    except PackError:
        raise
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise PackError(file, line, f"不是正确的 YAML（{error.problem}）") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise PackError(file, 0, f"不是正确的 YAML（{error}）") from None
    finally:
        loader.dispose()


def _build(loader: Any, node: yaml.Node, file: str) -> Any:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        mapping = Mapping(file, line)
        for key_node, value_node in node.value:
            key = loader.construct_object(key_node, deep=True)
            key_line = key_node.start_mark.line + 1
            if isinstance(key, bool):
                written = getattr(key_node, "value", key)
                raise PackError(file, key_line, f"键“{written}”在 YAML 里是真假值，请加引号或改名")
            if isinstance(key, int):
                key = str(key)
            if not isinstance(key, str):
                raise PackError(file, key_line, f"键“{key}”应是文字")
            if key in mapping:
                raise PackError(file, key_line, f"键“{key}”重复")
            mapping[key] = _build(loader, value_node, file)
            mapping.lines[key] = key_line
        return mapping
    if isinstance(node, yaml.SequenceNode):
        sequence = Sequence(file, line)
        for child in node.value:
            sequence.append(_build(loader, child, file))
            sequence.lines.append(child.start_mark.line + 1)
        return sequence
    return loader.construct_object(node, deep=True)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return value.plain()
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    return value if isinstance(value, str | int | bool | None) else str(value)
