"""Numbers (文号登记): the register, papers that are voided, numbers that are passed over."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.papers import annulments
from duban.ledger.models import Bulletin, Notice
from duban.ledger.queries.papers import numbering
from duban.web.acting import act_by
from duban.web.asked import leave_out, one_of
from duban.web.forms.papers.numbers import SkipForm, VoidForm
from duban.web.http import Request
from duban.web.pages import form_page, read_page


@read_page("issue_notice")
def index(request: Request) -> HttpResponse:
    """Show every number of a series and year, what bears it, and why nothing does."""
    office = request.user.office
    series = numbering.series_of(office)
    chosen = one_of(request, "series", series, "notice")
    years = numbering.years_of(office, chosen) or [request.today.year]
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and int(asked) in years else years[0]
    leave_out(request, *["year"] * (asked != str(year)))
    rows = numbering.register_of(request.user, chosen, year)
    gaps = sum(each.is_gap for each in rows)
    shown = {"series": series, "chosen": chosen, "years": years, "year": year, "rows": rows, "gaps": gaps}
    return render(request, "papers/numbers/index.html", shown)


@form_page("issue_notice")
def skip(request: Request) -> HttpResponse:
    """Pass over the next number of a series."""
    office = request.user.office
    return act_by(
        request,
        SkipForm(request.POST or None, series=numbering.series_of(office)),
        partial(annulments.skip_number, jurisdiction=office, by=request.by),
        said="已登记跳号",
        to=reverse("numbers"),
        back=reverse("numbers"),
        title="登记跳号",
        button="登记",
        note="线下编号的文件、损坏的号，在这里登记一个号并写明理由；这个号系统不再使用。",
    )


@form_page("issue_notice", access.papers.notice_for)
def void_notice(request: Request, notice: Notice) -> HttpResponse:
    """Void a notice."""
    return _void(request, notice, reverse("notice", args=[notice.pk]))


@form_page("void_bulletin", access.papers.bulletin_for)
def void_bulletin(request: Request, bulletin: Bulletin) -> HttpResponse:
    """Void a bulletin that was issued."""
    return _void(request, bulletin, reverse("bulletin", args=[bulletin.pk]))


def _void(request: Request, paper: Notice | Bulletin, here: str) -> HttpResponse:
    def perform(reason: str, successor: str) -> Any:
        found = numbering.paper_numbered(request.user, paper, successor)
        return annulments.void_paper(paper=paper, reason=reason, successor=found, by=request.by)

    return act_by(
        request,
        VoidForm,
        perform,
        said=f"{paper.number}已作废",
        to=here,
        back=here,
        refusal=conditions.papers.annulling(paper),
        title=f"作废{paper.number}",
        button="作废",
        note="文号不再使用，原件保留并加盖“作废”，页面、PDF 和 Word 都标明；能看到它的人会收到消息。",
        grave=True,
    )
