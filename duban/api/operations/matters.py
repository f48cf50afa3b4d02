"""Matters: list, show, register, dispatch, close."""

import datetime
import inspect
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from duban.api import acting, serializers
from duban.api.http import Request, answer
from duban.api.schemas.batches import DispatchMany
from duban.api.schemas.bodies import Change, Dispatch, Reason, body_of
from duban.api.schemas.bodies_of_matters import NewMatter, NewRhythm, RowChange
from duban.engine.cycles import Cycle, office_cycle
from duban.engine.wording import NEVER
from duban.ledger import access, acts
from duban.ledger.actions.matters import dispatches, matters, row_edits, take_backs
from duban.ledger.actions.matters.orders import Order
from duban.ledger.actions.requests import proposals
from duban.ledger.acts import About, Act
from duban.ledger.governed import Governed
from duban.ledger.models import Matter
from duban.ledger.queries.matters import dossiers, filters, rest_days
from duban.ledger.queries.matters.listing import rows
from duban.ledger.refusals import Refused

router = Router(tags=["matters"])

_SORTS = {
    "": "-registered_on",
    "-registered": "-registered_on",
    "registered": "registered_on",
    "due": "ends_on",
    "-due": "-ends_on",
}
_ENDS_ON = Coalesce("due_on", NEVER)


class AskedMatters(Schema):
    """The ledger's filter, as the address of the page has it, and where the list goes on."""

    model_config = ConfigDict(extra="forbid")
    q: str = Field("", max_length=80)
    state: str = ""
    stage: str = ""
    source: str = ""
    category: str = Field("", max_length=40)
    level: str = ""
    unit: str = Field("", max_length=40)
    part: str = ""
    portfolio: str = ""
    due: str = ""
    since: str = ""
    until: str = ""
    outcome: str = ""
    year: str = ""
    step: str = Field("", max_length=40)
    then: str = ""
    leader: str = ""
    recent: str = ""
    sort: str = ""
    after: str = Field("", max_length=40)
    limit: int = Field(50, ge=1, le=100)


@router.get("/matters", operation_id="list_matters", summary="台账")
def index(request: Request, asked: Query[AskedMatters]) -> dict[str, Any]:
    """List the matters that the filter names, `limit` at a time; `next` is the `after` of the next page, null on the last."""
    access.require(request.user, "see_matters")
    words = asked.dict()
    found = filters.filter_from(words, Governed.of(request.user.office).document.levels)
    for name in filters.NAMES:
        if words.get(name, "").strip() and not getattr(found, name):
            raise Refused("没有这样的筛选条件", field=name)
    if asked.sort not in _SORTS:
        raise Refused("这里可以按登记日期或期限排序", field="sort")
    order = _SORTS[asked.sort]
    cursor = _cursor(asked.after) if asked.after else None
    part = (order, cursor, asked.limit)
    page = rows.part_of(request.user, found, request.today, part, lambda named: _part(named, *part))
    more, page = len(page) > asked.limit, page[: asked.limit]
    return {
        "matters": [serializers.row(row) for row in page],
        "next": _cursor_at(page[-1].matter, order.lstrip("-")) if more else None,
    }


def _part(
    named: QuerySet[Matter], order: str, cursor: tuple[datetime.date, int] | None, limit: int
) -> QuerySet[Matter]:
    """Return what comes next in the order after a cursor, and one more."""
    field, sign = order.lstrip("-"), "-" if order.startswith("-") else ""
    if field == "ends_on":
        # What has no end date comes after all that have one.
        named = named.annotate(ends_on=_ENDS_ON)
    if cursor is not None:
        day, key = cursor
        beyond = "lt" if sign else "gt"
        named = named.filter(Q(**{f"{field}__{beyond}": day}) | Q(**{field: day, f"id__{beyond}": key}))
    ways: dict[str, Any] = {"ends_on": _ENDS_ON}
    by = ways.get(field, F(field))
    return named.order_by(by.desc() if sign else by.asc(), f"{sign}id")[: limit + 1]


@router.get("/matters/{no}", operation_id="show_matter", summary="事项")
def show(request: Request, no: str, response: HttpResponse) -> dict[str, Any]:
    """Show one matter: its order, its assignments with their versions, and what may be done now or what stands against it."""
    access.require(request.user, "see_matters")
    matter = access.matters.matter_for(request.user, no)
    response.headers["ETag"] = f'"{matter.version}"'
    return serializers.dossier(dossiers.dossier_for(request.user, matter, request.today))


@router.post("/matters", operation_id="register_matter", summary="登记事项", response={201: serializers.Created})
def register(request: Request, given: NewMatter) -> HttpResponse:
    """Enter a matter in the ledger. Needs `Idempotency-Key`."""
    access.require(request.user, "register_matter")

    def act() -> tuple[object, str]:
        order = _order(request, given)
        made = matters.register_matter(jurisdiction=request.user.office, order=order, by=request.by)
        return made.no, f"/api/matters/{made.no}"

    days = [given.due_on, *(each.on for each in given.milestones)]
    remarks = rest_days.remarks_on(days, Governed.of(request.user.office).calendar)
    return acting.create(request, act, remarks=remarks)


@router.post("/matters/{no}/dispatch", operation_id="dispatch_matter", summary="交办")
def dispatch(request: Request, no: str, given: Dispatch) -> HttpResponse:
    """Send a matter to its units; from now on the clock runs."""
    access.require(request.user, "dispatch_matter")
    matter = access.matters.matter_for(request.user, no)
    acting.change(
        matter,
        given.version,
        lambda: matters.dispatch_matter(matter=matter, by=request.by, accept_by=given.accept_by),
    )
    return _standing(matter)


