"""Programs begin a draft from a text with an assessment table, and cut the table into its items, as the page does."""

import pytest

pytestmark = pytest.mark.django_db
TEXT = "第一条 按表考核。\n序号\t考核内容\t分值\t评分标准\n1\t会议\t20\t缺席一次扣2分\n2\t报告\t30\t质量合格（30分）\n"


def test_a_program_cuts_a_table_and_is_refused_where_there_is_none(office, as_program):
    clerk = as_program(office.clerk)
    _, made = clerk.post("/regime-drafts", source="text", name="某办法", text=TEXT)
    there = made["location"].removeprefix("/api")
    status, refused = clerk.post(f"{there}/arrangement", revision=1, act="table", clause="第一条")
    assert status == 422 and "没有考核表" in refused["error"]["why"]
    status, shown = clerk.post(f"{there}/arrangement", revision=1, act="table", clause="考核表", missing="full")
    assert status == 200 and list(shown["states"]) == ["第一条", "考核表", "1", "2"]
    first, second = shown["content"]["regime"]["sections"]
    assert first["start"] == "20" and second["missing"] == "full" and shown["states"]["2"] == "person"
