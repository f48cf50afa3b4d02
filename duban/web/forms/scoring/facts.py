"""The form of what the office records by hand."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from duban.ledger import words
from duban.ledger.actions.scoring import facts
from duban.ledger.models import Matter
from duban.web.forms.fields import UnitField, UnitsForm, day_field, text_field


class RecordForm(UnitsForm):
    """A fact that the office records by hand."""

    kind = forms.ChoiceField(label="情况")
    unit = UnitField(label="单位")
    matter = forms.CharField(label="事项编号", max_length=20, required=False, help_text="不针对某一事项的不填")
    on = day_field("发生日期")
    authority = forms.ChoiceField(label="作出机关", required=False)
    tone = forms.ChoiceField(label="性质", required=False, choices=[("", "—"), *words.TONES.items()])
    what = forms.ChoiceField(
        label="逾期内容",
        required=False,
        choices=[("", "—"), *((what, word) for what, word in words.MISSED.items() if what != "progress")],
    )
    defect = forms.CharField(label=words.DEFECT, max_length=60, required=False, help_text="如 答非所问、过于简单")
    occasion = forms.CharField(label="同一事由", max_length=60, required=False)
    section = forms.CharField(label="评分项", max_length=60, required=False)
    points = forms.DecimalField(label="分值", required=False, max_digits=7, decimal_places=2)
    grade = forms.ChoiceField(
        label="等次", required=False, choices=[("", "—"), *((each, each) for each in ("优秀", "良好", "合格", "较差"))]
    )
    reason = text_field("事由和依据", keep="record")
    evidence = forms.FileField(label="证明材料", required=False, help_text="通报、批示、报道、推广、现场会、迎检须附")

    def __init__(
        self,
        *args: Any,
        kinds: Iterable[tuple[str, list[tuple[str, str]]]],
        authorities: Iterable[tuple[str, str]],
        matters: QuerySet[Matter],
        highest: list[str],
        bound: list[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.matters = matters
        self.offer("kind", [("", "请选择"), *kinds])
        self.offer("authority", [("", "—"), *authorities])
        if highest:
            self.fields[
                "occasion"
            ].help_text = f"同一件事受多级通报或批示的写同样的事由，只计最高一级〔{'、'.join(highest)}〕"
        else:
            self.fields["occasion"].help_text = "同一件事受多级通报或批示的写同样的事由，便于查对；本制度各计各的"
        if bound:
            self.fields["matter"].help_text = f"不针对某一事项的不填，但加分减分不计〔{'、'.join(bound)}〕"

    def clean_matter(self) -> Matter | None:
        no = self.cleaned_data["matter"].strip()
        if not no:
            return None
        found = self.matters.select_related("jurisdiction").filter(no=no).first()
        if found is None:
            raise forms.ValidationError("没有这个编号的事项")
        return found

    def fact(self) -> dict[str, object]:
        """Return the fields of the fact that belong to its kind and were filled in; points as text, as the format has them."""
        words = self.cleaned_data
        filled = {name: words[name] for name in facts_of(words["kind"]) if words.get(name) not in (None, "")}
        return {name: str(value) for name, value in filled.items()}


def facts_of(kind: str) -> tuple[str, ...]:
    """Return the fields that a recorded fact of that kind may have, beside unit, day and matter."""
    return _FIELDS.get(kind, ())


_FIELDS = {
    "circular": ("authority", "tone", "occasion"),
    "instruction": ("authority", "tone", "occasion"),
    "interview": ("authority",),
    "promoted": ("authority", "occasion"),
    "published": ("authority", "occasion"),
    "hosted_meeting": ("authority", "occasion"),
    "inspection_excellent": ("authority", "occasion"),
    "top_ranked": (),
    "poor_report": ("defect",),
    "false_report": ("defect",),
    "uncooperative": (),
    "late": ("what",),
    "sheet": ("section", "points"),
    "grade": ("grade",),
}
assert set(_FIELDS) == set(facts.KINDS)
