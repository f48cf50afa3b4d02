"""Who may call which route: one row a route of duban/web/urls, one module a group. A route without a row fails the tests, and so does a row
that is wrong.

`who` names members of the cast (tests/cast.py: the roles, and other_liaison, other_leader for relation cases); everybody else must get
403 or 404, who is not signed in is led to the login page. `args` makes what the address names, from the office; a route with `args` must
answer 404 to everybody of another office. To add a route: one line in its group.
"""

from tests.web.permissions import (
    accounts,
    inspections,
    matters,
    office,
    papers,
    process,
    public,
    reports,
    requests,
    scoring,
    sources,
    upkeep,
)
from tests.web.permissions.rows import EVERYBODY, Row

__all__ = ["EVERYBODY", "ROWS", "Row"]

ROWS: dict[str, Row] = {
    **accounts.ROWS,
    **inspections.ROWS,
    **matters.ROWS,
    **office.ROWS,
    **papers.ROWS,
    **process.ROWS,
    **public.ROWS,
    **reports.ROWS,
    **requests.ROWS,
    **scoring.ROWS,
    **sources.ROWS,
    **upkeep.ROWS,
}
