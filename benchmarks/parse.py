"""How well the published papers are read: run from the repository, papers in ../shared/realdocs or DUBAN_SHARED."""

import os
import sys
import time
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from duban.papers.reading import parse  # noqa: E402


def main() -> int:
    """Print a line for every paper and the share of the hand-made key that was met; 1 where any of it was missed."""
    folder = Path(os.environ.get("DUBAN_SHARED", ROOT.parent / "shared")) / "realdocs"
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        print(f"no papers in {folder}", file=sys.stderr)
        return 2
    key = yaml.safe_load((ROOT / "benchmarks" / "parse_key.yaml").read_text(encoding="utf-8"))
    met = asked = 0
    print("paper items lead due doubts unparsed   ms  key")
    for path in paths:
        started = time.perf_counter()
        paper = parse(path.read_bytes(), path.name)
        spent = 1000 * (time.perf_counter() - started)
        items = paper.items
        hits = _hits(key[path.name[:3]], items) if path.name[:3] in key else []
        met, asked = met + sum(hits), asked + len(hits)
        counts = (len(items), sum(bool(i.lead) for i in items), sum(bool(i.due) for i in items))
        doubts = sum(len(i.doubts) for i in items) + len(paper.doubts)
        verdict = f"{sum(hits)}/{len(hits)}" if hits else "-"
        print(
            "{:5} {:5} {:4} {:3} {:6} {:8} {:4.0f}  {}".format(
                path.name[:3], *counts, doubts, len(paper.unparsed), spent, verdict
            )
        )
    print(f"key met: {met} of {asked}")
    return 0 if met == asked else 1


def _hits(expected: dict, items: tuple) -> list[bool]:
    hits = [len(items) == expected["items"]]
    for position, leads in expected["leads"].items():
        hits.append(position <= len(items) and list(items[position - 1].lead) == leads)
    return hits


if __name__ == "__main__":
    sys.exit(main())
