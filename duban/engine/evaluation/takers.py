"""What takes facts: a score rule, an outcome or a quantity of a plan, in its slots."""

from __future__ import annotations

from dataclasses import dataclass, field

from duban.engine.rules.fields import Rule
from duban.engine.rules.points import HighestOnly
from duban.engine.rules.quantities import Quantity
from duban.engine.rules.scores import Condition, Count, Score, Worth
from duban.engine.rules.sections import TOTAL
from duban.engine.rules.selects import Select


@dataclass(eq=False, slots=True)
class Taker:
    """What takes facts: a score rule, an outcome or a quantity, in its slots; `key` is its place in the plan."""

    key: int
    clause: str
    select: Select
    count: Count
    worth: Worth
    section: str = TOTAL
    rule: Rule | None = None
    quantity: Quantity | None = None
    only_if: tuple[Condition, ...] = ()
    groups: tuple[frozenset[str], ...] = ()
    replaces: list[Taker] = field(default_factory=list)
    # Each fact pays for itself and stands alone: they may be added together at once.
    is_plain: bool = True
    stage: int = 0
    mask: int = 0
    # What the rule says, apart from where it stands.
    content: str = ""
    contests: list[HighestOnly] = field(default_factory=list)
    # Fields that may be the fact's or its matter's.
    loose: tuple[str, ...] = ()

    # The table goes by one number: an amount holds from its key on.
    tiered: bool = False

    # Whether it gives points.
    scores: bool = field(init=False)

    def __post_init__(self) -> None:
        """Note once what is asked again and again."""
        self.scores = isinstance(self.rule, Score)
