"""一页通: the leader's one page, on the phone, on A4, as PDF and in Word; the office prints it for the morning meeting."""

from django.http import HttpResponse
from django.shortcuts import render

from duban.ledger.access import NotFound
from duban.ledger.queries.office import one_pages
from duban.ledger.wordings.office.one_pages import paper_of
from duban.people.models import Officer
from duban.web.http import Request
from duban.web.pages import read_page
from duban.web.printing import as_file


@read_page("see_one_page")
def show(request: Request) -> HttpResponse:
    """Show a leader's page: their own, or for the office the one that the address names."""
    leaders = one_pages.leaders_of(request.user)
    leader = _leader(request, leaders)
    context = {
        "page": one_pages.one_page(request.user, leader, request.today) if leader else None,
        "leaders": leaders,
        "is_own": leader == request.user,
    }
    return render(request, "office/one_page.html", context)


@read_page("see_one_page")
def paper(request: Request, form: str) -> HttpResponse:
    """Hand out the page as PDF or .docx."""
    leader = _leader(request, one_pages.leaders_of(request.user))
    if leader is None:
        raise NotFound("还没有领导的账号")
    page = one_pages.one_page(request.user, leader, request.today)
    return as_file(paper_of(page), form, jurisdiction=request.user.office)


def _leader(request: Request, leaders: list[Officer]) -> Officer | None:
    """Return the leader that the address names, else the first; None where there is none yet. Raises NotFound for anybody else."""
    asked = request.GET.get("leader", "")
    if not asked:
        return leaders[0] if leaders else None
    found = next((each for each in leaders if str(each.pk) == asked), None)
    if found is None:
        raise NotFound("没有这位领导，或者您无权查看")
    return found
