"""Whatever is asked for by signatures on a page has its operation, or a reason why not."""

import pytest

from duban.ledger import acts
from tests.api.described import DESCRIBED

# Act → why no program asks for it.
WITHOUT = {
    "start": "request_starts asks for one or for many",
    "escalation": "not yet",
    "outcome": "not yet",
    "ruling": "not yet",
}


def test_every_act_has_its_operation_or_a_reason():
    described = DESCRIBED["paths"]
    operations = {told["operationId"]: path for path, methods in described.items() for told in methods.values()}
    assert {act.name for act in acts.every() if act.operation not in operations} == set(WITHOUT)
    for act in acts.every():
        if act.operation:
            assert operations[act.operation].endswith(f"/{act.path}"), act.name


@pytest.mark.django_db
def test_a_member_that_the_approved_act_does_not_ask_for_is_refused(everything, as_program):
    call = everything["calls"]["carry_out_proposal"]
    program = as_program(call.who)
    path = f"/proposals/{call.path['pk']}/carrying-out"
    status, answer = program.post(path, version=call.body["version"], media=["政府网站"])
    assert status == 422 and answer["error"]["field"] == "media" and "note" in answer["error"]["possible"]
    step = everything["calls"]["carry_out_step"]
    status, answer = as_program(step.who).post(f"/proposals/{step.path['pk']}/carrying-out", **step.body)
    assert status == 409 and "carry_out_step" in answer["error"]["possible"]
