"""What a document counts: which facts score under it, which praise of whom earns how much, and on what condition."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from duban.engine import wording
from duban.engine.clauses import Regime
from duban.engine.facts import AUTHORITIES, COUNTS_AS
from duban.engine.rules.bases import Sheet, SheetTotal
from duban.engine.rules.grades import Grade
from duban.engine.rules.points import Beyond, HighestOnly, Points, worth
from duban.ledger import words
from duban.ledger.governed import Governed, clause_naming
from duban.people.models import Jurisdiction

# Praise in the order in which documents list it, with its word.
PRAISE = {
    **{kind: words.FACTS[kind] + words.TONES["praise"] for kind in ("circular", "instruction")},
    **{kind: words.FACTS[kind] for kind in ("published", "promoted", "hosted_meeting", "inspection_excellent")},
}
TONED = ("circular", "instruction")


@dataclass(frozen=True)
class Worth:
    """What praise by one authority earns, and the clause that says so; no points where the document only knows the praise."""

    authority: str
    points: Decimal | None
    clause: str

    @property
    def earned(self) -> str:
        """Return the points with their sign; empty where there are none."""
        return "" if self.points is None else wording.signed(self.points)

    @property
    def said(self) -> str:
        """Return the authority in words, with points and clause: 省委省政府（+15 分，附件2 一(一)3）."""
        word = wording.VALUES["authority"][self.authority]
        return word if self.points is None else f"{word}（{self.earned} 分，{self.clause}）"


@dataclass(frozen=True)
class Praise:
    """One kind of praise that the document knows: by whom, whether it has to go with a matter, whether only the highest counts."""

    kind: str
    worths: tuple[Worth, ...]
    matter_clause: str
    highest_clause: str

    @property
    def word(self) -> str:
        """Return what it is called."""
        return PRAISE[self.kind]

    def worth_of(self, authority: str) -> Worth | None:
        """Return what praise by that authority earns, or None where the document does not count it."""
        return next((each for each in self.worths if each.authority == authority), None)


def kinds_of(jurisdiction: Jurisdiction) -> set[str]:
    """Return the kinds of facts that the document gives points, sections or grades for."""
    regime, choices = Governed.of(jurisdiction).document, jurisdiction.choices
    kinds = {rule.fact for rule in regime.rules_of(Points, choices)} | {
        rule.fact for rule in regime.rules_of(Beyond, choices)
    }
    by_sheet = bool(regime.rules_of(Sheet, choices)) or bool(regime.rules_of(SheetTotal, choices))
    graded = bool(regime.rules_of(Grade, choices))
    return kinds | ({"sheet"} if by_sheet else set()) | ({"grade"} if graded else set())


def praise_of(jurisdiction: Jurisdiction) -> list[Praise]:
    """Return the praise that the document counts; where it only asks that commendations be kept, these without points; else nothing."""
    governed = Governed.of(jurisdiction)
    classes = governed.document.classes(governed.document.choices(jurisdiction.choices))
    rules = governed.rules(Points)
    found = []
    for kind in PRAISE:
        of_kind = [rule for rule in rules if rule.fact == kind]
        worths = tuple(each for name in AUTHORITIES if (each := _worth(of_kind, name, classes)) is not None)
        if worths:
            needs = any(rule.needs_matter for rule in of_kind)
            bound = governed.clause("matter_bound_points") or worths[0].clause
            found.append(Praise(kind, worths, bound if needs else "", highest_clause(jurisdiction, kind)))
    clause = governed.clause("commendations")
    if not found and clause:
        found.append(Praise("circular", tuple(Worth(name, None, clause) for name in AUTHORITIES), "", ""))
    return found


def highest_clause(jurisdiction: Jurisdiction, kind: str) -> str:
    """Return the clause by which praise of one thing by several counts once, at the highest; empty where each counts."""
    for rule in Governed.of(jurisdiction).rules(HighestOnly):
        if kind in rule.facts and rule.tone != "criticism":
            return rule.clause
    return ""


def highest_clauses(jurisdiction: Jurisdiction) -> list[str]:
    """Return the clauses by which one thing said by several counts once, praise and criticism; empty where each counts."""
    rules = Governed.of(jurisdiction).rules(HighestOnly)
    return list(dict.fromkeys(rule.clause for rule in rules))


def matter_clauses(jurisdiction: Jurisdiction) -> list[str]:
    """Return the clauses by which what concerns no matter does not score; empty where it does."""
    governed = Governed.of(jurisdiction)
    bound = [rule.clause for rule in governed.rules(Points) if rule.needs_matter]
    named = governed.clause("matter_bound_points")
    return [named] if bound and named else list(dict.fromkeys(bound))


def own_units_clause(regime: Regime) -> str:
    """Return the clause by which only the commendations of scored units themselves count, and no subordinate's; empty without one."""
    return clause_naming(regime, "scored_units")


def _worth(rules: Iterable[Points], authority: str, classes: dict[str, frozenset[str]]) -> Worth | None:
    for name in (authority, COUNTS_AS.get(authority)):
        for rule in rules if name else ():
            amount = worth(rule, {"tone": "praise", "authority": name}, classes)
            if isinstance(amount, Decimal) and amount > 0:
                return Worth(authority, amount, rule.clause)
    return None
