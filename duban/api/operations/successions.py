"""Handing over posts: what waits for whom, who takes it over, what waits for nobody."""

from typing import Any

from django.http import HttpResponse
from ninja import Query, Router

from duban.api import acting, serializers
from duban.api.http import Request
from duban.api.schemas.bodies import Page
from duban.api.schemas.bodies_of_people import Deputy, NewSuccession, SuccessionCorrection
from duban.ledger import access
from duban.ledger.actions.office import successions
from duban.ledger.models import Succession
from duban.ledger.queries.office import successions as known
from duban.ledger.queries.office import vacancies, waiting
from duban.ledger.refusals import Refused
from duban.people.models import Officer

router = Router(tags=["people"])
_MADE = {201: serializers.Created}


@router.get("/vacancies", operation_id="show_vacancies", summary="无人办理")
def show_vacancies(request: Request) -> dict[str, Any]:
    """Show what waits for nobody in this office."""
    access.require(request.user, "hand_over_post")
    found = vacancies.vacancies_of(request.user)
    assert found is not None
    return {
        "people": [each.username for each in found.people],
        "roles": [{"role": post, "count": count} for post, count in found.roles],
        "units": [each.code for each in found.units],
    }


@router.get("/officers/{username}/waiting", operation_id="show_waiting", summary="等某人办理的")
def show_waiting(request: Request, username: str) -> dict[str, Any]:
    """Show what waits for an officer by name and would pass on with the post."""
    access.require(request.user, "hand_over_post")
    of = _colleague(request.user, username)
    return _waiting(request.user, of)


@router.post("/officers/{username}/succession", operation_id="hand_over_post", summary="岗位交接", response=_MADE)
def hand_over(request: Request, username: str, given: NewSuccession) -> HttpResponse:
    """Pass all that waits for an officer to a successor. Needs `Idempotency-Key`."""
    access.require(request.user, "hand_over_post")
    of = _colleague(request.user, username)
    to = _account(request.user, given.to)

    def act() -> tuple[object, str]:
        made = successions.hand_over(of=of, to=to, acting=given.acting, reason=given.reason, by=request.by)
        return made.pk, f"/api/successions/{made.pk}"

    return acting.create(request, act)


@router.post("/officers/{username}/deputy", operation_id="name_deputy", summary="指定 AB 岗")
def name_deputy(request: Request, username: str, given: Deputy) -> dict[str, Any]:
    """Name who takes what waits for an officer, should the account be closed before anybody is chosen."""
    access.require(request.user, "hand_over_post")
    of = _colleague(request.user, username)
    deputy = _account(request.user, given.deputy, "deputy")
    return _waiting(request.user, successions.name_deputy(officer=of, deputy=deputy, by=request.by))


@router.get("/successions", operation_id="list_successions", summary="交接记录")
def index(request: Request, asked: Query[Page]) -> dict[str, Any]:
    """List the handings over, in the order in which they were made."""
    access.require(request.user, "hand_over_post")
    found = access.office.successions(request.user).select_related("of", "to", "handed_by")
    return acting.page_of("successions", found, asked, _row)


@router.get("/successions/{pk}", operation_id="show_succession", summary="一次交接")
def show(request: Request, pk: int) -> dict[str, Any]:
    """Show one handing over."""
    return _row(access.office.succession_for(request.user, acting.key(pk)))


@router.post("/successions/{pk}/correction", operation_id="correct_succession", summary="更正交接", response=_MADE)
def put_right(request: Request, pk: int, given: SuccessionCorrection) -> HttpResponse:
    """Pass what still waits there on to another. Needs `Idempotency-Key`."""
    access.require(request.user, "hand_over_post")
    found = access.office.succession_for(request.user, acting.key(pk))
    to = _account(request.user, given.to)
    assert to is not None

    def act() -> tuple[object, str]:
        made = successions.put_right(succession=found, to=to, acting=given.acting, reason=given.reason, by=request.by)
        return made.pk, f"/api/successions/{made.pk}"

    return acting.create(request, act)


def _colleague(officer: Officer, username: str) -> Officer:
    pk = Officer.objects.filter(username=username).values_list("pk", flat=True).first()
    return access.office.colleague_for(officer, pk or 0)


def _account(officer: Officer, username: str | None, field: str = "to") -> Officer | None:
    if username is None:
        return None
    found = Officer.objects.filter(jurisdiction=officer.office, username=username).select_related("unit").first()
    if found is None:
        raise Refused("没有这个账号", field=field)
    return found


def _waiting(reader: Officer, of: Officer) -> dict[str, Any]:
    seen = {words for group in known.waiting_groups(reader, of) for words, _, _ in group.shown}
    rows = [
        {"kind": item.kind.name, "record": item.key, "words": item.words if item.words in seen else None}
        for item in waiting.items_of(of)
    ]
    return {"officer": of.username, "deputy": of.deputy.username if of.deputy else None, "items": rows}


def _row(made: Succession) -> dict[str, Any]:
    passed = sum(each["to"] is not None for each in made.items)
    return {
        "id": made.pk,
        "of": made.of.username,
        "to": made.to.username if made.to else None,
        "acting": made.acting,
        "post": made.post,
        "on": made.on,
        "reason": made.reason,
        "handed_by": made.handed_by.username if made.handed_by else None,
        "passed": passed,
        "left": len(made.items) - passed,
        "corrects": made.corrects_id,
    }
