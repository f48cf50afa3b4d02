"""Forms of inspections: the scheme, the signature, the team, places, findings, self-inspections, the plan of a year."""

import datetime
import re
from typing import Any

from django import forms

from duban.ledger import access, conditions
from duban.ledger.actions.inspections.inspections import Scheme
from duban.ledger.conditions.inspections import Signing
from duban.ledger.governed import Governed
from duban.ledger.models import Inspection, Matter, PlanItem
from duban.ledger.models.inspections import Method
from duban.ledger.queries.inspections import inspections
from duban.papers.reading.texts.folding import number_typed
from duban.people.models import Officer
from duban.web.forms import Form, with_title
from duban.web.forms.fields import UnitsField, UnitsForm, day_field, text_field


class SchemeForm(UnitsForm):
    """The scheme (督查方案)."""

    plan_item = forms.ModelChoiceField(
        PlanItem.objects.none(), label="按年度计划的哪一项", required=False, empty_label="（计划外）"
    )
    title = forms.CharField(label="名称", max_length=200)
    method = forms.ChoiceField(label="方式")
    unannounced = forms.BooleanField(
        label="暗访：不发通知，督查组到场前只有拟定人、督查组、审批人和督查室负责人看得到", required=False
    )
    from_on = day_field("开始日期")
    to_on = day_field("结束日期")
    units = UnitsField(label="被督查单位", required=True)
    scheme = text_field(
        "督查内容和安排",
        required=False,
        rows=8,
        most=8000,
        keep="inspection-scheme",
        hint="查什么、怎么查、分几组。报批前必须写明",
    )
    matters = forms.CharField(
        label="督查事项的编号",
        required=False,
        max_length=400,
        help_text="台账里的编号，多个用空格或顿号分开，如 2026-3、2026-8",
    )
    made_with = forms.CharField(label="会同部门", required=False, max_length=200)
    unplanned_reason = text_field("计划外的理由", required=False, rows=2, most=1000)
    after = forms.ModelChoiceField(
        Inspection.objects.none(), label="前次督查", required=False, empty_label="（不是回头看）"
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, officer: Officer, today: datetime.date, inspection: Inspection | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, jurisdiction=officer.office, **kwargs)
        self.officer, self.is_new = officer, inspection is None
        items = inspections.open_items(officer, today)
        if inspection is not None and inspection.plan_item_id:
            items = PlanItem.objects.filter(pk=inspection.plan_item_id) | PlanItem.objects.filter(
                pk__in=items.values("pk")
            )
        self.offer_records(
            "plan_item",
            items,
            lambda each: f"{each.plan.year}年 {each.title}（{each.from_on:%m-%d} 至 {each.to_on:%m-%d}）",
        )
        self.offer(
            "method",
            [
                ("", "请选择"),
                *(each for each in Method.choices if each[0] != Method.RECEIVED),
            ],
        )
        earlier = access.inspections.inspections(officer).exclude(method=Method.RECEIVED).order_by("-from_on", "-id")
        self.offer_records("after", earlier.exclude(pk=inspection.pk) if inspection is not None else earlier)
        regime = Governed.of(officer.office).document
        clause = conditions.inspections.plan_clause(regime)
        if clause:
            self.fields["unplanned_reason"].help_text = f"不在年度计划内的写明〔{clause}〕"
        else:
            del self.fields["plan_item"]
            self.fields["unplanned_reason"].label = "督查缘由"

    def clean_matters(self) -> tuple[Matter, ...]:
        words = [each for each in re.split(r"[、，,；;\s]+", number_typed(self.cleaned_data["matters"])) if each]
        found = {each.no: each for each in access.matters.matters(self.officer).filter(no__in=words)}
        missing = [no for no in words if no not in found]
        if missing:
            raise forms.ValidationError(f"没有这个编号的事项：{'、'.join(missing)}")
        return tuple(dict.fromkeys(found[no] for no in words))

    def clean(self) -> dict[str, Any]:
        words = super().clean()
        if not self.is_new and words.get("version") is None and "version" not in self.errors:
            raise forms.ValidationError("页面内容不完整，请重新打开后再改")
        return words

    def scheme_given(self) -> Scheme:
        """Return what was filled in as the action takes it."""
        words = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return Scheme(**{**words, "units": list(words["units"])})


def initial_scheme(inspection: Inspection) -> dict[str, object]:
    """Return what the scheme says now, as the form has it."""
    same = (
        "plan_item",
        "title",
        "method",
        "unannounced",
        "from_on",
        "to_on",
        "scheme",
        "made_with",
        "unplanned_reason",
        "after",
        "version",
    )
    return {
        **{name: getattr(inspection, name) for name in same},
        "units": list(inspection.units.all()),
        "matters": "、".join(inspection.matters.order_by("id").values_list("no", flat=True)),
    }


class SignerForm(Form):
    """Who is asked to sign."""

    signer = forms.ModelChoiceField(Officer.objects.none(), label="报给谁审批", empty_label="请选择")

    def __init__(self, *args: Any, signing: Signing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_records("signer", signing.officers, with_title)


class OpinionForm(Form):
    """Agree or return."""

    agree = forms.ChoiceField(label="意见", choices=[("yes", "同意"), ("no", "退回修改")], widget=forms.RadioSelect)
    opinion = text_field("说明", required=False, rows=3, most=1000, hint="退回必须写明")


class FilingForm(Form):
    """When and with whom it was filed."""

    filed_on = day_field("备案日期")
    filed_with = forms.CharField(label="向谁备案", max_length=100)
