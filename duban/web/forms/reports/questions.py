"""Forms of questions (问一句), their answers, and notes of the office."""

from collections.abc import Iterable
from typing import Any

from django import forms

from duban.ledger.actions.matters.notes import LONGEST
from duban.ledger.actions.reports.questions import LONGEST_ANSWER, LONGEST_QUESTION
from duban.people.models import Unit
from duban.web.forms import Form
from duban.web.forms.fields import text_field

OFFICE_WORD = "督查室"


class QuestionForm(Form):
    """Whom, and what. The empty choice is the office."""

    unit = forms.ChoiceField(label="问谁", required=False, widget=forms.RadioSelect)
    text = text_field("问什么", most=LONGEST_QUESTION, keep="question")

    def __init__(self, *args: Any, units: Iterable[Unit], asks_office: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {each.code: each for each in units}
        choices = [(code, each.name) for code, each in self.units.items()]
        choices += [("", OFFICE_WORD)] if asks_office else []
        self.offer("unit", choices)
        if choices:
            self.initial.setdefault("unit", choices[0][0])

    def clean(self) -> dict[str, Any]:
        """Put the unit in the place of its code; None is the office."""
        found = super().clean() or {}
        found["unit"] = self.units.get(found.get("unit", ""))
        return found


class AnswerForm(Form):
    """The answer."""

    text = text_field("答复", most=LONGEST_ANSWER, keep="answer")


class NoteForm(Form):
    """What is noted."""

    text = text_field("内容", most=LONGEST, keep="note", hint="只有督查室和领导看得到，各单位看不到")
