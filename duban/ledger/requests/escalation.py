"""Escalation (提级督查): the supervision office takes a stuck matter over from a section."""

from typing import Any

from duban.ledger import acts, conditions, journal
from duban.ledger.acts import Field
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, JournalLine, Proposal
from duban.ledger.models.reports import Ruling, What
from duban.ledger.refusals import Conflict, Refused
from duban.ledger.situations import Situation
from duban.people.models import Officer, Role


@acts.register
class Escalation(acts.Act):
    """Ask that the supervision office takes a stuck matter over."""

    name, label, button, sheet = "escalation", "提级督查", "提请提级督查", "提级督查审批单"
    right, asked_by = "request_escalation", frozenset({Role.SECTION})
    path, place = "escalations", 40
    fields = (Field("reason", "理由", keep="approval"),)
    is_hidden_from_units = True
    verbs = {"matter.escalated": "提级督查"}

    def offered(self, officer: Officer, now: Situation) -> bool:
        return now.assignment.is_lead and now.governed.approval(self.name) is not None

    def refused(self, now: Situation, **given: Any) -> Refused | None:
        matter = now.matter
        if Governed.of(matter).approval(self.name) is None:
            return Refused("本办法没有提级督查的规定")
        if not matter.is_open:
            return Refused("交办以后、办结以前才能提级督查")
        if matter.escalated_on is not None:
            return Conflict(f"{matter.escalated_on} 已经提级，由督查室督办")
        return conditions.matters.request(now.assignment) or self._untried(now)

    def _untried(self, now: Situation) -> Refused | None:
        """Say whether urging was tried and brought nothing (安康 第四条: 催办无效): urged, its day over, and no result handed in since."""
        urged = JournalLine.objects.filter(kind="urged", matter=now.matter, unit=now.assignment.unit)
        last = urged.exclude(amendments__verb="fact.withdrawn").order_by("-on", "-seq").first()
        ruled = now.governed.approval(self.name)
        clause, possible = ruled.clause if ruled else "", "请先催办；催办后仍没有办结的，再提级。"
        if last is None:
            return Refused("还没有催办过，提级督查须催办无效", clause=clause, possible=possible)
        limit = (last.data.get("fact") or {}).get("limit")
        if limit and str(limit) >= str(now.on):
            return Refused(f"{last.on} 催办限期至 {limit}，还没有到", clause=clause, possible=possible)
        handed = now.assignment.reports.filter(what=What.RESULT, submitted_on__gte=last.on, ruling=Ruling.WAITING)
        if handed.exists():
            return Refused(f"{last.on} 催办以后单位已报来办结报告，请先审核", clause=clause, possible=possible)
        return None

    def sentence(self, proposal: Proposal) -> str:
        return f"提请将{proposal.assignment.unit}承办的{proposal.what}提级，由督查室督办。"

    def take_effect(self, proposal: Proposal, assignment: Assignment, by: By) -> None:
        """Hand the matter to the supervision office."""
        matter = assignment.matter
        matter.escalated_on = by.today
        matter.version += 1
        matter.save(update_fields=["escalated_on", "version"])
        journal.record_on("matter.escalated", assignment, by.officer, by.at, data={"reason": proposal.reason})
