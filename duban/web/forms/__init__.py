"""Forms of the pages: fields and their words; what is right or wrong in business is the actions' affair."""

import datetime
import re
from collections.abc import Callable, Iterable
from typing import Any, cast

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.forms import BoundField

from duban.ledger.refusals import Refused
from duban.ledger.storage.file_kinds import ACCEPTED
from duban.papers.reading.texts.folding import folded, on_one_line
from duban.people.models import Officer
from duban.web.forms.days import DayInput
from duban.web.forms.files import tell_browser
from duban.web.forms.wording import use_own_words

use_own_words()


class Form(forms.Form):
    """A form whose fields look like the rest of the page."""

    use_required_attribute = False
    # Fields without which the act refuses, beside those that are required here: starred like them.
    musts: tuple[str, ...] = ()
    # Fields that are rarely filled in: `components/fields.html` folds them.
    rare: tuple[str, ...] = ()
    # The kinds of files that it takes, by their extensions.
    takes: tuple[str, ...] = ACCEPTED
    # Why the ledger refused what was filled in, where it is shown at a field.
    refused: Refused | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dress()

    def dress(self) -> None:
        """Give each field its look and its words."""
        for field in self.fields.values():
            # What components/field.html asks of each: where one were missing, a template would look for it at length.
            for name, nothing in (("must", False), ("origin", ""), ("fixes", ())):
                vars(field).setdefault(name, nothing)
            kind = getattr(field.widget, "input_type", "")
            look = {"checkbox": "form-check-input", "radio": "form-check-input", "select": "form-select"}
            field.widget.attrs.setdefault("class", look.get(kind, "form-control"))
            chosen = isinstance(field, forms.ChoiceField) or "data-picker" in field.widget.attrs
            field.error_messages["required"] = f"{'请选择' if chosen else '请填写'}{field.label or '这一项'}"
            if isinstance(field, forms.FileField):
                tell_browser(field, self.takes)
        for name in self.musts:
            if name in self.fields:
                setattr(self.fields[name], "must", True)  # noqa: B010

    def clean(self) -> dict[str, Any]:
        """Return what was filled in."""
        super().clean()
        for name, field in self.fields.items():
            # Python takes 1_0 for ten and 1e3 for a thousand; whoever typed it meant neither.
            if isinstance(field, forms.IntegerField) and re.search("[_eE]", str(self[name].data or "")):
                self.add_error(name, "请写成数字，如 12 或者 12.5")
        # What is typed or pasted is kept with narrow digits and letters, plain spaces, and no signs that nobody sees; secrets as they are.
        for name, words in list(self.cleaned_data.items()):
            field = self.fields[name]
            if isinstance(words, str) and not isinstance(field.widget, forms.PasswordInput):
                self.cleaned_data[name] = words = _plain(words, field)
                # Signs that nobody sees say nothing.
                if field.required and not words:
                    self.add_error(name, field.error_messages["required"])
        return self.cleaned_data

    def offer(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        """Let a field choose from these values, each with its word, or from these groups of them."""
        cast(forms.ChoiceField, self.fields[name]).choices = list(choices)

    def first(self, name: str) -> Any:
        """Return the first of the values that a field may choose from."""
        choices = cast("Iterable[tuple[Any, Any]]", cast(forms.ChoiceField, self.fields[name]).choices)
        return next(iter(choices))[0]

    def offer_records(self, name: str, found: QuerySet[Any], word: Callable[[Any], str] | None = None) -> None:
        """Let a field choose from these records, each with `word` of it; as it calls itself, where there is none."""
        field = cast("forms.ModelChoiceField[Any]", self.fields[name])
        field.queryset = found
        if word is not None:
            # Django means a choice of records to be worded so; to the types it is a method.
            setattr(field, "label_from_instance", word)  # noqa: B010

    def preset(self, name: str, value: Any, origin: str) -> None:
        """Fill a field in beforehand, and say beside it where that comes from (上次所用); nothing where there is no value or no such field."""
        if name not in self.fields or value in (None, "", []):
            return
        self.initial[name] = value
        if not self.is_bound or str(self[name].data) == str(value):
            setattr(self.fields[name], "origin", origin)  # noqa: B010

    def offer_fix(self, name: str, value: str, words: str) -> None:
        """Offer a value for a field, to be taken with one press."""
        if name in self.fields:
            setattr(self.fields[name], "fixes", [*getattr(self.fields[name], "fixes", ()), (value, words)])  # noqa: B010

    @property
    def usual_fields(self) -> list[BoundField]:
        """Return the fields that are seen at once."""
        return [field for field in self.visible_fields() if field.name not in self.rare]

    def those(self, names: Iterable[str]) -> list[BoundField]:
        """Return the fields of these names that it has, but hidden ones."""
        return [self[name] for name in names if name in self.fields and not self[name].is_hidden]

    def says_something(self, field: BoundField) -> bool:
        """Whether a field is wrong, or says something else than it would on an empty form."""
        value = field.value()
        return bool(field.errors) or value not in (None, "", [], False, field.field.initial)

    def _post_clean(self) -> None:
        # What is changed must say on which version: a hidden field that is missing or torn is said above the form, and nothing is saved.
        if "version" in self.errors:
            del self.errors["version"]
            self.add_error(None, "这张表单没有带上版本号，什么也没有保存；请重新打开页面后再改")
        # What the act would refuse next is said together with what is wrong already: no second round. Alone, the act itself says it best.
        empty = [name for name in self.owed() if name not in self.errors and not self.cleaned_data.get(name)]
        if self.errors or len(empty) > 1:
            for name in empty:
                self.add_error(name, self.fields[name].error_messages["required"])

    def owed(self) -> list[str]:
        """Return the fields without which the act refuses what was filled in."""
        return [name for name in self.musts if name in self.fields]

    def refuse(self, refusal: Refused) -> None:
        """Show a refusal at the field that it names, or above the form."""
        at = refusal.field if refusal.field in self.fields else None
        self.refused = refusal
        self.add_error(at, refusal.why)


def _plain(words: str, field: forms.Field) -> str:
    """Return what was typed with plain signs; what has one line on the page stays on one."""
    if isinstance(field, forms.CharField) and field.strip:
        return folded(words).strip() if isinstance(field.widget, forms.Textarea) else on_one_line(words)
    return folded(words)


def with_title(officer: Officer) -> str:
    """Return an officer with the title by which others know them, or their post."""
    return f"{officer}（{officer.title or officer.get_role_display()}）"


class VersionField(forms.IntegerField):
    """The version of the record on which a form was filled in; without it nothing is changed."""

    widget = forms.HiddenInput


class DateField(forms.DateField):
    """A day from 1990 to 2199: what lies outside is a slip of the hand, and no calendar could count from it."""

    widget = DayInput
    default_error_messages = {"invalid": "没有这一天，请按 2026-03-31 的样子填写"}
    default_validators = [
        MinValueValidator(datetime.date(1990, 1, 1), "日期过早，请检查年份"),
        MaxValueValidator(datetime.date(2199, 12, 31), "日期过晚，请检查年份"),
    ]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)
