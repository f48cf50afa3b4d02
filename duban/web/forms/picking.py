"""Picking records by what they are called: full name, another name, initials, any two characters; a plain field where no script runs."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from duban.papers.reading.texts.folding import folded
from duban.people import pinyin
from duban.people.models import Jurisdiction, Officer, Unit, UnitAlias

M = TypeVar("M", bound=Model)
_INVALID = "选择一个有效的选项"
# Below this fit what was typed is not taken for a record by itself: it is asked back.
_SURE = 2


@dataclass
class Offer(Generic[M]):
    """The records that may be picked: by the name under which each is shown, with its other names, and groups that stand for several."""

    records: dict[str, M] = field(default_factory=dict)
    others: dict[str, tuple[str, ...]] = field(default_factory=dict)
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def names_of(self, name: str) -> tuple[str, ...]:
        """Return all names of a record, that under which it is shown first."""
        return (name, *self.others.get(name, ()))

    def resolve(self, words: str) -> list[str]:
        """Return the names that words mean: one, or those of a group. Raises ValidationError where they mean none or may mean several."""
        if words in self.records:
            return [words]
        if words.isdigit():
            return [name for name, record in self.records.items() if str(record.pk) == words] or _refuse(_INVALID)
        if words in self.groups:
            return list(self.groups[words])
        for name in self.records:
            if words in self.others.get(name, ()):
                return [name]
        fits = {name: pinyin.fitting(words, self.names_of(name)) for name in self.records}
        best = max(fits.values(), default=0)
        likely = [name for name, fit in fits.items() if fit == best]
        if best >= _SURE and len(likely) == 1:
            return likely
        if not best:
            return _refuse(f"没有“{words}”，请写全称、简称或拼音首字母")
        return _refuse(f"“{words}”可能是：{'、'.join(likely[:8])}，请写明")

    def told(self) -> list[list[Any]]:
        """Return the records as the page's script takes them: name, other names, and by name the letters of each character."""
        return [
            [name, list(self.others.get(name, ())), [" ".join(pinyin.letters(each)) for each in self.names_of(name)]]
            for name in self.records
        ]


def units_offered(units: QuerySet[Unit], groups: Iterable[tuple[str, str]] = ()) -> "Offer[Unit]":
    """Return these units with their other names, in two queries; of each group (code, word) with members one name for all of them."""
    found = list(units)
    made: Offer[Unit] = Offer({unit.name: unit for unit in found})
    named: dict[int, list[str]] = {unit.pk: [] for unit in found}
    for unit, name in UnitAlias.objects.filter(unit__in=list(named)).order_by("id").values_list("unit", "name"):
        named[unit].append(name)
    made.others = {unit.name: tuple(named[unit.pk]) for unit in found}
    for code, word in groups:
        members = tuple(unit.name for unit in found if unit.group == code)
        if len(members) > 1:
            made.groups[f"全部{word}"] = members
    if len(found) > 1 and len(made.groups) > 1:
        made.groups["全部单位"] = tuple(made.records)
    return made


def officers_offered(officers: QuerySet[Officer]) -> "Offer[Officer]":
    """Return these officers, each by name and title; who is another's namesake with the same title also by account."""
    made: Offer[Officer] = Offer()
    for officer in officers:
        # A title of several posts holds the sign that divides names.
        title = re.sub(r"[、，,；;]", "/", officer.title or officer.get_role_display())
        name = f"{officer}（{title}）"
        made.records[name if name not in made.records else f"{name}{officer.username}"] = officer
    return made


def groups_of(jurisdiction: Jurisdiction) -> Sequence[tuple[str, str]]:
    """Return the groups of the office's document, code and word."""
    from duban.ledger.governed import Governed

    return tuple(Governed.of(jurisdiction).document.groups.items())


class PickWidget(forms.TextInput):
    """A text field with names; the page's script makes removable chips and a list of it."""

    template_name = "django/forms/widgets/text.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-picker": "units", "autocomplete": "off", **(attrs or {})})
        self.offer: Offer[Any] = Offer()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Return what was typed or chosen, as often as the field stands in the form."""
        found = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [found] if isinstance(found, str) else [str(each) for each in found or []]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def format_value(self, value: Any) -> str:
        """Return records by their names, and words as they were typed."""
        each = value if isinstance(value, (list, tuple, set, QuerySet)) else [value]
        words = [str(one.pk) if isinstance(one, Model) else str(one) for one in each if one not in (None, "")]
        if not words:
            # An empty field need not know what may be picked.
            return ""
        keys = {str(record.pk): name for name, record in self.offer.records.items()}
        return "、".join(keys.get(word, word) for word in words)


class PickedField(forms.Field):
    """Several records of an offer, as a list in the order in which they were named; with `most` 1 the record, or None."""

    widget = PickWidget

    def __init__(self, *, label: str, required: bool = True, most: int = 0, hint: str = "") -> None:
        super().__init__(label=label, required=required, help_text=hint)
        self.most = most
        if most == 1:
            self.widget.attrs["data-most"] = 1
        self.widget.attrs["placeholder"] = "全称、简称、拼音首字母、任意两个字"

    @property
    def picks(self) -> PickWidget:
        """Return the widget, which knows what may be picked."""
        return cast(PickWidget, self.widget)

    def offers(self, offer: "Offer[Any]", *, is_own: bool) -> None:
        """Let it pick from these; where they are not all units of the office (`is_own`), the page is told which."""
        self.picks.offer = offer
        if is_own:
            self.picks.attrs["data-choices"] = json.dumps(offer.told(), ensure_ascii=False, separators=(",", ":"))

    def to_python(self, value: Any) -> Any:
        """Return the records named. Raises ValidationError with what each doubtful name may mean."""
        words = [part.strip() for each in value or [] for part in self._parts(folded(str(each))) if part.strip()]
        names: dict[str, None] = {}
        wrong = []
        for word in words:
            try:
                names |= dict.fromkeys(self.picks.offer.resolve(word))
            except ValidationError as error:
                wrong += error.messages
        if wrong:
            raise ValidationError(wrong)
        if self.most and len(names) > self.most:
            raise ValidationError(f"只能选 {self.most} 个")
        found = [self.picks.offer.records[name] for name in names]
        return (found[0] if found else None) if self.most == 1 else found

    def _parts(self, words: str) -> list[str]:
        """Return the names of what was typed; the name of a group may itself hold a sign that divides others (全部县（市、区）)."""
        whole = words.strip()
        known = whole in self.picks.offer.groups or whole in self.picks.offer.records
        return [whole] if known else re.split(r"[、，,；;\n]+(?![^（(]*[）)])", words)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return True


def _refuse(words: str) -> list[str]:
    raise ValidationError(words)
