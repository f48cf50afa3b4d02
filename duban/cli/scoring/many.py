"""Many jurisdictions scored at once (`duban score --by-jurisdiction`): each for itself, over processes, or on a cluster by Spark."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ProcessPoolExecutor, wait
from pathlib import Path

from duban.cli import answers
from duban.engine.reading import offices as reading
from duban.engine.reading import shares, tables
from duban.engine.reading.offices import Office


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what is said of many jurisdictions."""
    parser.add_argument(
        "--by-jurisdiction",
        action="store_true",
        help="逐个辖区计分，每个辖区一行结果；案例文件每行一个辖区，导出的 Parquet 自带案例，可以不另给",
    )
    parser.add_argument("--processes", type=_several, default=0, metavar="N", help="同时用几个进程，默认每个处理器一个")
    parser.add_argument(
        "--cluster", nargs="?", const="", metavar="MASTER", help="用 Spark 计算，例如 local[2]、spark://主机:7077"
    )


def run(args: argparse.Namespace) -> int:
    """Print one result a jurisdiction, in the order of the cases; nothing where anything is wrong, but one line on stderr, and 2."""
    if not tables.is_at_hand():
        print("duban score: 按辖区计分要先安装 cluster 扩展：pip install duban[cluster]", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="duban-score-") as name:
        folder = Path(name)
        try:
            files = [Path(each) for each in args.facts or ()]
            offices = reading.offices_of(Path(args.case) if args.case else None, files)
            if args.cluster is not None:
                from duban.cli.scoring.cluster import answers_of

                found = answers_of(offices, files, args.cluster, args.pack, folder)
            else:
                shares.share_out(offices, files, folder, args.pack)
                found = _over_processes(offices, args.pack, folder, args.processes or os.cpu_count() or 1)
        except answers.REFUSALS as error:
            print(f"duban score: {' '.join(str(error).split())}", file=sys.stderr)
            return 2
        _print(found)
    return 0


def answer_into(office: Office, pack: str | None, path: Path) -> None:
    """Write the answer of one jurisdiction, one line, into a file. Raises CaseError, naming the jurisdiction."""
    path.write_text(reading.answer(office, shares.tables_in(office.pieces), pack) + "\n", encoding="utf-8")


def _over_processes(offices: Mapping[str, Office], pack: str | None, folder: Path, processes: int) -> list[Path]:
    """Score each jurisdiction, several at a time; return the files of the answers, in the order of the cases."""
    paths = [folder / f"{number}.json" for number in range(len(offices))]
    tasks = list(zip(offices.values(), paths, strict=True))
    if processes == 1 or len(tasks) == 1:
        for office, path in tasks:
            answer_into(office, pack, path)
        return paths
    # Started anew, not forked: the reader of columns has threads of its own.
    own = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(processes, len(tasks)), mp_context=own) as pool:
        # The largest first, so that at the end none is left to wait for it.
        order = sorted(tasks, key=lambda task: -sum(len(piece.parts) for piece in task[0].pieces))
        waiting = [pool.submit(answer_into, office, pack, path) for office, path in order]
        done, left = wait(waiting, return_when=FIRST_EXCEPTION)
        for future in left:
            future.cancel()
        for future in waiting:
            if future in done:
                future.result()
    return paths


def _print(paths: Sequence[Path]) -> None:
    for line in _lines(paths):
        sys.stdout.write(line)
    sys.stdout.flush()


def _lines(paths: Sequence[Path]) -> Iterator[str]:
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            yield from lines


def _several(words: str) -> int:
    if not words.isdecimal() or not 1 <= int(words) <= 256:
        raise argparse.ArgumentTypeError(f"应是 1 到 256 的整数，不能是 {words}")
    return int(words)
