"""Signing of rankings (签发): where the office wants it, a ranking or its correction is published by a signature, as it was read."""

import datetime

from django.db import IntegrityError, transaction

from duban.ledger import access, conditions, journal
from duban.ledger.actions.scoring import corrections, rankings
from duban.ledger.actions.scoring.freezing import Prepared, freeze
from duban.ledger.by import By
from duban.ledger.models import Ranking, RankingRequest
from duban.ledger.refusals import Conflict, Forbidden, Refused, refuse_if
from duban.ledger.storage import locking
from duban.people.models import Jurisdiction, Officer, Role

# Who may be chosen to sign: a post that has one holder in the whole office.
SIGNERS = (Role.OFFICE_HEAD, Role.SECRETARY_GENERAL, Role.PRINCIPAL)
_OUTCOME = RankingRequest.Outcome


@transaction.atomic
def choose_signers(
    *, jurisdiction: Jurisdiction, ranking: str, correction: str, document: str = "", by: By
) -> Jurisdiction:
    """Decide who signs a ranking, a correction, and a document that is adopted; empty: nobody, documents are adopted by the head of the office.

    Raises Refused for a post that signs none.
    """
    posts = {"ranking": ranking, "correction": correction, "document": document}
    for field, role in posts.items():
        if role and role not in SIGNERS:
            raise Refused("这个岗位不能签发排名", field=field)
    jurisdiction = Jurisdiction.objects.select_for_update(no_key=True).get(pk=jurisdiction.pk)
    chosen = {name: role for name, role in posts.items() if role}
    jurisdiction.ranking_signers = chosen
    jurisdiction.save(update_fields=["ranking_signers"])
    journal.record(
        "ranking.signers_chosen",
        jurisdiction=jurisdiction,
        of=jurisdiction,
        actor=by.officer,
        at=by.at,
        data={"signers": chosen},
    )
    return jurisdiction


@transaction.atomic
def ask_for_ranking(
    *, jurisdiction: Jurisdiction, kind: str, from_on: datetime.date, to_on: datetime.date, by: By
) -> RankingRequest:
    """Put a period's ranking before whoever signs it. Raises as `publish_ranking`, and Refused where nobody has to sign."""
    return _ask(rankings.prepare(jurisdiction, kind, from_on, to_on, by.today), "ranking", by)


@transaction.atomic
def ask_for_correction(*, ranking: Ranking, reason: str, by: By) -> RankingRequest:
    """Put a correction before whoever signs it. Raises as `correct_ranking`, and Refused where nobody has to sign."""
    return _ask(corrections.prepare(ranking, reason), "correction", by)


@transaction.atomic
def sign_ranking(*, request: RankingRequest, agree: bool, opinion: str, by: By) -> RankingRequest:
    """Sign and thereby publish, or send back with the reason, in one's own name or for one who is away.

    Raises Forbidden for anybody but the signer and for who asked, Conflict where it was decided meanwhile or where facts have changed since
    it was asked for: signed is what was read.
    """
    request = _held(request)
    signer = signer_of(request, by.officer, by.today)
    refuse_if(conditions.scoring.signing(request, signer, by.officer))
    if not agree and not opinion.strip():
        raise Refused("退回的要写明理由", field="opinion")
    if agree:
        prepared = _again(request, by)
        if prepared.digest != request.digest:
            raise Conflict("提请以后记录有变化，签发的与提请的不一致", possible="请退回，由督查室重新提请。")
        published = freeze(prepared, by, published_by=request.asked_by, signed_by=by.officer)
        request.ranking = published
    request.outcome = _OUTCOME.PUBLISHED if agree else _OUTCOME.RETURNED
    request.decided_by, request.decided_on, request.opinion = by.officer, by.today, opinion.strip()
    request.on_behalf_of = signer if signer is not None and signer.pk != by.officer.pk else None
    request.save()
    _record("ranking.signed" if agree else "ranking.returned", request, by, {"reason": request.opinion})
    return request


@transaction.atomic
def withdraw_request(*, request: RankingRequest, by: By) -> RankingRequest:
    """Take back what waits for a signature. Raises Forbidden for others than the office, Conflict once decided."""
    request = _held(request)
    if not by.officer.is_office:
        raise Forbidden("只能由督查室撤回")
    if request.outcome != _OUTCOME.WAITING:
        raise Conflict(f"这一期的提请已经是“{request.get_outcome_display()}”")
    request.outcome, request.decided_by, request.decided_on = _OUTCOME.WITHDRAWN, by.officer, by.today
    request.save()
    _record("ranking.withdrawn", request, by, {})
    return request


def signer_of(request: RankingRequest, officer: Officer, on: datetime.date) -> Officer | None:
    """Return in whose name an officer may sign on that day: their own where they hold the post, else of one for whom they stand in."""
    if officer.role == request.role:
        return officer
    stood = access.delegations.represented_by(officer, on)
    return next((each for each in stood if each.role == request.role and each.pk != request.asked_by_id), None)


def _ask(prepared: Prepared, what: str, by: By) -> RankingRequest:
    office = prepared.jurisdiction
    role = office.ranking_signers.get(what, "")
    if not role:
        raise Refused("本办公室没有规定须经签发，可以直接发布")
    try:
        with transaction.atomic():
            request = RankingRequest.objects.create(
                jurisdiction=office,
                kind=prepared.kind,
                from_on=prepared.from_on,
                to_on=prepared.to_on,
                corrects=prepared.corrects,
                reason=prepared.reason,
                digest=prepared.digest,
                role=role,
                asked_by=by.officer,
                asked_on=by.today,
            )
    except IntegrityError as error:
        raise Conflict("这一期已经提请签发，正在等待") from error
    if prepared.corrects is None and _is_published(prepared):
        raise Conflict("这一期已经发布，发布后不再改动")
    _record("ranking.requested", request, by, {"reason": request.reason, "digest": request.digest})
    return request


def _again(request: RankingRequest, by: By) -> Prepared:
    """Return what was asked for, as it is known now."""
    if request.corrects is not None:
        return corrections.prepare(request.corrects, request.reason)
    return rankings.prepare(request.jurisdiction, request.kind, request.from_on, request.to_on, by.today)


def _is_published(prepared: Prepared) -> bool:
    found = Ranking.objects.filter(
        jurisdiction=prepared.jurisdiction, kind=prepared.kind, from_on=prepared.from_on, to_on=prepared.to_on
    )
    return found.exists()


def _held(request: RankingRequest) -> RankingRequest:
    # The chain first: what is published under it is not signed twice at once.
    locking.hold_chain(request.jurisdiction)
    related = ("jurisdiction", "asked_by", "corrects__jurisdiction", "corrects__corrects")
    found = RankingRequest.objects.select_for_update(of=("self",), no_key=True).select_related(*related)
    return found.get(pk=request.pk)


def _record(verb: str, request: RankingRequest, by: By, data: dict[str, object]) -> None:
    told = {"kind": request.kind, "from": str(request.from_on), "to": str(request.to_on), **data}
    if request.corrects is not None:
        told["corrects"] = request.corrects.digest
    journal.record(verb, jurisdiction=request.jurisdiction, of=request, actor=by.officer, at=by.at, data=told)
