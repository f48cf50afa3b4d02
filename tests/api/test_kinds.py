"""The interface tells the kinds and fields of the office's document, and takes them."""

import pytest

from duban.ledger.models import JournalLine
from tests import living

pytestmark = pytest.mark.django_db


def test_a_program_finds_the_kinds_of_the_document_and_records_them(as_program):
    office = living.office_under(living.PACK)
    clerk = as_program(office.clerk)
    status, told = clerk.get("/kinds")
    kinds = {each["kind"]: each for each in told["kinds"]}
    assert status == 200 and told["regime"] == "own" and "circular" not in kinds
    count, *_ = kinds["typed"]["fields"]
    assert count == {
        "name": "count", "label": "问题数", "type": "whole", "optional": False, "values": [], "least": "1", "most": "9", "unit": "处"
    }  # fmt: skip
    assert [value["label"] for value in kinds["typed"]["fields"][3]["values"]] == ["市人大", "市政府"]
    assert (kinds["on_matter"]["of"], kinds["by_river"]["entered_by"]) == ("matter", "river")
    new = {"kind": "typed", "unit": "jia", "on": "2026-03-31", "reason": "核查", "fields": living.GOOD}
    status, _ = clerk.post("/facts", **new)
    assert status == 201 and JournalLine.objects.get(kind="typed").data["fact"] == living.GOOD
    status, refused = clerk.post("/facts", **{**new, "fields": {**living.GOOD, "count": 12}})
    assert (status, refused["error"]["field"], refused["error"]["clause"]) == (422, "count", "一")
    assert "应是 1 至 9 的整数（处）" in refused["error"]["why"]
    status, refused = clerk.post("/facts", **{**new, "kind": "hosted_meeting"})
    assert status == 422 and "现场核查" in refused["error"]["possible"]
