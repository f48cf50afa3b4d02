"""What a document counts: which facts score under it, which praise of whom earns how much, and on what condition."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from duban.engine import wording
from duban.engine.clauses import Regime
from duban.engine.evaluation import naming
from duban.engine.evaluation.abbreviations import SHEET
from duban.engine.facts import AUTHORITIES
from duban.engine.recording.kinds import Recordable
from duban.engine.rules.bases import SheetTotal
from duban.engine.rules.grades import Grade
from duban.engine.rules.periods import OfPeriods
from duban.engine.rules.points import HighestOnly
from duban.engine.rules.quantities import Counted, Typed
from duban.engine.rules.scores import Score
from duban.ledger import words
from duban.ledger.governed import Governed, clause_naming
from duban.people.models import Jurisdiction, Unit

# Praise in the order in which documents list it, with its word.
PRAISE = {
    **{kind: words.FACTS[kind] + words.TONES["praise"] for kind in ("circular", "instruction")},
    **{kind: words.FACTS[kind] for kind in ("published", "promoted", "hosted_meeting", "inspection_excellent")},
}
TONED = ("circular", "instruction")


@dataclass(frozen=True)
class Worth:
    """What praise by one authority (`word`) earns, and the clause that says so.

    No points where the document only knows the praise, or where they depend on more than who gave it.
    """

    authority: str
    word: str
    points: Decimal | None
    clause: str
    depends: bool = False

    @property
    def earned(self) -> str:
        """Return the points with their sign; empty where there are none."""
        return "" if self.points is None else wording.signed(self.points)

    @property
    def said(self) -> str:
        """Return the authority in words, with points and clause: 省委省政府（+15 分，附件2 一(一)3）."""
        if self.depends:
            return f"{self.word}（{self.clause}）"
        return self.word if self.points is None else f"{self.word}（{self.earned} 分，{self.clause}）"


@dataclass(frozen=True)
class Praise:
    """One kind of praise that the document knows: by whom, whether it has to go with a matter, whether only the highest counts."""

    kind: str
    word: str
    worths: tuple[Worth, ...]
    matter_clause: str
    highest_clause: str

    def worth_of(self, authority: str) -> Worth | None:
        """Return what praise by that authority earns, or None where the document does not count it."""
        return next((each for each in self.worths if each.authority == authority), None)


def kinds_of(jurisdiction: Jurisdiction) -> set[str]:
    """Return the kinds of facts that the document gives points, sections, figures or grades for."""
    governed = Governed.of(jurisdiction)
    regime, choices = governed.document, governed.document.choices(governed.choices)
    kinds = {kind for rule in regime.scores(choices) if rule.select.kind == "event" for kind in rule.select.names}
    for quantity in regime.quantities:
        if quantity.holds(choices) and isinstance(quantity.form, Counted) and quantity.form.select.kind == "event":
            kinds |= set(quantity.form.select.names)
        elif quantity.holds(choices) and isinstance(quantity.form, Typed):
            kinds.add("figure")
    by_sheet = any(
        section.typed or section.id.startswith(f"{SHEET}_") for section in regime.sections_by_id(choices).values()
    )
    if by_sheet or regime.rules_of(SheetTotal, choices):
        kinds.add("sheet")
    kinds |= {"period_total"} if regime.rules_of(OfPeriods, choices) else set()
    return kinds | ({"grade"} if regime.rules_of(Grade, choices) else set())


def praise_of(jurisdiction: Jurisdiction) -> list[Praise]:
    """Return the praise that the document counts; where it only asks that commendations be kept, these without points; else nothing."""
    governed = Governed.of(jurisdiction)
    regime = governed.document
    authorities = regime.words.authorities or AUTHORITIES
    rules = governed.scores
    found = []
    for kind in PRAISE:
        of_kind = [rule for rule in rules if rule.select.kind == "event" and kind in rule.select.names]
        worths = tuple(each for name in authorities if (each := _worth(governed, of_kind, name)) is not None)
        if worths:
            needs = any(rule.is_of_matters for rule in of_kind)
            bound = governed.clause("matter_bound_points") or worths[0].clause
            word = naming.of_kind(regime, kind, {"tone": "praise"} if kind in TONED else {})
            found.append(Praise(kind, word, worths, bound if needs else "", highest_clause(jurisdiction, kind)))
    clause = governed.clause("commendations")
    if not found and clause:
        kept = tuple(Worth(name, _word(governed, name), None, clause) for name in authorities)
        found.append(Praise("circular", PRAISE["circular"], kept, "", ""))
    return found


def declared_of(governed: Governed, unit: Unit | None) -> dict[str, Recordable]:
    """Return the events of the document's own, and the figures, that a unit enters itself, or as the body that it is; without a unit all that others enter.

    A unit of the office whose name, or one of whose other names, is that of a body of the document is that body.
    """
    enterers = {"unit", *governed.document.bodies} if unit is None else {"unit", *bodies_of(governed.document, unit)}
    found = {}
    for kind, known in governed.recordable.items():
        if known.event.is_own and known.event.entered_by in enterers:
            found[kind] = known
        elif known.figures and (own := known.of_those_given_by(enterers)) is not None:
            found[kind] = own
    return found


def bodies_of(regime: Regime, unit: Unit) -> frozenset[str]:
    """Return the bodies of the document that a unit is, by its names."""
    if not regime.bodies:
        return frozenset()
    names = {unit.name, *unit.aliases.values_list("name", flat=True)}
    return frozenset(body for body, name in regime.bodies.items() if name in names)


def highest_clause(jurisdiction: Jurisdiction, kind: str) -> str:
    """Return the clause by which praise of one thing by several counts once, at the highest; empty where each counts."""
    governed = Governed.of(jurisdiction)
    for rule in governed.rules(HighestOnly):
        if (
            rule.per == "occasion"
            and rule.tone != "criticism"
            and rule.side != "minus"
            and _contests(governed, rule, kind)
        ):
            return rule.clause
    return ""


def highest_clauses(jurisdiction: Jurisdiction) -> list[str]:
    """Return the clauses by which one thing said by several counts once, praise and criticism; empty where each counts."""
    rules = Governed.of(jurisdiction).rules(HighestOnly)
    return list(dict.fromkeys(rule.clause for rule in rules if rule.per == "occasion"))


def matter_clauses(jurisdiction: Jurisdiction) -> list[str]:
    """Return the clauses by which what concerns no matter does not score; empty where it does."""
    governed = Governed.of(jurisdiction)
    bound = [rule.clause for rule in governed.scores if "matter" in rule.select.where]
    named = governed.clause("matter_bound_points")
    return [named] if bound and named else list(dict.fromkeys(bound))


def own_units_clause(regime: Regime) -> str:
    """Return the clause by which only the commendations of scored units themselves count, and no subordinate's; empty without one."""
    return clause_naming(regime, "scored_units")


