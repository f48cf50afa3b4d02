"""Forms of the team, its places, what it finds there, self-inspections, draws, plans of a year and inspections from above."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from duban.ledger.actions.inspections.draws import WHAT
from duban.ledger.actions.inspections.visits import Noted, Photo
from duban.ledger.governed import Governed
from duban.ledger.models import Inspection, Matter, RosterEntry, Visit
from duban.ledger.models.findings import Nature
from duban.ledger.models.inspections import EXTERNAL, Capacity
from duban.people.models import LEADERS, OFFICE, Jurisdiction, Officer, Role
from duban.web.forms import Form
from duban.web.forms.fields import UnitField, UnitsField, UnitsForm, day_field, offer_units, text_field
from duban.web.forms.files import Files


def photos_of(given: Iterable[UploadedFile]) -> list[Photo]:
    """Return uploaded files as the actions take them."""
    return [Photo(each.name or "", each.chunks()) for each in given]


class MemberForm(Form):
    """Somebody for the team: an account, somebody of the roster, or by name."""

    musts = ("name",)
    capacity = forms.ChoiceField(label="身份", choices=Capacity.choices, initial=Capacity.MEMBER)
    officer = forms.ModelChoiceField(Officer.objects.none(), label="账号", required=False, empty_label="（没有账号）")
    entry = forms.ModelChoiceField(
        RosterEntry.objects.none(), label="督查员名册", required=False, empty_label="（不在名册）"
    )
    name = forms.CharField(
        label="姓名", max_length=40, required=False, help_text="没有账号的写姓名，如媒体、代表、委员"
    )
    body = forms.CharField(label="单位职务", max_length=120, required=False)

    def __init__(self, *args: Any, inspection: Inspection, entries: QuerySet[RosterEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = (*OFFICE, *LEADERS, Role.SECTION, Role.INSPECTOR, Role.LIAISON, Role.UNIT_HEAD)
        people = Officer.objects.filter(jurisdiction=inspection.jurisdiction, is_active=True, role__in=posts)
        people = people.exclude(unit__in=inspection.units.all()).exclude(memberships__inspection=inspection)
        self.offer_records(
            "officer",
            people.select_related("unit").order_by("role", "id"),
            lambda each: f"{each}（{each.unit or each.title or each.get_role_display()}）",
        )
        self.offer_records("entry", entries, lambda each: f"{each}（{each.body}）" if each.body else str(each))
        outside = "、".join(str(Capacity(each).label) for each in EXTERNAL)
        self.fields["capacity"].help_text = f"{outside}只列姓名，不用账号"

    def owed(self) -> list[str]:
        return [] if self.cleaned_data.get("officer") or self.cleaned_data.get("entry") else super().owed()


class RosterForm(Form):
    """Somebody for the roster."""

    musts = ("name",)
    officer = forms.ModelChoiceField(Officer.objects.none(), label="账号", required=False, empty_label="（没有账号）")
    name = forms.CharField(label="姓名", max_length=40, required=False, help_text="选了账号的可以不填")
    body = forms.CharField(label="单位职务", max_length=120, required=False)
    appointed_on = day_field("聘任日期")
    until_on = day_field("聘期止", required=False)

    def __init__(self, *args: Any, jurisdiction: Jurisdiction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = (*OFFICE, *LEADERS, Role.SECTION, Role.INSPECTOR, Role.LIAISON, Role.UNIT_HEAD)
        people = Officer.objects.filter(jurisdiction=jurisdiction, is_active=True, role__in=posts)
        self.offer_records(
            "officer",
            people.select_related("unit").order_by("role", "id"),
            lambda each: f"{each}（{each.unit or each.title or each.get_role_display()}）",
        )

    def owed(self) -> list[str]:
        return [] if self.cleaned_data.get("officer") else super().owed()


class VisitForm(Form):
    """One place."""

    unit = UnitField(label="单位")
    place = forms.CharField(label="到哪里", max_length=120)
    how = forms.ChoiceField(label="做什么", choices=Visit.How.choices)
    on = day_field("日期")
    matter = forms.ModelChoiceField(
        Matter.objects.none(), label="督查事项", required=False, empty_label="（不针对某一事项）"
    )

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_units(self, "unit", inspection.units.order_by("order", "id"))
        self.offer_records("matter", inspection.matters.order_by("id"))
        self.fields["how"].initial = Visit.How.UNANNOUNCED if inspection.unannounced else Visit.How.SITE


class RecordForm(Form):
    """What is seen at a place, and what is found there."""

    seen = text_field("所见情况", required=False, rows=3, most=2000)
    text = text_field("发现的问题或经验", required=False, rows=3, most=2000, hint="没有问题的空着")
    nature = forms.ChoiceField(label="性质", choices=Nature.choices, initial=Nature.PROBLEM)
    aspect = forms.ChoiceField(label="督查方面", required=False)
    order_text = text_field(
        "当场怎样处置",
        required=False,
        rows=2,
        most=1000,
        hint="当场制止、责令改正的写在这里，被督查单位随即看到；没有的空着",
    )
    photos = Files(label="照片和材料")

    def __init__(self, *args: Any, keep: object = "", aspects: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("aspect", [("", "（不分）"), *((each, each) for each in aspects)])
        if not aspects:
            del self.fields["aspect"]
        for name in ("seen", "text", "order_text"):
            self.fields[name].widget.attrs["data-keep"] = f"visit-{keep}-{name}"

    def clean(self) -> dict[str, Any]:
        words = super().clean()
        if words.get("order_text") and not words.get("text"):
            self.add_error("text", "当场处置的，要写明发现了什么")
        return words

    def noted(self) -> Noted | None:
        """Return the finding, or None where there is none."""
        words = self.cleaned_data
        if not words["text"].strip():
            return None
        return Noted(words["nature"], words["text"], words["order_text"], words.get("aspect", ""))


class FindingForm(RecordForm):
    """One finding without a place: what a superior found."""

    unit = UnitField(label="单位")
    field_order = ("unit", "nature", "aspect", "text", "order_text", "photos")

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        aspects = Governed.of(inspection.jurisdiction).words("aspects")
        super().__init__(*args, keep=f"received-{inspection.pk}", aspects=aspects, **kwargs)
        del self.fields["seen"]
        offer_units(self, "unit", inspection.units.order_by("order", "id"))
        self.fields["text"].required = True

    def finding(self) -> Noted:
        """Return the finding."""
        words = self.cleaned_data
        return Noted(words["nature"], words["text"], words["order_text"], words.get("aspect", ""))


class FindingCorrectionForm(RecordForm):
    """What was found, put right, and why."""

    musts = ("reason",)

    reason = text_field("更正的理由", required=False, rows=2, most=400)
    field_order = ("nature", "aspect", "text", "order_text", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("seen", "photos"):
            del self.fields[name]
        for name in ("text", "order_text"):
            del self.fields[name].widget.attrs["data-keep"]
        self.fields["text"].required = True

    def finding(self) -> Noted:
        """Return the finding."""
        words = self.cleaned_data
        return Noted(words["nature"], words["text"], words["order_text"], words.get("aspect", ""))


class SelfRequestForm(Form):
    """Which units check themselves first, until when."""

    due_on = day_field("自查报告期限")
    units = UnitsField(label="单位", required=True)

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_units(self, "units", inspection.units.order_by("order", "id"))


class SelfReportForm(Form):
    """What the unit found by checking itself."""

    text = text_field(
        "自查情况", rows=8, most=8000, keep="self-inspection", hint="做了什么、有什么问题、怎样整改，如实写"
    )
    evidence = Files(label="材料")


class LookBackForm(Form):
    """When the look-back is, and whether it is announced."""

    from_on = day_field("开始日期")
    to_on = day_field("结束日期")
    unannounced = forms.BooleanField(label="暗访", required=False)


class DrawForm(Form):
    """What is drawn, how many, by which seed."""

    what = forms.ChoiceField(label="抽取对象", choices=list(WHAT.items()))
    sources = forms.MultipleChoiceField(
        label="事项来源", required=False, widget=forms.CheckboxSelectMultiple({"class": "boxes"}),
        help_text="抽取事项时用，不选的是全部在办事项",
    )  # fmt: skip
    count = forms.IntegerField(label="抽几个", min_value=1, max_value=500)
    seed = forms.CharField(
        label="随机种子", max_length=64, help_text="同一种子、同一范围，谁来抽结果都一样；可以当众商定"
    )

    def __init__(self, *args: Any, sources: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("sources", [(each, each) for each in sources])
        if sources:
            self.initial.setdefault("sources", list(sources))
        else:
            del self.fields["sources"]


class PlanForm(Form):
    """The plan of a year."""

    year = forms.IntegerField(label="年度", min_value=1990, max_value=2199)
    made_with = forms.CharField(
        label="会同制定", max_length=200, required=False, help_text="会同哪些单位制定，审定时也可以补写"
    )


class AdoptionForm(Form):
    """With whom the plan was made."""

    made_with = forms.CharField(label="会同制定", max_length=200, required=False)


class PlanItemForm(UnitsForm):
    """One inspection of the plan."""

    title = forms.CharField(label="督查事项", max_length=200)
    contents = text_field("督查内容", required=False, rows=6, most=4000, hint="一行一项")
    from_on = day_field("起")
    to_on = day_field("止")
    units = UnitsField(label="被督查单位", required=False)


class ReceptionForm(UnitsForm):
    """An inspection from above."""

    title = forms.CharField(label="名称", max_length=200)
    authority = forms.ChoiceField(label="检查方级别")
    authority_name = forms.CharField(label="检查方", max_length=100, help_text="如 省政府督查室、市审计局")
    from_on = day_field("开始日期")
    to_on = day_field("结束日期")
    units = UnitsField(label="涉及单位", required=True)
    scheme = text_field("检查内容", required=False, rows=5, most=4000)

    def __init__(self, *args: Any, authorities: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("authority", [("", "请选择"), *authorities])


class PreparationForm(UnitsForm):
    """One thing to be ready."""

    text = forms.CharField(label="准备什么", max_length=200)
    unit = UnitField(label="哪个单位", required=False, empty="本办公室")
    due_on = day_field("期限", required=False)


class AnswerForm(Form):
    """What came of an inspection from above."""

    result = text_field("检查结果", rows=4, most=4000)
    result_on = day_field("日期")
