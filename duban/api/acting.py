"""How a request becomes one act: the version checked under the lock, the key claimed, act and answer in one transaction."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any, overload

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse

from duban.api.errors import WHY, Stale
from duban.api.http import Request, answer
from duban.ledger import conditions
from duban.ledger.access import NotFound
from duban.ledger.models import Assignment, Matter, Proposal
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.storage import idempotency, locking
from duban.people.models import Officer, Unit
from duban.people.prepared import Prepared

_LONGEST = 60


def change(record: Matter | Assignment | Proposal, version: int, act: Callable[[], object]) -> None:
    """Carry out an act on a record that is still as it was read. Raises Stale, with both versions, where it is not."""
    with transaction.atomic():
        _hold(record, version)
        act()


def create(
    request: Request,
    act: Callable[[], tuple[object, str]],
    *,
    of: Matter | Assignment | None = None,
    version: int | None = None,
    remarks: Sequence[str] = (),
) -> HttpResponse:
    """Create something once for this `Idempotency-Key`: `act` answers its id and its address.

    The same request sent again, also at the same moment, gets the first one's answer. Raises Refused without a key and for a key
    that another request used; what `act` raises undoes everything and leaves the key free. `remarks`
    say what was taken all the same, such as a deadline on a rest day.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not 0 < len(key) <= _LONGEST or not key.isascii() or not key.isprintable():
        raise Refused(f"登记、提交须带请求头 Idempotency-Key（不超过 {_LONGEST} 个可见字符）", field="Idempotency-Key")
    print_ = hashlib.sha256(b"\n".join((request.path.encode(), request.body))).hexdigest()[:16]
    try:
        with transaction.atomic():
            claimed = idempotency.claim_submission(key=f"api:{key}", actor=request.user, at=request.at)
            if of is not None and version is not None:
                _hold(of, version)
            made, address = act()
            went_to = f"{address}#{made}#{print_}"
            idempotency.settle_submission(claimed, went_to)
    except idempotency.AlreadyDone as done:
        went_to = done.went_to
    address, made, first = went_to.split("#")
    if first != print_:
        raise Refused("这个 Idempotency-Key 已经用于另一个请求", possible="请换一个新的。", field="Idempotency-Key")
    told = {"remarks": list(remarks)} if remarks else {}
    return answer({"id": made, "location": address, **told}, 201, {"Location": address})


def key(number: int) -> int:
    """Return a primary key from an address. Raises NotFound for a number that no database holds."""
    if not 0 < number < 2**63:
        raise NotFound(WHY[404])
    return number


def page_of(name: str, found: QuerySet[Any], asked: Any, tell: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """Return one page of records by their keys, told; `next` is the `after` of the following page, None on the last."""
    page = list(found.filter(pk__gt=asked.after).order_by("pk")[: asked.limit + 1])
    more, page = len(page) > asked.limit, page[: asked.limit]
    return {name: [tell(each) for each in page], "next": page[-1].pk if more else None}


@overload
def unit_named(officer: Officer, code: str, field: str) -> Unit: ...
@overload
def unit_named(officer: Officer, code: str | None, field: str) -> Unit | None: ...
def unit_named(officer: Officer, code: str | None, field: str) -> Unit | None:
    """Return the unit of that code in the officer's jurisdiction; None for None. Raises Refused where there is none."""
    if code is None:
        return None
    found: Unit | None = _UNIT.first(office=officer.office.pk, code=code)
    if found is None:
        raise Refused(f"没有代码为“{code}”的单位", field=field)
    refuse_if(conditions.reorganising.standing(found, field))
    return found


def standing(assignment: Assignment) -> dict[str, Any]:
    """Return where an assignment stands after an act, with the versions that the next act needs."""
    found = Assignment.objects.select_related("matter", "unit").get(pk=assignment.pk)
    matter = {"no": found.matter.no, "state": found.matter.state, "version": found.matter.version}
    return {"unit": found.unit.code, "stage": found.stage, "version": found.version, "matter": matter}


def _hold(record: Matter | Assignment | Proposal, version: int) -> None:
    """Lock what is acted on, the matter first as every act does, and compare the version; the act itself reads what it needs."""
    if isinstance(record, Matter):
        current = locking.hold_version(record.pk)
    else:
        assignment = record if isinstance(record, Assignment) else record.assignment
        locking.hold_version(assignment.matter_id)
        current = _VERSION.one(type(record), pk=record.pk)
    if version != current:
        raise Stale(version, current)


def _unit(office: int, code: str) -> QuerySet[Unit]:
    return Unit.objects.filter(jurisdiction=office, code=code)


def _version(model: type[Assignment | Proposal], pk: int) -> QuerySet[Any, int]:
    return model.objects.filter(pk=pk).values_list("version", flat=True)


_UNIT = Prepared(_unit, office=987_654_321_012_353, code="the code of a unit")
_VERSION = Prepared(_version, pk=987_654_321_012_358)
