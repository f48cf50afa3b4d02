"""Who may see and do what: the only way in which an interface obtains a record.

`access.require(officer, verb)` asks for the right, `access.<group>.<record>_for(officer, …)` hands out one record or raises NotFound.
"""

from duban.ledger.access import (
    accounts,
    delegations,
    findings,
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
    taking_back,
)
from duban.ledger.access.rules import MAY, READS_ALL, NotFound, may, one, require
from duban.ledger.refusals import Forbidden

__all__ = [
    "MAY",
    "READS_ALL",
    "Forbidden",
    "NotFound",
    "accounts",
    "delegations",
    "findings",
    "inspections",
    "matters",
    "may",
    "office",
    "one",
    "papers",
    "process",
    "public",
    "reports",
    "requests",
    "require",
    "scoring",
    "sources",
    "taking_back",
]
