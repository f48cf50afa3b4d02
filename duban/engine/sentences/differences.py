"""The difference of two documents in words, clause by clause: 附件2 三3：逾期每次扣5分 → 扣3分."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

from duban.engine.clauses import Clause, Regime
from duban.engine.rules.fields import Rule
from duban.engine.rules.sections import Section
from duban.engine.sentences.figures import figure_statement
from duban.engine.sentences.rules import sentence_of
from duban.engine.wording import plain

# A number goes with its sign and its unit, quoted words go together; everything else is taken sign by sign.
_WORD = re.compile(r"“[^”]*”|[加扣减限前计−-]?\d+(?:\.\d+)?(?:个工作日|个月|小时|分|天|日|名|次|件|倍|%)?|.", re.DOTALL)
# Less alike than this, a sentence is another one and not the same one changed.
_ALIKE = 0.5


@dataclasses.dataclass(frozen=True)
class Difference:
    """What differs at one place: a clause as it is cited, or a part of the document's head. One of the two sentences may be missing."""

    place: str
    before: str
    after: str

    @property
    def said(self) -> str:
        """Return the difference in one sentence, the common words once where only one of them changed."""
        if not self.before:
            return f"新增：{self.after}"
        if not self.after:
            return f"删去：{self.before}"
        return _folded(self.before, self.after) or f"原为“{self.before}”，改为“{self.after}”"

    def __str__(self) -> str:
        return f"{self.place}：{self.said}"


def differences(before: Regime, after: Regime) -> list[Difference]:
    """Return what differs between two documents, the head first, then clause by clause in the order of the newer one."""
    found = [each for name in _HEAD for each in _paired(name, _head(before, name), _head(after, name))]
    old, new = ({clause.clause: clause for clause in regime.clauses} for regime in (before, after))
    for name in [*new, *(name for name in old if name not in new)]:
        one, other = old.get(name), new.get(name)
        if one is None or other is None:
            clause = one or other
            assert clause is not None
            said = f"{'本条不再列出' if other is None else '增加本条'}：{clause.gist}"
            found.append(Difference(name, *((said, "") if other is None else ("", said))))
        changed = list(_paired(name, _of_clause(one, before), _of_clause(other, after)))
        if not changed and one is not None and other is not None and one.sources != other.sources:
            changed = [Difference(name, "", "规则的写法有改动，说法相同，请核对全文")]
        found += changed
    return found


def _paired(place: str, before: Iterable[str], after: Iterable[str]) -> Iterator[Difference]:
    """Pair the sentences that are gone with those that came, each with the one that is most like it."""
    old, new = list(before), list(after)
    common = Counter(old) & Counter(new)
    gone, come = _without(old, common), _without(new, common)
    for sentence in gone:
        rated = [(SequenceMatcher(None, sentence, each, autojunk=False).ratio(), each) for each in come]
        ratio, best = max(rated, default=(0.0, ""))
        if ratio >= _ALIKE:
            come.remove(best)
            yield Difference(place, sentence, best)
        else:
            yield Difference(place, sentence, "")
    yield from (Difference(place, "", sentence) for sentence in come)


def _without(sentences: Iterable[str], common: Counter[str]) -> list[str]:
    left, kept = common.copy(), []
    for each in sentences:
        if left[each]:
            left[each] -= 1
        else:
            kept.append(each)
    return kept


