"""The office's people: units, fields and officers taken in at once, for a browser's session of an administrator."""

from dataclasses import asdict
from typing import Any

from ninja import Router

from duban.api.http import Request
from duban.api.schemas.people import NewRoll
from duban.ledger import access
from duban.ledger.actions.office import rolls as acts
from duban.ledger.queries.office import rolls
from duban.ledger.queries.office.roll_plans import Entry
from duban.ledger.refusals import Refused
from duban.papers.reading.lists.rolls import RollFault, roll_of

router = Router(tags=["people"])


@router.post("/people", operation_id="take_roll", summary="导入名册")
def take(request: Request, given: NewRoll) -> dict[str, Any]:
    """Take in what is new and of what differs what `update` names, all or nothing; with `only_check` say what it would do.

    The answer names what is wrong by place (`units[3].group`). Accounts open without a password.
    """
    access.require(request.user, "manage_people")
    words = given.dict()
    roll = roll_of({kind: words[kind] for kind in ("units", "portfolios", "officers")})
    plan = rolls.plan_of(request.user.office, roll, request.user)
    unknown = set(given.update) - {each.key for each in plan.differing}
    if unknown:
        raise Refused(f"没有“{min(unknown)}”这一处不同", field="update")
    is_meant = not given.only_check and not plan.faults
    taken = acts.take_roll(roll=roll, by=request.by, update=given.update) if is_meant else None
    return {
        "taken": asdict(taken) if taken else None,
        "units": len(plan.units),
        "portfolios": len(plan.portfolios),
        "officers": len(plan.officers),
        "same": plan.same,
        "differing": [
            {"key": each.key, "name": each.name, "place": each.row.place, "changes": _changes(each)}
            for each in plan.differing
        ],
        "faults": [_fault(each) for each in plan.faults],
        "remarks": [_fault(each) for each in plan.remarks],
    }


def _changes(entry: Entry) -> dict[str, list[str]]:
    return {name: list(both) for name, both in entry.changes.items()}


def _fault(fault: RollFault) -> dict[str, str]:
    return {"place": fault.place, "why": fault.why}
