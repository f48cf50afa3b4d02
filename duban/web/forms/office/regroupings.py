"""The table in which units are sorted into the groups of a document: one choice for all of a group, or for single units."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from duban.engine.clauses import Regime
from duban.ledger.queries.office import regroupings
from duban.ledger.queries.office.regroupings import Class, Row
from duban.web.forms import Form

# What is sent for a unit that is to be in no group; an empty choice says nothing.
_NONE = "-"


class SortingForm(Form):
    """Where the units of each group go; a unit of its own choice goes elsewhere than the rest."""

    def sort(self, classes: Sequence[Class], document: Regime | None) -> None:
        """Ask for the groups of a document; nothing where it tells none apart."""
        self.classes = classes if document is not None and document.groups else []
        if document is None:
            return
        named = [(_NONE, regroupings.NONE), *document.groups.items()]
        for place, each in enumerate(self.classes):
            self._ask(f"class-{place}", f"{each.word}的去向", [("", "请选择"), *named], each.offered)
            for row in each.rows:
                apart = row.offered if each.offered is None else None
                self._ask(f"unit-{row.unit.code}", row.unit.name, [("", "与同类一起"), *named], apart)

    def sorting(self) -> Iterator[tuple[Class, BoundField, list[tuple[Row, BoundField]]]]:
        """Give each group with its field, and the fields of its units."""
        for place, each in enumerate(self.classes):
            yield each, self[f"class-{place}"], [(row, self[f"unit-{row.unit.code}"]) for row in each.rows]

    def groups(self) -> dict[str, str]:
        """Return what was chosen, by the units' codes; an empty group for none."""
        found = {}
        for place, each in enumerate(self.classes):
            for row in each.rows:
                chosen = self.cleaned_data.get(f"unit-{row.unit.code}") or self.cleaned_data.get(f"class-{place}")
                if chosen:
                    found[row.unit.code] = "" if chosen == _NONE else str(chosen)
        return found

    def _ask(self, name: str, label: str, choices: Sequence[tuple[str, str]], offered: str | None) -> None:
        field = forms.ChoiceField(label=label, choices=choices, required=False)
        field.initial = "" if offered is None else offered or _NONE
        field.widget.attrs["class"] = "form-select"
        self.fields[name] = field


class RegroupingForm(SortingForm):
    """The groups of units under an adopted document."""

    def __init__(self, *args: Any, classes: Sequence[Class], document: Regime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sort(classes, document)
