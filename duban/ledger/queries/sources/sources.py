"""Where matters come from: the lists of meetings, instructions, forms, suggestions and what came from above, and what of it waits."""

import datetime
from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet

from duban.ledger import access
from duban.ledger.governed import Governed
from duban.ledger.models import (
    Appeal,
    Collection,
    Decision,
    Handover,
    Instruction,
    Meeting,
    Rating,
    Report,
    Slip,
    Suggestion,
    Wish,
)
from duban.ledger.models.assignments import OPEN_STAGES, Stage
from duban.ledger.models.matters import DONE_STATES
from duban.ledger.models.reports import Ruling, What
from duban.ledger.queries.public import appeals, ratings
from duban.people.models import Officer

# List → what of it may be asked for; "" is all of it.
SHOWS = {
    "meetings": {"": "全部", "open": "有待定的议定事项"},
    "instructions": {
        "": "全部",
        "unsorted": "待立项",
        "unreported": "办结待报告领导",
        "unread": "已报告未阅知",
        "read": "已阅知",
    },
    "collections": {"": "全部", "open": "未收齐或未整理完"},
    "suggestions": {"": "全部", "open": "办理中", "unrated": "已答复待评价", "unreported": "办结待报告常委会"},
    "handovers": {"": "全部", "arrived": "待登记", "finished": "办结待上报", "returned": "上级退回"},
}

_HERE = access.sources.IS_HERE
_ASKED: dict[str, dict[str, Q]] = {
    "instructions": {
        "unsorted": Q(matter__isnull=True),
        "unreported": Q(matter__state__in=DONE_STATES, reported_on__isnull=True),
        "unread": Q(reported_on__isnull=False, read_on__isnull=True, leader__isnull=False),
        "read": Q(read_on__isnull=False),
    },
    "suggestions": {
        "open": ~Q(matter__state__in=DONE_STATES),
        "unrated": ~Q(answer="") & ~Q(Exists(Rating.objects.filter(matter=OuterRef("matter"), is_current=True))),
        "unreported": Q(matter__state__in=DONE_STATES, reported_on__isnull=True),
    },
    "handovers": {
        "arrived": _HERE
        & Q(matter__isnull=True, assignment__stage__in=(Stage.TO_ACCEPT, Stage.IN_HAND, Stage.RETURNED)),
        "finished": _HERE
        & Q(matter__state__in=DONE_STATES, returned_on__isnull=True, assignment__stage__in=OPEN_STAGES),
        "returned": _HERE & Q(assignment__stage=Stage.RETURNED),
    },
}
# Verb → list, its rows, and of what in it the officer is told, in words.
_TOLD: tuple[tuple[str, str, Callable[[Officer], QuerySet[Any]], dict[str, str]], ...] = (
    (
        "sort_instruction",
        "instructions",
        access.sources.instructions,
        {"unsorted": "批示待立项", "unreported": "待报告领导"},
    ),
    (
        "register_suggestion",
        "suggestions",
        access.sources.suggestions,
        {"unrated": "建议提案待评价", "unreported": "待报告常委会"},
    ),
    (
        "take_handover",
        "handovers",
        access.sources.handovers,
        {"arrived": "上级交办待登记", "finished": "办结待上报", "returned": "上级退回"},
    ),
)
_OF_APPEALS = {
    "waiting": "群众诉求待分办",
    "overdue": "诉求超平台时限",
    "unanswered": "诉求待答复",
    "uncalled": "诉求待回访",
}


# By which signs a class of a document names a level of leaders.
_LEVEL_SIGNS = {"central": "央国", "province": "省", "prefecture": "市州", "county": "县"}


@dataclass(frozen=True)
class Waiting:
    """How many of a list wait for this officer, with the name of the list and what to ask of it."""

    word: str
    count: int
    page: str
    show: str


def meetings_of(officer: Officer, show: str = "") -> QuerySet[Meeting]:
    """Return the meetings, newest first, with how many decisions each has and how many are still open."""
    undecided = Q(decisions__matter__isnull=True, decisions__dropped_reason="")
    found = access.sources.meetings(officer).annotate(
        total=Count("decisions", filter=Q(decisions__isnull=False)), open=Count("decisions", filter=undecided)
    )
    found = found.filter(open__gt=0) if show == "open" else found
    return found.order_by("-held_on", "-id")


def decisions_of(meeting: Meeting) -> list[Decision]:
    """Return a meeting's decisions in their order, with what became of each."""
    return list(meeting.decisions.select_related("matter").order_by("order"))


def instructions_of(officer: Officer, show: str = "") -> QuerySet[Instruction]:
    """Return the instructions, newest first."""
    found = access.sources.instructions(officer).filter(_ASKED["instructions"].get(show, Q()))
    return found.select_related("leader", "matter").order_by("-given_on", "-id")


