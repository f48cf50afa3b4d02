"""Forms of appeals: the office's entry and list, what it decides, the public's own form, and the ratings."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from duban.ledger.actions.public.appeals import LONGEST, Writing
from duban.ledger.models import Appeal
from duban.ledger.models.appeals import Channel, Kind
from duban.ledger.models.matters import Triage
from duban.ledger.models.ratings import Manner, Satisfaction
from duban.people.models import OFFICE, Jurisdiction, Officer
from duban.web.forms import Form, VersionField
from duban.web.forms.fields import day_field, text_field

_PRIVATE = "只有督查室看得到，不转给承办单位"
# What tells who wrote is not kept in the browser while a form is filled in.
_FORGOTTEN = {"data-forgets": True}
_BY_OFFICE = tuple(each for each in Manner.choices if each[0] != Manner.ONLINE)


class AppealForm(Form):
    """An appeal that the office enters by hand."""

    musts: tuple[str, ...] = ("text",)

    channel = forms.ChoiceField(label="渠道", choices=[("", "请选择"), *Channel.choices])
    kind = forms.ChoiceField(label="类别", choices=Kind.choices)
    received_on = day_field("收到日期")
    text = text_field("反映的内容", required=False, rows=6, most=LONGEST, keep="appeal")
    person = forms.CharField(
        label="反映人", max_length=40, required=False, help_text=_PRIVATE, widget=forms.TextInput(_FORGOTTEN)
    )
    contact = forms.CharField(
        label="联系方式", max_length=60, required=False, help_text=_PRIVATE, widget=forms.TextInput(_FORGOTTEN)
    )
    source_no = forms.CharField(label="平台编号", max_length=60, required=False, help_text="热线工单号、留言编号")
    due_on = day_field("平台规定时限", required=False)
    triage = forms.ChoiceField(label="难易", required=False, choices=[("", "（暂不分）"), *Triage.choices])

    def writing(self) -> Writing:
        """Return what was written down."""
        return Writing(**self.cleaned_data)


class AppealCorrectionForm(AppealForm):
    """What the office entered of an appeal, and why it is put right; kind, difficulty and limit have a form of their own."""

    musts = ("text", "reason")

    reason = text_field("更正的理由", required=False, rows=2, most=400, hint="记入日志，请勿写反映人姓名和号码")
    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kind", "due_on", "triage"):
            del self.fields[name]

    def writing(self) -> Writing:
        """Return what was written down."""
        return Writing(**{name: word for name, word in self.cleaned_data.items() if name not in ("reason", "version")})


class AppealListForm(Form):
    """A platform's list."""

    takes = ("xlsx", "xls", "et", "xlsb", "ods", "csv", "txt", "docx")

    file = forms.FileField(
        label="诉求清单",
        help_text="有表格的文件（.xlsx .xls .et .xlsb .ods .csv .txt .docx），5 MB 以内；文件读完即弃，不留存",
    )
    channel = forms.ChoiceField(label="没有写渠道的算作", choices=Channel.choices, initial=Channel.HOTLINE)

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > 5 * 1024 * 1024:
            raise forms.ValidationError("文件超过 5 MB，没有读入。请分开上传。")
        return file


class SortingForm(Form):
    """What an appeal is, how hard, until when."""

    kind = forms.ChoiceField(label="类别", choices=Kind.choices)
    triage = forms.ChoiceField(label="难易", required=False, choices=[("", "（暂不分）"), *Triage.choices])
    due_on = day_field("平台规定时限", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReplyForm(Form):
    """What the sender is told."""

    musts: tuple[str, ...] = ("reply",)

    reply = text_field(
        "答复内容", required=False, rows=6, most=LONGEST, keep="appeal-reply", hint="反映人凭编号和查询码看得到"
    )


class ReplyCorrectionForm(ReplyForm):
    """What the sender is told instead, and why."""

    musts = ("reply", "reason")

    reason = text_field("更正的理由", required=False, rows=2, most=400)


class ErasureForm(Form):
    """What stays of a sender's words when their identity goes."""

    text = text_field(
        "保留的内容", required=False, rows=6, most=LONGEST, hint="已略去姓名、号码和门牌；其余能认出本人的文字请删去"
    )


class PublicAppealForm(Form):
    """What somebody of the public writes. `website` is seen by machines only."""

    musts = ("text",)

    kind = forms.ChoiceField(
        label="您要",
        choices=[("complaint", "投诉"), ("question", "咨询"), ("idea", "提建议")],
        widget=forms.RadioSelect,
    )
    text = text_field(
        "内容",
        required=False,
        rows=8,
        most=LONGEST,
        hint="何时、何地、什么事、希望怎样解决。请勿填写涉密内容和他人隐私",
    )
    person = forms.CharField(
        label="您的姓名", max_length=40, required=False, help_text="可以不填；填写的只有督查室看得到"
    )
    contact = forms.CharField(label="联系电话", max_length=60, required=False, help_text="可以不填；便于核实和回访")
    website = forms.CharField(label="请勿填写", max_length=200, required=False)


class CodeForm(Form):
    """With this a sender sees how their appeal stands."""

    number = forms.CharField(label="编号", max_length=20, help_text="如 S2026-12")
    code = forms.CharField(label="查询码", max_length=30, widget=forms.TextInput({"autocomplete": "off"}))


class PublicRatingForm(CodeForm):
    """What the sender says of the answer."""

    satisfaction = forms.ChoiceField(label="您对办理结果", choices=Satisfaction.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label="意见", max_length=300, required=False, help_text="不满意的请写明原因；请勿写姓名和电话"
    )


class CallbackForm(Form):
    """What was said when the office called back."""

    satisfaction = forms.ChoiceField(label="满意度", choices=Satisfaction.choices, widget=forms.RadioSelect)
    manner = forms.ChoiceField(label="方式", choices=_BY_OFFICE)
    rated_on = day_field("回访日期")
    called_by = forms.ModelChoiceField(Officer.objects.none(), label="回访人")
    appeal = forms.ModelChoiceField(
        Appeal.objects.none(), label="哪一件诉求", required=False, empty_label="（不是诉求反映人，是其他群众）"
    )
    note = text_field(
        "原话和意见", required=False, rows=3, most=300, hint="不满意时必填。承办单位看得到，请勿写姓名和联系方式"
    )

    def __init__(self, *args: Any, jurisdiction: Jurisdiction, appeals: QuerySet[Appeal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        callers = Officer.objects.filter(
            jurisdiction=jurisdiction, is_active=True, role__in={*OFFICE, "inspector", "section"}
        )
        self.offer_records("called_by", callers.order_by("id"))
        self.offer_records("appeal", appeals, lambda each: f"{each.number}（{each.get_channel_display()}）")
        if not appeals.exists():
            del self.fields["appeal"]
