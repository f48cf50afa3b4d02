"""The case of a period in the interchange format: its units, its readings, the journal's facts; and the engine's answer to one."""

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Q

from duban.engine import cases, scoring
from duban.engine import facts as engine_facts
from duban.engine.clauses import Regime
from duban.engine.known_facts import known
from duban.engine.packs import loading
from duban.engine.scoring import Result
from duban.ledger import journal
from duban.ledger.governed import Governed
from duban.ledger.models import Ranking
from duban.ledger.reorganised.changes import Change, units_of
from duban.ledger.reorganised.facts import of_period
from duban.ledger.scores.published import placed_kinds
from duban.people.models import Jurisdiction


def case_for(
    jurisdiction: Jurisdiction, kind: str, from_on: datetime.date, to_on: datetime.date, upto: int | None = None
) -> dict[str, Any]:
    """Return the case, in the interchange format, of a jurisdiction's period: both days inclusive, facts known by now, or by a line of the journal.

    Matters that were done with before the period are left out: nothing of them counts in it. Units that take no part in the ranking
    are left out with their facts; a matter that passed to one of them leaves the ranking as a written-off one does.
    """
    governed = Governed.of(jurisdiction, from_on)
    members = units_of(jurisdiction, governed.held, from_on, to_on)
    codes = {unit["unit"] for unit in members.units}
    return {
        "regime": governed.document.id,
        "choices": dict(governed.choices),
        "period": {"from": from_on.isoformat(), "to": to_on.isoformat(), "kind": kind},
        "units": members.units,
        "facts": list(rows_of(jurisdiction, codes, members.changes, from_on, to_on, upto=upto)),
    }


def case_again(ranking: Ranking) -> dict[str, Any]:
    """Return the case of a published ranking as it is known now: its own document, readings and units, the facts of its period."""
    case, codes = ranking.snapshot, {unit["unit"] for unit in ranking.snapshot["units"]}
    held = Governed.of(ranking.jurisdiction, ranking.from_on).held
    changes = units_of(ranking.jurisdiction, held, ranking.from_on, ranking.to_on).changes
    return {**case, "facts": list(rows_of(ranking.jurisdiction, codes, changes, ranking.from_on, ranking.to_on))}


def score_case(case: Mapping[str, Any], document: Regime | None = None) -> Result:
    """Return the engine's answer to a case, by that document; without one by the installed pack that the case names."""
    regime = document or loading.load_regime(case["regime"])
    facts = engine_facts.facts_from(case["facts"], words=regime.words)
    units = cases.units_from(case["units"], regime.words)
    period = cases.period_from(case["period"], regime.words)
    return scoring.score(regime, facts, units, period, choices=case["choices"])


def rows_of(
    jurisdiction: Jurisdiction,
    codes: Collection[str],
    changes: Sequence[Change],
    from_on: datetime.date,
    to_on: datetime.date,
    kinds: Collection[str] | None = None,
    upto: int | None = None,
    about: Q | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield the facts of those units that bear on a period, of some kinds or all, up to a line of the journal; `about` chooses among them."""
    # A transfer to a unit that takes no part is told as a write-off; facts of a kind that does not count need not be read.
    document = Governed.of(jurisdiction, from_on).document
    facts = journal.each_fact(jurisdiction, since=from_on, through=to_on, kinds=kinds, upto=upto, about=about)
    read = known(facts, document.words)
    for row in of_period(read, changes, from_on, placed_kinds(document)) if changes else read:
        if row["unit"] not in codes:
            continue
        if row["kind"] == "transferred" and row["to"] not in codes:
            row = {**row, "kind": "written_off"}
            del row["to"]
        yield row
