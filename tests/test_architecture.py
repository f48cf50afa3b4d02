"""The house rules that a machine can hold: size, names, clocks, imports, nothing fetched, nothing leaked."""

import ast
import hashlib
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "duban"
VENDOR = PACKAGE / "web" / "static" / "vendor"
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "migrations" not in p.parts)
PAGES = sorted(
    p
    for folder in ("templates", "static")
    for p in (PACKAGE / "web" / folder).rglob("*")
    if p.suffix in {".html", ".txt", ".svg", ".css", ".js", ".xml", ".json"} and VENDOR not in p.parents
)

CLOCK = re.compile(
    r"\b(date\.today|datetime\.(now|utcnow|today)|timezone\.(now|localdate\(\))|time\.time\()|\bauto_now"
)
VAGUE = {"utils", "util", "helpers", "helper", "services", "service", "manager", "misc", "common"}
OUTSIDE = re.compile(r"https?://(?!www\.w3\.org/)|[\"'(]//[a-z]", re.IGNORECASE)
LEAK = re.compile(
    r"(?i)/(?:work|root|home)/[a-z]|\bpypi\b|(?:pythonhosted|npmjs|unpkg|jsdelivr|cdnjs)\b(?=\.(?:org|com|net))"
)


def _named(path):
    return str(path.relative_to(ROOT))


def _tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_module_is_longer_than_300_lines():
    long = {_named(p): n for p in MODULES if (n := len(p.read_text(encoding="utf-8").splitlines())) > 300}
    assert long == {}


def test_no_function_is_longer_than_60_lines_or_takes_more_than_nine_things():
    long = {}
    for module in MODULES:
        for each in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if not isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            given = each.args
            names = [*given.posonlyargs, *given.args, *given.kwonlyargs, *filter(None, (given.vararg, given.kwarg))]
            takes = len(names) - (bool(names) and names[0].arg in ("self", "cls"))
            lines = each.end_lineno - each.lineno + 1
            if lines > 60 or takes > 9:
                long[f"{_named(module)} {each.name}"] = (lines, takes)
    assert long == {}


def test_no_line_of_a_template_is_longer_than_160_characters():
    long = {
        f"{_named(page)}:{number}": len(line)
        for page in PAGES
        if page.suffix == ".html"
        for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > 160
    }
    assert long == {}


def test_no_folder_has_more_than_20_modules():
    """Models aside: there one file a noun is all the order that is needed."""
    folders = {path.parent for path in MODULES}
    held = {_named(folder): len(list(folder.glob("*.py"))) for folder in folders if folder.name != "models"}
    assert {name: count for name, count in held.items() if count > 21} == {}


def test_no_clock_below_the_interfaces():
    seen = [
        f"{_named(path)}:{number}"
        for path in MODULES
        if path.relative_to(PACKAGE).parts[0] in {"engine", "papers", "ledger"}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if CLOCK.search(line)
    ]
    assert seen == [], "time is passed in"


def test_no_vague_names():
    modules = [_named(p) for p in MODULES if VAGUE & {p.stem, p.parent.name}]
    functions = [
        f"{_named(path)}: {node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.lstrip("_").startswith(("do_", "handle_"))
    ]
    assert modules + functions == []


def test_imports_keep_their_contracts():
    command = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([str(command)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_engine_and_papers_run_without_django():
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in MODULES
        if path.relative_to(PACKAGE).parts[0] in {"engine", "papers"}
    ]
    program = f"import sys\nsys.modules['django'] = None\nfor name in {names!r}: __import__(name)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert names
    assert done.returncode == 0, done.stderr


def test_pages_fetch_nothing_from_outside():
    seen = [
        f"{_named(path)}:{number}: {line.strip()[:80]}"
        for path in PAGES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if OUTSIDE.search(line)
    ]
    assert seen == []


def test_vendored_files_are_the_ones_named_and_fetch_nothing():
    lines = (VENDOR / "VERSIONS").read_text(encoding="utf-8").splitlines()
    named = dict(reversed(line.split()) for line in lines if not line.startswith("#"))
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.iterdir()
        if path.suffix in {".css", ".js"}
    }
    assert found == named
    for path in VENDOR.glob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert "@import" not in text
        assert re.findall(r"url\((?!\s*[\"']?data:)[^)]{1,60}", text) == []
    assert [p.name for p in VENDOR.iterdir() if b"sourceMappingURL" in p.read_bytes()] == []


def test_the_tree_names_no_registry_and_no_machine():
    seen = []
    for path in _tracked():
        if path.suffix in {".docx", ".xlsx", ".png", ".jpg", ".pdf"}:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        seen += [f"{_named(path)}: {match.group()}" for match in LEAK.finditer(text)]
    assert seen == []


def test_everything_declared_is_locked_by_digest():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for lock, wanted in {
        "requirements.txt": declared["dependencies"],
        "requirements-test.txt": declared["dependencies"] + declared["optional-dependencies"]["test"],
        "requirements-sign-on.txt": [
            *declared["dependencies"],
            *(each for way in ("oidc", "cas", "ldap") for each in declared["optional-dependencies"][way]),
        ],
        "requirements-cluster.txt": [*declared["dependencies"], *declared["optional-dependencies"]["cluster"]],
    }.items():
        text = (ROOT / lock).read_text(encoding="utf-8")
        locked = set(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==", text, re.MULTILINE))
        names = {re.match(r"[A-Za-z0-9-]+", requirement)[0].lower() for requirement in wanted}
        assert names - locked == set()
        assert text.count("==") - text.count("python_full_version ==") <= text.count("--hash=sha256:")
        assert "://" not in text


def test_the_wheel_carries_every_file_of_the_package(tmp_path):
    source = tmp_path / "source"
    tracked = [p for p in _tracked() if p.is_relative_to(PACKAGE) or p.name == "pyproject.toml"]
    for path in tracked:
        (source / path.relative_to(ROOT)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, source / path.relative_to(ROOT))
    # The manual lies in docs, where it is read on its own; the program has it by a link.
    shutil.copytree(ROOT / "docs" / "manual", source / "docs" / "manual")
    (source / "duban" / "web" / "manual").symlink_to("../../docs/manual")
    build = "from setuptools import build_meta; import sys; print(build_meta.build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", build, str(tmp_path)], cwd=source, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        packed = set(wheel.namelist())
    assert {_named(p) for p in tracked if p.is_relative_to(PACKAGE)} - packed == set()
    pages = {p.name for p in (ROOT / "docs" / "manual").rglob("*.*")}
    assert pages - {Path(name).name for name in packed if name.startswith("duban/web/manual/")} == set()


def test_every_action_and_every_request_has_its_test_module_of_the_same_name():
    lacking = []
    for path in MODULES:
        named = path.relative_to(PACKAGE)
        if named.parts[:2] in {("ledger", "actions"), ("ledger", "requests")} and path.stem != "__init__":
            test = ROOT / "tests" / named.parent / f"test_{path.name}"
            if not test.is_file() or "\ndef test_" not in test.read_text(encoding="utf-8"):
                lacking.append(_named(test))
    assert lacking == []


def test_no_test_module_is_longer_than_300_lines():
    modules = [path for path in _tracked() if path.name.startswith("test_") and path.suffix == ".py"]
    long = {_named(p): n for p in modules if (n := len(p.read_text(encoding="utf-8").splitlines())) > 300}
    assert long == {}
