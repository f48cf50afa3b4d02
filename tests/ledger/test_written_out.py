"""A pack that abbreviates and the same pack written out in slots and sections are one to the ledger."""

from dataclasses import replace

import pytest

from duban.engine.packs import loading
from duban.engine.rules.bases import Base, Floor, Sheet
from duban.engine.rules.points import Beyond, Points
from duban.ledger import conditions, scored_facts, scores
from duban.ledger.governed import Governed
from duban.ledger.queries.scoring import entered_marks
from duban.people.models import Jurisdiction
from tests.cast import REGIMES


def _readings(name):
    """The pack's own readings, and each other reading that an office may choose."""
    regime = loading.load_regime(name)
    yield {}
    for each in regime.readings:
        if each.switch:
            yield from ({each.id: reading} for reading in each.readings if reading != each.chosen)


def _written_out(regime, choices):
    """The pack without abbreviations, under one set of readings."""
    scores_by_clause = {}
    for rule in regime.scores(choices):
        scores_by_clause.setdefault(rule.clause, []).append(rule)
    clauses = []
    for clause in regime.clauses:
        kept = [rule for rule in clause.rules if not isinstance(rule, Points | Beyond | Base | Floor | Sheet)]
        clauses.append(replace(clause, rules=(*scores_by_clause.get(clause.clause, ()), *kept)))
    sections = tuple(regime.sections_by_id(choices).values())
    return replace(regime, clauses=tuple(clauses), sections=sections)


def _answers(name, choices):
    office = Jurisdiction(regime=name, choices=choices)
    governed = Governed.of(office)
    praises = scored_facts.praise_of(office)
    claimable = {
        (praise.kind, authority): conditions.scoring.claimable(office, praise.kind, authority, None, False)
        for praise in praises
        for authority in ("province", "county")
    }
    return {
        "kinds": scored_facts.kinds_of(office),
        "praise": praises,
        "claimable": {key: refusal and (refusal.why, refusal.clause) for key, refusal in claimable.items()},
        "highest": scored_facts.highest_clauses(office),
        "matter": scored_facts.matter_clauses(office),
        "returns": governed.returns_counted,
        "full value": governed.full_value,
        "scheme": entered_marks.scheme_of(governed.document, choices),
        "basis": scores.basis_of(governed.document, choices),
        "rewards": [
            (rule.clause, rule.periods) for rule in governed.scores if "top_ranked" in rule.select.names
        ],
    }  # fmt: skip


@pytest.mark.parametrize("name", REGIMES)
def test_the_ledger_reads_abbreviations_and_slots_alike(name, monkeypatch):
    regime = loading.load_regime(name)
    cases = list(_readings(name))
    assert cases
    for choices in cases:
        expected = _answers(name, choices)
        written = _written_out(regime, choices)
        assert not written.rules_of(Points, choices) and not written.rules_of(Beyond, choices)
        with monkeypatch.context() as patched:
            patched.setattr(loading, "load_regime", lambda *_, written=written: written)
            assert _answers(name, choices) == expected
    assert any(_answers(name, choices)["kinds"] for choices in cases)
