"""A file in a form: how large it may be."""

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat


def within_limit(file):
    """Return the file of a field, if any; what is larger than the installation takes is wrong, and nothing of it was read."""
    if file and file.size > settings.UPLOAD_LIMIT:
        limit = filesizeformat(settings.UPLOAD_LIMIT)
        raise forms.ValidationError(
            f"文件有 {filesizeformat(file.size)}，超过 {limit}，没有读入。请压缩图片或分开上传。"
        )
    return file
