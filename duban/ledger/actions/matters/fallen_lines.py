"""What falls with a mistake: lines that do not count any more, each with the sentence why; papers recalled, consequences lifted.

Nothing is erased: a line that fell stays where it was, amended by a later one.
"""

import datetime
from collections.abc import Collection, Iterable

from duban.ledger import journal
from duban.ledger.actions.papers import annulments
from duban.ledger.actions.process import consequences
from duban.ledger.by import By
from duban.ledger.models import Assignment, JournalLine, Notice, NoticeItem, Proposal
from duban.ledger.models.annulments import Fate
from duban.ledger.models.proposals import Outcome
from duban.ledger.queries.matters import followings
from duban.ledger.queries.matters.followings import Window
from duban.ledger.wordings import letters

# Papers that bear the order itself, the last of which holds; papers that press.
ORDERS = ("dispatch", "order_correction")
_PRESS = ("urge", "step:")


def fell(lines: Iterable[JournalLine], why: str, of: Proposal | None, by: By) -> int:
    """Let lines not count any more, because of that proposal; return how many fell. What was withdrawn before is left alone."""
    count = 0
    for line in lines:
        key = f"fact.withdrawn:{line.seq}"
        if JournalLine.objects.filter(jurisdiction=line.jurisdiction_id, key=key).exists():
            continue
        _amend("fact.fell", line, {"withdrawn": True}, why, of, by, key)
        count += 1
    return count


def amend(line: JournalLine, right: dict[str, object], why: str, of: Proposal, by: By) -> None:
    """Let a line count with what is right; it stays as it was written, and says since when and why."""
    _amend("fact.corrected", line, right, why, of, by, f"fact.corrected:{line.seq}:{of.pk}")


def drop_lateness(
    assignment: Assignment, window: Window, kept: Collection[int], why: str, of: Proposal, notice: Notice, by: By
) -> int:
    """Let everything fall that followed because a unit counted as late on those days; lines of `kept` (by number) stand.

    Returns how many lines fell: lateness, urgings, steps and what was recorded with them. Their papers are recalled by `notice`, what
    they brought upon the unit is lifted, steps under way are taken back, limits that they set end.
    """
    rows = followings.limits_missed(assignment, window)
    falls = [line for line in followings.pressing(assignment, window) if line.seq not in kept]
    stays = {line.on for line in followings.pressing(assignment, window) if line.seq in kept}
    count = fell([*followings.lateness(rows), *falls, *followings.beside(assignment, window, falls)], why, of, by)
    days = [line.on for line in falls if line.on not in stays]
    steps = [key for line in falls if (key := line.key_of("proposal")) is not None]
    for imposed in followings.consequences_of(assignment, days, steps):
        consequences.lift_consequence(consequence=imposed, reason=why, by=by)
    for paper in papers_of(assignment, _PRESS, days):
        annulments.annul(paper, Fate.RECALLED, why, by, successor=notice)
    if not stays:
        take_back(followings.steps_waiting(assignment), why, by)
    for row in rows:
        # As of its own day: what ended by then was never missed. What an urging set that stands, stands with it.
        if row.set_on not in stays:
            row.lifted_on = min(row.on, row.lifted_on or by.today, by.today)
            row.save(update_fields=["lifted_on"])
    return count


def take_back(proposals: Iterable[Proposal], why: str, by: By) -> None:
    """Take back what is under way for signature and has lost its ground."""
    for proposal in proposals:
        proposal.outcome, proposal.version = Outcome.WITHDRAWN, proposal.version + 1
        proposal.save(update_fields=["outcome", "version"])
        data = {"act": proposal.act, "step": proposal.step, "reason": why}
        journal.record_on("proposal.withdrawn", proposal.assignment, by.officer, by.at, of=proposal, data=data)


def papers_of(
    assignment: Assignment, acts: tuple[str, ...], days: Collection[datetime.date] | None = None
) -> list[Notice]:
    """Return the papers that the unit has of the matter and that hold, of these acts (the beginnings of their names), the last first."""
    found = Notice.objects.filter(matter=assignment.matter_id, unit=assignment.unit_id, annulment__isnull=True)
    if days is not None:
        found = found.filter(issued_on__in=days)
    related = found.select_related("matter__jurisdiction", "unit", "jurisdiction", "inspection").order_by("-id")
    return [each for each in related if letters.act_of(each).startswith(acts)]


def listing_of(assignment: Assignment) -> Notice | None:
    """Return the notice to many that lists the order and holds; it goes on holding for the others on its list."""
    found = Notice.objects.filter(items__assignment=assignment, items__ended_on__isnull=True, annulment__isnull=True)
    return found.select_related("jurisdiction").order_by("-id").first()


def strike_from_list(assignment: Assignment, fate: Fate, reason: str, by: By, successor: Notice | None = None) -> None:
    """Let an order on a notice to many be corrected or recalled there: the notice holds for the others, and ends with the last of them.

    Does nothing where the order stands on no such notice, or was struck from it before.
    """
    found = NoticeItem.objects.select_for_update(of=("self",), no_key=True).filter(
        assignment=assignment, ended_on=None, notice__annulment__isnull=True
    )
    for item in found.select_related("notice__jurisdiction", "notice__matter").order_by("pk"):
        item.ended_on, item.ended_by, item.is_recalled = by.today, successor, fate == Fate.RECALLED
        item.save(update_fields=["ended_on", "ended_by", "is_recalled"])
        items = item.notice.items.all()
        if not items.filter(ended_on=None).exists():
            ends = Fate.CORRECTED if items.filter(is_recalled=False).exists() else Fate.RECALLED
            annulments.annul(item.notice, ends, f"所列各项均已更正或者撤回：{reason}", by, successor=successor)


def _amend(
    verb: str, line: JournalLine, amendment: dict[str, object], why: str, of: Proposal | None, by: By, key: str
) -> None:
    journal.record(
        verb,
        jurisdiction=line.jurisdiction,
        of=of,
        unit=line.unit,
        matter=line.matter,
        actor=by.officer,
        at=by.at,
        data={"amendment": amendment, "reason": why},
        effect=journal.Effect(amends=line, key=key),
    )
