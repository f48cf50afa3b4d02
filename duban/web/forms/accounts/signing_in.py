"""Forms of signing in and of the password."""

import re
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from duban.ledger.queries.matters.calendar import KINDS
from duban.people import passwords, second_factors
from duban.people.models import Officer
from duban.web.forms import Form
from duban.web.single_sign_on import directory


class LoginForm(Form):
    """Account and password."""

    username = forms.CharField(
        label="账号", max_length=150, widget=forms.TextInput({"autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(
        label="口令",
        max_length=256,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    def clean_username(self) -> str:
        """Return the account's name without what a copied text may hold between its signs."""
        return re.sub(r"[\s\u200b\ufeff]", "", self.cleaned_data["username"])


class CodeForm(Form):
    """A code of the authenticator app, or at the entrance a recovery code."""

    code = forms.CharField(
        label="动态口令",
        max_length=30,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
        help_text="手机上身份验证器显示的 6 位数字",
    )


class OwnPasswordForm(Form):
    """One's password once more: a seat left open must not change how its officer signs in."""

    password = forms.CharField(
        label="您的登录口令",
        max_length=256,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, officer: Officer, just_came: bool | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.officer, self.just_came = officer, just_came
        if just_came is not None:
            # They have no password here: another server said who they are.
            del self.fields["password"]

    def clean(self) -> dict[str, Any]:
        if self.just_came is False:
            raise forms.ValidationError("登录已超过十分钟。请退出后重新登录，再办这件事。")
        return super().clean()

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if not self.officer.check_password(password) and not directory.takes(self.officer, password):
            raise forms.ValidationError("口令不对")
        return ""


class ProofForm(OwnPasswordForm):
    """Password and code once more."""

    code = forms.CharField(
        label="动态口令或恢复码", max_length=30, widget=forms.TextInput({"autocomplete": "one-time-code"})
    )


class PasswordForm(Form):
    """The old password once, the new one twice."""

    old = forms.CharField(
        label="现在的口令",
        max_length=256,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label="新口令",
        max_length=256,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="再输一次新口令",
        max_length=256,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.officer = officer
        self.fields["new"].help_text = passwords.rule_in_words()
        if second_factors.is_on(officer):
            self.fields["code"] = ProofForm.base_fields["code"]
            self.fields["code"].widget.attrs.setdefault("class", "form-control")

    def clean_old(self) -> str:
        old = self.cleaned_data["old"]
        if not self.officer.check_password(old):
            raise forms.ValidationError("现在的口令不对")
        return old

    def clean_new(self) -> str:
        new = self.cleaned_data["new"]
        validate_password(new, self.officer)
        return new

    def clean(self) -> dict[str, Any]:
        words = super().clean()
        if words.get("new") and words.get("again") and words["new"] != words["again"]:
            self.add_error("again", "两次输入的新口令不一样")
        if words.get("new") and words.get("new") == words.get("old"):
            self.add_error("new", "新口令不能与现在的相同")
        return words


class TokenForm(OwnPasswordForm):
    """What a token is for, how long it lasts, and the password: a seat left open must not make one."""

    name = forms.CharField(label="用途", max_length=60, help_text="如 与OA同步台账")
    days = forms.ChoiceField(
        label="有效期", choices=[("30", "30 天"), ("90", "90 天"), ("180", "180 天"), ("365", "一年")], initial="90"
    )
    field_order = ["name", "days", "password"]


class FeedForm(OwnPasswordForm):
    """What a calendar feed shows, and the password: a seat left open must not make one."""

    kinds = forms.MultipleChoiceField(
        label="放进哪些", choices=list(KINDS.items()), initial=list(KINDS), widget=forms.CheckboxSelectMultiple
    )
    field_order = ["kinds", "password"]
