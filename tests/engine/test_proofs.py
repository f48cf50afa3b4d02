"""What the shipped program knows of proofs is what the tests carry: regime and clause, and a feature that the clause names."""

from duban.engine.packs import loading
from tests.engine import proving


def test_the_list_is_that_of_the_tests():
    order = {name: [clause.clause for clause in loading.load_regime(name).clauses] for name in loading.regime_ids()}
    said = (loading.REGIMES / "proofs.yaml").read_text(encoding="utf-8")
    assert said == proving.written(order), "run scripts/prove_clauses"


def test_every_proof_is_of_a_feature_that_the_clause_names():
    for regime, clauses in proving.proved().items():
        document = loading.load_regime(regime)
        for clause, features in clauses.items():
            named = set(document.clause(clause).features)
            assert set(features) <= named, (regime, clause, set(features) - named)
