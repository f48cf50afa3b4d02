"""The wall (大屏): the office's figures without a matter, a person, a unit that is behind, or a sanction; the published ranking's first."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, F, Q

from duban.ledger import scores
from duban.ledger.models import Assignment, Matter, Ranking
from duban.ledger.models.assignments import GONE_STAGES, OPEN_STAGES, Part
from duban.ledger.models.matters import DONE_STATES, OPEN_STATES, Source
from duban.ledger.queries import held_counts
from duban.ledger.queries.matters.filters import Filter
from duban.ledger.queries.matters.statistics import Mark
from duban.ledger.queries.office.one_pages.curves import Curve, by_month, months_until
from duban.ledger.queries.scoring import periods
from duban.people.models import Jurisdiction, Unit

FIRST = 3


@dataclass(frozen=True)
class Wall:
    """What hangs on the wall on a day: figures with their words, how it went by month, where what is in hand comes from, and who stands first."""

    place: Jurisdiction
    today: datetime.date
    figures: list[tuple[str, str, str]]
    curves: list[Curve]
    months: list[str]
    sources: list[tuple[str, int, int]]
    ranked_in: str
    first: list[tuple[int, str]]


def wall_of(place: Jurisdiction, today: datetime.date) -> Wall:
    """Return what hangs on the wall, counted anew once something was written; six queries then, however many matters."""
    return held_counts.until_written(place, today, "wall", lambda: _counted(place, today))


def _counted(place: Jurisdiction, today: datetime.date) -> Wall:
    leads = Assignment.objects.filter(part=Part.LEAD, matter__jurisdiction=place).exclude(stage__in=GONE_STAGES)
    ends = months_until(today)
    values = by_month(leads.filter(dispatched_on__isnull=False), ends)
    words = ("在办", f"{today.month} 月办结", "超期")
    # There is no list behind them: who looks at a wall opens nothing.
    curves = [Curve(word, Mark(each[-1], Filter()), each, "") for word, each in zip(words, values, strict=True)]
    ranked_in, first = _first(place)
    return Wall(
        place=place,
        today=today,
        figures=_figures(place, today, [each[-1] for each in values]),
        curves=curves,
        months=[f"{each.month}月" for each in ends],
        sources=_sources(place),
        ranked_in=ranked_in,
        first=first,
    )


def _figures(place: Jurisdiction, today: datetime.date, now: list[int]) -> list[tuple[str, str, str]]:
    """Return word, figure and what stands under it."""
    behind = Assignment.objects.filter(part=Part.LEAD, completed_on__gt=F("due_on")).exclude(stage__in=GONE_STAGES)
    done = Q(state__in=DONE_STATES)
    year = Matter.objects.filter(jurisdiction=place, registered_on__year=today.year).aggregate(
        all=Count("pk"),
        done=Count("pk", filter=done),
        late=Count("pk", filter=done & Q(pk__in=behind.values("matter"))),
    )
    due = Assignment.objects.filter(
        part=Part.LEAD,
        stage__in=OPEN_STAGES,
        matter__jurisdiction=place,
        due_on__range=(today, today + datetime.timedelta(days=7)),
    )
    rate = f"{100 * (year['done'] - year['late']) / year['done']:.1f}%" if year["done"] else "—"
    going, finished, late = now
    return [
        ("今年立项", f"{year['all']}", f"已办结 {year['done']} 件"),
        ("在办", f"{going}", f"七日内到期 {due.values('matter').distinct().count()} 件"),
        (f"{today.month} 月办结", f"{finished}", ""),
        ("超期", f"{late}", "到期未办结"),
        ("按期办结率", rate, "今年登记、已经办结的"),
    ]


def _sources(place: Jurisdiction) -> list[tuple[str, int, int]]:
    """Return where what is in hand comes from: word, number, and its share of the largest in hundredths."""
    words = dict(Source.choices)
    held = Matter.objects.filter(jurisdiction=place, state__in=OPEN_STATES).order_by()
    rows = held.values_list("source").annotate(number=Count("pk")).order_by("-number", "source")
    counts = [(str(words.get(source, source)), number) for source, number in rows]
    most = max((number for _, number in counts), default=1)
    return [(word, number, number * 100 // most) for word, number in counts[:7]]


def _first(place: Jurisdiction) -> tuple[str, list[tuple[int, str]]]:
    """Return the last published period that ranks, and who stands first in it: three at most, and nobody of the lower half."""
    held = Ranking.objects.filter(jurisdiction=place, corrections__isnull=True).select_related("jurisdiction")
    last = held.order_by("-to_on", "-from_on", "-id").first()
    if last is None:
        return "", []
    ranked = sorted((each.rank, each.unit) for each in scores.board_of(last).scores if each.rank is not None)
    shown = [each for each in ranked if each[0] <= min(FIRST, len(ranked) // 2)]
    names = dict(
        Unit.objects.filter(jurisdiction=place, code__in=[code for _, code in shown]).values_list("code", "name")
    )
    common = last.kind in periods.COMMON
    name = periods.Span(last.kind, last.from_on, last.to_on).name if common else f"{last.from_on} 至 {last.to_on}"
    return name, [(rank, names.get(code, code)) for rank, code in shown]
