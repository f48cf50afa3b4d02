"""What a document attaches to places in a published ranking (末位约谈、连续两次后三名…): for which unit, by which clause, after how many rankings."""

from dataclasses import dataclass

from django.db.models import Q

from duban.ledger import scores
from duban.ledger.models import JournalLine, Ranking


@dataclass(frozen=True)
class PlaceOutcome:
    """One consequence of a place: for which unit (its code and name), what it is called, by which clause; `times` rankings led to it, `place` is that in the last."""

    unit: str
    unit_name: str
    name: str
    clause: str
    times: int
    place: int

    @property
    def said(self) -> str:
        """What led to it: the place, where the unit has one, and after how many rankings."""
        place = f"第 {self.place} 名" if self.place else "未排名"
        return f"{place}，第 {self.times} 次" if self.times > 1 else place


def outcomes_of(ranking: Ranking) -> list[PlaceOutcome]:
    """Return what follows from the places of a published ranking, the last place first; nothing, and nothing asked, where the document attaches nothing to places."""
    kinds = scores.placed_kinds(scores.document_of(ranking))
    if not kinds:
        return []
    own = JournalLine.objects.filter(jurisdiction=ranking.jurisdiction, kind__in=kinds, on=ranking.to_on)
    # The last quarter ends on the same day as its year.
    own = own.filter(Q(data__fact__period=ranking.kind) | Q(data__fact__period__isnull=True))
    ids = {line.fact_id for line in own.only("seq", "kind")}
    board = scores.again_board(ranking)
    ranks = {score.unit: score.rank or 0 for score in scores.board_of(ranking).scores}
    found = [
        PlaceOutcome(
            each.unit, board.names[each.unit], each.name, each.clause, len(each.facts), ranks.get(each.unit, 0)
        )
        for each in board.proposals_of(list(board.names))
        if not ids.isdisjoint(each.facts)
    ]
    return sorted(found, key=lambda each: (-each.place, each.unit_name, each.name))
