"""Saved views: a list by name, one officer's own."""

import pytest

from duban.ledger import access
from duban.ledger.actions.matters import saved_views
from duban.ledger.models import SavedView
from duban.ledger.refusals import Refused


@pytest.mark.django_db
def test_the_same_name_replaces(office):
    saved_views.save_view(name="超期的", query="due=late", actor=office.clerk)
    saved_views.save_view(name=" 超期的 ", query="due=late&sort=due", actor=office.clerk)
    assert SavedView.objects.get().query == "due=late&sort=due"
    with pytest.raises(Refused):
        saved_views.save_view(name=" ", query="", actor=office.clerk)


@pytest.mark.django_db
def test_there_is_an_end_to_them(office):
    for number in range(saved_views.MOST):
        saved_views.save_view(name=str(number), query="", actor=office.clerk)
    with pytest.raises(Refused):
        saved_views.save_view(name="又一个", query="", actor=office.clerk)
    saved_views.drop_view(view=SavedView.objects.first())
    saved_views.save_view(name="又一个", query="", actor=office.clerk)


@pytest.mark.django_db
def test_a_view_is_its_owners(office):
    view = saved_views.save_view(name="我的", query="", actor=office.clerk)
    assert access.matters.saved_view_for(office.clerk, view.pk) == view
    with pytest.raises(access.NotFound):
        access.matters.saved_view_for(office.head, view.pk)
