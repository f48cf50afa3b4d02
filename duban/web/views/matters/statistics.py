"""统计: what the ledger adds up to in a year, as sentence, picture and table, each figure leading to exactly its list."""

import io

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.ledger.governed import Governed
from duban.ledger.models.matters import Source
from duban.ledger.queries.matters import filters, statistics
from duban.ledger.queries.matters import matters as ledgers
from duban.papers.writing import sheets
from duban.people.models import Portfolio
from duban.web import lists
from duban.web.http import Request
from duban.web.pages import read_page

# By which questions the whole page may be narrowed.
_NARROWING = ("unit", "portfolio", "source", "level")
_TITLES = {"late": "各单位各月超期", "ladder": "督办措施的成效", "flow": "事项办到哪一步", "days": "办结用时与期限"}


@read_page("see_matters")
def show(request: Request) -> HttpResponse:
    """Show the year's four pictures, each with its sentence and its table."""
    asked = _asked(request)
    regime = Governed.of(request.user.office).document
    figures = _figures(asked)
    context = {
        "asked": asked,
        "years": statistics.years_of(request.user, request.today),
        "figures": [(figure, _TITLES[figure.key], _most(figure)) for figure in figures],
        "charts": {figure.key: _chart(figure) for figure in figures if figure.key != "late" and figure.lines},
        "units": [] if request.user.is_unit else list(ledgers.units_of(request.user)),
        "portfolios": [] if request.user.is_unit else _portfolios(request),
        "sources": Source.choices,
        "levels": list(regime.levels.items()),
    }
    return render(request, "matters/statistics/show.html", context)


@read_page("see_matters")
def export(request: Request) -> FileResponse:
    """Answer with all figures of the page as a sheet: picture, row, column, value."""
    asked = _asked(request)
    rows = [(_TITLES[key], *rest) for key, *rest in statistics.whole(_figures(asked))]
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


def _asked(request: Request) -> statistics.Asked:
    """Return what the address asks for; a year that cannot be meant is this one."""
    regime = Governed.of(request.user.office).document
    told = filters.filter_from(request.GET, regime.levels)
    base = filters.Filter(**{name: getattr(told, name) for name in _NARROWING})
    year = int(told.year) if told.year and int(told.year) <= request.today.year else request.today.year
    return statistics.Asked(request.user, request.today, year, base)


def _figures(asked: statistics.Asked) -> list[statistics.Figure]:
    return [statistics.lateness(asked), statistics.flow(asked), statistics.ladder(asked), statistics.days(asked)]


def _portfolios(request: Request) -> list[Portfolio]:
    return list(Portfolio.objects.filter(jurisdiction=request.user.office).order_by("id"))


def _most(figure: statistics.Figure) -> int:
    """Return the largest figure of a single cell, by which the others are shaded."""
    return max((mark.count for line in figure.lines if line.word != "合计" for mark in line.marks[:-1]), default=0)


def _chart(figure: statistics.Figure) -> dict[str, object]:
    """Return what the script draws from: heads, and for each row its word, figures with their addresses, and texts."""
    address = reverse("matters")
    lines = [
        {
            "word": line.word,
            "marks": [{"count": mark.count, "url": f"{address}?{mark.asked.query}"} for mark in line.marks],
            "texts": line.texts,
        }
        for line in figure.lines
    ]
    return {"heads": figure.heads, "lines": lines}


def _number(value: int | str) -> int | None:
    return int(value) if isinstance(value, int) or value.isdigit() else None
