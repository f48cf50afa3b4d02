"""Every operation, every role: who may not, gets 403 or 404; nobody finds anything across the border."""

import json

import pytest
from django.test import Client

from duban.ledger.actions import proposals
from tests import cast, stories

OFFICE = {"clerk", "office_head"}
LEADERS = {"leader", "other_leader", "principal", "secretary_general"}
READS_ALL = OFFICE | LEADERS | {"section", "inspector"}
UNIT = {"liaison", "unit_head"}
UNITS = UNIT | {"other_liaison"}


# Operation → who may. Who of them may now, and in which order, is the affair of the ledger's own tests.
MAY = {
    "list_matters": READS_ALL | UNITS,
    "show_matter": READS_ALL | UNIT,
    "register_matter": OFFICE | {"section"},
    "dispatch_matter": OFFICE,
    "close_matter": OFFICE,
    "accept_assignment": UNIT,
    "refuse_assignment": UNIT,
    "rule_on_refusal": OFFICE,
    "reopen_assignment": OFFICE,
    "submit_report": UNIT,
    "urge_unit": OFFICE,
    "request_extension": UNIT,
    "request_write_off": UNIT,
    "request_transfer": UNIT,
    "propose_step": OFFICE,
    "show_report": READS_ALL | UNIT,
    "accept_report": OFFICE,
    "return_report": OFFICE,
    "list_proposals": READS_ALL | UNITS,
    "show_proposal": READS_ALL | UNIT,
    "sign_proposal": {"leader"},
    "withdraw_proposal": {"liaison", "unit_head"},
    "carry_out_step": OFFICE,
    "record_fact": OFFICE,
    "show_fact": OFFICE,
    "excuse_fact": OFFICE,
    "withdraw_fact": OFFICE,
    "show_ranking": READS_ALL | UNITS,
    "publish_ranking": OFFICE,
    "show_published_ranking": set(),
    "show_score": READS_ALL | UNIT,
    "show_regime": {role for role in (*READS_ALL, *UNITS, "assessment", "discipline", "auditor")},
    "list_journal": {"auditor"},
}
BODIES = {
    "register_matter": {"title": "一", "requirement": "二", "category": "other", "source": "other", "due_on": "2026-06-30", "lead": ["jia"]},
    "refuse_assignment": {"reason": "理由"},
    "rule_on_refusal": {"upheld": False, "reason": "理由"},
    "reopen_assignment": {"reason": "理由"},
    "submit_report": {"what": "progress", "done": "已办"},
    "urge_unit": {"channel": "phone"},
    "request_extension": {"until": "2026-07-31", "reason": "理由"},
    "request_write_off": {"reason": "理由"},
    "request_transfer": {"to": "bing", "reason": "理由"},
    "propose_step": {"step": "circular", "reason": "理由"},
    "return_report": {"reason": "理由", "redo_by": "2026-04-10"},
    "sign_proposal": {"agree": True},
    "record_fact": {"kind": "late", "unit": "jia", "on": "2026-03-31", "reason": "理由", "fields": {"what": "report"}},
    "excuse_fact": {"reason": "理由"},
    "withdraw_fact": {"reason": "理由"},
    "publish_ranking": {"kind": "month", "from_on": "2026-02-01", "to_on": "2026-02-28"},
}
NO_VERSION = {"register_matter", "record_fact", "excuse_fact", "withdraw_fact", "publish_ranking"}
QUERIES = {name: {"kind": "month", "from": "2026-03-01", "to": "2026-03-31"} for name in ("show_ranking", "show_score")}


def _operations():
    found = json.loads(Client().get("/api/openapi.json").content)["paths"]
    return {operation["operationId"]: (method, path) for path, methods in found.items() for method, operation in methods.items()}


@pytest.fixture
def scene(office):
    """A matter in hand with a waiting report and an open proposal."""
    matter = stories.matter(office, due_on="2026-06-30")
    stories.accept(office, matter, cast.at())
    held = stories.held(matter)
    proposal = proposals.request_extension(
        assignment=held, until=held.due_on.replace(month=7), reason="理由", actor=office.liaison, at=cast.at()
    )
    report = stories.report(office, matter, cast.at(), what="progress")
    seq = matter.lines.filter(kind="reported").get().seq
    return {"no": matter.no, "unit": "jia", "proposals": proposal.pk, "reports": report.pk, "rankings": 1, "seq": seq}


def _status(program, operation, scene):
    method, path = _operations()[operation]
    kind = path.split("/")[2]
    path = path.format(no=scene["no"], unit=scene["unit"], pk=scene.get(kind), seq=scene["seq"]).removeprefix("/api")
    if method == "get":
        return program.get(path, **QUERIES.get(operation, {}))[0]
    body = BODIES.get(operation, {}) | ({} if operation in NO_VERSION else {"version": 999})
    return program.post(path, **body)[0]


@pytest.mark.django_db
def test_every_operation_has_a_row():
    assert set(_operations()) == set(MAY)


@pytest.mark.django_db
@pytest.mark.parametrize("operation", MAY)
def test_who_may(operation, office, scene, as_program):
    statuses = {who: _status(as_program(officer), operation, scene) for who, officer in office.officers.items()}
    may = {who for who, status in statuses.items() if status not in (403, 404)}
    # A stale version is told before whose turn it is: who sees a proposal may learn that it changed.
    expected = MAY[operation]
    if operation in ("sign_proposal", "withdraw_proposal"):
        assert expected <= may <= READS_ALL | UNITS
    else:
        assert may == expected
    assert all(status < 500 for status in statuses.values())


@pytest.mark.django_db
@pytest.mark.parametrize("operation", [name for name in MAY if name not in {*QUERIES, *NO_VERSION} and not name.startswith("list_") and name not in ("show_regime", "show_published_ranking")])
def test_nothing_is_found_across_the_border(operation, office, scene, as_program):
    other = cast.office("zhuoni-2022", slug="other")
    statuses = {_status(as_program(officer), operation, scene) for officer in other.officers.values()}
    assert statuses <= {403, 404}
