"""What Django says of a field that is wrong, in the words of an office: its own translation speaks of variables and values."""

from django import forms
from django.core import validators

# What was chosen is named where it is a word; a row's key says nothing to anybody.
_NOT_OFFERED = {"invalid_choice": "没有“%(value)s”这一项可选，或者刚刚改动过，请重新选择"}
_NOT_THERE = {"invalid_choice": "没有这一项可选，或者刚刚改动过，请重新选择"}
_OF_FIELDS: dict[type[forms.Field], dict[str, str]] = {
    forms.IntegerField: {"invalid": "请写成整数，如 12"},
    forms.DecimalField: {"invalid": "请写成数字，如 12 或者 12.5"},
    forms.DateTimeField: {"invalid": "请按 2026-03-31 09:00 的样子填写"},
    forms.TimeField: {"invalid": "请按 09:00 的样子填写"},
    forms.FileField: {
        "empty": "文件是空的，请重新选择",
        "max_length": "文件名不能超过 %(max)d 字，现在有 %(length)d 字",
    },
    forms.ChoiceField: _NOT_OFFERED,
    forms.MultipleChoiceField: _NOT_OFFERED,
    forms.ModelChoiceField: _NOT_THERE,
    forms.ModelMultipleChoiceField: {**_NOT_THERE, "invalid_pk_value": _NOT_THERE["invalid_choice"]},
}
_OF_VALIDATORS: dict[type[validators.BaseValidator], str] = {
    validators.MaxLengthValidator: "不能超过 %(limit_value)d 字，现在有 %(show_value)d 字",
    validators.MinLengthValidator: "至少要 %(limit_value)d 字，现在有 %(show_value)d 字",
    validators.MaxValueValidator: "不能大于 %(limit_value)s",
    validators.MinValueValidator: "不能小于 %(limit_value)s",
}
_OF_NUMBERS = {
    "max_digits": "总共不能超过 %(max)s 位数字",
    "max_decimal_places": "小数点后不能超过 %(max)s 位",
    "max_whole_digits": "小数点前不能超过 %(max)s 位",
}


def use_own_words() -> None:
    """Let every field and validator that is made from now on speak so; one that brings its own words keeps them."""
    for field, words in _OF_FIELDS.items():
        # What a field inherits is collected along its bases: the class's own words win.
        vars(field).get("default_error_messages", {}).update(words)
    for kind, sentence in _OF_VALIDATORS.items():
        setattr(kind, "message", sentence)  # noqa: B010  # to the types it is the proxy of a translation
    validators.DecimalValidator.messages.update(_OF_NUMBERS)
