"""The small papers with right answers beside the project, judged as their own checker judges."""

import importlib.util
import json

import pytest

from duban.papers.reading import parse
from tests.papers.reading.conftest import SHARED

RIGHT = 40


def test_as_many_papers_are_right_as_ever():
    folder = SHARED / "papers"
    if not (folder / "check.py").is_file():
        pytest.skip(f"no papers with answers beside the project ({folder})")
    spec = importlib.util.spec_from_file_location("check", folder / "check.py")
    check = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(check)
    wrong = []
    for entry in json.loads((folder / "index.json").read_text(encoding="utf-8"))["papers"]:
        path = folder / entry["file"]
        answer = parse(path.read_bytes(), path.name).as_json()
        _, lost, invented, uncertain, needless, _ = check.judge(entry["answer"], answer)
        if lost or invented or uncertain or needless:
            wrong.append((entry["name"], entry["kind"], lost, invented, uncertain, needless))
    assert 40 - len(wrong) >= RIGHT, wrong
