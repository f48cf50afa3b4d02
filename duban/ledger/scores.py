"""Scores: the engine's answer for a period, from the journal's facts. Never stored; publication freezes it."""

import datetime
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from duban.engine import facts as engine_facts
from duban.engine import loading, scoring
from duban.ledger import journal, regimes
from duban.people.models import Jurisdiction, Unit


def case_for(
    jurisdiction: Jurisdiction, kind: str, from_on: datetime.date, to_on: datetime.date, upto: int | None = None
) -> dict[str, Any]:
    """Return the case, in the interchange format, of a jurisdiction's period: both days inclusive, facts known by now.

    `upto` leaves out what was recorded after that line of the journal. Units that take no part in the ranking are left out with
    their facts; a matter that passed to one of them leaves the ranking as a written-off one does.
    """
    units = list(
        Unit.objects.filter(jurisdiction=jurisdiction, ranked=True).order_by("order", "id").values("code", "name", "group")
    )
    codes = {unit["code"] for unit in units}
    rows = []
    for row in journal.fact_rows(jurisdiction, through=to_on, upto=upto):
        if row["unit"] not in codes:
            continue
        if row["kind"] == "transferred" and row["to"] not in codes:
            row = {**row, "kind": "written_off"}
            del row["to"]
        rows.append(row)
    return {
        "regime": jurisdiction.regime,
        "choices": jurisdiction.choices,
        "period": {"from": from_on.isoformat(), "to": to_on.isoformat(), "kind": kind},
        "units": [{"unit": unit["code"], "name": unit["name"], "group": unit["group"]} for unit in units],
        "facts": rows,
    }


def score_case(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return the engine's answer to a case, as the interchange format has it."""
    regime = loading.load_regime(case["regime"])
    facts = engine_facts.facts_from(case["facts"])
    units = scoring.units_from(case["units"])
    period = scoring.period_from(case["period"])
    return scoring.score(regime, facts, units, period, choices=case["choices"]).as_json()


def digest_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a case or a result in its canonical form."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def regime_version(jurisdiction: Jurisdiction) -> str:
    """Return the version of the regime in force."""
    return regimes.regime_of(jurisdiction).version
