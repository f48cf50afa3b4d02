"""Forms of matters and of what is done with them."""

import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet

from duban.engine import deadlines
from duban.engine.calendar import Calendar
from duban.engine.clauses import Regime
from duban.engine.rules.limits import Deadline
from duban.ledger import words
from duban.ledger.actions.matters.orders import Order
from duban.ledger.models import Matter
from duban.ledger.models.matters import Source, Triage
from duban.papers.reading.texts.folding import number_typed
from duban.people.models import LEADERS, Jurisdiction, Officer
from duban.web.forms import Form, VersionField
from duban.web.forms.days import dated_lines
from duban.web.forms.fields import UnitField, UnitsField, UnitsForm, day_field, text_field
from duban.web.forms.reports import rhythms

REPORTS = ("reports", "reports_days", "reports_said")


class OrderForm(UnitsForm):
    """The order (任务书): what is asked, of whom, until when."""

    musts: tuple[str, ...] = ("due_on",)
    title = forms.CharField(label="事项名称", max_length=200)
    requirement = text_field("办理要求", rows=4, keep="order-requirement")
    standard = text_field("完成标准", required=False, rows=2, keep="order-standard", hint="什么算办完。交办前必须写明")
    category = forms.ChoiceField(label="类别")
    source = forms.ChoiceField(label="来源", choices=[("", "请选择"), *Source.choices])
    source_text = forms.CharField(
        label="来源依据", max_length=200, required=False, help_text="会议、文件、批示的名称和文号"
    )
    instructed_by = forms.ModelChoiceField(
        Officer.objects.none(), label="批示领导", required=False, empty_label="（不是批示事项）"
    )
    level = forms.ChoiceField(label="级别", required=False)
    quantifiable = forms.BooleanField(label="可量化（参加计分）", required=False, initial=True)
    urgent = forms.BooleanField(label="急办", required=False)
    planning = forms.BooleanField(label="规划编制类", required=False)
    public_commitment = forms.BooleanField(label="公开承诺", required=False)
    project = forms.BooleanField(label="项目类（反馈要写形象进度）", required=False)
    triage = forms.ChoiceField(label="难易", required=False, choices=[("", "（不分）"), *Triage.choices])
    platform_due_on = day_field("平台规定时限", required=False, hint="网民留言、热线等平台规定的办结日")
    elements = text_field("反馈要写清的内容", required=False, rows=3, most=1000, hint="一行一项，每次反馈逐项填写")
    word_limit = forms.IntegerField(label="反馈字数上限", required=False, min_value=1, max_value=20000)
    due_rule = forms.ChoiceField(label="按规定计算期限", required=False)
    counts_from = day_field("起算日", required=False)
    due_number = forms.IntegerField(
        label="定为", required=False, min_value=0, max_value=366, help_text="办法给出一个范围的，由领导在范围内定"
    )
    due_on = day_field("办结期限", required=False, hint="直接指定；选了规定期限的，以计算结果为准")
    endless = forms.BooleanField(
        label="长期坚持，不设办结期限", required=False, help_text="进展按定期报送督办，不因没有期限而逾期"
    )
    lead = UnitsField(label="牵头单位", required=True)
    support = UnitsField(label="配合单位", required=False)
    milestones = forms.CharField(
        label="推进节点",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3, "placeholder": "2026-06-30 完成主体工程"}),
        help_text="一行一个：日期、空格、要求",
    )
    parent = forms.CharField(label="上级事项编号", max_length=20, required=False, help_text="分解任务时填写，如 2026-3")
    reports = forms.ChoiceField(label="定期报送", required=False)
    reports_days = rhythms.number_field()
    reports_said = rhythms.words_field()
    version = VersionField()

    def __init__(
        self,
        *args: Any,
        jurisdiction: Jurisdiction,
        regime: Regime,
        calendar: Calendar,
        parents: QuerySet[Matter],
        edits: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, jurisdiction=jurisdiction, **kwargs)
        self.regime, self.calendar, self.parents = regime, calendar, parents
        if edits:
            # What was typed on an older version is not put over what another has saved since.
            for name in ("requirement", "standard"):
                self.fields[name].widget.attrs["data-keep"] = f"order-{name}-{self['version'].value()}"
            for name in REPORTS:
                del self.fields[name]
        else:
            del self.fields["version"]
            self.offer("reports", [("", "（只报结果）"), *rhythms.CYCLES])
            self.fields["reports"].help_text = "由牵头单位从交办之日起定期报送进展；制度另有规定的照常"
        self.offer("category", [("", "请选择"), *((each.id, each.name) for each in regime.categories)])
        if not regime.categories:
            del self.fields["category"]
        leaders = Officer.objects.filter(jurisdiction=jurisdiction, role__in=LEADERS, is_active=True)
        self.offer_records("instructed_by", leaders.order_by("id"))
        self.offer("level", [("", "请选择"), *regime.levels.items()])
        if not regime.levels:
            del self.fields["level"]
        if not any("triage" in clause.features or "platform_limits" in clause.features for clause in regime.clauses):
            del self.fields["triage"], self.fields["platform_due_on"]
        holder = regime.words.holder
        rules = [
            rule
            for rule in deadlines.rules_of(regime)
            if deadlines.is_for_matters(rule) and (not rule.role or holder in rule.role)
        ]
        if not any(rule.count.range for rule in rules):
            del self.fields["due_number"]
        self.offer(
            "due_rule",
            [
                ("", "（不按规定计算）"),
                *((rule.name, f"{rule.label}：{rule.counts_from}起 {rule.count_said}") for rule in rules),
            ],
        )
        if regime.words.must_end:
            del self.fields["endless"]
        if not rules:
            del self.fields["due_rule"], self.fields["counts_from"]

    def clean_milestones(self) -> tuple[tuple[datetime.date, str], ...]:
        return tuple(dated_lines(self.cleaned_data["milestones"]))

    def clean_parent(self) -> Matter | None:
        no = number_typed(self.cleaned_data["parent"]).strip()
        if not no:
            return None
        parent = self.parents.filter(no=no).first()
        if parent is None:
            raise forms.ValidationError("没有这个编号的事项")
        return parent

    def clean(self) -> dict[str, Any]:
        words = super().clean()
        rule, endless = words.get("due_rule"), words.get("endless")
        if endless and (rule or words.get("due_on")):
            self.add_error("endless", "选了长期坚持，就不再填办结期限，也不按规定计算期限")
        elif rule and words.get("due_number") is None and (span := self._rule(rule).count).range:
            self.add_error("due_number", f"请在{span.said_in_chinese}内定下一个数")
        elif rule and words.get("counts_from"):
            try:
                stated = words.get("due_on") if self._may_state(rule) else None
                words["due_on"] = deadlines.due(
                    self.regime,
                    rule,
                    words["counts_from"],
                    self.calendar,
                    set_to=words.get("due_number"),
                    stated=stated,
                ).due
            except ValueError as error:
                self.add_error("due_rule", str(error))
        elif rule and "counts_from" not in self.errors:
            self.add_error("counts_from", "按规定计算期限，要填起算日")
        elif not endless and not words.get("due_on") and "due_on" not in self.errors:
            also = "；长期坚持的，勾选“长期坚持”" if "endless" in self.fields else ""
            self.add_error("due_on", f"请定下办结期限{also}")
        if "reports" in self.fields:
            words["cycle"] = rhythms.cycle_from(self, REPORTS)
        return words

    def owed(self) -> list[str]:
        # A deadline is asked for by `clean`, which knows rules and what has no end.
        return []

    def _may_state(self, name: str) -> bool:
        """Whether a stated date prevails over a rule, or is held against its most."""
        rule = self._rule(name)
        return rule.default or rule.at_most is not None

    def _rule(self, name: str) -> Deadline:
        return next(rule for rule in deadlines.rules_of(self.regime) if rule.name == name)

    def order(self) -> Order:
        """Return the order that was filled in."""
        words = self.cleaned_data
        plain = {name: words[name] for name in _PLAIN if name in words}
        return Order(
            lead=tuple(words["lead"]),
            support=tuple(words["support"]),
            reports=words.get("cycle"),
            **{"category": "", **plain},
        )


