"""Findings and conclusions over the interface: put right, checked, reviewed; and nothing of a conclusion before it was opened on record."""

import pytest

from duban.ledger.actions.matters import attachments
from duban.ledger.by import By
from tests import cast, rectifying

pytestmark = pytest.mark.django_db


def test_a_finding_is_put_right_over_the_interface(zhuoni, as_program, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    row = rectifying.handed(zhuoni)
    unit, team = as_program(zhuoni.liaison), as_program(zhuoni.inspector)
    (listed,) = unit.get("/findings", show="open")[1]["findings"]
    assert (listed["id"], listed["progress"], listed["rectify_by"]) == (row.pk, "handed", "2026-04-30")
    words = {"measures": "倒排工期", "responsible": "王副镇长", "promised_on": "2026-04-20"}
    assert unit.post(f"/findings/{row.pk}/plan", version=99, **words)[0] == 409
    assert unit.post(f"/findings/{row.pk}/plan", version=listed["version"], **words)[1]["progress"] == "rectifying"
    status, refused = unit.post(f"/findings/{row.pk}/result", result="已开工")
    assert status == 422 and "第十一条" in str(refused)
    attachments.add_file(
        jurisdiction=zhuoni.jurisdiction,
        name="现场.txt",
        chunks=[b"1"],
        finding=row,
        by=By(zhuoni.liaison, cast.at()),
    )
    assert unit.post(f"/findings/{row.pk}/result", result="已开工")[1]["progress"] == "reported"
    assert team.post(f"/findings/{row.pk}/return", reason="只有合同")[1]["returned"] == 1
    assert unit.post(f"/findings/{row.pk}/result", result="已开工")[0] == 200
    assert team.post(f"/findings/{row.pk}/striking-off", note="看过")[1]["progress"] == "struck"


@pytest.mark.feature("conclusion_readers")
def test_a_conclusion_says_nothing_before_it_was_opened_on_record(zhuoni, as_program):
    row = rectifying.drafted(zhuoni, problems="尚未公开的问题")
    assert "尚未公开的问题" not in str(as_program(zhuoni.inspector).get(f"/conclusions/{row.pk}"))
    assert "尚未公开的问题" in str(as_program(zhuoni.clerk).get(f"/conclusions/{row.pk}"))
    assert as_program(zhuoni.liaison).get(f"/conclusions/{row.pk}")[0] == 404
    given = rectifying.delivered(zhuoni, row.inspection, unit=zhuoni.units[1])
    other = as_program(zhuoni.other_liaison)
    status, made = other.post(f"/conclusions/{given.pk}/reviews", text="不服")
    assert status == 201
    assert other.get(made["location"].removeprefix("/api"))[1]["due_on"] == "2026-04-30"
