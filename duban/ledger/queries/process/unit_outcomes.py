"""What a document attaches to a unit as a whole (末位约谈、连续两次后三名、得分不到多少的取消评优 …): by places and totals of a period, and what was carried out of it."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from duban.engine.clauses import Regime
from duban.engine.evaluation.results import Proposal
from duban.engine.rules.adjustments import Outcome
from duban.engine.rules.scores import Score
from duban.ledger import conditions, scores
from duban.ledger.governed import ROLE_OF_SIGNER, Governed
from duban.ledger.models import JournalLine, Notice, Ranking
from duban.ledger.models.consequences import Kind
from duban.ledger.queries.process import outcomes
from duban.ledger.queries.scoring import periods, rankings
from duban.ledger.queries.scoring.periods import Span
from duban.ledger.refusals import Refused
from duban.people.models import LEADERS, Jurisdiction, Role, Unit

_INTERVIEW = "interview"
_PRINCIPAL = re.compile("(?<!副)(?<!分管)(?:[县市区州旗]长|[县市区州旗]委书记)|(?:[县市区州旗]委|政府|党政)主要领导")
# What is said of a unit whose ranking was corrected, or whose records were, after the paper went out.
GONE = "更正以后不再符合办法规定的情形，请作废文书、解除处理"


@dataclass(frozen=True)
class UnitOutcome:
    """One consequence for a unit, by its code and name: what it is called, by which clause, in which period, and `why` in a few words.

    `paper` is the document's own paper for it, by its id, `approval` who signs in the document's order; `is_due` is False while it may still change; `handled` is the paper by which it
    was carried out. `place` is that of the ranking, 0 without one, and `times` after how many rankings.
    """

    unit: str
    unit_name: str
    name: str
    clause: str
    span: Span
    why: str
    paper: str | None = None
    approval: tuple[str, ...] = ()
    place: int = 0
    times: int = 1
    is_due: bool = True
    handled: Notice | None = None

    @property
    def kind(self) -> Kind | None:
        """What it is in the register of consequences; None where that has no word for it."""
        return Kind.of_words(self.name)

    @property
    def is_of_principal(self) -> bool:
        """Return whether the document's words leave it to the head of the government: 县长约谈, not 分管县长约谈."""
        return _PRINCIPAL.search(self.name) is not None

    @property
    def approvers(self) -> frozenset[Role]:
        """Of which posts the one is whose approval brings it about: the last of the document's signers whom the program knows, else any leader."""
        known = [ROLE_OF_SIGNER[each] for each in self.approval if each in ROLE_OF_SIGNER]
        return frozenset(known[-1:]) or LEADERS

    @property
    def refusal(self) -> Refused | None:
        """Why it cannot be carried out now; None where it can. What goes to the discipline body is no paper to the unit."""
        if self.kind is Kind.HANDOVER and self.handled is None:
            said = "移送纪检监察机关的，不向单位制发文书"
            return Refused(said, clause=self.clause, possible="请按移送程序另行办理。")
        return conditions.process.carrying_out(self.clause, self.handled, None if self.is_due else self.span.last)

    def refusal_for(self, unit: Unit) -> Refused | None:
        """Why it cannot be carried out on the unit now: to one that has ended no paper goes, and nobody would hear of it."""
        if unit.abolished_on is not None and self.handled is None:
            said = f"{unit}已于 {unit.abolished_on} 撤并，不再对它制发文书"
            return Refused(said, clause=self.clause, possible="需要向承接其职责的单位了解情况的，请另行安排。")
        return self.refusal

    @property
    def query(self) -> str:
        """What an address says to mean it."""
        return f"{self.span.query}&{urlencode({'clause': self.clause, 'name': self.name})}"


