"""Completion (办结核准): a result that was checked counts as done by the signature of who approves it."""

from decimal import Decimal
from typing import Any

from duban.ledger import acts, conditions
from duban.ledger.actions.reports import reports
from duban.ledger.acts import About, Field, Kind
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Proposal, Report
from duban.ledger.models.proposals import COMPLETION, Outcome
from duban.ledger.models.reports import Ruling, What
from duban.ledger.refusals import Conflict, Refused
from duban.ledger.situations import Situation
from duban.people.models import OFFICE, Officer


@acts.register
class Completion(acts.Act):
    """Put a checked result before who approves its completion."""

    name, label, ruled, button, sheet = COMPLETION, "办结核准", "办结", "报请核准办结", "办结核准单"
    right, asked_by = "review_report", OFFICE
    about, path, operation = About.REPORT, "forwarding", "forward_report"
    fields = (
        Field("reason", "审核意见", hint="核了什么、是否达到完成标准", initial="已核，达到完成标准，佐证齐全。"),
        Field("points", "认定分值", Kind.POINTS, meaning="where fewer than the full value"),
    )
    is_the_offices = is_hidden_from_units = True

    def offered(self, officer: Officer, now: Situation) -> bool:
        # It is offered where the report is reviewed.
        return False

    def fields_for(self, now: Situation) -> tuple[Field, ...]:
        assert now.report is not None
        gives_points = conditions.matters.points(now.report, Decimal(0)) is None
        return tuple(each for each in self.fields if gives_points or each.kind != Kind.POINTS)

    def refused(self, now: Situation, *, points: Decimal | None = None, **given: Any) -> Refused | None:
        report, matter = now.report, now.matter
        assert report is not None
        if report.what != What.RESULT or Governed.of(matter).approval(self.name) is None:
            return Refused("这份反馈由经办审核，不需要核准")
        if report.ruling != Ruling.WAITING:
            return conditions.matters.reviewing(report)
        going = now.assignment.proposals.filter(act=self.name, outcome=Outcome.OPEN, details__report=report.pk)
        if going.exists():
            return Conflict("已经报请核准，正在签批")
        found = conditions.matters.completeness(report)
        return found or (conditions.matters.points(report, points) if points is not None else None)

    def columns(self, now: Situation, *, points: Decimal | None = None, **given: Any) -> dict[str, Any]:
        assert now.report is not None
        return {"details": {"report": now.report.pk} | ({"points": str(points)} if points is not None else {})}

    def sentence(self, proposal: Proposal) -> str:
        return f"{proposal.assignment.unit}报告{proposal.what}已办结，经办已核，请核准办结。"

    def take_effect(self, proposal: Proposal, assignment: Assignment, by: By) -> None:
        """Let the result that the office checked count as done."""
        report = Report.objects.select_related("assignment__matter").get(pk=proposal.details["report"])
        points = proposal.details.get("points")
        reports.accept_report(report=report, points=Decimal(points) if points else None, by=by)