def _contests(governed: Governed, rule: HighestOnly, kind: str) -> bool:
    clauses = {clause for entry in rule.of for clause in entry}
    return kind in (*rule.facts, *rule.events) or any(
        kind in score.select.names
        for score in governed.scores
        if score.clause in clauses and score.select.kind == "event"
    )


def _word(governed: Governed, authority: str) -> str:
    return naming.of_value(governed.document, (), "authority", authority)


def _worth(governed: Governed, rules: Iterable[Score], authority: str) -> Worth | None:
    """What praise by an authority earns under the first rule that gives points for it, or for what it counts as."""
    regime = governed.document
    classes = regime.classes(regime.choices(governed.choices))
    for name in regime.words.authorities_of(authority):
        for rule in rules:
            amounts = [amount for amount in _amounts(rule, name, classes) if amount > 0]
            if amounts:
                points = amounts[0] if len(set(amounts)) == 1 and rule.count.is_each else None
                return Worth(authority, _word(governed, authority), points, rule.clause, depends=points is None)
    return None


def _amounts(rule: Score, authority: str, classes: Mapping[str, frozenset[str]]) -> list[Decimal]:
    """What a rule may give for praise by this authority: one amount, several where it also asks for what the praise itself does not tell."""
    where, worth = rule.select.where, rule.worth
    if "praise" not in where.get("tone", ("praise",)) or authority not in where.get("authority", (authority,)):
        return []
    if "class" in where and not any(authority in classes.get(str(name), ()) for name in where["class"]):
        return []
    if worth.amount is not None:
        return [worth.amount]
    if worth.range is not None:
        return [end for end in worth.range if end is not None]
    amounts = [amount for key, amount in worth.points.items() if _fits(worth.by, key, authority, classes)]
    # The first class that has the authority decides.
    return amounts[:1] if worth.by == ("class",) else amounts


def _fits(by: Sequence[str], key: Sequence[str], authority: str, classes: Mapping[str, frozenset[str]]) -> bool:
    for name, value in zip(by, key, strict=True):
        if name == "authority" and value != authority:
            return False
        if name == "class" and authority not in classes.get(value, ()):
            return False
        if name == "tone" and value != "praise":
            return False
    return True
