"""The form of what the office records by hand: the kinds that its document knows, each with its own fields and words."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from duban.engine.recording.kinds import Recordable, bounds_said
from duban.engine.recording.names import body_of
from duban.engine.vocabulary.events import Field
from duban.ledger.governed import Governed
from duban.ledger.models import Matter
from duban.papers.reading.texts.folding import number_typed
from duban.web.forms import DateField, Form
from duban.web.forms.fields import UnitField, UnitsForm, day_field, text_field
from duban.web.forms.files import file_input

# The library's fields in the order in which the page has them; those of a document's own follow.
_ORDER = (
    "authority", "tone", "what", "days", "defect", "occasion", "section", "points", "grade", "quantity", "value", "by",
)  # fmt: skip
_HINTS = {"defect": "如 答非所问、过于简单", "days": "按逾期天数计分的须填"}
_STATIC = ("kind", "unit", "matter", "on", "reason", "evidence")


class PointsForm(Form):
    """With how many points a result counts, and why."""

    points = forms.DecimalField(label="认定分值", max_digits=7, decimal_places=2)
    reason = text_field("更正理由", keep="award")


class RecordForm(UnitsForm):
    """A fact that the office records by hand."""

    kind = forms.ChoiceField(label="情况")
    unit = UnitField(label="单位")
    matter = forms.CharField(label="事项编号", max_length=20, required=False, help_text="不针对某一事项的不填")
    on = day_field("发生日期")
    reason = text_field("事由和依据", keep="record")
    evidence = forms.FileField(label="证明材料", required=False, widget=file_input())

    def __init__(
        self,
        *args: Any,
        kinds: Mapping[str, Recordable],
        matters: QuerySet[Matter],
        highest: list[str],
        bound: list[str],
        is_open: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.matters, self.kinds, self.names = matters, kinds, names_of(kinds)
        self.offer("kind", [("", "请选择"), *_grouped(kinds, is_open)])
        if kinds and all(known.event.of == "unit" for known in kinds.values()):
            del self.fields["matter"]
        asked = {self.names[kind, field.name]: field for kind, known in kinds.items() for field in known.asked}
        last = [name for name in ("reason", "evidence")]
        for name in sorted(asked, key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER)):
            self.fields[name] = input_of(asked[name], is_open)
        self.order_fields([name for name in self.fields if name not in last] + last)
        self.dress()
        if "occasion" in self.fields:
            self.fields["occasion"].help_text = (
                f"同一件事受多级通报或批示的写同样的事由，只计最高一级〔{'、'.join(highest)}〕"
                if highest
                else "同一件事受多级通报或批示的写同样的事由，便于查对；本制度各计各的"
            )
        if bound and not is_open and "matter" in self.fields:
            self.fields["matter"].help_text = f"不针对某一事项的不填，但加分减分不计〔{'、'.join(bound)}〕"
        proved = [known.label for known in kinds.values() if known.event.proof == "required"]
        if proved:
            shown = "、".join(dict.fromkeys(proved)) if is_open else "通报、批示、报道、推广、现场会、迎检"
            self.fields["evidence"].help_text = f"{shown}须附"

    def clean_matter(self) -> Matter | None:
        no = number_typed(self.cleaned_data["matter"]).strip()
        if not no:
            return None
        found = self.matters.select_related("jurisdiction").filter(no=no).first()
        if found is None:
            raise forms.ValidationError("没有这个编号的事项")
        return found

    def clean(self) -> dict[str, Any]:
        """Say that there is no matter where the document's kinds ask for none."""
        return {"matter": None, **(super().clean() or {})}

    def fact(self) -> dict[str, object]:
        """Return the fields that belong to the kind and were filled in, as the interchange format writes them."""
        kind = self.cleaned_data["kind"]
        found: dict[str, object] = {}
        for field in self.kinds[kind].asked:
            value = self.cleaned_data.get(self.names[kind, field.name])
            if value in (None, ""):
                continue
            found[field.name] = value_in(field, value)
        return found

    def named(self, field: str) -> str:
        """Return the name under which the form has a field of the fact, for what the ledger says of it."""
        return self.names.get((self.cleaned_data["kind"], field), field)


def value_in(field: Field, value: Any) -> object:
    """Return what was filled in for a field as the interchange format writes it."""
    if field.type == "flag":
        return value == "yes"
    return int(value) if field.type == "whole" and not field.words else str(value)


