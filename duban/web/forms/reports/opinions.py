"""Forms of what units say of one another, and of the office's rulings."""

from collections.abc import Iterable
from typing import Any

from django import forms

from duban.ledger import words
from duban.ledger.models import Assignment
from duban.web.forms import Form
from duban.web.forms.fields import text_field
from duban.web.forms.files import file_input


class OpinionForm(Form):
    """Whether the unit agrees with the result."""

    agreed = forms.TypedChoiceField(
        label="意见",
        choices=[("yes", "同意"), ("no", "不同意")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    text = text_field("说明", required=False, hint="不同意的必填")


class ComplaintForm(Form):
    """Which cooperating unit does not cooperate, how, and the written report."""

    musts = ("text",)

    against = forms.ChoiceField(label="配合单位")
    text = text_field(
        "不予配合的具体情况", required=False, rows=5, keep="complaint", hint="何时、要求什么、对方如何答复"
    )
    file = forms.FileField(label="书面报告", required=False, widget=file_input(), help_text="有盖章的报告请附上")

    def __init__(self, *args: Any, supporters: Iterable[Assignment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("against", [("", "请选择"), *((each.unit.code, str(each.unit)) for each in supporters)])


class FindingForm(Form):
    """The office's ruling on a complaint."""

    musts = ("reason",)

    upheld = forms.TypedChoiceField(
        label="裁定",
        choices=[("yes", "认定不予配合"), ("no", "不予认定")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = text_field("理由", required=False)


class QualityForm(Form):
    """What is wrong with a report, and why."""

    musts = ("reason",)

    kind = forms.ChoiceField(label="认定", widget=forms.RadioSelect)
    defect = forms.CharField(label=words.DEFECT, max_length=60, required=False)
    reason = text_field("认定的理由", required=False)

    def __init__(self, *args: Any, kinds: dict[str, str], listed: dict[str, tuple[str, ...]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", kinds.items())
        self.fields["kind"].initial = next(iter(kinds), None)
        groups = [(kinds[kind], [(item, item) for item in items]) for kind, items in listed.items() if items]
        if groups:
            self.fields["defect"] = forms.ChoiceField(
                label=words.DEFECT, required=False, choices=[("", "请选择"), *groups]
            )
            self.fields["defect"].widget.attrs["class"] = "form-select"
        self.order_fields(["kind", "defect", "reason"])
