"""Forms of the assessment: sheet points and grades of many units in one table."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField

from duban.ledger.models import JournalLine
from duban.ledger.queries.scoring.entered_marks import Scheme
from duban.people.models import Unit
from duban.web.forms import Form


class MarksForm(Form):
    """One row a unit, one field a section (or one grade), and the reason that goes with all of them."""

    reason = forms.CharField(label="依据", max_length=200, help_text="例如：第一季度综合督查评分表，经办公室会议审定。")

    def __init__(
        self,
        *args: Any,
        scheme: Scheme,
        units: Sequence[Unit],
        before: Mapping[tuple[str, str], Sequence[JournalLine]],
        sections: Sequence[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.scheme, self.units, self.sections, self.before = scheme, units, sections, before
        most = dict(scheme.sections)
        for unit in units:
            for place, section in enumerate(sections or [""]):
                known = before.get((unit.code, section))
                self.fields[f"m-{unit.code}-{place}"] = self._field(unit, section, most.get(section), known)

    def rows(self) -> list[tuple[Unit, list[BoundField]]]:
        """Give each unit with its bound fields."""
        return [
            (unit, [self[f"m-{unit.code}-{place}"] for place, _ in enumerate(self.sections or [""])])
            for unit in self.units
        ]

    def entries(self) -> dict[tuple[Unit, str], Any]:
        """Give what was filled in, by unit and section."""
        return {
            (unit, section): value
            for unit in self.units
            for place, section in enumerate(self.sections or [""])
            if (value := self.cleaned_data[f"m-{unit.code}-{place}"]) not in (None, "")
        }

    def clean(self) -> dict[str, Any]:
        words = super().clean()
        if not self.errors and not self.entries():
            raise forms.ValidationError("还没有填写任何单位")
        return words

    def _field(
        self, unit: Unit, section: str, most: Decimal | None, known: Sequence[JournalLine] | None
    ) -> forms.Field:
        fact = known[-1].data["fact"] if known else {}
        label = f"{unit} {section}".strip()
        if self.scheme.scale:
            choices = [("", "未评定"), *((grade, grade) for grade in self.scheme.scale)]
            grades = forms.Select({"class": "form-select", "aria-label": label})
            return forms.ChoiceField(
                label=label, choices=choices, required=False, initial=fact.get("grade", ""), widget=grades
            )
        widget = forms.NumberInput(
            {"class": "form-control num", "step": "0.01", "inputmode": "decimal", "aria-label": label}
        )
        field = forms.DecimalField(
            label=label,
            required=False,
            max_digits=6,
            decimal_places=2,
            initial=fact.get("points"),
            widget=widget,
            min_value=None if most is None else Decimal(0),
            max_value=most,
        )
        if most is not None:
            said = f"应在 0 到 {most} 分之间"
            field.error_messages |= {"max_value": said, "min_value": said}
        field.error_messages["invalid"] = "应填数字"
        return field


class CorrectionForm(Form):
    """Why a published ranking is corrected."""

    reason = forms.CharField(
        label="更正理由",
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="写明原结果错在哪里、依据是什么；理由随更正一并公布。",
    )


class SignatureForm(Form):
    """What the signer of a ranking says."""

    decision = forms.ChoiceField(choices=[("agree", "签发"), ("return", "退回")])
    opinion = forms.CharField(label="意见", required=False, max_length=1000, widget=forms.Textarea({"rows": 3}))


class SignersForm(Form):
    """Who signs a ranking, and a correction, before it is published."""

    ranking = forms.ChoiceField(label="发布排名", required=False)
    correction = forms.ChoiceField(label="更正已发布的排名", required=False)

    def __init__(self, *args: Any, signers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("ranking", "correction"):
            self.offer(name, [("", "不须签发，由督查室直接发布"), *signers])
