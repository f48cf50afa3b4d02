"""How many rules of a document are offered right from its words, how many offers are wrong: an offer is compared with what stands in the pack.

Right: the clause has a rule that takes the same facts (library kind, what, tone, channel, level, who made them; an own happening counts as any
own happening of the document, a figure as any figure), as often, for the same points, of the same period or act, by the same day. Where readings differ one of them suffices.
What a person decides in the pack and no word says (which section, which matters, the needs of an act, the readings) is not compared.
"""

from dataclasses import dataclass, field
from itertools import product

from duban.engine.evaluation.abbreviations import score_of
from duban.engine.facts import KINDS
from duban.engine.rules import read_rule
from duban.engine.rules.points import Beyond, Points
from duban.engine.rules.scores import Score
from duban.engine.studio import blanks, drafts
from duban.engine.studio.offers import offers_in

_OF_PERSON = ("sheet", "sheet_row", "sheet_total")
_COUNTS_AS = {"prefecture_principal", "county_principal", "county_office"}
_WHERE = ("what", "tone", "channel", "level", "authority", "role")


@dataclass
class Measured:
    """Figures of one document: rules that words could say, those offered right, offers, those that are wrong (with clause and sentence)."""

    rules: int = 0
    found: int = 0
    offers: int = 0
    wrong: list[tuple[str, str]] = field(default_factory=list)
    missed: list[tuple[str, str]] = field(default_factory=list)

    def add(self, other):
        """Add another document's figures."""
        self.rules, self.found, self.offers = (
            self.rules + other.rules,
            self.found + other.found,
            self.offers + other.offers,
        )
        self.wrong += other.wrong
        self.missed += other.missed


def measure(content, words_of):
    """Offer rules for every clause of a draft as if a clerk went through it: earlier clauses are filled, this one and later ones are not."""
    measured = Measured()
    chosen = {each["id"]: each["chosen"] for each in content["readings"]}
    for clause in content["clauses"]:
        clause[drafts.ORIGINAL] = words_of(clause)
    bare = {**content, "clauses": [{**clause, "rules": []} for clause in content["clauses"]]}
    for place, clause in enumerate(content["clauses"]):
        rules = [rule for rule in drafts.rules_of(clause) if rule["kind"] not in _OF_PERSON]
        atoms = {number: _atoms(rule, content) for number, rule in enumerate(rules)}
        taken = set()
        for offer in offers_in(words_of(clause), bare, clause["clause"]):
            measured.offers += 1
            said = _atoms(offer.rule, content, offer.heads)
            if any(said <= held for held in atoms.values()):
                taken |= said
            else:
                measured.wrong.append((clause["clause"], offer.sentence))
        for number, rule in enumerate(rules):
            if all(
                chosen.get(name) in (wanted if isinstance(wanted, list) else [wanted])
                for name, wanted in rule.get("when", {}).items()
            ):
                measured.rules += 1
                measured.found += atoms[number] <= taken
                measured.missed += [] if atoms[number] <= taken else [(clause["clause"], str(rule))]
        bare["clauses"][place] = clause
    return measured


def _atoms(rule, content, heads=None):
    """What a rule says, in the smallest parts: of a score rule one for each kind, field and amount, of others the whole."""
    kind = rule["kind"]
    read = read_rule(blanks.node_of(rule), "", blanks.node_of({}))
    if not isinstance(read, Points | Beyond | Score):
        return {(kind, _whole(kind, read))}
    read = score_of(read) if isinstance(read, Points | Beyond) else read
    heads = heads or {}
    own = set(content["regime"].get("events") or ()) | set(heads.get("events", ()))
    figures = set(content["regime"].get("quantities") or ()) | set(heads.get("quantities", ()))
    names = {"own" if name in own | figures and name not in KINDS else name for name in read.select.names}
    wanted = [] if "own" in names else [(name, read.select.where[name]) for name in _WHERE if name in read.select.where]
    count = (read.count.once_per, read.count.within, read.count.from_, read.count.per)
    tables = [((), read.worth.amount)] if not read.worth.by else _table(read.worth, content)
    fields = [
        [(name, str(value)) for value in values if str(value) not in _COUNTS_AS] or [(name, "")]
        for name, values in wanted
    ]
    return {
        ("score", read.select.kind, name, frozenset((*where, *key)), count, amount, read.worth.range, read.worth.slope)
        for name in names
        for where in product(*fields)
        for key, amount in tables
    }


def _table(worth, content):
    classes = {entry["id"]: entry["authorities"][0] for entry in content["regime"].get("authority_classes") or ()}
    for key, amount in worth.points.items():
        named = tuple(
            ("authority" if name == "class" else name, classes.get(part, part))
            for name, part in zip(worth.by, key, strict=True)
        )
        if not {part for _, part in named} & _COUNTS_AS:
            yield named, amount


def _whole(kind, read):
    """What is compared of a rule that gives no points."""
    if kind == "deadline":
        return read.count, read.owes
    if kind == "highest_only":
        side = {"praise": "plus", "criticism": "minus"}.get(read.tone, read.side)
        return frozenset((*read.facts, *read.events)), side, read.per
    if kind == "honour":
        return read.periods, tuple((pool.groups, pool.first) for pool in read.pools)
    if kind == "step":
        opens = ("deadline" if each.after == "deadline" else "step" if each.after else "other" for each in read.opens)
        return tuple(sorted(opens)), read.limit, "".join(char for char in read.name if char >= "\u4e00")[:2]
    compared = {
        "approval": ("act", "signers"), "limit": ("act", "once", "at_most"), "grade": ("scale",), "base": ("points",), "restated": ("restates",),
        "cap": ("side", "most", "into", "per"), "exclude": ("unquantifiable", "event"), "floor": ("least",),
    }  # fmt: skip
    return tuple(getattr(read, name) for name in compared[kind]) if kind in compared else id(read)


__all__ = ["Measured", "measure"]