_PLAIN = (
    "title",
    "requirement",
    "standard",
    "category",
    "source",
    "source_text",
    "instructed_by",
    "level",
    "quantifiable",
    "urgent",
    "planning",
    "public_commitment",
    "project",
    "triage",
    "platform_due_on",
    "elements",
    "word_limit",
    "due_rule",
    "due_on",
    "milestones",
    "parent",
)


def initial_of(matter: Matter) -> dict[str, object]:
    """Return what the order form shows of a matter that is being changed."""
    held = list(matter.assignments.all())
    return {
        **{name: getattr(matter, name) for name in _PLAIN if name not in ("milestones", "parent")},
        "due_rule": "",
        "endless": matter.due_on is None,
        "lead": [each.unit_id for each in held if each.is_lead],
        "support": [each.unit_id for each in held if not each.is_lead],
        "milestones": "\n".join(f"{each.on} {each.text}" for each in matter.milestones.order_by("on", "id")),
        "parent": matter.parent.no if matter.parent else "",
        "version": matter.version,
    }


class EmptyForm(Form):
    """Nothing but a button."""


class AcceptanceForm(Form):
    """Who answers for it in the unit."""

    responsible = forms.CharField(label="本单位责任人", max_length=60, required=False)


class ReceiptForm(Form):
    """Who signed on paper, and when."""

    received_on = day_field("签收日期")
    receiver = forms.CharField(label="单位签收人", max_length=60)


class RefusalForm(UnitsForm):
    """Why not, and who instead."""

    musts = ("reason",)
    reason = text_field("理由", required=False, keep="refusal")
    proper = UnitField(label="建议的承办单位", required=False, empty="（没有建议）")


class RulingForm(UnitsForm):
    """The office's ruling on a refusal."""

    ruling = forms.ChoiceField(
        label="裁定",
        choices=[("upheld", "同意拒签"), ("rejected", "驳回，由该单位办理")],
        widget=forms.RadioSelect,
    )
    to = UnitField(label="改交单位", required=False, empty="（不改交）", hint="同意拒签时填；牵头单位退出的必填")
    reason = text_field("理由", required=False, hint="驳回时必填")


class UrgeForm(Form):
    """How the unit is urged, until when, what was said."""

    channel = forms.ChoiceField(label="方式", choices=list(words.CHANNELS.items()), widget=forms.RadioSelect)
    limit = day_field("限定完成日期", required=False)
    note = text_field("催办内容", required=False)


class ReasonForm(Form):
    """A reason."""

    musts = ("reason",)
    reason = text_field("理由", required=False)
