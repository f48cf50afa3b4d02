"""Forms of proposals: ask, sign, carry out."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone

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


class SummonsForm(Form):
    """When and where the unit is spoken with, by whom."""

    day = day_field("约谈日期")
    time = forms.TimeField(label="时间", widget=forms.TimeInput({"type": "time"}))
    place = forms.CharField(label="地点", max_length=100)
    led_by = forms.ModelChoiceField(Officer.objects.none(), label="约谈领导", empty_label="请选择")
    summoned = forms.CharField(label="被约谈人", required=False, max_length=60)
    note = text_field("通知中要写的话", required=False)

    def __init__(self, *args: Any, following: Following | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if following is None:
            return
        self.offer_records("led_by", following.leaders)
        talk = following.talk
        self.initial.update({"led_by": following.led_by, "summoned": following.summoned})
        if talk is not None and talk.set_for is not None:
            local = timezone.localtime(talk.set_for)
            self.initial.update(
                day=local.date(), time=local.time(), place=talk.place, led_by=talk.led_by, summoned=talk.person
            )

    def clean(self) -> dict[str, Any]:
        """Join day and time to the instant for which the unit is summoned."""
        found = super().clean() or {}
        day, time = found.pop("day", None), found.pop("time", None)
        if day is not None and time is not None:
            found["set_for"] = timezone.make_aware(datetime.datetime.combine(day, time))
        return found


class ExecutionForm(Form):
    """What the notice sets."""

    held_on = day_field("进行日期", required=False, hint="实际约谈或曝光的那一天，期限从这一天起算")
    place = forms.CharField(label="约谈地点", required=False, max_length=100)
    medium = forms.CharField(label="曝光媒体", max_length=100, help_text="如 市电视台、市政府网站")
    limit = day_field("限定完成日期")
    authority = forms.ChoiceField(label="作出机关")
    led_by = forms.ModelChoiceField(Officer.objects.none(), label="约谈领导", required=False, empty_label="请选择")
    summoned = forms.CharField(label="被约谈人", required=False, max_length=60)
    persons = PersonsField(label="责任人员", help_text="几个人用顿号或换行分开")
    papers_by = day_field("材料交来期限", hint="办法没有写明期限，由这里限定")
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
        self.offer("authority", [("", "请选择"), *authorities.items()])
        if following is not None and following.interview:
            self.offer_records("led_by", following.leaders)
            talk = following.talk
            known: dict[str, object] = {"led_by": following.led_by, "summoned": following.summoned}
            if talk is not None:
                known = {"led_by": talk.led_by, "summoned": talk.person, "place": talk.place}
                day = timezone.localdate(talk.set_for) if talk.set_for else None
                known["held_on"] = day if day and day <= following.today else None
            self.initial.update(known)
        else:
            del self.fields["led_by"], self.fields["summoned"], self.fields["place"]
        if following is None or not following.exposure:
            del self.fields["medium"]
        if following is None or not following.persons:
            del self.fields["persons"]
        if following is None or not following.papers:
            del self.fields["papers_by"]
        self.fields["held_on"].required = needs_day
        if not needs_day:
            del self.fields["held_on"]
        if not needs_limit:
            del self.fields["limit"]
        if not authorities:
            del self.fields["authority"]
