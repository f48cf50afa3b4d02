"""Forms of numbers: voiding a paper, passing a number over."""

from collections.abc import Mapping
from typing import Any

from django import forms

from duban.web.forms import Form
from duban.web.forms.fields import text_field


class VoidForm(Form):
    """Why a paper is void, and which one holds instead."""

    reason = text_field("作废理由", keep="void")
    successor = forms.CharField(
        label="以哪份文书为准", max_length=60, required=False, help_text="填已重新制发的文号；没有的不填"
    )


class SkipForm(Form):
    """Which series, and why a number of it is passed over."""

    series = forms.ChoiceField(label="编号系列")
    reason = text_field("跳号理由", keep="skip")

    def __init__(self, *args: Any, series: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("series", list(series.items()))
