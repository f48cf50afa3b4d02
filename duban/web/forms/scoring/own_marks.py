"""The form of the figures that a leader gives."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from django import forms
from django.forms import BoundField

from duban.ledger.queries.scoring.own_marks import Asked
from duban.people.models import Unit
from duban.web.forms import Form


class OwnMarksForm(Form):
    """A field for each unit and figure, and the reason that goes with all of them."""

    reason = forms.CharField(label="说明", max_length=200, initial="按办法评定", help_text="随评价一并留存。")

    def __init__(self, *args: Any, asked: Sequence[Asked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        for each in asked:
            column = each.column
            said = f"应在 {column.said}之间" if column.said else "应填数字"
            widget = forms.NumberInput(
                {"step": "any", "inputmode": "decimal", "aria-label": f"{each.unit}{column.label}"}
            )
            field = forms.DecimalField(
                label=column.label,
                required=False,
                max_digits=14,
                decimal_places=4,
                initial=each.value,
                widget=widget,
                min_value=column.least,
                max_value=column.most,
                help_text=column.said + (f"；{each.who}已给" if each.who else ""),
            )
            field.error_messages |= {"max_value": said, "min_value": said, "invalid": "应填数字"}
            self.fields[each.name] = field
        self.dress()

    def units(self) -> list[tuple[Unit, list[BoundField]]]:
        """Give the units with their fields."""
        grouped = groupby(self.asked, key=lambda each: each.unit)
        return [(unit, [self[each.name] for each in listed]) for unit, listed in grouped]

    def entries(self) -> dict[tuple[str, str], Decimal]:
        """Give what was filled in, by unit code and figure."""
        return {
            (each.unit.code, each.column.key): value
            for each in self.asked
            if (value := self.cleaned_data.get(each.name)) is not None
        }

    def clean(self) -> dict[str, Any]:
        words = super().clean()
        if not self.errors and not self.entries():
            raise forms.ValidationError("还没有填写任何单位")
        return words
