"""What people are told of a ranking that was published or corrected: each unit its own total and place, leaders that it is there, the office what follows from it."""

from collections.abc import Iterable, Mapping

from duban.ledger.models import JournalLine, Ranking
from duban.ledger.queries.process import unit_outcomes
from duban.ledger.queries.process.objection_limits import Limits
from duban.ledger.queries.scoring import corrections
from duban.people.models import LEADERS, OFFICE, Officer, Role, Unit

_DONE = {"ranking.published": "已发布", "ranking.corrected": "已更正"}


def news_of(
    line: JournalLine, of_unit: Mapping[int | None, list[Officer]], by_role: Mapping[str, list[Officer]]
) -> Iterable[tuple[list[Officer], str, str]]:
    """Yield whom the publication or correction of a ranking concerns, with the words and what each is about; nothing for other lines."""
    pk = line.key_of("ranking")
    if pk is None or line.verb not in _DONE:
        return
    ranking = Ranking.objects.select_related("jurisdiction").filter(pk=pk).first()
    if ranking is None:
        return
    said = f"{corrections.span_of(ranking).name}考核结果{_DONE[line.verb]}"
    readers = [officer for role in sorted(LEADERS | {Role.ASSESSMENT}) for officer in by_role[role]]
    yield readers, said, f"ranking:{pk}"
    waiting = sum(each.handled is None for each in unit_outcomes.of_ranking(ranking))
    due = f"，按名次应处理 {waiting} 项" if waiting else ""
    yield [officer for role in sorted(OFFICE) for officer in by_role[role]], f"{said}{due}", f"ranking:{pk}"
    units = dict(Unit.objects.filter(jurisdiction=line.jurisdiction_id).values_list("code", "pk"))
    until = Limits.of_ranking(ranking)
    heard = f"；有异议的，{until.due} 以前提出（{until.clause}）" if until else ""
    for code, standing in corrections.standings_of(ranking.result).items():
        yield of_unit.get(units.get(code, 0), []), f"{said}：本单位 {standing.said}{heard}", f"ranking:{pk}"
