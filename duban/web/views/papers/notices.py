"""Notices: the list of papers that went out, and each as it is printed."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render

from duban.ledger import access
from duban.ledger.models import Notice, NoticeItem
from duban.ledger.queries.papers import notices, numbering
from duban.ledger.wordings import letters, templates
from duban.web.http import Request
from duban.web.pages import page_of, read_page
from duban.web.printing import as_file


@read_page("see_matters")
def index(request: Request) -> HttpResponse:
    """List the notices, newest first, by name and words."""
    found = access.papers.notices(request.user)
    names = list(found.order_by("name").values_list("name", flat=True).distinct())
    name, word = request.GET.get("name", ""), request.GET.get("q", "").strip()[:80]
    if name in names:
        found = found.filter(name=name)
    if word:
        listing = NoticeItem.objects.filter(
            Q(assignment__matter__title__icontains=word) | Q(assignment__unit__name__icontains=word)
        )
        found = found.filter(
            Q(matter__title__icontains=word) | Q(unit__name__icontains=word) | Q(pk__in=listing.values("notice"))
        )
    found = found.select_related("jurisdiction", "matter", "unit", "issued_by", "annulment").order_by(
        "-year", "-serial"
    )
    found = found.prefetch_related("items__assignment__unit", "items__assignment__matter")
    page = page_of(request, found, 50)
    return render(request, "papers/notices/index.html", {"page": page, "names": names, "name": name, "q": word})


@read_page("see_matters", access.papers.notice_for)
def show(request: Request, notice: Notice) -> HttpResponse:
    """Show one notice as it was issued."""
    listed = notices.listed_on(request.user, notice)
    to_accept = [
        each.matter.no for each in listed if each.unit_id == request.user.unit_id and each.stage == "to_accept"
    ]
    context = {
        "notice": notice,
        "shown": notices.shown(letters.paper_of(notice)),
        "struck": notices.struck_from(request.user, notice) if listed else [],
        "matters": list(dict.fromkeys(each.matter for each in listed)),
        "to_accept": dict.fromkeys(to_accept) if access.may(request.user, "accept_assignment") else {},
        **numbering.fate_of(notice),
    }
    return render(request, "papers/notices/show.html", context)


@read_page("see_matters")
def download(request: Request, pk: int, form: str) -> HttpResponse:
    """Hand out one notice as .docx or PDF."""
    notice = access.papers.notice_for(request.user, pk)
    return as_file(
        letters.paper_of(notice),
        form,
        jurisdiction=notice.jurisdiction,
        of=letters.act_of(notice),
        values=templates.values_of(notice),
    )
