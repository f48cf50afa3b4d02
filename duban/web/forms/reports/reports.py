"""Forms of reports and of their review."""

from collections.abc import Sequence
from typing import Any

from django import forms

from duban.ledger import conditions
from duban.ledger.actions.reports.reports import Words
from duban.ledger.models import Assignment
from duban.ledger.models.reports import What
from duban.web.forms import Form, VersionField
from duban.web.forms.fields import day_field, text_field
from duban.web.forms.files import Files

# What stands in the place of a kind: no progress, with the reason.
NO_PROGRESS = "none"


class ReportForm(Form):
    """What was done, what stands in the way, what comes next."""

    what = forms.ChoiceField(label="种类", choices=What.choices, widget=forms.RadioSelect, initial=What.PROGRESS)
    done = text_field("已完成", rows=5)
    problems = text_field("存在问题", required=False)
    blocked = text_field("无法落实的及原因", required=False)
    next_steps = text_field("下一步", required=False)
    visible_progress = forms.CharField(
        label="形象进度", max_length=200, required=False, help_text="项目类填写，如 完成投资 62%，主体封顶"
    )
    files = Files(label="佐证材料", hint="可选多个；图片、PDF、Word、Excel、压缩包")  # type: ignore[assignment]  # a field, kept apart from the form's own attribute
    version = VersionField()

    def __init__(
        self,
        *args: Any,
        keep: str,
        is_lead: bool,
        elements: Sequence[str] = (),
        also: Sequence[Assignment] = (),
        word_limit: int | None = None,
        project: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.others = elements, {str(each.pk): each for each in also}
        for place, name in enumerate(elements):
            self.fields[f"element_{place}"] = text_field(name, required=False, rows=2, keep=f"{keep}-element-{place}")
            self.fields[f"element_{place}"].widget.attrs["class"] = "form-control"
        if also:
            self.fields["also"] = forms.MultipleChoiceField(
                label="这份反馈同时报给",
                required=False,
                widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
                choices=[(str(each.pk), str(each.matter)) for each in also],
                help_text="同样的内容只写一次：勾选的事项按进展反馈一并报送",
            )
        if word_limit:
            self.fields["done"].help_text = f"全文不超过 {word_limit} 字"
        if project:
            self.fields["visible_progress"].label = "形象进度（项目类必填）"
        order = ["what", "done", *(f"element_{place}" for place in range(len(elements))), "visible_progress"]
        self.order_fields([*order, "problems", "blocked", "next_steps", "files", "also"])
        for name in ("done", "problems", "blocked", "next_steps"):
            self.fields[name].widget.attrs["data-keep"] = f"{keep}-{name}"
        self.rare = ("blocked",) if project else ("blocked", "visible_progress")
        kinds = list(What.choices) if is_lead else [(What.PROGRESS.value, What.PROGRESS.label)]
        # A report of progress that has none to tell says why.
        self.offer("what", [*kinds[:1], (NO_PROGRESS, "无进展（写原因）"), *kinds[1:]])
        if self.data.get("what") == NO_PROGRESS:
            self.fields["done"].required, self.rare = False, self.rare[1:]

    def clean(self) -> dict[str, Any]:
        """Ask why nothing moved, where that is what is reported: it goes as a report of progress that says so."""
        found = super().clean() or {}
        if found.get("what") == NO_PROGRESS:
            if not found.get("blocked", "").strip():
                self.add_error("blocked", "无进展的，请写明原因")
            found["what"], found["done"] = What.PROGRESS.value, found.get("done") or "无进展"
        return found

    def told(self) -> dict[str, Any]:
        """Return what was written, as the action takes it; the files apart."""
        told = dict(self.cleaned_data)
        told.pop("files", None)
        told["also"] = [self.others[key] for key in told.pop("also", [])]
        elements = [(name, told.pop(f"element_{place}")) for place, name in enumerate(self.asked)]
        texts = {name: told.pop(name) for name in conditions.reports.TEXTS if name in told}
        return {**told, "words": Words(**texts, elements=elements)}


class AcceptForm(Form):
    """Accept, where the result is worth less than the whole with fewer points."""

    points = forms.DecimalField(label="认定分值", required=False, max_digits=7, decimal_places=2, min_value=0)
    version = VersionField()


class ReturnForm(Form):
    """Return: why, and until when it is to be done again."""

    musts = ("reason",)

    reason = text_field("退回原因", required=False)
    redo_by = day_field("重报期限")
    version = VersionField()
