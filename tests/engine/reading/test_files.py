"""Facts read by columns are the facts that are read one by one, and what is wrong is said in the same words."""

import json
import random
from datetime import date
from pathlib import Path

import pytest

from duban.engine.facts import FactError, fact_from, facts_from
from duban.engine.packs.loading import load_regime
from duban.engine.reading import columns, files, tables
from duban.engine.reading.shapes import Shapes
from duban.engine.witnesses.worlds import World

DOCUMENTS = Path(__file__).parent.parent / "documents"
NAMES = ("zhuoni-2022", "sanmenxia-2019", DOCUMENTS / "s11-city-management", DOCUMENTS / "s16-proposals")
ASSIGNED = {"id": "a", "kind": "assigned", "on": "2022-01-05", "unit": "u0", "matter": "m", "due": "2022-02-01"}
LATE = {"id": "l", "kind": "late", "on": "2022-02-02", "unit": "u0", "matter": "m", "what": "result"}
DONE = {"id": "d", "kind": "completed", "on": "2022-02-02", "unit": "u0", "matter": "m"}


def _records(regime):
    """Facts of every kind that the document knows, in no order."""
    world = World(regime, regime.choices({}), "year")
    kinds = ("late", "urged", "circular", "completed", "returned", "grade", "sheet", "extended", *regime.words.events)
    records = [record for number in range(3) for record in world.matter(f"m{number}")]
    records += [
        world.event(kind, day, {"excused": True} if day == 7 else {}, "m1" if day % 2 else None, day)
        for kind in kinds
        for day in range(9)
        if day % 2 or kind not in ("completed", "returned", "extended")
    ]
    for number, record in enumerate(records):
        record["id"] = f"f{number}"
    random.Random(5).shuffle(records)
    return [json.loads(json.dumps(record, default=lambda day: day.isoformat())) for record in records]


def _beside(path, regime, monkeypatch, by_columns, jurisdiction=None):
    monkeypatch.setattr(files, "_FEW", 0)
    monkeypatch.setattr(tables, "is_at_hand", lambda: by_columns)
    return files.facts_beside(path, regime.words, jurisdiction)


def _lines(path, records):
    path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", NAMES, ids=str)
def test_facts_are_the_same_however_they_are_read(name, tmp_path):
    import pyarrow
    from pyarrow import parquet

    regime = load_regime(name)
    records = _records(regime)
    expected = [fact_from(record, words=regime.words) for record in records]
    assert len({fact.kind for fact in expected}) >= 8
    assert facts_from(records, words=regime.words) == expected
    lines = _lines(tmp_path / "facts.jsonl", records)
    assert [fact for some in columns.facts_in(lines, regime.words) for fact in some] == expected
    names = dict.fromkeys(key for record in records for key in record)
    table = pyarrow.table({key: [record.get(key) for record in records] for key in names})
    table = table.set_column(table.column_names.index("unit"), "unit", table["unit"].dictionary_encode())
    parquet.write_table(table, tmp_path / "facts.parquet")
    assert [f for some in columns.facts_in(tmp_path / "facts.parquet", regime.words) for f in some] == expected


def test_shapes_read_what_is_right_and_leave_the_rest():
    shapes = Shapes(load_regime("zhuoni-2022").words)
    assert shapes.read({**LATE, "days": 3, "level": None})["days"] == 3
    assert shapes.read({**DONE, "jurisdiction": 7}) == {**DONE, "on": date(2022, 2, 2)}
    # 1 and true are alike as keys; what was read once must not let the other pass.
    assert shapes.read({**LATE, "excused": True})["excused"] is True
    for wrong in ({"excused": 1}, {"days": True}, {"what": "progress"}, {"kind": ["late"]}, {"on": []}, {"x": 1}):
        assert shapes.read({**LATE, **wrong}) is None
    assert shapes.read([]) is None
    assert shapes.read({"id": "x"}) is None


def test_numbers_stay_as_they_are_written(tmp_path, monkeypatch):
    regime = load_regime("zhuoni-2022")
    given = [ASSIGNED, {**DONE, "points": 1.10}, {**DONE, "id": "e", "points": 2}, {**DONE, "id": "f", "points": "0.3"}]
    texts = [json.dumps(each).replace("1.1,", "1.10,") for each in given]
    path = tmp_path / "facts.jsonl"
    for lines in (texts[:3], [texts[0], texts[3]], texts):
        path.write_text("\n".join(lines), encoding="utf-8")
        one, other = (_beside(path, regime, monkeypatch, by_columns) for by_columns in (True, False))
        assert one == other
        assert [str(fact.points) for fact in one] == [str(fact.points) for fact in other]


