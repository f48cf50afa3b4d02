"""Saved views of the ledger."""

from functools import partial
from urllib.parse import parse_qsl, urlencode

from django.http import HttpResponse, QueryDict
from django.urls import reverse

from duban.ledger import access
from duban.ledger.actions.matters import saved_views
from duban.ledger.models import SavedView
from duban.ledger.refusals import Refused
from duban.web.forms.sources.sources import ViewForm
from duban.web.http import Request
from duban.web.pages import form_taken
from duban.web.submitting import carry_out


@form_taken("see_matters")
def save(request: Request) -> HttpResponse:
    """Keep what the ledger is asked for just now under a name."""
    form = ViewForm(request.POST)

    def act() -> str:
        if not form.is_valid():
            raise Refused("请给视图起个名字，40 字以内")
        query = _plain(form.cleaned_data["query"])
        view = saved_views.save_view(name=form.cleaned_data["name"], query=query, actor=request.user)
        return f"{reverse('matters')}?{view.query}"

    return carry_out(request, act, said="视图已保存")


@form_taken("see_matters", access.matters.saved_view_for)
def drop(request: Request, view: SavedView) -> HttpResponse:
    """Forget a view."""

    return carry_out(request, partial(saved_views.drop_view, view=view), said="视图已删除", to=reverse("matters"))


def _plain(query: str) -> str:
    """Return the query without the page: a view is a list, not a place in it."""
    words = QueryDict(query, mutable=True)
    words.pop("page", None)
    return urlencode([(name, value) for name, value in parse_qsl(words.urlencode()) if value])
