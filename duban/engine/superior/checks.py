"""Packs of checks: which superior rule asks what, how sure we are, and what in a document stands against it. YAML in, every fault with its line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from duban.engine.facts import KINDS
from duban.engine.packs.loading import REGIMES, load_features
from duban.engine.packs.sources import Mapping, PackError, likeliest, read_text
from duban.engine.packs.syntax import parse_yaml
from duban.engine.packs.unread import ACTS
from duban.engine.rules import fields
from duban.engine.rules.steps import SIGNERS

CERTAINTIES = {"high": "高", "medium": "中", "low": "低"}
BASES = {"text": "按原文拟", "press": "按公开报道拟，未逐字核对原文"}
FINDERS = ("scores", "steps", "approvals", "days", "range", "lacks")
_FINDS = (*FINDERS, "words", "approved_by", "shorter_than", "longer_than", "has")


@dataclass(frozen=True)
class Finder:
    """What to look for in a document. One of FINDERS is set.

    `scores`: kinds of facts that a rule scores, own events whose label has one of `words` too. `steps`: steps and consequences whose name
    has one of these words and that none of `approved_by` signs; `approvals` likewise: acts that the document lets others sign. `days`: deadlines whose label has one of these words, with fewer or more
    days than a bound. `is_open_range`: points that a person decides without bounds. `lacks`: features that no clause has though one `has`.
    """

    scores: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    approvals: tuple[str, ...] = ()
    approved_by: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    shorter_than: int | None = None
    longer_than: int | None = None
    is_open_range: bool = False
    lacks: tuple[str, ...] = ()
    has: tuple[str, ...] = ()

    @property
    def is_untried(self) -> bool:
        """Whether facts tell nothing of what it finds: days that were counted, who signed, what is lacking."""
        return bool(self.days or self.approvals or self.lacks)


@dataclass(frozen=True)
class Check:
    """One thing that a superior rule asks: where it stands, what it asks in our words, why a document may stand against it, how sure that is."""

    id: str
    clause: str
    asks: str
    why: str
    certainty: str
    finder: Finder


@dataclass(frozen=True)
class Superior:
    """A superior rule with its checks; `basis` says whether they rest on its text or on what the press reports of it."""

    id: str
    name: str
    source: str
    basis: str
    checks: tuple[Check, ...]


def load_superior() -> tuple[Superior, ...]:
    """Load all packs of checks: those that come with duban, and `superior/` of the folders in DUBAN_REGIMES.

    Raises PackError (file, line, what) where one is wrong, or two have one id.
    """
    files = _files()
    return _load(files, tuple(map(_stamp, files)))


def load_sound_superior() -> tuple[tuple[Superior, ...], list[str]]:
    """Load the packs of checks that are sound, and give a sentence for what is wrong with the others: these are passed over."""
    found: dict[str, Superior] = {}
    faults = []
    for file in _files():
        try:
            superior = _load((file,), (_stamp(file),))[0]
        except PackError as error:
            faults.append(f"上位规定 {file.name} 不能使用：{error}")
            continue
        if superior.id in found:
            faults.append(f"上位规定 {file.name} 不能使用：“{superior.id}”已被另一份用作标识")
        found.setdefault(superior.id, superior)
    return tuple(found.values()), faults


def read_superior(path: Path) -> Superior:
    """Read one pack of checks. Raises PackError."""
    node = parse_yaml(read_text(path), str(path))
    if not isinstance(node, Mapping):
        raise PackError(str(path), 1, "应是 {id, name, source, basis, checks}")
    node.only(("id", "name", "source", "basis", "checks"), "上位规定")
    node.need("id", "name", "source", "basis", "checks")
    checks = node["checks"]
    if not isinstance(checks, list) or not checks:
        raise node.refuse("checks 应是一列检查项", "checks")
    read = [_check(entry, node) for entry in checks]
    ids = [check.id for check in read]
    for place, name in enumerate(ids):
        if name in ids[:place]:
            raise checks[place].refuse(f"检查项“{name}”重复", "id")
    return Superior(
        fields.text(node, "id", node["id"]),
        fields.text(node, "name", node["name"]),
        fields.text(node, "source", node["source"]),
        fields.one_of(tuple(BASES))(node, "basis", node["basis"]),
        tuple(read),
    )


def _check(node: object, head: Mapping) -> Check:
    if not isinstance(node, Mapping):
        raise head.refuse("检查项应写作 {id, clause, asks, why, certainty, finds}", "checks")
    node.only(("id", "clause", "asks", "why", "certainty", "finds"), "检查项")
    node.need("id", "clause", "asks", "why", "certainty", "finds")
    words = {key: fields.text(node, key, node[key]) for key in ("id", "clause", "asks", "why")}
    certainty = fields.one_of(tuple(CERTAINTIES))(node, "certainty", node["certainty"])
    return Check(**words, certainty=certainty, finder=_finder(node))


def _finder(node: Mapping) -> Finder:
    finds = node["finds"]
    if not isinstance(finds, Mapping):
        raise node.refuse("finds 应写作 {scores: [instruction]} 这样的一项", "finds")
    finds.only(_FINDS, "finds ")
    if sum(name in finds for name in FINDERS) != 1:
        raise finds.refuse(f"finds 应有 {'、'.join(FINDERS)} 之一")
    of = {
        "scores": ("words",),
        "steps": ("approved_by",),
        "approvals": ("approved_by",),
        "days": ("shorter_than", "longer_than"),
        "lacks": ("has",),
    }
    kind = next(name for name in FINDERS if name in finds)
    for key in finds:
        if key != kind and key not in of.get(kind, ()):
            raise finds.refuse(f"{key} 不能与 {kind} 一起写", key)
    if kind == "range":
        fields.one_of(("open",))(finds, "range", finds["range"])
        return Finder(is_open_range=True)
    if kind == "days" and ("shorter_than" in finds) == ("longer_than" in finds):
        raise finds.refuse("days 要写明 shorter_than 或 longer_than 之一", "days")
    if kind in ("steps", "approvals", "lacks"):
        finds.need(*of[kind])
    texts = {key: fields.texts(finds, key, finds[key]) for key in finds if key not in ("shorter_than", "longer_than")}
    _check_names(finds, texts)
    bounds = {key: fields.whole(finds, key, finds[key]) for key in ("shorter_than", "longer_than") if key in finds}
    return Finder(**texts, **bounds)  # type: ignore[arg-type]


def _check_names(finds: Mapping, texts: dict[str, tuple[str, ...]]) -> None:
    """Raise PackError for a name that duban does not know: a check that is misspelt would find nothing, or the lack of it everywhere."""
    known = {
        "scores": KINDS,
        "approvals": ACTS,
        "approved_by": SIGNERS,
        "lacks": tuple(load_features()),
        "has": tuple(load_features()),
    }
    for key, names in texts.items():
        strange = next((name for name in names if name not in known.get(key, names)), None)
        if strange is not None:
            raise finds.refuse(f"{key} 没有“{strange}”{likeliest(strange, known[key])}", key)


def _stamp(file: Path) -> int:
    """Return when a file was written last; 0 of a link that leads nowhere, which cannot be read either."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def _files() -> tuple[Path, ...]:
    return tuple(file for folder in _folders() for file in sorted((folder / "superior").glob("*.yaml")))


def _folders() -> Iterator[Path]:
    yield REGIMES
    yield from (Path(entry) for entry in os.environ.get("DUBAN_REGIMES", "").split(os.pathsep) if entry)


@lru_cache(maxsize=32)
def _load(files: tuple[Path, ...], stamps: tuple[int, ...]) -> tuple[Superior, ...]:
    found: dict[str, Superior] = {}
    for file in files:
        superior = read_superior(file)
        if superior.id in found:
            raise PackError(str(file), 1, f"“{superior.id}”已被另一份上位规定用作标识，请换一个 id")
        found[superior.id] = superior
    return tuple(found.values())
