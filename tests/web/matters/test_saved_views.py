"""Views of the ledger kept by name, and whose ledger one sees."""

import pytest

from duban.ledger.models import SavedView
from tests import stories
from tests.pages import text_of


@pytest.mark.django_db
def test_views_of_the_ledger_are_kept(office, signed_in):
    clerk = signed_in(office.clerk)
    response = clerk.post("/views", {"name": "超期的", "query": "due=late&page=3"})
    assert response.url == "/matters?due=late"
    assert "超期的" in text_of(clerk, "/matters")
    assert "超期的" not in text_of(signed_in(office.head), "/matters")
    assert clerk.post("/views", {"name": "", "query": ""}).status_code == 422
    clerk.post(f"/views/{SavedView.objects.get().pk}/dismissal")
    assert "超期的" not in text_of(clerk, "/matters")


@pytest.mark.feature("ledgers", "master_ledger")
@pytest.mark.django_db
@pytest.mark.proves("sanmenxia-2019", "二(一)", "ledgers", "master_ledger")
def test_a_unit_sees_its_own_ledger_and_the_office_all(office, signed_in):
    """三门峡 二(一)"""
    stories.matter(office, due_on="2026-06-30", title="甲县的事")
    stories.matter(office, due_on="2026-06-30", title="乙县的事", lead=office.units[1:2])
    own, master = text_of(signed_in(office.liaison), "/matters"), text_of(signed_in(office.clerk), "/matters")
    assert "甲县的事" in own
    assert "乙县的事" not in own
    assert "甲县的事" in master
    assert "乙县的事" in master
