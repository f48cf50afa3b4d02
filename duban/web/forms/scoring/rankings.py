"""Forms of the assessment: sheet points and grades of many units in one table."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from duban.engine.wording import plain
from duban.ledger.documents import Held
from duban.ledger.models import JournalLine
from duban.ledger.queries.scoring import matter_sheets
from duban.ledger.queries.scoring.entered_marks import Column, Scheme
from duban.ledger.queries.scoring.matter_sheets import Part, Row
from duban.people.models import Unit
from duban.web.forms import DateField, Form


class MarksForm(Form):
    """One row a unit, one field a section or figure (or one grade), and the reason that goes with all of them."""

    reason = forms.CharField(label="依据", max_length=200, help_text="例如：第一季度综合督查评分表，经办公室会议审定。")

    def __init__(
        self,
        *args: Any,
        scheme: Scheme,
        held: Held,
        units: Sequence[Unit],
        before: Mapping[tuple[str, str], Sequence[JournalLine]],
        columns: Sequence[Column],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.scheme, self.units, self.columns, self.before = scheme, units, columns or [Column("", "")], before
        # The name of the field of each unit and column; a unit has none where the document gives it no such thing.
        self.names: dict[tuple[str, str], str] = {}
        for unit in units:
            for place, column in enumerate(self.columns):
                if not column.has(held, unit):
                    continue
                name = self.names[unit.code, column.key] = f"m-{unit.code}-{place}"
                self.fields[name] = self._field(unit, column, before.get((unit.code, column.key)))

    def rows(self) -> list[tuple[Unit, list[BoundField | None]]]:
        """Give each unit with its bound fields, None where it has no such figure."""
        return [
            (
                unit,
                [self[name] if (name := self.names.get((unit.code, column.key))) else None for column in self.columns],
            )
            for unit in self.units
        ]

    def entries(self) -> dict[tuple[Unit, str], Any]:
        """Give what was filled in, by unit and section or quantity."""
        by_code = {unit.code: unit for unit in self.units}
        return {
            (by_code[code], key): value
            for (code, key), name in self.names.items()
            if (value := self.cleaned_data[name]) not in (None, "")
        }

    def named(self, field: str) -> str:
        """Return the name of the field of a unit and column, as a refusal of the ledger has them: `jia pools`."""
        code, _, key = field.partition(" ")
        return self.names.get((code, key), field)

    def clean(self) -> dict[str, Any]:
        words = super().clean()
        if not self.errors and not self.entries():
            raise forms.ValidationError("还没有填写任何单位")
        return words

    def _field(self, unit: Unit, column: Column, known: Sequence[JournalLine] | None) -> forms.Field:
        fact = known[-1].data["fact"] if known else {}
        label = f"{unit} {column.label}".strip()
        if self.scheme.scale:
            choices = [("", "未评定"), *((grade, grade) for grade in self.scheme.scale)]
            grades = forms.Select({"class": "form-select", "aria-label": label})
            return forms.ChoiceField(
                label="等次", choices=choices, required=False, initial=fact.get("grade", ""), widget=grades
            )
        step = "any" if column.kind == "figure" else "0.01"
        widget = forms.NumberInput(
            {"class": "form-control num", "step": step, "inputmode": "decimal", "aria-label": label}
        )
        # Only what a section bounds is asked here; figures are held by the ledger, which knows what bounds them.
        has_bounds = column.kind == "sheet" and column.most is not None
        field = forms.DecimalField(
            label=column.label,
            required=False,
            max_digits=6 if column.kind == "sheet" else 14,
            decimal_places=2 if column.kind == "sheet" else 4,
            initial=fact.get("points", fact.get("value")),
            widget=widget,
            min_value=column.least if has_bounds else None,
            max_value=column.most if has_bounds else None,
        )
        if has_bounds:
            said = f"应在 {column.said}之间"
            field.error_messages |= {"max_value": said, "min_value": said}
        field.error_messages["invalid"] = "应填数字"
        return field


class SheetForm(Form):
    """The sheet of one matter: a field for everything that is marked, and the reason that goes with all of them."""

    reason = forms.CharField(label="依据", max_length=200, help_text="例如：3月综合督查评分，督查组三人评定。")

    def __init__(self, *args: Any, parts: Sequence[Part], before: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts
        # The name of the field of everything that is marked.
        self.names = {key: f"m-{place}" for place, key in enumerate(matter_sheets.keys_of(parts))}
        for part in parts:
            for key, most in part.marks:
                said = f"应在 0 到 {plain(most)} 分之间" if most is not None else "应填数字"
                widget = forms.NumberInput(
                    {"step": "0.5", "min": "0", "inputmode": "decimal", "aria-label": f"{key}得分"}
                )
                field = forms.DecimalField(
                    label=key,
                    max_digits=6,
                    decimal_places=2,
                    min_value=0,
                    max_value=most,
                    initial=before.get(key),
                    widget=widget,
                )
                field.error_messages |= {"max_value": said, "min_value": said, "invalid": "应填数字"}
                self.fields[self.names[key]] = field
        self.dress()

    def lines(self) -> list[tuple[Part, list[tuple[Row, BoundField | None]]]]:
        """Give the parts with their rows, each with its field; of a part that is marked as a whole the first row has it."""
        found = []
        for part in self.parts:
            keys = [part.key, *[""] * len(part.rows)] if part.key else [row.key for row in part.rows]
            fields = [self[self.names[key]] if key else None for key in keys]
            found.append((part, list(zip(part.rows, fields, strict=False))))
        return found

    def entries(self) -> dict[str, Any]:
        """Give the marks by what is marked."""
        return {key: self.cleaned_data[name] for key, name in self.names.items()}


class StandardForm(Form):
    """The standard of one class of tasks, on what it rests, and from when it holds."""

    text = forms.CharField(
        label="评价标准",
        max_length=5000,
        widget=forms.Textarea({"rows": 8}),
        help_text="写明优秀、良好、合格、较差各怎样掌握。",
    )
    basis = forms.CharField(label="依据", max_length=200, help_text="例如：某政办〔2026〕5号，或者某次会议议定。")
    since = DateField(label="起用日期")


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
    """Who signs a ranking, and a correction, before it is published; and who signs a document that the office adopts."""

    ranking = forms.ChoiceField(label="发布排名", required=False)
    correction = forms.ChoiceField(label="更正已发布的排名", required=False)
    document = forms.ChoiceField(label="采用办法", required=False)

    def __init__(self, *args: Any, signers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("ranking", "correction"):
            self.offer(name, [("", "不须签发，由督查室直接发布"), *signers])
        self.offer("document", [("", "由督查室负责人采用"), *signers])
