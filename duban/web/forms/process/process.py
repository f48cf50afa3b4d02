"""Forms of due process: stand in, object, rule, demand papers, hand in, check."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from duban.ledger.models.objections import Ground
from duban.people.models import Officer
from duban.web.forms import Form, with_title
from duban.web.forms.fields import day_field, text_field
from duban.web.forms.files import file_input


class PapersForm(Form):
    """By when, and why."""

    due = day_field("交来期限")
    reason = text_field("事由", required=False)


class DelegationForm(Form):
    """Who stands in, from when till when."""

    to = forms.ModelChoiceField(label="代理人", queryset=Officer.objects.none(), empty_label="请选择")
    from_on = day_field("从")
    through_on = day_field("到（含）")
    reason = forms.CharField(label="事由", required=False, max_length=100, help_text="如 出差、学习")

    def __init__(self, *args: Any, stand_ins: QuerySet[Officer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_records("to", stand_ins, with_title)


class ObjectionForm(Form):
    """What the unit says against a record."""

    musts = ("ground", "text")

    ground = forms.ChoiceField(label="提出", choices=Ground.choices, widget=forms.RadioSelect, required=False)
    text = text_field("理由和依据", required=False, keep="objection")

    def __init__(self, *args: Any, grounds: Iterable[Ground], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {Ground.DISPUTE: "记录有误，提出异议", Ground.REASON: "记录属实，但有正当理由"}
        self.offer("ground", [(each, words[each]) for each in grounds])


class PleaForm(Form):
    """Why the date will be missed without the unit's fault."""

    musts = ("text",)

    text = text_field("正当理由", required=False, keep="plea", hint="客观原因、不可抗力等，写明事实和依据")


class VerdictForm(Form):
    """Upheld or not, and why."""

    musts = ("reason",)

    verdict = forms.ChoiceField(choices=[("uphold", "成立"), ("reject", "不成立")], required=False)
    reason = text_field("裁定理由", required=False)


class PaperForm(Form):
    """The paper that the unit owes."""

    file = forms.FileField(label="材料", widget=file_input())
    note = text_field("说明", required=False)


class CheckForm(Form):
    """Whether it holds."""

    kept = forms.ChoiceField(
        label="核查结果",
        choices=[("yes", "属实、已兑现或可行"), ("no", "未兑现或不合要求")],
        widget=forms.RadioSelect,
        required=False,
    )
    note = text_field("核查情况", required=False)


class EventForm(Form):
    """When it took place, with whom, what was said."""

    held_on = day_field("进行日期")
    place = forms.CharField(label="地点", required=False, max_length=100)
    person = forms.CharField(label="谈话对象", required=False, max_length=60)
    record = text_field("记录", required=False)


class ResultForm(Form):
    """What came of it."""

    result = text_field("整改落实情况", required=False, keep="interview-result")


class ResultCorrectionForm(Form):
    """What came of it, put right, and why."""

    musts = ("reason",)

    result = text_field("整改落实情况", required=False)
    reason = text_field("更正的理由", required=False, rows=2, most=400)
