"""Whether an act may be done now: `conditions.<group>.<act>(…)` is None, or the refusal with its clause.

One place for each condition, asked by the acts that refuse and by the pages that grey out.
"""

from duban.ledger.conditions import (
    accounts,
    conclusions,
    files,
    findings,
    inspections,
    matters,
    office,
    orders,
    papers,
    process,
    public,
    recording,
    regime_drafts,
    reorganising,
    reports,
    requests,
    reviews,
    scoring,
    sources,
)

__all__ = [
    "accounts",
    "conclusions",
    "files",
    "findings",
    "inspections",
    "matters",
    "office",
    "orders",
    "papers",
    "process",
    "public",
    "recording",
    "regime_drafts",
    "reorganising",
    "reports",
    "requests",
    "reviews",
    "scoring",
    "sources",
]
