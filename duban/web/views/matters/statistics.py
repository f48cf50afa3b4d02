"""统计: what the ledger adds up to in a year, as sentence, picture and table, each figure leading to exactly its list."""

import io

from django.http import FileResponse, HttpResponse
from django.shortcuts import render

from duban.ledger import access
from duban.ledger.governed import Governed
from duban.ledger.models.matters import Source
from duban.ledger.queries.matters import matters as ledgers
from duban.ledger.queries.matters import statistics
from duban.ledger.queries.matters.statistics.pages import NARROWING
from duban.papers.writing import sheets
from duban.people.models import Portfolio
from duban.web import lists
from duban.web.asked import known_of, unit_asked
from duban.web.http import Request
from duban.web.pages import read_page
from duban.web.templatetags.statistics import address_of

# Whose tables are the picture themselves: their cells are shaded.
_HEAT = ("late", "origins")


@read_page("see_matters")
def show(request: Request) -> HttpResponse:
    """Show what became of the year's matters in four pictures, each with its sentence and its table."""
    return _page(request, "matters")


@read_page("see_matters")
def units(request: Request) -> HttpResponse:
    """Show how units stand, what was asked of them, where matters come from and what the public says, each as a picture."""
    return _page(request, "units")


def _page(request: Request, page: str) -> HttpResponse:
    asked = statistics.asked_from(request.user, request.today, request.GET, page)
    regime = Governed.of(request.user.office).document
    taken = {**vars(asked.base), "year": request.GET.get("year", "") == str(asked.year) and "taken"}
    taken["unit"] = unit_asked(request)
    known_of(request, ((name, str(value or "")) for name, value in taken.items()))
    figures = statistics.figures_of(asked, page)
    narrowed = NARROWING[page]
    context = {
        "page": page,
        "keeps_wall": access.may(request.user, "keep_wall"),
        "asked": asked,
        "years": statistics.years_of(request.user, request.today),
        "figures": [
            (figure, statistics.TITLES[figure.key], _most(figure) if figure.key in _HEAT else 0) for figure in figures
        ],
        "charts": {figure.key: _chart(figure) for figure in figures if figure.key not in _HEAT and figure.lines},
        "units": [] if request.user.is_unit else list(ledgers.units_of(request.user)),
        "portfolios": _portfolios(request) if "portfolio" in narrowed and not request.user.is_unit else [],
        "sources": Source.choices if "source" in narrowed else [],
        "levels": list(regime.levels.items()) if "level" in narrowed else [],
    }
    return render(request, "matters/statistics/show.html", context)


@read_page("see_matters")
def export(request: Request) -> FileResponse:
    """Answer with all figures of a page as a sheet: picture, row, column, value."""
    page = "units" if request.GET.get("of") == "units" else "matters"
    asked = statistics.asked_from(request.user, request.today, request.GET, page)
    found = statistics.whole(statistics.figures_of(asked, page))
    rows = [(statistics.TITLES[key], *rest) for key, *rest in found]
    column = sheets.Column
    data = sheets.write_xlsx(
        [column("统计", 18), column("项目", 30), column("栏目", 24), column("数值", 12, "number")],
        [[*words, _number(value)] for *words, value in rows],
        name="统计",
        title=f"{request.user.office.name}{asked.year}年督办统计",
        note=lists.note_of(request.user, request.today, f"共{len(rows)}行"),
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return FileResponse(io.BytesIO(data), as_attachment=True, filename=f"统计{asked.year}.xlsx", content_type=kind)


def _portfolios(request: Request) -> list[Portfolio]:
    return list(Portfolio.objects.filter(jurisdiction=request.user.office).order_by("id"))


def _most(figure: statistics.Figure) -> int:
    """Return the largest figure of a single cell, by which the others are shaded."""
    return max((mark.count for line in figure.lines if line.word != "合计" for mark in line.marks[:-1]), default=0)


def _chart(figure: statistics.Figure) -> dict[str, object]:
    """Return what the script draws from: heads, and for each row its word, figures with their addresses, and texts."""
    lines = [
        {
            "word": line.word,
            "marks": [{"count": mark.count, "url": address_of(mark)} for mark in line.marks],
            "texts": line.texts,
        }
        for line in figure.lines
    ]
    return {"heads": figure.heads, "lines": lines, "marked": figure.marked}


def _number(value: int | str) -> int | None:
    return int(value) if isinstance(value, int) or value.isdigit() else None
