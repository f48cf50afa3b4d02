"""Forms of the papers: read one in, put a draft right, register many."""

import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from duban.engine.clauses import Regime
from duban.ledger.models.matters import Source
from duban.ledger.queries.papers.pasted import HEAD, Fault, Pasted, faults_of, pasted_from
from duban.ledger.words import short_level
from duban.papers.reading import ACCEPTED
from duban.papers.reading.formats.kinds import EXTENSIONS
from duban.people.models import Jurisdiction
from duban.web.forms import DateField, Form
from duban.web.forms.fields import UnitsField, UnitsForm
from duban.web.forms.files import within_limit


class PaperForm(Form):
    """A file, or pasted text."""

    takes = EXTENSIONS
    rare = ("name", "year")

    file = forms.FileField(label="文件", required=False, help_text=f"带任务分工的文件，20 MB 以内：{ACCEPTED}。")
    text = forms.CharField(
        label="或者粘贴文字",
        required=False,
        max_length=1_000_000,
        widget=forms.Textarea({"rows": 10, "data-keep": "paper"}),
    )
    name = forms.CharField(
        label="文件名称", required=False, max_length=120, help_text="粘贴文字时填写，作为事项的来源依据。"
    )
    year = forms.IntegerField(
        label="期限所属年份",
        required=False,
        min_value=1949,
        max_value=2100,
        help_text="文中的期限没有写年份时填写；不填则按文件自己的年份推定。",
    )

    def clean_file(self) -> UploadedFile:
        return within_limit(self.cleaned_data["file"])

    def clean(self) -> dict[str, Any]:
        words = super().clean()
        if not self.errors and bool(words.get("file")) == bool((words.get("text") or "").strip()):
            raise forms.ValidationError("请选择一个文件，或者粘贴文字，二者选一")
        return words

    def paper(self) -> tuple[str, bytes]:
        """Give the name and the bytes of what was handed in."""
        file, text = self.cleaned_data["file"], self.cleaned_data["text"]
        if file:
            return file.name, file.read()
        first = next(line.strip() for line in text.splitlines() if line.strip())
        return f"{self.cleaned_data['name'].strip() or first[:40]}.txt", text.encode()


class TableForm(Form):
    """Rows of a spreadsheet, pasted or typed; `anyway` keeps those in doubt as drafts with their doubts."""

    rows = forms.CharField(
        label="表格内容",
        max_length=200_000,
        strip=False,
        widget=forms.Textarea({"rows": 10, "data-grid": "|".join(HEAD), "data-keep": "paper-table"}),
        help_text=f"在 Excel 里选中、复制，粘贴到这里；有表头的连表头一起。没有表头的，依次是{'、'.join(HEAD)}。",
    )
    name = forms.CharField(
        label="来源名称", required=False, max_length=120, help_text="作为事项的来源依据；不填则写“粘贴的表格”和日期。"
    )
    anyway = forms.BooleanField(label="有疑问的先留作草稿，读入以后再逐条核对", required=False)

    def __init__(self, *args: Any, jurisdiction: Jurisdiction, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office, self.today = jurisdiction, today
        self.pasted: Pasted | None = None
        self.faults: list[Fault] = []

    def clean(self) -> dict[str, Any]:
        words = super().clean()
        if "rows" in self.errors or not words.get("rows"):
            return words
        try:
            self.pasted = pasted_from(words["rows"])
        except ValueError as error:
            self.add_error("rows", str(error))
            return words
        self.faults = faults_of(self.office, self.pasted, self.today.year)
        if self.faults and not words.get("anyway"):
            self.add_error("rows", f"有 {len(self.faults)} 格要看一下；改好再读入，或者勾选“有疑问的先留作草稿”")
        return words

    def paper(self) -> tuple[str, bytes]:
        """Give the name and the bytes of what was handed in."""
        assert self.pasted is not None
        name = self.cleaned_data["name"].strip() or f"粘贴的表格 {self.today}"
        return f"{name}.txt", self.pasted.text.encode()


class DraftForm(UnitsForm):
    """What was read, to be put right."""

    musts = ("lead",)

    text = forms.CharField(label="任务", max_length=4000, widget=forms.Textarea({"rows": 4}))
    lead = UnitsField(label="牵头单位", required=False)
    support = UnitsField(label="配合单位", required=False)
    due_on = DateField(label="期限", required=False)
    endless = forms.BooleanField(label="长期坚持，不设办结期限", required=False)
    rhythm = forms.CharField(
        label="定期报送",
        max_length=60,
        required=False,
        help_text="如 每月5日、每季度末月25日、每年6月30日；不填则只报结果",
    )
    remember = forms.BooleanField(label="以后也这样对应（记为别名，可以在“名称对应”里删去）", required=False)


class RegistrationForm(Form):
    """What all drafts that are registered together have in common."""

    category = forms.ChoiceField(label="类别")
    source = forms.ChoiceField(label="来源", choices=Source.choices, initial=Source.PAPER)
    level = forms.ChoiceField(label="级别")
    standard = forms.CharField(
        label="完成标准",
        max_length=500,
        initial="按文件要求全部落实，并附佐证材料",
        widget=forms.TextInput(),
        help_text="每一件都用这一句；有特别要求的，登记后再逐件修改。",
    )
    due_on = DateField(label="没有写期限的，期限定为", required=False)

    def __init__(self, *args: Any, regime: Regime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("category", [(each.id, each.name) for each in regime.categories])
        self.offer("level", [(value, short_level(value, regime.levels)) for value in regime.levels])
        if not regime.levels:
            del self.fields["level"]
        if not regime.categories:
            del self.fields["category"]
