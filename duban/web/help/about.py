"""What a page says of itself: one to three sentences, and the features of the document that it rests on."""

from dataclasses import dataclass

from duban.engine.clauses import Regime
from duban.ledger.governed import clause_naming


@dataclass(frozen=True)
class About:
    """What a page is for and what one does there next; `features` are names of duban/regimes/features.yaml, whose clauses stand beside."""

    words: str
    features: tuple[str, ...] = ()


def about(words: str, *features: str) -> About:
    """Return what a page says of itself."""
    return About(words, features)


def cited(document: Regime, feature: str) -> str:
    """Return the clause by which a document speaks of a feature, of the ladder the one of its first step; empty where it does not."""
    steps = document.steps() if feature == "ladder_steps" else []
    return steps[0].clause if steps else clause_naming(document, feature)
