"""Experience (经验推广): what a unit found or did better is told to all, once the leader has approved it."""

from collections.abc import Sequence
from typing import Any

from duban.ledger import acts, journal
from duban.ledger.actions.papers import notices
from duban.ledger.acts import Field, Kind
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Proposal
from duban.ledger.models.assignments import GONE_STAGES
from duban.ledger.refusals import Refused
from duban.ledger.situations import Situation
from duban.people.models import OFFICE, Officer, Role


@acts.register
class Experience(acts.Act):
    """Put a unit's experience before the leader."""

    name, label, button, sheet = "experience", "经验推广", "推广经验", "经验推广审批单"
    right, asked_by = "recommend_experience", frozenset(OFFICE | {Role.SECTION, Role.INSPECTOR})
    path, operation, place = "experiences", "recommend_experience", 60
    fields = (Field("reason", "理由", keep="approval"),)
    signers = ("leader",)
    is_the_offices = is_hidden_from_units = is_carried_out = outlives_the_work = True
    execution_title = "推广经验"
    verbs = {"experience.approved": "同意推广经验"}

    def offered(self, officer: Officer, now: Situation) -> bool:
        return now.governed.approval(self.name) is not None

    def refused(self, now: Situation, **given: Any) -> Refused | None:
        if now.governed.approval(self.name) is None:
            return Refused("本办法没有经验推广的规定")
        if now.assignment.dispatched_on is None or now.assignment.stage in GONE_STAGES:
            return Refused("事项交办给这个单位以后才能提出")
        return None

    def sentence(self, proposal: Proposal) -> str:
        return f"拟推广{proposal.assignment.unit}办理{proposal.what}的经验做法。"

    def take_effect(self, proposal: Proposal, assignment: Assignment, by: By) -> None:
        """Put the leader's consent on record; the office chooses the media."""
        journal.record_on("experience.approved", assignment, by.officer, by.at, data={"reason": proposal.reason})

    def execution_fields(self, proposal: Proposal) -> tuple[Field, ...]:
        media = Governed.of(proposal.jurisdiction).words("media")
        return (
            Field("media", "宣传媒体", Kind.SEVERAL, choices=tuple((each, each) for each in media)),
            Field("note", "通报中要写的话"),
        )

    def carry_out(
        self, proposal: Proposal, assignment: Assignment, by: By, *, media: Sequence[str] = (), note: str = ""
    ) -> None:
        """Tell it to all: a numbered circular that names the media."""
        matter = assignment.matter
        if not media or set(media) - set(Governed.of(matter.jurisdiction).words("media")):
            raise Refused("请选择宣传媒体", field="media")
        notices.issue_notice(
            of=matter,
            act=self.name,
            unit=assignment.unit,
            clause=proposal.clause,
            words={"note": note, "media": list(media), "experience": proposal.reason},
            by=by,
        )
