"""What a drafted document says of itself, how what is open in it is read, and any part as it is written in a file."""

import re
from collections.abc import Mapping
from typing import Any

import yaml
from django.http import QueryDict

from duban.engine.clauses import ISSUING
from duban.engine.packs.sources import PackError
from duban.engine.packs.syntax import parse_yaml
from duban.ledger import words
from duban.ledger.queries.office.drafting.drafted_contents import Content
from duban.ledger.refusals import Refused
from duban.papers.reading.texts.folding import folded
from duban.web.forms.office import document_parts

# The lines of the first form, by key of the head; the periods stand beside them.
ABOUT = {
    "title": "标题", "name": "简称", "number": "文号", "issuer": "发文机关", "version": "版本", "issued_on": "成文日期",
    "level_clause": "写级别的条款",
}  # fmt: skip
LADDERS = {"rungs": "一级一级往上", "states": "按情形，只取最重的一级"}
# How many readings a new question may offer at once, and how long a part may be that is written by hand.
_LONGEST = 200_000
# 2025年12月20日, 2025.12.20: as papers write a day.
_DAY = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")


def about_of(content: Content) -> dict[str, Any]:
    """Return what the first form shows: the lines, the periods with whether they hold, the ladder."""
    head = content["regime"]
    held = head.get("periods") or []
    own = [each["name"] for each in held if isinstance(each, dict) and "name" in each]
    return {
        "lines": [(key, label, head.get(key) or "") for key, label in ABOUT.items()],
        "periods": [(kind, word, kind in held) for kind, word in words.PERIODS.items()],
        "own_periods": own,
        "issuing": [(name, word, (head.get("issuing") or {}).get(name, "")) for name, word in ISSUING.items()],
        "remarks": "\n".join(str(each) for each in head.get("remarks") or []),
        "ladders": [(name, word, head.get("ladder", "rungs") == name) for name, word in LADDERS.items()],
    }


def about_from(content: Content, given: QueryDict) -> dict[str, Any]:
    """Return the changes of the head that the first form says, part by part."""
    head = content["regime"]
    said = {key: folded(given.get(key, "")).strip() or None for key in ABOUT}
    if not said["name"]:
        raise Refused("请填写简称", field="name")
    if (day := _DAY.fullmatch(said["issued_on"] or "")) is not None:
        said["issued_on"] = f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}"
    kinds = [kind for kind in words.PERIODS if kind in given.getlist("periods")]
    own = [each for each in head.get("periods") or [] if isinstance(each, dict)]
    changes: dict[str, Any] = {f"regime:{key}": text for key, text in said.items() if text != (head.get(key) or None)}
    changes["regime:periods"] = [*kinds, *own]
    issuing = {name: text for name in ISSUING if (text := folded(given.get(f"issuing-{name}", "")).strip())}
    kept = {name: text for name, text in (head.get("issuing") or {}).items() if name not in ISSUING}
    changes["regime:issuing"] = {**kept, **issuing} or None
    remarks = [line for line in (folded(each).strip() for each in given.get("remarks", "").splitlines()) if line]
    changes["regime:remarks"] = remarks or None
    ladder = given.get("ladder", "rungs")
    if ladder in LADDERS and ladder != head.get("ladder", "rungs"):
        changes["regime:ladder"] = ladder
    return changes


def readings_of(content: Content, of: str, typed: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the questions that are open in the document, and an empty one for the clause `of`, or none; what was `typed` and not taken stands again."""
    listed = [
        {**each, "lines": "\n".join(str(said) for said in each.get("readings", {}).values()),
         "cited": "、".join(each.get("clauses") or []),
         "place": list(each.get("readings", {})).index(each["chosen"]) + 1 if each.get("chosen") in each.get("readings", {}) else 1}
        for each in content["readings"]
    ]  # fmt: skip
    listed.append({"id": "", "question": "", "lines": "", "cited": of, "place": 1, "why": "", "switch": False})
    for at, each in enumerate(listed):
        for key, name in (
            ("question", "question"),
            ("lines", "lines"),
            ("cited", "clauses"),
            ("place", "place"),
            ("why", "why"),
        ):
            each[key] = typed.get(f"{at}-{name}", each[key])
    return listed


def readings_from(content: Content, given: QueryDict) -> list[dict[str, Any]]:
    """Return the readings as the form has them. Raises Refused for one without its answers."""
    before = {each["id"]: each for each in content["readings"]}
    made: list[dict[str, Any]] = []
    for row in range(document_parts.count_of(given)):
        question, name = folded(given.get(f"{row}-question", "")).strip(), given.get(f"{row}-id", "")
        if not question or given.get(f"{row}-out"):
            continue
        lines = [line for line in (folded(each).strip() for each in given.get(f"{row}-lines", "").splitlines()) if line]
        text = str(given.get(f"{row}-place", ""))
        place = int(text) if text.isdecimal() else 1
        if not lines or not 1 <= place <= len(lines):
            raise Refused(f"“{question}”：请写明各种口径，并指出现在用第几种", field="readings")
        was = before.get(name, {})
        ids = list(was.get("readings", {}))
        answers = {ids[at] if at < len(ids) else f"reading_{at + 1}": line for at, line in enumerate(lines)}
        clauses = [
            each for each in folded(given.get(f"{row}-clauses", "")).replace("，", "、").split("、") if each.strip()
        ]
        why = folded(given.get(f"{row}-why", "")).strip()
        if not why:
            raise Refused(f"“{question}”：请写明为什么这样定", field="readings")
        made.append({
            "id": name or _free({*before, *(each["id"] for each in made)}), "clauses": [each.strip() for each in clauses],
            "question": question, "readings": answers, "chosen": list(answers)[place - 1], "why": why,
            "switch": bool(given.get(f"{row}-switch")),
        })  # fmt: skip
    return made


def written(value: Any) -> str:
    """Return a part as it is written in a file (YAML); empty where there is none."""
    if value in (None, [], {}):
        return ""
    return str(yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=110))


def read(text: str) -> Any:
    """Return what a part says that was written by hand; None where it is empty. Raises Refused, with the line, where it cannot be read."""
    if not text.strip():
        return None
    if len(text) > _LONGEST:
        raise Refused("内容过长", field="written")
    try:
        tree = parse_yaml(f"part:\n{_indented(text)}", "part")
    except PackError as error:
        raise Refused(f"第 {max(1, error.line - 1)} 行：{error.what}", field="written") from None
    return tree.plain()["part"]


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.replace("\r\n", "\n").split("\n"))


def _free(taken: set[str]) -> str:
    number = 1
    while f"question_{number}" in taken:
        number += 1
    return f"question_{number}"