@router.post("/dispatches", operation_id="dispatch_matters", summary="成批交办")
def dispatch_many(request: Request, given: DispatchMany) -> dict[str, Any]:
    """Send many matters out, all or none of them, with the notices made out as `letters` says."""
    access.require(request.user, "dispatch_matter")
    found = [(access.matters.matter_for(request.user, each.no), each.version) for each in given.matters]
    with transaction.atomic():
        for matter, version in found:
            acting.change(matter, version, lambda: None)
        made = dispatches.dispatch_matters(
            matters=[matter for matter, _ in found], letters=given.letters, accept_by=given.accept_by, by=request.by
        )
    return {"sent": [matter.no for matter, _ in found], "notices": [notice.number for notice in made]}


@router.post("/matters/{no}/row", operation_id="edit_row", summary="在列表中修改")
def edit(request: Request, no: str, given: RowChange) -> HttpResponse:
    """Change name, deadline or level of a matter that has not gone out; what is not given stays."""
    access.require(request.user, "register_matter")
    matter = access.matters.matter_for(request.user, no)
    changed = given.dict(exclude={"version"}, exclude_unset=True)
    acting.change(
        matter,
        given.version,
        lambda: row_edits.edit_row(matter=matter, changed=changed, by=request.by, version=given.version),
    )
    return _standing(matter)


@router.post("/matters/{no}/closure", operation_id="close_matter", summary="销号")
def close(request: Request, no: str, given: Change) -> HttpResponse:
    """Strike a completed matter off the ledger."""
    access.require(request.user, "close_matter")
    matter = access.matters.matter_for(request.user, no)
    acting.change(matter, given.version, lambda: matters.close_matter(matter=matter, by=request.by))
    return _standing(matter)


@router.post("/matters/{no}/revocation", operation_id="revoke_matter", summary="撤销登记")
def revoke(request: Request, no: str, given: Reason) -> HttpResponse:
    """Revoke a registration before it goes out; its number stays."""
    access.require(request.user, "register_matter")
    matter = access.matters.matter_for(request.user, no)
    acting.change(
        matter, given.version, lambda: matters.revoke_matter(matter=matter, reason=given.reason, by=request.by)
    )
    return _standing(matter)


@router.post("/matters/{no}/taking-back", operation_id="take_back_dispatch", summary="即时撤回交办")
def take_back(request: Request, no: str, given: Reason) -> HttpResponse:
    """Take an order back that has just gone out and that no unit has signed for."""
    access.require(request.user, "dispatch_matter")
    matter = access.matters.matter_for(request.user, no)
    acting.change(
        matter, given.version, lambda: take_backs.take_back_dispatch(matter=matter, reason=given.reason, by=request.by)
    )
    return _standing(matter)


def _asking(act: Act) -> Callable[..., HttpResponse]:
    def ask(request: Request, no: str, given: Change) -> HttpResponse:
        access.require(request.user, act.right)
        matter = access.matters.matter_for(request.user, no)
        words = given.dict(exclude={"version"})

        def make() -> tuple[object, str]:
            made = proposals.ask(act.name, of=matter, by=request.by, **words)
            return made.pk, f"/api/proposals/{made.pk}"

        return acting.create(request, make, of=matter, version=given.version)

    ask.__annotations__["given"] = body_of(act)
    ask.__doc__ = f"{inspect.getdoc(type(act))} Needs `Idempotency-Key`."
    return ask


for _act in acts.every():
    if _act.operation and _act.about == About.MATTER:
        _router = router.post(
            f"/matters/{{no}}/{_act.path}",
            operation_id=_act.operation,
            summary=_act.button,
            response={201: serializers.Created},
        )
        _router(_asking(_act))


def _standing(matter: Matter) -> HttpResponse:
    matter.refresh_from_db()
    told = {"no": matter.no, "state": matter.state, "version": matter.version}
    return answer(told, headers={"ETag": f'"{matter.version}"'})


def _order(request: Request, given: NewMatter) -> Order:
    officer = request.user
    words = given.dict()
    for name in ("lead", "support"):
        words[name] = tuple(acting.unit_named(officer, code, name) for code in words[name])
    words["milestones"] = tuple((each["on"], each["text"]) for each in words["milestones"])
    if given.reports is not None:
        words["reports"] = _cycle(given.reports)
    if given.parent is not None:
        words["parent"] = access.matters.matter_for(officer, given.parent)
    rules = {rule.name for rule in Governed.of(officer.office).deadlines}
    if given.due_rule and given.due_rule not in rules:
        raise Refused("办法里没有这项期限", field="due_rule")
    return Order(**words)


def _cycle(given: NewRhythm) -> Cycle:
    try:
        return office_cycle(given.every, given.number, given.rest)
    except ValueError as error:
        raise Refused(str(error), field="reports") from None


def _cursor_at(last: rows.Brief, field: str) -> str:
    day = (last.due_on or NEVER) if field == "ends_on" else last.registered_on
    return f"{day.isoformat()}_{last.pk}"


def _cursor(after: str) -> tuple[datetime.date, int]:
    day, _, key = after.partition("_")
    try:
        if not key.isascii() or not key.isdigit() or len(key) > 18:
            raise ValueError
        return datetime.date.fromisoformat(day), int(key)
    except ValueError:
        raise Refused("请使用上一页给出的 next", field="after") from None