def of_ranking(ranking: Ranking) -> list[UnitOutcome]:
    """Return what follows from the places of a published ranking, the last place first; nothing, and nothing asked, where the document attaches nothing to places."""
    if not scores.placed_kinds(scores.document_of(ranking)):
        return []
    span, found = _span(ranking), _of_places(ranking)
    papers = _papers(ranking.jurisdiction, span, Unit.objects.filter(jurisdiction=ranking.jurisdiction))
    if not papers:
        return found
    # What holds by a total or by what happened is told on the unit's score card; the published board is older than the places that it led to.
    own = _places_of(ranking.jurisdiction, span, scores.placed_kinds(scores.document_of(ranking)))
    board, again = scores.board_of(ranking), scores.again_board(ranking)
    still = [each for each in board.proposals_of(list(board.names)) if own.isdisjoint(each.facts)]
    told = {(each.unit, each.clause, each.name) for each in [*still, *again.proposals_of(list(again.names))]}
    told -= {(each.unit, each.clause, each.name) for each in found}
    return _handled(span, found, [each for each in papers if _key(each) not in told])


def of_unit(
    jurisdiction: Jurisdiction,
    unit: Unit,
    span: Span,
    on: datetime.date,
    *,
    ranking: Ranking | None,
    proposals: Iterable[Proposal],
) -> list[UnitOutcome]:
    """Return what a document attaches to a unit for a period and to no single matter, as it stands at the end of a day.

    By its place where a `ranking` of the period was published, and by what it reached: `proposals` as the score card has them.
    """
    found = [each for each in _of_places(ranking) if each.unit == unit.code] if ranking else []
    known = {(each.clause, each.name) for each in found}
    rules, document = _rules(jurisdiction, span), Governed.of(jurisdiction, span.first).document
    kinds = scores.placed_kinds(document) if rules else set()
    own = _places_of(jurisdiction, span, kinds) if kinds else set()
    for each in proposals:
        rule = rules.get((each.clause, each.name))
        if each.matter is None and rule is not None and (each.clause, each.name) not in known:
            if _is_told_by_place(document, rule, each, span, own, is_published=ranking is not None):
                continue
            known.add((each.clause, each.name))
            is_due = ranking is not None or outcomes.is_certain(rule, each.on, span, on)
            found.append(_reached(unit, each, span, rule.approval, is_due=is_due))
    papers = _papers(jurisdiction, span, Unit.objects.filter(pk=unit.pk)) if rules or found else []
    return _handled(span, found, papers)


def one_of_unit(
    jurisdiction: Jurisdiction, unit: Unit, span: Span, clause: str, name: str, on: datetime.date
) -> UnitOutcome | None:
    """Return the consequence of that clause and name for a unit; None where there is none."""
    ranking = rankings.published(jurisdiction, span)
    board = scores.board_of(ranking) if ranking else scores.draft_board(jurisdiction, span.kind, span.first, span.last)
    scored = board.unit(unit.code)
    proposals = scored.proposals if scored else ()
    found = of_unit(jurisdiction, unit, span, on, ranking=ranking, proposals=proposals)
    return next((each for each in found if (each.clause, each.name) == (clause, name)), None)


def key_of(span: Span) -> str:
    """Return how a paper names the period for which a consequence was carried out."""
    return f"{span.kind} {span.first}"


def counts_interviews(governed: Governed) -> bool:
    """Return whether a document gives points for interviews, or attaches something to them."""
    rules: list[Score | Outcome] = [*governed.rules(Score), *governed.rules(Outcome)]
    return any(rule.select is not None and _INTERVIEW in rule.select.names for rule in rules)


def _of_places(ranking: Ranking) -> list[UnitOutcome]:
    kinds = scores.placed_kinds(scores.document_of(ranking))
    if not kinds:
        return []
    ids = _places_of(ranking.jurisdiction, _span(ranking), kinds)
    approval = {
        (each.clause, each.name): each.approval for each in _rules(ranking.jurisdiction, _span(ranking)).values()
    }
    board = scores.again_board(ranking)
    ranks = {score.unit: score.rank or 0 for score in scores.board_of(ranking).scores}
    found = []
    for each in board.proposals_of(list(board.names)):
        if ids.isdisjoint(each.facts):
            continue
        place, times = ranks.get(each.unit, 0), len(each.facts)
        said = f"第 {place} 名" if place else "未排名"
        why = f"{said}，第 {times} 次" if times > 1 else said
        name = board.names[each.unit]
        span = _span(ranking)
        signers = approval.get((each.clause, each.name), ())
        made = UnitOutcome(each.unit, name, each.name, each.clause, span, why, each.paper, signers, place, times)
        found.append(made)
    return sorted(found, key=lambda each: (-each.place, each.unit_name, each.name))


