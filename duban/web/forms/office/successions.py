"""Forms of handing over a post."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from duban.people.models import Officer
from duban.web.forms import Form
from duban.web.forms.fields import OfficerField, offer_officers


class SuccessionForm(Form):
    """Who takes over, and why."""

    to = OfficerField(
        label="接任人",
        required=False,
        hint="不填为暂缺，没有交出的列为无人办理；也可以先选代管的人并勾选“暂代”。新来的同志先由系统管理员开通账号，再在这里选",
    )
    acting = forms.BooleanField(label="暂代（正式任命后再转交）", required=False)
    reason = forms.CharField(label="事由", max_length=200, help_text="如 调任、退休、分工调整；写明任免文号更好")

    def __init__(self, *args: Any, successors: QuerySet[Officer], is_needed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_officers(self, "to", successors)
        if is_needed:
            self.fields["to"].required = True


class DeputyForm(Form):
    """Who takes what waits, should the account be closed before anybody is chosen."""

    deputy = OfficerField(label="AB 岗", required=False, hint="不填为没有指定")

    def __init__(self, *args: Any, successors: QuerySet[Officer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_officers(self, "deputy", successors)
