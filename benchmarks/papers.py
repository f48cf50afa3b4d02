"""How long papers take: `python benchmarks/papers.py [--smoke]`; DUBAN_BENCH=smoke is the same as the option.

A circular of eight pages as PDF and as Word, each time with other words, so that no cache answers; a ledger of 10,000
rows and 12 columns out and in. The first PDF, with fonts to find, is told apart. `--smoke` writes 500 rows.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from duban.papers.reading.lists.ledgers import read_ledger
from duban.papers.writing.documents import Annex, Heading, Imprint, Paper, Paragraph, table
from duban.papers.writing.docx import render_docx
from duban.papers.writing.pdf import render_pdf
from duban.papers.writing.sheets import Column, write_csv, write_xlsx

DAY = date(2026, 3, 31)
SENTENCE = "各责任单位要对照任务清单逐项明确时限和标准，建立台账，挂图作战，按月销号，确保目标如期实现。"
LABELS = (
    "序号",
    "事项内容",
    "办理要求",
    "办理时限",
    "办理标准",
    "办理效果",
    "责任人",
    "督办人",
    "牵头单位",
    "配合单位",
    "来源",
    "备注",
)
COLUMNS = tuple(
    Column(label, 14, "number" if label == "序号" else "date" if label == "办理时限" else "text") for label in LABELS
)
# Seconds that the project promises: a warm PDF, ten thousand rows out, and in.
PDF, OUT, IN = 1.0, 5.0, 10.0


def main() -> int:
    """Print what each takes; return 1 where a promise is not kept."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--smoke", action="store_true", help="a small ledger, as a check")
    smoke = parser.parse_args().smoke or os.environ.get("DUBAN_BENCH") == "smoke"
    count = 500 if smoke else 10_000
    times = 3 if smoke else 10
    start = time.perf_counter()
    size = len(render_pdf(make_paper(0)))
    print(f"first PDF of 8 pages, fonts found: {(time.perf_counter() - start) * 1000:.0f} ms, {size // 1024} KB")
    kept = report("PDF of 8 pages, warm", times, lambda n: render_pdf(make_paper(n))) <= PDF
    report("Word file of the same", times, lambda n: render_docx(make_paper(n)))
    made = [b""]
    kept &= (
        report(f"ledger of {count:,} rows out", 3, lambda _: made.append(write_xlsx(COLUMNS, make_rows(count)))) <= OUT
    )
    report(f"the same as csv, {count:,} rows", 3, lambda _: write_csv(COLUMNS, make_rows(count)))
    kept &= report(f"ledger of {count:,} rows in", 3, lambda _: _read(made[-1], count)) <= IN
    print(
        f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, ledger file {len(made[-1]) // 1024} KB"
    )
    return int(not kept)


def make_paper(number: int) -> Paper:
    """Make a circular with a ranking of 60 units and an annex, its words different for each number."""
    words = f"第{number}次通报：{SENTENCE}"
    ranking = table(
        ("名次", "单位", "承办", "办结", "办结率", "得分"),
        [(str(n), f"第{n + number}单位", "12", "9", "75.0%", "97.5") for n in range(60)],
    )
    return Paper(
        title=f"关于第{number}季度重点督办事项办理情况的通报",
        head=("某某市人民政府办公室文件",),
        number=f"某政督〔2026〕{number + 1}号",
        addressees=("各县（市、区）人民政府", "市人民政府各部门"),
        body=(Heading(1, "一、总体情况"), *(Paragraph(words * 4) for _ in range(6)), ranking),
        annexes=(Annex("未办结事项清单", tuple(Paragraph(words * 3) for _ in range(4))),),
        signature=("某某市人民政府办公室",),
        dated_on=DAY,
        imprint=Imprint(copies=("市委办公室",), office="某某市人民政府办公室", printed_on=DAY),
    )


def make_rows(count: int) -> list[tuple[str | int | Decimal | date | None, ...]]:
    """Make rows as an office fills them: some 100 characters each."""
    return [
        (
            n + 1,
            f"事项{n}：{SENTENCE}",
            "按月推进",
            DAY,
            "建成投用",
            "正在办理",
            f"张{n}",
            f"李{n}",
            f"第{n % 90}局",
            "第一局、第二局",
            "会议",
            "",
        )
        for n in range(count)
    ]


def report(name: str, times: int, run: Callable[[int], object]) -> float:
    """Run several times, print the fastest and the median, return the median in seconds."""
    seconds = []
    for number in range(1, times + 1):
        start = time.perf_counter()
        run(number)
        seconds.append(time.perf_counter() - start)
    median = statistics.median(seconds)
    print(f"{name}: min {min(seconds) * 1000:.0f} ms, median {median * 1000:.0f} ms")
    return median


def _read(data: bytes, count: int) -> None:
    ledger = read_ledger(data, "ledger.xlsx")
    if len(ledger.rows) != count or ledger.faults:
        raise SystemExit(f"read {len(ledger.rows)} rows with {len(ledger.faults)} faults")


if __name__ == "__main__":
    sys.exit(main())