def test_a_jurisdiction_has_its_own_and_what_names_none(tmp_path, monkeypatch):
    regime = load_regime("zhuoni-2022")
    records = [
        {**ASSIGNED, "jurisdiction": "x"}, {**LATE, "jurisdiction": "y"}, {**DONE, "jurisdiction": None},
        {**DONE, "id": "e"},
    ]  # fmt: skip
    lines = _lines(tmp_path / "facts.jsonl", records)
    for by_columns in (True, False):
        found = _beside(lines, regime, monkeypatch, by_columns, "x")
        assert [fact.id for fact in found] == ["a", "d", "e"]
        assert len(_beside(lines, regime, monkeypatch, by_columns)) == 4


@pytest.mark.parametrize(
    "text",
    [
        '{"id": "x"',
        "7",
        "[]",
        json.dumps(LATE) + json.dumps(DONE),
        '{\n"id": "x"}',
        json.dumps(LATE)[:-1] + ', "unit": "u1"}',
        json.dumps(LATE)[:-1] + ', "days": NaN}',
        json.dumps({**LATE, "unit": None}),
        json.dumps({**LATE, "id": ""}),
        json.dumps({**LATE, "id": "a"}),
        json.dumps({**LATE, "id": 5}),
        json.dumps({**LATE, "on": "2022-02-30"}),
        json.dumps({**LATE, "on": "2022-02-03T00:00:00"}),
        json.dumps({**LATE, "matter": 7}),
        json.dumps({**LATE, "days": 1.5}),
        json.dumps({**LATE, "days": "3"}),
        json.dumps({**LATE, "what": "dinner"}),
        json.dumps({**LATE, "excused": "no"}),
        json.dumps({**LATE, "colour": "red"}),
        json.dumps({**LATE, "level": {"red": 1}}),
        json.dumps({**LATE, "kind": "vanished"}),
        json.dumps({**LATE, "what": None}),
        json.dumps({**LATE, "unit": "\ud800"}),
        "\ufeff" + json.dumps(LATE),
    ],
)
def test_what_is_wrong_is_said_alike(text, tmp_path, monkeypatch):
    regime = load_regime("zhuoni-2022")
    path = tmp_path / "facts.jsonl"
    path.write_bytes(
        (json.dumps(ASSIGNED) + "\n" + text + "\n" + json.dumps(DONE) + "\n").encode(errors="surrogatepass")
    )
    said = []
    for by_columns in (True, False):
        try:
            said.append(str(_beside(path, regime, monkeypatch, by_columns)))
        except ValueError as error:
            said.append(f"{type(error).__name__} {error}")
    assert said[0] == said[1]


def test_blank_lines_and_ends_of_lines_do_not_matter(tmp_path, monkeypatch):
    regime = load_regime("zhuoni-2022")
    path = tmp_path / "facts.jsonl"
    lines = [json.dumps(ASSIGNED), json.dumps(LATE)]
    for text in ("\n".join(lines), "\r\n".join(lines) + "\r\n", "\n\n" + " \n\n".join(lines) + "\n\n"):
        path.write_bytes(text.encode())
        assert [f.id for f in _beside(path, regime, monkeypatch, True)] == ["a", "l"]
    path.write_bytes(b"\n")
    assert _beside(path, regime, monkeypatch, True) == []
    monkeypatch.setattr(tables, "_BLOCK", 60)
    path.write_bytes("\n".join(lines * 1).encode())
    assert [f.id for some in columns.facts_in(path, regime.words) for f in some] == ["a", "l"]


def test_twice_the_same_id_is_refused(tmp_path, monkeypatch):
    regime = load_regime("zhuoni-2022")
    path = _lines(tmp_path / "facts.jsonl", [ASSIGNED, LATE, LATE])
    for by_columns in (True, False):
        with pytest.raises(FactError, match="事实 l：id 重复"):
            _beside(path, regime, monkeypatch, by_columns)
