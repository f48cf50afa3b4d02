"""Numbers in forms: what Python would take and nobody means is refused at its field; what an input method types is taken."""

import pytest
from django import forms

from duban.web.forms import Form


class Points(Form):
    points = forms.DecimalField(max_digits=6, decimal_places=2)
    days = forms.IntegerField()


@pytest.mark.parametrize("typed", ["1_0", "1e2", "1E1"])
def test_a_number_that_only_a_program_reads_is_refused(typed):
    form = Points({"points": typed, "days": "1"})
    assert not form.is_valid() and "请写成数字，如 12 或者 12.5" in form.errors["points"]
    assert not Points({"points": "1", "days": "1_0"}).is_valid()


def test_full_width_digits_are_digits():
    form = Points({"points": "１２.5", "days": "３"})
    assert form.is_valid() and (str(form.cleaned_data["points"]), form.cleaned_data["days"]) == ("12.5", 3)
