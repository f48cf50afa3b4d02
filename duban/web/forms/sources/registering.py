"""The form by which an instruction is entered and made a matter at once: what is always filled in, and folded what seldom is."""

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.forms import BoundField

from duban.engine import deadlines, limits
from duban.engine.rules.limits import Deadline
from duban.ledger.actions.sources.instruction_orders import Given, Then
from duban.ledger.actions.sources.instructions import Scan, Superior
from duban.ledger.governed import Governed
from duban.ledger.models import Instruction
from duban.ledger.models.instructions import Level
from duban.ledger.models.matters import Source
from duban.ledger.queries.papers import prefills
from duban.ledger.queries.sources.sources import categories_of
from duban.ledger.storage import file_kinds
from duban.people.models import LEADERS, Officer
from duban.web.forms.fields import day_field, text_field
from duban.web.forms.files import file_input, within_limit
from duban.web.forms.matters.matters import OrderForm

# The rule by which documents count the time of an instruction.
RULE = "instruction"
STANDARD = "按批示要求全部落实，书面报告办理结果"
_TITLE, _WHEN, _REPORTS = ("title",), ("given_on",), ("reports", "reports_days", "reports_said")
_ABOVE = ("superior_name", "superior_post", "superior_level")


@dataclass(frozen=True)
class Fold:
    """Fields that are folded under one line: its word, what stands in them now, whether one of them is wrong."""

    word: str
    fields: list[BoundField]
    said: str

    @property
    def is_open(self) -> bool:
        """Whether it stands open: where something is wrong in it."""
        return any(field.errors for field in self.fields)

    @property
    def origin(self) -> str:
        """Return where what stands in it comes from."""
        return getattr(self.fields[0].field, "origin", "")


