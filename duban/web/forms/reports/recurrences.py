"""Forms of recurring reports, of the stopped clock and of milestones."""

import datetime
import re
from dataclasses import asdict
from typing import Any

from django import forms

from duban.engine import deadlines
from duban.engine.clauses import Regime
from duban.engine.cycles import RESTS
from duban.engine.rules.limits import Deadline
from duban.ledger.models import Assignment
from duban.web.forms import Form
from duban.web.forms.days import dated_lines
from duban.web.forms.fields import day_field, text_field
from duban.web.forms.reports import rhythms


class RecurrenceForm(Form):
    """How often, of which units, until when."""

    how = forms.ChoiceField(label="多久报一次")
    number = rhythms.number_field()
    said = rhythms.words_field()
    rest = forms.ChoiceField(
        label="遇休息日",
        required=False,
        choices=[("", "按常规（某日顺延，月底提前）"), *((name, said[4:]) for name, said in RESTS.items())],
    )
    from_on = day_field("起算日", required=False, hint="按会议召开之日起算的填写；其他从交办（或今天）起")
    through_on = day_field("报到哪天为止", required=False, hint="不填则报到办结")
    units = forms.MultipleChoiceField(label="由哪些单位报送", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, assignments: list[Assignment], rules: list[Deadline], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_rule = [(f"rule:{rule.name}", f"{rule.label}：{rule.count_said}〔{rule.clause}〕") for rule in rules]
        self.offer("how", [*by_rule, *rhythms.CYCLES])
        self.offer("units", [(each.unit.code, f"{each.unit}（{each.get_part_display()}）") for each in assignments])
        self.initial.setdefault("units", [each.unit.code for each in assignments if each.is_lead])

    def clean(self) -> dict[str, Any]:
        words = super().clean()
        kind, _, rule = words.get("how", "").partition(":")
        found = rhythms.cycle_from(self, ("how", "number", "said"), words.get("rest", ""))
        if kind == "rule" and words.get("rest"):
            self.add_error("rest", "按办法规定报送的，不另定遇休息日怎么办")
        words["cycle"] = {"rule": rule} if kind == "rule" else asdict(found) if found else {}
        return words

    def cycle(self) -> dict[str, Any]:
        """Return how often and from when, as the action takes it."""
        return {**self.cleaned_data["cycle"], "from_on": self.cleaned_data["from_on"]}


class PlanForm(Form):
    """The dates on the way, one a line."""

    milestones = forms.CharField(
        label="推进节点",
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 8, "placeholder": "2026-06-30 完成主体工程"}),
        help_text="一行一个：日期、空格、要求。已经到达的节点保留原样。",
    )

    def clean_milestones(self) -> tuple[tuple[datetime.date, str], ...]:
        return tuple(dated_lines(self.cleaned_data["milestones"]))


class ReachForm(Form):
    """When a milestone was reached, and how."""

    on = day_field("到达日期")
    note = forms.CharField(label="情况", max_length=200, required=False)


class TemplateForm(Form):
    """A node template: its name, and each node with the days after the start."""

    name = forms.CharField(label="名称", max_length=60, help_text="如 政府投资项目")
    steps = forms.CharField(
        label="节点",
        max_length=4000,
        widget=forms.Textarea({"rows": 8, "placeholder": "30 立项\n90 可研批复\n180 开工"}),
        help_text="一行一个：开始后的天数、空格、要求",
    )

    def clean_steps(self) -> list[tuple[int, str]]:
        found = []
        for number, line in enumerate(self.cleaned_data["steps"].splitlines(), 1):
            if not line.strip():
                continue
            read = re.match(r"\s*(\d{1,4})\s*天?[\s，,：:]+(\S.*)", line)
            if read is None:
                raise forms.ValidationError(f"第 {number} 行要写成“30 立项”")
            found.append((int(read[1]), read[2].strip()))
        return found


class ReasonOf(Form):
    """Why; `required` is the action's affair."""

    musts = ("reason",)

    reason = text_field("原因", required=False)


class NoteForm(Form):
    """A note."""

    note = text_field("说明", required=False, rows=2, most=500)


def report_rules_of(regime: Regime) -> list[Deadline]:
    """Return the recurring reports that the document names."""
    return [rule for rule in deadlines.rules_of(regime) if rule.owes == "report"]
