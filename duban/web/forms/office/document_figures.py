"""Formulas and ranges of a drafted document as a clerk types them: by the names of its quantities, never by ids."""

import re

from duban.ledger.queries.office.drafting.drafted_contents import Content
from duban.ledger.refusals import Refused


def in_names(formula: str, content: Content) -> str:
    """Return a formula with the names of its quantities in place of their ids, and the signs of a document."""
    names = dict(_quantities(content))
    said = re.sub(r"[a-z_][a-z0-9_]*", lambda found: names.get(found[0], found[0]), formula)
    return said.replace(" * ", "×").replace(" / ", "÷").replace("*", "×").replace("/", "÷")


def in_ids(text: str, content: Content) -> str:
    """Return a formula that was typed with names, in ids. Raises Refused for a name that no quantity has."""
    names = {label: name for name, label in _quantities(content)}
    said = text.replace("×", " * ").replace("÷", " / ").replace("＋", " + ").replace("－", " - ").replace("−", " - ")
    for label in sorted(names, key=len, reverse=True):
        said = said.replace(label, f" {names[label]} ")
    strange = re.search(r"[^\x00-\x7f]+", said)
    if strange:
        raise Refused(f"算式里的“{strange[0]}”不是已有的数量", possible="请先在表里加上这个数量。", field="formula")
    return " ".join(said.split())


def range_of(text: str) -> dict[str, str]:
    """Return the bounds that were typed as 0至100. Raises Refused for anything else."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(?:至|到|-|—|～|~)\s*(\d+(?:\.\d+)?)", text)
    if found is None:
        raise Refused(f"“{text}”请写成“0至100”这样", field="typed")
    return {"least": found[1], "most": found[2]}


def _quantities(content: Content) -> list[tuple[str, str]]:
    entries = content["regime"].get("quantities") or {}
    return [(name, _label(entry) or name) for name, entry in entries.items()]


def _label(entry: object) -> str:
    first = entry[0] if isinstance(entry, list) and entry else entry
    return str(first.get("label") or "") if isinstance(first, dict) else str(first or "")
