"""Letters, for the administrator: which did not get out and why. The administrator does not read what they say."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from duban.ledger.actions.office import letters
from duban.ledger.queries.office import messages as known
from duban.web.http import Request
from duban.web.pages import form_taken, page_of, read_page
from duban.web.submitting import carry_out


@read_page("manage_people")
def index(request: Request) -> HttpResponse:
    """List the letters that wait after a failure or were given up."""
    page = page_of(request, known.troubled_letters(request.user.office), 50)
    return render(
        request, "office/inbox/letters.html", {"page": page, "ways": known.ways(), "has_links": known.has_links()}
    )


@form_taken("manage_people")
def send_again(request: Request, pk: int) -> HttpResponse:
    """Let a letter that was given up be tried anew."""
    letter = get_object_or_404(known.troubled_letters(request.user.office), pk=pk)

    return carry_out(
        request,
        partial(letters.send_again, letter=letter, at=request.at),
        said="已重新排队，几分钟内再发",
        to=reverse("letters"),
    )
