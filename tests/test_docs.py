"""The documentation says what the program has: every command, setting, record and verb; what is generated is current."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from duban.cli import COMMANDS
from duban.config.environment import NAMES
from duban.ledger.models.matters import State

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
PAGES = sorted(
    path
    for path in [*ROOT.glob("*.md"), *ROOT.glob("duban/regimes/**/*.md"), *DOCS.rglob("*.md")]
    if path.name != "CHANGELOG.md"
)
# A path in code marks or in a block of code, a name in angle brackets standing for any.
PATH = re.compile(r"(?<![\w/.])(?:duban|tests|scripts|docs|benchmarks|deploy|\.ci)/[\w./*<>-]*\w>?/?\*?")
CODE = re.compile(r"```.*?```|`[^`\n]+`|^ {4}.*$", re.DOTALL | re.MULTILINE)


def test_what_is_generated_is_current():
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "make_map"), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_described(command):
    assert f"`duban {command}" in (DOCS / "operations.md").read_text(encoding="utf-8")


def test_every_setting_is_described_and_no_other():
    read = set()
    for path in (ROOT / "duban").rglob("*.py"):
        read |= set(re.findall(r"\b(DUBAN_[A-Z_]+|DATABASE_URL)\b", path.read_text(encoding="utf-8")))
    table = (DOCS / "operations.md").read_text(encoding="utf-8")
    described = set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE))
    assert described == read
    assert {f"DUBAN_{name}" for name in NAMES} == read - {"DATABASE_URL"}


def test_every_state_is_in_the_glossary():
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    assert [state for state in State if f"| {state.label} | `{state}` |" not in text] == []


@pytest.mark.parametrize(
    "page", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", *sorted(p.name for p in DOCS.glob("*.md"))]
)
def test_no_link_leads_nowhere(page):
    path = ROOT / page if (ROOT / page).exists() else DOCS / page
    targets = LINK.findall(path.read_text(encoding="utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_pictures_of_the_readme_are_small():
    pictures = sorted((DOCS / "images").glob("*.png"))
    assert len(pictures) >= 4
    assert {p.name: p.stat().st_size for p in pictures if p.stat().st_size >= 300_000} == {}


def test_every_check_of_reliability_names_tests_that_exist():
    text = (DOCS / "reliability.md").read_text(encoding="utf-8")
    checks = [int(number) for number in re.findall(r"^\| (\d+) \|", text.partition("## Measured")[0], re.MULTILINE)]
    assert checks == list(range(1, 52))
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", text)
    assert len(named) > 51
    assert [
        file
        for file, test in named
        if not (ROOT / file).exists() or f"def {test}" not in (ROOT / file).read_text(encoding="utf-8")
    ] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_path_that_is_named_exists(page):
    code = "\n".join(CODE.findall(page.read_text(encoding="utf-8")))
    named = {path.rstrip("/.") for path in PATH.findall(code)}
    assert [path for path in sorted(named) if not list(ROOT.glob(re.sub(r"<\w+>", "*", path)))] == []


def test_every_verb_of_make_that_is_named_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set()
    for page in PAGES:
        for words in re.findall(r"(?:`|^ {4})make ([a-z -]+)", page.read_text(encoding="utf-8"), re.MULTILINE):
            named |= {word for word in words.split() if not word.startswith("-")}
    assert named >= {"test", "check", "unit", "postgres", "torture"}
    assert named - targets == set()


def test_decisions_are_numbered_without_gap_and_say_what_was_decided():
    pages = sorted((DOCS / "adr").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(page.name[:4])}. ") and "**Decision.**" in text, page.name
