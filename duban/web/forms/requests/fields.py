"""Forms of requests: made of the fields that an act names."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from duban.ledger.acts import Act, Field, Kind
from duban.ledger.situations import Situation
from duban.people.models import Jurisdiction
from duban.web.forms.fields import UnitField, UnitsForm, day_field, text_field

# What the acts themselves refuse to do without, as they do for programs: the page marks it beforehand.
_REFUSED_WITHOUT = ("reason", "kinds", "cause")


class PersonsField(forms.CharField):
    """Names of persons, one a line or divided by commas; gives a list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea({"rows": 2}), max_length=400, **kwargs)

    def clean(self, value: Any) -> list[str]:
        return [name[:60] for name in re.split(r"[\s,，、;；]+", super().clean(value)) if name]


def form_of(fields: Iterable[Field], data: QueryDict | None, *, jurisdiction: Jurisdiction) -> UnitsForm:
    """Return the form in which these fields are filled in; what the page knows itself is not in it."""
    form = UnitsForm(data, jurisdiction=jurisdiction)
    shown = [each for each in fields if each.kind in MADE]
    form.fields.update({each.name: MADE[each.kind](each) for each in shown})
    form.initial = {each.name: each.initial for each in shown if each.initial}
    form.musts = tuple(each.name for each in shown if each.name in _REFUSED_WITHOUT)
    form.dress()
    return form


def implied(act: Act, now: Situation) -> dict[str, Any]:
    """Return what the page knows itself: the step of the ladder that the act is about."""
    return {each.name: act.step(now) for each in act.fields_for(now) if each.kind == Kind.STEP}


def _several(field: Field) -> forms.Field:
    return forms.MultipleChoiceField(
        label=field.label, required=field.required, widget=forms.CheckboxSelectMultiple, choices=field.choices
    )


def _text(field: Field) -> forms.Field:
    return text_field(field.label, required=field.required, hint=field.hint, keep=field.keep, most=field.most)


MADE: dict[Kind, Callable[[Field], forms.Field]] = {
    Kind.TEXT: _text,
    Kind.DAY: lambda each: day_field(each.label, required=each.required, hint=each.hint),
    Kind.UNIT: lambda each: UnitField(label=each.label, required=each.required),
    Kind.FLAG: lambda each: forms.BooleanField(label=each.label, required=False),
    Kind.ONE: lambda each: forms.ChoiceField(
        label=each.label, required=each.required, widget=forms.RadioSelect, choices=each.choices
    ),
    Kind.SEVERAL: _several,
    Kind.PERSONS: lambda each: PersonsField(label=each.label, help_text=each.hint),
    Kind.POINTS: lambda each: forms.DecimalField(
        label=each.label, required=each.required, max_digits=7, decimal_places=2
    ),
}
