"""Successions (岗位交接): what waits for one person passes to another in one act; an office is held, and the holder signs."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from duban.ledger import conditions, journal
from duban.ledger.by import By
from duban.ledger.models import Proposal, SavedView, Succession
from duban.ledger.queries.office import waiting
from duban.ledger.queries.office.waiting import Item, Kind
from duban.ledger.refusals import Conflict, Refused, refuse_if
from duban.people.models import Delegation, Officer, Unit

# What a leader is in charge of, whether anything waits or not.
_STANDING = ("portfolios", "contacts")
# Whom a portfolio's leader is asked to sign as.
_IN_CHARGE = ("leader", "new_leader")


@dataclass(frozen=True)
class Handing:
    """One handing over: from whom, to whom (or nobody yet), for a time or for good, and why."""

    of: Officer
    to: Officer | None
    reason: str
    acting: bool = False
    corrects: Succession | None = None


@transaction.atomic
def hand_over(*, of: Officer, to: Officer | None, reason: str, by: By, acting: bool = False) -> Succession:
    """Pass all that waits for `of` by name to `to`; what `to` may not sign stays listed as without a hand, with the reason.

    What `of` signed stays theirs. Their delegations end. Without `to` the post is noted as unfilled. Raises Refused without a reason and
    for somebody who cannot take it, Conflict where nothing waits (another may have handed it over meanwhile).
    """
    if not reason.strip():
        raise Refused("请写明交接事由", possible="如“调任”“退休”“分工调整”。", field="reason")
    refuse_if(conditions.office.handing_over(of, to, by.officer))
    _hold(of)
    ended = _end_delegations(of, by.officer, by.at)
    items = _items(of)
    if not items and not ended:
        raise Conflict(f"没有等待{of}办理、可以移交的事项", possible="如果刚有人办理过交接，请查看交接记录。")
    return _pass_on(Handing(of, to, reason.strip(), acting), items, by.officer, by.at)


@transaction.atomic
def put_right(*, succession: Succession, to: Officer, reason: str, by: By, acting: bool = False) -> Succession:
    """Pass what a succession gave to the wrong person, or to one who held it for a time, on to another, as far as it still waits there.

    Raises Refused and Conflict as `hand_over` does; what was signed meanwhile stands.
    """
    if not reason.strip():
        raise Refused("请写明更正事由", field="reason")
    held = Succession.objects.select_for_update(of=("self",), no_key=True).select_related("of", "to", "jurisdiction")
    succession = held.get(pk=succession.pk)
    holder = succession.to
    if holder is None:
        raise Refused("这次交接没有接任人，请直接办理岗位交接")
    refuse_if(_correcting(succession, to, by.officer))
    _hold(holder)
    passed = {each["row"] for each in succession.items if each["to"] is not None}
    items = [each for each in _items(holder) if each.key in passed]
    if not items:
        raise Conflict("这次交接的事项都已经办理或者转出，没有可以更正的")
    return _pass_on(Handing(holder, to, reason.strip(), acting, corrects=succession), items, by.officer, by.at)


@transaction.atomic
def pass_by_rule(*, of: Officer, actor: Officer | None, at: datetime.datetime) -> Succession | None:
    """Pass what waits for somebody whose account is closed just now to their deputy (AB 岗); without one it is listed as without a hand.

    Nothing and None where nothing waits. Portfolios are left without a leader, so that nobody is asked who cannot act.
    """
    _hold(of)
    ended = _end_delegations(of, actor, at)
    items = _items(of)
    if not items and not ended:
        return None
    deputy = of.deputy if of.deputy is not None and of.deputy.is_active else None
    if deputy is not None and (deputy.pk == of.pk or deputy.role not in conditions.office.posts_like(of)):
        deputy = None
    reason = "账号停用，按 AB 岗接办" if deputy is not None else "账号停用，尚未指定接任人"
    return _pass_on(Handing(of, deputy, reason, acting=deputy is not None), items, actor, at)


@transaction.atomic
def name_deputy(*, officer: Officer, deputy: Officer | None, by: By) -> Officer:
    """Name who takes what waits for an officer, should their account be closed before anybody is chosen (AB 岗); None for nobody.

    Raises Refused for somebody whose post may not take it over.
    """
    refuse_if(conditions.office.handing_over(officer, deputy, officer), field="deputy")
    officer.deputy = deputy
    officer.save(update_fields=["deputy"])
    data = {"deputy": str(deputy or "")}
    journal.record("officer.edited", jurisdiction=officer.office, of=officer, actor=by.officer, at=by.at, data=data)
    return officer


def follow_portfolio(units: Iterable[Unit], was: Officer | None, now: Officer | None) -> int:
    """Let open signatures of the leader in charge of these units pass from one leader to the next, inside the caller's act; return how many.

    What the leader signs because they ordered the matter stays with them.
    """
    if was is None or now is None or was.pk == now.pk:
        return 0
    signatures = next(each for each in waiting.KINDS if each.name == "signatures")
    of_units = {unit.pk for unit in units}
    moved = 0
    for item in _locked(signatures, was):
        proposal = item.row.proposal
        place = proposal.to_unit_id if item.row.role == "new_leader" else proposal.assignment.unit_id
        ordered = proposal.assignment.matter.instructed_by_id == was.pk
        if item.row.role in _IN_CHARGE and place in of_units and not ordered and not signatures.fits(item.row, now):
            _give(item, now)
            moved += 1
    return moved


def _correcting(succession: Succession, to: Officer, by: Officer) -> Refused | None:
    """Say whether what was passed on may go to `to`: like a handing over of the first holder's post, and back to them too."""
    if to.pk == succession.to_id:
        return Refused("已经是由此人接任", field="to")
    if to.pk == succession.of_id:
        return None if to.is_active else Refused("移交人的账号已经停用", field="to")
    return conditions.office.handing_over(succession.of, to, by)


