"""Signing, refusing, ruling and urging, through the pages."""

import pytest

from duban.ledger.models import Assignment
from tests import cast, stories

EARLY = cast.at("2026-03-02 09:00")
pytestmark = pytest.mark.django_db


def _text(response):
    return response.content.decode()


@pytest.mark.feature("acceptance")
def test_a_liaison_signs_or_refuses_and_the_clerk_rules(office, signed_in):
    stories.matter(office, due_on="2026-04-30")
    unit, clerk = signed_in(office.liaison), signed_in(office.clerk)
    refused = unit.post("/matters/2026-1/units/jia/refusal", {"reason": " ", "form_key": "a"})
    assert refused.status_code == 422 and "拒签要写明理由" in _text(refused)
    assert unit.post("/matters/2026-1/units/jia/refusal", {"reason": "不属本单位", "form_key": "a"}).status_code == 302
    ruling = _text(clerk.get("/matters/2026-1/units/jia/refusal-ruling"))
    assert "不属本单位" in ruling
    gone = clerk.post("/matters/2026-1/units/jia/refusal-ruling", {"ruling": "upheld", "form_key": "b"})
    assert gone.status_code == 422 and "指定接办单位" in _text(gone)
    data = {"ruling": "upheld", "to": office.units[1].pk, "form_key": "c"}
    assert clerk.post("/matters/2026-1/units/jia/refusal-ruling", data).status_code == 302
    assert (
        signed_in(office.other_liaison).post("/matters/2026-1/units/yi/acceptance", {"form_key": "d"}).status_code
        == 302
    )
    assert Assignment.objects.get(unit=office.units[1]).stage == "in_hand"
    late = unit.get("/matters/2026-1/units/jia/acceptance")
    assert late.status_code == 200 and "已移交" in _text(late) and "disabled" in _text(late)


@pytest.mark.feature("urging")
@pytest.mark.proves("county-plan", "四(一)", "urging")
def test_an_urging_refused_by_the_ladder_cites_the_clause_and_keeps_the_words(db, signed_in):
    office = cast.office("county-plan")
    stories.matter(office, due_on="2026-03-27", at=EARLY)
    client = signed_in(office.clerk)
    answer = client.post("/matters/2026-1/units/jia/urges", {"channel": "phone", "note": "请尽快", "form_key": "a"})
    page = _text(answer)
    assert answer.status_code == 422 and "四(一)" in page and "请尽快" in page and "必须限定完成日期" in page
    assert (
        client.post("/matters/2026-1/units/jia/urges", {"channel": "phone", "limit": "2026-04-03", "form_key": "b"}).url
        == "/matters/2026-1"
    )
