"""Many at once: put the start of many matters up for approval, sign many proposals; all of them or none, and which one stood in the way is said."""

from collections.abc import Callable, Sequence
from functools import partial

from django.db import transaction

from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.models import Matter, Proposal
from duban.ledger.models.proposals import START
from duban.ledger.refusals import Refused

MOST = 200


@transaction.atomic
def ask_starts(*, matters: Sequence[Matter], reason: str, by: By) -> list[Proposal]:
    """Ask the leader to approve that these matters start, each on its own proposal. Raises Refused, naming the matter, as `ask` does."""
    _few(matters, "matters")
    return [
        _each(f"{matter.no} {matter.title}", partial(proposals.ask, START, of=matter, reason=reason, by=by))
        for matter in matters
    ]


@transaction.atomic
def sign_each(*, chosen: Sequence[Proposal], agree: bool, by: By, reason: str = "") -> list[Proposal]:
    """Give the same signature to each of these proposals. Raises Refused, naming the matter, as `sign_proposal` does."""
    _few(chosen, "proposals")
    return [
        _each(
            f"{each.assignment.matter.no} {each.get_act_display()}",
            partial(proposals.sign_proposal, proposal=each, agree=agree, by=by, reason=reason),
        )
        for each in chosen
    ]


def _each(where: str, act: Callable[[], Proposal]) -> Proposal:
    try:
        return act()
    except Refused as refusal:
        raise refusal.said_of(where, "去掉这一件，其余可以一起办理。") from None


def _few(chosen: Sequence[object], field: str) -> None:
    if not chosen:
        raise Refused("没有选中可以办理的事项", possible="不能办理的，原因写在各行。", field=field)
    if len(chosen) > MOST:
        raise Refused(f"一次最多 {MOST} 件", possible="请分批办理。", field=field)