def categories_of(instruction: Instruction) -> tuple[str, ...]:
    """Return the document's classes into which an instruction may fall, the likeliest first.

    A superior's falls into the class of instructions where the document's name of that class names their level or no level; otherwise into
    what came from above, where there is such a class (county-plan 二(四) beside 二(五)).
    """
    usual = ("instruction", "leader_order", "key_work", "superior_supervised")
    if not instruction.is_superiors:
        return usual
    document = Governed.of(instruction.jurisdiction).document
    name = next((each.name for each in document.categories if each.id == "instruction"), "")
    # A form may ask before anybody said whose it is: registering refuses that.
    own, every = _LEVEL_SIGNS.get(instruction.superior_level, ""), "".join(_LEVEL_SIGNS.values())
    if any(sign in name for sign in own) or not any(sign in name for sign in every):
        return usual
    return ("superior_item", *usual)


def collections_of(officer: Officer, show: str = "") -> QuerySet[Collection]:
    """Return the rounds of the form, newest first: how many were sent, how many are back, how many lines are unsorted."""
    unsorted = Wish.objects.filter(slip__collection=OuterRef("pk"), matter__isnull=True, dropped_reason="")
    found = access.sources.collections(officer).annotate(
        sent=Count("slips", distinct=True),
        back=Count("slips", filter=Q(slips__returned_on__isnull=False), distinct=True),
        has_unsorted=Exists(unsorted),
    )
    found = found.filter(Q(back__lt=F("sent")) | Q(has_unsorted=True)) if show == "open" else found
    return found.order_by("-sent_on", "-id")


def slips_of(collection: Collection, officer: Officer) -> list[Slip]:
    """Return the forms of a round that the officer may see, with their lines."""
    found = access.sources.slips(officer).filter(collection=collection)
    return list(found.select_related("leader").prefetch_related("wishes__matter").order_by("id"))


def blank_slips_of(officer: Officer) -> list[Slip]:
    """Return the forms that the officer has not handed in yet."""
    if not access.may(officer, "return_slip"):
        return []
    found = Slip.objects.filter(leader=officer, returned_on__isnull=True)
    return list(found.select_related("collection").order_by("collection__due_on", "id"))


def suggestions_of(officer: Officer, show: str = "") -> QuerySet[Suggestion]:
    """Return the suggestions, newest first."""
    found = access.sources.suggestions(officer).filter(_ASKED["suggestions"].get(show, Q()))
    found = found.select_related("matter").prefetch_related("matter__ratings")
    return found.order_by("-matter__registered_on", "-id")


def handovers_of(officer: Officer, show: str = "") -> QuerySet[Handover]:
    """Return what came from above, newest first."""
    found = access.sources.handovers(officer).filter(_ASKED["handovers"].get(show, Q()))
    related = ("matter", "assignment__matter__jurisdiction", "assignment__unit")
    return found.select_related(*related).order_by("-arrived_on", "-id")


def waiting_for(
    officer: Officer, today: datetime.date, *, all_lists: bool = False, filled: Container[type[Model]] | None = None
) -> list[Waiting]:
    """Return what of these lists waits for the officer, those with nothing left out unless `all_lists`.

    One query a list; none for a list whose table is not among `filled`, as `presences` has it (None: every list is asked).
    """

    def is_asked(model: type[Model], verb: str) -> bool:
        return (all_lists or filled is None or model in filled) and access.may(officer, verb)

    found: list[Waiting] = []
    if is_asked(Meeting, "record_meeting"):
        found.append(Waiting("会议待定议定事项", meetings_of(officer, "open").order_by().count(), "meetings", "open"))
    if is_asked(Collection, "send_collection"):
        found.append(
            Waiting("征集未收齐或未整理", collections_of(officer, "open").order_by().count(), "collections", "open")
        )
    for verb, page, rows, words in _TOLD:
        if is_asked(rows(officer).model, verb):
            counted = {show: Count("pk", filter=_ASKED[page][show]) for show in words}
            counts = rows(officer).aggregate(**counted)
            found += [Waiting(word, counts[show], page, show) for show, word in words.items()]
    if is_asked(Appeal, "see_appeals"):
        counts = appeals.counts_of(officer, list(_OF_APPEALS), today)
        found += [Waiting(word, counts[show], "appeals", show) for show, word in _OF_APPEALS.items()]
    if is_asked(Rating, "see_appeals"):
        found.append(Waiting("不满意待处理", ratings.waiting_count(officer), "ratings", "waiting"))
    return [each for each in found if each.count or all_lists]


def unread_results(officer: Officer) -> list[Instruction]:
    """Return the results that this officer is to read and has not: reported to them, or to whose post they took over; oldest first."""
    found = Instruction.objects.filter(reader=officer, reported_on__isnull=False, read_on__isnull=True)
    return list(found.select_related("matter", "reported_by").order_by("reported_on", "id"))


def reported_words(matter_id: int) -> str:
    """Return what the lead unit's accepted result says: the office starts from it when it reports to the leader or upwards."""
    found = Report.objects.filter(assignment__matter=matter_id, what=What.RESULT, ruling=Ruling.ACCEPTED)
    return found.order_by("-id").values_list("done", flat=True).first() or ""
