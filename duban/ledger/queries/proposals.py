"""Proposals as signers read them: two sentences (what is asked, what the rule says), who has signed, whose turn it is."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from duban.ledger import access, regimes
from duban.ledger.models import Proposal, Signature
from duban.ledger.models.proposals import Act, Decision, Outcome
from duban.people.models import Officer, Role

TABS = {"waiting": "待我签批", "ready": "待实施", "going": "进行中", "done": "已办"}


@dataclass(frozen=True)
class Card:
    """One proposal in two sentences. `turn` is the signature that is due next; `is_mine` whether it is the reader's."""

    proposal: Proposal
    asked: str
    rule: str
    signatures: list[tuple[Signature, str]]
    turn: Signature | None
    is_mine: bool


def waiting_for(officer: Officer) -> QuerySet[Proposal]:
    """Return the proposals that wait for this officer's signature: it is his turn, by name or by post."""
    if not access.may(officer, "sign"):
        return Proposal.objects.none()
    posts = [name for name, role in regimes.ROLE_OF_SIGNER.items() if role == officer.role]
    earlier = Signature.objects.filter(
        proposal=OuterRef("proposal"), order__lt=OuterRef("order"), decision=Decision.WAITING
    )
    turns = Signature.objects.filter(~Exists(earlier), decision=Decision.WAITING).filter(
        Q(officer=officer) | Q(officer__isnull=True, role__in=posts)
    )
    found = access.proposals(officer).filter(outcome=Outcome.OPEN, pk__in=turns.values("proposal"))
    return found.exclude(proposed_by=officer)


def list_of(officer: Officer, tab: str) -> QuerySet[Proposal]:
    """Return the proposals of a tab, those that wait longest first; the done ones newest first."""
    if tab == "waiting":
        return waiting_for(officer).order_by("proposed_on", "id")
    found = access.proposals(officer)
    if tab == "ready":
        return found.filter(outcome=Outcome.APPROVED).order_by("proposed_on", "id")
    if tab == "going":
        return found.filter(outcome__in=(Outcome.OPEN, Outcome.APPROVED)).order_by("proposed_on", "id")
    return found.exclude(outcome__in=(Outcome.OPEN, Outcome.APPROVED)).order_by("-id")


def counts_of(officer: Officer) -> dict[str, int]:
    """Return how many proposals each tab holds."""
    return {tab: list_of(officer, tab).order_by().count() for tab in TABS}


def cards_of(officer: Officer, proposals: QuerySet[Proposal] | Iterable[Proposal]) -> list[Card]:
    """Return proposals as cards, in a number of queries that does not grow with them."""
    if isinstance(proposals, QuerySet):
        proposals = proposals.select_related(
            "jurisdiction", "assignment__matter__jurisdiction", "assignment__unit", "to_unit", "proposed_by"
        ).prefetch_related("signatures__officer")
    return [_card(officer, proposal) for proposal in proposals]


def signer_named(proposal: Proposal, role: str) -> str:
    """Return a signer as the document calls him."""
    return regimes.regime_of(proposal.assignment.matter).roles.get(role) or post(role)


def post(role: str) -> str:
    """Return what a signer is called where the document has no word of its own."""
    return "接办单位的分管领导" if role == "new_leader" else str(Role(role).label)


def _card(officer: Officer, proposal: Proposal) -> Card:
    signatures = sorted(proposal.signatures.all(), key=lambda each: each.order)
    turn = None
    if proposal.outcome == Outcome.OPEN:
        turn = next((each for each in signatures if each.decision == Decision.WAITING), None)
    is_mine = (
        turn is not None
        and access.may(officer, "sign")
        and proposal.proposed_by_id != officer.pk
        and (turn.officer_id == officer.pk if turn.officer_id else officer.role == regimes.ROLE_OF_SIGNER[turn.role])
    )
    return Card(
        proposal=proposal,
        asked=_asked(proposal),
        rule=_rule(proposal),
        signatures=[(each, signer_named(proposal, each.role)) for each in signatures],
        turn=turn,
        is_mine=is_mine,
    )


def _asked(proposal: Proposal) -> str:
    assignment = proposal.assignment
    what = f"“{assignment.matter.title}”（{assignment.matter.no}）"
    if proposal.act == Act.EXTENSION:
        since = f"由 {assignment.due_on} " if proposal.outcome == Outcome.OPEN else ""
        return f"{assignment.unit}申请将{what}的办结期限{since}延至 {proposal.until}。"
    if proposal.act == Act.WRITE_OFF:
        return f"{assignment.unit}申请将{what}销号，不再办理。"
    if proposal.act == Act.TRANSFER:
        return f"{assignment.unit}申请将{what}改由{proposal.to_unit}承办。"
    name = regimes.step_named(assignment.matter, proposal.step).name
    return f"拟就{what}对{assignment.unit}实施“{name}”。"


def _rule(proposal: Proposal) -> str:
    """Return the gist of the clause that provides for it, or that the document says nothing of who signs."""
    regime = regimes.regime_of(proposal.assignment.matter)
    try:
        return regime.clause(proposal.clause).gist
    except KeyError:
        return f"{regime.name}没有写明这类事项由谁签批，按本系统的顺序办理。"

