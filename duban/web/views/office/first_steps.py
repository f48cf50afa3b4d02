"""The guide of the first day: what is set up, what is missing, and where it is done."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.ledger.queries.office import first_steps
from duban.web.http import Request
from duban.web.pages import read_page


@read_page("see_guide")
def show(request: Request) -> HttpResponse:
    """Show the steps in the order in which they are needed; the first that is not done stands out."""
    steps = first_steps.steps_of(request.user, request.today)
    rows = []
    for step in steps:
        opens = first_steps.may_open(request.user, step)
        url = reverse(step.route) + (f"?{step.query}" if step.query else "")
        rows.append((step, url if opens else ""))
    following = next((step for step in steps if not step.is_done), None)
    context = {"rows": rows, "following": following, "done": sum(step.is_done for step in steps)}
    return render(request, "office/desks/guide.html", context)