def _is_told_by_place(
    document: Regime, rule: Outcome, reached: Proposal, span: Span, own: set[str], *, is_published: bool
) -> bool:
    """Return whether it follows from places that are looked at otherwise: those of the published ranking itself, or of a shorter period.

    `own` are the facts of the period's own places. The published board still has those from before a correction; and who was last in a quarter is not summoned once more for the year.
    """
    names = rule.select.names if rule.select is not None and rule.select.kind == "event" else ()
    kinds = scores.placed_kinds(document).intersection(names)
    if not kinds:
        return False
    if not own.isdisjoint(reached.facts):
        return is_published
    if rule.periods or not (rule.count.is_each or rule.count.is_life):
        return False
    fields = [document.words.events[name].fields for name in kinds]
    placed = {kind for each in fields if "period" in each for kind in each["period"].words}
    return bool(placed.intersection(periods.publishable(document)) - {span.kind})


def _places_of(jurisdiction: Jurisdiction, span: Span, kinds: Iterable[str]) -> set[str]:
    """Return the facts by which places in a period's own ranking are known, those that were put right later too."""
    own = JournalLine.objects.filter(jurisdiction=jurisdiction, kind__in=kinds, on=span.last)
    # The last quarter ends on the same day as its year.
    own = own.filter(Q(data__fact__period=span.kind) | Q(data__fact__period__isnull=True))
    return {line.fact_id for line in own.only("seq", "kind")}


def _rules(jurisdiction: Jurisdiction, span: Span) -> dict[tuple[str, str], Outcome]:
    found = outcomes.rules_of(Governed.of(jurisdiction, span.first))
    return {(rule.clause, rule.name): rule for rule in found}


def _reached(unit: Unit, each: Proposal, span: Span, approval: tuple[str, ...], *, is_due: bool) -> UnitOutcome:
    since = "期末" if each.on == span.last else f"{each.on} 起"
    why = f"{since}符合办法规定的情形"
    return UnitOutcome(unit.code, unit.name, each.name, each.clause, span, why, each.paper, approval, is_due=is_due)


def _papers(jurisdiction: Jurisdiction, span: Span, units: QuerySet[Unit]) -> list[Notice]:
    """Return the papers that stand by which consequences of a period were carried out for units as a whole."""
    found = Notice.objects.filter(
        jurisdiction=jurisdiction, matter=None, unit__in=units, annulment=None, words__outcome_of=key_of(span)
    )
    return list(found.select_related("unit", "jurisdiction").order_by("id"))


def _handled(span: Span, found: Iterable[UnitOutcome], papers: Iterable[Notice]) -> list[UnitOutcome]:
    """Give each the paper by which it was carried out; a paper whose situation is there no more is shown too, so that it is taken back."""
    known = {_key(each): each for each in papers}
    told = [replace(each, handled=known.pop((each.unit, each.clause, each.name), None)) for each in found]
    for (code, clause, name), paper in known.items():
        unit_name = paper.unit.name if paper.unit else code
        told.append(UnitOutcome(code, unit_name, name, clause, span, GONE, is_due=False, handled=paper))
    return told


def _key(paper: Notice) -> tuple[str, str, str]:
    return (paper.unit.code if paper.unit else "", paper.clause, str(paper.words["outcome"]))


def _span(ranking: Ranking) -> Span:
    return Span(ranking.kind, ranking.from_on, ranking.to_on)
