"""Every kind of rule as a sentence with blanks: which parts it has, in the order in which they are said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from duban.engine.packs.unread import ACTS as KNOWN_ACTS
from duban.engine.sentences.rules import ACTS
from duban.engine.studio import drafts
from duban.engine.studio.blanks import pairs
from duban.engine.studio.blanks.acts import Identity, Needs, with_held
from duban.engine.studio.blanks.counts import Counting
from duban.engine.studio.blanks.groups import Keys, Rows
from duban.engine.studio.blanks.ladders import Carrying, Days, Event, Opening
from duban.engine.studio.blanks.names import Names
from duban.engine.studio.blanks.parts import (
    Blank,
    CannotSay,
    Filled,
    Listed,
    Number,
    One,
    Part,
    Some,
    Truth,
    Values,
    Words,
    below,
    here,
)
from duban.engine.studio.blanks.slots import EVENTS, Conditions, Select, When, Where, kinds_beside
from duban.engine.studio.blanks.worths import SIGNED, TABLE, Worth

_SIDES = (("plus", "加分"), ("minus", "扣分"))
_CLAUSES = lambda names, values, at: names.clauses()  # noqa: E731
_GROUPS = lambda names, values, at: names.groups()  # noqa: E731
_SECTIONS = lambda names, values, at: names.sections()  # noqa: E731
_PERIODS = lambda names, values, at: names.all_periods()  # noqa: E731
_PAPERS = lambda names, values, at: names.papers()  # noqa: E731
_SIGNERS = lambda names, values, at: names.signers()  # noqa: E731
_CATEGORIES = lambda names, values, at: names.categories()  # noqa: E731
_LEVELS = lambda names, values, at: names.levels()  # noqa: E731
_ROLES = lambda names, values, at: names.roles()  # noqa: E731
_EVENTS = lambda names, values, at: names.events()  # noqa: E731
_ACTS = lambda names, values, at: with_held([(act, ACTS.get(act, "其他办理")) for act in KNOWN_ACTS], values, at)  # noqa: E731


@dataclass(frozen=True)
class PointsOf(Part):
    """Points of the older kinds: one amount, or a table by the field that stands beside."""

    def put(self, value: Any, at: str, into: Filled) -> None:
        if isinstance(value, dict):
            raise CannotSay("分值")
        SIGNED.put(value, at, into)

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        yield from SIGNED.blanks(values, at, names)

    def take(self, values: Values, at: str, names: Names) -> Any:
        return SIGNED.take(values, at, names)


@dataclass(frozen=True)
class Grades(Part):
    """Which step sets which grade, one a row."""

    def put(self, value: Any, at: str, into: Filled) -> None:
        if not isinstance(value, dict):
            raise CannotSay("步骤定的等次")
        _GRADED.put([{"step": step, "grade": grade} for step, grade in value.items()], at, into)

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        yield from _GRADED.blanks(values, at, names)

    def take(self, values: Values, at: str, names: Names) -> Any:
        rows = _GRADED.take(values, at, names) or ()
        return {row["step"]: row.get("grade") for row in rows if "step" in row} or None


@dataclass(frozen=True)
class Lines(Part):
    """From how many points on which grade, one a row, the best first."""

    label: str = "几分起是什么等次，从高到低"
    value: str = "least"
    said: str = "几分起"

    @property
    def _rows(self) -> Rows:
        number = Number(self.said, is_share=self.value == "share")
        return Rows(self.label, Keys({"grade": Words("等次"), self.value: number}), self.value == "least")

    def put(self, value: Any, at: str, into: Filled) -> None:
        if not isinstance(value, dict):
            raise CannotSay(self.label)
        self._rows.put([{"grade": grade, self.value: number} for grade, number in value.items()], at, into)

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        yield from self._rows.blanks(values, at, names)

    def take(self, values: Values, at: str, names: Names) -> Any:
        rows = self._rows.take(values, at, names) or ()
        return {row["grade"]: row.get(self.value) for row in rows if "grade" in row} or None


_GRADED = Rows(
    "步骤定的等次", Keys({"step": One("走到哪一步", lambda n, v, at: n.steps()), "grade": Words("定为什么等次")})
)


def _deadlines(names: Names, values: Values, at: str) -> list[tuple[str, str]]:
    rules = [rule for clause in drafts.clauses_of(names.content) for rule in drafts.rules_of(clause)]
    return [(str(rule.get("name")), "") for rule in rules if rule.get("kind") == "deadline"]


_NAMED = (
    ("review_request", "对督查结论提出复核"), ("review_decision", "作出复核决定"), ("quarterly_ledger", "季度台账"),
    ("meeting_decision", "会议议定事项"), ("plan_application", "申请计划外督查"),
)  # fmt: skip
_AFTER: dict[str, Part] = {"into": One("计入哪一项", _SECTIONS, before="计入", after="项")}
_PERIOD: dict[str, Part] = {"periods": Some("只在哪种期别计", _PERIODS)}
_IF: dict[str, Part] = {"only_if": Conditions()}
_LATE = {"categories": Some("哪些类别的事项", _CATEGORIES), "levels": Some("哪些等级的事项", _LEVELS)}

PARTS: dict[str, dict[str, Part]] = {
    "score": {
        "select": Select(), "count": Counting(), "worth": Worth(), **_AFTER,
        "replaces": Some("代替哪些条款对同一次的计分", _CLAUSES, before="代替", after="对同一次的计分"), **_IF, **_PERIOD,
    },
    "factor": {
        "of": Some("哪些条款的分值（不选为全部）", _CLAUSES), "side": One("加分还是扣分", here(_SIDES)),
        "times": Number("乘以几", True, before="乘以", is_share=True), "where": Where(kinds_beside("-"), days=False), **_IF, **_PERIOD,
    },
    "highest_only": {
        "per": One("同一什么", here((("matter", "事项"), ("occasion", "件事"), ("unit", "单位"))), before="同一"),
        "events": Some("哪些情况", _EVENTS), "of": Rows("哪些条款", Some("哪一条（几条的先相加）", _CLAUSES)),
        "facts": Some("哪些情况（只看表扬或批评）", _EVENTS),
        "tone": One("表扬还是批评", here((("praise", "表扬"), ("criticism", "批评")))), "side": One("加分还是扣分", here(_SIDES)),
    },
    "cap": {
        "per": One("以什么为限（不选为合计）", here((("matter", "每个事项"), ("month", "每月"), ("quarter", "每季度")))),
        "side": One("加分还是扣分", here(_SIDES), True), "most": Number("合计最多几分", True, after="分"), **_AFTER, **_PERIOD,
    },
    "base": {"points": Number("基础分", True, after="分"), "unless_sheet": Truth("评分表填全时以评分表为准")},
    "floor": {"least": Number("最低几分", True, after="分")},
    "exclude": {"unquantifiable": Truth("不可量化的事项不计分"), "event": Some("有哪种情况的事项不计分", _EVENTS)},
    "unranked": {**_IF, "drop": Truth("排名表上也不列出")},
    "outcome": {
        "name": Words("提请什么", True, before="提请"), "select": Select(required=False), "count": Counting(), **_IF,
        "paper": One("用什么文书", _PAPERS), "approval": Some("由谁签批", _SIGNERS), "for": One("管多久", _PERIODS), **_PERIOD,
    },
    "rank": {
        "pools": Rows("分组", Keys({"groups": Some("哪些单位一组", _GROUPS), "least_matters": Number("至少几件事项", whole=True)}), True)
    },
    "honour": {
        "periods": Some("哪种期别", _PERIODS, True),
        "pools": Rows("分组", Keys({"groups": Some("哪些单位一组", _GROUPS), "first": Number("前几名", whole=True, before="前", after="名")}), True),
        "without": One("有扣分的", here((("minus", "不表扬"),))), "among": One("只看哪些单位", here((("all_completed", "全部办结的"),))), **_IF,
    },
    "grade": {"scale": Listed("等次，从高到低", True), "steps": Grades(), "by_class": Truth("按事项类别分别评定")},
    "of_periods": {
        "periods": Some("哪种期别的得分", lambda n, v, at: n.periods(), True), "of": One("由哪种期别得出", lambda n, v, at: n.periods(), True),
        "how": One("怎样得出", here((("mean", "平均"), ("sum", "相加"))), True), "times": Number("乘以几（如 70%）", is_share=True),
    },
    "bands": {
        "least": Lines(), "below": Words("都达不到的叫什么", True, before="其余"), "most": Lines("哪个等次最多占几成单位", "share", "最多占单位数的几成（如 30%）"), **_PERIOD,
    },
    "step": {
        "name": Words("这一步叫什么", True), "step": Identity("步骤", "step", (), lambda n, v, at: n.steps()), "opens": Rows("何时开始", Opening(), True),
        "limit": Days("限期", is_set=True), "approval": Some("由谁签批", _SIGNERS), "paper": One("用什么文书", _PAPERS),
        "carried_by": Carrying("以登记什么为准"), "also": Rows("同时登记什么", Carrying("同时登记", is_flat=True)), **_LATE,
        "groups": Some("哪些单位", _GROUPS), "unless": Event("但已有什么情况的除外"), "repeats": Truth("到期仍未办结再发一次"),
        "held_on": One("期限从哪天算", here((("required", "从实际进行之日算起"),))),
    },
    "deadline": {
        "label": Words("叫什么", True), "count": Days("时限", True), "counts_from": Words("从何时起算", True, before="从", after="起算"),
        "name": Identity("哪种时限", "limit", _NAMED, _deadlines), **_LATE, "role": Some("哪种承办角色", _ROLES),
        "meetings": Some("哪些会议", lambda n, v, at: n.meetings()), "owes": One("到时交什么", here((("report", "报告（另于办理期限）"),))),
        "owed_by": One("谁的时限", here((("unit", "承办单位"), ("office", "督查室")))), "default": Truth("只在没有另写期限时用"),
        "from_dispatch": Truth("从交办之日重新计算"), "at_most": Days("最长"), "never_after": Words("最迟到哪一天（年-月-日）"),
        "rest": One("遇休息日", here((("next", "顺延到下一个工作日"), ("previous", "提前到上一个工作日")))),
        "from_next": Truth("从次月（下个季度、次年）起"),
        "moved_by": Keys({"event": One("被什么情况改期", _EVENTS), "to": One("改到其中哪个日期", lambda n, v, at: _days(n, v, at))}),
    },
    "limit": {
        "act": One("哪项办理", _ACTS, True), "once": Truth("只能一次"), "at_most": Days("最长"), "share": Number("最长为原时限的几分之几（0.5 是一半）"), "needs": Needs(),
        "exempt": One("哪些不受限", here((("at_most", "另有专门时限的（如规划编制）不受最长的限制"),))),
    },
    "approval": {"act": One("哪项办理", _ACTS, True), "signers": Some("依次由谁签批", _SIGNERS, True)},
    "restated": {"clause": One("重申哪一条", _CLAUSES, True, before="重申", after="的规定")},
    "points": {
        "fact": One("登记的情况", _EVENTS, True), "where": Where(kinds_beside("fact"), days=False), "points": PointsOf(),
        "needs_matter": Truth("须有对应事项"), "only_role": One("只看哪种承办角色", _ROLES), **_PERIOD,
    },
    "beyond": {
        "fact": One("登记的情况", _EVENTS, True), "where": Where(kinds_beside("fact"), days=False),
        "more_than": Number("同一事项超过几次", True, True, after="次"), "points": PointsOf(),
        "times": One("怎样计", here((("once", "每个事项计一次"), ("each", "超出的每次都计"))), True),
    },
    "sheet": {
        "section": Words("评分表哪一部分", True), "most": Number("最多几分", True, after="分"),
        "several": One("几件事项各有一张的", here((("mean", "取平均"), ("latest", "以最近一张为准")))),
    },
    "sheet_row": {"row": Words("评分表哪一行", True), "section": Words("属于哪一部分", True, offered=lambda n, v, at: n.sheets()), "most": Number("最多几分", True, after="分")},
    "sheet_total": {},
    "efficacy": {
        "per_matter": Number("每件满分几分", True), "base": Number("系数中的常数", True), "weight": Number("件数比的权重", True),
        "counted": One("计哪些事项", here((("due_or_closed", "到期或本期办结的"), ("in_hand", "在办的全部"))), True),
        "roles": Some("哪种承办角色", here((("lead", "牵头"), ("support", "配合"))), True),
        "highest": One("最多件数在哪些单位中取", here((("all_ranked", "参加排名的各单位"), ("same_group", "同组单位"))), True),
    },
}  # fmt: skip
# The table of the older kind: its field and its amounts stand as two keys of the rule.
_TABLE = "table"


def _days(names: Names, values: Values, at: str) -> list[tuple[str, str]]:
    kind = next(iter(values.get(below(at.rpartition(".")[0], "event"), ())), "")
    return [(field.name, field.label) for field in names.declared([kind]) if field.type == "day"]


def put(rule: dict[str, Any]) -> Filled:
    """Turn a rule into what stands in its blanks. Raises CannotSay for what there is no blank for."""
    kind = str(rule.get("kind"))
    if kind not in PARTS:
        raise CannotSay(kind)
    into: Filled = {"kind": [kind]}
    rest = {key: value for key, value in rule.items() if key != "kind" and value is not None}
    if kind == "points" and isinstance(rest.get("points"), dict):
        into["shape"] = [_TABLE]
        TABLE.put({"by": rest.pop("by", None) or "level", "points": rest.pop("points")}, "points", into)
        into["points.by"] = ["class" if into["points.by"] == ["authority_class"] else into["points.by"][0]]
    if rest.get("when"):
        When().put(rest.pop("when"), "when", into)
    for key, value in rest.items():
        if key not in PARTS[kind]:
            raise CannotSay(key)
        PARTS[kind][key].put(value, key, into)
    if kind == "score":
        into.setdefault("count.shape", ["each"])
        into.setdefault("worth.shape", ["itself"])
    return into


def offer(values: Values, names: Names) -> Iterator[Blank]:
    """Offer the blanks of the kind that the values name, with what stands in them."""
    kind = next(iter(values.get("kind", ())), "")
    if kind == "score":
        values = pairs.fitted(values)
        yield from pairs.offered(_blanks_of(kind, values, names), values)
    else:
        yield from _blanks_of(kind, values, names)
    if kind:
        yield from When().blanks(values, "when", names)


def _blanks_of(kind: str, values: Values, names: Names) -> Iterator[Blank]:
    for key, part in PARTS.get(kind, {}).items():
        yield from _part(kind, key, part, values).blanks(values, key, names)


def take(values: Values, names: Names) -> dict[str, Any]:
    """Read a rule from its blanks. Raises BlankError."""
    kind = next(iter(values.get("kind", ())), "")
    rule: dict[str, Any] = {"kind": kind}
    for key, part in PARTS[kind].items():
        chosen = _part(kind, key, part, values)
        value = chosen.take(values, key, names)
        if kind == "score" and key == "select":
            pairs.check(values)
        if chosen is TABLE:
            rule |= {"by": "authority_class" if value["by"] == "class" else value["by"], "points": value["points"]}
        elif value is not None:
            rule[key] = value
    if kind == "score" and "quantity" in rule["select"]:
        rule.pop("count", None)
    when = When().take(values, "when", names)
    return {**rule, "when": when} if when else rule


def _part(kind: str, key: str, part: Part, values: Values) -> Part:
    is_table = kind == "points" and key == "points" and values.get("shape") == [_TABLE]
    return TABLE if is_table else part


__all__ = ["EVENTS", "PARTS", "offer", "put", "take"]
