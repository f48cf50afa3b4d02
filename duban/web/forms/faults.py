"""What is wrong with a form that came back: one line a fault, each with the place on the page where it is put right."""

from dataclasses import dataclass

from django import forms
from django.forms import BoundField


@dataclass(frozen=True)
class Fault:
    """One fault: the label of its field and the id of what is filled in there, both empty where no field is meant; and its words."""

    label: str
    anchor: str
    words: str


def faults_of(form: forms.BaseForm) -> list[Fault]:
    """Return the faults of a form in the order of its fields, those of no single field first."""
    found = [Fault("", "", str(words)) for words in form.non_field_errors()]
    for field in form:
        anchor = "" if field.is_hidden else anchor_of(field)
        found += [Fault(str(field.label) if anchor else "", anchor, str(words)) for words in field.errors]
    return found


def anchor_of(field: BoundField) -> str:
    """Return the id of what is filled in; of a field with several boxes that of the first."""
    return field.id_for_label or f"{field.auto_id}_0"
