"""The journal: `record` is its only writer, `fact_rows` the only bridge to the engine, `verify` proves that nothing was changed.

One chain a jurisdiction. A line's digest covers its content and the digest before it, so that a change, a gap, an insertion
or a cut tail shows where it happened.
"""

import datetime
import hashlib
import heapq
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from duban.ledger import failures
from duban.ledger.models import Assignment, Chain, JournalLine, Matter
from duban.ledger.models.matters import DONE_STATES
from duban.ledger.privacy import without_numbers
from duban.ledger.reorganised import facts as reorganised_facts
from duban.ledger.storage import fact_lines, locking
from duban.ledger.verbs import VERBS
from duban.people import noting, tracking
from duban.people.models import Jurisdiction, Officer, Unit

# The address from which this request came; empty for the program itself and for commands.
ORIGIN: ContextVar[str] = ContextVar("origin", default="")


@dataclass(frozen=True)
class Effect:
    """What a line brings about beside telling what was done.

    `on` is the day from which it holds (default: the day on which it was done); `kind` and `fact` make the line a fact for the engine;
    `amends` is the earlier line that it excuses or withdraws; no two lines of an office have the same `key`.
    """

    on: datetime.date | None = None
    kind: str = ""
    fact: Mapping[str, object] | None = None
    amends: JournalLine | None = None
    key: str | None = None


@transaction.atomic(savepoint=False)
def record(
    verb: str,
    *,
    jurisdiction: Jurisdiction,
    of: models.Model | None = None,
    actor: Officer | None,
    at: datetime.datetime,
    unit: Unit | None = None,
    matter: Matter | None = None,
    data: Mapping[str, object] | None = None,
    effect: Effect | None = None,
) -> JournalLine:
    """Append one line and return it; `effect` makes it a fact for the engine, or lets it amend one.

    Numbers of phones and identity cards are left out of `data`: what cannot be changed can never be erased. Raises KeyError for a verb that is not registered in `verbs`, and IntegrityError where `key` was used before: what was done together with it is then undone too.
    """
    VERBS[verb]
    chain, effect = locking.hold_chain(jurisdiction), effect or Effect()
    line = JournalLine(
        jurisdiction=jurisdiction,
        verb=verb,
        at=at,
        on=effect.on or timezone.localdate(at),
        actor=actor,
        unit=unit,
        matter=matter,
        of=JournalLine.of_record(of) if of is not None else "",
        kind=effect.kind,
        data={
            **without_numbers({**(data or {}), **({"fact": effect.fact or {}} if effect.kind else {})}),
            **carried(actor, tracking.take()),
        },
        amends=effect.amends,
        key=effect.key,
    )
    hang(line, chain)
    line.save(force_insert=True)
    chain.save(update_fields=["seq", "head"])
    failures.note_commit()
    if effect.kind or effect.amends is not None:
        noting.note(effect.amends.on if effect.amends is not None else line.on)
    return line


def record_on(
    verb: str,
    assignment: Assignment,
    actor: Officer | None,
    at: datetime.datetime,
    *,
    of: models.Model | None = None,
    kind: str = "",
    fact: Mapping[str, object] | None = None,
    data: Mapping[str, object] | None = None,
    on: datetime.date | None = None,
) -> JournalLine:
    """Append one line about an assignment, which holds from `on` (default today), and return it; `of` is the record on it that was acted on."""
    return record(
        verb,
        jurisdiction=assignment.matter.jurisdiction,
        of=of or assignment,
        unit=assignment.unit,
        matter=assignment.matter,
        actor=actor,
        at=at,
        data=data,
        effect=Effect(on=on, kind=kind, fact=fact),
    )


def last_of(jurisdiction: Jurisdiction) -> int:
    """Return the number of the last line of a jurisdiction's chain, 0 before the first; nothing is locked."""
    return Chain.objects.filter(jurisdiction=jurisdiction).values_list("seq", flat=True).first() or 0


def fact_rows(
    jurisdiction: Jurisdiction,
    *,
    matters: Collection[int] | None = None,
    since: datetime.date | None = None,
    through: datetime.date | None = None,
    upto: int | None = None,
) -> list[dict[str, Any]]:
    """Return the facts of a jurisdiction (or of some matters, by primary key) as rows of the interchange format, amendments applied.

    `since`, `through` and `upto` leave facts out as `each_fact` says. Facts of some matters are told of the units that hold them now.
    """
    rows = list(each_fact(jurisdiction, matters=matters, since=since, through=through, upto=upto))
    return rows if matters is None else reorganised_facts.of_matters(jurisdiction, rows, through)


