"""The office's standing work in the demonstration: steps signed and carried out, units urged, rankings published."""

import datetime

from duban.demo import words
from duban.demo.agendas import Agenda
from duban.demo.stories import Teller
from duban.ledger import conditions
from duban.ledger.actions.matters import urges
from duban.ledger.actions.process import interviews
from duban.ledger.actions.requests import proposals
from duban.ledger.actions.scoring import rankings
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Deadline, Proposal
from duban.ledger.models.assignments import Part, Stage
from duban.ledger.models.deadlines import FINAL
from duban.ledger.models.proposals import GOING, STEP, Outcome
from duban.ledger.refusals import Conflict, Refused
from duban.people.models import Role


class Desk:
    """What the office does of itself on every working day."""

    def __init__(self, teller: Teller) -> None:
        self.teller = teller
        self.staff = teller.staff
        self.agenda: Agenda = teller.agenda
        self._refused_one = False
        governed = Governed.of(self.staff.jurisdiction)
        self._urging_is_a_step = any(step.carried_by is not None for step in governed.steps)
        # Where lateness itself is counted, each urging sets the next date that can be missed (第十二条).
        self._urging_sets_a_date = any(opening.count > 1 for step in governed.steps for opening in step.opens)

    def work(self, at: datetime.datetime) -> None:
        """Sign what has waited two days, carry out what was signed before today, urge those who are late."""
        waiting = Proposal.objects.filter(
            jurisdiction=self.staff.jurisdiction, act=STEP, outcome__in=GOING
        ).select_related("assignment__matter__jurisdiction", "assignment__unit")
        signed_by, opened_by = self.agenda.workday(at.date(), -1), self.agenda.workday(at.date(), -2)
        for proposal in waiting.order_by("id"):
            last = proposal.signatures.order_by("-decided_on").values_list("decided_on", flat=True).first()
            if proposal.outcome == Outcome.OPEN and proposal.proposed_on <= opened_by:
                self._sign(proposal, at)
            elif proposal.outcome == Outcome.APPROVED and (last or proposal.proposed_on) <= signed_by:
                self._carry_out(proposal, at)
        if not self._urging_is_a_step:
            self._urge(at)

    def publish(self, kind: str, from_on: datetime.date, to_on: datetime.date, at: datetime.datetime) -> None:
        """Publish a period; one in which nobody can be ranked is passed over."""
        try:
            rankings.publish_ranking(
                jurisdiction=self.staff.jurisdiction,
                kind=kind,
                from_on=from_on,
                to_on=to_on,
                by=By(self.staff.officer(Role.OFFICE_HEAD), at),
            )
        except Refused:
            if to_on > at.date():
                raise

    def _sign(self, proposal: Proposal, at: datetime.datetime) -> None:
        refuse = ""
        if not self._refused_one and proposal.proposed_on < self.agenda.workday(self.agenda.today, -30):
            self._refused_one, refuse = True, words.STEP_REFUSED
        self.teller.sign(proposal, at, refuse=refuse)
        proposal.refresh_from_db()
        if conditions.process.summoning(proposal) is None:
            day = self.agenda.workday(at.date(), 1)
            interviews.summon(
                proposal=proposal,
                set_for=at.replace(year=day.year, month=day.month, day=day.day, hour=15, minute=0),
                place="政府第三会议室",
                summoned=str(self.staff.heads[proposal.assignment.unit.code]),
                by=By(self.staff.officer(Role.CLERK), at),
            )

    def _carry_out(self, proposal: Proposal, at: datetime.datetime) -> None:
        step = Governed.of(proposal.assignment.matter).step(proposal.step)
        head = self.staff.heads[proposal.assignment.unit.code]
        open_authority = any("authority" not in other for other in step.also)
        try:
            proposals.carry_out(
                proposal=proposal,
                by=By(self.staff.officer(Role.CLERK), at),
                limit=self.agenda.workday(at.date(), 5) if step.limit == "set" else None,
                authority="prefecture" if open_authority else "",
                note="请对照要求立即整改，按期书面反馈。",
                papers_by=self.agenda.workday(at.date(), 5),
                held_on=at.date() if step.held_on else None,
                medium="本地电视台" if step.held_on else "",
                summoned=str(head),
                persons=(str(head),),
            )
        except Conflict:
            proposals.withdraw_proposal(proposal=proposal, by=By(self.staff.officer(Role.CLERK), at))

    def _urge(self, at: datetime.datetime) -> None:
        """Urge each unit two working days after a date was missed: first by phone, then in writing."""
        missed_on = self.agenda.workday(at.date(), -2)
        late = Assignment.objects.filter(
            matter__jurisdiction=self.staff.jurisdiction,
            part=Part.LEAD,
            stage__in=(Stage.IN_HAND, Stage.RETURNED),
        ).filter(deadlines__what__in=FINAL, deadlines__on=missed_on, deadlines__late_line__isnull=False)
        for assignment in late.select_related("matter__jurisdiction", "unit").order_by("id").distinct():
            ran_out = Deadline.objects.filter(assignment=assignment, what__in=FINAL, on__lt=at.date()).count()
            urges.urge_unit(
                assignment=assignment,
                channel="phone" if ran_out == 1 else "written",
                limit=self.agenda.workday(at.date(), 5) if self._urging_sets_a_date else None,
                note="已逾期，请说明原因并报具体完成时点。",
                by=By(self.staff.officer(Role.CLERK), at),
            )
