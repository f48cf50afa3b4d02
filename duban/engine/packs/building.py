"""From the texts of a pack to the document that they say, checked, every fault with file and line."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Mapping_
from datetime import date
from typing import Any

from duban.engine.clauses import Ambiguity, AuthorityClass, Category, Clause, Enumeration, Paper, Regime
from duban.engine.packs import checks
from duban.engine.packs.examples import read_example
from duban.engine.packs.faults import Aside, joined, words_of
from duban.engine.packs.sources import Mapping, PackError, Sequence, likeliest
from duban.engine.packs.syntax import read_tree
from duban.engine.packs.vocabularies import read_groups, read_named, read_words
from duban.engine.rules import fields, read_rule
from duban.engine.rules.fields import read_when
from duban.engine.rules.quantities import read_quantities
from duban.engine.rules.sections import read_sections
from duban.engine.vocabulary.periods import read_periods

MAIN = "regime.yaml"
KINDS_OF_CLAUSE = (
    "scope", "party", "deadline", "workflow", "document", "score", "ladder",
    "consequence", "right", "duty", "report", "informative",
)  # fmt: skip
_KEYS = (
    "id", "name", "title", "number", "issuer", "level", "issued_on", "in_force", "version", "remarks", "issuing",
    "periods", "groups", "levels", "level_clause", "categories", "papers", "roles",
    "authority_classes", "ledger_columns", "lists", "parts", "clauses", "readings",
    "events", "sections", "quantities", "matter_roles", "authorities", "bodies", "grades", "ladder", "end_dates", "examples",
)  # fmt: skip
# Each with what stands for it while the rest is read, where it is missing.
_NEEDED: dict[str, Any] = {"id": "pack", "name": "办法", "periods": []}


class Texts:
    """The files of one pack, by name, and what messages call them."""

    def __init__(self, texts: Mapping_[str, str], place: str, main: str = "") -> None:
        self._texts, self._place, self._main = texts, place, main
        self._trees: dict[str, Any] = {}
        self.aside = Aside()

    def has(self, name: str) -> bool:
        """Return whether there is a file of that name."""
        return name in self._texts

    def called(self, name: str) -> str:
        """Return what messages call a file."""
        return self._main if name == MAIN and self._main else f"{self._place}{name}"

    def read(self, name: str) -> Any:
        """Return what a file says, the same tree each time; signs that were wrong are noted. Raises PackError where it is no YAML."""
        if name not in self._texts:
            raise PackError(self.called(name), 0, "找不到这个文件")
        if name not in self._trees:
            tree, found, left_out = read_tree(self._texts[name], self.called(name))
            if tree is None and found:
                raise joined(found)
            self.aside.words |= words_of(left_out)
            self.aside.found += found
            self._trees[name] = tree
        return self._trees[name]


def build(texts: Texts, features: dict[str, dict[str, str]]) -> Regime:
    """Build the document that a pack's files say, checked.

    Raises PackError (file, line, what) where they are wrong, with every other fault beside the first.
    """
    made = read_on(texts, features)
    texts.aside.raise_all()
    assert made is not None
    return made


def read_on(texts: Texts, features: dict[str, dict[str, str]]) -> Regime | None:
    """Build of a document what can be read; every fault is noted in `texts.aside`. None where there is no beginning."""
    made = texts.aside.read(lambda: _read(texts, features))
    if made is None:
        return None
    texts.aside.note(checks.faults(*made))
    return made[0]


def _read(texts: Texts, features: dict[str, dict[str, str]]) -> tuple[Regime, Mapping, list[Mapping]]:
    """Read the parts of a pack, whether or not they fit each other; the clauses' sources beside it."""
    head = _mapping(texts.read(MAIN), texts.called(MAIN))
    head.only(_KEYS, "regime.yaml ")
    for key, instead in _NEEDED.items():
        if key not in head:
            texts.aside.note([] if key in texts.aside.words else [head.refuse(f"缺少 {key}")])
            head[key] = instead
    clauses = list(_clauses(head, texts, features))
    has_some = not {"parts", "clauses"}.isdisjoint({*head, *texts.aside.words})
    if not clauses and not (has_some and texts.aside.found):
        raise head.refuse("没有条款：parts 或 clauses 至少要有一条", "parts" if "parts" in head else None)
    words, named = read_words(head)
    spans = read_periods(head)
    regime = Regime(
        id=fields.text(head, "id", head["id"]),
        name=fields.text(head, "name", head["name"]),
        title=_optional_text(head, "title"),
        number=_optional_text(head, "number"),
        issuer=_optional_text(head, "issuer"),
        level=fields.one_of(("prefecture", "county"))(head, "level", head.get("level", "county")),
        issued_on=_optional_day(head, "issued_on"),
        in_force=_optional_day(head, "in_force"),
        version=fields.text(head, "version", head.get("version", "1")),
        remarks=_texts(head, "remarks"),
        periods=words.periods,
        groups={name: said for name, (said, _) in read_groups(head).items()},
        levels=read_named(head, "levels"),
        level_clause=_optional_text(head, "level_clause"),
        authority_classes=tuple(_authority_class(entry) for entry in _entries(head, "authority_classes")),
        categories=tuple(Category(**_three(entry)) for entry in _entries(head, "categories")),
        papers=tuple(Paper(**_three(entry, "for"), act=_text(entry, "for")) for entry in _entries(head, "papers")),
        roles=_names(head, "roles"),
        ledger_columns=_texts(head, "ledger_columns"),
        lists=tuple(_list_of_items(entry) for entry in _entries(head, "lists")),
        clauses=tuple(clause for clause, _ in clauses),
        readings=tuple(_readings(head, texts)),
        parts=tuple(dict.fromkeys(clause.part for clause, _ in clauses)),
        features=features,
        words=words,
        named=named,
        spans=spans,
        sections=read_sections(head),
        quantities=read_quantities(head),
        ladder=fields.one_of(("rungs", "states"))(head, "ladder", head.get("ladder", "rungs")),
        bodies=_names(head, "bodies"),
        issuing=_names(head, "issuing"),
        examples=tuple(read_example(entry) for entry in _entries(head, "examples")),
        file=head.file,
        lines=dict(head.lines),
    )
    return regime, head, [node for _, node in clauses]