class InstructionOrderForm(OrderForm):
    """An instruction with its order. Left empty, the title is taken from its words, and the deadline counted by the document's rule."""

    musts: tuple[str, ...] = ("leader", "lead", "due_on", "standard")

    text = text_field("批示原文", rows=3, most=1000, keep="instruction")
    leader = forms.ModelChoiceField(Officer.objects.none(), label="批示领导", required=False, empty_label="请选择")
    given_on = day_field("批示日期")
    superior_name = forms.CharField(label="上级领导姓名", max_length=40, required=False)
    superior_post = forms.CharField(label="上级领导职务", max_length=80, required=False, help_text="如 省委书记")
    superior_level = forms.ChoiceField(label="上级领导层级", choices=[("", "—"), *Level.choices], required=False)
    scan = forms.FileField(
        label="批示原件",
        required=False,
        help_text="扫描件或照片，以后也可以补",
        widget=file_input(file_kinds.SCANS),
    )
    date_reason = forms.CharField(label="另定日期的理由", max_length=200, required=False)
    accept_by = day_field("签收（提出异议）截止日", required=False)

    def __init__(self, *args: Any, officer: Officer, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.officer, self.today = officer, today
        self.governed = Governed.of(officer.office)
        for name in ("requirement", "source", "source_text", "instructed_by", "due_rule", "due_number", "counts_from"):
            self.fields.pop(name, None)
        for name in ("title", "category", "reports"):
            if name in self.fields:
                self.fields[name].required = False
        self.fields["title"].help_text = "不填则由批示首句拟出"
        self.fields["due_on"].help_text = ""
        self.fields["reports"].help_text = ""
        leaders = Officer.objects.filter(jurisdiction=officer.office, role__in=LEADERS, is_active=True)
        self.offer_records("leader", leaders.order_by("id"))
        self.fields["standard"].required = False
        if limits.act(self.governed.document, "dispatch", given=frozenset()) is None:
            self.fields["accept_by"].help_text = "不填则不设签收期限"
        else:
            self.musts = (*self.musts, "accept_by")
        if self.rule is None:
            del self.fields["date_reason"]
        if "level" in self.fields and self["quantifiable"].value():
            self.musts = (*self.musts, "level")
        # As the page has them: so what is wrong is said in that order.
        self.order_fields(["text", "leader", "lead", "due_on", "level", "support"])
        self.dress()

    @cached_property
    def rule(self) -> Deadline | None:
        """The document's limit for instructions, where it is one number."""
        return next((each for each in self.governed.deadlines if each.name == RULE and not each.count.range), None)

    def due_by_rule(self, given_on: datetime.date) -> deadlines.Deadline | None:
        """Return the day that the document's rule sets for an instruction of that day; None without such a rule."""
        if self.rule is None:
            return None
        try:
            return deadlines.due(self.governed.document, RULE, given_on, self.governed.calendar)
        except ValueError:
            return None

    @cached_property
    def usual(self) -> list[BoundField]:
        """What is looked at each time, beside the words and the leader: units, deadline, and what the document wants and nobody knows yet."""
        extra = [name for name in ("level",) if name in self.fields and self._is_asked(name)]
        return [self[name] for name in ("lead", "due_on", *extra)]

    @cached_property
    def folds(self) -> list[Fold]:
        """What is folded: each line with what stands in it."""
        level = ["level"] if "level" in self.fields and not self._is_asked("level") else []
        until = ["accept_by"] if "accept_by" in self.musts else []
        reason = ["date_reason"] if "date_reason" in self.fields else []
        known = {
            *(each.name for each in self.usual), "text", "leader", *level, *until, *reason, *_TITLE, *_WHEN, *_REPORTS, "standard", "support"
        }  # fmt: skip
        rest = [field for field in self.visible_fields() if field.name not in known]
        lines = [
            ("配合单位", [self["support"]]),
            ("事项名称", [self[name] for name in _TITLE]),
            ("批示日期", [self[name] for name in _WHEN]),
            ("级别", [self[name] for name in level]),
            ("完成标准", [self["standard"]]),
            ("签收（提出异议）截止日", [self[name] for name in until]),
            ("报送要求", [self[name] for name in _REPORTS]),
            ("另定日期的理由", [self[name] for name in reason]),
            (f"不常用的 {len(rest)} 项", rest),
        ]
        return [Fold(word, fields, self._said(fields, rest)) for word, fields in lines if fields]

    def _said(self, fields: list[BoundField], rest: list[BoundField]) -> str:
        if fields is rest:
            names = [str(field.label) for field in rest]
            return " · ".join(names[:6]) + (" …" if len(names) > 6 else "")
        field = fields[0]
        value = field.value()
        if field.name == "support":
            return str(field.field.widget.format_value(value) or "")
        if isinstance(field.field, forms.ChoiceField):
            choices = dict(field.field.widget.choices)
            return str(choices.get(value or "", value))
        return str(value or "")

    def _is_asked(self, name: str) -> bool:
        field = self[name]
        return bool(field.errors) or not getattr(field.field, "origin", "")

    def clean_scan(self) -> Any:
        return within_limit(self.cleaned_data["scan"])

    def clean(self) -> dict[str, Any]:
        words = self.cleaned_data
        text, given_on = words.get("text") or "", words.get("given_on") or self.today
        read = prefills.prefill_of(self.governed.office, text, given_on) if text else None
        ruled = self.due_by_rule(given_on)
        if not words.get("due_on") and "due_on" not in self.errors and not words.get("endless"):
            words["due_on"] = (read.due_on if read else None) or (ruled.due if ruled else None)
        if not words.get("title"):
            words["title"] = prefills.task_of(text)
        if not words.get("reports") and read and "reports" not in self.data:
            words["reports"] = read.rhythm
        words = super().clean()
        words["due_rule"] = RULE if ruled and words.get("due_on") == ruled.due else ""
        if ruled and not words["due_rule"] and words.get("due_on") and not words.get("date_reason"):
            if read and read.due_on == words["due_on"]:
                words["date_reason"] = "批示写明了期限"
            elif words["due_on"] >= self.today:
                self.add_error("date_reason", f"办法定为 {ruled.due}〔{ruled.clause}〕，另定日期要写明理由")
        due = words.get("due_on")
        if due and due < self.today and "due_on" not in self.errors:
            self.add_error("due_on", f"{due:%Y-%m-%d} 早于今天")
        self._offer_fixes(read, ruled)
        return words

    def _offer_fixes(self, read: prefills.Prefill | None, ruled: deadlines.Deadline | None) -> None:
        """Beside what is wrong stands what the words of the instruction, or the document, say."""
        if "lead" in self.errors or not self.cleaned_data.get("lead"):
            names = {unit.pk: unit.name for unit in self.offered_units.records.values()}
            for pk in (read.lead + read.support if read else [])[:3]:
                if pk in names:
                    self.offer_fix("lead", names[pk], f"选{names[pk]}")
        if {"due_on", "date_reason"} & set(self.errors):
            if read and read.due_on and read.due_on >= self.today:
                self.offer_fix("due_on", f"{read.due_on}", f"按原文应为 {read.due_on}")
            if ruled:
                self.offer_fix("due_on", f"{ruled.due}", f"按办法定为 {ruled.due}〔{ruled.clause}〕")

    def owed(self) -> list[str]:
        words = self.cleaned_data
        above = any(words.get(name) for name in _ABOVE)
        owed = [] if above else ["leader"]
        then = self.data.get("then", "")
        owed += ["accept_by"] if "accept_by" in self.musts and then == Then.DISPATCH else []
        owed += ["standard"] if then in (Then.DISPATCH, Then.ASK) else []
        regime = self.regime
        owed += ["level"] if regime.levels and words.get("quantifiable") else []
        return [name for name in owed if name in self.fields]

    def given(self) -> Given:
        """Return what the leader wrote."""
        words = self.cleaned_data
        above = [words[name] for name in _ABOVE]
        scan = words["scan"]
        return Given(
            leader=words["leader"],
            text=words["text"],
            given_on=words["given_on"],
            superior=Superior(*above) if any(above) else None,
            scan=Scan(scan.name, scan.chunks()) if scan else None,
        )

    def order(self) -> Any:
        """Return the order that was filled in."""
        words, given = self.cleaned_data, self.given()
        said = Instruction(
            jurisdiction=self.officer.office,
            leader=given.leader,
            given_on=given.given_on,
            superior_level=given.superior.level if given.superior else "",
            superior_name=given.superior.name if given.superior else "",
            superior_post=given.superior.post if given.superior else "",
        )
        offered = {each.id for each in self.regime.categories}
        words |= {
            "requirement": words["text"],
            "source": Source.INSTRUCTION,
            "source_text": said.cited[:200],
            "instructed_by": given.leader,
            "category": words.get("category")
            or next((each for each in categories_of(said) if each in offered), next(iter(sorted(offered)), "")),
        }
        return super().order()
