"""Forms of the import of a ledger: the file, and what holds for rows that do not say."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from duban.engine.clauses import Regime
from duban.ledger.actions.papers.imports import Defaults
from duban.ledger.models.matters import Source
from duban.ledger.models.suggestions import Kind
from duban.ledger.queries.office.names import is_collective
from duban.ledger.words import short_level
from duban.papers.reading import ACCEPTED
from duban.papers.reading.formats.kinds import EXTENSIONS
from duban.people.models import Unit
from duban.web.forms import Form
from duban.web.forms.fields import day_field, text_field
from duban.web.forms.files import within_limit


class DefaultsForm(Form):
    """What holds for every row whose cell is empty, or whose ledger has no such column."""

    category = forms.ChoiceField(label="类别")
    source = forms.ChoiceField(label="来源", choices=Source.choices, initial=Source.PAPER)
    level = forms.ChoiceField(label="级别")
    standard = forms.CharField(label="完成标准", max_length=500, required=False, widget=forms.TextInput())
    letters = forms.ChoiceField(
        label="这是建议提案清单",
        required=False,
        choices=[("", "不是"), *Kind.choices],
        help_text="选定后逐行登记为建议提案，要有编号、案由、提出人、主办单位。",
    )
    year = forms.IntegerField(
        label="期限所属年份",
        required=False,
        min_value=1949,
        max_value=2100,
        help_text="期限没有写年份（如“3月底”）时填写；不填则按表题、工作表名称里的年份。",
    )
    finished = forms.BooleanField(
        label="表里写明已办结的也登记", required=False, help_text="如“是否销号”一栏写“已销号”的行；不勾选则不登记。"
    )
    basis = forms.CharField(
        label="依据文件",
        required=False,
        max_length=200,
        help_text="这一批依据哪份文件，通知写“根据《……》”；表里有来源的，按表里的写。",
    )
    basis_no = forms.CharField(label="依据文件的文号", required=False, max_length=80)
    basis_on = day_field("依据文件的日期", required=False)
    separate = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput())

    def __init__(self, *args: Any, regime: Regime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("category", [(each.id, each.name) for each in regime.categories])
        self.offer("level", [(value, short_level(value, regime.levels)) for value in regime.levels])
        if not regime.levels:
            del self.fields["level"]
        if not regime.categories:
            del self.fields["category"]

    def defaults(self) -> Defaults:
        """Return what was chosen, or the first of each where the form was not filled in."""
        if self.is_bound:
            words = {name: self.cleaned_data[name] for name in self.names}
            return Defaults(**{**words, "separate": frozenset(filter(None, words["separate"].split("|")))})
        first = {name: self.first(name) for name in ("category", "level") if name in self.fields}
        return Defaults(source=Source.PAPER.value, **first)

    @property
    def names(self) -> list[str]:
        """Return the names of the fields that say what holds for all rows."""
        return [name for name in DefaultsForm.base_fields if name in self.fields]


class ImportForm(DefaultsForm):
    """A ledger's file, with what holds for its rows."""

    takes = EXTENSIONS

    file = forms.FileField(label="台账文件", help_text=f"有表格的文件，20 MB 以内：{ACCEPTED}。")
    field_order = ("file",)

    def clean_file(self) -> UploadedFile:
        return within_limit(self.cleaned_data["file"])


class UpdateForm(Form):
    """Which changed rows are taken over, and why orders that are out were wrong."""

    no = forms.MultipleChoiceField(error_messages={"required": "请先勾选要更新的事项"})
    reason = text_field(
        "更正理由",
        required=False,
        rows=2,
        most=500,
        hint="有已交办的事项时填写：逐件报批更正，签批以前原期限和任务书不变。",
    )

    def __init__(self, *args: Any, numbers: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("no", [(number, number) for number in numbers])


class NamesForm(forms.Form):
    """Which unit is meant by each name that no unit has; those that are likely stand first, none is chosen beforehand."""

    def __init__(
        self, *args: Any, unmatched: Mapping[str, tuple[Unit, ...]], units: Iterable[Unit], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.code: unit for unit in units}
        self.written = {_field_of(name): name for name in list(unmatched)[:_NAMES] if not is_collective(name)}
        every = [(unit.code, unit.name) for unit in self.units.values()]
        for field, name in self.written.items():
            likely = [(unit.code, unit.name) for unit in unmatched[name]]
            choices = [("", "不选，回原表改正"), *([("可能是", likely)] if likely else []), ("全部单位", every)]
            self.fields[field] = forms.ChoiceField(
                label=f"“{name}”", choices=choices, required=False, widget=forms.Select({"class": "form-select"})
            )

    def names(self) -> dict[str, Unit]:
        """Return the units chosen, by the names as written."""
        chosen = ((name, self.cleaned_data[field]) for field, name in self.written.items())
        return {name: self.units[code] for name, code in chosen if code}


# A page with more names than that is no page to fill in.
_NAMES = 60


def _field_of(name: str) -> str:
    """Name the field by the name itself: what stands in the file may be matched meanwhile."""
    return f"name-{hashlib.sha256(name.encode()).hexdigest()[:16]}"