def each_fact(
    jurisdiction: Jurisdiction,
    *,
    matters: Collection[int] | None = None,
    since: datetime.date | None = None,
    through: datetime.date | None = None,
    upto: int | None = None,
    kinds: Collection[str] | None = None,
    about: Q | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield the facts of a jurisdiction one by one, as rows of the interchange format, amendments applied; of some `kinds`, or all.

    `about` is a condition on lines by which few of them are chosen: those of some units or matters.
    `since` leaves out the matters that were done with before that day: done today, and nothing happened to them from it on. `through` leaves out facts dated after that day; `upto` leaves out lines (and amendments) after that number, so that a past state can be seen again.
    """
    same: dict[str, str] = {}
    if matters is not None and len(matters) <= fact_lines.FEW and since is None and upto is None and kinds is None:
        lines, amended = fact_lines.of_few(jurisdiction.pk, matters, through)
        yield from (row for line in lines if (row := fact_lines.row_of(line, amended, same)) is not None)
        return
    own = fact_lines.of_office(jurisdiction.pk)
    found = all_lines = JournalLine.objects.filter(jurisdiction=jurisdiction)
    if matters is not None:
        found = all_lines = JournalLine.objects.filter(matter__in=matters, **own)
    elif about is not None:
        found = JournalLine.objects.filter(about, **own)
    if upto is not None:
        found, all_lines = found.filter(seq__lte=upto), all_lines.filter(seq__lte=upto)
    amended = fact_lines.Amended()
    marks = all_lines.filter(amends__isnull=False).order_by("seq")
    for amends, data in marks.values_list("amends_id", "data"):
        amended.setdefault(amends, {}).update(data["amendment"])
    facts = found.exclude(kind="")
    parts = [facts]
    if since is not None:
        parts = [_of_few(facts, since, upto)] if about is not None else _of_many(facts, jurisdiction, since)
    chosen = (Q() if through is None else Q(on__lte=through)) & (Q() if kinds is None else Q(kind__in=kinds))
    columns = fact_lines.COLUMNS
    told = (part.filter(chosen).order_by("seq").values_list(*columns).iterator(chunk_size=500) for part in parts)
    for line in heapq.merge(*told, key=itemgetter(1)) if len(parts) > 1 else next(told):
        if (row := fact_lines.row_of(line, amended, same)) is not None:
            yield row


def _of_few(facts: QuerySet[JournalLine], since: datetime.date, upto: int | None) -> QuerySet[JournalLine]:
    """Leave out the matters that were done with before a day: for each line its matter's others are looked for."""
    of_matter = JournalLine.objects.filter(matter=OuterRef("matter"), on__gte=since).exclude(kind="")
    touched = Q(Exists(of_matter if upto is None else of_matter.filter(seq__lte=upto)))
    return facts.filter(Q(matter__isnull=True) | ~Q(matter__state__in=DONE_STATES) | touched)


def _of_many(
    facts: QuerySet[JournalLine], jurisdiction: Jurisdiction, since: datetime.date
) -> list[QuerySet[JournalLine]]:
    """Leave out the matters that were done with before a day, of most lines of an office: all that are meant make one list.

    Lines without a matter come apart: with an "or" beside the list PostgreSQL goes through all of it for every line, as soon as it is
    too long for its memory.
    """
    unfinished = Matter.objects.filter(jurisdiction=jurisdiction).exclude(state__in=DONE_STATES).order_by()
    touched = facts.filter(on__gte=since, matter__isnull=False).order_by()
    whose = unfinished.values_list("pk").union(touched.values_list("matter"))
    return [facts.filter(matter__in=whose), facts.filter(matter__isnull=True)]


@dataclass(frozen=True)
class Flaw:
    """One place where a chain does not hold."""

    jurisdiction: str
    seq: int
    why: str


def verify(jurisdiction: Jurisdiction, see: Callable[[JournalLine], None] | None = None) -> Iterator[Flaw]:
    """Yield every flaw of a jurisdiction's chain: a changed, missing, inserted, moved or cut line, with its number.

    `see` is shown each line on the way.
    """
    previous, expected, written = "", 1, 0
    for line in JournalLine.objects.filter(jurisdiction=jurisdiction).order_by("seq").iterator(chunk_size=5000):
        if see is not None:
            see(line)
        if line.pk < written:
            # Which line was written last says how a row must stand.
            yield Flaw(jurisdiction.slug, line.seq, f"第 {line.seq} 行在表里的编号（{line.pk}）早于前一行，被挪动过")
        if line.seq != expected:
            yield Flaw(jurisdiction.slug, expected, f"第 {expected} 行缺失（其后为第 {line.seq} 行）")
        elif line.previous != previous:
            yield Flaw(jurisdiction.slug, line.seq, f"第 {line.seq} 行与前一行不相连")
        if line.digest != _digest(line):
            yield Flaw(jurisdiction.slug, line.seq, f"第 {line.seq} 行内容被改动")
        previous, expected, written = line.digest, line.seq + 1, line.pk
    chain = Chain.objects.filter(jurisdiction=jurisdiction).first()
    end = chain.seq if chain else 0
    if expected - 1 != end:
        yield Flaw(jurisdiction.slug, expected, f"链应有 {end} 行，实有末行为第 {expected - 1} 行")
    elif chain and chain.head != previous:
        yield Flaw(jurisdiction.slug, end, "链尾校验码与登记的链头不符")


def content_of(line: JournalLine) -> str:
    """Return the text whose digest a line carries: its content together with the digest before it."""
    content = {
        "jurisdiction": line.jurisdiction_id,
        "seq": line.seq,
        "verb": line.verb,
        "at": line.at.astimezone(datetime.UTC).isoformat(timespec="microseconds"),
        "on": line.on.isoformat(),
        "actor": line.actor_id,
        "unit": line.unit_id,
        "matter": line.matter_id,
        "of": line.of,
        "kind": line.kind,
        "data": line.data,
        "amends": line.amends_id,
        "key": line.key,
        "previous": line.previous,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def carried(actor: Officer | None, rows: Mapping[str, object]) -> dict[str, object]:
    """Return what every line carries beside its own data: the rows that were written, and the address of the officer who acted.

    Of somebody of the public no address is kept here: a line stays for ever.
    """
    origin = ORIGIN.get() if actor is not None else ""
    return {**({"rows": rows} if rows else {}), **({"from": origin} if origin else {})}


def hang(line: JournalLine, chain: Chain) -> None:
    """Hang a line to the end of the chain: number, digest, and the chain's new end."""
    line.seq, line.previous, line.algorithm = chain.seq + 1, chain.head, settings.JOURNAL_HASH
    line.digest = _digest(line)
    chain.seq, chain.head = line.seq, line.digest


def _digest(line: JournalLine) -> str:
    return hashlib.new(line.algorithm, content_of(line).encode()).hexdigest()
