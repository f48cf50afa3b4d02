"""Forms of files."""

from typing import Any

from django import forms

from duban.web.forms import Form
from duban.web.forms.fields import text_field
from duban.web.forms.files import file_input, within_limit


class ReplacementForm(Form):
    """Another version of a file, and why."""

    musts = ("reason",)

    file = forms.FileField(label="新文件", widget=file_input())
    reason = text_field("更换的理由", required=False, rows=2, most=200)

    def clean_file(self) -> Any:
        return within_limit(self.cleaned_data["file"])
