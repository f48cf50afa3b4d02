"""The page of adopted documents: the head of the office adopts the next one, everybody sees what is in force."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from duban.ledger.actions.office import documents
from duban.ledger.models import Adoption
from tests import cast

pytestmark = pytest.mark.django_db
PACK = """\
id: own
name: 本县办法
periods: [year]
clauses:
  - {clause: 一, gist: 基础100分, kinds: [score], rules: [{kind: base, points: "100"}]}
"""


@pytest.fixture
def adopted(office):
    at = cast.at("2026-01-05 09:00")
    documents.record_first(jurisdiction=office.jurisdiction, at=at, today=at.date())
    office.jurisdiction.refresh_from_db()
    return office


def send(client, **words):
    return client.post(reverse("adoptions"), {"in_force_from": "2026-06-01", **words})


def test_the_next_document_is_adopted_from_a_day_and_stands_in_the_list(adopted, signed_in):
    client = signed_in(adopted.head)
    assert send(client, file=SimpleUploadedFile("own.yaml", PACK.encode())).status_code == 302
    page = client.get(reverse("adoptions")).content.decode()
    assert "本县办法" in page and "现行" in page and adopted.head.full_name in page
    assert Adoption.objects.count() == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({}, "二者取一"),
        ({"pack": "county-plan", "in_force_from": "2020-01-01"}, "不能早于今天"),
        ({"file": SimpleUploadedFile("own.yaml", PACK.replace("base", "bass").encode())}, "regime.yaml 第 5 行"),
        ({"file": SimpleUploadedFile("own.yaml", "办法".encode("gbk"))}, "UTF-8"),
    ],
)
def test_what_cannot_be_is_said_at_the_form(adopted, signed_in, words, said):
    response = send(signed_in(adopted.head), **words)
    assert response.status_code in (409, 422) and said in response.content.decode()
    assert Adoption.objects.count() == 1


def test_others_see_the_list_and_adopt_nothing(adopted, signed_in):
    for officer in (adopted.clerk, adopted.liaison, adopted.leader):
        client = signed_in(officer)
        page = client.get(reverse("adoptions")).content.decode()
        assert "现行" in page and "采用新的办法" not in page
        assert send(client, pack="county-plan").status_code == 403
