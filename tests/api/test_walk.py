"""A matter from registration to closure, over the interface alone."""

import pytest

from duban.ledger.actions.scoring import signing
from duban.ledger.by import By
from tests import cast, stories

pytestmark = pytest.mark.django_db


def _order(office, **more):
    return {
        "title": "推进标准化厂房建设",
        "requirement": "三季度前建成投用。",
        "standard": "通过竣工验收",
        "category": _category(office),
        "source": "meeting",
        "due_on": "2026-06-30",
        "lead": [office.units[0].code],
    } | more


def _category(office):
    from duban.ledger.governed import Governed

    return Governed.of(office.jurisdiction).document.categories[0].id


def test_from_registration_to_closure(office, as_program):
    clerk, liaison, head = (as_program(who) for who in (office.clerk, office.liaison, office.head))
    status, made = clerk.post("/matters", **_order(office, support=[office.units[1].code]))
    assert (status, made) == (201, {"id": "2026-1", "location": "/api/matters/2026-1"})
    _, matter = clerk.get("/matters/2026-1")
    assert matter["state"] == "proposed" and [act["act"] for act in matter["acts"]] == [
        "edit",
        "revocation",
        "dispatch",
    ]
    assert liaison.get("/matters/2026-1")[0] == 404
    status, sent = clerk.post("/matters/2026-1/dispatch", version=matter["version"])
    assert (status, sent["state"]) == (200, "to_accept")

    jia = f"/matters/2026-1/units/{office.units[0].code}"
    version = _version(liaison, office.units[0])
    status, stands = liaison.post(f"{jia}/acceptance", version=version, responsible="张三")
    assert (status, stands["stage"]) == (200, "in_hand")
    status, made = liaison.post(f"{jia}/reports", version=stands["version"], what="result", done="已建成投用。")
    assert status == 201
    _, report = clerk.get(made["location"].removeprefix("/api"))
    assert report["ruling"] == "waiting"
    status, stands = head.post(
        f"/reports/{report['id']}/return", version=report["version"], reason="缺少验收材料", redo_by="2026-04-10"
    )
    assert (status, stands["stage"]) == (200, "returned")
    status, made = liaison.post(f"{jia}/reports", version=stands["version"], what="result", done="已补验收材料。")
    _, report = clerk.get(made["location"].removeprefix("/api"))
    status, stands = head.post(f"/reports/{report['id']}/acceptance", version=report["version"], points="18")
    assert (status, stands["stage"], stands["matter"]["state"]) == (200, "completed", "completed")
    status, closed = clerk.post("/matters/2026-1/closure", version=stands["matter"]["version"])
    assert (status, closed["state"]) == (200, "closed")


def test_an_extension_is_asked_for_signed_and_takes_effect(office, as_program):
    clerk, liaison, leader = (as_program(who) for who in (office.clerk, office.liaison, office.leader))
    clerk.post("/matters", **_order(office))
    clerk.post("/matters/2026-1/dispatch", version=1)
    jia = f"/matters/2026-1/units/{office.units[0].code}"
    _, stands = liaison.post(f"{jia}/acceptance", version=_version(liaison, office.units[0]))
    status, made = liaison.post(f"{jia}/extensions", version=stands["version"], until="2026-07-31", reason="设计变更")
    assert status == 201
    address = made["location"].removeprefix("/api")
    _, proposal = leader.get(address)
    assert proposal["outcome"] == "open" and proposal["matter"] == "2026-1"
    assert [each["id"] for each in leader.get("/proposals", tab="waiting")[1]["proposals"]] == [proposal["id"]]
    status, proposal = leader.post(f"{address}/signature", version=proposal["version"], agree=True)
    assert (status, proposal["outcome"]) == (200, "carried_out")
    _, matter = liaison.get("/matters/2026-1")
    assert matter["assignments"][0]["due_on"] == "2026-07-31"


