"""Facts of one document read by another: what it knows is told in its words, what these facts do not tell is named by clause, never guessed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from duban.engine.cases import Period, Unit
from duban.engine.clauses import Clause, Regime
from duban.engine.evaluation import naming
from duban.engine.evaluation.plans import Plan
from duban.engine.evaluation.takers import Taker
from duban.engine.facts import FIELDS, Fact
from duban.engine.known_facts import known_facts
from duban.engine.recording.catalogue import BY_HAND, kinds_of
from duban.engine.what_if.variants import Variant

# What is on record of every matter whatever the document says of it.
_ALWAYS = frozenset(
    ("assigned", "accepted", "reported", "returned", "completed", "written_off", "extended", "transferred", "late", "reopened", "urged",
     "limit_missed")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Missing:
    """A clause of the other document that cannot be worked out from these facts, or not wholly, and why."""

    clause: str
    why: tuple[str, ...]


def translated(rows: Iterable[dict[str, Any]], base: Regime, other: Regime) -> list[Fact]:
    """Give the facts that the other document knows, in its words, from records of the interchange format.

    An event of the same id that means another thing there is left out.
    """
    strange = {
        name
        for name, event in other.words.events.items()
        if (held := base.words.events.get(name)) is not None and event.is_own and held.label != event.label
    }
    steps = _step_names(base)
    others = _step_names(other)
    changed = {step for step, name in steps.items() if others.get(step, name) != name}
    known = (row for row in rows if row["kind"] not in strange and row.get("step") not in changed)
    return known_facts(known, other.words)


def missing_in(
    variant: Variant, base: Variant, told: Sequence[Fact], units: Sequence[Unit], period: Period
) -> list[Missing]:
    """List what the other document counts and these facts, in its words, do not tell, by clause in its order."""
    plan = Plan(variant.regime, dict(variant.choices), period.kind)
    asked = _Asked(plan, variant, base, told, units)
    why: dict[str, dict[str, None]] = defaultdict(dict)
    for taker in plan.takers:
        for said in asked.of_taker(taker):
            why[taker.clause].setdefault(said)
    for section in plan.typed_sections:
        if not any(fact.kind == "sheet" for fact in told):
            why[section.clause].setdefault(f"“{section.label}”由人给分，这些事实里没有")
    for name in plan.typed_quantities:
        quantity = plan.quantities[name]
        if not any(fact.kind == "figure" and fact.get("quantity") == name for fact in told):
            why[quantity.clause].setdefault(f"“{quantity.label}”由人填写，这些事实里没有")
    if plan.sheet_total and not any(fact.kind == "sheet" for fact in told):
        why[plan.sheet_total.clause].setdefault("评分表由人给分，这些事实里没有")
    if plan.grade and not any(fact.kind == "grade" for fact in told):
        why[plan.grade.clause].setdefault("等次由人评定，这些事实里没有")
    for clause in variant.regime.clauses:
        for said in _by_person(clause):
            why[clause.clause].setdefault(said)
    order = variant.regime.order()
    return [Missing(clause, tuple(why[clause])) for clause in sorted(why, key=lambda name: order.get(name, len(order)))]


class _Asked:
    """What there is among the facts, asked once."""

    def __init__(
        self, plan: Plan, variant: Variant, base: Variant, told: Sequence[Fact], units: Sequence[Unit]
    ) -> None:
        self.plan, self.regime, self.base = plan, variant.regime, base.regime
        self.kinds = {fact.kind for fact in told}
        self.recorded = _ALWAYS | set(kinds_of(base.regime, base.choices))
        self.levels = {fact.level for fact in told if fact.level}
        self.fields: dict[str, set[object]] = {
            name: {fact.get(name) for fact in told if fact.kind == "assigned"} for name in ("category", "source")
        }
        self.steps = _step_names(base.regime)
        chains = [frozenset(variant.regime.words.chain(unit.group)) for unit in units]
        self.reaches = {
            groups: any(chain & groups for chain in chains) for taker in plan.takers for groups in taker.groups
        }
        self.told = told

    def of_taker(self, taker: Taker) -> Iterator[str]:
        """Say why what a rule takes cannot be told from the facts."""
        unreached = [groups for groups in taker.groups if not self.reaches[groups]]
        for groups in unreached:
            yield f"参加排名的单位没有{'、'.join(f'“{self.regime.groups.get(group, group)}”' for group in sorted(groups))}这类"
        if unreached:
            return
        if taker.select.kind == "event":
            yield from self._of_events(taker)
        if taker.worth.range is not None and not any(
            fact.kind in taker.select.names and fact.get("amount") is not None for fact in self.told
        ):
            yield "分值由人在幅度内给定，这些事实里没有"
        asks_level = "level" in taker.worth.by or "level" in taker.select.where
        if asks_level and not self.levels:
            yield "这些事项没有按级别登记，按级别的分值不能算"
        wanted = taker.select.where.get("category")
        if wanted and not wanted & self.fields["category"]:
            yield "这些事项不按这部办法的类别登记，限于某类事项的规定不能算"

    def _of_events(self, taker: Taker) -> Iterator[str]:
        for kind in taker.select.names:
            if kind == "step":
                steps = {str(name) for name in taker.select.where.get("step", ())} or set(_step_names(self.regime))
                names = [
                    name for step, name in _step_names(self.regime).items() if step in steps and step not in self.steps
                ]
                if names:
                    yield f"现行办法没有{'、'.join(f'“{name}”' for name in names)}这一步"
                continue
            name = naming.of_kind(self.regime, kind, {})
            if kind not in self.kinds and (kind not in self.recorded or self._means_otherwise(kind)):
                yield f"按现行办法不登记“{name}”"
                continue
            yield from self._of_fields(taker, kind, name)

    def _of_fields(self, taker: Taker, kind: str, name: str) -> Iterator[str]:
        """Fields that the other document asks for and the office, by its own, does not fill in."""
        event = self.base.words.events.get(kind)
        held = set(event.fields) if event else set()
        declared = self.regime.words.events.get(kind)
        for field in dict.fromkeys((*taker.select.where, *taker.worth.by, *taker.count.once_per, *taker.count.within)):
            if declared is None or field not in declared.fields or field in held:
                continue
            if field in FIELDS and (kind not in BY_HAND or field in BY_HAND[kind]):
                continue
            if not any(fact.kind == kind and fact.get(field) is not None for fact in self.told):
                yield f"按现行办法登记“{name}”时不写明“{declared.fields[field].label or field}”"

    def _means_otherwise(self, kind: str) -> bool:
        one, other = (regime.words.events.get(kind) for regime in (self.base, self.regime))
        return one is not None and other is not None and other.is_own and one.label != other.label


def _by_person(clause: Clause) -> Iterator[str]:
    """What a clause that scores leaves to people, or what nobody can carry out."""
    if "score" in clause.kinds:
        if clause.by_person:
            yield f"由人评定：{clause.by_person}"
        if clause.cannot and not clause.rules:
            yield f"系统不能执行：{clause.cannot}"


def _step_names(regime: Regime) -> dict[str, str]:
    return {rule.step: rule.name for rule in regime.steps()}
