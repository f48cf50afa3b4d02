"""Every operation as /api/openapi.json describes it, by Schemathesis: one call that succeeds, then what nobody expects, by three roles.

The same cases each time. `make torture` takes 200 examples an operation.
"""

import copy
import itertools
import os
import unittest
from collections.abc import Iterator

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from schemathesis.config import SchemathesisConfig
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.pytest._test_builder import build_operation_test
from schemathesis.python._constants.orchestrator import make_constants_value_source

from tests.api.described import DESCRIBED

pytestmark = pytest.mark.django_db
CONFIG = {
    "generation": {
        "max-examples": int(os.environ.get("DUBAN_EXAMPLES", "6")),
        "deterministic": True,
        "database": "none",
        "no-shrink": True,
    },
    "checks": {
        # What is well-formed may still be refused: by the document, by the state of the matter, for a character that cannot be kept.
        "positive_data_acceptance": {"expected-statuses": ["2xx", "400", "401", "403", "404", "409", "422"]},
        # A text longer than a body may be is not read at all.
        "negative_data_rejection": {
            "expected-statuses": ["400", "401", "403", "404", "405", "406", "409", "413", "415", "422", "428", "429"]
        },
        # Where a body names a record that is not there, that is said first.
        "missing_required_header": {"expected-statuses": ["401", "403", "404", "415", "422"]},
    },
}


APPLICATION = WSGIHandler()


def _rolled_back(environ, start_response):
    """Answer, and undo what was done: the next case finds the office as it was."""
    with transaction.atomic():
        answer = [b"".join(APPLICATION(environ, start_response))]
        transaction.set_rollback(True)
    return answer


SCHEMA = schemathesis.openapi.from_dict(copy.deepcopy(DESCRIBED), config=SchemathesisConfig.from_dict(CONFIG))
SCHEMA.app = _rolled_back
OPERATIONS = {found.ok().definition.raw["operationId"]: found.ok() for found in SCHEMA.get_all_operations()}


def test_every_operation_has_a_call(everything):
    assert set(everything["calls"]) == set(OPERATIONS) and len(OPERATIONS) >= 76


@pytest.mark.parametrize("name", OPERATIONS)
def test_it_succeeds_as_described(name, everything):
    """Nobody without a token, nobody with a wrong one; and the answer is of the described shape."""
    call, operation = everything["calls"][name], OPERATIONS[name]
    body = {} if call.body is None else {"body": call.body, "media_type": "application/json"}
    key = {"Idempotency-Key": "schemathesis"} if "201" in operation.definition.raw["responses"] else {}
    case = operation.Case(path_parameters=dict(call.path), query=dict(call.query), headers=key, **body)
    answer = case.call_and_validate(headers=everything["headers"][call.who.pk])
    assert answer.status_code == (201 if key else 200), answer.text


_turns: dict[str, Iterator[int]] = {name: itertools.count() for name in OPERATIONS}


@pytest.mark.parametrize("name", OPERATIONS)
def test_nothing_breaks_it(name, everything):
    """Whatever is sent, also by methods that are not there, is answered as described, and never with 5xx."""
    # Made here and not by SCHEMA.parametrize(): that makes the cases of all operations at collection, in each worker.
    test = build_operation_test(
        config=SCHEMA.config,
        operation=OPERATIONS[name],
        test_func=_try,
        given_kwargs={},
        feedback=FeedbackSources(constants_value_source=make_constants_value_source(SCHEMA)),
    )
    try:
        test(everything=everything)
    except unittest.SkipTest as reason:
        pytest.fail(f"no cases: {reason}")


@hypothesis_settings(suppress_health_check=list(HealthCheck))
def _try(case, everything):
    name = case.operation.definition.raw["operationId"]
    turn, call = next(_turns[name]), everything["calls"][name]
    if turn % 2 and case.meta is not None and not case.meta.is_negative_at("path"):
        # Every other case goes to a record that is there.
        case.path_parameters.update(call.path)
    officer = everything["roles"][turn % 3]
    case.call_and_validate(headers=everything["headers"][officer.pk])
