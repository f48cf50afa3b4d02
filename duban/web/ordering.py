"""How a page with the order form makes a matter out of something: what it came from stands above the form."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from duban.engine.clauses import Regime
from duban.ledger import access
from duban.ledger.governed import Governed
from duban.ledger.models import Matter
from duban.ledger.refusals import Refused
from duban.web.acting import act_by
from duban.web.forms.matters.matters import OrderForm
from duban.web.http import Request


@dataclass(frozen=True)
class Origin:
    """What a matter is made from: its word, its text, and facts about it."""

    word: str
    text: str
    facts: tuple[tuple[str, str], ...] = ()


def order_by(
    request: Request,
    make: Callable[[OrderForm], Matter],
    *,
    initial: dict[str, Any],
    title: str,
    back: str,
    back_word: str,
    origin: Origin | None = None,
    refusal: Refused | None = None,
    form_class: type[OrderForm] = OrderForm,
) -> HttpResponse:
    """Show the order form with what is known already; filled in, let `make` register the matter and lead to its page."""
    jurisdiction = request.user.office
    governed = Governed.of(jurisdiction)
    form = form_class(
        request.POST or None,
        initial={"counts_from": request.today, **_known(initial, governed.document)},
        jurisdiction=jurisdiction,
        regime=governed.document,
        calendar=governed.calendar,
        parents=access.matters.matters(request.user),
    )

    def perform(**words: Any) -> object:
        return make(form)

    return act_by(
        request,
        form,
        perform,
        said="已登记，尚未交办",
        to=lambda made: reverse("matter", args=[made.no]),
        template="matters/order.html",
        title=title,
        button="登记",
        back=back,
        back_word=back_word,
        origin=origin,
        refusal=refusal,
    )


def _known(initial: dict[str, Any], regime: Regime) -> dict[str, object]:
    """Leave out a category that the regime does not have; of several that are offered take the first it has."""
    categories = {each.id for each in regime.categories}
    offered = initial.pop("categories", ())
    return {**initial, "category": next((each for each in offered if each in categories), "")}