def _clauses(head: Mapping, texts: Texts, features: dict[str, Any]) -> Iterator[tuple[Clause, Mapping]]:
    sources: list[tuple[str, Any, str]] = []
    if "clauses" in head:
        sources.append(("body", head["clauses"], texts.called(MAIN)))
    for part in _texts(head, "parts"):
        file = f"{part}.yaml"
        if not texts.has(file):
            raise head.refuse(f"parts 里的 {part} 没有文件 {file}", "parts")
        sources.append((part, texts.read(file), texts.called(file)))
    for part, nodes, file in sources:
        if not isinstance(nodes, list):
            raise PackError(file, 1, "应是一列条款")
        for place, node in enumerate(nodes):
            if not isinstance(node, Mapping) and isinstance(nodes, Sequence):
                wrong = PackError(file, nodes.lines[place], "这一条应是一组 键: 值，如 clause: 第一条")
                wrong.within = (nodes, node)
                raise wrong
            yield _clause(_mapping(node, file), part, features), node


_STATES = ("feature", "by_person", "cannot", "no_rule")


def _clause(node: Mapping, part: str, features: dict[str, Any]) -> Clause:
    node.only(("clause", "gist", "kinds", "rules", "counts", *_STATES), "条款")
    node.need("clause", "gist", "kinds")
    name = _text(node, "clause")
    if not any(key in node for key in ("rules", *_STATES)):
        raise node.refuse(f"{name} 至少要有 rules、{'、'.join(_STATES)} 之一")
    if "no_rule" in node and ("rules" in node or "feature" in node):
        raise node.refuse(f"{name} 有了 no_rule 就不能再有 rules 或 feature", "no_rule")
    named = fields.texts(node, "feature", node["feature"]) if "feature" in node else ()
    for feature in named:
        if feature not in features:
            raise node.refuse(f"features.yaml 里没有“{feature}”{likeliest(feature, features)}", "feature")
    entries = _list(node, "rules")
    if "rules" in node and not entries:
        raise node.refuse("rules 不能为空", "rules")
    return Clause(
        clause=name,
        gist=_text(node, "gist"),
        kinds=fields.some_of(KINDS_OF_CLAUSE)(node, "kinds", node["kinds"]),
        part=part,
        rules=tuple(read_rule(entry, name, node) for entry in entries),
        features=named,
        no_rule=_text(node, "no_rule") if "no_rule" in node else None,
        counts=fields.one_of(("all", "highest"))(node, "counts", node.get("counts", "all")),
        by_person=_text(node, "by_person") if "by_person" in node else None,
        cannot=_text(node, "cannot") if "cannot" in node else None,
        sources=tuple(entry.plain() for entry in entries),
        file=node.file,
        line=node.line,
    )


