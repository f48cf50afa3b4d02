"""Requests, many hands at once: of two signatures one counts; of one kind there is one."""

import datetime

import pytest

from duban.ledger.actions.office import successions
from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.models.proposals import Decision
from tests import cast, stories
from tests.racing import ROUNDS, in_hand, one_happened, sound


@pytest.fixture
def raced(at_once):
    """An office in a database whose transactions are real."""
    return cast.office()


def test_of_two_approvers_one_signs(raced, at_once):
    raced.units[0].portfolio = None
    raced.units[0].save()
    for _ in ROUNDS:
        matter = in_hand(raced)
        proposal = proposals.ask(
            "write_off", of=stories.held(matter), reason="无法实施", by=By(raced.liaison, cast.at())
        )

        def sign(who, proposal=proposal):
            return lambda: proposals.sign_proposal(proposal=proposal, agree=True, by=By(who, cast.at()))

        one_happened(at_once(sign(raced.leader), sign(raced.other_leader)))
        assert proposal.signatures.filter(decision=Decision.AGREED).count() == 1
    sound(raced)


def test_agree_and_disagree_of_one_signer(raced, at_once):
    for _ in ROUNDS:
        matter = in_hand(raced)
        proposal = proposals.ask(
            "extension",
            of=stories.held(matter),
            until=datetime.date(2026, 7, 31),
            reason="设计变更",
            by=By(raced.liaison, cast.at()),
        )

        def sign(agree, proposal=proposal):
            return lambda: proposals.sign_proposal(
                proposal=proposal, agree=agree, reason="已阅", by=By(raced.leader, cast.at())
            )

        one_happened(at_once(sign(True), sign(False)))
        proposal.refresh_from_db()
        signed = proposal.signatures.exclude(decision=Decision.WAITING).get()
        refused = signed.decision == Decision.REFUSED
        assert (proposal.outcome == "refused") is refused
    sound(raced)


def test_one_proposal_of_a_kind(raced, at_once):
    for _ in ROUNDS:
        held = stories.held(in_hand(raced))
        by = By(raced.liaison, cast.at())
        ask = lambda held=held, by=by: proposals.ask("write_off", of=held, reason="无法实施", by=by)  # noqa: E731
        one_happened(at_once(ask, ask))


def test_the_leaver_signs_and_the_post_is_handed_over_at_once(raced, at_once):
    """Either the leaver signed first and the signature is theirs, or it passed and the leaver is refused: never both, never neither."""
    for _ in ROUNDS:
        asked = proposals.ask(
            "write_off", of=stories.held(in_hand(raced)), reason="无法实施", by=By(raced.liaison, cast.at())
        )
        answers = at_once(
            lambda asked=asked: stories.sign_as(asked, raced.leader),
            lambda: successions.hand_over(
                of=raced.leader, to=raced.secretary, reason="调任", by=By(raced.head, cast.at())
            ),
        )
        first = asked.signatures.order_by("order").first()
        signed = first.decision == "agreed"
        assert first.officer == (raced.leader if signed else raced.secretary)
        if not signed:
            one_happened(answers)
        portfolio = raced.units[0].portfolio
        portfolio.leader = raced.leader
        portfolio.save()
    sound(raced)
