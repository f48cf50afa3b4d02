"""Fields that many forms have, and how they look: days, longer texts, units."""

from typing import Any

from django import forms

from duban.people.models import Jurisdiction, Unit
from duban.web.forms import DateField, Form


def day_field(label: str, *, required: bool = True, hint: str = "") -> DateField:
    """Return a field for a day."""
    return DateField(label=label, required=required, help_text=hint)


def text_field(
    label: str, *, required: bool = True, rows: int = 3, most: int = 2000, hint: str = "", keep: str = ""
) -> forms.CharField:
    """Return a field for a longer text; `keep` is the name under which the browser keeps what is typed."""
    attrs = {"rows": rows, "maxlength": most, "data-counts": most, **({"data-keep": keep} if keep else {})}
    return forms.CharField(
        label=label, required=required, max_length=most, widget=forms.Textarea(attrs), help_text=hint
    )


class UnitField(forms.ModelChoiceField):
    """One unit of the jurisdiction."""

    def __init__(self, *, label: str, required: bool = True, empty: str = "请选择", hint: str = "") -> None:
        super().__init__(Unit.objects.none(), label=label, required=required, empty_label=empty, help_text=hint)


class UnitsForm(Form):
    """A form whose unit fields offer the units of a jurisdiction."""

    def __init__(self, *args: Any, jurisdiction: Jurisdiction, **kwargs: Any) -> None:
        self._units = Unit.objects.filter(jurisdiction=jurisdiction).order_by("order", "id")
        super().__init__(*args, **kwargs)

    def dress(self) -> None:
        """Give each field its look, and those of units the units."""
        super().dress()
        for field in self.fields.values():
            if isinstance(field, (UnitField, UnitsField)):
                field.queryset = self._units


class UnitsField(forms.ModelMultipleChoiceField):
    """Several units, as boxes to tick; the page adds a box to search them."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, label: str, required: bool) -> None:
        super().__init__(Unit.objects.none(), label=label, required=required)
