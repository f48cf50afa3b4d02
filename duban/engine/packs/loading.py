"""Loading a regime pack: YAML in, a checked Regime out, every fault with file and line."""

from __future__ import annotations

import os
from collections.abc import Mapping as Mapping_
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from duban.engine.clauses import Regime
from duban.engine.packs.building import MAIN, Texts, build
from duban.engine.packs.sources import Mapping, PackError, read_text
from duban.engine.packs.syntax import parse_yaml
from duban.engine.rules import fields

REGIMES = Path(__file__).parent.parent.parent / "regimes"


class UnknownRegime(ValueError):
    """No pack has this id."""


def load_regime(id_or_path: str | Path) -> Regime:
    """Load and check a pack, by its id or from a folder or a YAML file.

    A pack that was loaded is kept until its files change. Raises UnknownRegime where no pack has the id,
    PackError (file, line, what) where the pack is wrong.
    """
    if isinstance(id_or_path, str) and _is_id(id_or_path):
        return _by_id(id_or_path, os.environ.get("DUBAN_REGIMES", ""))
    path = _path_of(id_or_path)
    return _as_it_stands(path, _files_of(path))


def _as_it_stands(path: Path, files: tuple[Path, ...]) -> Regime:
    stamp = tuple(file.stat().st_mtime_ns for file in [*files, REGIMES / "features.yaml"] if file.exists())
    return _load(path, files, stamp)


def _by_id(name: str, added: str) -> Regime:
    """Load a pack by its id. A page asks for it several times: what was found before is looked at, not looked for."""
    known = _KNOWN.get((name, added))
    if known is not None and _stamp(known.watched) == known.stamp:
        return known.regime
    path = _path_of(name)
    files = _files_of(path)
    held = (each for folder in _folders() for each in (folder, folder / name))
    watched = tuple(map(str, (*held, path.parent, *files, REGIMES / "features.yaml")))
    seen = _stamp(watched)
    regime = _as_it_stands(path, files)
    if _files_of(path) == files:
        if len(_KNOWN) >= _MOST:
            _KNOWN.clear()
        _KNOWN[name, added] = _Known(watched, seen, regime)
    return regime


class _Known(NamedTuple):
    """A pack found by its id: the files and folders whose change would make it another, and their times."""

    watched: tuple[str, ...]
    stamp: tuple[int, ...]
    regime: Regime


# By the id and the folders that were added.
_KNOWN: dict[tuple[str, str], _Known] = {}
_MOST = 64


def _stamp(watched: tuple[str, ...]) -> tuple[int, ...]:
    """Return when each was changed last; 0 for what is not there."""
    times = []
    for path in watched:
        try:
            times.append(os.stat(path).st_mtime_ns)
        except OSError:
            times.append(0)
    return tuple(times)


def _is_id(name: str) -> bool:
    return "/" not in name and not name.endswith((".yaml", ".yml"))


def read_pack(id_or_path: str | Path) -> dict[str, str]:
    """Return the texts of a pack by the names of its files, the main one called `regime.yaml`: what `load_pack` loads again.

    Raises UnknownRegime where no pack has the id, PackError where a file cannot be read.
    """
    path = _path_of(id_or_path)
    return {MAIN if file == path else file.name: read_text(file) for file in _files_of(path)}


def load_pack(texts: Mapping_[str, str], place: str = "") -> Regime:
    """Load and check a pack from the texts of its files by name; `place` is what messages say before the name of a file.

    Raises PackError (file, line, what) where the pack is wrong.
    """
    return build(Texts(texts, place), load_features())


def is_installed(name: str, texts: Mapping_[str, str], *, with_added: bool = False) -> bool:
    """Return whether these are the texts of the pack of that id which comes with duban, or (`with_added`) lies in DUBAN_REGIMES."""
    is_own = (REGIMES / name / MAIN).is_file()
    return (is_own or (with_added and name in regime_ids())) and read_pack(name) == dict(texts)


