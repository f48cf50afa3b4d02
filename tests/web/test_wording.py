"""What is said of a field that is wrong: in the words of an office, for every kind of field and bound that a form has."""

import re

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from duban.web.forms import Form


class _Form(Form):
    words = forms.CharField(label="名称", max_length=3)
    short = forms.CharField(label="口令", min_length=5)
    number = forms.IntegerField(label="几天", min_value=2, max_value=5)
    points = forms.DecimalField(label="分值", max_digits=4, decimal_places=1)
    at = forms.DateTimeField(label="时间")
    file = forms.FileField(label="文件", max_length=9)
    one = forms.ChoiceField(label="类别", choices=[("a", "甲")])
    some = forms.MultipleChoiceField(label="单位", choices=[("a", "甲")])
    own = forms.IntegerField(label="年份", min_value=1949, error_messages={"invalid": "写成四位年份"})


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("words", "一二三四五", "不能超过 3 字，现在有 5 字"),
        ("short", "一", "至少要 5 字，现在有 1 字"),
        ("number", "三天", "请写成整数，如 12"),
        ("number", "1,000", "请写成整数，如 12"),
        ("number", "9", "不能大于 5"),
        ("number", "1", "不能小于 2"),
        ("points", "三", "请写成数字，如 12 或者 12.5"),
        ("points", "12345", "总共不能超过 4 位数字"),
        ("points", "1000", "小数点前不能超过 3 位"),
        ("points", "1.25", "小数点后不能超过 1 位"),
        ("at", "明天", "请按 2026-03-31 09:00 的样子填写"),
        ("one", "b", "没有“b”这一项可选，或者刚刚改动过，请重新选择"),
        ("some", ["a", "b"], "没有“b”这一项可选，或者刚刚改动过，请重新选择"),
        ("own", "今年", "写成四位年份"),
    ],
)
def test_a_fault_is_said_plainly(name, typed, said):
    assert _Form({name: typed}, {}).errors[name] == [said]


def test_a_file_that_is_none_says_so():
    assert _Form({}, {"file": SimpleUploadedFile("a.txt", b"")}).errors["file"] == ["文件是空的，请重新选择"]
    long = _Form({}, {"file": SimpleUploadedFile("很长很长的名字.txt", b"x")})
    assert long.errors["file"] == ["文件名不能超过 9 字，现在有 11 字"]


def test_nothing_speaks_of_variables_and_values():
    said = str(_Form({"words": "长" * 9, "number": "三", "points": "9" * 9, "at": "x"}, {}).errors)
    assert not re.search("变量|该值|字符|必填项|输入", said)
