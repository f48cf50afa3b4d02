"""Saved views of the ledger."""

from urllib.parse import parse_qsl, urlencode

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST

from duban.ledger import access
from duban.ledger.actions.matters import saved_views
from duban.ledger.refusals import Refused
from duban.web.forms.sources.sources import ViewForm
from duban.web.requests import Request
from duban.web.submitting import carry_out


@require_POST
def save(request: Request) -> HttpResponse:
    """Keep what the ledger is asked for just now under a name."""
    access.require(request.user, "see_matters")
    form = ViewForm(request.POST)

    def act() -> str:
        if not form.is_valid():
            raise Refused("请给视图起个名字，40 字以内")
        query = _plain(form.cleaned_data["query"])
        view = saved_views.save_view(name=form.cleaned_data["name"], query=query, actor=request.user)
        return f"{reverse('matters')}?{view.query}"

    return carry_out(request, act, said="视图已保存")


@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    """Forget a view."""
    access.require(request.user, "see_matters")
    view = access.matters.saved_view_for(request.user, pk)

    def act() -> str:
        saved_views.drop_view(view=view)
        return reverse("matters")

    return carry_out(request, act, said="视图已删除")


def _plain(query: str) -> str:
    """Return the query without the page: a view is a list, not a place in it."""
    words = QueryDict(query, mutable=True)
    words.pop("page", None)
    return urlencode([(name, value) for name, value in parse_qsl(words.urlencode()) if value])
