"""Forms of where matters come from: meetings, instructions, collection forms, suggestions, what came from above."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.forms import BoundField

from duban.ledger.actions.sources.collections import ASKED
from duban.ledger.actions.sources.suggestions import Letter
from duban.ledger.models import Attachment, Matter
from duban.ledger.models.instructions import Level
from duban.ledger.models.ratings import Satisfaction
from duban.ledger.models.reports import What
from duban.ledger.models.suggestions import Answer, Kind, Rank
from duban.ledger.storage import file_kinds
from duban.papers.reading import ACCEPTED
from duban.papers.reading.formats.kinds import EXTENSIONS
from duban.papers.reading.texts.folding import number_typed
from duban.people.models import LEADERS, Jurisdiction, Officer
from duban.web.forms import Form, with_title
from duban.web.forms.fields import RecordsField, day_field, text_field
from duban.web.forms.files import file_input, within_limit
from duban.web.forms.matters.matters import OrderForm


class MeetingForm(Form):
    """A meeting with its minutes."""

    takes = EXTENSIONS

    name = forms.CharField(label="会议名称", max_length=120)
    kind = forms.ChoiceField(label="会议类别", required=False)
    held_on = day_field("召开日期")
    minutes = text_field(
        "会议纪要",
        required=False,
        rows=10,
        most=100_000,
        keep="minutes",
        hint="粘贴全文；“会议决定、议定、要求……”的各项会逐条列出，由您核对",
    )
    file = forms.FileField(
        label="或者上传纪要",
        required=False,
        help_text=f"{ACCEPTED}；议定事项表（事项、责任单位、时限）逐行读出。",
    )

    def clean_file(self) -> UploadedFile:
        return within_limit(self.cleaned_data["file"])

    def __init__(self, *args: Any, kinds: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", [("", "（不分类别）"), *((each, each) for each in kinds)])


class TextsForm(Form):
    """Several things, one a line."""

    texts = text_field("内容", required=False, rows=4, most=20_000, hint="一行一项")

    def lines(self) -> list[str]:
        """Return the lines."""
        return self.cleaned_data["texts"].splitlines()


class DecisionsForm(TextsForm):
    """Decisions that were not read, one a line; at least one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["texts"].required = True
        self.fields["texts"].error_messages["required"] = "请写明议定内容"


class InstructionForm(Form):
    """What a leader wrote; the office says whose it is and when."""

    musts = ("leader", "text")

    leader = forms.ModelChoiceField(
        Officer.objects.none(),
        label="批示领导",
        required=False,
        empty_label="（上级领导，填下面三项）",
        help_text="本级领导在这里选；上级领导没有账号，填姓名、职务和层级",
    )
    superior_name = forms.CharField(label="上级领导姓名", max_length=40, required=False)
    superior_post = forms.CharField(label="上级领导职务", max_length=80, required=False, help_text="如 省委书记")
    superior_level = forms.ChoiceField(label="上级领导层级", choices=[("", "—"), *Level.choices], required=False)
    text = text_field("批示内容", required=False, rows=5, keep="instruction")
    given_on = day_field("批示日期")
    scan = forms.FileField(
        label="批示原件",
        required=False,
        help_text="扫描件、照片或 PDF，以后也可以补",
        widget=file_input(file_kinds.SCANS),
    )

    def clean_scan(self) -> Any:
        return within_limit(self.cleaned_data["scan"])

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaders = Officer.objects.filter(jurisdiction=officer.office, role__in=LEADERS, is_active=True)
        self.offer_records("leader", leaders.order_by("id"))
        if officer.is_leader:
            for name in ("leader", "given_on", "superior_name", "superior_post", "superior_level"):
                del self.fields[name]

    def owed(self) -> list[str]:
        is_above = any(self.cleaned_data.get(f"superior_{name}") for name in ("name", "post", "level"))
        return [name for name in super().owed() if name != "leader" or not is_above]


class ScanForm(Form):
    """The handwriting of an instruction."""

    scan = forms.FileField(label="批示原件", help_text="扫描件、照片或 PDF", widget=file_input(file_kinds.SCANS))

    def clean_scan(self) -> Any:
        return within_limit(self.cleaned_data["scan"])


