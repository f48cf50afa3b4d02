"""Proposals as signers read them: two sentences (what is asked, what the rule says), who has signed, whose turn it is."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from duban.ledger import access, acts
from duban.ledger.governed import ROLE_OF_SIGNER, Governed
from duban.ledger.models import Matter, Proposal, Signature
from duban.ledger.models.proposals import GOING, Decision, Outcome
from duban.ledger.queries.process import delegations
from duban.ledger.situations import Situation
from duban.people.models import Officer, Role

_FINAL = "同意后即行编号制发文书，不能撤销。"
TABS = {"waiting": "待我签批", "ready": "待实施", "going": "进行中", "done": "已办"}


@dataclass(frozen=True)
class Card:
    """One proposal in two sentences. `turn` is the signature that is due next; `as_whom` in whose name the reader may give it."""

    proposal: Proposal
    asked: str
    rule: str
    signatures: list[tuple[Signature, str]]
    turn: Signature | None
    as_whom: Officer | None
    stands_in: bool

    @property
    def act(self) -> acts.Act:
        """Return what is asked for."""
        return acts.of(self.proposal)

    @property
    def asked_by(self) -> str:
        """Return who puts it up: the unit whose post asked, else the supervision office; a measure is never its own unit's wish."""
        officer = self.proposal.proposed_by
        return str(officer.unit) if officer is not None and officer.is_unit else "督查室"

    @property
    def if_agreed(self) -> str:
        """Return what comes of the reader's consent: the next signer's turn, or what the last signature brings about."""
        turn = self.turn
        nxt = next((named for each, named in self.signatures if turn and each.order > turn.order), "")
        if nxt:
            return f"同意后转{nxt}签批。"
        usual = "同意后由督查室实施。" if self.act.is_carried_out else "同意后即生效。"
        return self.act.follows(self.proposal, agree=True) or (_FINAL if self.act.is_of_orders else usual)

    @property
    def if_refused(self) -> str:
        """Return what comes of the reader's refusal."""
        by = self.proposal.proposed_by
        side = by.unit.name if by is not None and by.unit is not None else "督查室"
        return self.act.follows(self.proposal, agree=False) or f"送出后：{side}收到理由，按现状继续办理。"

    @property
    def is_mine(self) -> bool:
        """Return whether it is the reader's turn, in their own name or for one who is away."""
        return self.as_whom is not None


@dataclass(frozen=True)
class Awaited:
    """A proposal that waits for a signature, and whose: the post in the document's words with the holder's name, where there is one."""

    proposal: Proposal
    signer: str

    @property
    def label(self) -> str:
        """Return what is asked for, in a word or two."""
        return acts.of(self.proposal).label


def awaited(matter: Matter, proposals: Iterable[Proposal]) -> list[Awaited]:
    """Return for whom those of a matter's proposals wait that are open, from their signatures, which were read with them; asks nothing."""
    roles = Governed.of(matter).document.roles
    found = []
    for each in proposals:
        turn = _turn(each, _in_order(each))
        if turn is not None:
            named = roles.get(turn.role) or post(turn.role)
            found.append(Awaited(each, f"{named} {_holder(turn.officer)}".strip()))
    return found


def _holder(officer: Officer | None) -> str:
    """Return who holds the post; that nobody does until a successor is named, where the account was closed."""
    if officer is None:
        return ""
    return officer.full_name if officer.is_active else f"{officer.full_name}（账号已停用，尚未指定接任人）"


def waiting_for(officer: Officer, on: datetime.date) -> QuerySet[Proposal]:
    """Return the proposals that wait for this officer's signature on that day: it is their turn, by name, by post, or as a stand-in."""
    stood = access.delegations.represented_by(officer, on)
    earlier = Signature.objects.filter(
        proposal=OuterRef("proposal"), order__lt=OuterRef("order"), decision=Decision.WAITING
    )
    turns = Signature.objects.filter(~Exists(earlier), decision=Decision.WAITING)
    mine = (
        Q(pk__in=turns.filter(_place_of(officer)).values("proposal")) if access.may(officer, "sign") else Q(pk__in=[])
    )
    # Whoever has a place of their own on a proposal does not sign it for another too, and nobody signs for another what that one proposed.
    with_place = Signature.objects.filter(_place_of(officer)).values("proposal")
    for each in stood:
        for_him = turns.filter(_place_of(each)).exclude(proposal__in=with_place).exclude(proposal__proposed_by=each)
        mine |= Q(pk__in=for_him.values("proposal"))
    found = access.requests.proposals(officer).filter(mine, outcome=Outcome.OPEN)
    return found.exclude(proposed_by__in=officer.accounts)


