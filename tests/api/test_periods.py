"""A document's own periods are asked for and published by the interface as they are on the pages."""

import datetime

from duban.engine.packs import loading
from duban.ledger.actions.office import documents as adopting
from duban.ledger.models import Ranking
from tests import cast


def test_the_interface_takes_the_document_s_own_periods_and_refuses_others(db, as_program):
    office, day = cast.office("county-plan"), datetime.date(2026, 1, 5)
    files = loading.read_pack("county-plan")
    own = "periods: [{id: spring, name: 春季攻坚, from: 01-16, to: 03-15}, year]"
    files["regime.yaml"] = files["regime.yaml"].replace("periods: [year]", own)
    adopting.adopt_document(
        jurisdiction=office.jurisdiction, files=files, in_force_from=day, actor=None, at=cast.at(), today=day
    )
    clerk, head = as_program(office.clerk), as_program(office.head)
    asked = {"kind": "spring", "from": "2026-01-16", "to": "2026-03-15"}
    assert clerk.get("/rankings", **asked)[1]["state"] == "draft"
    status, _ = head.post("/rankings", kind="spring", from_on="2026-01-16", to_on="2026-03-15")
    assert status == 201 and Ranking.objects.get().kind == "spring"
    assert clerk.get("/rankings", **asked)[1]["state"] == "published"
    status, answer = clerk.get("/rankings", **{**asked, "kind": "autumn"})
    assert status == 422 and "春季攻坚" in answer["error"]["possible"]
