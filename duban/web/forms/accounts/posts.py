"""Forms of who has several posts."""

from django import forms

from duban.web.forms import Form
from duban.web.forms.fields import text_field


class JoinForm(Form):
    """The other account, proven by its password, and its code where it has one."""

    username = forms.CharField(label="另一个账号", max_length=150, widget=forms.TextInput({"autocomplete": "off"}))
    password = forms.CharField(
        label="它的口令", max_length=256, strip=False, widget=forms.PasswordInput({"autocomplete": "off"})
    )
    code = forms.CharField(
        label="它的动态口令",
        max_length=30,
        required=False,
        help_text="没有启用动态口令的不填",
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class PartForm(Form):
    """Why a post is opened by itself again."""

    musts = ("reason",)

    reason = text_field("解除的理由", required=False, rows=2, most=200)
