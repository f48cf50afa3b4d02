"""Every operation as /api/openapi.json describes it, by Schemathesis: one call that succeeds, then what nobody expects, by three roles.

The same cases each time. `duban` serving for real, with 200 examples an operation, is part of `make torture`.
"""

import datetime
import itertools
import json
from collections.abc import Iterator

import pytest
import schemathesis
from django.conf import settings
from django.db import transaction
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from schemathesis.config import SchemathesisConfig

from duban.api.interface import api
from duban.config.wsgi import application
from duban.ledger.actions import tokens
from tests import cast
from tests.api import filled

pytestmark = pytest.mark.django_db
ROLES = ("clerk", "liaison", "leader")
CONFIG = {
    "generation": {"max-examples": 6, "deterministic": True, "database": "none", "no-shrink": True},
    "checks": {
        # What is well-formed may still be refused: by the document, by the state of the matter, for a character that cannot be kept.
        "positive_data_acceptance": {"expected-statuses": ["2xx", "400", "401", "403", "404", "409", "422"]},
        # Where a body names a record that is not there, that is said first.
        "missing_required_header": {"expected-statuses": ["401", "403", "404", "415", "422"]},
    },
}


def _rolled_back(environ, start_response):
    """Answer, and undo what was done: the next case finds the office as it was."""
    with transaction.atomic():
        answer = [b"".join(application(environ, start_response))]
        transaction.set_rollback(True)
    return answer


_described = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/")))
SCHEMA = schemathesis.openapi.from_dict(_described, config=SchemathesisConfig.from_dict(CONFIG))
SCHEMA.app = _rolled_back
OPERATIONS = {found.ok().definition.raw["operationId"]: found.ok() for found in SCHEMA.get_all_operations()}


@pytest.fixture(scope="module")
def office(django_db_setup, django_db_blocker) -> Iterator[dict]:
    """An office in which everything can be done, its calls, and a token of everybody who calls; undone after the last test."""
    before, settings.PRESENT_DAY = settings.PRESENT_DAY, "2026-03-31"
    with django_db_blocker.unblock(), transaction.atomic():
        ours = cast.office()
        calls = filled.fill(ours, cast.office("zhuoni-2022"))
        until = datetime.date(2026, 12, 31)
        officers = {*(ours.officers[role] for role in ROLES), *(call.who for call in calls.values())}
        secrets = {
            who.pk: tokens.create_token(officer=who, name="测试", expires_on=until, actor=None, at=cast.at("2026-03-31 00:01"))[1]
            for who in officers
        }
        yield {"calls": calls, "roles": [ours.officers[role] for role in ROLES], "secrets": secrets}
        transaction.set_rollback(True)
    settings.PRESENT_DAY = before


def _headers(office, officer) -> dict[str, str]:
    return {"Authorization": f"Bearer {office['secrets'][officer.pk]}"}


def test_every_operation_has_a_call(office):
    assert set(office["calls"]) == set(OPERATIONS) and len(OPERATIONS) >= 76


@pytest.mark.parametrize("name", OPERATIONS)
def test_it_succeeds_as_described(name, office):
    """Nobody without a token, nobody with a wrong one; and the answer is of the described shape."""
    call, operation = office["calls"][name], OPERATIONS[name]
    body = {} if call.body is None else {"body": call.body, "media_type": "application/json"}
    key = {"Idempotency-Key": "schemathesis"} if "201" in operation.definition.raw["responses"] else {}
    case = operation.Case(path_parameters=dict(call.path), query=dict(call.query), headers=key, **body)
    answer = case.call_and_validate(headers=_headers(office, call.who))
    assert answer.status_code == (201 if key else 200), answer.text


_turns: dict[str, Iterator[int]] = {name: itertools.count() for name in OPERATIONS}


@SCHEMA.parametrize()
@hypothesis_settings(suppress_health_check=list(HealthCheck))
def test_nothing_breaks_it(case, office):
    """Whatever is sent, also by methods that are not there, is answered as described, and never with 5xx."""
    name = case.operation.definition.raw["operationId"]
    turn, call = next(_turns[name]), office["calls"][name]
    if turn % 2 and case.meta is not None and not case.meta.is_negative_at("path"):
        # Every other case goes to a record that is there.
        case.path_parameters.update(call.path)
    officer = office["roles"][turn % 3]
    case.call_and_validate(headers=_headers(office, officer))
