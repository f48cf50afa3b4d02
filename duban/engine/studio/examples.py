"""Examples that must come out before adoption: what the clerk says they come to, what the draft makes of them, and how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from duban.engine.clauses import Example, Regime
from duban.engine.facts import FactError, fact_from
from duban.engine.packs.examples import read_example
from duban.engine.packs.sources import PackError
from duban.engine.rules.quantities import Typed
from duban.engine.studio import blanks, drafts, reading, wording
from duban.engine.studio.drafts import Content
from duban.engine.vocabulary.readers import number_from
from duban.engine.witnesses.comparing import Answer, answer_of
from duban.engine.wording import plain, signed


@dataclass(frozen=True, slots=True)
class Tried:
    """An example that was tried: of which clause (None: of the whole document), its place there, and for one unit what should come out and what did.

    `should` and `came_to` are points of the clause, or totals where `is_total`; `came_to` is empty where nothing could be worked out, `why`
    says the lines of the computation, then what was looked at and not counted.
    """

    clause: str | None
    number: int
    example: dict[str, Any]
    unit: str
    is_total: bool
    should: str
    came_to: str
    agrees: bool
    why: tuple[str, ...]

    @property
    def name(self) -> str:
        """What the example is called."""
        return str(self.example.get("name") or "")


def tried(content: Content) -> list[Tried]:
    """Try every example of a draft, clause by clause, those of the whole document last."""
    found: list[Tried] = []
    for clause in drafts.clauses_of(content):
        for number, example in enumerate(drafts.examples_of(clause)):
            found += tried_one(content, drafts.number_of(clause) or None, number, example)
    for number, example in enumerate(drafts.examples_of(drafts.head_of(content))):
        found += tried_one(content, None, number, example)
    return found


def tried_one(content: Content, clause: str | None, number: int, example: dict[str, Any]) -> list[Tried]:
    """Try one example, for each unit of which it says something."""
    wanted = [
        (str(unit), is_total, str(should))
        for key, is_total in (("points", False), ("totals", True))
        for unit, should in _items(example.get(key))
        if should is not None
    ] or [("", False, "")]
    try:
        read = read_example(blanks.node_of({**example, "clause": clause} if clause else example))
        answer = reading.tried(reading.read(content), lambda regime: answer_of(regime, read))
        regime = reading.read(content).sound
    except PackError as error:
        told = wording.said(error.what, content)
        return [
            Tried(clause, number, example, unit, is_total, should, "", False, (told,))
            for unit, is_total, should in wanted
        ]
    except reading.CannotTry:
        told = _first_to_mend(content)
        return [
            Tried(clause, number, example, unit, is_total, should, "", False, (told,))
            for unit, is_total, should in wanted
        ]
    if answer.refused:
        told = (
            f"不能计算：{_at_fault(reading.read(content).sound, read, content)}{wording.said(answer.refused, content)}"
        )
        return [
            Tried(clause, number, example, unit, is_total, should, "", False, (told,))
            for unit, is_total, should in wanted
        ]
    assert regime is not None
    return [
        _compared(Tried(clause, number, example, unit, is_total, should, "", False, ()), answer, regime, read)
        for unit, is_total, should in wanted
    ]


def _first_to_mend(content: Content) -> str:
    """Say what stands in the way of trying anything: the clauses whose sentences cannot be read, else the document as a whole."""
    draft = reading.read(content)
    places = [draft.place_of(error.line).clause for error in draft.faults]
    cited = list(dict.fromkeys(place for place in places if place))
    where = "、".join(cited[:3]) + ("等条" if len(cited) > 3 else "") if cited else "全文"
    return f"先改正{where}列出的问题，再来试算"


def _at_fault(regime: Regime | None, example: Example, content: Content) -> str:
    """Name the happening that cannot be read, with its day; empty where it is something else."""
    if regime is None:
        return ""
    for row in example.case["facts"]:
        try:
            fact_from(row, words=regime.words)
        except FactError:
            label = wording.names_in(content).get(str(row.get("kind")), "")
            return f"{row.get('on', '')}的“{label}”，" if label else ""
    return ""


def _items(value: Any) -> Any:
    return value.items() if isinstance(value, dict) else ()


def _compared(asked: Tried, answer: Answer, regime: Regime, example: Example) -> Tried:
    if asked.is_total or asked.clause is None:
        came = answer.totals.get(asked.unit)
        lines = list(answer.lines.get(asked.unit, ()))
        told = "没有总分" if came is None else plain(Decimal(came))
        agrees = came is not None and Decimal(came) == number_from(asked.should)
    else:
        points = answer.points(asked.unit, asked.clause)
        lines = answer.lines_of(asked.unit, asked.clause)
        told, agrees = plain(points), points == number_from(asked.should)
    if (asked.is_total or asked.clause is None) and answer.totals.get(asked.unit) is None:
        waiting = _without_total(answer, regime, example, asked.unit)
    else:
        waiting = []
    why = [f"{line['why']}（{line['clause']}）{signed(Decimal(line['points']))}分" for line in lines] or [
        "没有一条计分"
    ]
    if not agrees and not asked.is_total and asked.clause is not None:
        why = _with_start(asked, lines, regime) + why
    why = waiting + why
    why += list(_ignored(answer, regime, example, asked.unit))
    return Tried(
        asked.clause, asked.number, asked.example, asked.unit, asked.is_total, asked.should, told, agrees, tuple(why)
    )


def _with_start(asked: Tried, lines: Sequence[Mapping[str, Any]], regime: Regime) -> list[str]:
    """Say so where what was filled in is what the rules give and take, without the start of the section."""
    starts = sum((each.start for each in regime.sections if each.clause == asked.clause and each.start), Decimal())
    rules = sum((Decimal(line["points"]) for line in lines), Decimal()) - starts
    if not starts or number_from(asked.should) != rules:
        return []
    return [
        f"这里要写本条共得几分：起评分{plain(starts)}分算在内，是{plain(rules + starts)}分，您写的是加扣的{plain(rules)}分"
    ]


def _without_total(answer: Answer, regime: Regime, example: Example, unit: str) -> list[str]:
    """Why a unit has no total: which figures nobody gave, and between what it lies; else that the document gives none."""
    if unit not in answer.between:
        return ["这种情形没有总分：没有承办事项，或者本办法规定不计分、不排名"]
    given = {
        str(fact.get("section") or fact.get("quantity")) for fact in example.case["facts"] if fact.get("unit") == unit
    }
    missing = [each.label for each in regime.sections if each.typed and each.id not in given]
    missing += [each.label for each in regime.quantities if isinstance(each.form, Typed) and each.id not in given]
    ends = answer.between[unit]
    lies = f"，总分在{ends[0]}至{ends[1]}之间" if ends else ""
    named = "、".join(f"“{label}”" for label in dict.fromkeys(missing)) or "由人填报的数"
    return [f"还没有总分：例子里没有填{named}{lies}；请在“发生了什么”里加上"]


def _ignored(answer: Answer, regime: Regime, example: Example, unit: str) -> Iterator[str]:
    """What was looked at and not counted, with the reason; what lies outside the period too."""
    facts = {fact["id"]: fact for fact in example.case["facts"]}
    first, last = (str(example.case["period"][end]) for end in ("from", "to"))
    for fact in facts.values():
        if fact.get("unit") in (unit, None) and fact["kind"] != "assigned" and not first <= str(fact["on"]) <= last:
            yield f"{fact['on']}的“{_called(fact, regime)}”没有计：不在{first}至{last}这一期里"
    for entry in answer.ignored:
        fact = facts.get(str(entry.get("fact") or entry.get("id")), {})
        if fact.get("unit") in (unit, None):
            yield f"{fact.get('on', '')}的“{_called(fact, regime)}”没有计：{entry['why']}"


def _called(fact: Mapping[str, Any], regime: Regime) -> str:
    """What a happening is called in this document."""
    event = regime.words.events.get(str(fact.get("kind")))
    return event.label if event else wording.names_in({"regime": {}}).get(str(fact.get("kind")), "一条记录")
