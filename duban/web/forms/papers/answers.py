"""Forms of what is answered once for a whole paper: units of a name, a day, what several drafts have in common, the basis of all."""

from typing import Any

from django import forms

from duban.web.forms import Form
from duban.web.forms.fields import UnitsField, UnitsForm, day_field


class BasisForm(Form):
    """What a paper's matters are based on, as notices name it."""

    basis = forms.CharField(
        label="依据文件", required=False, max_length=200, help_text="通知写“根据《……》”；不填的，通知不写依据。"
    )
    basis_no = forms.CharField(label="文号", required=False, max_length=80)
    basis_on = day_field("成文日期", required=False)


class _UnitsForm(UnitsForm):
    units = UnitsField(label="单位", required=False)


class NameForm(_UnitsForm):
    """The units that a name means in a paper, and whether that is kept for later ones."""

    name = forms.CharField(label="名称", max_length=200)
    remember = forms.BooleanField(required=False)


class CollectiveForm(_UnitsForm):
    """The units that a name for many means."""

    name = forms.CharField(label="统称", max_length=80)


class DayForm(Form):
    """One day for all drafts with the same doubt about theirs."""

    doubt = forms.CharField(label="疑问", max_length=1000)
    due_on = day_field("期限")


class DoubtForm(Form):
    """A kind of doubt that is settled for all drafts that have it."""

    code = forms.CharField(max_length=40)
    first_leads = forms.BooleanField(required=False)


class SelectionForm(_UnitsForm):
    """What is done with the drafts that were ticked."""

    order = forms.TypedMultipleChoiceField(label="草稿", coerce=int, error_messages={"required": "请先勾选草稿"})
    act = forms.ChoiceField(label="怎样处理", choices=[("drop", "不登记"), ("lead", "设牵头单位"), ("day", "设期限")])
    due_on = day_field("期限", required=False)

    def __init__(self, *args: Any, orders: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("order", [(order, order) for order in orders])

    def clean(self) -> dict[str, Any]:
        words = super().clean()
        if words.get("act") == "day" and not words.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "请填写期限")
        return words
