"""Forms of the pages: fields and their words; what is right or wrong in business is the actions' affair."""

import datetime

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from duban.ledger.refusals import Refused


class Form(forms.Form):
    """A form whose fields look like the rest of the page."""

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            kind = getattr(field.widget, "input_type", "")
            look = {"checkbox": "form-check-input", "radio": "form-check-input", "select": "form-select"}
            field.widget.attrs.setdefault("class", look.get(kind, "form-control"))
            field.error_messages["required"] = f"请填写{field.label}"

    def _post_clean(self) -> None:
        # What is changed must say on which version: a hidden field that is missing or torn is said above the form, and nothing is saved.
        if "version" in self.errors:
            del self.errors["version"]
            self.add_error(None, "这张表单没有带上版本号，什么也没有保存；请重新打开页面后再改")

    def refuse(self, refusal: Refused) -> None:
        """Show a refusal at the field that it names, or above the form."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


class VersionField(forms.IntegerField):
    """The version of the record on which a form was filled in; without it nothing is changed."""

    widget = forms.HiddenInput


class DateField(forms.DateField):
    """A day from 1990 to 2199: what lies outside is a slip of the hand, and no calendar could count from it."""

    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": "没有这一天，请按 2026-03-31 的样子填写"}
    default_validators = [
        MinValueValidator(datetime.date(1990, 1, 1), "日期过早，请检查年份"),
        MaxValueValidator(datetime.date(2199, 12, 31), "日期过晚，请检查年份"),
    ]

    def __init__(self, **kwargs):
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)
