"""The filter of the audit log."""

from typing import Any

from django import forms

from duban.ledger.audit.audit_log import EVENTS
from duban.ledger.models.audit_events import Result
from duban.people.models import Jurisdiction, Officer
from duban.web.forms import DateField, Form


class AuditFilter(Form):
    """Who, what, how it ended, from which address, from when to when."""

    officer = forms.ModelChoiceField(Officer.objects.none(), label="人员", required=False, empty_label="全部人员")
    event = forms.ChoiceField(label="事件", required=False, choices=[("", "全部事件"), *EVENTS.items()])
    result = forms.ChoiceField(label="结果", required=False, choices=[("", "全部结果"), *Result.choices])
    address = forms.CharField(label="地址", required=False, max_length=60)
    since = DateField(label="自", required=False)
    until = DateField(label="至", required=False)

    def __init__(self, *args: Any, jurisdiction: Jurisdiction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_records("officer", Officer.objects.filter(jurisdiction=jurisdiction).order_by("id"))
