"""The items of an assessment table as clauses, sections and groups of a draft."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duban.engine.studio import drafts
from duban.papers.reading.texts.assessment_tables import Head

BY_PARTS, BY_OFFICE = "由下面各项规定", "由督查室评定"


@dataclass(frozen=True)
class Line:
    """One item as it is proposed: `way` of `WAYS`, `remark` what does not agree; `is_there`: a clause of that number was made already."""

    place: int
    head: str
    number: str
    name: str
    points: str
    words: str
    unit: str
    way: str
    remark: str = ""
    is_there: bool = False


def groups_for(head: dict[str, Any], chosen: Sequence[Line]) -> dict[str, str]:
    """Give every department of the table a group of its own, inside the one of all; return the ids by name."""
    units = list(dict.fromkeys(each.unit for each in chosen if each.unit))
    if not units:
        return {}
    groups: dict[str, Any] = dict(head.get("groups") or {"department": "责任单位"})
    names = {(each if isinstance(each, str) else str(each.get("name", ""))): name for name, each in groups.items()}
    parent = next(iter(groups))
    for unit in units:
        if unit not in names:
            names[unit] = next(
                made for number in range(1, len(groups) + 2) if (made := f"group_{number}") not in groups
            )
            groups[names[unit]] = {"name": unit, "in": parent}
    head["groups"] = groups
    return names


def section_of_head(head: Head, sections: list[dict[str, Any]]) -> str:
    """The section of a head, made where there is none and the table prints its points; empty where it has none."""
    known = next((each["id"] for each in sections if each.get("clause") == head.number and "typed" not in each), "")
    if known or not head.points:
        return str(known)
    made = {
        "id": _free(sections),
        "label": _free_label(re.sub(r"[（(].*", "", head.name) or head.number, sections),
        "most": head.points,
        "clause": head.number,
    }
    sections.append(made)
    return str(made["id"])


def section_of(line: Line, sections: Sequence[dict[str, Any]], parent: str, group: str, missing: str) -> dict[str, Any]:
    made: dict[str, Any] = {"id": _free(sections), "label": _free_label(line.name, sections)}
    made |= {"in": parent} if parent else {}
    made |= {"start": line.points} if line.way == "deduct" else {}
    made |= {"most": line.points} | ({"least": "0"} if line.way != "person" else {})
    made |= (
        {"typed": {"by": "office"}} | ({"missing": missing} if missing != "pending" else {})
        if line.way == "person"
        else {}
    )
    return made | ({"group": group} if group else {}) | {"clause": line.number}


def clause_of(line: Line) -> dict[str, Any]:
    (made,) = drafts.new("", [(line.number, line.words)])["clauses"]
    made["gist"] = f"{line.unit}：{line.name}" if line.unit else line.name
    if line.points:
        made["gist"] += f"，{line.points}分"
    return {**made, "by_person": BY_OFFICE} if line.way == "person" and line.points else made


def clause_of_head(head: Head, chosen: Sequence[Line]) -> dict[str, Any]:
    (made,) = drafts.new("", [(head.number, words_of(head))])["clauses"]
    return {**made, "no_rule": BY_PARTS}


def words_of(head: Head) -> str:
    return f"{head.name}，{head.points}分" if head.points else head.name


def _free(sections: Sequence[Mapping[str, Any]]) -> str:
    taken = {str(each.get("id")) for each in sections}
    return next(made for number in range(1, len(taken) + 2) if (made := f"section_{number}") not in taken)


def _free_label(label: str, sections: Sequence[Mapping[str, Any]]) -> str:
    taken = {str(each.get("label")) for each in sections}
    return next(
        made
        for number in range(1, len(taken) + 2)
        if (made := label if number == 1 else f"{label}（{number}）") not in taken
    )