def regime_ids() -> list[str]:
    """List the ids of the packs that are installed, DUBAN_REGIMES included."""
    found = {path.parent.name for folder in _folders() for path in folder.glob("*/regime.yaml")}
    found |= {path.stem for folder in _folders()[1:] for path in folder.glob("*.yaml")}
    return sorted(found)


def load_sound() -> tuple[list[Regime], list[str]]:
    """Load every pack that is installed and give those that are sound, and a sentence for every one that is not.

    A folder that DUBAN_REGIMES names and that is not there is such a sentence too.
    """
    sound, faults = [], missing_folders()
    for name in regime_ids():
        try:
            sound.append(load_regime(name))
        except PackError as error:
            faults.append(f"{name} 不能使用：{error}")
    return sound, faults


def missing_folders() -> list[str]:
    """Say of every folder in DUBAN_REGIMES that is not there that it is ignored."""
    return [f"DUBAN_REGIMES 所指的文件夹 {folder} 不存在，已忽略" for folder in _folders()[1:] if not folder.is_dir()]


def load_features() -> dict[str, dict[str, str]]:
    """Read the registry of features: {name: {label, status}}. Raises PackError."""
    path = REGIMES / "features.yaml"
    return {name: dict(entry) for name, entry in _features(read_text(path), str(path)).items()}


@lru_cache(maxsize=4)
def _features(text: str, path: str) -> dict[str, dict[str, str]]:
    """The same of the file's text; the same text is read once, as every document is loaded with it."""
    node = parse_yaml(text, path)
    if not isinstance(node, Mapping):
        raise PackError(path, 1, "应是 {名称: {label, status}}")
    for name, entry in node.items():
        if not isinstance(entry, Mapping):
            raise node.refuse(f"{name} 应写作 {{label, status}}", name)
        entry.only(("label", "status"), name)
        entry.need("label", "status")
        fields.text(entry, "label", entry["label"])
        fields.one_of(("works", "planned"))(entry, "status", entry["status"])
    return {name: dict(entry) for name, entry in node.items()}


@lru_cache(maxsize=1)
def load_proofs() -> dict[str, dict[str, tuple[str, ...]]]:
    """Read which features tests show for which clause of which document: {regime: {clause: features}}."""
    path = REGIMES / "proofs.yaml"
    node = parse_yaml(read_text(path), str(path))
    return {regime: {clause: tuple(names) for clause, names in of.items()} for regime, of in node.items()}


def _folders() -> list[Path]:
    added = os.environ.get("DUBAN_REGIMES", "")
    return [REGIMES, *(Path(entry) for entry in added.split(os.pathsep) if entry)]


def _path_of(id_or_path: str | Path) -> Path:
    name = str(id_or_path)
    if isinstance(id_or_path, Path) or not _is_id(name):
        path = Path(id_or_path)
        folder = path if path.is_dir() else path.parent
        return folder / "regime.yaml" if path.is_dir() or (folder / "regime.yaml").is_file() else path
    if name not in ("", ".", "..", "features", "proofs"):
        held = [
            path for folder in _folders() for path in (folder / name / MAIN, folder / f"{name}.yaml") if path.is_file()
        ]
        if len(held) > 1:
            raise PackError(str(held[1]), 1, f"“{name}”已被 {held[0]} 用作标识，请换一个 id")
        if held:
            return held[0]
    said = "；".join([f"没有“{name}”这个制度，现有 {'、'.join(regime_ids())}", *missing_folders()])
    raise UnknownRegime(said)


def _files_of(path: Path) -> tuple[Path, ...]:
    return tuple(sorted(path.parent.glob("*.yaml"))) if path.name == MAIN else (path,)


@lru_cache(maxsize=64)
def _load(path: Path, files: tuple[Path, ...], stamp: tuple[int, ...]) -> Regime:
    texts = {MAIN if file == path else file.name: read_text(file) for file in files}
    if MAIN not in texts:
        read_text(path)  # says that it is not there
    return build(Texts(texts, f"{path.parent}{os.sep}", main=str(path)), load_features())
