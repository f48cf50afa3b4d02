"""How a form becomes one act: the key claimed, the act done and its destination kept in one transaction."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse

from duban.ledger.storage import idempotency
from duban.people import noting
from duban.web.http import Request
from duban.web.middleware import go
from duban.web.views.scoring import touched


def carry_out(request: Request, act: Callable[[], object], *, said: object, to: str = "") -> HttpResponse:
    """Run `act` once for this form and lead the browser to `to`, or to the address that it returns, with `said`, read after it, as the message; an empty one where that page says it itself.

    Where what was recorded counts in a published period, the page says so. The same form sent again does nothing and leads to the same place. What `act` raises (Refused) undoes everything.
    """
    key = request.POST.get("form_key", "")[:64]
    with noting.noting_days() as days, transaction.atomic():
        claimed = idempotency.claim_submission(key=key, actor=request.user, at=request.at) if key else None
        made = act()
        went_to = to or str(made)
        if claimed is not None:
            idempotency.settle_submission(claimed, went_to)
    if said:
        messages.success(request, str(said))
    touched.tell(request, days)
    return go(request, went_to)
