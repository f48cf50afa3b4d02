"""The form by which a matter is divided into parts (子事项)."""

import datetime
from typing import Any

from django import forms
from django.forms import BoundField

from duban.ledger.actions.matters.parts import Part
from duban.web.forms.fields import UnitField, UnitsForm, day_field

PARTS = 6


class PartsForm(UnitsForm):
    """Up to six parts of a matter; rows left empty count as not there."""

    def __init__(self, *args: Any, due_on: datetime.date | None, **kwargs: Any) -> None:
        fields: dict[str, forms.Field] = {}
        for place in range(1, PARTS + 1):
            fields[f"title_{place}"] = forms.CharField(label=f"子事项 {place}", max_length=200, required=False)
            fields[f"unit_{place}"] = UnitField(label="单位", required=False)
            fields[f"due_on_{place}"] = day_field("期限", required=False)
            fields[f"due_on_{place}"].initial = due_on
        self.may_be_endless = due_on is None
        self.musts = ("title_1", "unit_1") if self.may_be_endless else ("title_1", "unit_1", "due_on_1")
        # What the rows are is known only now: they stand among the fields of this one form.
        self.base_fields = fields  # type: ignore[misc]
        super().__init__(*args, **kwargs)

    @property
    def rows(self) -> list[list[BoundField]]:
        """Return the fields by row."""
        return [[self[f"{name}_{place}"] for name in ("title", "unit", "due_on")] for place in range(1, PARTS + 1)]

    def owed(self) -> list[str]:
        # What each row lacks is said by `clean`.
        return []

    def clean(self) -> dict[str, Any]:
        words = super().clean()
        if not any(words.get(f"{name}_{place}") for name in ("title", "unit") for place in range(1, PARTS + 1)):
            self.add_error("title_1", "请至少写一个子事项")
            self.add_error("unit_1", "请选定单位")
            if not (self.may_be_endless or words.get("due_on_1") or "due_on_1" in self.errors):
                self.add_error("due_on_1", "请定下期限")
        for place in range(1, PARTS + 1):
            title, unit = words.get(f"title_{place}"), words.get(f"unit_{place}")
            if title and not unit:
                self.add_error(f"unit_{place}", "请选定单位")
            if unit and not title:
                self.add_error(f"title_{place}", "请写明子事项")
            if (
                title
                and not words.get(f"due_on_{place}")
                and not (self.may_be_endless or f"due_on_{place}" in self.errors)
            ):
                self.add_error(f"due_on_{place}", "请定下期限")
        return words

    def parts(self) -> list[Part]:
        """Return the rows that were filled in."""
        words = self.cleaned_data
        filled = [place for place in range(1, PARTS + 1) if words.get(f"title_{place}")]
        return [Part(words[f"title_{each}"], words[f"unit_{each}"], words[f"due_on_{each}"]) for each in filled]
