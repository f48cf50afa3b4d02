"""May this be done? None, or a refusal that cites its clause."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from duban.engine import wording
from duban.engine.calendar import Calendar, load_calendar
from duban.engine.clauses import Regime
from duban.engine.facts import Fact
from duban.engine.holdings import matters_at
from duban.engine.rules.durations import end_of
from duban.engine.rules.limits import Limit

FACT_OF_ACT = {
    "extension": "extended",
    "write_off": "written_off",
    "transfer": "transferred",
    "completion": "completed",
}
_NAMES = {
    "dispatch": "交办",
    "refusal": "拒签",
    "extension": "延期",
    "write_off": "销号",
    "transfer": "变更责任单位",
    "completion": "办结",
    "review": "复核",
    "unplanned_inspection": "开展计划外督查",
    "commendation": "表彰",
}
_NEEDS = {
    "reason": "理由",
    "proposal": "建议的承办单位",
    "proof": "佐证材料",
    "objection_date": "提出异议的截止日",
    "top_grade": "优秀等次",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Which clause refuses the act, why, and what is possible instead."""

    clause: str
    why: str
    possible: str


def extension(
    regime: Regime,
    facts: Iterable[Fact],
    until: date,
    *,
    exempt: bool = False,
    unit: str | None = None,
    choices: Mapping[str, str] | None = None,
    calendar: Calendar | None = None,
) -> Refusal | None:
    """Say whether the deadline may be moved to `until`, given the facts of the matter.

    The longest extension is counted from the due date that holds now: of `unit`, else of the unit whose date
    comes first. `exempt` lifts the limits that the rule exempts (special plans have their own), no other.
    """
    facts = list(facts)
    for rule in _limits(regime, "extension", choices):
        refusal = _once(rule, facts)
        if refusal:
            return refusal
        due = _due_now(facts, unit)
        if due is None or (exempt and rule.exempt == "at_most"):
            continue
        for said, latest in _longest(rule, facts, due, unit, calendar):
            if until > latest:
                why = f"延期最长{said}，原期限{due}，不能延到{until}"
                return Refusal(rule.clause, why, f"最晚可以延到{latest}。")
    return None


def extension_bounds(
    regime: Regime,
    facts: Iterable[Fact],
    *,
    exempt: bool = False,
    unit: str | None = None,
    choices: Mapping[str, str] | None = None,
    calendar: Calendar | None = None,
) -> tuple[bool, date | None]:
    """Return whether a matter may be extended only once, and the latest day that `extension` permits, inclusive; None where no clause bounds it."""
    rules, due = _limits(regime, "extension", choices), _due_now(facts, unit)
    bound = [rule for rule in rules if not (exempt and rule.exempt == "at_most")] if due else []
    ends = [latest for rule in bound for _, latest in _longest(rule, list(facts), due or date.max, unit, calendar)]
    return any(rule.once for rule in rules), min(ends, default=None)


def act(
    regime: Regime,
    name: str,
    facts: Iterable[Fact] = (),
    *,
    given: Collection[str] = (),
    choices: Mapping[str, str] | None = None,
) -> Refusal | None:
    """Say whether an act may be done: once where the rule says so, with all that it needs.

    `given` are the things at hand (reason, proof …).
    """
    facts = list(facts)
    for rule in _limits(regime, name, choices):
        refusal = _once(rule, facts)
        if refusal:
            return refusal
        for need in rule.needs:
            # A signature is asked for by the approval of the act, not before it.
            if need not in given and not need.startswith("signed_by:"):
                said = _NEEDS.get(need, need)
                return Refusal(rule.clause, f"{_named(name)}须有{said}", f"补上{said}后可以{_named(name)}。")
    return None


def _limits(regime: Regime, name: str, choices: Mapping[str, str] | None) -> list[Limit]:
    return [rule for rule in regime.rules_of(Limit, choices) if rule.act == name]


def _once(rule: Limit, facts: Iterable[Fact]) -> Refusal | None:
    kind = FACT_OF_ACT.get(rule.act)
    done = [fact for fact in facts if fact.kind == kind]
    if not rule.once or not done:
        return None
    first = min(done, key=lambda fact: (fact.on, fact.id))
    why = f"每个事项只能{_named(rule.act)}一次，{first.on}已经{_named(rule.act)}过"
    return Refusal(rule.clause, why, "可以按期办结；确实办不成的，申请销号或变更责任单位。")


def _due_now(facts: Iterable[Fact], unit: str | None) -> date | None:
    dues = [
        holding.due
        for _, holdings, _ in matters_at(facts, date.max)
        for holding in holdings.values()
        if unit in (None, holding.unit)
    ]
    return min(dues, default=None)


def _longest(
    rule: Limit, facts: Collection[Fact], due: date, unit: str | None, calendar: Calendar | None
) -> Iterator[tuple[str, date]]:
    """Give what the rule permits at most, in words, and the latest day that is."""
    if rule.at_most is not None:
        yield rule.at_most.said_in_chinese, end_of(rule.at_most, due, calendar or load_calendar())
    given = _given_at_first(facts, unit) if rule.share is not None else None
    if rule.share is not None and given is not None:
        yield f"为原时限{given}日的{wording.share(rule.share)}", due + timedelta(days=int(given * rule.share))


def _given_at_first(facts: Iterable[Fact], unit: str | None) -> int | None:
    """How many days the unit, else the matter, was given at first; None where there was no date."""
    sent = [fact for fact in facts if fact.kind == "assigned" and fact.due and fact.due < wording.NEVER]
    own = [fact for fact in sent if unit in (None, fact.unit)] or sent
    first = min(own, key=lambda fact: (fact.on, fact.id), default=None)
    return None if first is None or first.due is None else (first.due - first.on).days


def _named(name: str) -> str:
    return _NAMES.get(name, name)
