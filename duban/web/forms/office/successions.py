"""Forms of handing over a post."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from duban.people.models import Officer
from duban.web.forms import Form, with_title


class SuccessionForm(Form):
    """Who takes over, and why."""

    to = forms.ModelChoiceField(
        Officer.objects.none(),
        label="接任人",
        required=False,
        empty_label="暂缺（没有交出的列为无人办理）",
        help_text="新来的同志先由系统管理员开通账号，再在这里选。暂缺的，也可以先选代管的人并勾选“暂代”",
    )
    acting = forms.BooleanField(label="暂代（正式任命后再转交）", required=False)
    reason = forms.CharField(label="事由", max_length=200, help_text="如 调任、退休、分工调整；写明任免文号更好")

    def __init__(self, *args: Any, successors: QuerySet[Officer], is_needed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_records("to", successors, with_title)
        if is_needed:
            self.fields["to"].required = True


class DeputyForm(Form):
    """Who takes what waits, should the account be closed before anybody is chosen."""

    deputy = forms.ModelChoiceField(Officer.objects.none(), label="AB 岗", required=False, empty_label="（没有指定）")

    def __init__(self, *args: Any, successors: QuerySet[Officer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_records("deputy", successors, with_title)
