"""The studio (制度工作室): drafts of documents, begun, changed part by part, checked by a second person, adopted; and what was adopted."""

from typing import Any

from django.http import HttpResponse
from ninja import Query, Router

from duban.api import acting, serializers
from duban.api.errors import Stale
from duban.api.http import Request
from duban.api.schemas.bodies import Page
from duban.api.schemas.regime_drafts import (
    AdoptionDay,
    ArrangedDraft,
    ChangedDraft,
    DraftReason,
    DraftRevision,
    NewRegimeDraft,
    RegroupedUnits,
)
from duban.engine.studio import cards, drafts
from duban.ledger import access, documents
from duban.ledger.actions.office import documents as adoptions
from duban.ledger.actions.office import regime_drafts as acts
from duban.ledger.actions.office.regime_drafts import Overtaken
from duban.ledger.models import Adoption, RegimeDraft
from duban.ledger.queries.office import regroupings
from duban.ledger.queries.office.drafting import drafted_contents, regime_drafts
from duban.ledger.queries.office.drafting.drafted_arrangements import Arrangement
from duban.ledger.refusals import Refused

router = Router(tags=["regimes"])
_MADE = {201: serializers.Created}


@router.post("/regime-drafts", operation_id="begin_regime_draft", summary="起草制度", response=_MADE)
def begin(request: Request, given: NewRegimeDraft) -> HttpResponse:
    """Begin a draft from a text, from YAML, or from the version adopted last. Needs `Idempotency-Key`."""
    access.require(request.user, "draft_regime")

    def act() -> tuple[object, str]:
        content, digest = _first(request, given)
        made = acts.begin(jurisdiction=request.user.office, content=content, based_on=digest, by=request.by)
        return made.pk, f"/api/regime-drafts/{made.pk}"

    return acting.create(request, act)


@router.get("/regime-drafts", operation_id="list_regime_drafts", summary="制度草稿")
def index(request: Request, asked: Query[Page]) -> dict[str, Any]:
    """List the drafts of the office, in the order in which they were begun."""
    access.require(request.user, "see_regime_drafts")
    found = access.office.regime_drafts(request.user).select_related(
        "drafted_by", "changed_by", "checked_by", "adoption"
    )
    return acting.page_of("regime_drafts", found, asked, _row)


@router.get("/regime-drafts/{pk}", operation_id="show_regime_draft", summary="一份制度草稿")
def show(request: Request, pk: int) -> dict[str, Any]:
    """Show a draft whole, with the state of each clause and what stands against it."""
    return _shown(access.office.regime_draft_for(request.user, acting.key(pk)))


@router.post("/regime-drafts/{pk}/changes", operation_id="change_regime_draft", summary="修改制度草稿")
def change(request: Request, pk: int, given: ChangedDraft) -> dict[str, Any]:
    """Put other values in some parts, on the revision that was read; a part that somebody changed since answers 409."""
    access.require(request.user, "draft_regime")
    draft = access.office.regime_draft_for(request.user, acting.key(pk))
    changes = {each.part: each.value for each in given.changes}
    try:
        held = acts.change(draft=draft, changes=changes, revision=given.revision, by=request.by)
    except Overtaken as conflict:
        raise Stale(*conflict.revisions) from conflict
    return _shown(held)


@router.post("/regime-drafts/{pk}/arrangement", operation_id="arrange_regime_draft", summary="调整制度草稿的条款")
def arrange(request: Request, pk: int, given: ArrangedDraft) -> dict[str, Any]:
    """Split, join, renumber, add or leave out a clause, what cites it follows; cut an assessment table into its items."""
    access.require(request.user, "draft_regime")
    draft = access.office.regime_draft_for(request.user, acting.key(pk))
    asked = Arrangement(given.act, given.clause, given.number, given.at, given.words, missing=given.missing)
    try:
        held, _ = acts.arrange(draft=draft, asked=asked, revision=given.revision, by=request.by)
    except Overtaken as conflict:
        raise Stale(*conflict.revisions) from conflict
    return _shown(held)


@router.post("/regime-drafts/{pk}/submission", operation_id="submit_regime_draft", summary="制度草稿送复核")
def submit(request: Request, pk: int, given: DraftRevision) -> dict[str, Any]:
    """Send a draft to be checked by a second person."""
    access.require(request.user, "draft_regime")
    draft = access.office.regime_draft_for(request.user, acting.key(pk))
    return _shown(acts.submit(draft=draft, revision=given.revision, by=request.by))


@router.post("/regime-drafts/{pk}/check", operation_id="check_regime_draft", summary="复核制度草稿")
def check(request: Request, pk: int, given: DraftRevision) -> dict[str, Any]:
    """Find a draft right, as a second person."""
    access.require(request.user, "check_regime_draft")
    draft = access.office.regime_draft_for(request.user, acting.key(pk))
    return _shown(acts.check(draft=draft, revision=given.revision, by=request.by))


