"""Letters, for the administrator: which did not get out and why. The administrator does not read what they say."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from duban.ledger import access
from duban.ledger.actions.office import letters
from duban.ledger.queries.office import messages as known
from duban.web.requests import Request
from duban.web.submitting import carry_out


@require_safe
def index(request: Request) -> HttpResponse:
    """List the letters that wait after a failure or were given up."""
    access.require(request.user, "manage_people")
    page = Paginator(known.troubled_letters(request.user.office), 50).get_page(request.GET.get("page"))
    return render(request, "office/inbox/letters.html", {"page": page, "ways": known.ways()})


@require_POST
def send_again(request: Request, pk: int) -> HttpResponse:
    """Let a letter that was given up be tried anew."""
    access.require(request.user, "manage_people")
    letter = get_object_or_404(known.troubled_letters(request.user.office), pk=pk)

    def act() -> str:
        letters.send_again(letter=letter, at=request.at)
        return reverse("letters")

    return carry_out(request, act, said="已重新排队，几分钟内再发")
