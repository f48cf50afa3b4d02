"""What a paper's drafts leave open, asked once a kind: names without unit, names for many, days that are none, what else is in doubt."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from duban.ledger.models import Draft, SourcePaper
from duban.ledger.models.papers import DraftState
from duban.ledger.queries.office.names import is_collective
from duban.ledger.queries.papers.papers import Matcher
from duban.papers.reading.lists.finished import finished_in
from duban.papers.reading.tasks.doubt_codes import OF_DAYS, code_of
from duban.people.models import Group, Unit

# What a kind of doubt is called, and what confirming it means.
_SETTLED = {
    "open_list": ("“等”字后还有单位", "按已写明的单位登记"),
    "guide": ("指导单位", "列为配合单位"),
    "default_owner": ("按全文统一规定填写的单位", "按此登记"),
    "hidden": ("表中隐藏的行", "照常办理"),
    "struck": ("带删除线的内容", "照常办理"),
    "recognised": ("由图片识别的文字", "已对照原件"),
    "recurring": ("周期性要求", "作为长期事项定期报送"),
    "continuing": ("长期或持续任务", "作为长期事项"),
    "unread_words": ("未能识别的责任文字", "按已读出的单位登记"),
    "order": ("时间节点先后不一", "按最晚一个为期限"),
    "no_owners": ("没有责任单位", "已逐项指定"),
}
# What single names for many units usually mean here.
_GROUPS = (
    (r"乡镇|镇街|街道", (Group.TOWNSHIP,)),
    (r"县|区(?!直|级)|市(?!直|级)|地区|地方|州", (Group.COUNTY,)),
    (r"部门|单位|直|机关", (Group.DEPARTMENT,)),
    (r"开发区|园区", (Group.ZONE,)),
    (r"企业|公司", (Group.ENTERPRISE,)),
)


@dataclass(frozen=True)
class Question:
    """One question and the drafts that its answer clears: `kind` is finished, unit, group, lead, day, past or other.

    `words` is the name, the doubt's sentence or its code, as the answer names it; `shown` what the page shows of it.
    """

    kind: str
    words: str
    shown: str
    orders: tuple[int, ...]
    likely: tuple[Unit, ...] = ()
    day: datetime.date | None = None
    answer: str = ""

    @property
    def many(self) -> int:
        """Return in how many drafts the question stands."""
        return len(self.orders)


def questions_of(paper: SourcePaper, drafts: Iterable[Draft], matcher: Matcher, today: datetime.date) -> list[Question]:
    """Return the questions of a paper's open drafts, those about most drafts first within each kind."""
    names: dict[str, list[int]] = {}
    days: dict[str, list[int]] = {}
    others: dict[str, list[int]] = {}
    leads: list[int] = []
    finished: list[int] = []
    past: list[int] = []
    for draft in drafts:
        if draft.state != DraftState.OPEN:
            continue
        if finished_in(draft.notes):
            # What is finished is asked for first: nothing else about it matters then.
            finished.append(draft.order)
            continue
        if draft.due_on is not None and draft.due_on < today:
            past.append(draft.order)
        for name in dict.fromkeys(each["name"] for each in (*draft.lead, *draft.support) if not each["unit"]):
            names.setdefault(name or "", []).append(draft.order)
        for code, sentence in dict.fromkeys((code_of(each)[0], each) for each in draft.doubts):
            if code in OF_DAYS:
                days.setdefault(sentence, []).append(draft.order)
            elif code == "no_lead" and draft.lead:
                leads.append(draft.order)
            elif code in _SETTLED:
                others.setdefault(code, []).append(draft.order)
        if comes_round(draft):
            others.setdefault("recurring", []).append(draft.order)
    found = [_named(name, orders, matcher) for name, orders in names.items()]
    if leads:
        found.append(Question("lead", "no_lead", "没有写明哪一家牵头", tuple(leads)))
    found += [
        Question("day", sentence, code_of(sentence)[1] or sentence, tuple(orders), day=_day(sentence, paper, today))
        for sentence, orders in days.items()
    ]
    found += [
        Question("other", code, _SETTLED[code][0], tuple(dict.fromkeys(orders)), answer=_SETTLED[code][1])
        for code, orders in others.items()
    ]
    if finished:
        found.append(Question("finished", "drop", "文中写明已办结", tuple(finished), answer="不登记"))
    if past:
        found.append(Question("past", "day", "期限已过", tuple(past), answer="改为这一天"))
    places = ("finished", "unit", "group", "lead", "day", "past", "other")
    return sorted(found, key=lambda each: (places.index(each.kind), -each.many))


def comes_round(draft: Draft) -> bool:
    """Tell whether a draft has a rhythm and no end, and nobody has said yet that it goes on without one."""
    return bool(draft.recurrence) and draft.due_on is None and not draft.endless


def _named(name: str, orders: list[int], matcher: Matcher) -> Question:
    if not is_collective(name):
        return Question("unit", name, name, tuple(orders), likely=matcher.like(name))
    groups = next((groups for words, groups in _GROUPS if re.search(words, name)), ())
    likely = tuple(unit for unit in matcher.units.values() if unit.group in groups)
    return Question("group", name, name, tuple(orders), likely=likely)


def _day(sentence: str, paper: SourcePaper, today: datetime.date) -> datetime.date | None:
    """Propose a day only for what the paper's own date leaves no choice about: the end of its year. Nothing else is guessed."""
    if paper.basis_on is None or not re.search(r"^(?:今|本)?年(?:内|底|末|底前)", code_of(sentence)[1]):
        return None
    day = datetime.date(paper.basis_on.year, 12, 31)
    return day if day >= today else None
