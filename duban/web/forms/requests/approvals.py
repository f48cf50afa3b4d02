"""Forms of approvals and due process: ask, recommend, stand in, object, rule, hand in, lift."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from duban.ledger.models.objections import Ground
from duban.people.models import Officer
from duban.web.forms import Form, with_title
from duban.web.forms.fields import day_field, text_field


class RequestForm(Form):
    """Why it is asked for."""

    reason = text_field("理由", required=False, keep="approval")


class ForwardForm(Form):
    """What the clerk found, and fewer points where fewer were earned."""

    reason = text_field("审核意见", required=False, hint="核了什么、是否达到完成标准")
    points = forms.DecimalField(label="认定分值", required=False, max_digits=7, decimal_places=2)


class CoordinationForm(Form):
    """What is stuck, and what the leader is asked for."""

    reason = text_field("情况和需要协调的问题", required=False, keep="coordination")
    is_meeting = forms.BooleanField(label="提请召开专项会议", required=False)


class PersonsField(forms.CharField):
    """Names of persons, one a line or divided by commas; gives a list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea({"rows": 2}), max_length=400, **kwargs)

    def clean(self, value: Any) -> list[str]:
        return [name[:60] for name in re.split(r"[\s,，、;；]+", super().clean(value)) if name]


class SanctionForm(Form):
    """Which measures, for whom, why."""

    kinds = forms.MultipleChoiceField(label="处理方式", required=False, widget=forms.CheckboxSelectMultiple)
    persons = PersonsField(label="人员", help_text="只对单位的不填；几个人用顿号或换行分开")
    reason = text_field("事由和建议理由", required=False, keep="sanction")

    def __init__(self, *args: Any, measures: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kinds", [(each.kind.value, f"{each.word}〔{each.clause}〕") for each in measures])


class SanctionExecutionForm(Form):
    """What the paper says, and by when a paper is due."""

    papers_by = day_field("材料交来期限", required=False)
    note = text_field("文书中要写的话", required=False)

    def __init__(self, *args: Any, needs_papers: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_papers:
            del self.fields["papers_by"]


class PublicationForm(Form):
    """In which media."""

    media = forms.MultipleChoiceField(label="宣传媒体", required=False, widget=forms.CheckboxSelectMultiple)  # type: ignore[assignment]  # a field, kept apart from the form's own attribute
    note = text_field("通报中要写的话", required=False)

    def __init__(self, *args: Any, media: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("media", [(each, each) for each in media])


class RulingForm(Form):
    """Which cause the office rules, and why."""

    cause = forms.ChoiceField(label="情形", required=False, widget=forms.RadioSelect)
    reason = text_field("认定理由", required=False, keep="ruling")

    def __init__(self, *args: Any, causes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("cause", [(each, each) for each in causes])


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

    ground = forms.ChoiceField(label="提出", choices=Ground.choices, widget=forms.RadioSelect, required=False)
    text = text_field("理由和依据", required=False, keep="objection")

    def __init__(self, *args: Any, grounds: Iterable[Ground], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {Ground.DISPUTE: "记录有误，提出异议", Ground.REASON: "记录属实，但有正当理由"}
        self.offer("ground", [(each, words[each]) for each in grounds])


class PleaForm(Form):
    """Why the date will be missed without the unit's fault."""

    text = text_field("正当理由", required=False, keep="plea", hint="客观原因、不可抗力等，写明事实和依据")


class VerdictForm(Form):
    """Upheld or not, and why."""

    verdict = forms.ChoiceField(choices=[("uphold", "成立"), ("reject", "不成立")], required=False)
    reason = text_field("裁定理由", required=False)


class PaperForm(Form):
    """The paper that the unit owes."""

    file = forms.FileField(label="材料")
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
    person = forms.CharField(label="谈话对象", required=False, max_length=60)
    record = text_field("记录", required=False)
