"""The pages that are opened most go to the rows of large tables by an index, on either database, however few rows there are today."""

import re

import pytest
from django.db import connection

from duban.ledger.queries import held_counts
from tests import cast, entering, stories

pytestmark = pytest.mark.django_db
# What grows with the years. Of the others (units, officers, what was adopted) an office has a few hundred.
LARGE = (
    "ledger_matter", "ledger_assignment", "ledger_report", "ledger_journalline", "ledger_deadline", "ledger_notice",
    "ledger_noticeitem", "ledger_attachment", "ledger_message", "ledger_proposal", "ledger_signature",
)  # fmt: skip
OFFICE = (
    "/desk", "/matters", "/matters?state=open&sort=due&unit=jia", "/matters?due=late", "/matters?due=month",
    "/matters?due=soon&sort=due", "/matters?stage=to_review", "/matters?outcome=late", "/matters?recent=sent",
    "/matters?year=2026-03", "/matters?portfolio=1&state=open", "/matters?q=推进", "/matters/{no}",
    "/matters/{no}?tab=papers", "/matters/new", "/inbox", "/proposals",
)  # fmt: skip
ASKED = {"clerk": OFFICE, "liaison": ("/desk", "/matters", "/matters/{no}", "/reports"), "leader": ("/desk",)}


def _whole_tables(sql, params):
    """The large tables that the database would go through from end to end to answer this."""
    names = "|".join(LARGE)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            # The first letters are told of several tables of one question: each of them may be meant.
            known = [*re.findall(rf'"({names})" (\w+)\b', sql), *((each, each) for each in LARGE)]
            gone_through = {found[1] for row in cursor.fetchall() if (found := re.match(r"SCAN (\w+)", row[3]))}
            return {table for table, alias in known if alias in gone_through}
        # So few rows are read from end to end whatever indexes there are: only what has no index is left so.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}", params)
        return set(re.findall(rf"Seq Scan on ({names})\b", "\n".join(row[0] for row in cursor.fetchall())))


@pytest.mark.parametrize("who", ASKED)
def test_common_pages_go_through_no_large_table_from_end_to_end(office, signed_in, who):
    made = stories.matter(office, due_on="2026-04-30", support=office.units[1:3])
    stories.accept(office, made, cast.at())
    stories.report(office, made, cast.at(), what="progress")
    client, asked = entering.entered(signed_in(office.officers[who])), []

    def keep(execute, sql, params, *more):
        asked.append((sql, params))
        return execute(sql, params, *more)

    for address in ASKED[who]:
        held_counts.forget()
        with connection.execute_wrapper(keep):
            assert client.get(address.format(no=made.no)).status_code == 200, address
    # Whether a table has any row is known from its first one.
    selects = [each for each in asked if each[0].lstrip("(").startswith(("SELECT", "WITH")) and "WHERE" in each[0]]
    assert len(selects) > 5
    whole = {sql: found for sql, params in selects if (found := _whole_tables(sql, params))}
    assert not whole
