"""Sanction (处理建议): recommended by the office for a unit or persons, approved, and only then carried out, with its paper."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from duban.ledger import acts
from duban.ledger.actions.papers import notices
from duban.ledger.actions.process import consequences
from duban.ledger.actions.process.consequences import Imposition
from duban.ledger.acts import Field, Kind
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Proposal
from duban.ledger.models.assignments import GONE_STAGES
from duban.ledger.models.consequences import Kind as Measured
from duban.ledger.queries.process import consequences as known
from duban.ledger.refusals import Refused
from duban.ledger.situations import Situation
from duban.people.models import OFFICE, Officer


@acts.register
class Sanction(acts.Act):
    """Recommend what the document provides for, for a unit or for persons of it."""

    name, label, button, sheet = "sanction", "处理建议", "提出处理建议", "处理建议审批单"
    right, asked_by = "propose_sanction", OFFICE
    path, operation, place = "sanctions", "propose_sanction", 80
    fields = (
        Field("kinds", "处理方式", Kind.SEVERAL, meaning="what the document provides for, each by its kind"),
        Field("persons", "人员", Kind.PERSONS, meaning="names of the persons; none for the unit itself"),
        Field("reason", "事由和建议理由", keep="sanction"),
    )
    signers = ("leader", "principal")
    is_the_offices = is_hidden_from_units = is_carried_out = outlives_the_work = True
    execution_title = "实施处理"

    def offered(self, officer: Officer, now: Situation) -> bool:
        return bool(known.measures_of(now.governed.document))

    def note(self, now: Situation) -> str:
        return "批准以后才制发文书、登记处理结果。"

    def fields_for(self, now: Situation) -> tuple[Field, ...]:
        measures = known.measures_of(now.governed.document)
        kinds = tuple((each.kind.value, f"{each.word}〔{each.clause}〕") for each in measures)
        chosen, persons, reason = self.fields
        hint = "只对单位的不填；几个人用顿号或换行分开"
        return (replace(chosen, choices=kinds), replace(persons, hint=hint), reason)

    def refused(
        self, now: Situation, *, kinds: Sequence[str] | None = None, persons: Sequence[str] = (), **given: Any
    ) -> Refused | None:
        measures = {each.kind: each for each in known.measures_of(now.governed.document)}
        if not measures:
            return Refused("本办法没有另外规定处理方式", possible="按逐级督办的步骤办理。")
        if now.assignment.dispatched_on is None or now.assignment.stage in GONE_STAGES:
            return Refused("事项交办给这个单位以后才能提出处理建议")
        if kinds is None:
            return None
        if not kinds or set(kinds) - set(measures):
            return Refused("请选择办法规定的处理方式", field="kinds")
        chosen = [measures[Measured(kind)] for kind in kinds]
        lacking = next((each for each in chosen if each.needs_person and not persons), None)
        if lacking is not None:
            return Refused(f"“{lacking.word}”要写明对哪些人员", clause=lacking.clause, field="persons")
        return None

    def columns(
        self, now: Situation, *, kinds: Sequence[str], persons: Sequence[str] = (), **given: Any
    ) -> dict[str, Any]:
        measures = {each.kind: each for each in known.measures_of(now.governed.document)}
        chosen = [Measured(kind) for kind in kinds]
        details = {"kinds": [each.value for each in chosen], "persons": list(persons)}
        return {"clause": measures[chosen[0]].clause, "details": details}

    def sentence(self, proposal: Proposal) -> str:
        words = "、".join(Measured(kind).label for kind in proposal.details["kinds"])
        whom = f"{proposal.assignment.unit}{'、'.join(proposal.details['persons'])}"
        return f"建议就{proposal.what}对{whom}作出：{words}。"

    def execution_fields(self, proposal: Proposal) -> tuple[Field, ...]:
        due = Field("papers_by", "材料交来期限", Kind.DAY)
        note = Field("note", "文书中要写的话")
        return (due, note) if any(Measured(kind).is_paper for kind in proposal.details["kinds"]) else (note,)

    def carry_out(
        self,
        proposal: Proposal,
        assignment: Assignment,
        by: By,
        *,
        note: str = "",
        papers_by: datetime.date | None = None,
    ) -> None:
        """Put each measure on record for the unit or for each person, and send the numbered papers; `papers_by` where papers are owed."""
        matter, persons = assignment.matter, proposal.details["persons"]
        measures = {each.kind: each for each in known.measures_of(Governed.of(matter).document)}
        chosen = [measures[Measured(kind)] for kind in proposal.details["kinds"]]
        if any(each.kind.is_paper for each in chosen) and (papers_by is None or papers_by < by.today):
            raise Refused("请限定材料交来的日期，不早于今天", field="papers_by")
        for each in chosen:
            owed_by = papers_by if each.kind.is_paper else None
            for person in persons or [""]:
                imposed = Imposition(each.kind, each.clause, proposal.reason, person=person, owed_by=owed_by)
                consequences.impose(
                    imposed, jurisdiction=matter.jurisdiction, unit=assignment.unit, matter=matter, proposal=proposal,
                    by=by,
                )  # fmt: skip
        # What is handed over is told to the discipline body, and not to the unit.
        handed = [each for each in chosen if each.kind == Measured.HANDOVER]
        told = [each for each in chosen if each.kind != Measured.HANDOVER]
        for act, unit, group in (("discipline_handover", None, handed), ("sanction", assignment.unit, told)):
            if group:
                words = {"note": note, "measures": [each.word for each in group], "persons": persons}
                notices.issue_notice(of=matter, act=act, unit=unit, clause=group[0].clause, words={**words, "reason": proposal.reason}, by=by)  # fmt: skip
