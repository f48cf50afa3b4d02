"""Forms of the import of an office's people: the workbook, and what of it is taken in."""

import base64
import binascii

from django import forms
from django.core.files.uploadedfile import UploadedFile

from duban.web.forms import Form

# A roll of five thousand rows has less; it goes back and forth with the page and is kept nowhere.
MOST_BYTES = 2_000_000


class RollForm(Form):
    """The workbook with units, fields and officers."""

    file = forms.FileField(label="名册工作簿", help_text="按模板填好的工作簿（.xlsx、.xls、.et、.ods），2 MB 以内")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.xls,.et,.ods"

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is not None and file.size > MOST_BYTES:
            raise forms.ValidationError("文件超过 2 MB，没有读入。请去掉图片和多余的工作表。")
        return file


class TakenRollForm(Form):
    """The workbook as the page that checked it hands it back, and which differences are to be taken over."""

    workbook = forms.CharField(widget=forms.HiddenInput, max_length=MOST_BYTES * 2)
    name = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)
    update = forms.Field(required=False)

    def clean_workbook(self) -> bytes:
        try:
            return base64.b64decode(self.cleaned_data["workbook"], validate=True)
        except (binascii.Error, ValueError):
            raise forms.ValidationError("表单不完整，请重新上传") from None


class CodesForm(Form):
    """Who is given a code for the first login."""

    who = forms.ChoiceField(
        label="发给",
        choices=[("new", "还没有发过的"), ("all", "所有还没有登录过的（以前发的作废）")],
        initial="new",
        widget=forms.RadioSelect,
    )
