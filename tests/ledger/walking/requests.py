"""Rules of what is asked for and signed: extensions, write-offs, transfers, steps of the ladder; and urgings."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from duban.engine.packs import loading
from duban.ledger import ladders, words
from duban.ledger.actions.matters import urges
from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.governed import Governed
from tests.ledger.walking.models import DAY, OPEN, PLACES, REASONS, SPANS, Model


class Requests(Model):
    """What units and the office ask for, and who signs it or may not."""

    @precondition(lambda self: self._any(*OPEN))
    @rule(place=PLACES, days=SPANS, reason=REASONS)
    def ask_extension(self, place, days, reason):
        each, assignment = self._assignment(place, *OPEN)
        self._try(
            self._may_ask(each, reason, days > 0 and assignment.due_on + days * DAY >= self.today),
            lambda: proposals.ask(
                "extension",
                of=assignment,
                until=assignment.due_on + days * DAY,
                reason=reason,
                by=By(self._unit(each), self.now),
            ),
        )

    @precondition(lambda self: self._any(*OPEN))
    @rule(place=PLACES, reason=REASONS)
    def ask_write_off(self, place, reason):
        each, assignment = self._assignment(place, *OPEN)
        self._try(
            self._may_ask(each, reason),
            lambda: proposals.ask("write_off", of=assignment, reason=reason, by=By(self._unit(each), self.now)),
        )

    @precondition(lambda self: self._any(*OPEN))
    @rule(place=PLACES, to=PLACES, reason=REASONS)
    def ask_transfer(self, place, to, reason):
        each, assignment = self._assignment(place, *OPEN)
        self._try(
            self._may_ask(each, reason, self._may_pass(each, to)),
            lambda: proposals.ask(
                "transfer",
                of=assignment,
                to=self.office.units[to % 4],
                reason=reason,
                by=By(self._unit(each), self.now),
            ),
        )

    @precondition(lambda self: self._any(*OPEN))
    @rule(place=PLACES)
    def propose_step(self, place):
        each, assignment = self._assignment(place, *OPEN)
        due = ladders.open_step(assignment, self.today)
        names = [step.step for step in loading.load_regime(self.regime).steps({})]
        if not names:
            return
        self._try(
            None if due and each.part == "lead" and each.stage in OPEN else False,
            lambda: proposals.ask(
                "step",
                of=assignment,
                step=due.step if due else names[0],
                reason="逾期未办结",
                by=By(self.office.clerk, self.now),
            ),
        )

    @precondition(lambda self: self._proposals())
    @rule(place=PLACES, agree=st.sampled_from([True, True, True, False]), all_sign=st.sampled_from([True, True, False]))
    def sign(self, place, agree, all_sign):
        proposal = self._proposal(place, "open")
        while True:
            waiting = proposals.waiting_signature(proposal)
            signer = self._signer(waiting) if waiting else self.office.leader
            legal = None if proposal.outcome == "open" and waiting else False
            act = lambda signer=signer: proposals.sign_proposal(  # noqa: E731
                proposal=proposal, agree=agree, reason="已阅", by=By(signer, self.now)
            )
            if not self._try(legal, act):
                return
            proposal.refresh_from_db()
            if proposal.outcome == "carried_out":
                self._took_effect(proposal)
            if proposal.outcome != "open" or not all_sign:
                return

    @precondition(lambda self: self._proposals())
    @rule(place=PLACES, who=PLACES)
    def sign_out_of_turn(self, place, who):
        proposal = self._proposal(place, "open")
        waiting = proposals.waiting_signature(proposal)
        officers = [self.office.clerk, *self.liaisons, self.office.inspector, self.office.admin, self.office.auditor]
        meddler = officers[who % len(officers)]
        if waiting and not proposals.may_sign(waiting, meddler):
            self._try(False, lambda: proposals.sign_proposal(proposal=proposal, agree=True, by=By(meddler, self.now)))

    @precondition(lambda self: self._proposals())
    @rule(place=PLACES, own=st.booleans())
    def withdraw(self, place, own):
        proposal = self._proposal(place, "open", "approved")
        side = proposal.proposed_by or self.office.clerk
        others = [who for who in self.liaisons if who.unit_id not in (side.unit_id, proposal.assignment.unit_id)]
        actor = side if own else others[0]
        legal = own and proposal.outcome in ("open", "approved")
        self._try(legal, lambda: proposals.withdraw_proposal(proposal=proposal, by=By(actor, self.now)))

    @precondition(lambda self: self._proposals())
    @rule(place=PLACES, limit=st.none() | SPANS, authority=st.sampled_from(["prefecture", "county", "", "moon"]))
    def carry_out(self, place, limit, authority):
        ready = [each for each in self._proposals() if each.outcome == "approved"]
        proposal = ready[place % len(ready)] if ready else self._proposal(place)
        self._try(
            None if ready else False,
            lambda: proposals.carry_out(
                proposal=proposal,
                limit=None if limit is None else self.today + limit * DAY,
                authority=authority,
                medium="市电视台",
                held_on=self.today if self._is_dated(proposal) else None,
                by=By(self.office.clerk, self.now),
            ),
        )

    def _is_dated(self, proposal):
        return (
            proposal.act == "step" and Governed.of(proposal.assignment.matter).step(proposal.step).held_on is not None
        )

    @precondition(lambda self: self._any(*OPEN))
    @rule(place=PLACES, channel=st.sampled_from([*words.CHANNELS, "pigeon"]), limit=st.none() | SPANS)
    def urge(self, place, channel, limit):
        each, assignment = self._assignment(place, *OPEN)
        self._try(
            None if each.stage in OPEN and channel != "pigeon" and (limit or 0) >= 0 else False,
            lambda: urges.urge_unit(
                assignment=assignment,
                channel=channel,
                limit=None if limit is None else self.today + limit * DAY,
                by=By(self.office.clerk, self.now),
            ),
        )
