"""Undo a decision within a minute (撤销签批): signature, request and what the request brought about stand as before; the journal keeps both."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import ProtectedError

from duban.ledger import conditions, journal
from duban.ledger.actions.matters import fallen_lines
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Matter, Proposal, Signature
from duban.ledger.models.proposals import Outcome
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.storage import locking
from duban.people import remembering

_WHY = "签批人一分钟内撤销签批"
# What has a number, or has gone out, is never set back.
_OUT = ("ledger.notice", "ledger.noticeitem", "ledger.bulletin", "ledger.annulment")


def keep(signature: Signature, matter: Matter, memory: remembering.Memory, before: int) -> None:
    """Keep with a signature what undoing it sets back: the rows as they stood, and which lines of the journal it wrote.

    Nothing is kept, so that it stands, where a paper got its number, a row went, or a line amends another or may be there once only.
    """
    lines = list(
        JournalLine.objects.filter(matter=matter, seq__gt=before).order_by("seq").values("seq", "amends", "key")
    )
    is_final = not memory.is_whole or any(label in _OUT for label, _ in memory.rows)
    if is_final or not lines or any(each["amends"] or each["key"] for each in lines):
        return
    undo = {"rows": memory.plain(), "lines": [lines[0]["seq"], lines[-1]["seq"]]}
    Signature.objects.filter(pk=signature.pk).update(undo=undo)


@transaction.atomic
def undo_decisions(*, proposals: Sequence[Proposal], by: By) -> list[Proposal]:
    """Undo the officer's last decision on each of these requests, all or none; return the requests as they are now.

    Raises Refused after a minute, once a paper is out or somebody built on it, and where nothing was decided.
    """
    if not proposals:
        raise Refused("没有选中可以撤销的签批")
    for matter in sorted({each.assignment.matter_id: each.assignment.matter for each in proposals}.values(), key=_key):
        locking.hold_matter(matter)
    found = Signature.objects.filter(proposal__in=proposals, decided_at__isnull=False)
    found = found.select_related("proposal__assignment__matter__jurisdiction", "proposal__assignment__unit", "officer")
    last = {each.proposal_id: each for each in found.select_for_update(of=("self",), no_key=True).order_by("order")}
    chosen = sorted(last.values(), key=lambda each: each.undo["lines"][1] if each.undo else 0, reverse=True)
    if len(chosen) != len({each.pk for each in proposals}):
        raise Refused("这项报批还没有签批，没有可以撤销的")
    for each in chosen:
        refuse_if(conditions.requests.undoing(each, by.officer, by.at, chosen))
    return [_undo(each, by) for each in chosen]


def _undo(signature: Signature, by: By) -> Proposal:
    proposal, matter = signature.proposal, signature.proposal.assignment.matter
    first, last = signature.undo["lines"]
    facts = JournalLine.objects.filter(matter=matter, seq__range=(first, last)).exclude(kind="")
    took_effect = proposal.outcome == Outcome.CARRIED_OUT
    fallen_lines.fell(facts.select_related("jurisdiction", "unit", "matter"), _WHY, proposal, by)
    try:
        remembering.set_back(signature.undo["rows"])
    except ProtectedError as error:
        raise Refused("已有人据此办理，不能撤销", possible="请督查室按更正、撤回或者重新办理纠正。") from error
    proposal = Proposal.objects.select_related("assignment__matter__jurisdiction", "assignment__unit").get(
        pk=proposal.pk
    )
    data = {"act": proposal.act, "step": proposal.step, "effect": took_effect}
    journal.record_on("proposal.undone", proposal.assignment, by.officer, by.at, of=proposal, data=data)
    return proposal


def _key(matter: Matter) -> int:
    return matter.pk