class NumberForm(Form):
    """A matter by its number."""

    matter = forms.CharField(label="已有事项的编号", max_length=20, help_text="如 2026-3")

    def __init__(self, *args: Any, matters: QuerySet[Matter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matters = matters

    def clean_matter(self) -> Matter:
        no = number_typed(self.cleaned_data["matter"]).strip()
        found = self.matters.select_related("jurisdiction").filter(no=no).first()
        if found is None:
            raise forms.ValidationError("没有这个编号的事项")
        return found


class ResultForm(Form):
    """The result for the leader."""

    musts = ("result",)

    result = text_field("办理结果", required=False, rows=6, keep="result")


class CollectionForm(Form):
    """A round of the form 《需要督办事项》."""

    name = forms.CharField(label="名称", max_length=80)
    due_on = day_field("交回期限")
    leaders = RecordsField(
        Officer.objects.none(),
        label="征集对象",
        widget=forms.CheckboxSelectMultiple({"class": "boxes"}),
        help_text="领导、办公室主任；副主任用科室账号的也可选",
    )

    def __init__(self, *args: Any, jurisdiction: Jurisdiction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = Officer.objects.filter(jurisdiction=jurisdiction, role__in=ASKED, is_active=True).order_by("id")
        self.offer_records("leaders", asked, with_title)


class SourceOrderForm(OrderForm):
    """The order with the reason for another date than the document's."""

    date_reason = forms.CharField(label="另定日期的理由", max_length=200, required=False)

    @property
    def reasons(self) -> list[BoundField]:
        """Return the fields that stand beside the date."""
        return [self["date_reason"]]


class SuggestionOrderForm(SourceOrderForm):
    """The order of a suggestion, with what identifies it."""

    kind = forms.ChoiceField(label="建议还是提案", choices=Kind.choices)
    number = forms.CharField(label="编号", max_length=40, help_text="如 第17号")
    author = forms.CharField(label="提出人", max_length=120)
    rank = forms.ChoiceField(label="哪一级", required=False, choices=[("", "—"), *Rank.choices])

    @property
    def letters(self) -> list[BoundField]:
        """Return the fields that identify the suggestion."""
        return [self[name] for name in ("kind", "number", "author", "rank")]

    def letter(self) -> Letter:
        """Return what identifies it."""
        words = self.cleaned_data
        return Letter(kind=Kind(words["kind"]), number=words["number"], author=words["author"], rank=words["rank"])


class CountersignForm(Form):
    """A cooperating unit's word on the answer."""

    agreed = forms.TypedChoiceField(
        label="会签意见",
        choices=[("yes", "同意"), ("no", "不同意")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    opinion = text_field("说明", required=False, hint="不同意时必填")


class AnswerForm(Form):
    """The answer with the code of what came of it."""

    answer = forms.ChoiceField(label="办理结果", choices=Answer.choices, widget=forms.RadioSelect)
    text = text_field("答复内容", required=False, rows=6, keep="answer")


class RatingForm(Form):
    """What the author said of the answer."""

    satisfaction = forms.ChoiceField(label="满意度", choices=Satisfaction.choices, widget=forms.RadioSelect)
    note = forms.CharField(label="意见", max_length=300, required=False, help_text="不满意时必填；将重新办理")


class SendUpForm(Form):
    """What is reported to the office above."""

    what = forms.ChoiceField(label="上报什么", choices=What.choices, widget=forms.RadioSelect)
    done = text_field("已完成", rows=5, keep="send-up")
    problems = text_field("存在问题", required=False)
    blocked = text_field("无法落实的及原因", required=False)
    next_steps = text_field("下一步", required=False)
    attachments = RecordsField(
        Attachment.objects.none(),
        label="随附材料",
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "boxes"}),
    )

    def __init__(self, *args: Any, attachments: QuerySet[Attachment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_records("attachments", attachments)
        if not attachments.exists():
            del self.fields["attachments"]


class QuarterlyItemForm(Form):
    """One entry of a section's quarterly lists."""

    heading = forms.ChoiceField(label="清单")
    text = forms.CharField(label="内容", max_length=300)
    progress = forms.CharField(label="进展", max_length=300, required=False)
    matter = forms.ModelChoiceField(
        Matter.objects.none(), label="对应事项", required=False, empty_label="（不对应事项）"
    )
    proposed = forms.ChoiceField(label="建议分类")

    def __init__(
        self, *args: Any, headings: Iterable[str], classes: Iterable[str], matters: QuerySet[Matter], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("heading", [(each, each) for each in headings])
        self.offer("proposed", [(each, each) for each in classes])
        self.offer_records("matter", matters)


class ViewForm(Form):
    """A name for a list."""

    name = forms.CharField(label="名称", max_length=40)
    query = forms.CharField(max_length=500, required=False, widget=forms.HiddenInput)