@router.post("/regime-drafts/{pk}/return", operation_id="return_regime_draft", summary="退回制度草稿")
def send_back(request: Request, pk: int, given: DraftReason) -> dict[str, Any]:
    """Let a draft be drafted again."""
    access.require(request.user, "check_regime_draft")
    draft = access.office.regime_draft_for(request.user, acting.key(pk))
    return _shown(acts.send_back(draft=draft, reason=given.reason, by=request.by))


@router.post("/regime-drafts/{pk}/adoption", operation_id="adopt_regime_draft", summary="采用制度草稿")
def adopt(request: Request, pk: int, given: AdoptionDay) -> dict[str, Any]:
    """Adopt a checked draft from a day on."""
    access.require(request.user, "adopt_regime_draft")
    draft = access.office.regime_draft_for(request.user, acting.key(pk))
    return _shown(acts.adopt(draft=draft, in_force_from=given.in_force_from, groups=given.groups, by=request.by))


@router.post("/regime-drafts/{pk}/discarding", operation_id="discard_regime_draft", summary="作废制度草稿")
def discard(request: Request, pk: int, given: DraftReason) -> dict[str, Any]:
    """Discard a draft; it stays to be read and may be restored."""
    access.require(request.user, "draft_regime")
    draft = access.office.regime_draft_for(request.user, acting.key(pk))
    return _shown(acts.discard(draft=draft, reason=given.reason, by=request.by))


@router.post("/regime-drafts/{pk}/restoring", operation_id="restore_regime_draft", summary="恢复制度草稿")
def restore(request: Request, pk: int) -> dict[str, Any]:
    """Take a discarded draft up again."""
    access.require(request.user, "draft_regime")
    draft = access.office.regime_draft_for(request.user, acting.key(pk))
    return _shown(acts.restore(draft=draft, by=request.by))


@router.get("/adoptions", operation_id="list_adoptions", summary="办法的采用")
def adopted(request: Request, asked: Query[Page]) -> dict[str, Any]:
    """List the documents that the office adopted, in the order in which they were adopted."""
    access.require(request.user, "group_units")
    return acting.page_of("adoptions", access.office.adoptions(request.user), asked, _adopted_row)


@router.get("/adoptions/{pk}", operation_id="show_adoption", summary="一次办法的采用")
def show_adopted(request: Request, pk: int) -> dict[str, Any]:
    """Show an adopted document with the group of each standing unit under it."""
    access.require(request.user, "group_units")
    return _shown_adopted(access.office.adoption_for(request.user, acting.key(pk)))


@router.post("/adoptions/{pk}/groups", operation_id="regroup_units", summary="单位重新归类")
def regroup(request: Request, pk: int, given: RegroupedUnits) -> dict[str, Any]:
    """Put units into other groups of an adopted document; what was published stays as it was."""
    access.require(request.user, "group_units")
    adoption = access.office.adoption_for(request.user, acting.key(pk))
    adoptions.regroup_units(adoption=adoption, groups=given.groups, by=request.by)
    return _shown_adopted(access.office.adoption_for(request.user, adoption.pk))


def _first(request: Request, given: NewRegimeDraft) -> tuple[drafted_contents.Content, str]:
    if given.source == "version":
        return drafted_contents.from_version(request.user.office)
    if given.source == "yaml":
        return drafted_contents.from_yaml(given.text.encode()), ""
    if not given.name.strip():
        raise Refused("请填写办法名称", field="name")
    if given.source == "empty":
        return drafts.new(given.name, []), ""
    return drafted_contents.from_text(given.text, given.name), ""


def _row(draft: RegimeDraft) -> dict[str, Any]:
    return {
        "id": draft.pk,
        "name": draft.name,
        "phase": draft.phase,
        "revision": draft.revision,
        "drafted_by": draft.drafted_by.username,
        "changed_by": draft.changed_by.username,
        "changed_at": draft.changed_at,
        "checked_by": draft.checked_by.username if draft.checked_by else None,
        "remark": draft.remark,
        "in_force_from": draft.adoption.in_force_from if draft.adoption else None,
    }


def _shown(draft: RegimeDraft) -> dict[str, Any]:
    (text,) = drafts.files_of(draft.content).values()
    return {
        **_row(draft),
        "content": draft.content,
        "digest": drafts.digest_of(draft.content),
        "yaml": text,
        "states": cards.states_of(draft.content),
        "obstacles": [{"clause": each.clause, "what": each.what} for each in regime_drafts.obstacles(draft.content)],
    }


def _adopted_row(adoption: Adoption) -> dict[str, Any]:
    document = documents.loaded(adoption.document_id)
    return {
        "id": adoption.pk,
        "name": document.name,
        "version": document.version,
        "digest": adoption.document_id,
        "in_force_from": adoption.in_force_from,
        "in_force": documents.under(adoption.jurisdiction, adoption).is_in_force,
        "groups": dict(document.groups),
    }


def _shown_adopted(adoption: Adoption) -> dict[str, Any]:
    rows = regroupings.rows_under(adoption)
    units = [{"unit": row.unit.code, "name": row.unit.name, "group": row.offered or ""} for row in rows]
    return {**_adopted_row(adoption), "units": units}
