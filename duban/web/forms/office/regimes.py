"""The form of the regime page: the document itself."""

from django import forms
from django.core.files.uploadedfile import UploadedFile

from duban.web.forms import Form
from duban.web.forms.files import within_limit


class RegimeTextForm(Form):
    """The official text of the regime."""

    file = forms.FileField(
        label="办法原文",
        help_text="收 .docx、.txt 和带文字的 .pdf；扫描件请先做文字识别。PDF 里的表格按行读取，要逐格对照请附 .docx。",
    )

    def clean_file(self) -> UploadedFile:
        return within_limit(self.cleaned_data["file"])