def _folded(before: str, after: str) -> str:
    """Return 每次扣5分 → 扣3分 where one stretch of words is another; empty where more than that differs."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    blocks = [each for each in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if each[0] != "equal"]
    if len(blocks) != 1 or blocks[0][0] != "replace":
        return ""
    _, first, last, start, end = blocks[0]
    return f"{''.join(old[:first])}{''.join(old[first:last])} → {''.join(new[start:end])}{''.join(old[last:])}"


def _of_clause(clause: Clause | None, regime: Regime) -> Iterator[str]:
    """Yield what a clause demands and what is done by it, a sentence each; those of equal words that mean different things are told apart."""
    if clause is None:
        return
    if clause.gist:
        yield f"要点：{clause.gist}"
    if clause.counts == "highest":
        yield "同一情况符合本条几项规定的，只计分值最大的一项"
    for label, words in (
        ("由人评定", clause.by_person),
        ("系统不能执行", clause.cannot),
        ("无须系统处理", clause.no_rule),
    ):
        if words:
            yield f"{label}：{words}"
    for rule in clause.rules:
        yield _of_rule(rule, regime)
    for section in regime.sections:
        if section.clause == clause.clause:
            yield section_statement(section) + _under(section.when, regime)
    for quantity in regime.quantities:
        if quantity.clause == clause.clause:
            yield figure_statement(quantity, regime) + _under(quantity.when, regime)


def _of_rule(rule: Rule, regime: Regime) -> str:
    return sentence_of(rule, regime) + _under(rule.when, regime)


def section_statement(section: Section) -> str:
    """Give the sentence of a section: what it starts with and between what it lies."""
    bounds = [
        f"{word}{plain(value)}分"
        for word, value in (("起评", section.start), ("最高", section.most), ("最低", section.least))
        if value is not None
    ]
    return f"分项“{section.label}”{'：' if bounds else ''}{'，'.join(bounds)}"


def _under(when: Iterable[tuple[str, frozenset[str]]], regime: Regime) -> str:
    """Return under which readings something holds, in words."""
    known = {each.id: each for each in regime.readings}
    told = [
        "或".join(known[name].readings.get(reading, reading) for reading in sorted(readings))
        for name, readings in when
        if name in known
    ]
    return f"（执行口径：{'；'.join(told)}）" if told else ""


_HEAD = ("文件信息", "期别", "单位类别", "等级", "事项类别", "文书", "清单", "登记的情况", "数据和分项", "执行口径")


def _head(regime: Regime, name: str) -> list[str]:
    told: dict[str, Any] = {
        "文件信息": lambda: [
            f"{word}：{value}"
            for word, value in (("名称", regime.title or regime.name), ("文号", regime.number), ("发文机关", regime.issuer))
            if value
        ],
        "期别": lambda: [_period(regime, each.id, each.name, each.first, each.last) for each in regime.spans],
        "单位类别": lambda: _named(regime.groups),
        "等级": lambda: _named(regime.levels),
        "事项类别": lambda: [f"{each.name}（{each.clause}）" for each in regime.categories],
        "文书": lambda: [f"{each.name}（{each.clause}）" for each in regime.papers],
        "清单": lambda: [f"{each.name}：{'、'.join(each.items)}（{each.clause}）" for each in regime.lists],
        "登记的情况": lambda: [_event(each) for each in regime.words.events.values() if each.is_own],
        "数据和分项": lambda: [
            *(figure_statement(each, regime) + _under(each.when, regime) for each in regime.quantities if not each.clause),
            *(section_statement(each) + _under(each.when, regime) for each in regime.sections if not each.clause),
        ],
        "执行口径": lambda: [
            said
            for each in regime.readings
            for said in (
                f"{each.question}：按“{each.readings[each.chosen]}”",
                f"{each.question}：可以选{'、'.join(f'“{words}”' for words in each.readings.values())}",
            )
        ],
    }  # fmt: skip
    found: list[str] = told[name]()
    return found


def _named(names: Mapping[str, str]) -> list[str]:
    return list(names.values())


def _period(regime: Regime, kind: str, name: str, first: tuple[int, int] | None, last: tuple[int, int] | None) -> str:
    common = {"week": "周", "month": "月度", "quarter": "季度", "half_year": "半年", "year": "年度"}
    if first is None or last is None:
        return name or common[kind]
    days = [f"{month}月{day}日" if month else f"每月{day}日" for month, day in (first, last)]
    return f"{name}：{days[0]}至{days[1]}"


def _event(event: Any) -> str:
    fields = "、".join(each.label for each in event.fields.values() if getattr(each, "label", ""))
    return f"{event.label}{f'：{fields}' if fields else ''}"
