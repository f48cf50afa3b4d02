"""What an address asks for. What cannot be meant is left out, and the page says so: nothing is replaced in silence."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import fields

from django.core.paginator import Paginator
from django.http import QueryDict

from duban.ledger import access
from duban.ledger.governed import Governed
from duban.ledger.queries.matters import filters
from duban.ledger.queries.matters import matters as ledgers
from duban.ledger.queries.scoring import periods
from duban.ledger.queries.scoring.periods import Span
from duban.ledger.queries.sources import quarterly_lists
from duban.ledger.queries.sources.quarterly_lists import Quarter
from duban.ledger.refusals import Refused
from duban.people.models import Jurisdiction, Unit
from duban.web.http import Request

# So many matters an act on many is about at most.
MOST = 200
# So much of a value that is not understood is said again.
_SAID = 30


def leave_out(request: Request, *names: str) -> None:
    """Note that the page is shown without these words of its address, each where it has a value."""
    told = request.__dict__.setdefault("left_out", [])
    told += [f"{name}={request.GET[name][:_SAID]}" for name in names if request.GET.get(name)]


def one_of(request: Request, name: str, known: Collection[str], otherwise: str = "") -> str:
    """Return a word of the address that is one of those known, else `otherwise`."""
    value = request.GET.get(name, "")
    if value in known:
        return value
    leave_out(request, name)
    return otherwise


def known_of(request: Request, told: Iterable[tuple[str, str]]) -> None:
    """Say which words of the address were not taken: `told` are their names and what was taken of them."""
    leave_out(request, *(name for name, value in told if request.GET.get(name, "").strip() and not value))


def unit_asked(request: Request) -> str:
    """Return the code of the office's unit that the address names; empty where it names none."""
    code = request.GET.get("unit", "").strip()[:40]
    known = code and Unit.objects.filter(jurisdiction=request.user.office, code=code).exists()
    known_of(request, [("unit", code if known else "")])
    return code if known else ""


def matter_asked(request: Request) -> str:
    """Return the number of the matter that the address names, where the officer may see it; empty where it names none."""
    no = request.GET.get("matter", "")
    known = no and access.matters.matters(request.user).filter(no=no).exists()
    known_of(request, [("matter", no if known else "")])
    return no if known else ""


def filter_of(request: Request, levels: Collection[str]) -> filters.Filter:
    """Return the filter of matters that the address asks for."""
    asked = filters.filter_from(request.GET, levels)
    known_of(request, ((each.name, getattr(asked, each.name)) for each in fields(asked)))
    return asked


def span_of(request: Request, jurisdiction: Jurisdiction, given: QueryDict | None = None) -> Span:
    """Return the period that the address names, or `given`. Raises Refused where something is sent for a period that is none."""
    words = {name: str(value) for name, value in (request.GET if given is None else given).dict().items()}
    span = periods.span_from(words, jurisdiction, request.today)
    wrong = [name for name in ("from", "to") if words.get(name) and not _is_day(words[name])]
    wrong += ["kind"] * (bool(words.get("kind")) and words["kind"] != span.kind)
    if not wrong and words.get("to") and words["to"] != str(span.last):
        wrong = ["from", "to"]
    if wrong and request.method == "POST":
        raise Refused("没有这样的期间", possible="请回到考核页面，重新选定期间。")
    leave_out(request, *wrong)
    return span


def quarter_of(request: Request) -> Quarter:
    """Return the quarter that the address names, the running one where it names none."""
    asked = request.GET.get("quarter", "")
    quarter = quarterly_lists.quarter_from(asked, request.today)
    if asked != f"{quarter.year}-{quarter.number}":
        leave_out(request, "quarter")
    return quarter


def numbers_of(request: Request) -> list[str]:
    """Return the numbers of the matters that an act on many is about: `no` in the form or the address; with `all` in the address what the filter there finds, MOST at most."""
    if request.method == "POST":
        return request.POST.getlist("no")[:MOST]
    if "all" not in request.GET:
        return request.GET.getlist("no")[:MOST]
    asked = filter_of(request, Governed.of(request.user.office).document.levels)
    found = ledgers.found(request.user, asked, today=request.today)
    return list(found.values_list("no", flat=True)[:MOST])


def page_number(request: Request, pages: Paginator) -> str:
    """Return the number of the page that is asked for, as the paginator takes it."""
    asked = request.GET.get("page", "")
    if (
        asked
        and not (asked.isascii() and asked.isdigit() and 1 <= int(asked[:9]) <= pages.num_pages)
        and asked != "last"
    ):
        leave_out(request, "page")
    return asked


def _is_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True
