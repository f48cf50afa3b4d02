"""Rank over time per unit (名次走势), from the rankings as they were published."""

from collections.abc import Sequence

from duban.ledger import scores
from duban.ledger.models import Ranking
from duban.ledger.queries.matters.statistics.figures import Asked, Elsewhere, Figure, Line, Mark
from duban.ledger.queries.scoring import periods
from duban.people.models import Unit

# Period → unit's code → place.
Places = list[tuple[str, str, dict[str, int]]]


def ranks(asked: Asked) -> Figure:
    """Return the place of each unit in the year's published rankings of the kind that was published oftenest, corrections applied."""
    places = _places(asked)
    units = dict(
        Unit.objects.filter(jurisdiction=asked.officer.office).order_by("order", "id").values_list("code", "name")
    )
    own = asked.officer.unit.code if asked.officer.is_unit and asked.officer.unit else ""
    codes = [code for code in units if any(code in held for *_, held in places) and asked.base.unit in ("", code)]
    codes.sort(key=lambda code: places[-1][2].get(code, len(units) + 1))
    lines = [
        Line(
            units[code],
            [Mark(held.get(code, 0), Elsewhere("rankings", query), nought="—") for _, query, held in places],
        )
        for code in codes
    ]
    heads = ["单位", *(name for name, *_ in places)]
    note = "已发布各期的名次，有更正的按更正后；点名次看那一期的排名。"
    if not places:
        return Figure("ranks", [f"{asked.year} 年还没有发布过排名。"], note, heads, [])
    if not lines:
        return Figure("ranks", [f"{asked.year} 年发布的各期没有名次。"], note, heads, [])
    said, marked = _moves(lines, [name for name, *_ in places], units.get(own, ""))
    return Figure("ranks", [said], note, heads, lines, marked)


def _places(asked: Asked) -> Places:
    """Return the places by period, the earliest first. Two queries, without the facts that the rankings rest on."""
    held = Ranking.objects.filter(
        jurisdiction=asked.officer.office, from_on__year=asked.year, to_on__year=asked.year, corrections__isnull=True
    )
    found = list(held.select_related("jurisdiction").order_by("from_on", "to_on"))
    kinds = [each.kind for each in found]
    often = max(dict.fromkeys(kinds), key=kinds.count, default="")
    boards = scores.boards_of([each for each in found if each.kind == often])
    told = []
    for each in found:
        if each.kind == often:
            ranked = {score.unit: score.rank for score in boards[each.pk].scores if score.rank is not None}
            told.append((_name(each), each.query, ranked))
    return told


def _name(ranking: Ranking) -> str:
    """Return what a period is called within its year."""
    if ranking.kind not in periods.COMMON:
        return f"{ranking.from_on:%m-%d} 至 {ranking.to_on:%m-%d}"
    return periods.Span(ranking.kind, ranking.from_on, ranking.to_on).name.removeprefix(f"{ranking.from_on.year}年")


def _moves(lines: Sequence[Line], names: Sequence[str], own: str) -> tuple[str, tuple[str, ...]]:
    """Return who rose and who fell most between the first and the last period in which they were ranked; of a unit its own way."""
    ways = []
    for line in lines:
        at = [(name, mark.count) for name, mark in zip(names, line.marks, strict=True) if mark.count]
        ways.append((line.word, at[0], at[-1]))
    told = [way for way in ways if not own or way[0] == own]
    if not told:
        return "本单位没有名次。", ()
    if own or len(told) == 1:
        return f"{_way(told[0])}。", (told[0][0],)
    up = max(told, key=lambda way: way[1][1] - way[2][1])
    down = min(told, key=lambda way: way[1][1] - way[2][1])
    moved = [way for way in (up, down) if way[1][1] != way[2][1]]
    if not moved:
        return (
            f"{names[-1]}第 1 的是{'、'.join(way[0] for way in told if way[2][1] == 1)[:60]}，各单位名次没有升降。",
            (told[0][0],),
        )
    marked = tuple(dict.fromkeys(way[0] for way in moved))
    return "；".join(_way(way) for way in (moved if up != down else moved[:1])) + "。", marked


def _way(way: tuple[str, tuple[str, int], tuple[str, int]]) -> str:
    unit, (first, before), (last, after) = way
    if first == last:
        return f"{unit}{first}第 {before}"
    if before == after:
        return f"{unit}由{first}到{last}都是第 {after}"
    return f"{unit}由{first}第 {before} {'升' if after < before else '降'}到{last}第 {after}"
