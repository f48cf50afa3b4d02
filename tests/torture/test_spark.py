"""A province on Spark: the same answers as one process gives, for whole files, mixed rows, an office without facts, and what is wrong."""

import json
import time

import pytest

from duban.cli import main
from duban.engine.facts import as_record
from duban.engine.reading.writing import table_of
from tests.torture.provinces import cases_of, facts_of

pytestmark = pytest.mark.torture


def _score(capsys, *words):
    capsys.readouterr()
    code = main(["score", *map(str, words)])
    said = capsys.readouterr()
    return code, said.out, said.err.splitlines()[-1:]


def test_spark_answers_to_the_cent_what_one_process_answers(capsys, tmp_path):
    """Twenty counties under three documents, their rows mixed."""
    from pyarrow import parquet

    cases = tmp_path / "cases.jsonl"
    cases.write_text("".join(json.dumps(case) + "\n" for case in cases_of(20)), encoding="utf-8")
    rows = [{**as_record(fact), "jurisdiction": name} for name, facts in facts_of(19, 500) for fact in facts]
    rows.sort(key=lambda row: row["id"])
    files = [tmp_path / "one.parquet", tmp_path / "two.parquet"]
    for file, part in zip(files, (rows[: len(rows) // 3], rows[len(rows) // 3 :]), strict=True):
        parquet.write_table(table_of(part), file)
    began = time.monotonic()
    spark = _score(capsys, cases, "--cluster", "local[2]", "--facts", *files)
    print(f"TORTURE spark 20 counties, {len(rows)} facts, s: {time.monotonic() - began:.0f}")
    alone = _score(capsys, cases, "--by-jurisdiction", "--processes", "1", "--facts", *files)
    assert spark[:2] == alone[:2]
    assert (alone[0], len(alone[1].splitlines())) == (0, 20)
    rows[5] = {**rows[5], "unit": "nobody"}
    parquet.write_table(table_of(rows), files[0])
    for how in (("--cluster", "local[2]"), ("--by-jurisdiction",)):
        code, out, (said,) = _score(capsys, cases, *how, "--facts", files[0])
        assert (code, out) == (2, "")
        assert rows[5]["jurisdiction"] in said
        assert "nobody" in said
