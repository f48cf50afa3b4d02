"""The office's side of the stories: who reviews, returns, closes, and who signs."""

import datetime
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from duban.demo import words
from duban.demo.agendas import Agenda
from duban.demo.courses import Course
from duban.demo.people import Staff
from duban.demo.tasks import Task
from duban.ledger.actions.matters import matters
from duban.ledger.actions.reports import reports
from duban.ledger.actions.requests import proposals
from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.governed import ROLE_OF_SIGNER, Governed
from duban.ledger.models import Assignment, Matter, Proposal, Report
from duban.ledger.models.assignments import Part
from duban.ledger.models.proposals import Outcome
from duban.ledger.models.reports import Ruling, What
from duban.people.models import Officer, Role

At = datetime.datetime


@dataclass
class Story:
    """One matter of the demonstration: what is asked, whom, when, and how it goes."""

    task: Task
    lead: tuple[str, ...]
    support: tuple[str, ...]
    title: str
    registered_on: datetime.date
    due_on: datetime.date
    course: Course
    level: str = ""
    returned: dict[int, int] = field(default_factory=dict)


class Office:
    """What the office does with what units send in. Each method is one act; `_finish` is the unit's."""

    def __init__(self, staff: Staff, agenda: Agenda, chance: random.Random) -> None:
        self.staff = staff
        self.agenda = agenda
        self.chance = chance
        self._told: dict[int, Story] = {}
        completion = Governed.of(staff.jurisdiction).document
        self._levels = bool(completion.levels)
        self._needs_proof = staff.place.regime == "ankang-2020"

    def sign(self, proposal: Proposal, at: At, *, refuse: str = "", keep_last: bool = False) -> None:
        """Let the signer whose turn it is sign, and the next one a working day later; `keep_last` leaves the last signature open."""
        proposal.refresh_from_db()
        signature = proposals.waiting_signature(proposal)
        if proposal.outcome != Outcome.OPEN or signature is None:
            return
        last = not proposal.signatures.filter(order__gt=signature.order).exists()
        if keep_last and last:
            return
        role = str(ROLE_OF_SIGNER[signature.role])
        actor = signature.officer or self.staff.officer(role)
        proposals.sign_proposal(proposal=proposal, agree=not refuse, by=By(actor, at), reason=refuse)
        if not refuse and not last:
            self._later(at, 1, 10, lambda then: self.sign(proposal, then, keep_last=keep_last))

    def _finish(self, story: Story, assignment: Assignment, at: At) -> None:
        raise NotImplementedError

    def _later(self, at: At, workdays: int, hour: int, act: Callable[[At], None]) -> None:
        self.agenda.later(at, workdays, hour, act)

    def _clerk(self) -> Officer:
        return self.staff.officer(self.chance.choice(("clerk", "clerk", "clerk_2")))

    def _reviewer(self, report: Report) -> Officer:
        """Return who reviews: the head where the document leaves the acceptance of a result to them."""
        approval = Governed.of(report.assignment.matter).approval("completion")
        if report.what == What.RESULT and approval is not None:
            return self.staff.officer(Role.OFFICE_HEAD)
        return self._clerk()

    def _returns_left(self, story: Story, assignment: Assignment) -> int:
        return story.course.returns - story.returned.get(assignment.pk, 0)

    def _review(self, story: Story, report: Report, at: At) -> None:
        report.refresh_from_db()
        assignment = report.assignment
        if report.ruling != Ruling.WAITING or not assignment.is_open:
            return
        actor = self._reviewer(report)
        if report.what == What.RESULT and self._returns_left(story, assignment) > 0:
            self._return(story, report, actor, at)
            return
        reports.accept_report(report=report, by=By(actor, at))
        matter = Matter.objects.get(pk=assignment.matter_id)
        if report.what == What.RESULT and matter.is_done:
            if story.course.blamed == "uncooperative":
                self._blame_supporter(matter, at)
            if story.course.closes:
                self._later(at, 3, 15, lambda then: self._close(matter, then))
            if story.course.reopen and assignment.pk not in story.returned:
                story.returned[assignment.pk] = 99
                self._later(at, 15, 9, lambda then: self._reopen(story, assignment, then))

    def _return(self, story: Story, report: Report, actor: Officer, at: At) -> None:
        assignment = report.assignment
        story.returned[assignment.pk] = story.returned.get(assignment.pk, 0) + 1
        redo_by = self.agenda.workday(at.date(), 3)
        reports.return_report(report=report, reason=words.returned(self.chance), redo_by=redo_by, by=By(actor, at))
        kind = story.course.blamed
        if kind in ("poor_report", "false_report") and kind in Governed.of(assignment.matter).recordable:
            defect, reason = words.DEFECTS[kind]
            facts.record_fact(
                jurisdiction=self.staff.jurisdiction,
                kind=kind,
                unit=assignment.unit,
                fact={"defect": defect},
                matter=assignment.matter,
                on=at.date(),
                reason=reason,
                by=By(actor, at),
            )
        days = 5 if story.course.redo_late else 2
        self._later(at, days, 16, lambda then: self._finish(story, assignment, then))

    def _blame_supporter(self, matter: Matter, at: At) -> None:
        support = matter.assignments.filter(part=Part.SUPPORT).select_related("unit").first()
        if support is not None and "uncooperative" in Governed.of(matter).recordable:
            facts.record_fact(
                jurisdiction=self.staff.jurisdiction,
                kind="uncooperative",
                unit=support.unit,
                fact={},
                matter=matter,
                on=at.date(),
                reason="牵头单位书面反映两次商请均未派员，经核实属实。",
                by=By(self._clerk(), at),
            )

    def _close(self, matter: Matter, at: At) -> None:
        matter.refresh_from_db()
        if matter.state == "completed":
            matters.close_matter(matter=matter, by=By(self._clerk(), at))

    def _reopen(self, story: Story, assignment: Assignment, at: At) -> None:
        assignment.refresh_from_db()
        head = self.staff.officer(Role.OFFICE_HEAD)
        matters.reopen_assignment(assignment=assignment, reason="回访抽查发现问题反弹，重新办理。", by=By(head, at))
        self._later(at, 10, 16, lambda then: self._finish(story, assignment, then))
