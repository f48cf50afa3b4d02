"""One box for everything (查找): a page of its own, and what the box at every page shows while one types."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from duban.ledger import access
from duban.ledger.queries.office.finding import records
from duban.people.models import Officer
from duban.web.finding import commands
from duban.web.http import Request
from duban.web.pages import read_page

# Kind → its word and icon.
KINDS = {
    "matter": ("事项", "ledger"),
    "unit": ("单位", "unit"),
    "officer": ("人员", "user"),
    "portfolio": ("分管领域", "flag"),
    "notice": ("文书", "paper"),
    "bulletin": ("通报专报", "paper"),
    "paper": ("来文", "inbox"),
    "instruction": ("批示", "pencil"),
    "meeting": ("会议", "people"),
    "inspection": ("督查活动", "eye"),
    "finding": ("督查问题", "warning"),
    "appeal": ("群众诉求", "inbox"),
    "clause": ("条款", "regime"),
}
# Where all of a kind that hold the words are listed, and under which name the address has the words.
_LISTS = {"matter": ("matters", "q"), "appeal": ("appeals", "q")}


@read_page("find")
def show(request: Request) -> HttpResponse:
    """Show what the officer may see and do that the words of the address name; in a box of another page the results alone."""
    words = request.GET.get("q", "").strip()[: records.LONGEST]
    found = records.found(request.user, words, today=request.today)
    groups = [
        {
            "word": KINDS[each.kind][0],
            "icon": KINDS[each.kind][1],
            "hits": [(hit, _address(request.user, each.kind, hit)) for hit in each.hits],
            "all": _all_of(each, words),
        }
        for each in found
    ]
    context = {
        "words": words,
        "ways": commands.offered(request.user, words, _units_behind(request, words), request.today),
        "groups": groups,
        "most": records.LONGEST,
    }
    return render(request, "office/finding/results.html" if request.htmx else "office/finding/show.html", context)


def _units_behind(request: Request, words: str) -> list[records.Hit]:
    """Return the units that stand behind a command's words: 得分 甲县."""
    behind = commands.split(words)[1] if words else ""
    return records.units_named(request.user, behind, request.today) if behind else []


def _address(officer: Officer, kind: str, hit: records.Hit) -> str:
    """Return the page of a record; of a unit, a person or a field the one that this officer works with."""
    if kind in ("unit", "officer") and access.may(officer, "manage_people"):
        return reverse(kind, args=[hit.key])
    if kind == "officer" and access.may(officer, "hand_over_post"):
        return reverse("succession_new", args=[hit.key])
    if kind == "officer":
        return _ledger(unit=hit.unit) if hit.unit else _ledger(leader=hit.key)
    if kind == "unit":
        return _ledger(unit=hit.key)
    return _ledger(portfolio=hit.key) if kind == "portfolio" else reverse(kind, args=[hit.key])


def _ledger(**asked: str) -> str:
    return f"{reverse('matters')}?{urlencode(asked)}"


def _all_of(found: records.Found, words: str) -> str:
    if not found.has_more or found.kind not in _LISTS:
        return ""
    name, parameter = _LISTS[found.kind]
    return f"{reverse(name)}?{urlencode({parameter: words})}"
