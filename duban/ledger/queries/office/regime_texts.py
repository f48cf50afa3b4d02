"""The official text of a regime beside its pack: the words of each clause, and what one has and the other lacks."""

from duban.engine.clauses import Regime
from duban.engine.rules.limits import Restated
from duban.ledger.models import RegimeText
from duban.papers.reading.texts.lining_up import Alignment, line_up
from duban.papers.reading.texts.regulations import Passage
from duban.people.models import Jurisdiction


def text_of(jurisdiction: Jurisdiction, regime: str) -> RegimeText | None:
    """Return the text that this jurisdiction attached to a regime last, or None."""
    found = RegimeText.objects.filter(jurisdiction=jurisdiction, regime=regime)
    return found.select_related("file", "added_by").order_by("-pk").first()


def aligned(regime: Regime, text: RegimeText) -> Alignment:
    """Return the clauses of a regime lined up with the passages of a text."""
    restated = {
        clause.clause: rule.restates for clause in regime.clauses for rule in clause.rules if isinstance(rule, Restated)
    }
    passages = [Passage(clause, words, heads) for clause, words, heads in text.passages]
    return line_up(passages, [clause.clause for clause in regime.clauses], restated)
