"""A page asks the database as often for fifty rows as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.actions.office import officers, units
from duban.ledger.by import By
from duban.people.models import Group


def more_officers(office, at, n):
    for i in range(n):
        officers.add_officer(
            jurisdiction=office.jurisdiction,
            username=f"more-{n}-{i}",
            full_name="某人",
            role="liaison",
            unit=office.units[i % 6],
            actor=office.admin,
            at=at,
        )


def more_units(office, at, n):
    for i in range(n):
        portfolio = units.add_portfolio(
            jurisdiction=office.jurisdiction,
            name=f"口{n}-{i}",
            leader=office.leader,
            by=By(office.admin, at),
        )
        units.add_unit(
            code=f"more-{n}-{i}",
            name=f"单位{n}-{i}",
            group=Group.DEPARTMENT,
            portfolio=portfolio,
            ranked=True,
            order=i,
            aliases=[f"又名{n}-{i}"],
            by=By(office.admin, at),
        )


# Address → who reads it, what makes rows on it, the most queries that it may need.
PAGES = {
    "/settings/officers": ("administrator", more_officers, 7),
    "/settings/units": ("administrator", more_units, 7),
    "/settings/portfolios": ("administrator", more_units, 7),
    "/journal": ("auditor", more_officers, 8),
    "/journal/verification": ("auditor", more_officers, 8),
    "/regime": ("office_head", more_officers, 5),
    "/regime/clauses/附件2 三5": ("clerk", more_officers, 5),
}


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_queries_do_not_grow_with_rows(path, office, signed_in, at):
    who, make_rows, most = PAGES[path]
    client = signed_in(office.officers[who])
    counts = []
    for rows in (1, 12):
        make_rows(office, at, rows)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= most
