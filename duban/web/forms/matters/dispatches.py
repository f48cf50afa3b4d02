"""The form of a dispatch: until when units sign, and in which papers they are told."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms

from duban.ledger.queries.matters.dispatches import Letters
from duban.web.forms import Form
from duban.web.forms.fields import day_field


class DispatchForm(Form):
    """When units must have signed."""

    accept_by = day_field("签收（提出异议）截止日", required=False, hint="不填则不设签收期限")
    letters = forms.ChoiceField(label="文书怎样发", required=False, choices=Letters.choices, widget=forms.RadioSelect)

    def __init__(
        self,
        *args: Any,
        counts: Mapping[str, int],
        usual: tuple[str, str],
        until: tuple[datetime.date, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if until is not None:
            # The document wants one: nobody is told that it may be left out.
            self.fields["accept_by"].required = True
            self.fields["accept_by"].help_text = ""
            self.preset("accept_by", *until)
        if counts[Letters.EACH] < 2:
            del self.fields["letters"]
            return
        self.offer("letters", [(way, f"{word}：{counts[way]} 份") for way, word in Letters.choices])
        self.fields["letters"].initial, why = usual
        self.fields["letters"].help_text = f"预选的是：{why}。清单上的每件照样各自签收、各自办理"
