"""Forms of questions (问一句), their answers, and notes of the office."""

from collections.abc import Iterable
from typing import Any

from django import forms

from duban.ledger.actions.matters.notes import LONGEST
from duban.ledger.actions.reports.questions import LONGEST_ANSWER, LONGEST_QUESTION
from duban.people.models import Officer, Unit
from duban.web.forms import Form
from duban.web.forms.fields import text_field

OFFICE_WORD = "督查室"


class QuestionForm(Form):
    """Whom, and what: a unit, one person of it (`unit:key`), or by the empty choice the office."""

    unit = forms.ChoiceField(label="问谁", required=False, widget=forms.RadioSelect)
    text = text_field("问什么", most=LONGEST_QUESTION, keep="question")

    def __init__(
        self, *args: Any, units: Iterable[Unit], people: Iterable[Officer], asks_office: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.units = {each.code: each for each in units}
        self.people = {f"{each.unit.code}:{each.pk}": each for each in people if each.unit is not None}
        choices = []
        for code, unit in self.units.items():
            choices.append((code, f"{unit}（谁都可以答复）"))
            own = [(key, each) for key, each in self.people.items() if each.unit_id == unit.pk]
            choices += [(key, f"{unit}{each}（{each.title or each.get_role_display()}）") for key, each in own]
        choices += [("", OFFICE_WORD)] if asks_office else []
        self.offer("unit", choices)
        if choices:
            self.initial.setdefault("unit", choices[0][0])

    def clean(self) -> dict[str, Any]:
        """Put unit and person in the place of what was chosen; None is the office."""
        found = super().clean() or {}
        chosen = found.get("unit", "")
        found["person"] = self.people.get(chosen)
        found["unit"] = self.units.get(chosen.partition(":")[0])
        return found


class AnswerForm(Form):
    """The answer."""

    text = text_field("答复", most=LONGEST_ANSWER, keep="answer")


class NoteForm(Form):
    """What is noted."""

    text = text_field("内容", most=LONGEST, keep="note", hint="只有督查室和领导看得到，各单位看不到")
