"""Forms of findings: handed over, planned, reported, checked, excused, and what else they lead to."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from duban.ledger.models import Finding, JournalLine, Matter
from duban.ledger.wordings import inspection_reports
from duban.people.models import Officer
from duban.web.forms import Form, VersionField, with_title
from duban.web.forms.fields import day_field, text_field
from duban.web.forms.files import Files
from duban.web.forms.requests.fields import PersonsField


class HandOverForm(Form):
    """Which findings of a unit, until when."""

    musts = ("findings", "rectify_by")

    findings = forms.MultipleChoiceField(label="交办的问题", required=False, widget=forms.CheckboxSelectMultiple)
    rectify_by = day_field("整改期限", required=False)
    note = text_field("通知里另要写的话", required=False)

    def __init__(self, *args: Any, rows: Iterable[Finding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(each.pk): each for each in rows}
        self.offer(
            "findings",
            [(pk, f"{each.order}. {each.get_nature_display()}：{each.text[:80]}") for pk, each in self.rows.items()],
        )
        self.fields["findings"].initial = list(self.rows)

    def chosen(self) -> list[Finding]:
        """Return the findings that were ticked."""
        return [self.rows[pk] for pk in self.cleaned_data["findings"]]


class PlanForm(Form):
    """The unit's plan for one finding."""

    measures = text_field("整改措施", required=False, keep="rectification")
    responsible = forms.CharField(label="责任领导", max_length=60, required=False)
    promised_on = day_field("拟完成日期", required=False)
    version = VersionField()


class ResultForm(Form):
    """What was put right, and the proof."""

    result = text_field("整改结果", required=False, rows=4, keep="rectified")
    files = Files(label="整改佐证材料", hint="可选多个；照片、PDF、Word、Excel")  # type: ignore[assignment]  # a field, kept apart from the form's own attribute


class CheckForm(Form):
    """Struck off, or sent back."""

    note = text_field("验收情况", required=False, hint="退回的写明哪里没有改到位")
    redo_by = day_field("新的整改期限", required=False, hint="只在退回时填；不填则原期限不变")
    verdict = forms.ChoiceField(choices=[("strike", "销号"), ("return", "退回")], required=False)


class MajeureForm(Form):
    """Why the limit cannot be kept."""

    musts = ("text",)

    text = text_field("不可抗力的事实和依据", required=False, keep="majeure")


class MajeureRulingForm(Form):
    """Whether it holds, and until when instead."""

    uphold = forms.ChoiceField(
        label="认定", choices=[("yes", "成立，原期限不计"), ("no", "不成立")], widget=forms.RadioSelect, required=False
    )
    until = day_field("另定期限", required=False, hint="成立的可以另定；不填则不再限期")
    reason = text_field("理由", required=False)


class CorrectionForm(Form):
    """What is to be corrected, until when."""

    order = text_field("责令改正的内容", required=False, keep="correction")
    limit_on = day_field("改正期限", required=False)


class BreachForm(Form):
    """What was stopped on the spot, whom it concerns, what is asked of the discipline body."""

    stopped = text_field("当场制止的情况", required=False, rows=2)
    persons = PersonsField(label="涉及人员", help_text="几个人用顿号或换行分开")
    note = text_field("违规违纪的事实和请求", required=False, keep="breach")


class FollowForm(Form):
    """On which matter, and why: criticism or experience."""

    musts = ("matter",)

    matter = forms.ModelChoiceField(
        queryset=Matter.objects.none(), label="涉及的事项", required=False, empty_label="请选择"
    )
    reason = text_field("理由", required=False, keep="finding-follow")

    def __init__(self, *args: Any, matters: QuerySet[Matter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_records("matter", matters, lambda each: f"{each.no} {each.title}")


class ConclusionForm(Form):
    """The parts of a conclusion."""

    achievements = text_field("工作成效", required=False, rows=5, most=8000)
    problems = text_field("存在问题", required=False, rows=6, most=8000)
    shortfalls = text_field(
        "未落实和部分落实情况", required=False, rows=4, most=8000, hint="难以落实、只部分落实的逐项写明；没有的写“无”"
    )
    advice = text_field("整改意见", required=False, rows=4, most=8000)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, keep: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name != "version":
                field.widget.attrs["data-keep"] = f"{keep}-{name}"

    def words(self) -> dict[str, str]:
        """Return the parts as they were written."""
        return {name: words for name, words in self.cleaned_data.items() if name != "version"}


class ForwardForm(Form):
    """Which leader signs."""

    to_sign = forms.ModelChoiceField(
        queryset=Officer.objects.none(), label="报哪位领导审阅", required=False, empty_label="请选择"
    )

    def __init__(self, *args: Any, signers: QuerySet[Officer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_records("to_sign", signers, with_title)


class OpinionForm(Form):
    """Agree, or send back with words."""

    decision = forms.ChoiceField(choices=[("agree", "同意"), ("return", "退回")], required=False)
    opinion = text_field("意见", required=False)


class ReviewForm(Form):
    """What the unit disputes."""

    musts = ("text",)

    text = text_field("不服的内容、理由和依据", required=False, rows=5, keep="review")


class NamingForm(Form):
    """Who decides."""

    musts = ("officer",)

    officer = forms.TypedChoiceField(label="指定复核人", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, deciders: Iterable[Officer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deciders = {each.pk: each for each in deciders}
        self.offer(
            "officer",
            [
                ("", "请选择"),
                *((pk, f"{each}（{each.get_role_display()}）") for pk, each in self.deciders.items()),
            ],
        )

    def clean_officer(self) -> Officer:
        found = self.deciders.get(self.cleaned_data["officer"])
        if found is None:
            raise forms.ValidationError("请选择复核人")
        return found


class DecisionForm(ConclusionForm):
    """Kept or changed, why, the new words, and the records that no longer count."""

    ruling = forms.ChoiceField(
        label="决定", choices=[("kept", "维持结论"), ("changed", "变更结论")], widget=forms.RadioSelect, required=False
    )
    reason = text_field("理由", required=False, rows=4)
    withdraw = forms.MultipleChoiceField(
        label="一并撤销据此作出的记录",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="变更结论时才能撤销；原记录和撤销都保留，已发布的排名不改",
    )

    def __init__(self, *args: Any, lines: Sequence[tuple[JournalLine, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = {str(line.seq): line for line, _ in lines}
        self.offer("withdraw", [(str(line.seq), said) for line, said in lines])
        if not lines:
            del self.fields["withdraw"]
        self.order_fields(["ruling", "reason", "achievements", "problems", "shortfalls", "advice", "withdraw"])

    def words(self) -> dict[str, str]:
        names = ("achievements", "problems", "shortfalls", "advice")
        return {name: self.cleaned_data[name] for name in names}

    def withdrawn(self) -> list[JournalLine]:
        """Return the lines that were ticked."""
        return [self.lines[seq] for seq in self.cleaned_data.get("withdraw", ())]


class ReportFormForm(Form):
    """In which form an inspection is reported."""

    musts = ("form",)

    form = forms.ChoiceField(label="文种", widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, forms_of: Iterable[inspection_reports.Form], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(
            "form", [(each.id, f"{each.name}{f'〔{each.clause}〕' if each.clause else ''}") for each in forms_of]
        )
