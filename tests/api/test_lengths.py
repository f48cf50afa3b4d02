"""No member of a body takes more than the database does: SQLite would not say so, PostgreSQL fails."""

import json

import pytest
from django.db import transaction
from django.test import Client

from duban.api.interface import api

pytestmark = pytest.mark.django_db
_DESCRIBED = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/")))
_BODIES = {
    operation["operationId"]: (
        path,
        next(iter(operation["requestBody"]["content"].values()))["schema"]["$ref"].rpartition("/")[2],
    )
    for path, methods in _DESCRIBED["paths"].items()
    for operation in methods.values()
    if "requestBody" in operation
}


def test_the_longest_words_are_kept_or_refused(everything):
    client, failed, tried = Client(raise_request_exception=False), [], 0
    for name, (path, shape) in _BODIES.items():
        call = everything["calls"][name]
        members = _DESCRIBED["components"]["schemas"][shape]["properties"]
        for member in (each for each, said in members.items() if "maxLength" in said):
            headers = {**everything["headers"][call.who.pk], "Idempotency-Key": member}
            body = {**call.body, member: "长" * members[member]["maxLength"]}
            with transaction.atomic():
                answer = client.post(path.format(**call.path), json.dumps(body), "application/json", headers=headers)
                transaction.set_rollback(True)
            tried += 1
            if answer.status_code >= 500:
                failed.append((name, member, answer.status_code))
    assert tried >= 60 and not failed
