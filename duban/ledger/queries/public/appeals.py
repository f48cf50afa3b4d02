"""Appeals: the office's lists, what came twice, what may be decided now, and how a period stands in figures."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from duban.ledger import access
from duban.ledger.governed import Governed
from duban.ledger.models import Appeal, Rating
from duban.ledger.models.appeals import Channel, Outcome
from duban.ledger.models.matters import DONE_STATES
from duban.ledger.privacy import key_of_asked, key_of_contact
from duban.people.models import Jurisdiction, Officer

SHOWS = {
    "": "全部",
    "waiting": "待分办",
    "overdue": "超过平台时限",
    "soon": "三日内到时限",
    "unanswered": "办结待答复",
    "uncalled": "已答复待回访",
    "settled": "已答复",
    "late": "超过时限（含已答复）",
}
# What waits for the office, with numbers on the page.
WAITING = ("waiting", "overdue", "soon", "unanswered", "uncalled")


@dataclass(frozen=True)
class Asked:
    """Which appeals: a list of SHOWS, words in them, who wrote, a channel, received from a day to a day; empty is all."""

    show: str = ""
    words: str = ""
    who: str = ""
    channel: str = ""
    first: datetime.date | None = None
    last: datetime.date | None = None


@dataclass(frozen=True)
class Double:
    """An appeal that may be the same as another, and what they have in common."""

    appeal: Appeal
    why: str


@dataclass(frozen=True)
class Figures:
    """One channel in a period: how many came, how many of them were answered or declined, how many went beyond the platform's limit."""

    channel: str
    key: str
    received: int
    settled: int
    late: int


def asked_for(show: str, today: datetime.date) -> Q:
    """Return the condition of one of the lists."""
    done = Q(outcome=Outcome.TRANSFERRED, matter__state__in=DONE_STATES)
    rated = Rating.objects.filter(appeal=OuterRef("pk"), is_current=True)
    return {
        "waiting": Q(outcome=Outcome.WAITING),
        "overdue": Q(replied_on__isnull=True, due_on__lt=today),
        "soon": Q(replied_on__isnull=True, due_on__range=(today, today + datetime.timedelta(days=3))),
        "unanswered": done & Q(replied_on__isnull=True),
        "settled": Q(replied_on__isnull=False),
        "late": Q(replied_on__isnull=True, due_on__lt=today) | Q(replied_on__gt=F("due_on")),
        "uncalled": done & Q(replied_on__isnull=False) & ~Q(Exists(rated)),
    }.get(show, Q())


def appeals_of(officer: Officer, asked: Asked, today: datetime.date) -> QuerySet[Appeal]:
    """Return the appeals asked for, those that wait by their limit, the first at the head."""
    found = access.public.appeals(officer).filter(asked_for(asked.show, today))
    if asked.channel:
        found = found.filter(channel=asked.channel)
    if asked.first and asked.last:
        found = found.filter(received_on__range=(asked.first, asked.last))
    for word in asked.words.split()[:5]:
        found = found.filter(Q(number__icontains=word) | Q(source_no__icontains=word) | Q(masked_text__icontains=word))
    if asked.who:
        key = key_of_asked(asked.who)
        found = (
            found.filter(Q(sender_keys__contains=key) | Q(contact_key=key_of_contact(asked.who)))
            if key
            else found.none()
        )
    found = found.select_related("matter").annotate(doubled=Exists(_others()))
    if asked.show in ("waiting", "overdue", "soon"):
        return found.order_by("due_on", "received_on", "id")
    return found.order_by("-received_on", "-id")


def counts_of(officer: Officer, shows: list[str], today: datetime.date) -> dict[str, int]:
    """Return how many appeals each list holds, in one query."""
    wanted = {show: Count("pk", filter=asked_for(show, today)) for show in shows}
    return access.public.appeals(officer).aggregate(**wanted)


def near_limits(jurisdiction: Jurisdiction, on: datetime.date, until: datetime.date) -> list[Appeal]:
    """Return the appeals not answered yet whose platform's limit lies between two days, both inclusive."""
    found = Appeal.objects.filter(jurisdiction=jurisdiction, replied_on__isnull=True)
    return list(found.filter(due_on__range=(on, until)).order_by("due_on", "id"))


def doubles_of(officer: Officer, appeal: Appeal, most: int = 20) -> list[Double]:
    """Return the other appeals with the same text or the same contact, newest first."""
    same = Q(text_key=appeal.text_key)
    if appeal.contact_key:
        same |= Q(contact_key=appeal.contact_key)
    found = access.public.appeals(officer).filter(same).exclude(pk=appeal.pk).select_related("matter")
    doubles = []
    for each in found.order_by("-received_on", "-id")[:most]:
        why = [
            word
            for word, is_same in (
                ("内容相同", each.text_key == appeal.text_key),
                ("联系方式相同", bool(appeal.contact_key) and each.contact_key == appeal.contact_key),
            )
            if is_same
        ]
        doubles.append(Double(each, "、".join(why)))
    return doubles


def limit_clause(jurisdiction: Jurisdiction) -> str:
    """Return the clause that has appeals done within their platform's limit; empty where the document asks for none."""
    return Governed.of(jurisdiction).clause("platform_limits")


def clauses_of(jurisdiction: Jurisdiction, feature: str = "public_intake") -> list[str]:
    """Return the clauses that name a feature, in the document's order."""
    regime = Governed.of(jurisdiction).document
    return [clause.clause for clause in regime.clauses if feature in clause.features]


def categories_of(jurisdiction: Jurisdiction) -> tuple[str, ...]:
    """Return the categories under which the document supervises what the public brings up."""
    regime = Governed.of(jurisdiction).document
    return tuple(each.id for each in regime.categories if "public_intake" in regime.features_under(each.clause))


def figures_of(
    jurisdiction: Jurisdiction, first: datetime.date, last: datetime.date, today: datetime.date
) -> list[Figures]:
    """Return the figures of what came from `first` to `last`, inclusive, by channel; channels without any left out."""
    rows = (
        Appeal.objects.filter(jurisdiction=jurisdiction, received_on__range=(first, last))
        .values("channel")
        .annotate(
            received=Count("pk"),
            settled=Count("pk", filter=asked_for("settled", today)),
            late=Count("pk", filter=asked_for("late", today)),
        )
    )
    found = {row["channel"]: row for row in rows}
    return [
        Figures(str(channel.label), channel.value, row["received"], row["settled"], row["late"])
        for channel in Channel
        if (row := found.get(channel.value))
    ]


def _others() -> QuerySet[Appeal]:
    """Return, for a row of the outer query, the other appeals with the same text or contact."""
    same_contact = Q(contact_key=OuterRef("contact_key")) & ~Q(contact_key="")
    found = Appeal.objects.filter(
        Q(text_key=OuterRef("text_key")) | same_contact, jurisdiction=OuterRef("jurisdiction")
    )
    return found.exclude(pk=OuterRef("pk"))
