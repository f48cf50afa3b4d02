"""The measured part of docs/reliability.md: one row for each figure that a long check printed, kept from run to run."""

import re
from pathlib import Path

BEGIN, END = "<!-- measured: written by make torture -->", "<!-- end of what was measured -->"
HEAD = ("check", "what", "bound", "figure", "day", "command", "met")
# What a test prints.
SAID = re.compile(r"^TORTURE (?P<check>\d+) (?:(?P<what>[^:\n]+): )?(?P<figure>[^\n]+)$", re.MULTILINE)
BOUNDS = {
    2: "0 lost, 0 half-written, ready < 10 s",
    3: "no false success, a retry makes one",
    4: "all invariants hold after each",
    5: "507 or 503 that names it, reads go on, no repair, no orphan",
    7: "1 item",
    8: "409 with both versions, nothing overwritten",
    9: "one outcome each, 0 deadlocks",
    10: "0 divergences in 10,000 steps",
    11: "no duplicate, no gap",
    12: "0 differences",
    13: "0 differences",
    14: "each step once, none early",
    15: "0 lost, outage p95 < ttl + loop_wait, no restart",
    16: "never two that take writes",
    17: "byte-equal",
    21: "≤ 1 s behind",
    22: "locks < 2 s, nothing lost",
    23: "0 lost, ≤ 1 double a kill, same id",
    25: "p95 unchanged (± 10 %)",
    26: "0 × 5xx, 0 mismatches",
    34: "locked ≤ 5 tries, others come in, medians within 10 ms",
    35: "a code opens once",
    45: "rolled back",
    49: "< 1 MB/h, p99 ≤ 1.2 × the first on as fast a machine, 0 errors, 0 leaked",
    50: "503 + Retry-After, recovers < 5 s, 0 lost",
}


def rows_of(text: str, *, test: str, passed: bool, checks: list[int], day: str) -> list[dict[str, str]]:
    """Return the rows of what one test printed; `test` selects it for `-k`.

    A test that failed before it printed a figure has one row for each of its `checks`.
    """
    said = [(int(found["check"]), found["what"] or test, found["figure"]) for found in SAID.finditer(text)]
    if not passed:
        named = {check for check, _, _ in said}
        said += [(check, test, "no figure: the test failed") for check in checks if check not in named]
    return [
        {
            "check": str(check), "what": what, "bound": BOUNDS.get(check, ""), "figure": figure, "day": day,
            "command": _command(test), "met": "yes" if passed else "**no**",
        }
        for check, what, figure in said
    ]  # fmt: skip


def _command(test: str) -> str:
    return f"`make torture ARGS='-k \"{test}\"'`"


def read(file: Path) -> list[dict[str, str]]:
    """Return the rows that the file holds."""
    within = file.read_text().partition(BEGIN)[2].partition(END)[0]
    lines = [line for line in within.splitlines() if line.startswith("|")][2:]
    cells = [[cell.strip().replace("&#124;", "|") for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(HEAD, row, strict=True)) for row in cells]


def drawn(rows: list[dict[str, str]]) -> str:
    """Return the rows as a table of Markdown, by the number of the check."""
    lines = ["| " + " | ".join(HEAD) + " |", "|" + "---|" * len(HEAD)]
    for row in sorted(rows, key=lambda row: (int(row["check"]), row["what"])):
        lines.append("| " + " | ".join(row[name].replace("|", "&#124;") for name in HEAD) + " |")
    return "\n".join(lines)


def write(file: Path, found: list[dict[str, str]], *, test: str) -> None:
    """Put what one test found in place of what it found before. Raises ValueError where the file has no place for it."""
    text = file.read_text()
    if BEGIN not in text or END not in text:
        raise ValueError(f"{file} has no lines {BEGIN} and {END}")
    kept = [row for row in read(file) if row["command"] != _command(test)]
    before, after = text.partition(BEGIN)[0], text.partition(END)[2]
    file.write_text(f"{before}{BEGIN}\n\n{drawn(kept + found)}\n\n{END}{after}")
