"""What is asked of a deadline while it is typed: the date that a rule sets, and whether a day is worked."""

from django import forms

from duban.web.forms import DateField, Form


class DeadlineForm(Form):
    """A rule and the day from which it counts."""

    due_rule = forms.CharField(max_length=60)
    counts_from = DateField()
    due_number = forms.IntegerField(required=False, min_value=0, max_value=366)


class DueForm(Form):
    """A deadline that was typed in."""

    due_on = DateField()
