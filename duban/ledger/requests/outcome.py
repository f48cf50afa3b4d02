"""Outcome (办法规定的处理): what the document attaches to a condition that is no number, put up for signature once a clause and period."""

from typing import Any

from duban.ledger import acts, journal
from duban.ledger.actions.papers import notices
from duban.ledger.actions.process import consequences
from duban.ledger.acts import Field
from duban.ledger.by import By
from duban.ledger.governed import ROLE_OF_SIGNER, Governed, Signers
from duban.ledger.models import Assignment, Matter, Proposal
from duban.ledger.models.consequences import Kind as Consequence
from duban.ledger.queries.process import outcomes
from duban.ledger.refusals import Conflict, Refused
from duban.ledger.situations import Situation
from duban.people.models import OFFICE, Officer


@acts.register
class Outcome(acts.Act):
    """Propose what the document's clause brings about for a unit on a matter."""

    name, label, button, sheet = outcomes.ACT, "办法规定的处理", "提请处理", "处理审批单"
    right, asked_by = "propose_step", OFFICE
    path, place = "outcomes", 75
    fields = (Field("reason", "理由", keep="outcome"),)
    signers = ("leader",)
    is_the_offices = is_hidden_from_units = is_carried_out = outlives_the_work = True
    execution_title = "实施办法规定的处理"
    verbs = {"outcome.carried_out": "实施办法规定的处理"}
    told_to_unit = {"outcome.carried_out": "按办法作出处理"}

    def offered(self, officer: Officer, now: Situation) -> bool:
        return officer.is_office and bool(outcomes.rules_of(now.governed)) and bool(self._waiting(now))

    def word(self, now: Situation) -> str:
        return f"提请：{self._waiting(now)[0].name}"

    def title(self, now: Situation) -> str:
        found = self._waiting(now)
        return f"提请：{found[0].name}" if found else self.button

    def fields_for(self, now: Situation) -> tuple[Field, ...]:
        found, (reason,) = self._waiting(now), self.fields
        return (Field(reason.name, reason.label, keep=reason.keep, initial=found[0].why if found else ""),)

    def refused(self, now: Situation, **given: Any) -> Refused | None:
        if self._waiting(now):
            return None
        if now.assignment.proposals.filter(act=self.name).exists():
            return Conflict("已经提请过")
        return Refused("没有到办法规定的情形")

    def columns(self, now: Situation, **given: Any) -> dict[str, Any]:
        found = self._waiting(now)[0]
        details = {"outcome": found.name, "period": found.key}
        return {"step": found.name[:40], "clause": found.rule.clause, "open_since": found.on, "details": details}

    def approval(self, matter: Matter, step: str = "") -> Signers:
        """Return who signs by what the rule says; by the system's own order where it names nobody whom the system knows."""
        rules = outcomes.rules_of(Governed.of(matter))
        rule = next((each for each in rules if each.name[:40] == step), None)
        signers = tuple(each for each in (rule.approval if rule else ()) if each in ROLE_OF_SIGNER)
        return Signers(signers or self.signers, rule.clause if rule else "")

    def sentence(self, proposal: Proposal) -> str:
        name = proposal.details["outcome"]
        return f"{proposal.assignment.unit}就{proposal.what}已到办法规定的情形，拟提请“{name}”。"

    def asked_on_sheet(self, proposal: Proposal) -> str:
        return str(proposal.details["outcome"])

    def carry_out(self, proposal: Proposal, assignment: Assignment, by: By, **given: Any) -> None:
        """Put on record that it was done, send the document's paper, and list it where it is one of the known consequences."""
        matter, name = assignment.matter, str(proposal.details["outcome"])
        governed = Governed.of(matter)
        rule = outcomes.rule_named(governed, proposal.clause, name)
        data = {"reason": proposal.reason, "clause": proposal.clause, "said": name}
        journal.record_on("outcome.carried_out", assignment, by.officer, by.at, of=proposal, data=data)
        paper = next((each for each in governed.document.papers if rule and each.id == rule.paper), None)
        notices.issue_notice(
            of=matter,
            act=paper.act if paper else self.name,
            unit=assignment.unit,
            clause=proposal.clause,
            words={"reason": proposal.reason, "outcome": name},
            by=by,
        )
        kind = Consequence.of_words(name)
        if kind is not None and not kind.needs_person and not kind.is_paper:
            led_by = assignment.unit.portfolio.leader if kind.is_event and assignment.unit.portfolio else None
            consequences.impose(
                consequences.Imposition(kind, proposal.clause, proposal.reason, led_by=led_by),
                jurisdiction=matter.jurisdiction,
                unit=assignment.unit,
                matter=matter,
                proposal=proposal,
                by=by,
            )

    def _waiting(self, now: Situation) -> list[outcomes.Reached]:
        return outcomes.waiting(now.assignment, now.on) if outcomes.rules_of(now.governed) else []
