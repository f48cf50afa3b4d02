"""Forms of the document that governs the office: its official text, and the next one to be adopted."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from duban.engine.clauses import Regime
from duban.web.forms import DateField, Form
from duban.web.forms.files import within_limit
from duban.web.forms.office.regroupings import SortingForm


class RegimeTextForm(Form):
    """The official text of the regime."""

    takes = ("docx", "txt", "pdf")

    file = forms.FileField(
        label="办法原文",
        help_text="收 .docx、.txt 和带文字的 .pdf；扫描件请先做文字识别。PDF 里的表格按行读取，要逐格对照请附 .docx。",
    )

    def clean_file(self) -> UploadedFile:
        return within_limit(self.cleaned_data["file"])


class AdoptionForm(SortingForm):
    """The next document: one that is installed, or a file, and from which day on."""

    takes = ("yaml", "yml")

    pack = forms.ChoiceField(label="已安装的办法", required=False)
    file = forms.FileField(
        label="或上传制度文件", required=False, help_text="一个 .yaml 文件，含全部条款；先用 duban regimes check 检查。"
    )
    in_force_from = DateField(
        label="施行日期",
        help_text="今天或以后；自这一天起登记的事项、开始的期间按它办理，以前的仍按原办法。",
    )

    def __init__(self, *args: Any, packs: Sequence[Regime], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("pack", [("", "不选"), *((each.id, f"{each.name}（版本 {each.version}）") for each in packs)])

    def clean_file(self) -> UploadedFile | None:
        file = self.cleaned_data["file"]
        return within_limit(file) if file else None

    def clean(self) -> dict[str, Any]:
        words = super().clean() or self.cleaned_data
        if bool(words.get("pack")) == bool(words.get("file")):
            self.add_error("pack", "请选一个已安装的办法，或者上传一个文件（二者取一）")
        return words
