"""What tests of corrections begin with: a published month, a record of it that comes late, the correction."""

import datetime

from duban.ledger.actions.scoring import corrections, facts, rankings
from duban.ledger.audit import integrity, published_rankings
from duban.ledger.by import By
from duban.ledger.models import Ranking
from tests import cast, stories

FEBRUARY = {"kind": "month", "from_on": datetime.date(2026, 2, 1), "to_on": datetime.date(2026, 2, 28)}
DAY = datetime.date(2026, 2, 25)


def published_month(office):
    """Jia completed one of its two matters, Yi its only one: 50 and 75 points, both named for praise."""
    for unit, done in ((office.units[0], True), (office.units[0], False), (office.units[1], True)):
        made = stories.matter(office, due_on="2026-02-20", at=cast.at("2026-02-02 09:00"), lead=[unit])
        if done:
            stories.complete(office, made, cast.at("2026-02-10 09:00"))
    office.ranking = rankings.publish_ranking(
        jurisdiction=office.jurisdiction, **FEBRUARY, by=By(office.head, cast.at("2026-03-03 09:00"))
    )
    return office


def late(office, unit=1, what="report"):
    """The office notes now that a report of February came late: 附件2 三3 takes five points."""
    matter = office.units[unit].assignments.first().matter
    return facts.record_fact(
        jurisdiction=office.jurisdiction, kind="late", unit=office.units[unit], fact={"what": what},
        by=By(office.clerk, cast.at()), on=DAY, reason="补记二月迟报", matter=matter,
    )  # fmt: skip


def correct(office, ranking=None, reason="补记乙县二月迟报", at="2026-04-01 09:00", who=None):
    ranking = Ranking.objects.get(pk=(ranking or office.ranking).pk)
    return corrections.correct_ranking(ranking=ranking, reason=reason, by=By(who or office.head, cast.at(at)))


def holds(office):
    assert [flaw for each in Ranking.objects.all() for flaw in published_rankings.flaws_of(each)] == []
    assert [str(each) for each in integrity.verify([office.jurisdiction], integrity.Figures())] == []


def with_places(office, places, first, last):
    """Return evidence and result of a month's ranking in which units have these places, None for none, and nothing else."""
    period = {"from": f"{first}", "to": f"{last}", "kind": "month"}
    units = [
        {"unit": unit.code, "total": None, "rank": rank, "lines": []}
        for unit, rank in zip(office.units, places, strict=False)
    ]
    named = [{"unit": unit.code, "name": unit.name, "group": unit.group} for unit in office.units]
    case = {"regime": "sanmenxia-2019", "choices": {}, "period": period, "units": named, "facts": []}
    result = {"regime": "sanmenxia-2019", "period": period, "units": units, "honours": [], "ignored": []}
    return {"snapshot": case, "result": result}
