"""Forms in which what was entered of a source is put right: each the fields of its entry, and why."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q

from duban.ledger.models import Collection
from duban.ledger.models.instructions import Level
from duban.ledger.models.suggestions import Kind, Rank
from duban.people.models import LEADERS, Officer
from duban.web.forms import Form, with_title
from duban.web.forms.fields import day_field, text_field
from duban.web.forms.sources.sources import CollectionForm

_REASON = text_field("更正的理由", required=False, rows=2, most=400)


class InstructionCorrectionForm(Form):
    """What a leader wrote, when, and who it was."""

    musts = ("text", "reason")

    leader = forms.ModelChoiceField(
        Officer.objects.none(), label="批示领导", required=False, empty_label="（上级领导，填下面三项）"
    )
    superior_name = forms.CharField(label="上级领导姓名", max_length=40, required=False)
    superior_post = forms.CharField(label="上级领导职务", max_length=80, required=False)
    superior_level = forms.ChoiceField(label="上级领导层级", choices=[("", "—"), *Level.choices], required=False)
    text = text_field("批示内容", required=False, rows=5)
    given_on = day_field("批示日期")
    reason = _REASON

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaders = Officer.objects.filter(jurisdiction=officer.office, role__in=LEADERS, is_active=True)
        self.offer_records("leader", leaders.order_by("id"))
        if officer.is_leader:
            for name in ("leader", "superior_name", "superior_post", "superior_level"):
                del self.fields[name]


class MeetingCorrectionForm(Form):
    """Which meeting it was, and when."""

    musts = ("reason",)

    name = forms.CharField(label="会议名称", max_length=120)
    kind = forms.ChoiceField(label="会议类别", required=False)
    held_on = day_field("召开日期")
    reason = _REASON

    def __init__(self, *args: Any, kinds: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", [("", "（不分类别）"), *((each, each) for each in kinds)])


class DecisionCorrectionForm(Form):
    """The words of a decision."""

    musts = ("reason",)

    text = text_field("议定内容", rows=4, most=4000)
    reason = _REASON


class SuggestionCorrectionForm(Form):
    """Which suggestion it is."""

    musts = ("reason",)

    kind = forms.ChoiceField(label="建议还是提案", choices=Kind.choices)
    number = forms.CharField(label="编号", max_length=40)
    author = forms.CharField(label="提出人", max_length=120)
    rank = forms.ChoiceField(label="哪一级", required=False, choices=[("", "—"), *Rank.choices])
    reason = _REASON


class CollectionCorrectionForm(CollectionForm):
    """How a round of the form is called, until when, and who is asked."""

    musts = ("reason",)

    reason = _REASON

    def __init__(self, *args: Any, collection: Collection, **kwargs: Any) -> None:
        super().__init__(*args, jurisdiction=collection.jurisdiction, **kwargs)
        asked = Officer.objects.filter(slips__collection=collection)
        field = self.fields["leaders"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        possible = Officer.objects.filter(Q(pk__in=field.queryset or []) | Q(pk__in=asked)).order_by("id")
        self.offer_records("leaders", possible, with_title)
