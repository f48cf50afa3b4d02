"""Whether a paper that went out may be annulled, and by which one: None, or the refusal with what is possible instead."""

from duban.ledger.models import Annulment, Bulletin, Notice
from duban.ledger.refusals import Conflict, Refused


def annulling(paper: Notice | Bulletin) -> Refused | None:
    """Say whether a paper may be voided, corrected or recalled: once it bears a number, and once only."""
    if isinstance(paper, Bulletin) and not paper.is_issued:
        return Refused("还没有印发的文稿没有文号", possible="请在文稿页上“不再印发”。")
    found = annulment_of(paper)
    if found is not None:
        return Conflict(f"{paper.number}已于{found.said}")
    return None


def annulment_of(paper: Notice | Bulletin) -> Annulment | None:
    """Return what became of a paper; None while it holds."""
    column = "notice" if isinstance(paper, Notice) else "bulletin"
    return Annulment.objects.select_related("by_notice__jurisdiction", "by_bulletin").filter(**{column: paper}).first()


def succeeding(paper: Notice | Bulletin, successor: Notice | Bulletin | None) -> Refused | None:
    """Say whether that paper may stand in the place of another: a later one of the same kind and office that holds itself."""
    if successor is None:
        return None
    if type(successor) is not type(paper) or successor.jurisdiction_id != paper.jurisdiction_id:
        return Refused("替代的文书应是本办公室同一类文书", field="successor")
    if (successor.year or 0, successor.serial or 0) <= (paper.year or 0, paper.serial or 0):
        return Refused("替代的文书应在被作废的文书之后编号", field="successor")
    if isinstance(successor, Bulletin) and not successor.is_issued:
        return Refused("替代的文书还没有印发", field="successor")
    if annulment_of(successor) is not None:
        return Refused("替代的文书自己也已作废或更正", field="successor")
    return None
