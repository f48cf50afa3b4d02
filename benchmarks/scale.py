"""How long a province takes: `python benchmarks/scale.py`, a hundred counties under three documents, each scored for itself over two processes.

A million facts and ten million, one Parquet file, a row group a county; and a million lines of JSON beside one case. It prints seconds by
the clock, of the processor, and the most memory that one process had. With DUBAN_BENCH=smoke it takes 6 counties of 500 facts, and fails
where the answers differ from those of one process.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from engine import GROUPS, REGIMES, YEAR, make_facts  # noqa: E402

from duban.engine.cases import Unit  # noqa: E402
from duban.engine.facts import as_record  # noqa: E402
from duban.engine.reading.writing import table_of  # noqa: E402

UNITS = [Unit(f"u{number}", f"单位{number}", GROUPS[number % 3]) for number in range(120)]


def main() -> int:
    """Print each measurement; return 1 where several processes answer otherwise than one."""
    smoke = os.environ.get("DUBAN_BENCH") == "smoke"
    sizes = [(6, 500)] if smoke else [(100, 10_000), (100, 100_000)]
    same = True
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as name:
        folder = Path(name)
        for counties, each in sizes:
            _write(folder, counties, each)
            words = ["score", "cases.jsonl", "--by-jurisdiction", "--facts", "facts.parquet", "--processes"]
            two = _timed(f"{counties * each:,} facts of {counties} counties, two processes", folder, *words, "2")
            if smoke:
                same = two == _timed("the same, one process", folder, *words, "1")
        if not smoke:
            _write_lines(folder, 1_000_000)
            for regime in REGIMES:
                _timed(
                    f"1,000,000 lines beside a case, {regime}",
                    folder,
                    "score",
                    f"{regime}.json",
                    "--facts",
                    "facts.jsonl",
                )
    return int(not same)


def _case(regime: str, units: list[Unit]) -> dict[str, object]:
    listed = [{"unit": unit.unit, "name": unit.name, "group": unit.group} for unit in units]
    return {"regime": regime, "period": YEAR.as_json(), "units": listed}


def _write(folder: Path, counties: int, each: int) -> None:
    from pyarrow import array, parquet

    # Every county has the same facts under its own name: what is measured does not depend on it.
    table = table_of([as_record(fact) for fact in make_facts(each, UNITS)])
    names = [f"c{number:03}" for number in range(counties)]
    cases = [{"jurisdiction": name, **_case(REGIMES[place % 3], UNITS)} for place, name in enumerate(names)]
    (folder / "cases.jsonl").write_text("".join(json.dumps(case) + "\n" for case in cases), encoding="utf-8")
    whole = table.append_column("jurisdiction", array([names[0]] * table.num_rows))
    with parquet.ParquetWriter(folder / "facts.parquet", whole.schema) as out:
        for name in names:
            out.write_table(table.append_column("jurisdiction", array([name] * table.num_rows)), row_group_size=each)


def _write_lines(folder: Path, number: int) -> None:
    units = [Unit(f"u{each}", f"单位{each}", GROUPS[each % 3]) for each in range(2_000)]
    for regime in REGIMES:
        (folder / f"{regime}.json").write_text(json.dumps(_case(regime, units)), encoding="utf-8")
    with (folder / "facts.jsonl").open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(as_record(fact), ensure_ascii=False) + "\n" for fact in make_facts(number, units))


def _timed(name: str, folder: Path, *words: str) -> bytes:
    """Run the command, print what it takes, and return what it answers."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-c", "import sys; from duban.cli import main; sys.exit(main())", *words]
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr.decode())
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"{name}: {wall:.1f} s, {seconds:.1f} s of processor, a process at most {after.ru_maxrss / 1024 / 1024:.2f} GB"
    )
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
