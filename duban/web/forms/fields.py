"""Fields that many forms have, and how they look: days, longer texts, units."""

import re
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import SimpleLazyObject

from duban.people.models import Jurisdiction, Officer, Unit
from duban.web.forms import DateField, Form
from duban.web.forms.picking import Offer, PickedField, groups_of, officers_offered, units_offered

_KEY = re.compile("[0-9]{1,18}")


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


class RecordsField(forms.ModelMultipleChoiceField):
    """Several records of those offered, by key."""

    def clean(self, value: Any) -> Any:
        """Return the records. Raises ValidationError for what is no key of any record, however long: no database need be asked."""
        for each in value if isinstance(value, list | tuple) else ():
            if not _KEY.fullmatch(str(each)):
                raise ValidationError(
                    self.error_messages["invalid_choice"], "invalid_choice", {"value": str(each)[:30]}
                )
        return super().clean(value)


class UnitField(PickedField):
    """One unit of the jurisdiction; `empty` is what stands there while none is picked."""

    def __init__(self, *, label: str, required: bool = True, empty: str = "", hint: str = "") -> None:
        super().__init__(label=label, required=required, most=1, hint=hint)
        if empty:
            self.widget.attrs["placeholder"] = empty


class UnitsField(PickedField):
    """Several units of the jurisdiction."""

    def __init__(self, *, label: str, required: bool, hint: str = "") -> None:
        super().__init__(label=label, required=required, hint=hint)


class OfficerField(PickedField):
    """One officer of several, by name, initials or title."""

    def __init__(self, *, label: str, required: bool = True, hint: str = "") -> None:
        super().__init__(label=label, required=required, most=1, hint=hint)
        self.widget.attrs["placeholder"] = "姓名、拼音首字母、职务"


class UnitsForm(Form):
    """A form whose unit fields offer the units of a jurisdiction, read once for all of them."""

    def __init__(self, *args: Any, jurisdiction: Jurisdiction, **kwargs: Any) -> None:
        self._office = jurisdiction
        self._offer: Offer[Unit] | None = None
        super().__init__(*args, **kwargs)

    def dress(self) -> None:
        """Give each field its look, and those of units the units."""
        super().dress()
        for field in self.fields.values():
            if isinstance(field, UnitField | UnitsField):
                # Read when somebody is named: to be filled in, an empty form needs none of them.
                field.offers(cast("Offer[Unit]", SimpleLazyObject(lambda: self.offered_units)), is_own=False)

    @property
    def offered_units(self) -> "Offer[Unit]":
        """Return the units that may be picked."""
        if self._offer is None:
            own = Unit.objects.filter(jurisdiction=self._office, abolished_on=None).order_by("order", "id")
            self._offer = units_offered(own, groups_of(self._office))
        return self._offer


def offer_officers(form: forms.Form, name: str, found: QuerySet[Officer]) -> None:
    """Let a field of officers pick from these."""
    field = form.fields[name]
    assert isinstance(field, PickedField)
    field.offers(officers_offered(found), is_own=True)


def offer_units(form: forms.Form, name: str, found: QuerySet[Unit]) -> None:
    """Let a field of units pick from these alone."""
    field = form.fields[name]
    assert isinstance(field, PickedField)
    field.offers(units_offered(found), is_own=True)
