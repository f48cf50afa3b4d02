"""Forms of the studio (制度工作室): where a draft begins, and what is said when it moves on."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from duban.web.forms import DateField, Form
from duban.web.forms.files import within_limit
from duban.web.forms.office.regroupings import SortingForm


class BeginningForm(Form):
    """Where a draft begins: a text, a file, the version in force, or nothing."""

    takes = ("docx", "txt", "pdf", "yaml", "yml")

    musts = ("name", "text")

    source = forms.ChoiceField(
        label="从哪里开始",
        widget=forms.RadioSelect,
        choices=[
            ("text", "粘贴办法原文"),
            ("file", "上传办法原文（.docx、.txt、带文字的 .pdf）"),
            ("version", "以最近采用的办法为底本"),
            ("yaml", "读入制度文件（.yaml）"),
            ("empty", "空白开始，逐条添加"),
        ],
        initial="text",
    )
    name = forms.CharField(
        label="办法名称", max_length=120, required=False, help_text="以现行办法、制度文件为底本的不用填。"
    )
    text = forms.CharField(
        label="办法原文",
        required=False,
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 12, "data-keep": "studio-text"}),
        help_text="每条另起一行，编号照原文（第一条，一、（一）1．）。系统按编号分条，分错了可以再并、再拆。",
    )
    file = forms.FileField(label="文件", required=False)

    def clean_file(self) -> UploadedFile | None:
        file = self.cleaned_data["file"]
        return within_limit(file) if file else None

    def owed(self) -> list[str]:
        # Which of them is needed depends on where the draft begins: `clean` says so.
        return []

    def clean(self) -> dict[str, Any]:
        words = super().clean()
        source = words.get("source")
        if source in ("text", "file", "empty") and not words.get("name"):
            self.add_error("name", "请填写办法名称")
        if source == "text" and not words.get("text"):
            self.add_error("text", "请粘贴办法原文")
        if source in ("file", "yaml") and not words.get("file") and "file" not in self.errors:
            self.add_error("file", "请选择文件")
        return words


class RevisionForm(Form):
    """An act on the draft as it was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(Form):
    """Why a draft goes back, or is discarded."""

    reason = forms.CharField(label="理由", max_length=200)


class AdoptionDayForm(SortingForm):
    """From which day on a draft governs."""

    in_force_from = DateField(
        label="施行日期",
        help_text="今天或以后；自这一天起登记的事项、开始的期间按它办理，以前的仍按原办法。",
    )
