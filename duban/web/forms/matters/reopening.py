"""The form by which a matter is done again."""

from typing import Any

from django import forms

from duban.web.forms.matters.matters import ReasonForm


class ReopeningForm(ReasonForm):
    """Why a matter is done again, and whether the cooperating units are at work again too."""

    alone = forms.BooleanField(label="由牵头单位续办，配合单位保持已办结（不选则一并恢复办理）", required=False)

    def __init__(self, *args: Any, has_support: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_support:
            del self.fields["alone"]