def names_of(kinds: Mapping[str, Recordable]) -> dict[tuple[str, str], str]:
    """Return the form's name of each field of each kind: the field's own, where it means the same wherever it stands."""
    alike: dict[str, set[str]] = {}
    for known in kinds.values():
        for field in known.asked:
            alike.setdefault(field.name, set()).add(repr(field))
    return {
        (kind, field.name): field.name
        if len(alike[field.name]) == 1 and field.name not in _STATIC
        else f"{kind}-{field.name}"
        for kind, known in kinds.items()
        for field in known.asked
    }


def shown_of(kinds: Mapping[str, Recordable]) -> dict[str, list[str]]:
    """Return the fields of the form that are shown with each kind; the number of a matter too, where some kind has none."""
    names = names_of(kinds)
    choosy = any(known.event.of == "unit" for known in kinds.values())
    return {
        kind: [names[kind, field.name] for field in known.asked]
        + (["matter"] if choosy and known.event.of != "unit" else [])
        for kind, known in kinds.items()
    }


def notes_of(governed: Governed) -> dict[str, str]:
    """Return what the page says of each kind once it is chosen: the clause, whether it goes with a matter, who enters and who verifies it."""
    return {kind: _note(governed, known) for kind, known in governed.recordable.items()}


def _note(governed: Governed, known: Recordable) -> str:
    event, parts = known.event, []
    if event.of == "matter":
        parts.append("要填写事项编号")
    elif event.of == "unit":
        parts.append("记在单位名下，不针对事项")
    if event.entered_by != "office":
        parts.append(f"由{body_of(governed.document, event.entered_by)}填报，也可由督查室代录")
    if event.verified_by == "office":
        parts.append("督查室登记的视为已核实")
    elif event.verified_by:
        parts.append(f"须经{body_of(governed.document, event.verified_by)}核实：由督查室代录的，请附其书面意见")
    for rule in known.ranges:
        parts.append(
            f"分值由{body_of(governed.document, rule.worth.person)}在规定范围内评定（{rule.clause}），填写评定人，事由中写明理由"
        )
    if event.recorded_only:
        parts.append(f"只作记录：{event.recorded_only}")
    said = "；".join(parts)
    cited = f"〔{known.clause}〕" if known.clause else ""
    return f"{cited}{said}。" if said else cited


def _grouped(kinds: Mapping[str, Recordable], is_open: bool) -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds under three headings: what scores, what the document only has kept, and what it needs for steps and days."""
    groups: dict[str, list[tuple[str, str]]] = {
        "按本制度计分": [],
        "用于督办、核销，不直接计分": [],
        "只作记录，不计分": [],
    }
    for kind, known in kinds.items():
        kept = not is_open or known.event.recorded_only is not None
        head = "按本制度计分" if known.is_scored else "只作记录，不计分" if kept else "用于督办、核销，不直接计分"
        groups[head].append((kind, known.label))
    return [(head, listed) for head, listed in groups.items() if listed]


def input_of(field: Field, is_open: bool) -> forms.Field:
    """The input for a field. None is required by the form: the ledger says what is missing of the kind that was chosen; the page marks it."""
    made = _plain_input(field, is_open)
    # What the template asks of a field beside what Django knows of it.
    setattr(made, "must", is_open and not field.optional)  # noqa: B010
    return made


def _plain_input(field: Field, is_open: bool) -> forms.Field:
    hint = _HINTS.get(field.name, "")
    if is_open and field.optional and field.name != "days":
        hint = "可不填"
    common: dict[str, Any] = {"label": field.label, "required": False, "help_text": hint}
    if field.words:
        return forms.ChoiceField(choices=[("", "—"), *field.words.items()], **common)
    if field.type == "month":
        return forms.ChoiceField(
            choices=[("", "—"), *((f"{month:02}", f"{month}月") for month in range(1, 13))], **common
        )
    if field.type == "flag":
        return forms.ChoiceField(choices=[("", "—"), ("yes", "是"), ("no", "否")], **common)
    if field.type == "day":
        return DateField(**common)
    if field.type in ("whole", "decimal"):
        common["help_text"] = "；".join(filter(None, (_said(field), hint)))
        if field.type == "whole":
            return forms.IntegerField(error_messages={"invalid": "应填整数"}, **common)
        return forms.DecimalField(max_digits=12, decimal_places=4, error_messages={"invalid": "应填数字"}, **common)
    return forms.CharField(max_length=60 if field.name in ("occasion", "defect", "section", "by") else 500, **common)


def _said(field: Field) -> str:
    return bounds_said(field) if field.unit or field.least is not None or field.most is not None else ""
