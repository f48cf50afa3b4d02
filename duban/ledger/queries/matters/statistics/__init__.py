"""Statistics (统计): what the ledger adds up to in a year, as pictures are drawn from it. Each figure has the filter of exactly its list; what is counted is counted in the database."""

from duban.ledger.queries.matters.statistics.durations import days
from duban.ledger.queries.matters.statistics.figures import Asked, Figure, Line, Mark, whole, years_of
from duban.ledger.queries.matters.statistics.flows import flow
from duban.ledger.queries.matters.statistics.ladders import ladder
from duban.ledger.queries.matters.statistics.late import lateness

__all__ = ["Asked", "Figure", "Line", "Mark", "days", "flow", "ladder", "lateness", "whole", "years_of"]
