"""A draft of a document as plain data: from any pack, to one file that loads to the same document, or new from the clauses of a text."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import yaml

from duban.engine.packs.building import MAIN
from duban.engine.packs.sources import Mapping as Node
from duban.engine.packs.sources import PackError
from duban.engine.packs.syntax import parse_yaml

try:
    from yaml import CSafeDumper as _Dumper
except ImportError:
    from yaml import SafeDumper as _Dumper  # type: ignore[assignment]

Content = dict[str, Any]
# What a card keeps beside the keys of a clause: the document's own words, which no pack holds, and its examples.
ORIGINAL = "original"
EXAMPLES = "examples"
READINGS = "readings.yaml"
_DATES = ("issued_on", "in_force")
# Keys of a clause, in the order in which they are written.
_ORDER = ("clause", "gist", "kinds", "rules", "counts", "feature", "by_person", "cannot", "no_rule")
_KINDS = {
    "score": "score", "points": "score", "beyond": "score", "base": "score", "sheet": "score", "sheet_row": "score",
    "sheet_total": "score", "cap": "score", "floor": "score", "highest_only": "score", "factor": "score", "exclude": "score",
    "efficacy": "score", "unranked": "score", "rank": "score", "grade": "score", "bands": "score", "of_periods": "score", "honour": "consequence", "outcome": "consequence",
    "step": "ladder", "deadline": "deadline", "limit": "workflow", "approval": "workflow", "restated": "informative",
}  # fmt: skip
_GIST = 60


def content_of(files: Mapping[str, str]) -> Content:
    """Return a pack as a draft; its parts become one, in their order. Examples of a clause stand with it.

    Raises PackError for what is no YAML, a part that is missing, clauses that are no list of mappings.
    """
    head = _mapping(parse_yaml(files.get(MAIN, ""), MAIN), MAIN)
    written = head.plain()
    clauses = list(written.pop("clauses", None) or [])
    readings = written.pop("readings", None)
    if readings is None and READINGS in files:
        readings = [_plain(entry, READINGS) for entry in parse_yaml(files[READINGS], READINGS) or []]
    for part in written.pop("parts", None) or []:
        name = f"{part}.yaml"
        if name not in files:
            raise PackError(MAIN, head.lines.get("parts", 0), f"缺少“{part}”这一部分的文件")
        clauses += [_plain(entry, name) for entry in parse_yaml(files[name], name) or []]
    for each in clauses:
        if not isinstance(each, dict):
            raise PackError(MAIN, head.lines.get("clauses", 1), "条款应是一列 键: 值")
    left: list[Any] = []
    of_clause: dict[str, list[Any]] = {}
    for example in written.pop("examples", None) or []:
        if isinstance(example, dict) and any(each.get("clause") == example.get("clause") for each in clauses):
            kept = {key: value for key, value in example.items() if key != "clause"}
            of_clause.setdefault(example["clause"], []).append(kept)
        else:
            left.append(example)
    if left:
        written["examples"] = left
    for each in clauses:
        if each.get("clause") in of_clause:
            each[EXAMPLES] = of_clause.pop(each["clause"])
    return {"regime": written, "readings": readings or [], "clauses": clauses}


def files_of(content: Content) -> dict[str, str]:
    """Return a draft as the one file of a pack; what only the studio keeps is left out."""
    text = yaml.dump(whole(content), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=160)
    return {MAIN: text}


def whole(content: Content) -> dict[str, Any]:
    """Return what the one file of a draft says, as plain data; issued_on and in_force are dates."""
    head = {key: value for key, value in head_of(content).items() if key not in ("clauses", "readings", "parts")}
    examples = examples_of({EXAMPLES: head.pop(EXAMPLES, None)})
    for key in _DATES:
        if isinstance(head.get(key), str):
            head[key] = _date(head[key])
    clauses = []
    for clause in clauses_of(content):
        clauses.append(_written(clause))
        examples += [{"clause": clause.get("clause"), **each} for each in examples_of(clause)]
    found: dict[str, Any] = dict(head)
    if content.get("readings"):
        found["readings"] = content["readings"]
    found["clauses"] = clauses
    if examples:
        found["examples"] = examples
    made: dict[str, Any] = _apart(found)
    return made


def new(name: str, clauses: Iterable[tuple[str, str]]) -> Content:
    """Return the draft of a document of that name, from (number, its own words) of each clause; none does anything yet."""
    made = []
    for number, words in clauses:
        made.append({"clause": number, "gist": gist_of(words) or number, "kinds": [], "rules": [], ORIGINAL: words})
    identity = hashlib.sha256(name.encode()).hexdigest()[:8]
    return {
        "regime": {"id": f"draft-{identity}", "name": name, "title": name, "version": "1", "periods": ["year"]},
        "readings": [],
        "clauses": made,
    }


def gist_of(words: str) -> str:
    """Return the first sentence of a clause, cut where it is long: what the card is called until somebody says it better."""
    plain = re.sub(r"\s+", "", words)
    first = re.split(r"(?<=[。；！？])", plain, maxsplit=1)[0].rstrip("。；")
    return first if len(first) <= _GIST else f"{first[: _GIST - 1]}…"


def digest_of(content: Content) -> str:
    """Return the digest of what a draft says, whatever files it came from; the document's own words do not count."""
    told = json.dumps(whole(content), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()


def mark_of(value: Any) -> str:
    """Return a short mark of one sentence, example or entry, by which it is known again whatever came before it in the meantime."""
    told = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def kinds_of(clause: Mapping[str, Any]) -> list[str]:
    """Return what a clause is about: what is written, else what its rules are."""
    written = clause.get("kinds")
    if written:
        return list(written) if isinstance(written, list) else [written]
    found = [_KINDS[kind] for rule in rules_of(clause) if (kind := str(rule.get("kind"))) in _KINDS]
    return list(dict.fromkeys(found)) or ["informative"]


def rules_of(clause: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rules of a clause of a draft."""
    return [rule for rule in listed(clause.get("rules")) if isinstance(rule, dict)]


def clauses_of(content: Content) -> list[dict[str, Any]]:
    """Return the clauses of a draft; what is no clause is left out."""
    return [clause for clause in listed(content.get("clauses")) if isinstance(clause, dict)]


def number_of(clause: Mapping[str, Any]) -> str:
    """Return the number of a clause; empty where it has none."""
    number = clause.get("clause")
    return number if isinstance(number, str) else ""


def head_of(content: Content) -> dict[str, Any]:
    """Return the head of a draft."""
    head = content.get("regime")
    return head if isinstance(head, dict) else {}


def examples_of(clause: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the examples of a clause, or of a document's head."""
    return [example for example in listed(clause.get(EXAMPLES)) if isinstance(example, dict)]


def listed(value: Any) -> list[Any]:
    """Return a list as it is, nothing as an empty one, anything else as the one thing that it is."""
    return value if isinstance(value, list) else [] if value is None else [value]


def clause_of(content: Content, number: str) -> dict[str, Any]:
    """Return the clause of that number. Raises KeyError where there is none."""
    for clause in clauses_of(content):
        if clause.get("clause") == number:
            return clause
    raise KeyError(number)


def is_undecided(clause: Mapping[str, Any]) -> bool:
    """Say whether nothing is said yet of what a clause does."""
    return not any(clause.get(key) for key in ("rules", "feature", "by_person", "cannot", "no_rule"))


def _written(clause: Mapping[str, Any]) -> dict[str, Any]:
    kept = {
        key: value for key, value in clause.items() if key not in (ORIGINAL, EXAMPLES) and value not in (None, "", [])
    }
    kept["kinds"] = clause["kinds"] if clause.get("kinds") else kinds_of(clause)
    return {key: kept[key] for key in (*_ORDER, *kept) if key in kept}


def _apart(value: Any) -> Any:
    """The same data, nothing of it shared: YAML would write an anchor for what stands twice."""
    if isinstance(value, dict):
        return {key: _apart(entry) for key, entry in value.items()}
    return [_apart(entry) for entry in value] if isinstance(value, list) else value


def _date(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _mapping(node: Any, file: str) -> Node:
    if not isinstance(node, Node):
        raise PackError(file, 1, "应是一组 键: 值")
    return node


def _plain(node: Any, file: str) -> dict[str, Any]:
    return _mapping(node, file).plain()
