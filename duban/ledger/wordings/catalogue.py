"""Which bulletins a regime knows, by what name and clause, for which period, read by whom."""

from collections.abc import Callable
from dataclasses import dataclass

from duban.engine.clauses import Regime
from duban.ledger import words
from duban.ledger.models.bulletins import Audience
from duban.ledger.queries.scoring.periods import publishable
from duban.ledger.wordings import circulars, corrections, summaries
from duban.ledger.wordings.circulars import Request
from duban.papers.writing.documents import Paper


@dataclass(frozen=True)
class Kind:
    """One kind of bulletin under a regime. `paper` and `clause` are empty where the document names none; `spans` the periods it is for."""

    id: str
    name: str
    spans: tuple[str, ...]
    audience: str
    compose: Callable[[Request], Paper]
    paper: str = ""
    clause: str = ""
    is_briefing: bool = False


_LONG = ("month", "quarter", "half_year", "year")


def spans_of(regime: Regime) -> dict[str, str]:
    """Return the kinds of period for which bulletins are written, with what they are called: weeks, the common ones, the document's own."""
    return {**words.PERIODS, **{each.id: each.name for each in regime.spans if each.name}}


def kinds_of(regime: Regime) -> list[Kind]:
    """Return the bulletins that an office under a regime may draft, those first that the document names."""
    found = [kind for kind in (_named(regime, paper.id) for paper in regime.papers) if kind is not None]
    known = {kind.id for kind in found}
    features = {name: clause.clause for clause in reversed(regime.clauses) for name in clause.features}
    long = _long(regime)
    own = (
        Kind(
            "ranking",
            "考核结果通报",
            _ranked(regime),
            Audience.UNITS,
            summaries.ranking,
            clause=features.get("ranking", ""),
        ),
        Kind(
            "correction",
            "考核结果更正通报",
            _ranked(regime),
            Audience.UNITS,
            corrections.correction,
            clause=features.get("ranking", ""),
        ),
        Kind(
            "circular", "督办事项通报", long, Audience.UNITS, circulars.circular, clause=features.get("circulars", "")
        ),
        Kind(
            "briefing",
            "督查专报",
            long,
            Audience.LEADERS,
            circulars.briefing,
            clause=features.get("briefings", ""),
            is_briefing=True,
        ),
    )
    if "assessment_handover" in features and "assessment" not in known:
        handed = features.get("year_end_summary") or features["assessment_handover"]
        found.append(
            Kind(
                "assessment",
                "年度督查考核结果报送函",
                ("year",),
                Audience.ASSESSMENT,
                summaries.assessment,
                clause=handed,
            )
        )
    # A weekly briefing is the office's briefing; a second of the same name would only confuse.
    skipped = known | ({"briefing"} if "weekly" in known else set())
    return found + [kind for kind in own if kind.id not in skipped]


def kind_named(regime: Regime, name: str) -> Kind:
    """Return the kind of that id. Raises KeyError where the regime has none."""
    for kind in kinds_of(regime):
        if kind.id == name:
            return kind
    raise KeyError(name)


def _own(regime: Regime) -> tuple[str, ...]:
    return tuple(each.id for each in regime.spans if each.is_own)


def _long(regime: Regime) -> tuple[str, ...]:
    return (*_LONG, *_own(regime))


def _ranked(regime: Regime) -> tuple[str, ...]:
    """Return the kinds of period of which a ranking may be published."""
    return tuple(publishable(regime))


def _named(regime: Regime, paper: str) -> Kind | None:
    named = next(each for each in regime.papers if each.id == paper)
    features, long = regime.features_under(named.clause), _long(regime)
    shape = {
        "ranking": ("ranking", _ranked(regime), Audience.UNITS, summaries.ranking),
        "honours": ("honours", ("half_year", "year", "quarter", *_own(regime)), Audience.UNITS, summaries.honours),
        "quarterly_summary": ("quarterly", ("quarter",), Audience.UNITS, summaries.quarterly),
        "circular": ("circular", long, Audience.UNITS, circulars.circular),
        "assessment": (
            "assessment",
            ("quarter", "year") if "季度" in named.name else ("year",),
            Audience.ASSESSMENT,
            summaries.assessment,
        ),
        "proposals_report": ("suggestions", ("year", "half_year"), Audience.LEADERS, summaries.suggestions),
        "briefing": ("weekly", ("week",), Audience.UNITS, circulars.weekly)
        if "weekly_briefing" in features
        else ("briefing", ("month", "quarter"), Audience.LEADERS, circulars.briefing),
    }.get(named.act)
    if shape is None:
        return None
    kind, spans, audience, compose = shape
    return Kind(kind, named.name, spans, audience, compose, named.id, named.clause, kind in ("weekly", "briefing"))
