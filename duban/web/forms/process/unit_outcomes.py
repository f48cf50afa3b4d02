"""The form by which the office carries out what a document attaches to a unit as a whole."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from duban.ledger.models.consequences import Kind
from duban.ledger.queries.process.unit_outcomes import UnitOutcome
from duban.people.models import LEADERS, Officer, Role, Unit
from duban.web.forms import Form, with_title
from duban.web.forms.fields import day_field, text_field


class UnitOutcomeForm(Form):
    """Who approved it; of an interview who speaks with whom, when and where."""

    approved_by = forms.ModelChoiceField(
        Officer.objects.none(), label="批准领导", empty_label="请选择", help_text="谁批准这样处理，写进文书"
    )
    led_by = forms.ModelChoiceField(Officer.objects.none(), label="约谈领导", empty_label="请选择")
    summoned = forms.CharField(label="被约谈人", required=False, max_length=60)
    day = day_field("约谈日期", required=False, hint="时间地点没有定的不填，文书上写另行通知")
    time = forms.TimeField(label="时间", required=False, widget=forms.TimeInput({"type": "time"}))
    place = forms.CharField(label="约谈地点", required=False, max_length=100)
    note = text_field("文书中要写的话", required=False)

    def __init__(self, *args: Any, unit: Unit, found: UnitOutcome | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaders = Officer.objects.filter(jurisdiction=unit.jurisdiction_id, is_active=True).order_by("id")
        self.offer_records("approved_by", leaders.filter(role__in=found.approvers if found else ()), with_title)
        if found is None or found.kind is not Kind.INTERVIEW:
            for name in ("led_by", "summoned", "day", "time", "place"):
                del self.fields[name]
            return
        self.offer_records("led_by", leaders.filter(role__in=LEADERS), with_title)
        head = unit.officers.filter(role=Role.UNIT_HEAD, is_active=True).order_by("id").first()
        self.initial["summoned"] = str(head) if head else ""
        principal = leaders.filter(role=Role.PRINCIPAL).first() if found.is_of_principal else None
        self.initial["led_by"] = principal or (unit.portfolio.leader if unit.portfolio else None)

    def clean(self) -> dict[str, Any]:
        """Join day and time to the instant for which the unit is summoned; one without the other is refused."""
        found = super().clean() or {}
        if "led_by" not in self.fields:
            return found
        day, time = found.pop("day", None), found.pop("time", None)
        if day is not None and time is not None:
            found["set_for"] = timezone.make_aware(datetime.datetime.combine(day, time))
        elif day is not None:
            self.add_error("time", "请填写时间")
        elif time is not None:
            self.add_error("day", "请填写约谈日期")
        return found