def _hold(officer: Officer) -> None:
    """One handing over of a post at a time."""
    Officer.objects.select_for_update(no_key=True).get(pk=officer.pk)


def _items(of: Officer) -> list[Item]:
    """Return what passes on, locked; with what was left without a leader when their account was closed."""
    found = [item for kind in waiting.KINDS for item in _locked(kind, of)]
    return [*_vacated(of), *found]


def _vacated(of: Officer) -> list[Item]:
    last = Succession.objects.filter(of=of).order_by("-pk").first()
    if last is None or last.to_id is not None:
        return []
    found = []
    for kind in (each for each in waiting.KINDS if each.name in _STANDING):
        keys = [int(each["row"].split(":")[1]) for each in last.items if each["kind"] == kind.name]
        rows = kind.base(of.office).filter(pk__in=keys, **{kind.column: None}).order_by("pk")
        found += [Item(kind, row) for row in rows]
    return found


def _locked(kind: Kind, of: Officer) -> list[Item]:
    """Return one kind's rows under lock: who signs at this moment is done first, or comes too late."""
    if kind.name == "signatures":
        # Whoever signs holds the proposal: the same lock, taken in one order.
        waits = kind.rows(of).values("proposal")
        list(Proposal.objects.select_for_update(no_key=True).filter(pk__in=waits).order_by("pk"))
        return [Item(kind, row) for row in kind.rows(of).order_by("pk")]
    rows = kind.rows(of).order_by("pk").select_for_update(of=("self",), no_key=True)
    return [Item(kind, row) for row in rows]


def _give(item: Item, to: Officer) -> None:
    setattr(item.row, item.kind.column, to)
    item.row.save(update_fields=[item.kind.column])


def _pass_on(handing: Handing, items: list[Item], actor: Officer | None, at: datetime.datetime) -> Succession:
    of, to = handing.of, handing.to
    told: list[dict[str, Any]] = []
    for item in items:
        why = item.kind.fits(item.row, to) if to is not None else "尚未指定接任人"
        if not why and to is not None:
            _give(item, to)
        elif item.kind.name in _STANDING and not of.is_active:
            # A closed account is in charge of nothing: whoever is asked next must be able to answer.
            setattr(item.row, item.kind.column, None)
            item.row.save(update_fields=[item.kind.column])
        told.append(
            {
                "kind": item.kind.name,
                "row": item.key,
                "words": item.words[:200],
                "to": to.pk if to is not None and not why else None,
                "why": why,
            }
        )
    if to is not None:
        _copy_views(of, to)
    made = Succession.objects.create(
        jurisdiction=of.office,
        of=of,
        to=to,
        acting=handing.acting,
        post=of.post[:120],
        on=timezone.localdate(at),
        reason=handing.reason[:200],
        handed_by=actor,
        items=told,
        corrects=handing.corrects,
    )
    passed = sum(each["to"] is not None for each in told)
    data = {"of": str(of), "to": str(to or ""), "post": made.post, "passed": passed, "left": len(told) - passed}
    verb = "post.handed_over" if handing.corrects is None else "post.handing_corrected"
    journal.record(
        verb,
        jurisdiction=of.office,
        of=made,
        actor=actor,
        at=at,
        data={**data, "acting": handing.acting, "reason": made.reason},
    )
    return made


def _copy_views(of: Officer, to: Officer) -> None:
    have = set(to.saved_views.values_list("name", flat=True))
    SavedView.objects.bulk_create(
        SavedView(officer=to, name=each.name, query=each.query)
        for each in of.saved_views.order_by("pk")
        if each.name not in have
    )


def _end_delegations(of: Officer, actor: Officer | None, at: datetime.datetime) -> int:
    """End what the leaver gave and received: they are asked no more, and sign for nobody."""
    today = timezone.localdate(at)
    given = Delegation.objects.filter(of=of) | Delegation.objects.filter(to=of)
    count = 0
    for each in given.filter(ended_on=None, through_on__gte=today).select_related("of", "to").order_by("pk"):
        each.ended_on = today
        each.save(update_fields=["ended_on"])
        data = {"of": str(each.of), "to": str(each.to)}
        journal.record("delegation.ended", jurisdiction=of.office, of=each, actor=actor, at=at, data=data)
        count += 1
    return count
