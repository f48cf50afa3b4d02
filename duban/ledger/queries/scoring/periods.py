"""Periods: the ones a document scores, the common ones and its own, the last that is over, and what they are called."""

import calendar
import datetime
from dataclasses import dataclass, field

from django.db.models import QuerySet

from duban.engine.clauses import Regime
from duban.engine.rules.grades import Grade
from duban.engine.rules.periods import OfPeriods
from duban.engine.vocabulary.periods import PeriodKind
from duban.ledger import words
from duban.ledger.governed import Governed
from duban.ledger.models import JournalLine
from duban.people.models import Jurisdiction

# The common ones that are offered under every document; weeks are where it names them.
COMMON = {kind: word for kind, word in words.PERIODS.items() if kind != "week"}
_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
ONE_DAY = datetime.timedelta(days=1)


def called(governed: Governed) -> str:
    """Return what a period comes to under a document: grades, where it gives no points."""
    return "等次" if governed.rules(Grade) else "排名"


@dataclass(frozen=True)
class Span:
    """A period of a kind, both days inclusive. `own`: the kind as the document has it, where it is none of the common ones."""

    kind: str
    first: datetime.date
    last: datetime.date
    own: PeriodKind | None = field(default=None, compare=False)

    @classmethod
    def under(cls, regime: Regime, kind: str, first: datetime.date, last: datetime.date) -> "Span":
        """Return the period of a kind that a document may name itself."""
        return cls(kind, first, last, own_of(regime, kind))

    @classmethod
    def named(cls, jurisdiction: Jurisdiction, kind: str, first: datetime.date, last: datetime.date) -> "Span":
        """Return the period of a kind under the document that governs its first day."""
        return cls.under(Governed.of(jurisdiction, first).document, kind, first, last)

    @property
    def is_whole(self) -> bool:
        """Say whether it is a whole period of its kind."""
        return _in_which(self.kind, self.first, self.own) == self

    @property
    def name(self) -> str:
        """Return 2026年3月, 2026年第1季度, 2026年上半年, 2026年, or in the document's words; the two days where it is none of these."""
        if self.kind == "week" or not self.is_whole:
            return f"{self.first} 至 {self.last}"
        if self.own is not None:
            return self.own.name_of(self.first, self.last)
        part = {
            "month": f"{self.first.month}月",
            "quarter": f"第{(self.first.month + 2) // 3}季度",
            "half_year": "上半年" if self.first.month == 1 else "下半年",
            "year": "",
        }[self.kind]
        return f"{self.first.year}年{part}"

    @property
    def query(self) -> str:
        """Return the period as parameters of an address."""
        return f"kind={self.kind}&from={self.first}&to={self.last}"

    def before(self) -> "Span":
        """Return the period of the same kind before this one."""
        return _in_which(self.kind, self.first - ONE_DAY, self.own)

    def after(self) -> "Span":
        """Return the period of the same kind after this one."""
        if self.own is not None:
            return Span(self.kind, *self.own.following(self.last), self.own)
        return _in_which(self.kind, self.last + ONE_DAY, None)


def span_of(kind: str, day: datetime.date, regime: Regime | None = None) -> Span:
    """Return the period of that kind in which the day lies; of a kind that leaves days out, the last that began before it.

    Raises KeyError for a kind that is none; a document's own kinds need the document.
    """
    return _in_which(kind, day, own_of(regime, kind) if regime else None)


def over_by(kind: str, today: datetime.date, regime: Regime) -> Span:
    """Return the last period of that kind that is over. Raises KeyError for a kind that is none."""
    span = span_of(kind, today, regime)
    return span if span.last < today else span.before()


def own_of(regime: Regime, kind: str) -> PeriodKind | None:
    """Return a kind of period that the document says itself from when to when it goes; None for the common ones."""
    return next((each for each in regime.spans if each.id == kind and each.is_own), None)


def kinds_of(regime: Regime) -> dict[str, str]:
    """Return the kinds of period with what they are called, those first that the document names."""
    named = {each.id: each.name or words.PERIODS[each.id] for each in regime.spans}
    return {**named, **{kind: word for kind, word in COMMON.items() if kind not in named}}


def remarks_on(jurisdiction: Jurisdiction, regime: Regime, span: Span, today: datetime.date) -> list[str]:
    """Say what one must know of a period before one reads its points: another document came into force within, shorter ones are not published yet."""
    return [
        said
        for said in (_replaced(jurisdiction, regime, span), _unpublished(jurisdiction, regime, span, today))
        if said
    ]