def _readings(head: Mapping, texts: Texts) -> Iterator[Ambiguity]:
    file = "readings.yaml"
    inline = head.get("readings")
    if inline is None and texts.has(file):
        inline = texts.read(file)
    if inline is not None and not isinstance(inline, list):
        raise head.refuse("readings 应是一列", "readings") if "readings" in head else PackError(file, 1, "应是一列歧义")
    for node in inline or []:
        node = _mapping(node, texts.called(file))
        node.only(("id", "clauses", "question", "readings", "chosen", "why", "switch"), "歧义")
        node.need("id", "clauses", "question", "readings", "chosen", "why")
        readings = _names(node, "readings")
        yield Ambiguity(
            id=_text(node, "id"),
            clauses=_texts(node, "clauses"),
            question=_text(node, "question"),
            readings=readings,
            chosen=fields.one_of(readings)(node, "chosen", node["chosen"]),
            why=_text(node, "why"),
            switch=fields.flag(node, "switch", node.get("switch", False)),
        )


def _authority_class(node: Mapping) -> AuthorityClass:
    node.only(("id", "name", "authorities", "when"), "authority_classes ")
    node.need("id", "name", "authorities")
    authorities = fields.texts(node, "authorities", node["authorities"])
    return AuthorityClass(_text(node, "id"), _text(node, "name"), authorities, read_when(node))


def _list_of_items(node: Mapping) -> Enumeration:
    month = fields.whole(node, "month", node["month"]) if "month" in node else None
    return Enumeration(**_three(node, "items", "month"), items=_texts(node, "items"), month=month)


def _three(node: Mapping, *more: str) -> dict[str, str]:
    node.only(("id", "name", "clause", *more), "这一项")
    return {key: _text(node, key) for key in ("id", "name", "clause")}


def _mapping(node: Any, file: str) -> Mapping:
    if not isinstance(node, Mapping):
        raise PackError(file, 1, "应是一组 键: 值")
    return node


def _text(node: Mapping, key: str) -> str:
    node.need(key)
    return fields.text(node, key, node[key])


def _optional_text(node: Mapping, key: str) -> str | None:
    return None if node.get(key) is None else fields.text(node, key, node[key])


def _optional_day(node: Mapping, key: str) -> date | None:
    day: date | None = node.get(key)
    if day is not None and not isinstance(day, date):
        raise node.refuse(f"{key} 不是日期：“{day}”", key)
    return day


def _list(node: Mapping, key: str) -> list[Any]:
    value = node.get(key)
    if value is not None and not isinstance(value, list):
        raise node.refuse(f"{key} 应是一列", key)
    return value or []


def _texts(node: Mapping, key: str) -> tuple[str, ...]:
    return tuple(fields.text(node, key, entry) for entry in _list(node, key))


def _entries(node: Mapping, key: str) -> list[Mapping]:
    entries = _list(node, key)
    if not all(isinstance(entry, Mapping) for entry in entries):
        raise node.refuse(f"{key} 的每一项应是一组 键: 值", key)
    return entries


def _names(node: Mapping, key: str) -> dict[str, str]:
    value = node.get(key)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise node.refuse(f"{key} 应是一组 键: 名称", key)
    return {name: fields.text(value, name, entry) for name, entry in value.items()}
