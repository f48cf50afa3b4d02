"""Rules of a matter's way: registered, approved, dispatched, accepted or refused, reported, reviewed, paused, closed, reopened."""

from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from duban.ledger.actions.matters import assignments, matters, pauses
from duban.ledger.actions.reports import reports
from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Proposal
from tests.ledger.walking.models import DAY, OPEN, PLACES, REASONS, SPANS, Model


class Orders(Model):
    """What the office and its units do with a matter, in turn or out of it."""

    @initialize(days=st.integers(min_value=5, max_value=40), support=st.booleans())
    def begin(self, days, support):
        self._register(days, 0, None, support)
        self.dispatch(0, 5)

    @precondition(lambda self: len({each.matter for each in self.held}) < 3)
    @rule(
        days=st.integers(min_value=-1, max_value=60),
        lead=PLACES,
        second=st.none() | PLACES,
        support=st.booleans(),
        approved=st.booleans(),
    )
    def register(self, days, lead, second, support, approved):
        self._register(days, lead % 4, second, support, approved)

    @precondition(lambda self: self._any("planned"))
    @rule(place=PLACES, reason=REASONS)
    def ask_start(self, place, reason):
        matter = self._matter(place, "planned")
        waiting = Proposal.objects.filter(act="start", outcome="open", assignment__matter=matter).exists()
        due = self._expected(matter.pk) == "proposed" and matter.pk not in self.started
        legal = due and self.needs_start and not waiting and bool(reason.strip())
        self._try(legal, lambda: proposals.ask("start", of=matter, reason=reason, by=By(self.office.clerk, self.now)))

    @precondition(lambda self: self._starts())
    @rule(place=PLACES, agree=st.sampled_from([True, True, False]), meddler=st.booleans())
    def sign_start(self, place, agree, meddler):
        found = self._starts()
        proposal = found[place % len(found)]
        waiting = proposals.waiting_signature(proposal)
        if meddler:
            act = lambda: proposals.sign_proposal(  # noqa: E731
                proposal=proposal, agree=agree, reason="已阅", by=By(self.office.clerk, self.now)
            )
            self._try(False, act)
            return
        act = lambda: proposals.sign_proposal(  # noqa: E731
            proposal=proposal, agree=agree, reason="已阅", by=By(self._signer(waiting), self.now)
        )
        self._try(True, act)
        proposal.refresh_from_db()
        if proposal.outcome == "approved":
            self.started.add(proposal.assignment.matter_id)

    @precondition(lambda self: self._any("planned"))
    @rule(place=PLACES, accept_in=st.none() | st.integers(min_value=-1, max_value=10))
    def dispatch(self, place, accept_in):
        matter = self._matter(place, "planned")
        planned = [each for each in self._of(matter) if each.stage == "planned"]
        late = accept_in is not None and accept_in < 0
        legal = (
            bool(planned)
            and matter.due_on >= self.today
            and not late
            and matter.pk in self.started
            and (None if accept_in is None else True)
        )
        accept_by = None if accept_in is None else self.today + accept_in * DAY
        done = self._try(
            legal,
            lambda: matters.dispatch_matter(matter=matter, by=By(self.office.clerk, self.now), accept_by=accept_by),
        )
        for each in planned if done else ():
            each.stage = "to_accept"

    @precondition(lambda self: self._any("to_accept"))
    @rule(place=PLACES)
    def accept(self, place):
        each, assignment = self._assignment(place, "to_accept")
        act = lambda: assignments.accept_assignment(assignment=assignment, by=By(self._unit(each), self.now))  # noqa: E731
        if self._try(each.stage == "to_accept", act):
            each.stage = "in_hand"

    @precondition(lambda self: self._any("to_accept"))
    @rule(place=PLACES, reason=REASONS)
    def refuse(self, place, reason):
        each, assignment = self._assignment(place, "to_accept")
        by, heard_late = assignment.accept_by, bool(Governed.of(assignment.matter).objection_clause)
        in_time = by is None or self.today <= by or heard_late
        at_stage = each.stage == "to_accept" or (each.stage == "in_hand" and by is not None)
        legal = at_stage and in_time and bool(reason.strip())
        act = lambda: assignments.refuse_assignment(  # noqa: E731
            assignment=assignment, reason=reason, by=By(self._unit(each), self.now)
        )
        if self._try(legal, act):
            each.stage = "refused"

    @precondition(lambda self: self._any("refused"))
    @rule(place=PLACES, to=st.none() | PLACES)
    def uphold(self, place, to):
        each, assignment = self._assignment(place, "refused")
        unit = None if to is None else self.office.units[to % 4]
        legal = each.stage == "refused" and self._may_pass(each, to)
        if to is None and each.part == "lead":
            legal = False
        act = lambda: assignments.uphold_refusal(  # noqa: E731
            assignment=assignment, to=unit, reason="职责不符", by=By(self.office.clerk, self.now)
        )
        if self._try(legal, act):
            if to is None:
                each.stage = "withdrawn"
            else:
                self._passed(each, to % 4)

    @precondition(lambda self: self._any("refused"))
    @rule(place=PLACES, reason=REASONS)
    def reject(self, place, reason):
        each, assignment = self._assignment(place, "refused")
        act = lambda: assignments.reject_refusal(  # noqa: E731
            assignment=assignment, reason=reason, by=By(self.office.clerk, self.now)
        )
        if self._try(each.stage == "refused" and bool(reason.strip()), act):
            each.stage = "in_hand"

    @precondition(lambda self: self._any("in_hand", "returned"))
    @rule(place=PLACES, what=st.sampled_from(["progress", "result"]))
    def report(self, place, what):
        each, assignment = self._assignment(place, "in_hand", "returned")
        legal = each.stage in ("in_hand", "returned") and (what == "progress" or each.part == "lead")
        said = reports.Words("已完成阶段任务")
        by = By(self._unit(each), self.now)
        if self._try(legal, lambda: reports.submit_report(assignment=assignment, what=what, by=by, words=said)):
            each.stage = "to_review"

    @precondition(lambda self: self._any("to_review"))
    @rule(place=PLACES, points=st.none() | st.sampled_from(["12.5", "-1", "500"]))
    def accept_report(self, place, points):
        report, each = self._report(place)
        if report is None:
            return
        legal = None if each.stage == "to_review" and report.ruling == "waiting" else False
        points = None if points is None else Decimal(points)
        if points is not None and points < 0:
            legal = False
        accept = lambda: reports.accept_report(report=report, points=points, by=By(self.office.head, self.now))  # noqa: E731
        if self._try(legal, accept):
            each.stage = "in_hand" if report.what == "progress" else "completed"
            self._finish(each.matter)

    @precondition(lambda self: self._any("to_review"))
    @rule(place=PLACES, reason=REASONS, days=SPANS)
    def return_report(self, place, reason, days):
        report, each = self._report(place)
        if report is None:
            return
        legal = each.stage == "to_review" and report.ruling == "waiting" and days >= 0 and bool(reason.strip())
        act = lambda: reports.return_report(  # noqa: E731
            report=report, reason=reason, redo_by=self.today + days * DAY, by=By(self.office.clerk, self.now)
        )
        if self._try(legal, act):
            each.stage = "returned"

    @precondition(lambda self: self._any("completed"))
    @rule(place=PLACES)
    def close(self, place):
        matter = self._matter(place, "completed")
        legal = self._expected(matter.pk) == "completed"
        if self._try(legal, lambda: matters.close_matter(matter=matter, by=By(self.office.clerk, self.now))):
            self.closed.add(matter.pk)

    @precondition(lambda self: self._any("completed"))
    @rule(place=PLACES, reason=REASONS)
    def reopen(self, place, reason):
        each, assignment = self._assignment(place, "completed")
        legal = each.stage == "completed" and each.part == "lead" and bool(reason.strip())
        act = lambda: matters.reopen_assignment(  # noqa: E731
            assignment=assignment, reason=reason, by=By(self.office.clerk, self.now)
        )
        if self._try(legal, act):
            each.stage = "in_hand"
            self.closed.discard(each.matter)

    @precondition(lambda self: self._any(*OPEN))
    @rule(place=PLACES, reason=REASONS)
    def suspend(self, place, reason):
        each, assignment = self._assignment(place, *OPEN)
        legal = each.stage in ("to_accept", "in_hand", "returned") and bool(reason.strip())
        act = lambda: pauses.suspend_assignment(  # noqa: E731
            assignment=assignment, reason=reason, by=By(self.office.clerk, self.now)
        )
        if self._try(legal, act):
            each.before, each.stage = each.stage, "suspended"

    @precondition(lambda self: self._any("suspended"))
    @rule(place=PLACES)
    def resume(self, place):
        each, assignment = self._assignment(place, "suspended")
        act = lambda: pauses.resume_assignment(assignment=assignment, by=By(self.office.clerk, self.now))  # noqa: E731
        if self._try(each.stage == "suspended", act):
            each.stage = each.before

    def _starts(self):
        found = Proposal.objects.filter(act="start", outcome="open")
        return list(found.select_related("assignment__matter").order_by("pk")[:6])
