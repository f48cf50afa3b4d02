"""What a rule in slots does, in one Chinese sentence with the document's own words: never an id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from duban.engine import wording
from duban.engine.clauses import Regime
from duban.engine.evaluation import naming, sentences
from duban.engine.rules.adjustments import Factor, Outcome, Rank, Unranked
from duban.engine.rules.fields import Rule
from duban.engine.rules.points import HighestOnly
from duban.engine.rules.scores import Condition, Count, Score, Worth
from duban.engine.rules.sections import TOTAL
from duban.engine.rules.selects import Select
from duban.engine.vocabulary.events import RANKING
from duban.engine.wording import plain, signed

_COMPARED = {"at_least": "不低于", "over": "高于", "at_most": "不高于", "under": "低于", "is": "为"}
_TONED = ("circular", "instruction")
_UNITS = {"matter": "事项", "unit": "单位", "occasion": "件事"}


def statement(rule: Rule, regime: Regime) -> str:
    """Give the sentence of a score rule, a factor, an outcome, a ranking or of who is left unranked. Raises TypeError for others."""
    if isinstance(rule, Score):
        return _score(rule, regime)
    if isinstance(rule, Factor):
        of = f"{'、'.join(rule.of)}的" if rule.of else ""
        side = {"minus": "扣分", "plus": "加分", None: "得分"}[rule.side]
        return f"{conditions(rule.only_if, regime)}{of}{_whose(rule.where, regime)}{side}乘以{plain(rule.times)}"
    if isinstance(rule, Unranked):
        return f"{conditions(rule.only_if, regime)}不计总分，不参加排名"
    if isinstance(rule, Outcome):
        selected = f"{select(rule.select, regime)}{count(rule.count, regime, rule.select)}" if rule.select else ""
        return f"{conditions(rule.only_if, regime)}{selected}提请{rule.name}"
    if isinstance(rule, Rank):
        return f"分{len(rule.pools)}组排名：" + "；".join(
            ("、".join(regime.groups.get(group, group) for group in pool.groups) or "全部单位")
            + (f"（至少{pool.least_matters}件事项）" if pool.least_matters else "")
            for pool in rule.pools
        )
    raise TypeError(f"no words for {type(rule).__name__}")


def _whose(wanted: Mapping[str, Any], regime: Regime) -> str:
    """Give what alone a factor changes: 配合单位的, （级别为红色）的; empty for everything."""
    rest = dict(wanted)
    role = _role(rest, regime, ("assigned",))
    where = _where(rest, regime, ("assigned",))
    return (f"{role}单位" if role else "") + (f"（{where}）" if where else "") + ("的" if wanted else "")


def _role(where: dict[str, Any], regime: Regime, kinds: tuple[str, ...]) -> str:
    """Take the role out of what is wanted and give its words: 牵头, 牵头或配合."""
    return "或".join(naming.of_value(regime, kinds, "role", role) for role in sorted(where.pop("role", ()), key=str))


def highest(rule: HighestOnly, regime: Regime) -> str:
    """Give what shares a matter, an occasion or the unit, and counts once at the highest."""
    kinds = [
        naming.of_kind(regime, kind, {"tone": rule.tone} if rule.tone and kind in _TONED else {})
        for kind in (*rule.events, *rule.facts)
    ]
    clauses = ["与".join(entry) for entry in rule.of]
    per = {"matter": "同一事项", "occasion": "同一件事", "unit": "同一单位"}[rule.per]
    return f"{per}的{'、'.join([*kinds, *clauses])}只计最高一次"


def _score(rule: Score, regime: Regime) -> str:
    into = "" if rule.into == TOTAL else f"，计入“{section_name(rule.into, regime)}”项"
    instead = f"，代替{'、'.join(rule.replaces)}对同一次的计分" if rule.replaces else ""
    if rule.select.kind == "quantity":
        name = figure_name(rule.select.names[0], regime)
        slope = rule.worth.slope
        said = f"按{name}计"
        if slope:
            least = "" if slope.least is None else f"，最低{plain(slope.least)}分"
            unit = next((entry.unit for entry in regime.quantities if entry.id == rule.select.names[0]), "")
            said = f"{name}达{plain(slope.at)}{unit}得{plain(slope.full)}分，每少1{unit}{_amount(slope.each)}{least}"
        return f"{conditions(rule.only_if, regime)}{said}{into}{instead}"
    counted = count(rule.count, regime, rule.select)
    if rule.worth.is_by_place or rule.worth.is_by_times:
        counted = counted.removesuffix("每次").removesuffix("每件")
    if counted and (rule.count.once_per or rule.count.in_a_row or (rule.count.per and rule.worth.amount is None)):
        counted += "，"
    return (
        f"{conditions(rule.only_if, regime)}{select(rule.select, regime)}{counted}"
        f"{worth(rule.worth, regime, rule.select)}{into}{instead}"
    )


def select(chosen: Select, regime: Regime) -> str:
    """Give what is selected: 牵头单位缺席督查会议（会议为…的）; 配合单位不予配合 says itself whose it is."""
    told = _told_by_name(chosen, regime)
    rest = {name: wanted for name, wanted in chosen.where.items() if name not in told}
    kinds = chosen.names if chosen.kind == "event" else ("assigned",)
    role = _role(rest, regime, kinds)
    where = _where(rest, regime, kinds)
    if chosen.days:
        where = "，".join(filter(None, (where, f"{_day(chosen.days[0])}至{_day(chosen.days[1])}发生的")))
    where = f"（{where}）" if where else ""
    if chosen.kind == "matters":
        return f"{sentences.outcome(chosen.names)}的{role}事项{where}"
    if chosen.kind == "unit":
        return f"每个{regime.groups.get(chosen.names[0], '单位')}{where}"
    names = [naming.of_kind(regime, kind, told) for kind in chosen.names]
    if role:  # 配合单位不予配合 names the unit already.
        names = [name.removeprefix("配合单位") or name for name in names]
    what = "、".join(names)
    of_role = f"{role}单位" if role and not what.startswith(f"{role}单位") else ""
    return of_role + what + where


def _told_by_name(chosen: Select, regime: Regime) -> dict[str, Any]:
    """The single values that the name of a kind of the library tells itself: 书面催办, 省委省政府通报表扬."""
    if chosen.kind != "event" or len(chosen.names) != 1 or chosen.names[0] not in wording.KINDS:
        return {}
    if chosen.names[0] in regime.words.events:
        return {}
    single = {name: next(iter(wanted)) for name, wanted in chosen.where.items() if len(wanted) == 1}
    return {name: value for name, value in single.items() if value in wording.VALUES.get(name, ())}


def count(words: Count, regime: Regime, chosen: Select) -> str:
    """Give how often it pays: 同一事项第3次起每次."""
    kinds = chosen.names if chosen.kind == "event" else ("assigned",)
    per = "、".join(_field(name, regime, kinds) for name in (words.once_per or words.within)) or "单位"
    life = "（历年累计）" if words.is_life else ""
    if words.in_a_row:
        return f"同一{per}连续{words.in_a_row}次{life}"
    if words.once_per and words.from_:
        return f"同一{per}满{words.from_}次计一次{life}"
    if words.from_:
        return f"同一{per}第{words.from_}次起每次{life}"
    if words.once_per:
        return f"同一{per}只计一次{life}"
    if words.within:
        return f"同一{per}{life}每次"
    if words.per:
        unit = next((field.unit for kind in kinds if (field := regime.words.field_of(kind, words.per))), "")
        return f"按{_field(words.per, regime, kinds)}，每1{unit or ('天' if words.per == 'days' else '')}"
    return {"matters": "每件", "unit": ""}.get(chosen.kind, "每次")


def worth(value: Worth, regime: Regime, chosen: Select) -> str:
    """Give what it is worth: an amount, a table, a range that a person decides in."""
    if value.range is not None:
        return f"由{person_name(value.person, regime)}{_range(*value.range)}，写明理由"
    if value.by:
        kinds = chosen.names if chosen.kind == "event" else ("assigned",)
        if value.is_by_place or value.is_by_times:
            keys = {key: f"第{key[0]}次" if value.is_by_place else f"累计{key[0]}次以上" for key in value.points}
            listed = sorted(value.points.items(), key=lambda entry: int(entry[0][0]))
            last = listed[-1][0] if value.is_by_place and len(listed) > 1 else None
            return "、".join(
                f"{keys[key]}{'及以后每次' if key == last else ''}{_amount(amount)}" for key, amount in listed
            )
        if len(value.by) == 1 and regime.words.is_number(kinds, value.by[0]):
            return _tiers(value, regime, kinds)
        table = "、".join(
            "".join(naming.of_value(regime, kinds, name, part) for name, part in zip(value.by, key, strict=True))
            + _amount(amount)
            for key, amount in value.points.items()
        )
        fields = "和".join(filter(None, (_field(name, regime, kinds, unnamed="") for name in value.by)))
        return f"按{fields}计：{table}" if fields else f"计：{table}"
    return _amount(value.amount)


def _tiers(value: Worth, regime: Regime, kinds: tuple[str, ...]) -> str:
    """Say a table by a number: 按天数分档：1天起扣0.5分、4天起扣1分."""
    (name,) = value.by
    unit = next((field.unit for kind in (*kinds, "assigned") if (field := regime.words.field_of(kind, name))), "")
    unit = unit or ("天" if name == "days" else "")
    listed = sorted(value.points.items(), key=lambda entry: Decimal(entry[0][0]))
    if any(kind in regime.words.events and regime.words.events[kind].entered_by == RANKING for kind in kinds):
        said = [
            f"第{key}名{'起' if at == len(listed) else ''}{_amount(each)}"
            for at, ((key,), each) in enumerate(listed, 1)
        ]
        return f"按{_field(name, regime, kinds)}：{'、'.join(said)}"
    return f"按{_field(name, regime, kinds)}分档：" + "、".join(
        f"{key}{unit}起{_amount(each)}" for (key,), each in listed
    )


def person_name(person: str, regime: Regime) -> str:
    """Give who decides inside a range, as the document calls them."""
    own = regime.roles.get(person) or regime.bodies.get(person)
    known = {"office": "督查室", "leader": "领导", "unit": "单位"}
    return own or known.get(person) or ("考核人" if person.isascii() else person)


def _range(least: Decimal | None, most: Decimal | None) -> str:
    """Say between which points somebody decides: 在5至10分内扣分."""
    if least is not None and most is not None and most <= 0:
        return f"在{plain(-most)}至{plain(-least)}分内扣分"
    if least is not None and most is not None and least >= 0:
        return f"在{plain(least)}至{plain(most)}分内加分"
    if least is None:
        return "定分值" if most is None else f"定分值，不高于{signed(most)}分"
    return f"定分值，不低于{signed(least)}分" + ("" if most is None else f"、不高于{signed(most)}分")


def _day(day: str) -> str:
    month, _, number = day.partition("-")
    return f"{int(month)}月{int(number)}日"


def conditions(listed: Iterable[Condition], regime: Regime) -> str:
    """Give under which conditions a rule holds: 仅当污水处理率不低于80时，."""
    said = [
        f"{figure_name(entry.figure, regime)}"
        + "且".join(f"{_COMPARED[word]}{plain(number)}" for word, number in entry.comparisons)
        for entry in listed
    ]
    return f"仅当{'，且'.join(said)}时，" if said else ""


def figure_name(name: str, regime: Regime) -> str:
    """Give what readers call a quantity or a section."""
    quantity = next((entry.label for entry in regime.quantities if entry.id == name), None)
    return quantity or section_name(name, regime)


def section_name(name: str, regime: Regime) -> str:
    """Give what readers call a section."""
    return next((entry.label for entry in regime.sections if entry.id == name), "总分" if name == TOTAL else "")


def _where(where: Mapping[str, Any], regime: Regime, kinds: tuple[str, ...]) -> str:
    parts = []
    for name, wanted in where.items():
        if name == "became":
            parts.append(f"所涉事项{sentences.outcome(sorted(wanted))}")
        elif name == "matter":
            parts.append("须有对应事项")
        else:
            values = "或".join(naming.of_value(regime, kinds, name, value) for value in sorted(wanted, key=str))
            field = _field(name, regime, kinds, unnamed="")
            parts.append(f"{field}为{values}" if field else values)
    return "，".join(parts)


def _field(name: str, regime: Regime, kinds: tuple[str, ...], unnamed: str = "内容") -> str:
    known = {"group": "单位类别", "class": "级别（谁作出）", "day": "日期"}
    return _UNITS.get(name) or known.get(name) or naming.of_field(regime, kinds, name) or unnamed


def _amount(amount: Any) -> str:
    if amount is None or not amount:
        return "不加不减"
    return f"{'加' if amount > 0 else '扣'}{plain(abs(amount))}分"
