"""Forms of proposals: ask, sign, carry out."""

from collections.abc import Mapping
from typing import Any

from django import forms

from duban.ledger.queries.process.consequences import Following
from duban.people.models import Officer
from duban.web.forms import Form
from duban.web.forms.fields import day_field, text_field
from duban.web.forms.requests.fields import PersonsField


class StepForm(Form):
    """Why the step is proposed."""

    reason = text_field("理由", required=False, keep="step")


class SignatureForm(Form):
    """Yes or no."""

    decision = forms.ChoiceField(choices=[("agree", "同意"), ("refuse", "不同意")], required=False)
    reason = text_field("理由", required=False, rows=2, hint="不同意时必填")


class StartsForm(Form):
    """Why many matters are put up for approval; for each the same."""

    reason = text_field("理由", rows=2, hint="各件用同一理由", keep="starts")


class ExecutionForm(Form):
    """What the notice sets."""

    held_on = day_field("进行日期", required=False, hint="期限从这一天起算")
    limit = day_field("限定完成日期", required=False)
    authority = forms.ChoiceField(label="作出机关", required=False)
    led_by = forms.ModelChoiceField(Officer.objects.none(), label="约谈领导", required=False, empty_label="请选择")
    summoned = forms.CharField(label="被约谈人", required=False, max_length=60)
    persons = PersonsField(label="责任人员", help_text="几个人用顿号或换行分开")
    papers_by = day_field("材料交来期限", required=False, hint="办法没有写明期限，由这里限定")
    note = text_field("文书中要写的话", required=False)

    def __init__(
        self,
        *args: Any,
        needs_limit: bool,
        needs_day: bool = False,
        authorities: Mapping[str, str],
        following: Following | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("authority", [("", "—"), *authorities.items()])
        if following is not None and following.interview:
            self.offer_records("led_by", following.leaders)
            self.initial.update({"led_by": following.led_by, "summoned": following.summoned})
        else:
            del self.fields["led_by"], self.fields["summoned"]
        if following is None or not following.persons:
            del self.fields["persons"]
        if following is None or not following.papers:
            del self.fields["papers_by"]
        if not needs_day:
            del self.fields["held_on"]
        if not needs_limit:
            del self.fields["limit"]
        if not authorities:
            del self.fields["authority"]
