"""What an officer has just decided, and for how long they may undo it."""

import datetime
from dataclasses import dataclass

from duban.ledger import conditions
from duban.ledger.models import Proposal, Signature
from duban.ledger.models.proposals import Decision
from duban.people.models import Officer


@dataclass(frozen=True)
class JustDecided:
    """The officer's last decision, on one request or on several with one signature; `seconds` are left to undo it."""

    agreed: bool
    proposals: list[Proposal]
    seconds: int
    can_be_undone: bool

    @property
    def said(self) -> str:
        """Return what was decided in a line: 已同意“黄河治理”延期, 已同意 9 件立项审批."""
        word = "已同意" if self.agreed else "已退回，不同意"
        act = self.proposals[0].get_act_display()
        if len(self.proposals) > 1:
            return f"{word} {len(self.proposals)} 件{act}"
        return f"{word}{act}：{self.proposals[0].assignment.matter.title}"


def just_decided(officer: Officer, at: datetime.datetime) -> JustDecided | None:
    """Return what the officer decided last within the minute before that instant; None where nothing."""
    since = at - conditions.requests.UNDONE_WITHIN
    found = Signature.objects.filter(officer=officer, decided_at__gte=since, decided_at__lte=at)
    rows = list(found.select_related("proposal__assignment__matter").order_by("-decided_at", "proposal_id"))
    rows = [each for each in rows if each.decided_at == rows[0].decided_at and each.decision != Decision.WAITING]
    if not rows or rows[0].decided_at is None:
        return None
    left = conditions.requests.UNDONE_WITHIN - (at - rows[0].decided_at)
    return JustDecided(
        agreed=rows[0].decision == Decision.AGREED,
        proposals=[each.proposal for each in rows],
        seconds=int(left.total_seconds()),
        can_be_undone=all(each.undo for each in rows),
    )
