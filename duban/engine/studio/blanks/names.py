"""What the blanks of a draft offer to choose from: the document's own words first, then those of the library, each with its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from duban.engine import facts, wording
from duban.engine.evaluation.naming import FIELDS
from duban.engine.rules.points import PERIODS
from duban.engine.rules.steps import SIGNERS
from duban.engine.studio import drafts
from duban.engine.studio.drafts import Content
from duban.engine.vocabulary.events import TYPES

Choice = tuple[str, str]
PERSONS = {"office": "督查室", "leader": "分管领导", "unit": "单位"}
SIGNED = {
    "leader": "分管领导", "contact_leader": "联系领导", "new_leader": "接办单位的分管领导", "principal": "主要领导",
    "secretary_general": "秘书长", "office_head": "督查室负责人", "section": "科室",
}  # fmt: skip
LEVELS = {"red": "红色", "yellow": "黄色", "blue": "蓝色"}
ROLES = {"lead": "牵头", "support": "配合"}
_GRADES = facts.VALUES["grade"]
# Fields of the library's facts that a condition or a table may go by, with the kinds that have them.
_ISSUED = ("circular", "instruction", "interview", "promoted", "published", "hosted_meeting", "inspection_excellent")
_USED = {
    "what": ("late", "reported"), "channel": ("urged",), "tone": ("circular", "instruction"), "authority": _ISSUED, "days": ("late",),
    "step": ("step", "limit_missed"), "defect": ("poor_report", "false_report"), "section": ("sheet",), "quantity": ("figure",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldName:
    """A field that a condition may ask for: its type, its name and the values that there are (none: written freely)."""

    name: str
    label: str
    type: str = "text"
    choices: tuple[Choice, ...] = ()


class Names:
    """The words of one draft, as far as they are there; nothing in it is refused."""

    def __init__(self, content: Content) -> None:
        self.content = content
        head = drafts.head_of(content)
        self.head: Mapping[str, Any] = head if isinstance(head, dict) else {}

    def _map(self, key: str) -> dict[str, Any]:
        value = self.head.get(key)
        return value if isinstance(value, dict) else {}

    def _list(self, key: str) -> list[dict[str, Any]]:
        value = self.head.get(key)
        listed = value if isinstance(value, list) else [value] if isinstance(value, dict) else []
        return [entry for entry in listed if isinstance(entry, dict)]

    def _named(self, key: str) -> list[Choice]:
        return [(str(name), _label(entry) or str(name)) for name, entry in self._map(key).items()]

    def events(self) -> list[Choice]:
        """Own events and those of the library, by the names that the document gives them."""
        own = self._named("events")
        known = {name for name, _ in own}
        told = [(name, wording.KINDS.get(name, label) if label == name else label) for name, label in own]
        return told + [(kind, wording.KINDS[kind]) for kind in facts.KINDS if kind not in known]

    def quantities(self) -> list[Choice]:
        """The figures that the document counts, adds up, asks for or works out."""
        value = self.head.get("quantities")
        if isinstance(value, list):
            return _unique((str(entry.get("id")), _label(entry)) for entry in self._list("quantities"))
        return [(name, label) for name, label in self._named("quantities")]

    def sections(self) -> list[Choice]:
        """The sections of the total, the total itself first."""
        own = [(str(entry.get("id")), _label(entry) or str(entry.get("id"))) for entry in self._list("sections")]
        return _unique([("total", "总分"), *own])

    def figures(self) -> list[Choice]:
        """What a condition may compare: quantities, sections and the total."""
        return [*self.quantities(), *self.sections()]

    def groups(self) -> list[Choice]:
        """The groups of units; the library's where the document names none."""
        return self._named("groups") or list(wording.GROUPS.items())

    def levels(self) -> list[Choice]:
        """The levels of matters."""
        return self._named("levels") or list(LEVELS.items())

    def categories(self) -> list[Choice]:
        """The categories of matters."""
        return [(str(entry.get("id")), _label(entry)) for entry in self._list("categories")]

    def papers(self) -> list[Choice]:
        """The papers that the document names."""
        return [(str(entry.get("id")), _label(entry)) for entry in self._list("papers")]

    def roles(self) -> list[Choice]:
        """The roles of units in a matter."""
        return self._named("matter_roles") or list(ROLES.items())

    def authorities(self) -> list[Choice]:
        """Who may issue something."""
        value = self.head.get("authorities")
        library = wording.VALUES["authority"]
        if isinstance(value, list):
            return [(str(name), library.get(str(name), str(name))) for name in value]
        return self._named("authorities") or list(library.items())

    def classes(self) -> list[Choice]:
        """The document's names for sets of authorities."""
        return _unique((str(entry.get("id")), _label(entry)) for entry in self._list("authority_classes"))

    def grades(self) -> list[Choice]:
        """The grades."""
        value = self.head.get("grades")
        return [(str(name), str(name)) for name in (value if isinstance(value, list) else _GRADES)]

    def steps(self) -> list[Choice]:
        """The steps of the ladder."""
        return _unique(
            (str(rule.get("step")), str(rule.get("name") or rule.get("step")))
            for clause in drafts.clauses_of(self.content)
            for rule in drafts.rules_of(clause)
            if rule.get("kind") == "step"
        )

    def sheets(self) -> list[Choice]:
        """The sections of the scoring sheet."""
        rules = (rule for clause in drafts.clauses_of(self.content) for rule in drafts.rules_of(clause))
        return _unique((str(rule.get("section")),) * 2 for rule in rules if rule.get("kind") == "sheet")

    def periods(self) -> list[Choice]:
        """The kinds of periods: those of the document, else all of the library."""
        value = self.head.get("periods")
        found = []
        for entry in value if isinstance(value, list) else ():
            if isinstance(entry, dict):
                found.append((str(entry.get("id")), _label(entry)))
            else:
                found.append((str(entry), wording.PERIODS.get(str(entry), str(entry))))
        return found or [(name, wording.PERIODS[name]) for name in PERIODS]

    def all_periods(self) -> list[Choice]:
        """The kinds of periods of the document and of the library."""
        return _unique([*self.periods(), *wording.PERIODS.items()])

    def clauses(self) -> list[Choice]:
        """The clauses, by number."""
        return [(str(entry.get("clause")),) * 2 for entry in drafts.clauses_of(self.content)]

    def readings(self) -> list[tuple[str, str, list[Choice]]]:
        """The questions that may be read in several ways and are chosen by the office: id, question, readings."""
        found = []
        for entry in drafts.listed(self.content.get("readings")):
            if isinstance(entry, dict) and isinstance(entry.get("readings"), dict):
                ways = [(str(name), str(said)) for name, said in entry["readings"].items()]
                if not entry.get("switch"):
                    continue
                found.append((str(entry.get("id")), str(entry.get("question")), ways))
        return found

    def signers(self) -> list[Choice]:
        """Who signs, as the document calls them."""
        titles = self._map("roles")
        return [(name, str(titles.get(name) or SIGNED[name])) for name in SIGNERS]

    def persons(self) -> list[Choice]:
        """Who may decide or type a figure."""
        return _unique([*self._named("bodies"), *self.signers(), *PERSONS.items()])

    def meetings(self) -> list[Choice]:
        """The meetings that the document lists."""
        listed = [entry for entry in self._list("lists") if entry.get("id") == "meetings"]
        return [(str(item),) * 2 for entry in listed for item in entry.get("items") or ()]

    def declared(self, kinds: Iterable[str]) -> list[FieldName]:
        """The fields that the document declares for these kinds of events."""
        events = self._map("events")
        found: dict[str, FieldName] = {}
        for kind in kinds:
            entry = events.get(kind)
            fields = entry.get("fields") if isinstance(entry, dict) else None
            for name, value in (fields or {}).items() if isinstance(fields, dict) else ():
                found.setdefault(str(name), self._field(str(name), value))
        return list(found.values())

    def fields(self, kinds: Iterable[str], held: Iterable[str] = ()) -> list[FieldName]:
        """Everything that a condition on these kinds may ask for: declared fields, then those of the library, then those of the matter.

        What is `held` already is among it even where these kinds have no such field.
        """
        kinds = tuple(kinds)
        found = {field.name: field for field in self.declared(kinds)}
        for name, having in _USED.items():
            if name in held or set(having) & set(kinds):
                found.setdefault(name, FieldName(name, FIELDS.get(name, "缺陷"), *self._library(name, kinds)))
        for name, label, choices in (
            ("role", "承办角色", self.roles()), ("category", "事项类别", self.categories()), ("level", "级别", self.levels()),
            ("group", "单位类别", self.groups()), ("class", "机关级别", self.classes()), ("source", "事项来源", []),
        ):  # fmt: skip
            found.setdefault(name, FieldName(name, label, "choice" if choices else "text", tuple(choices)))
        return list(found.values())

    def row_fields(self, kinds: Iterable[str]) -> list[Choice]:
        """What rows may be made by: the matter, the unit, the occasion, a field."""
        always = [("matter", "事项"), ("unit", "单位"), ("occasion", "件事")]
        return _unique([*always, *((field.name, field.label) for field in self.fields(kinds))])

    def _library(self, name: str, kinds: tuple[str, ...]) -> tuple[str, tuple[Choice, ...]]:
        if name == "what":
            words = dict.fromkeys(word for kind in kinds or facts.WHAT for word in facts.WHAT.get(kind, ()))
            return "choice", tuple((word, wording.VALUES["what"][word]) for word in words)
        known: dict[str, list[Choice]] = {
            "channel": list(wording.VALUES["channel"].items()), "tone": list(wording.VALUES["tone"].items()),
            "authority": self.authorities(), "step": self.steps(), "quantity": self.quantities(),
        }  # fmt: skip
        choices = tuple(known.get(name, ()))
        return ("choice" if choices else "whole" if name == "days" else "text"), choices

    def _field(self, name: str, value: Any) -> FieldName:
        if isinstance(value, list):
            return FieldName(name, name, "choice", tuple((str(word), str(word)) for word in value))
        if not isinstance(value, dict):
            return FieldName(name, _plain(name), *self._of_type(str(value)))
        label = str(value.get("label") or _plain(name))
        typed = next((key for key in value if key in TYPES), None)
        if typed:
            return FieldName(name, label, *self._of_type(typed))
        words = [(str(key), str(word)) for key, word in value.items() if key not in ("label", "optional")]
        return FieldName(name, label, "choice", tuple(words))

    def _of_type(self, kind: str) -> tuple[str, tuple[Choice, ...]]:
        choices = {"authority": self.authorities, "level": self.levels}
        return kind, tuple(choices[kind]()) if kind in choices else ()


def _plain(name: str) -> str:
    return FIELDS.get(name) or ("内容" if name.isascii() else name)


def _label(entry: Any) -> str:
    if isinstance(entry, str):
        return entry
    if isinstance(entry, list):
        return _label(entry[0]) if entry else ""
    return str(entry.get("label") or entry.get("name") or "") if isinstance(entry, dict) else ""


def _unique(entries: Iterable[Choice]) -> list[Choice]:
    return list({name: (name, label) for name, label in reversed(list(entries))}.values())[::-1]
