"""What in a document may stand against a superior rule: the clause, the superior clause, why, how sure; the document runs on as written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from duban.engine.clauses import Clause, Regime
from duban.engine.evaluation.abbreviations import score_of
from duban.engine.rules.adjustments import Outcome
from duban.engine.rules.durations import Count
from duban.engine.rules.fields import Rule
from duban.engine.rules.limits import Approval, Deadline
from duban.engine.rules.points import Beyond, Points
from duban.engine.rules.quantities import Counted
from duban.engine.rules.scores import Score
from duban.engine.rules.steps import Step
from duban.engine.sentences.rules import sentence_of
from duban.engine.superior.checks import BASES, CERTAINTIES, Check, Finder, Superior, load_sound_superior

# Days of the calendar in a unit, as far as a comparison of limits needs it.
_DAYS = {"days": 1.0, "working_days": 7 / 5, "months": 30.0, "hours": 1 / 24}


@dataclass(frozen=True)
class Finding:
    """A clause that may stand against a superior rule. `can_try`: the document can be tried without it."""

    clause: str
    gist: str
    # What the clause does, in words.
    said: str
    superior: Superior
    check: Check
    can_try: bool

    @property
    def certainty(self) -> str:
        """How sure it is, in words."""
        return CERTAINTIES[self.check.certainty]

    @property
    def basis(self) -> str:
        """On what the check rests, in words."""
        return BASES[self.superior.basis]

    def __str__(self) -> str:
        return (
            f"〔{self.clause}〕{self.said}——{self.superior.name}{self.check.clause}：{self.check.asks}；"
            f"{self.check.why}（把握：{self.certainty}，{self.basis}）"
        )


def findings(regime: Regime, packs: Iterable[Superior] | None = None) -> list[Finding]:
    """List what of a document may stand against superior rules, in the order of its clauses, once for each clause and check.

    Without `packs` against all that are installed and sound.
    """
    return list(_findings(regime, load_sound_superior()[0] if packs is None else tuple(packs)))


def by_check(found: Iterable[Finding]) -> list[tuple[Finding, list[Finding]]]:
    """Put findings of one check together: the first, for what the check says, and all of them."""
    held: dict[tuple[str, str], list[Finding]] = {}
    for each in found:
        held.setdefault((each.superior.id, each.check.id), []).append(each)
    return [(listed[0], listed) for listed in held.values()]


@lru_cache(maxsize=64)
def _findings(regime: Regime, packs: tuple[Superior, ...]) -> tuple[Finding, ...]:
    found = []
    for clause in regime.clauses:
        for superior in packs:
            for check in superior.checks:
                said = list(dict.fromkeys(_said(regime, clause, check.finder)))
                if said:
                    can_try = bool(clause.rules) and not check.finder.is_untried
                    found.append(Finding(clause.clause, clause.gist, "；".join(said), superior, check, can_try))
    return tuple(found)


def _said(regime: Regime, clause: Clause, finder: Finder) -> Iterator[str]:
    if finder.lacks:
        yield from _lacking(regime, clause, finder)
    for rule in clause.rules:
        if finder.scores or finder.words:
            yield from _scoring(regime, rule, finder)
        if finder.steps:
            yield from _unapproved(regime, rule, finder)
        if (
            isinstance(rule, Approval)
            and rule.act in finder.approvals
            and not set(rule.signers) & set(finder.approved_by)
        ):
            yield sentence_of(rule, regime)
        if finder.days and isinstance(rule, Deadline) and any(word in rule.label for word in finder.days):
            days = _days(rule.count)
            if days is not None and (
                (finder.shorter_than is not None and days < finder.shorter_than)
                or (finder.longer_than is not None and days > finder.longer_than)
            ):
                yield sentence_of(rule, regime)
        if (
            finder.is_open_range
            and isinstance(rule, Score)
            and rule.worth.range is not None
            and None in rule.worth.range
        ):
            yield sentence_of(rule, regime)
    if finder.scores or finder.words:
        for quantity in regime.quantities:
            form = quantity.form
            if quantity.clause != clause.clause or not isinstance(form, Counted) or form.select.kind != "event":
                continue
            if _is_meant(regime, form.select.names, finder):
                yield f"数据“{quantity.label}”计入"


def _scoring(regime: Regime, rule: Rule, finder: Finder) -> Iterator[str]:
    written = score_of(rule) if isinstance(rule, Points | Beyond) else rule
    if (
        isinstance(written, Score)
        and written.select.kind == "event"
        and _is_meant(regime, written.select.names, finder)
    ):
        yield sentence_of(rule, regime)


def _is_meant(regime: Regime, kinds: Iterable[str], finder: Finder) -> bool:
    """Whether one of the kinds is a named one of the library, or an own event of that name."""
    for kind in kinds:
        event = regime.words.events.get(kind)
        if event is not None and event.is_own:
            if any(word in event.label for word in finder.words):
                return True
        elif kind in finder.scores:
            return True
    return False


def _unapproved(regime: Regime, rule: Rule, finder: Finder) -> Iterator[str]:
    is_named = isinstance(rule, Step | Outcome) and any(word in rule.name for word in finder.steps)
    if is_named and not set(rule.approval) & set(finder.approved_by):  # type: ignore[attr-defined]
        yield sentence_of(rule, regime)


def _lacking(regime: Regime, clause: Clause, finder: Finder) -> Iterator[str]:
    """Of the first clause that has the one: that no clause has the other."""
    known = {feature for each in regime.clauses for feature in each.features}
    first = next((each for each in regime.clauses if set(each.features) & set(finder.has)), None)
    if first is clause and not known & set(finder.lacks):
        labels = [regime.features[name]["label"] for name in finder.lacks if name in regime.features]
        yield f"全文没有写{'、'.join(labels)}"


def _days(count: Count) -> float | None:
    unit = _DAYS.get(count.unit)
    number = count.range[1] if count.range else count.number
    return None if unit is None else number * unit
