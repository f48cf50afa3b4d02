"""The same matter registered in two tabs is hinted at on the second one's page, with a link, until it goes out."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.models import Matter
from tests import stories

pytestmark = pytest.mark.django_db
HINT = "同一天已经登记过"


def _register(office, **more):
    return stories.matter(office, due_on="2026-04-30", dispatched=False, **more)


def _page(client, made):
    return client.get(f"/matters/{made.no}").content.decode()


def test_the_second_names_the_first_and_the_first_nothing(office, signed_in):
    first, second = _register(office), _register(office)
    client = signed_in(office.clerk)
    assert HINT not in _page(client, first)
    page = _page(client, second)
    assert HINT in page and f'href="/matters/{first.no}"' in page
    assert (
        client.post(f"/matters/{second.no}/revocation", {"reason": "重复", "version": second.version}).status_code
        == 302
    )
    assert HINT not in _page(client, second), "nor once it is gone"


@pytest.mark.parametrize(
    "differs", [{"title": "另一件"}, {"source": "other"}, {"registered_on": "2026-01-02"}, {"state": "revoked"}]
)
def test_what_is_another_matter_or_gone_is_not_meant(office, signed_in, differs):
    first, second = _register(office), _register(office)
    Matter.objects.filter(pk=first.pk).update(**differs)
    assert HINT not in _page(signed_in(office.clerk), second)


def test_it_costs_no_question(office, signed_in):
    client, counts = signed_in(office.clerk), []
    for _ in range(2):
        made = _register(office)
        _page(client, made)
        with CaptureQueriesContext(connection) as found:
            _page(client, made)
        counts.append(len(found))
    assert counts[0] == counts[1]
