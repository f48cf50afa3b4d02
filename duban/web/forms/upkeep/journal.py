"""The filter of the journal."""

from typing import Any

from django import forms

from duban.ledger.verbs import VERBS
from duban.people.models import Jurisdiction, Officer
from duban.web.forms import DateField, Form


class JournalFilter(Form):
    """Who, what, from when to when."""

    actor = forms.ModelChoiceField(Officer.objects.none(), label="经办人", required=False, empty_label="全部人员")
    verb = forms.ChoiceField(label="动作", required=False, choices=[("", "全部动作"), *VERBS.items()])
    since = DateField(label="自", required=False)
    until = DateField(label="至", required=False)

    def __init__(self, *args: Any, jurisdiction: Jurisdiction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_records("actor", Officer.objects.filter(jurisdiction=jurisdiction).order_by("id"))
