"""Widgets that are written without their templates are those of Django's templates, to the letter."""

import datetime
import decimal

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe

from duban.web.forms.rendering import Renderer

_WORDS = (
    "",
    None,
    "甲县",
    "<b>&\"'",
    mark_safe("&lt;甲&gt;"),
    lazystr("<乙>"),
    0,
    1234,
    decimal.Decimal("1234.50"),
    True,
    False,
)
_ATTRS = {
    "class": "form-control",
    "data-<": "<&\"'",
    "disabled": True,
    "hidden": False,
    "rows": 4,
    "title": mark_safe("&amp;"),
}
_CHOICES = [
    ("", "未选"), (1, "一<"), ("a&", mark_safe("<b>乙</b>")), (None, lazystr("丙&")), (2000, 2000), (True, "是"),
    ("组<", [("x", "甲"), ("y", "乙")]), (mark_safe("组&amp;"), [(3, 3.5)]),
]  # fmt: skip
_PLAIN = (
    forms.TextInput, forms.NumberInput, forms.EmailInput, forms.PasswordInput, forms.HiddenInput, forms.DateInput, forms.TimeInput,
    forms.DateTimeInput, forms.FileInput, forms.CheckboxInput, forms.Textarea,
)  # fmt: skip
_CHOOSING = (forms.Select, forms.SelectMultiple, forms.RadioSelect, forms.CheckboxSelectMultiple)


@pytest.mark.parametrize("kind", _PLAIN, ids=lambda kind: kind.__name__)
def test_plain_widgets(kind):
    for words in (*_WORDS, datetime.date(2026, 3, 31), datetime.time(9, 30)):
        for attrs in ({}, _ATTRS):
            given = {"name": "name<", "value": words, "attrs": {"id": "id_name", **attrs}}
            assert kind().render(**given, renderer=Renderer()) == kind().render(**given, renderer=DjangoTemplates())


@pytest.mark.parametrize("kind", _CHOOSING, ids=lambda kind: kind.__name__)
def test_widgets_that_choose(kind):
    for chosen in (None, "", 1, "y", ["x", "1"], True):
        for attrs in ({}, _ATTRS):
            widget = kind(choices=_CHOICES, attrs=attrs)
            told = [
                widget.render("name", chosen, {"id": "id"}, renderer) for renderer in (Renderer(), DjangoTemplates())
            ]
            assert told[0] == told[1]


class _Form(forms.Form):
    one = forms.ChoiceField(choices=_CHOICES[:4], widget=forms.RadioSelect)
    many = forms.MultipleChoiceField(choices=_CHOICES[:4], widget=forms.CheckboxSelectMultiple(attrs=_ATTRS))


def test_single_options_with_their_labels_and_without():
    ours, plain = _Form({"one": "1"}, renderer=Renderer()), _Form({"one": "1"}, renderer=DjangoTemplates())
    for name in ("one", "many"):
        for mine, theirs in zip(ours[name], plain[name], strict=True):
            assert mine.tag() == theirs.tag() and str(mine) == str(theirs)


class _OfItsOwn(forms.Select):
    option_template_name = "django/forms/widgets/radio_option.html"


def test_a_widget_with_options_of_its_own_keeps_its_template():
    widget = _OfItsOwn(choices=_CHOICES)
    assert 'type="select"' in widget.render("name", "1", renderer=Renderer())
    assert widget.render("name", "1", renderer=Renderer()) == widget.render("name", "1", renderer=DjangoTemplates())
