"""What of a matter is changed in its row of the list."""

from typing import Any

from django import forms

from duban.ledger.governed import Governed
from duban.ledger.models import Matter
from duban.web.forms import Form, VersionField
from duban.web.forms.fields import day_field


class RowForm(Form):
    """Name, deadline and level of an order that has not gone out; a matter without an end keeps an empty deadline."""

    title = forms.CharField(label="事项名称", max_length=200)
    due_on = day_field("办结期限")
    level = forms.ChoiceField(label="级别", required=False)
    version = VersionField()

    def __init__(self, data: Any, *, matter: Matter) -> None:
        first = {"title": matter.title, "due_on": matter.due_on, "level": matter.level, "version": matter.version}
        super().__init__(data, initial=first)
        self.fields["due_on"].required = matter.due_on is not None
        levels = Governed.of(matter).document.levels
        if levels:
            self.fields["level"].choices = [("", "请选择"), *levels.items()]  # type: ignore[attr-defined]
        else:
            del self.fields["level"]