def list_of(officer: Officer, tab: str, on: datetime.date) -> QuerySet[Proposal]:
    """Return the proposals of a tab, those that wait longest first; the done ones newest first."""
    if tab == "waiting":
        return waiting_for(officer, on).order_by("proposed_on", "id")
    found = access.requests.proposals(officer)
    if tab == "ready":
        return found.filter(outcome=Outcome.APPROVED).order_by("proposed_on", "id")
    if tab == "going":
        return found.filter(outcome__in=_going(officer)).order_by("proposed_on", "id")
    return found.exclude(outcome__in=GOING).order_by("-id")


def counts_of(officer: Officer, on: datetime.date) -> dict[str, int]:
    """Return how many proposals each tab holds."""
    by_outcome = access.requests.proposals(officer).aggregate(
        ready=Count("pk", filter=Q(outcome=Outcome.APPROVED)),
        going=Count("pk", filter=Q(outcome__in=_going(officer))),
        done=Count("pk", filter=~Q(outcome__in=GOING)),
    )
    return {"waiting": waiting_for(officer, on).count(), **by_outcome}


def _going(officer: Officer) -> tuple[str, ...]:
    """A unit sees its own until they are carried out; for the others what is signed and not carried out yet is a list of its own."""
    return tuple(GOING) if officer.is_unit else (Outcome.OPEN,)


def cards_of(officer: Officer, proposals: QuerySet[Proposal] | Iterable[Proposal], on: datetime.date) -> list[Card]:
    """Return proposals as cards, in a number of queries that does not grow with them."""
    if isinstance(proposals, QuerySet):
        proposals = proposals.select_related(
            "jurisdiction", "assignment__matter__jurisdiction", "assignment__unit", "to_unit", "proposed_by__unit"
        ).prefetch_related("signatures__officer", "signatures__on_behalf_of")
    stood = access.delegations.represented_by(officer, on)
    return [_card(officer, proposal, stood) for proposal in proposals]


def signer_named(proposal: Proposal, role: str) -> str:
    """Return a signer as the document calls them."""
    return Governed.of(proposal.assignment.matter).document.roles.get(role) or post(role)


def post(role: str) -> str:
    """Return what a signer is called where the document has no word of its own."""
    ours = {"new_leader": "接办单位的分管领导", "contact_leader": "联系领导"}
    return ours.get(role) or str(Role(role).label)


def signers_of(act: acts.Act, now: Situation) -> tuple[list[str], str]:
    """Return who will sign an act, in order, in the document's words, and the clause that says so; empty: the program's own order."""
    approval = act.approval(now.matter, act.step(now))
    return [now.governed.document.roles.get(each) or post(each) for each in approval.signers], approval.clause


def _place_of(officer: Officer) -> Q:
    posts = [name for name, role in ROLE_OF_SIGNER.items() if role == officer.role]
    return Q(officer=officer) | Q(officer__isnull=True, role__in=posts)


def _card(officer: Officer, proposal: Proposal, stood: Sequence[Officer]) -> Card:
    signatures, as_whom = _in_order(proposal), None
    turn = _turn(proposal, signatures)
    if turn is not None:
        as_whom = delegations.signing_as(turn, signatures, proposal.proposed_by_id, officer, stood)
    return Card(
        proposal=proposal,
        asked=acts.of(proposal).sentence(proposal),
        rule=_rule(proposal),
        signatures=[(each, signer_named(proposal, each.role)) for each in signatures],
        turn=turn,
        as_whom=as_whom,
        stands_in=as_whom is not None and as_whom.pk != officer.pk,
    )


def _in_order(proposal: Proposal) -> list[Signature]:
    return sorted(proposal.signatures.all(), key=lambda each: each.order)


def _turn(proposal: Proposal, signatures: Iterable[Signature]) -> Signature | None:
    """Return the signature that is due next; None where none is."""
    if proposal.outcome != Outcome.OPEN:
        return None
    return next((each for each in signatures if each.decision == Decision.WAITING), None)


def _rule(proposal: Proposal) -> str:
    """Return the gist of the clause that provides for it, or that the document says nothing of who signs."""
    regime = Governed.of(proposal.assignment.matter).document
    try:
        return regime.clause(proposal.clause).gist
    except KeyError:
        return f"{regime.name}没有写明这类事项由谁签批，按本系统的顺序办理。"
