"""The fields of an event in a clerk's words, a line each: 会议：文字 · 报告：半年报、总结 · 次数：整数（可不填)."""

import re
from collections.abc import Mapping
from typing import Any

from duban.engine.vocabulary.events import type_in
from duban.ledger.refusals import Refused

_TYPES = {
    "text": "文字", "whole": "整数", "decimal": "小数", "authority": "机关", "level": "级别", "month": "月份", "day": "日期", "flag": "是否",
}  # fmt: skip
_BY_WORD = {word: kind for kind, word in _TYPES.items()}
_OPTIONAL = "（可不填）"


def in_words(fields: Mapping[str, Any]) -> str:
    """Return the fields of an event, a line each."""
    return "\n".join(f"{_label(name, value)}：{_said(name, value)}" for name, value in fields.items())


def from_words(text: str, was: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that the lines say; one that stands there already keeps its id, and what lines cannot say. Raises Refused for a line that says none."""
    before = {f"{_label(name, value)}：{_said(name, value)}": (name, value) for name, value in was.items()}
    names = {_label(name, value): name for name, value in was.items()}
    found: dict[str, Any] = {}
    for line in filter(None, (each.strip() for each in text.splitlines())):
        label, sign, kind = (part.strip() for part in line.replace(":", "：").partition("："))
        if not (label and sign and kind):
            raise Refused(f"“{line}”请写成“名称：文字”这样", field="fields")
        if f"{label}：{kind}" in before:
            name, value = before[f"{label}：{kind}"]
            found[name] = value
            continue
        name = names.get(label) or next(f"field_{n}" for n in range(1, 99) if f"field_{n}" not in {*was, *found})
        found[name] = _read(label, kind)
    return found


def _read(label: str, kind: str) -> dict[str, Any]:
    optional = kind.endswith(_OPTIONAL)
    kind = kind.removesuffix(_OPTIONAL)
    more: dict[str, Any] = {"label": label, **({"optional": True} if optional else {})}
    if kind in _BY_WORD:
        return {_BY_WORD[kind]: "optional" if optional else "required", "label": label}
    words = [word for word in re.split(r"[、，,/／]", kind) if word.strip()]
    if len(words) < 2:
        raise Refused(
            f"“{label}”的类型“{kind}”不认识",
            possible=f"可以写{'、'.join(_BY_WORD)}，或者几个供选的词。",
            field="fields",
        )
    return {**{f"choice_{number}": word.strip() for number, word in enumerate(words, 1)}, **more}


def _label(name: str, value: Any) -> str:
    return str(value.get("label", name)) if isinstance(value, Mapping) else name


def _said(name: str, value: Any) -> str:
    if isinstance(value, str):
        return _TYPES.get(value, value)
    if isinstance(value, list):
        return "、".join(str(each) for each in value)
    kind = type_in(name, value)
    optional = value.get("optional") is True or (kind != "" and value[kind] == "optional")
    words = [str(word) for key, word in value.items() if key not in ("label", "optional", "least", "most")]
    return (_TYPES[kind] if kind else "、".join(words)) + (_OPTIONAL if optional else "")