def _unpublished(jurisdiction: Jurisdiction, regime: Regime, span: Span, today: datetime.date) -> str:
    rule = next(
        (each for each in Governed.of(jurisdiction, span.first).rules(OfPeriods) if span.kind in each.periods), None
    )
    if rule is None:
        return ""
    inner, one = [], span_of(rule.of, span.first, regime)
    while one.last <= min(span.last, today - ONE_DAY):
        inner += [one] if one.first >= span.first else []
        one = one.after()
    told = totals_told(jurisdiction, Span(rule.of, span.first, span.last))
    days = set(told.values_list("on", flat=True).distinct())
    left = [each.name for each in inner if not any(each.first <= day <= each.last for day in days)]
    if not left:
        return ""
    return f"{span.name}由各期得分得出〔{rule.clause}〕，已经结束的还有 {len(left)} 期没有得分：{'、'.join(left)}。发布那一期排名，或者登记已发布的得分。"


def totals_told(jurisdiction: Jurisdiction, span: Span) -> QuerySet[JournalLine]:
    """Return the lines that stand of what units had in periods of the span's kind that end within it, both days inclusive: published, or entered by hand."""
    lines = JournalLine.objects.filter(
        jurisdiction=jurisdiction, kind="period_total", on__range=(span.first, span.last), data__fact__period=span.kind
    )
    return lines.exclude(amendments__verb="fact.withdrawn")


def _replaced(jurisdiction: Jurisdiction, regime: Regime, span: Span) -> str:
    """Say that within a period, which the document scores that was in force when it began, another one came into force; empty where none did."""
    since, now = jurisdiction.document_since, Governed.of(jurisdiction).document
    if since is None or not span.first < since <= span.last or (now.id, now.version) == (regime.id, regime.version):
        return ""
    before, after = (f"《{each.title}》" if each.title else each.name for each in (regime, now))
    return f"本期从 {span.first} 开始，全期按当时施行的{before}计分。{after} {since} 起施行，从那天起开始的期间才按它计分，按它加减的分不在这里。"


def publishable(regime: Regime) -> dict[str, str]:
    """Return the kinds of period of which a ranking may be published: what the document names, all common ones where it names none."""
    return {kind: word for kind, word in kinds_of(regime).items() if kind in regime.periods} or COMMON


def span_from(asked: dict[str, str], jurisdiction: Jurisdiction, today: datetime.date) -> Span:
    """Return the period that an address names; with `from` alone the one in which that day lies, with neither the one of today.

    What kinds there are says the document that governs that day. Dates that are no dates, in the wrong order, or at the very edge of the
    calendar, where no period lies before or after, count as not given.
    """
    try:
        first = datetime.date.fromisoformat(asked.get("from", ""))
        span = span_of(*_kind_on(asked, jurisdiction, first))
        if asked.get("to"):
            span = Span(span.kind, first, datetime.date.fromisoformat(asked["to"]), span.own)
        _ = span.before(), span.after()
    except (ValueError, OverflowError):
        return span_of(*_kind_on(asked, jurisdiction, today))
    return span if span.first <= span.last else span_of(*_kind_on(asked, jurisdiction, today))


def _kind_on(
    asked: dict[str, str], jurisdiction: Jurisdiction, day: datetime.date
) -> tuple[str, datetime.date, Regime]:
    """Return the kind that an address names, or the document's first, with the day and the document that governs it."""
    regime = Governed.of(jurisdiction, day).document
    kinds = kinds_of(regime)
    kind = asked.get("kind", "")
    return (kind if kind in kinds else next(iter(kinds))), day, regime


def _in_which(kind: str, day: datetime.date, own: PeriodKind | None) -> Span:
    if own is not None:
        return Span(kind, *own.begun_by(day), own)
    if kind == "week":
        first = day - datetime.timedelta(days=day.weekday())
        return Span(kind, first, first + datetime.timedelta(days=6))
    months = _MONTHS[kind]
    first = datetime.date(day.year, (day.month - 1) // months * months + 1, 1)
    last_month = first.month + months - 1
    return Span(kind, first, datetime.date(day.year, last_month, calendar.monthrange(day.year, last_month)[1]))
