"""Statistics (统计): what the ledger adds up to in a year, as pictures are drawn from it. Each figure has the filter of exactly its list; what is counted is counted in the database."""

from duban.ledger.queries.matters.statistics.durations import days
from duban.ledger.queries.matters.statistics.figures import Asked, Elsewhere, Figure, Line, Mark, whole, years_of
from duban.ledger.queries.matters.statistics.flows import flow
from duban.ledger.queries.matters.statistics.ladders import ladder
from duban.ledger.queries.matters.statistics.late import lateness
from duban.ledger.queries.matters.statistics.months_of_burden import burden
from duban.ledger.queries.matters.statistics.origins import origins
from duban.ledger.queries.matters.statistics.pages import PAGES, TITLES, asked_from, figures_of
from duban.ledger.queries.matters.statistics.ranks import ranks
from duban.ledger.queries.matters.statistics.satisfaction import satisfaction

__all__ = [
    "PAGES",
    "TITLES",
    "Asked",
    "Elsewhere",
    "Figure",
    "Line",
    "Mark",
    "asked_from",
    "burden",
    "days",
    "figures_of",
    "flow",
    "ladder",
    "lateness",
    "origins",
    "ranks",
    "satisfaction",
    "whole",
    "years_of",
]
