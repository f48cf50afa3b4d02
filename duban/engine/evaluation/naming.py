"""What readers call a kind of fact, a field, a value: the pack's words before ours, never an id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from duban.engine import wording
from duban.engine.clauses import Regime
from duban.engine.rules.steps import Step

FIELDS = {
    "level": "级别", "authority": "级别（谁作出）", "occasion": "所涉的事", "category": "类别", "role": "单位的角色", "matter": "事项",
    "channel": "方式", "what": "种类", "tone": "表扬或批评", "points": "分值", "days": "天数", "source": "来源", "limit": "期限",
    "due": "期限", "step": "措施", "to": "接办单位", "section": "项目", "quantity": "指标", "held_on": "进行日期", "of": "所指记录",
}  # fmt: skip
_ROLES = {"lead": "牵头", "support": "配合"}


def of_kind(regime: Regime, kind: str, values: Mapping[str, Any]) -> str:
    """Name a kind of fact by the pack's label, else by ours with the words that tell it apart."""
    event = regime.words.events.get(kind)
    if event is not None and event.label != wording.KINDS.get(kind, kind):
        return event.label
    step = values.get("step") if kind == "step" else None
    named = next((each.name for each in regime.rules_of(Step) if each.step == step), "") if step else ""
    if named:
        return named
    said = {
        name: value
        for name, value in values.items()
        if value in wording.VALUES.get(name, ()) and value not in regime.named
    }
    words = "".join(
        regime.named[value] for value in values.values() if isinstance(value, str) and value in regime.named
    )
    return words + wording.label(kind, said)


def of_field(regime: Regime, kinds: tuple[str, ...], name: str) -> str:
    """Name a field of a kind of fact."""
    for kind in kinds:
        declared = regime.words.field_of(kind, name)
        if declared is not None and declared.label != name:
            return declared.label
    return FIELDS.get(name, "")


def of_value(regime: Regime, kinds: tuple[str, ...], name: str, value: Any) -> str:
    """Name a value of a field: the word of a choice, the name of a level, an authority, a role, a category."""
    for kind in kinds:
        declared = regime.words.field_of(kind, name)
        if declared is not None and value in declared.words:
            return declared.words[value]
    if name == "category":
        return next((entry.name for entry in regime.categories if entry.id == value), str(value))
    if name == "step":
        return next((step.name for step in regime.steps() if step.step == value), str(value))
    if name in ("quantity", "section"):
        labels = {entry.id: entry.label for entry in regime.quantities}
        labels |= {entry.id: entry.label for entry in regime.sections}
        return labels.get(value) or str(value)
    if name == "class":
        return next((entry.name for entry in regime.authority_classes if entry.id == value), str(value))
    if name == "level" and value in wording.COLOURS and not regime.words.is_open:
        return wording.level(value, regime.levels)
    if value in regime.named:
        return regime.named[value]
    if name == "group":
        return regime.groups.get(value) or wording.GROUPS.get(value, str(value))
    if name == "role":
        return _ROLES.get(value, str(value))
    if name == "level" and value in wording.COLOURS:
        return wording.level(value, regime.levels)
    return wording.VALUES.get(name, {}).get(value, str(value))
