"""Many clauses decided at once: what stands in them asks nothing of a sentence, or each names a category of matters."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from duban.engine.studio import drafts, offers
from duban.engine.studio.offers import items, unexecuted
from duban.engine.studio.offers.levels import levels_in
from duban.ledger.queries.office.drafting.drafted_contents import CLAUSE, HEAD, Content
from duban.ledger.refusals import Refused
from duban.papers.reading.texts.folding import folded
from duban.web.forms.office.cards import STATES
from duban.web.forms.office.document_parts import free_id

# What may be made of the clauses that are ticked, as its form says it.
WAYS = (
    ("no_rule", "不需系统处理（写明原因）"),
    ("by_person", "由人评定或办理（写明由谁）"),
    ("cannot", "系统不能办理（写明原因）"),
    ("feature", "由系统功能办理（选功能）"),
    ("category", "每条是一类事项（按要点取名，记入事项类别）"),
)
_CATEGORIES = "categories"


@dataclass(frozen=True)
class Row:
    """An undecided clause: `reason` why it plainly needs nothing of its own (empty: it may need something), `restates` the clauses that say the
    same already, `is_offered` whether its words seem to say a rule, `sentences` what they seem to say, each with the mark by which it is taken."""

    number: str
    words: str
    reason: str
    restates: tuple[str, ...]
    is_offered: bool
    sentences: tuple[tuple[str, str], ...] = ()


def rows_of(content: Content) -> list[Row]:
    """List the clauses of which nothing is said yet, in their order."""
    found = []
    for clause in content["clauses"]:
        if drafts.is_undecided(clause):
            number, words = clause["clause"], str(clause.get(drafts.ORIGINAL) or clause.get("gist") or "")
            found_in = _offered(words, content, number)
            rules = [each.rule for each in found_in]
            restates = tuple(str(rule["clause"]) for rule in rules if rule["kind"] == "restated")
            if len(restates) < len(rules):
                restates = ()
            again = f"重申{'、'.join(restates)}的规定" if restates else ""
            reason = again or unexecuted.reason_of(content, number) or ""
            named = items.items_in(content, number)
            is_offered = bool(rules or named) or levels_in(words, content) is not None
            said = (
                *((_mark(number, each), each.sentence) for each in named),
                *((_mark(number, each), each.sentence) for each in found_in),
            )
            found.append(Row(number, words, reason, restates, is_offered, said))
    return found


def _offered(words: str, content: Content, number: str) -> list[offers.Offer]:
    return offers.offers_in(words, content, number) if offers.seems_to_say(words, content) else []


def changes_of(content: Content, given: QueryDict) -> dict[str, Any]:
    """Return the parts that change where the ticked clauses are decided. Raises Refused, with the field, for what is missing."""
    if given.get("way") == "sentences":
        return _as_recognised(content, set(given.getlist("sentences")))
    known = {row.number: row for row in rows_of(content)}
    numbers = [number for number in given.getlist("clauses") if number in known]
    if not numbers:
        raise Refused("还没有选条款", possible="请在各条前打勾；已经确定的不再列出。", field="clauses")
    way = given.get("way", "")
    if way == "offered":
        return {f"{CLAUSE}{number}": _as_offered(content, known[number]) for number in numbers if known[number].reason}
    if way not in dict(WAYS):
        raise Refused("请选怎样执行", field="way")
    if way == "category":
        return _categories(content, numbers)
    if way == "feature":
        features = given.getlist("feature")
        if not features:
            raise Refused("请选系统功能", field="feature")
        return {f"{CLAUSE}{number}": _decided(content, number, {"feature": features}) for number in numbers}
    why = folded(given.get("why", "")).strip()
    if not why:
        raise Refused("请写明由谁办理" if way == "by_person" else "请写明原因", field="why")
    return {f"{CLAUSE}{number}": _decided(content, number, {way: why[:200]}) for number in numbers}


def _as_recognised(content: Content, wanted: set[str]) -> dict[str, Any]:
    """Take the items and sentences of these marks, clause by clause. Raises Refused where none is ticked, or one is not offered any more."""
    made, touched, left = content, [], set(wanted)
    for row in rows_of(content):
        marks = {mark for mark, _ in row.sentences} & left
        if not marks:
            continue
        for item in items.items_in(made, row.number):
            made = items.taken(item, made, row.number) if _mark(row.number, item) in marks else made
        for offer in _offered(row.words, made, row.number):
            made = offers.taken(offer, made, row.number) if _mark(row.number, offer) in marks else made
        left -= marks
        touched.append(row.number)
    if not wanted:
        raise Refused("还没有选句子", possible="请在对的句子前打勾。", field="sentences")
    if left:
        raise Refused("有的句子刚刚被改过，已不在下面", possible="请重新打勾。", field="sentences")
    heads = {f"{HEAD}{key}": value for key, value in made["regime"].items() if value != content["regime"].get(key)}
    return heads | {f"{CLAUSE}{number}": drafts.clause_of(made, number) for number in touched}


def _mark(number: str, found: items.Item | offers.Offer) -> str:
    """The mark of an offer: the clause and the words on which it rests, whatever it is called."""
    spans = found.spans if isinstance(found, offers.Offer) else found.span
    return drafts.mark_of([number, type(found).__name__, spans])


def _as_offered(content: Content, row: Row) -> dict[str, Any]:
    if not row.restates:
        return _decided(content, row.number, {"no_rule": row.reason})
    return _decided(content, row.number, {"rules": [{"kind": "restated", "clause": each} for each in row.restates]})


def _decided(content: Content, number: str, said: dict[str, Any]) -> dict[str, Any]:
    clause = drafts.clause_of(content, number)
    return {**{key: value for key, value in clause.items() if key not in STATES}, **said}


def _categories(content: Content, numbers: list[str]) -> dict[str, Any]:
    """Each clause as a category of matters, named by its gist; one that is there already is not made twice."""
    entries = [dict(each) for each in content["regime"].get(_CATEGORIES) or []]
    taken = {str(each.get("id")) for each in entries}
    for number in numbers:
        if not any(each.get("clause") == number for each in entries):
            name = free_id(_CATEGORIES, taken)
            taken.add(name)
            entries.append({"id": name, "name": str(drafts.clause_of(content, number)["gist"]), "clause": number})
    made = {f"{CLAUSE}{number}": _decided(content, number, {"feature": [_CATEGORIES]}) for number in numbers}
    return {**made, f"{HEAD}{_CATEGORIES}": entries}
