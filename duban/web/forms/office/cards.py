"""What the forms of a card say: one change of a clause each, as plain data of the draft."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import QueryDict

from duban.engine.studio import blanks, drafts, telling
from duban.engine.studio.offers import items
from duban.engine.studio.offers.levels import levels_in
from duban.ledger.queries.office.drafting import drafted_offers
from duban.ledger.queries.office.drafting.drafted_contents import CLAUSE, HEAD, Content
from duban.ledger.refusals import Refused
from duban.papers.reading.texts.folding import folded

Clause = dict[str, Any]
# How a clause is carried out, where no sentence does it.
# All items of a clause, in place of the number of one.
_ALL = "999"
STATES = ("by_person", "cannot", "no_rule", "feature")


def changes_in(content: Content, clause: Clause, given: QueryDict) -> dict[str, Any]:
    """Return the parts that one form of a card changes: the clause, with an offer its happenings too. Raises Refused, with the field, for what cannot be taken."""
    if given.get("act") == "offer":
        at = str(given.get("offer", ""))
        found = drafted_offers.changes_by(content, clause["clause"], int(at) if at.isdecimal() else -1)
        if found is None:
            raise Refused("没有这条建议", possible="请刷新后再看。")
        return found
    if given.get("act") == "levels":
        return _levels(content, clause)
    if given.get("act") == "item":
        return _item(content, clause, str(given.get("offer", "")))
    act = _ACTS.get(given.get("act", ""))
    if act is None:
        raise Refused("没有这种修改")
    return {f"{CLAUSE}{clause['clause']}": act(content, dict(clause), given)}


def _levels(content: Content, clause: Clause) -> dict[str, Any]:
    """The levels that the words of the clause name, and the clause where it divides matters so."""
    found = levels_in(str(clause.get("original") or ""), content)
    if found is None:
        raise Refused("没有这条建议", possible="请刷新后再看。")
    changes: dict[str, Any] = {
        f"{HEAD}levels": {f"level_{number}": label for number, label in enumerate(found.labels, 1)}
    }
    return changes | ({f"{HEAD}level_clause": clause["clause"]} if found.is_defined else {})


def _item(content: Content, clause: Clause, at: str) -> dict[str, Any]:
    """An item that the words name, as a section; the clause too where a person gives it."""
    number, found = clause["clause"], items.items_in(content, clause["clause"])
    if not at.isdecimal() or (at != _ALL and int(at) >= len(found)):
        raise Refused("没有这条建议", possible="请刷新后再看。")
    made = content
    for each in found if at == _ALL else [found[int(at)]]:
        made = items.taken(each, made, number)
    return {
        f"{CLAUSE}{number}": next(each for each in made["clauses"] if each["clause"] == number),
        f"{HEAD}sections": made["regime"]["sections"],
    }


def _words(content: Content, clause: Clause, given: QueryDict) -> Clause:
    """The gist, the document's own words, and whether of several rules on one fact the highest counts."""
    gist = folded(given.get("gist", "")).strip()
    if not gist:
        raise Refused("请填写要点", field="gist")
    made = {**clause, "gist": gist[:200], "original": given.get("original", "").strip()}
    if given.get("counts") == "highest":
        return {**made, "counts": "highest"}
    return {key: value for key, value in made.items() if key != "counts"}


def _state(content: Content, clause: Clause, given: QueryDict) -> Clause:
    """Who carries the clause out, where no sentence does."""
    made = {key: value for key, value in clause.items() if key not in STATES}
    state, why = given.get("state", ""), folded(given.get("why", "")).strip()
    if state == "feature":
        names = given.getlist("feature")
        if not names:
            raise Refused("请选系统功能", field="feature")
        return {**made, "feature": names}
    if state in ("by_person", "cannot", "no_rule"):
        if not why:
            raise Refused("请写明由谁评定" if state == "by_person" else "请写明原因", field="why")
        if state == "no_rule" and clause.get("rules"):
            raise Refused("本条已有执行内容，不能再写“不需系统处理”", possible="请先删去各句。", field="state")
        return {**made, state: why[:200]}
    return made


def _sentence(content: Content, clause: Clause, given: QueryDict) -> Clause:
    """One sentence with its blanks filled in: a new one, or in the place of another. Raises BlankError for a blank that cannot be taken."""
    rules = _rules(clause)
    place = _now_at(rules, given)
    rule = blanks.rule_of(filled(given), content)
    made = [*rules, rule] if place is None else [*rules[:place], rule, *rules[place + 1 :]]
    return {**clause, "rules": made}


def _removal(content: Content, clause: Clause, given: QueryDict) -> Clause:
    """A sentence left out."""
    rules = _rules(clause)
    place = _now_at(rules, given, is_removed=True)
    if place is None:
        raise Refused("没有这一句")
    return {**clause, "rules": [*rules[:place], *rules[place + 1 :]]}


def _example(content: Content, clause: Clause, given: QueryDict) -> Clause:
    """An example told in its blanks: a new one, or in the place of another. Raises BlankError for a blank that cannot be taken."""
    listed = list(clause.get("examples") or [])
    place = _now_at(listed, given)
    example = telling.example_of(filled(given), content)
    made = [*listed, example] if place is None else [*listed[:place], example, *listed[place + 1 :]]
    return {**clause, "examples": made}


def _example_removal(content: Content, clause: Clause, given: QueryDict) -> Clause:
    """An example left out."""
    listed = list(clause.get("examples") or [])
    place = _now_at(listed, given, is_removed=True)
    if place is None:
        raise Refused("没有这个例子")
    return {**clause, "examples": [*listed[:place], *listed[place + 1 :]]}


def _rules(clause: Mapping[str, Any]) -> list[dict[str, Any]]:
    return list(clause.get("rules") or [])


def _now_at(listed: Sequence[Mapping[str, Any]], given: Mapping[str, str], *, is_removed: bool = False) -> int | None:
    """Return where the sentence or example of a form stands now, None for a new one; one that somebody changed in the meantime is not overwritten:
    what was filled in then stands beside it. Raises Refused where it is gone, or is to be left out and was changed.
    """
    place, was = place_of(given), given.get("was", "")
    if place is None:
        return None
    if was and not (place < len(listed) and drafts.mark_of(listed[place]) == was):
        found = next((at for at, each in enumerate(listed) if drafts.mark_of(each) == was), None)
        if found is None and is_removed:
            raise Refused("要删的内容刚刚被改过，或者已经删去了", possible="请刷新后再看。")
        return found
    if place >= len(listed):
        raise Refused("没有这一句或这一例", possible="请刷新后再看。")
    return place


def place_of(given: Mapping[str, str]) -> int | None:
    """Return the place of the sentence that a form is about; None for a new one."""
    text = given.get("place", "")
    return int(text) if text.isdecimal() else None


def filled(given: QueryDict) -> dict[str, list[str]]:
    """Return what was filled into the blanks, by their names."""
    found: dict[str, list[str]] = {"kind": [given.get("kind", "")]} if given.get("kind") else {}
    for name, values in given.lists():
        if name.startswith("b-"):
            found[name.removeprefix("b-")] = [folded(str(value)).strip() for value in values]
    return found


_ACTS: dict[str, Callable[[Content, Clause, QueryDict], Clause]] = {
    "words": _words,
    "state": _state,
    "sentence": _sentence,
    "removal": _removal,
    "example": _example,
    "example_removal": _example_removal,
}
