"""A file in a form: how large it may be."""

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat


def within_limit(file: UploadedFile) -> UploadedFile:
    """Return the file of a field, if any; what is larger than the installation takes is wrong, and nothing of it was read."""
    if file and file.size is not None and file.size > settings.UPLOAD_LIMIT:
        limit = filesizeformat(settings.UPLOAD_LIMIT)
        raise forms.ValidationError(
            f"文件有 {filesizeformat(file.size)}，超过 {limit}，没有读入。请压缩图片或分开上传。"
        )
    return file
