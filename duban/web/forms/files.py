"""Files in a form: which are offered, and how large they may be, said to the browser before anything is sent."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat

from duban.ledger.storage import file_kinds


def file_input(extensions: tuple[str, ...] = file_kinds.ACCEPTED) -> forms.FileInput:
    """Return the input of one file: the browser offers what is taken, a telephone its camera."""
    return forms.FileInput({"accept": file_kinds.accept(extensions)})


class Files(forms.FileField):
    """Any number of files, or none."""

    def __init__(self, *, label: str, hint: str = "") -> None:
        widget = file_input()
        widget.allow_multiple_selected = True
        widget.attrs["multiple"] = True
        super().__init__(label=label, required=False, widget=widget, help_text=hint)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files as a list."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [within_limit(super(Files, self).clean(each, initial)) for each in given]


def tell_browser(field: forms.FileField, extensions: tuple[str, ...]) -> None:
    """Let the browser of a file field know the kinds, where its form has not said them, and the size that are taken."""
    field.widget.attrs.setdefault("accept", file_kinds.accept(extensions))
    field.widget.attrs.setdefault("data-most-bytes", settings.UPLOAD_LIMIT)


def within_limit(file: UploadedFile) -> UploadedFile:
    """Return the file of a field, if any; what is larger than the installation takes is wrong, and nothing of it was read."""
    if file and file.size is not None and file.size > settings.UPLOAD_LIMIT:
        limit = filesizeformat(settings.UPLOAD_LIMIT)
        raise forms.ValidationError(
            f"文件有 {filesizeformat(file.size)}，超过 {limit}，没有读入。请压缩图片或分开上传。"
        )
    return file
