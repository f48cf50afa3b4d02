"""Forms of the pages: fields and their words; what is right or wrong in business is the actions' affair."""

from django import forms

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

    def refuse(self, refusal: Refused) -> None:
        """Show a refusal at the field that it names, or above the form."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))
