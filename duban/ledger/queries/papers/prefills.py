"""What a text suggests for an order: units it names, a date, a title. A person looks through it before anything is registered."""

import datetime
import re
from dataclasses import dataclass, field

from duban.papers import reading
from duban.people.models import Jurisdiction, Unit, UnitAlias

_LEADS = re.compile(r"^[一-龥]{0,2}(?:牵头|主办|负责|总负责)")
_SUPPORTS = re.compile(r"^[一-龥]{0,2}(?:配合|协办|协助|参与|会同)")
_PRESSES = re.compile(r"(?:抓紧|尽快|认真|立即|迅速|切实|务必|抓好|加快)(?:组织|研究)?")
_TOLD = re.compile(r"每(周|月|季度?|半年)[一-龥]{0,6}报")
_RHYTHMS = {"周": "week:4", "月": "month", "季": "quarter", "季度": "quarter", "半年": "half_year"}
# A clause with fewer signs says no task.
_SHORT = 5
_OPENING = re.compile(r"^会议[一-龥]{0,8}(?:决定|议定|要求|明确|确定|责成|同意|通过)[，,：:]?")


@dataclass(frozen=True)
class Prefill:
    """A suggested title, the date that the text names, and the units by their keys."""

    title: str
    due_on: datetime.date | None
    lead: list[int] = field(default_factory=list)
    support: list[int] = field(default_factory=list)
    # How often the text wants to be told, as a choice of the order's form (week:4); empty where it says nothing of it.
    rhythm: str = ""


def prefill_of(jurisdiction: Jurisdiction, text: str, on: datetime.date) -> Prefill:
    """Return what a text suggests, dates without a year taken for that of `on`.

    The unit said to lead leads, those said to help help; a unit that is named alone leads. Of others nothing is said.
    """
    keys = _keys(jurisdiction)
    named = _named(keys, text)
    lead = [unit for unit, after in named if _LEADS.match(after)]
    support = [unit for unit, after in named if _SUPPORTS.match(after) and unit not in lead]
    if not lead and len({unit for unit, _ in named}) == 1:
        lead = [named[0][0]]
    said = reading.owners_in(text)
    if said.lead:
        # 请县教育局会同县住建局…: the sentence itself says who leads and who helps.
        lead = [keys[name] for name in said.lead if name in keys] or lead
        support = [keys[name] for name in said.support if name in keys and keys[name] not in lead] or support
    items = reading.parse_text(text, year=on.year).items
    dates = {item.due for item in items if item.due}
    due = dates.pop() if len(dates) == 1 else None
    told = _TOLD.search(text)
    rhythm = _RHYTHMS[told[1]] if told else ""
    return Prefill(_title(text), due, list(dict.fromkeys(lead)), list(dict.fromkeys(support)), rhythm)


def task_of(text: str) -> str:
    """Return what an instruction asks, as a short title: its first clause behind the word that presses (抓紧整治… → 整治…), else its first words."""
    clauses = [part.strip() for part in re.split(r"[，。；\n]", text.strip()) if part.strip()]
    for clause in clauses:
        pressed = _PRESSES.search(clause)
        if pressed and len(clause) - pressed.end() >= _SHORT:
            return clause[pressed.end() :][:60]
    return _title(clauses[0] if clauses and len(clauses[0]) >= _SHORT else text)


def _named(names: dict[str, int], text: str) -> list[tuple[int, str]]:
    """Return the units that the text names, by key, each with the words after it; of overlapping names the longest."""
    if not names:
        return []
    pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))
    return [(names[found.group()], text[found.end() : found.end() + 8]) for found in pattern.finditer(text)]


def _keys(jurisdiction: Jurisdiction) -> dict[str, int]:
    """Return the unit's key for every name and alias."""
    names = dict(Unit.objects.filter(jurisdiction=jurisdiction, abolished_on=None).values_list("name", "pk"))
    return names | dict(UnitAlias.objects.filter(jurisdiction=jurisdiction).values_list("name", "unit"))


def _title(text: str) -> str:
    first = re.split(r"[。\n；]", _OPENING.sub("", text.strip()))[0].strip()
    return first if len(first) <= 60 else first[:59] + "…"
