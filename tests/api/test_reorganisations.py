"""Programs split a unit as the page does: listed first, each matter to whom it is given, the same refusals, taken back."""

import pytest

from duban.ledger.models import Reorganisation
from tests import cast, stories

pytestmark = pytest.mark.django_db


def test_a_program_splits_a_unit_and_takes_it_back(office, as_program):
    mine, theirs = (stories.matter(office, due_on="2026-04-30", at=cast.at("2026-03-02 09:00")) for _ in range(2))
    head = as_program(office.head)
    asked = {"kind": "split", "of": ["jia"], "to": ["yi", "bing"], "on": "2026-03-20"}
    asked["given"] = [{"matter": theirs.no, "unit": "bing"}]
    status, plan = head.post("/reorganisations/plan", **asked)
    assert status == 200 and not Reorganisation.objects.exists()
    assert [each["to"] for each in plan["items"] if each["kind"] == "assignments"] == ["yi", "bing"]
    paper = {"paper": "机构改革方案", "number": "某发〔2026〕3号"}
    status, refused = head.post(
        "/reorganisations", **{**asked, **paper, "given": [{"matter": mine.no, "unit": "fagai"}]}
    )
    assert (status, refused["error"]["field"]) == (422, "given")
    status, made = head.post("/reorganisations", **asked, **paper)
    assert status == 201 and [stories.held(each).unit.code for each in (mine, theirs)] == ["yi", "bing"]
    status, shown = as_program(office.other_liaison).get(made["location"].removeprefix("/api"))
    words = [each["words"] for each in shown["items"] if each["kind"] == "assignments"]
    assert status == 200 and mine.title in words[0] and words[1] is None
    # Nothing is given to who is no more.
    status, refused = as_program(office.clerk).post(
        "/facts", kind="circular", unit="jia", on="2026-03-31", reason="核查", fields={}
    )
    assert status == 422 and "撤并" in refused["error"]["why"]
    status, back = head.post(f"{made['location'].removeprefix('/api')}/revocation", reason="文号录错")
    assert status == 200 and back["revoked_on"] and stories.held(theirs).unit.code == "jia"
