"""Which pictures stand together, and who may look at each."""

import datetime
from collections.abc import Callable, Mapping

from duban.ledger import access
from duban.ledger.governed import Governed
from duban.ledger.queries import held_counts
from duban.ledger.queries.matters import filters
from duban.ledger.queries.matters.statistics.durations import days
from duban.ledger.queries.matters.statistics.figures import Asked, Figure
from duban.ledger.queries.matters.statistics.flows import flow
from duban.ledger.queries.matters.statistics.ladders import ladder
from duban.ledger.queries.matters.statistics.late import lateness
from duban.ledger.queries.matters.statistics.months_of_burden import burden
from duban.ledger.queries.matters.statistics.origins import origins
from duban.ledger.queries.matters.statistics.ranks import ranks
from duban.ledger.queries.matters.statistics.satisfaction import satisfaction
from duban.people.models import Officer

TITLES = {
    "late": "各单位各月超期",
    "ladder": "督办措施的成效",
    "flow": "事项办到哪一步",
    "days": "办结用时与期限",
    "ranks": "名次走势",
    "burden": "基层负担",
    "origins": "事项来源",
    "satisfaction": "群众满意度",
}
# Page → its pictures, each with the right that it takes.
PAGES: dict[str, list[tuple[str, Callable[[Asked], Figure]]]] = {
    "matters": [("see_matters", lateness), ("see_matters", flow), ("see_matters", ladder), ("see_matters", days)],
    "units": [("see_scores", ranks), ("see_burden", burden), ("see_matters", origins), ("see_ratings", satisfaction)],
}
# By which questions each page may be narrowed, besides the year.
NARROWING = {"matters": ("unit", "portfolio", "source", "level"), "units": ("unit",)}


def asked_from(officer: Officer, today: datetime.date, words: Mapping[str, str], page: str) -> Asked:
    """Return what an address asks for; a year that cannot be meant, or is still to come, is this one."""
    told = filters.filter_from(words, Governed.of(officer.office).document.levels)
    base = filters.Filter(**{name: getattr(told, name) for name in NARROWING[page]})
    year = told.year.partition("-")[0]
    return Asked(officer, today, int(year) if year and int(year) <= today.year else today.year, base)


def figures_of(asked: Asked, page: str) -> list[Figure]:
    """Return the pictures of a page that the officer may look at; counted anew once something was written."""
    officer = asked.officer
    # Of matters all of a post see the same; of inspections, which burden units, some know before others.
    whose = (officer.role, officer.unit_id) if page == "matters" else officer.pk
    key = ("pictures", page, whose, asked.year, asked.base)
    return held_counts.until_written(
        officer.jurisdiction,
        asked.today,
        key,
        lambda: [picture(asked) for verb, picture in PAGES[page] if access.may(officer, verb)],
    )
