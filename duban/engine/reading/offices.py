"""Facts of many offices: what each file says of its office, which rows are whose, and one office's answer.

A Parquet file may carry its office's case (regime, readings, period, units; under `document` the texts of the document itself) in its metadata under
`duban.case`. One jurisdiction has one case and may have rows in any of the files.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from duban.engine import cases, scoring
from duban.engine.cases import CaseError
from duban.engine.clauses import Regime, UnknownReading
from duban.engine.facts import FactError, facts_from
from duban.engine.packs import loading
from duban.engine.packs.loading import UnknownRegime
from duban.engine.packs.sources import PackError
from duban.engine.reading.columns import Reader
from duban.engine.reading.files import uncollected
from duban.engine.reading.tables import Table, Uneven, in_python
from duban.engine.vocabulary.words import NONE

CASE_KEY = b"duban.case"
# What a file says of its office beside the case, for whoever verifies: the head of its journal chain, the ranking, the document's digest.
SAID = ("head", "ranking", "digest")
_REFUSALS = (CaseError, FactError, PackError, UnknownRegime, UnknownReading)


@dataclass(frozen=True)
class Piece:
    """Rows of one jurisdiction in one file: whole row groups of Parquet, or batches of an Arrow file."""

    path: str
    parts: tuple[int, ...]


@dataclass
class Office:
    """One jurisdiction's case, as JSON has it, and where its rows lie."""

    case: Mapping[str, Any]
    pieces: list[Piece] = field(default_factory=list)

    @property
    def jurisdiction(self) -> str:
        """Whose it is."""
        return str(self.case["jurisdiction"])


def offices_of(cases_path: Path | None, files: Sequence[Path]) -> dict[str, Office]:
    """Read the cases: one a line of a file (JSON Lines), and what Parquet files say of their own office. Raises CaseError."""
    nodes: list[tuple[str, object]] = (
        [(str(cases_path), node) for node in cases.lines_of(cases_path)] if cases_path else []
    )
    nodes += [(str(path), said) for path in files if (said := said_in(path)) is not None]
    offices: dict[str, Office] = {}
    for place, node in nodes:
        name = node.get("jurisdiction") if isinstance(node, Mapping) else None
        if not isinstance(name, str) or not name:
            raise CaseError(f"{place}：案例缺少 jurisdiction")
        if name in offices:
            raise CaseError(f"{place}：辖区 {name} 的案例不止一个，请一次只计一个期间")
        assert isinstance(node, Mapping)
        offices[name] = Office(node)
    if not offices:
        raise CaseError("没有案例：请给出案例文件（每行一个辖区），或用 duban facts export 导出的 Parquet")
    return offices


def said_in(path: Path) -> Mapping[str, Any] | None:
    """Return the case that a Parquet file carries; None where it carries none. Raises CaseError for a file that cannot be read."""
    if path.suffix != ".parquet":
        return None
    from pyarrow import parquet

    try:
        said = (parquet.read_schema(path).metadata or {}).get(CASE_KEY)
        return cases.case_from_text(said.decode()) if said is not None else None
    except FileNotFoundError:
        raise CaseError(f"找不到文件 {path}") from None
    except (OSError, ValueError) as error:
        raise CaseError(f"读不了 {path}（{error}）") from None


def answer(office: Office, tables: Iterable[Table], pack: str | None = None) -> str:
    """Score one jurisdiction; return the result as one line of JSON that begins with its name.

    Raises CaseError, naming the jurisdiction, for whatever is wrong with its case or its facts.
    """
    try:
        with uncollected():
            result = _scored(office.case, list(tables), pack)
        said = {"jurisdiction": office.jurisdiction, **{key: office.case[key] for key in SAID if key in office.case}}
        return json.dumps({**said, **result}, ensure_ascii=False)
    except _REFUSALS as error:
        raise CaseError(f"辖区 {office.jurisdiction}：{error}") from None


def _scored(node: Mapping[str, Any], tables: Sequence[Table], pack: str | None) -> dict[str, Any]:
    own = {key: value for key, value in node.items() if key not in ("document", *SAID)}
    regime = regime_of(node, pack)
    case = cases.case_from(own, words=regime.words if regime else NONE)
    assert regime is not None
    facts = [*case.facts, *_facts_of(tables, regime, case.facts)]
    cases.validate(regime, facts, case.units, case.choices)
    return scoring.score(regime, facts, case.units, case.period, case.choices).as_json()


def _facts_of(tables: Sequence[Table], regime: Regime, before: Sequence[Any]) -> list[Any]:
    """Make facts by columns; where that cannot be, row by row, which says what is wrong with which."""
    reader = Reader(regime.words)
    try:
        facts = [fact for table in tables for fact in reader.facts_of(table)]
        ids = {fact.id for fact in facts}
        if len(ids) == len(facts) and ids.isdisjoint(fact.id for fact in before):
            return facts
    except (Uneven, FactError, TypeError, UnicodeDecodeError):
        pass
    return facts_from(_records(tables), words=regime.words, before=before)


def _records(tables: Iterable[Table]) -> Iterator[dict[str, Any]]:
    for table in tables:
        names = table.column_names
        for row in zip(*(in_python(table[name]) for name in names), strict=True):
            yield dict(zip(names, row, strict=True))


def regime_of(node: Mapping[str, Any], pack: str | None) -> Regime | None:
    """Load the document of a case: the pack that was named, else the one that the case carries, else the installed one of its name; None where it names none."""
    name, carried = node.get("regime"), node.get("document")
    if not isinstance(name, str) and pack is None:
        return None
    return _loaded(str(name), json.dumps(carried, sort_keys=True) if carried else "", pack)


@lru_cache(maxsize=64)
def _loaded(name: str, document: str, pack: str | None) -> Regime:
    if pack is not None:
        return loading.load_regime(Path(pack))
    return loading.load_pack(json.loads(document), f"{name}/") if document else loading.load_regime(name)
