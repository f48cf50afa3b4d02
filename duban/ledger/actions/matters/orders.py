"""Orders (任务书): what a matter asks, and whether it can be registered."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from duban.engine.cycles import Cycle
from duban.ledger import conditions
from duban.ledger.governed import Governed
from duban.ledger.models import Appeal, Matter
from duban.ledger.privacy import refuse_personal
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.secrecy import refuse_classified
from duban.people.models import Officer, Unit

_LONGEST = 20000
_TEXTS = ("title", "requirement", "standard", "source_text", "elements")
# A date outside is a slip of the hand.
_EARLIEST, _LATEST = datetime.date(1990, 1, 1), datetime.date(2199, 12, 31)


@dataclass(frozen=True)
class Order:
    """What a matter asks: everything that the office writes down before it goes out. Dates are inclusive; `due_on` None: 长期."""

    title: str
    requirement: str
    category: str
    source: str
    due_on: datetime.date | None
    lead: tuple[Unit, ...]
    support: tuple[Unit, ...] = ()
    standard: str = ""
    source_text: str = ""
    level: str = ""
    due_rule: str = ""
    quantifiable: bool = True
    urgent: bool = False
    planning: bool = False
    instructed_by: Officer | None = None
    parent: Matter | None = None
    milestones: tuple[tuple[datetime.date, str], ...] = ()
    public_commitment: bool = False
    project: bool = False
    triage: str = ""
    platform_due_on: datetime.date | None = None
    word_limit: int | None = None
    elements: str = ""
    # How often the lead units report, from the dispatch on; None where only the result is asked for.
    reports: Cycle | None = None


EDITABLE = (
    "title",
    "requirement",
    "standard",
    "category",
    "source",
    "source_text",
    "level",
    "quantifiable",
    "urgent",
    "planning",
    "due_on",
    "due_rule",
    "instructed_by",
    "parent",
    "public_commitment",
    "project",
    "triage",
    "platform_due_on",
    "word_limit",
    "elements",
)


def check(order: Order, governed: Governed, today: datetime.date) -> None:
    """Raise Refused, at its field, for an order that cannot be registered under the regime on that day."""
    jurisdiction, regime, units = governed.office, governed.document, (*order.lead, *order.support)
    for field, text in (("title", order.title), ("requirement", order.requirement)):
        if not any(sign.isprintable() and not sign.isspace() for sign in text):
            raise Refused("事项名称和要求不能为空", field=field)
    for field in _TEXTS:
        refuse_classified(getattr(order, field), field=field)
    refuse_classified(*(text for _, text in order.milestones), field="milestones")
    if any(not _EARLIEST <= on <= _LATEST for on, _ in order.milestones):
        raise Refused(f"节点日期应在 {_EARLIEST} 至 {_LATEST} 之间", field="milestones")
    late = [on for on, _ in order.milestones if order.due_on is not None and on > order.due_on]
    if late:
        raise Refused(f"节点 {min(late)} 晚于办结期限 {order.due_on}", field="milestones")
    if not order.lead:
        raise Refused("至少要有一个牵头（承办）单位", field="lead")
    if len({unit.pk for unit in units}) != len(units):
        raise Refused("同一个单位不能重复出现在牵头和配合里", field="support")
    if any(unit.jurisdiction_id != jurisdiction.pk for unit in units):
        raise Refused("单位不在本辖区", field="lead")
    for unit in units:
        refuse_if(conditions.reorganising.standing(unit, "lead"))
    if order.due_on is None and regime.words.must_end:
        raise Refused("按本办法，每件事项都要定下办结期限", field="due_on")
    if order.due_on is not None and order.due_on < today:
        raise Refused("办结期限早于登记日", field="due_on")
    if order.category not in ({category.id for category in regime.categories} or {""}):
        raise Refused("办法里没有这个类别" if regime.categories else "本办法不分类别", field="category")
    if regime.levels and order.quantifiable and order.level not in regime.levels:
        raise Refused("请选定级别：扣分要按级别计算", clause=regime.level_clause or "", field="level")
    if not regime.levels and order.level:
        raise Refused("本办法不分级别", field="level")
    if order.parent is not None and order.parent.jurisdiction_id != jurisdiction.pk:
        raise Refused("上级事项不在本辖区", field="parent")
    if order.parent is not None:
        refuse_if(conditions.sources.under(order.parent, order.due_on), field="parent")
    _check_message(order, governed, today)
    _check_rule(order, governed)
    if order.word_limit is not None and not 1 <= order.word_limit <= _LONGEST:
        raise Refused(f"字数上限应在 1 到 {_LONGEST} 之间", field="word_limit")


def refuse_senders(order: Order, appeals: Iterable[Appeal]) -> None:
    """Raise Refused, at its field, for an order on somebody's appeal that names the sender or one of their numbers: units read it."""
    senders = list(appeals)
    for field in _TEXTS:
        refuse_personal(getattr(order, field), of=senders, field=field)
    refuse_personal(*(text for _, text in order.milestones), of=senders, field="milestones")


def _check_rule(order: Order, governed: Governed) -> None:
    """The document's rule for the deadline is one for matters of this kind, and its last day is not passed."""
    rule = next((each for each in governed.deadlines if each.name == order.due_rule), None)
    if order.due_rule and rule is None:
        raise Refused("办法里没有这项期限", field="due_rule")
    fitting = governed.due_rules(order.category, order.level)
    if rule is not None and rule.owes is None and rule.name not in {each.name for each in fitting}:
        fits = "、".join(f"“{each.label}”" for each in fitting)
        possible = f"这类事项可以选{fits}。" if fits else "请直接写明办结期限。"
        raise Refused(f"“{rule.label}”不是这类事项的办结期限", clause=rule.clause, possible=possible, field="due_rule")
    if rule is not None and order.due_on is None:
        raise Refused(f"按“{rule.label}”计算的事项有办结期限", clause=rule.clause, field="due_on")
    if rule is not None and rule.never_after is not None and order.due_on and order.due_on > rule.never_after:
        raise Refused(f"“{rule.label}”最迟不得晚于 {rule.never_after}", clause=rule.clause, field="due_on")


def _check_message(order: Order, governed: Governed, today: datetime.date) -> None:
    """A citizen's message is sorted by how hard it is, and done within the limit of the platform from which it came."""
    clause, features = governed.category_clause(order.category)
    if "triage" in features and not order.triage:
        raise Refused("请先分清难易：简单、复杂、疑难", clause=clause, field="triage")
    if "platform_limits" not in features:
        return
    if order.platform_due_on is None:
        raise Refused("请填写平台规定的办结时限", clause=clause, field="platform_due_on")
    # What reached the office after the platform's limit is due at once.
    if order.due_on is None or order.due_on > max(order.platform_due_on, today):
        raise Refused(f"办结期限不能晚于平台规定的 {order.platform_due_on}", clause=clause, field="due_on")


def standing_order(matter: Matter) -> Order:
    """Return what a matter asks as it stands: the order with which it would be registered again; how often is reported stays with its units."""
    held = list(matter.assignments.select_related("unit").order_by("id"))
    return Order(
        **{name: getattr(matter, name) for name in EDITABLE},
        lead=tuple(each.unit for each in held if each.part == "lead"),
        support=tuple(each.unit for each in held if each.part == "support"),
        milestones=tuple(matter.milestones.order_by("on", "id").values_list("on", "text")),
    )
