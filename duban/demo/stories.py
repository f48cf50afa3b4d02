"""Stories: one matter after the other goes its course through the ledger's own actions, at simulated instants."""

import datetime
from dataclasses import replace
from functools import partial
from typing import Any

from duban.demo import photographs, words
from duban.demo.offices import At, Office, Story
from duban.ledger.actions.matters import assignments, attachments, matters
from duban.ledger.actions.matters.orders import Order
from duban.ledger.actions.reports import reports
from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Deadline, Matter, Report
from duban.ledger.models.assignments import Part, Stage
from duban.ledger.models.deadlines import Owed
from duban.ledger.models.reports import What
from duban.people.models import Officer, Role, Unit


class Teller(Office):
    """Tells the stories of one office: each method is one act of one person, and enters what follows from it."""

    def begin(self, story: Story) -> None:
        """Enter the registration of a story's matter; the rest follows from it."""
        self.agenda.put(story.registered_on, 9, lambda at: self._register(story, at))

    def report_what_is_owed(self, at: At) -> None:
        """Let most units hand in the recurring reports that fall due today or on the next working day."""
        by = self.agenda.workday(at.date(), 1)
        owed = Deadline.objects.filter(
            assignment__matter__jurisdiction=self.staff.jurisdiction,
            assignment__stage__in=(Stage.IN_HAND, Stage.RETURNED),
            what=Owed.REPORT,
            on__range=(at.date(), by),
            met_on__isnull=True,
            lifted_on__isnull=True,
        ).select_related("assignment__matter__jurisdiction", "assignment__unit")
        for row in owed.order_by("id"):
            if self.chance.random() < 0.8:
                self._progress(self._told[row.assignment.matter_id], row.assignment, at)

    def _register(self, story: Story, at: At) -> None:
        staff, task = self.staff, story.task
        categories = staff.place.categories
        category = categories.get(task.topic) or categories.get(task.source) or categories.get("other", "other")
        portfolio = staff.units[story.lead[0]].portfolio
        leader = portfolio.leader if portfolio else None
        matter = matters.register_matter(
            jurisdiction=staff.jurisdiction,
            order=Order(
                title=story.title,
                requirement=task.want,
                standard=task.standard,
                category=category,
                source=task.source,
                source_text=task.from_text,
                due_on=story.due_on,
                lead=tuple(staff.units[code] for code in story.lead),
                support=tuple(staff.units[code] for code in story.support),
                level=story.level if self._levels else "",
                urgent=task.days <= 15,
                instructed_by=leader if task.source == "instruction" else None,
                milestones=self._milestones(story),
                **self._message(category, story),
            ),
            by=By(staff.officer(Role.SECTION) if task.source == "proposal" else self._clerk(), at),
        )
        self._told[matter.pk] = story
        if story.course.stop != "register":
            self._later(at, 1, 10, lambda then: self._dispatch(story, matter, then))

    def _message(self, category: str, story: Story) -> dict[str, Any]:
        """Return what a citizen's message has beside: how hard it is, and the limit of the platform from which it came."""
        _, features = Governed.of(self.staff.jurisdiction).category_clause(category)
        said: dict[str, object] = (
            {"triage": "simple" if story.task.days <= 20 else "complex"} if "triage" in features else {}
        )
        if "platform_limits" in features:
            said["platform_due_on"] = story.due_on
        return said

    def _milestones(self, story: Story) -> tuple[tuple[datetime.date, str], ...]:
        if story.task.topic != "project" or story.task.days < 80:
            return ()
        middle = story.registered_on + (story.due_on - story.registered_on) / 2
        return ((middle, "完成前期手续，进入实施"), (story.due_on, story.task.standard))

    def _dispatch(self, story: Story, matter: Matter, at: At) -> None:
        if Governed.of(matter).approval("start") is not None:
            asked = proposals.ask("start", of=matter, reason=words.START, by=By(self._clerk(), at))
            self.sign(asked, at)
        accept_by = self.agenda.workday(at.date(), 3)
        matters.dispatch_matter(matter=matter, by=By(self._clerk(), at), accept_by=accept_by)
        if story.course.stop == "dispatch":
            return
        for assignment in Assignment.objects.filter(matter=matter).order_by("id"):
            if assignment.part == Part.SUPPORT:
                self._later(at, 1, 14, partial(self._accept, story, assignment))
            elif story.course.refuse and assignment.unit.code == story.lead[0]:
                self._later(at, 2, 11, partial(self._refuse, story, assignment))
            else:
                self._later(at, story.course.accept_after, 15, partial(self._accept, story, assignment))

    def _accept(self, story: Story, assignment: Assignment, at: At) -> None:
        assignment.refresh_from_db()
        if assignment.stage != Stage.TO_ACCEPT:
            return
        liaison = self._liaison(assignment)
        head = self.staff.heads[assignment.unit.code]
        assignments.accept_assignment(assignment=assignment, by=By(liaison, at), responsible=str(head))
        self._set_out(story, assignment, at)

    def _set_out(self, story: Story, assignment: Assignment, at: At) -> None:
        """Enter what a unit will do with what it has accepted: progress on the way, a request, the result."""
        agenda, course = self.agenda, story.course
        assert assignment.due_on is not None
        due_on = assignment.due_on
        days = (due_on - at.date()).days
        if assignment.part == Part.SUPPORT:
            if days > 30 and self.chance.random() < 0.25:
                agenda.put(agenda.on_workday(at.date() + datetime.timedelta(days=days // 2)), 16,
                           lambda then: self._progress(story, assignment, then))  # fmt: skip
            return
        for part in range(1, min(3, days // 35 + 1)):
            day = agenda.on_workday(at.date() + datetime.timedelta(days=days * part // 3))
            agenda.put(day, 11, lambda then: self._progress(story, assignment, then))
        if course.ask:
            agenda.put(agenda.workday(min(due_on, agenda.today), -6), 9,
                       lambda then: self._ask(story, assignment, then))  # fmt: skip
        if course.finish is not None and course.ask not in ("write_off", "transfer"):
            due = due_on + datetime.timedelta(days=30) if course.ask == "extension" else due_on
            agenda.put(max(agenda.workday(due, course.finish), agenda.workday(at.date(), 1)), 16,
                       lambda then: self._finish(story, assignment, then))  # fmt: skip

    def _refuse(self, story: Story, assignment: Assignment, at: At) -> None:
        proper = self._another(story)
        assignments.refuse_assignment(
            assignment=assignment,
            reason=words.refusal(str(proper)),
            by=By(self._liaison(assignment), at),
            proper=proper,
        )
        if story.course.refuse != "waiting":
            self._later(at, 2, 10, lambda then: self._rule(story, assignment, then))

    def _rule(self, story: Story, assignment: Assignment, at: At) -> None:
        head = self.staff.officer(Role.OFFICE_HEAD)
        if story.course.refuse == "rejected":
            assignments.reject_refusal(assignment=assignment, reason=words.REJECTION, by=By(head, at))
            self._set_out(story, assignment, at)
            return
        to = self._another(story)
        assignments.uphold_refusal(assignment=assignment, by=By(head, at), to=to, reason="经核实，职责属该单位。")
        self._hand_over(story, assignment, to.code, at)

    def _hand_over(self, story: Story, assignment: Assignment, code: str, at: At) -> None:
        """Let the unit that received a matter accept it and go on with it."""
        new = Assignment.objects.filter(matter=assignment.matter, unit__code=code).latest("id")
        onward = replace(story, course=replace(story.course, refuse="", ask="", stop=""), lead=(code,))
        self._later(at, 1, 14, lambda then: self._accept(onward, new, then))

    def _another(self, story: Story) -> Unit:
        """Return a department that has no part in the matter yet."""
        taken = {*story.lead, *story.support}
        return next(unit for code, unit in self.staff.units.items() if unit.group == "department" and code not in taken)

    def _progress(self, story: Story, assignment: Assignment, at: At) -> None:
        assignment.refresh_from_db()
        if assignment.stage not in (Stage.IN_HAND, Stage.RETURNED):
            return
        done, problems, next_steps = words.progress(self.chance, story.task.want)
        report = reports.submit_report(
            assignment=assignment,
            what=What.PROGRESS,
            by=By(self._liaison(assignment), at),
            words=reports.Words(
                done,
                problems=problems,
                next_steps=next_steps,
                visible_progress=words.visible(self.chance) if story.task.topic == "project" else "",
            ),
        )
        self._later(at, self.chance.choice((1, 1, 2)), 10, lambda then: self._review(story, report, then))

    def _finish(self, story: Story, assignment: Assignment, at: At) -> None:
        assignment.refresh_from_db()
        if assignment.stage in (Stage.TO_REVIEW, Stage.TO_ACCEPT, Stage.REFUSED):
            self._later(at, 1, 15, lambda then: self._finish(story, assignment, then))
            return
        if assignment.stage not in (Stage.IN_HAND, Stage.RETURNED):
            return
        liaison = self._liaison(assignment)
        thin = self._returns_left(story, assignment) > 0
        report = reports.submit_report(
            assignment=assignment,
            what=What.RESULT,
            by=By(liaison, at),
            words=reports.Words(
                words.thin(self.chance) if thin else story.task.done,
                next_steps="" if thin else "转入日常管护，防止反弹。",
            ),
        )
        if self._needs_proof or self.chance.random() < 0.3:
            name, text = words.proof(story.title, str(assignment.unit), at.date(), story.task.done)
            attachments.add_file(
                jurisdiction=self.staff.jurisdiction,
                name=name,
                chunks=[text],
                by=By(liaison, at),
                report=report,
            )
            self._photograph(report, at)
        self._later(at, self.chance.choice((1, 1, 2)), 10, lambda then: self._review(story, report, then))

    def _photograph(self, report: Report, at: At) -> None:
        """Put the photos from before and after beside the proof of a result."""
        unit = report.assignment.unit.name
        for name, after in (("整治前", False), ("整治后", True)):
            day = report.assignment.dispatched_on if not after and report.assignment.dispatched_on else at.date()
            attachments.add_file(
                jurisdiction=self.staff.jurisdiction,
                name=f"{name}（{unit}）.jpg",
                chunks=[photographs.photo(unit, day.isoformat(), after=after)],
                by=By(report.submitted_by, at),
                report=report,
            )

    def _ask(self, story: Story, assignment: Assignment, at: At) -> None:
        assignment.refresh_from_db()
        if not assignment.is_open or assignment.stage == Stage.TO_ACCEPT:
            return
        ask, actor = story.course.ask, self._liaison(assignment)
        by = By(actor, at)
        if ask.startswith("extension"):
            assert assignment.due_on is not None
            until = self.agenda.on_workday(assignment.due_on + datetime.timedelta(days=31))
            proposal = proposals.ask("extension", until=until, reason=words.EXTENSION, of=assignment, by=by)
        elif ask == "write_off":
            proposal = proposals.ask("write_off", reason=words.WRITE_OFF, of=assignment, by=by)
        else:
            to = self._another(story)
            proposal = proposals.ask("transfer", to=to, reason=words.TRANSFER, of=assignment, by=by)
        refuse = words.EXTENSION_REFUSED if ask == "extension_refused" else ""
        waits = story.course.stop == "ask"
        self._later(at, 1, 9, lambda then: self.sign(proposal, then, refuse=refuse, keep_last=waits))
        if ask == "transfer" and not waits:
            self._later(at, 3, 9, lambda then: self._hand_over(story, assignment, to.code, then))

    def _liaison(self, assignment: Assignment) -> Officer:
        return self.staff.liaisons[assignment.unit.code]
