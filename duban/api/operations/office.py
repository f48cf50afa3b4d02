"""The regime: its clauses, what implements each, its readings and the ones chosen."""

from typing import Any

from ninja import Router

from duban.api.http import Request
from duban.engine.packs import coverage
from duban.ledger import access
from duban.ledger.governed import Governed

router = Router(tags=["regimes"])


@router.get("/regime", operation_id="show_regime", summary="制度")
def show(request: Request) -> dict[str, Any]:
    """Show the document that governs this jurisdiction, clause by clause, and how it is read here."""
    access.require(request.user, "see_regime")
    jurisdiction = request.user.office
    regime = Governed.of(jurisdiction).document
    chosen = regime.choices(jurisdiction.choices)
    return {
        "regime": regime.id,
        "name": regime.name,
        "version": regime.version,
        "clauses": coverage.rows(regime),
        "readings": [
            {
                "id": each.id,
                "question": each.question,
                "clauses": list(each.clauses),
                "readings": dict(each.readings),
                "chosen": chosen[each.id],
                "why": each.why,
            }
            for each in regime.readings
        ],
    }
