"""How well the published papers are read: run from the repository, papers in ../shared/realdocs or DUBAN_SHARED.

`unread` counts passages that speak of owners or limits and became no part of a task. Where a paper has a hand-made key, precision and
recall are those of the tasks and of the leading units that the key names.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from duban.papers.reading import Paper, parse  # noqa: E402
from duban.papers.reading.tasks.doubts import doubt  # noqa: E402


def main() -> int:
    """Print a line for every paper, and precision and recall by the hand-made key; 1 where any of the key was missed."""
    folder = Path(os.environ.get("DUBAN_SHARED", ROOT.parent / "shared")) / "realdocs"
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        print(f"no papers in {folder}", file=sys.stderr)
        return 2
    key = yaml.safe_load((ROOT / "benchmarks" / "parse_key.yaml").read_text(encoding="utf-8"))
    met = asked = 0
    whole = Score()
    print("paper  tasks  with unit  with limit  doubts  unread    ms  precision  recall  key")
    for path in paths:
        started = time.perf_counter()
        paper = parse(path.read_bytes(), path.name)
        spent = 1000 * (time.perf_counter() - started)
        items, key_of = paper.items, key.get(path.name[:3])
        hits = _hits(key_of, items) if key_of else []
        score = _score(key_of, items) if key_of else Score()
        whole = whole + score
        met, asked = met + sum(hits), asked + len(hits)
        counts = (len(items), sum(bool(i.lead) for i in items), sum(bool(i.due) for i in items))
        doubts = sum(len(i.doubts) for i in items) + len(paper.doubts)
        verdict = f"{sum(hits)}/{len(hits)}" if hits else "-"
        print(
            "{:5}  {:5}  {:9}  {:10}  {:6}  {:6}  {:4.0f}  {:>9}  {:>6}  {:>4}".format(
                path.name[:3], *counts, doubts, _unread(paper), spent, score.precision, score.recall, verdict
            )
        )
    print(
        f"key met: {met} of {asked}; precision {whole.precision}, recall {whole.recall} over {whole.expected} tasks and units"
    )
    return 0 if met == asked else 1


@dataclass(frozen=True)
class Score:
    """How many were expected, how many were found, and how many of these are right."""

    expected: int = 0
    found: int = 0
    right: int = 0

    def __add__(self, other: Score) -> Score:
        """Give both together."""
        return Score(self.expected + other.expected, self.found + other.found, self.right + other.right)

    @property
    def precision(self) -> str:
        """Say which share of what was found is right."""
        return f"{100 * self.right / self.found:.1f}%" if self.found else "-"

    @property
    def recall(self) -> str:
        """Say which share of what was expected was found."""
        return f"{100 * self.right / self.expected:.1f}%" if self.expected else "-"


def _score(expected: dict, items: tuple) -> Score:
    tasks = Score(expected["items"], len(items), min(expected["items"], len(items)))
    for position, leads in expected["leads"].items():
        found = items[position - 1].lead if position <= len(items) else ()
        tasks = tasks + Score(len(leads), len(found), len(set(leads) & set(found)))
    return tasks


def _unread(paper: Paper) -> int:
    """Count brackets that could not be read, and limits that stand outside every task."""
    outside = [words for words in paper.doubts if words.startswith(doubt("dated_elsewhere", "")[:10])]
    return len(paper.unparsed) + sum(words.count("、") + 1 for words in outside)


def _hits(expected: dict, items: tuple) -> list[bool]:
    hits = [len(items) == expected["items"]]
    for position, leads in expected["leads"].items():
        hits.append(position <= len(items) and list(items[position - 1].lead) == leads)
    return hits


if __name__ == "__main__":
    sys.exit(main())
