"""What one document recorded is read by another in its own words only; a field that an event declares is never taken for the library's of that name."""

import pytest

from duban.engine.known_facts import known, known_facts
from duban.engine.packs import loading

PACK = """\
id: own
name: 示例办法
periods: [year]
groups: {unit: 单位}
events:
  seen: {label: 查见, of: unit, fields: {FIELD}, entered_by: office, clause: 一}
clauses:
  - {clause: 一, gist: 略, kinds: [score], rules: [{kind: score, select: {event: seen}, worth: "-1"}]}
"""


@pytest.mark.parametrize(
    ("field", "value", "stays"),
    [
        # 不合格 is no grade of the library's, 网上 no channel: the fact, and its points, were lost.
        ("grade: text", {"grade": "不合格"}, True),
        ("channel: {web: 网上, hall: 大厅}", {"channel": "web"}, True),
        ("tone: {warm: 热情, cold: 冷漠}", {"tone": "cold"}, True),
        ("level: {high: 高, low: 低}", {"level": "high"}, True),
        # Another document's value of a field that this one declares.
        ("channel: {web: 网上, hall: 大厅}", {"channel": "phone"}, False),
    ],
)
def test_a_field_of_the_event_is_read_in_its_words(field, value, stays):
    words = loading.load_pack({"regime.yaml": PACK.replace("{FIELD}", f"{{{field}}}")}).words
    row = {"id": "j1", "kind": "seen", "on": "2026-03-01", "unit": "a", **value}
    assert list(known([row], words)) == ([row] if stays else [])


@pytest.mark.parametrize(
    ("head", "event", "row", "read"),
    [
        # One that a document narrows is read as far as it can be, and left out where that is nothing; it never ends the counting.
        (
            "authorities: {city: 市, county: 县}",
            "circular: {label: 通报, fields: {authority: authority}, entered_by: office, clause: 一}",
            {"kind": "circular", "authority": "prefecture", "tone": "praise"},
            None,
        ),
        (
            "",
            "interview: {label: 约谈, fields: {authority: {a: 甲}}, entered_by: office, clause: 一}",
            {"kind": "interview", "authority": "county"},
            None,
        ),
        (
            "",
            "poor_report: {label: 质量差, fields: {defect: {thin: 单薄}}, entered_by: office, clause: 一}",
            {"kind": "poor_report", "defect": "perfunctory", "matter": "m"},
            None,
        ),
        (
            "",
            "poor_report: {label: 质量差, fields: {defect: {thin: 单薄}}, entered_by: office, clause: 一}",
            {"kind": "poor_report", "defect": "thin", "matter": "m"},
            {"defect": "thin"},
        ),
        (
            "levels: {key: 重点}",
            "poor_report: {label: 质量差, fields: {level: {level: optional}}, entered_by: office, clause: 一}",
            {"kind": "poor_report", "defect": "perfunctory", "matter": "m", "level": "first"},
            {"level": None, "defect": "perfunctory"},
        ),
    ],
)
def test_a_kind_of_the_library_that_a_document_narrows(head, event, row, read):
    text = PACK.replace("events:", f"{head}\nevents:").replace(
        "seen: {label: 查见, of: unit, fields: {FIELD}, entered_by: office, clause: 一}", event
    )
    words = loading.load_pack({"regime.yaml": text.replace("event: seen", f"event: {row['kind']}")}).words
    found = known_facts([{"id": "j1", "on": "2026-03-01", "unit": "a", **row}], words)
    assert [{key: getattr(each, key) for key in read or ()} for each in found] == ([read] if read is not None else [])


def test_a_level_that_the_document_has_not_is_left_out_of_a_matter():
    words = loading.load_regime("sanmenxia-2019").words
    row = {
        "id": "j1",
        "kind": "assigned",
        "on": "2026-03-01",
        "unit": "a",
        "matter": "m",
        "due": "2026-04-01",
        "level": "first",
    }
    (read,) = known([row], words)
    assert "level" not in read
