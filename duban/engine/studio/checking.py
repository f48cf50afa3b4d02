"""What is wrong in a draft, each fault beside its card and sentence, all at once; and what is no fault but worth a look."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from duban.engine.packs.sources import PackError
from duban.engine.studio import drafts, reading, sums, wording
from duban.engine.studio.drafts import Content
from duban.engine.studio.leftovers import unused_in
from duban.engine.studio.reading import CannotTry, Draft, Place
from duban.engine.witnesses import checking

UNDECIDED = "这一条还没有确定怎样执行"
_YET = "这一句目前还没有可管的内容；其余条款都确定以后会再核对"
_IS_TWICE = re.compile(r"条款“.*”重复")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong: at which clause (None: with the document as a whole), at which of its rules (from 0), in a sentence."""

    clause: str | None
    rule: int | None
    what: str


def faults_of(content: Content) -> list[Fault]:
    """List what stands against adoption, in the order of the clauses, the document as a whole first; examples that do not come out too."""
    draft = reading.read(content)
    found = [_fault(draft, error) for error in draft.faults if not _IS_TWICE.match(error.what)]
    broken = {(each.clause, each.rule) for each in found if each.rule is not None}
    found += _twice(content)
    for clause in drafts.clauses_of(content):
        if drafts.is_undecided(clause):
            found.append(Fault(drafts.number_of(clause) or None, None, UNDECIDED))
    if draft.regime is not None:
        is_whole = not any(drafts.is_undecided(clause) for clause in drafts.clauses_of(content))
        tried = (_fault(draft, error) for error in _by_witnesses(draft)[0] if is_whole or not _is_idle(error))
        found += [each for each in tried if (each.clause, each.rule) not in broken]
    places = {drafts.number_of(clause): place for place, clause in enumerate(drafts.clauses_of(content))}
    once = list(dict.fromkeys(found))
    return sorted(once, key=lambda each: (places.get(each.clause or "", -1), -1 if each.rule is None else each.rule))


def hints_of(content: Content) -> list[Fault]:
    """List what is no fault: rules that show on a score card and never move a total, numbers of a clause that no rule of it uses, parts that do not add up."""
    draft = reading.read(content)
    found = [_fault(draft, error) for error in _by_witnesses(draft)[1]]
    if any(drafts.is_undecided(clause) for clause in drafts.clauses_of(content)):
        idle = (_fault(draft, error) for error in _by_witnesses(draft)[0] if _is_idle(error))
        found += [Fault(each.clause, each.rule, _YET) for each in idle]
    for clause in drafts.clauses_of(content):
        found += [Fault(drafts.number_of(clause) or None, None, what) for what in unused_in(clause, content)]
    found += [Fault(clause, None, what) for clause, what in sums.differing(content)]
    return list(dict.fromkeys(found))


def _is_idle(error: PackError) -> bool:
    """Whether a rule never works: of a draft that is not whole yet, other clauses may still give it something to do."""
    return "有它没它结果都一样" in error.what


def _twice(content: Content) -> list[Fault]:
    numbers = Counter(filter(None, map(drafts.number_of, drafts.clauses_of(content))))
    return [
        Fault(number, None, f"“{number}”这个条号用了{times}次，请改其中一个")
        for number, times in numbers.items()
        if times > 1
    ]


def _fault(draft: Draft, error: PackError) -> Fault:
    place = draft.place_of(error.line)
    what = error.what
    if place.clause and what.startswith(f"{place.clause} 的"):
        what = what.removeprefix(f"{place.clause} 的")
    told = wording.said(what, draft.content)
    if _is_deadline(draft, place):
        told = told.replace("计次", "期限（多少天）")  # What `count` is there.
    if place.path and place.path[0] not in ("clauses", "readings") and told.startswith("这一句"):
        told = f"{wording.entry_named(draft.content, place.path)}{told.removeprefix('这一句')}"
    if place.clause is None and place.path:
        name = wording.KEYS.get(str(place.path[0]), "")
        told = f"{name}：{told}" if name and not told.startswith(name) else told
    return Fault(place.clause, place.rule, told)


def _is_deadline(draft: Draft, place: Place) -> bool:
    if place.rule is None:
        return False
    rules = drafts.listed(drafts.clauses_of(draft.content)[int(place.path[1])].get("rules"))
    rule = rules[place.rule] if place.rule < len(rules) else None
    return isinstance(rule, dict) and rule.get("kind") == "deadline"


@lru_cache(maxsize=16)
def _by_witnesses(draft: Draft) -> tuple[tuple[PackError, ...], tuple[PackError, ...]]:
    try:
        faults, odd = reading.tried(draft, checking.found_in)
    except CannotTry:
        return (), ()
    return tuple(faults), tuple(odd)