def test_a_refusal_is_ruled_on(office, as_program):
    clerk, liaison = as_program(office.clerk), as_program(office.liaison)
    clerk.post("/matters", **_order(office))
    clerk.post("/matters/2026-1/dispatch", version=1)
    jia = f"/matters/2026-1/units/{office.units[0].code}"
    other = office.units[1].code
    _, stands = liaison.post(
        f"{jia}/refusal", version=_version(liaison, office.units[0]), reason="职责不符", proper=other
    )
    assert stands["stage"] == "refused"
    status, stands = clerk.post(f"{jia}/refusal-ruling", version=stands["version"], upheld=True, to=other)
    assert (status, stands["stage"], stands["matter"]["state"]) == (200, "transferred", "to_accept")


def test_facts_rankings_scores_regime_and_journal(office, as_program):
    clerk, head, auditor = (as_program(who) for who in (office.clerk, office.head, office.auditor))
    clerk.post("/matters", **_order(office, due_on="2026-03-31"))
    clerk.post("/matters/2026-1/dispatch", version=1)
    status, made = clerk.post(
        "/facts",
        kind="late",
        unit=office.units[0].code,
        on="2026-03-31",
        reason="月报迟报",
        matter="2026-1",
        fields={"what": "report"},
    )
    assert status == 201
    address = made["location"].removeprefix("/api")
    _, fact = clerk.get(address)
    assert fact["kind"] == "late" and fact["matter"] == "2026-1"
    assert head.post(f"{address}/excuse", reason="系统故障")[0] == 200
    assert head.post(f"{address}/excuse", reason="系统故障")[0] == 422
    assert head.post(f"{address}/withdrawal", reason="记错了")[0] == 200

    period = {"kind": "month", "from": "2026-03-01", "to": "2026-03-31"}
    _, draft = clerk.get("/rankings", **period)
    assert draft["state"] == "draft" and draft["result"]["units"]
    _, score = clerk.get(f"/scores/{office.units[0].code}", **period)
    assert [unit["unit"] for unit in score["result"]["units"]] == [office.units[0].code]
    status, answer = head.post("/rankings", kind="month", from_on="2026-03-01", to_on="2026-03-31")
    assert (status, answer["error"]["status"]) == (422, 422)

    _, regime = clerk.get("/regime")
    assert {"works"} <= {row["status"] for row in regime["clauses"]} and regime["readings"]
    _, journal = auditor.get("/journal", limit=2)
    _, rest = auditor.get("/journal", after=journal["next"])
    assert [line["seq"] for line in journal["lines"]] == [1, 2] and rest["lines"][0]["previous"] == journal["lines"][1][
        "digest"
    ]


def _version(program, unit):
    _, matter = program.get("/matters/2026-1")
    return next(each["version"] for each in matter["assignments"] if each["unit"] == unit.code)


def test_a_ranking_is_put_up_read_and_signed(office, as_program):
    done = stories.matter(office, due_on="2026-02-20", at=cast.at("2026-02-02 09:00"))
    stories.complete(office, done, cast.at("2026-02-10 09:00"))
    clerk, principal = as_program(office.clerk), as_program(office.principal)
    february = {"kind": "month", "from_on": "2026-02-01", "to_on": "2026-02-28"}
    assert clerk.post("/ranking-requests", **february)[0] == 422
    by = By(office.head, cast.at())
    signing.choose_signers(jurisdiction=office.jurisdiction, ranking="principal", correction="principal", by=by)
    assert clerk.post("/rankings", **february)[0] == 422
    status, made = clerk.post("/ranking-requests", **february)
    assert status == 201
    here = made["location"].removeprefix("/api")
    assert clerk.post(f"{here}/signature", agree=True)[0] == 403
    assert principal.post(f"{here}/signature", agree=False)[0] == 422
    assert principal.get("/ranking-requests")[1]["ranking_requests"][0]["outcome"] == "waiting"
    status, signed = principal.post(f"{here}/signature", agree=True)
    assert (status, signed["outcome"]) == (200, "published")
    _, ranking = clerk.get(f"/rankings/{signed['ranking']}")
    assert ranking["state"] == "published" and ranking["signed_by"] == str(office.principal)
    assert clerk.post(f"{here}/withdrawal")[0] == 409
