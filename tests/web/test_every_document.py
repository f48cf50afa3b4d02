"""An office lives a year under every document: matters, facts of its own, a ranking; then every page of every post is opened."""

import datetime
import html
import os
import re
import traceback
import zlib

import pytest
from django.core.exceptions import MultipleObjectsReturned
from django.db import transaction
from django.urls import reverse

from duban.engine.evaluation.plans import plan_of
from duban.engine.facts import AUTHORITIES, KINDS, LEVELS
from duban.engine.rules.limits import Deadline
from duban.engine.rules.quantities import Typed
from duban.ledger import journal
from duban.ledger.actions.matters import urges
from duban.ledger.actions.office import daily_run
from duban.ledger.actions.reports import reports
from duban.ledger.actions.requests import proposals
from duban.ledger.actions.scoring import rankings
from duban.ledger.audit import published_rankings
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Proposal
from duban.ledger.models.reports import What
from duban.ledger.queries.scoring import periods
from duban.ledger.refusals import Refused
from tests import cast, founding, stories
from tests.web.permissions import ROWS

pytestmark = pytest.mark.django_db

# Two marks side by side, and brackets with nothing in them: what a sentence makes of words that had their own stop, or were left out.
TWO_MARKS = re.compile(r"[，。；：、！？]\s*[，。；：、！？]|（\s*）|〔\s*〕|《\s*》|“\s*”|（（|））")
LATIN = re.compile(r"[A-Za-z][A-Za-z_0-9]*")


def _ids_of(document):
    """Everything by which a pack and the library call things, and no reader does."""
    words = document.words
    found = {
        *KINDS, *AUTHORITIES, *LEVELS, *words.events, *words.levels, *(words.authorities or ()), *words.groups, *words.roles, *words.categories,
        *(each.id for each in (*document.sections, *document.quantities, *document.papers, *document.lists, *document.categories)),
        *(step.step for step in document.steps()), *(rule.name for rule in document.rules_of(Deadline)), *document.bodies, "None", "True", "False",
    }  # fmt: skip
    for event in words.events.values():
        found |= {*event.fields, *(word for field in event.fields.values() for word in field.words)}
    return found


def _said(event, document):
    """What an own event says: a value of each field."""
    words = document.words
    values = {
        "text": "某会", "whole": 1, "decimal": "1", "month": "2026-03", "day": "2026-03-20", "flag": True,
        "authority": next(iter(words.authorities or ("prefecture",))), "level": next(iter(words.levels or ("red",))),
    }  # fmt: skip
    said = {}
    for name, field in event.fields.items():
        value = next(iter(field.words)) if field.type == "choice" else values[field.type]
        if field.type in ("whole", "decimal") and field.least is not None:
            value = str(field.least) if field.type == "decimal" else int(field.least)
        said[name] = value
    return said


def _note(office, event, matter, on):
    """Put an own event on record as the record form does."""
    document = Governed.of(office.jurisdiction).document
    journal.record(
        "fact.recorded", jurisdiction=office.jurisdiction, unit=office.units[0], actor=office.clerk,
        at=cast.at(f"{on} 09:00"), matter=None if event.of == "unit" else matter,
        effect=journal.Effect(kind=event.id, fact=_said(event, document)), data={"reason": "会议记录"},
    )  # fmt: skip


def _climb(office, day):
    """Let the night of a day pass, and sign and carry out every step that it opened."""
    daily_run.run_days(jurisdiction=office.jurisdiction, through=founding.day(day))
    at = cast.at(f"{day} 15:00")
    for proposal in Proposal.objects.filter(
        jurisdiction=office.jurisdiction, act="step", outcome__in=("open", "approved")
    ):
        rung = Governed.of(proposal.assignment.matter).step(proposal.step)
        limit = founding.day(day) + datetime.timedelta(days=3) if rung.limit == "set" else None
        if rung.carried_by is not None:
            urges.urge_unit(assignment=proposal.assignment, channel="phone", by=By(office.clerk, at), limit=limit)
            continue
        stories.sign(proposal, at)
        proposals.carry_out(
            proposal=proposal, by=By(office.clerk, at), limit=limit, authority="county", note="约谈",
            held_on=at.date() if rung.held_on else None,
        )  # fmt: skip


def _lived(pack):
    """An office that has lived from January to March under a document: one matter of each category done, one late, one in hand."""
    office = founding.office(pack)
    document = Governed.of(office.jurisdiction).document
    at, other = cast.at("2026-02-02 09:00"), By(office.clerk, cast.at("2026-02-05 09:00"))
    first = None
    for category in [each.id for each in document.categories] or [""]:
        made = stories.matter(office, due_on="2026-02-27", at=at, category=category, support=office.units[1:2])
        first = first or made
        stories.accept(office, made, at)
        progress = stories.report(office, made, cast.at("2026-02-03 09:00"), what=What.PROGRESS)
        reports.accept_report(report=progress, by=other)
        urges.urge_unit(assignment=stories.held(made), channel="written", by=other, note="请抓紧。")
        result = stories.report(office, made, cast.at("2026-02-06 09:00"))
        reports.return_report(
            report=result,
            reason="不实。",
            redo_by=founding.day("2026-02-12"),
            by=By(office.head, cast.at("2026-02-06 15:00")),
        )
        stories.complete(office, made, cast.at("2026-02-10 09:00"))
    late = stories.matter(office, due_on="2026-02-20", at=at, lead=office.units[:1], category=category)
    stories.accept(office, late, at)
    for event in document.words.events.values():
        if event.is_own:
            _note(office, event, late, "2026-02-16")
    for day in ("2026-02-24", "2026-03-05", "2026-03-20", "2026-03-31"):
        _climb(office, day)
    return office


def _published(office):
    """Publish every kind of period that the document names, five days after its end; return the rankings."""
    document, found = Governed.of(office.jurisdiction).document, []
    for quantity in document.quantities:
        if isinstance(quantity.form, Typed):
            value = str(quantity.form.least or next(iter(quantity.form.choice), 0))
            effect = journal.Effect(kind="figure", fact={"quantity": quantity.id, "value": value})
            journal.record(
                "fact.recorded", jurisdiction=office.jurisdiction, unit=office.units[0], actor=office.clerk,
                at=cast.at("2026-03-31 16:00"), effect=effect, data={"reason": "年度报表"},
            )  # fmt: skip
    for kind in document.periods:
        span = periods.span_of(kind, founding.day("2026-02-20"), document)
        after = cast.at(f"{span.last + datetime.timedelta(days=5)} 09:00")
        try:
            found.append(
                rankings.publish_ranking(
                    jurisdiction=office.jurisdiction,
                    kind=kind,
                    from_on=span.first,
                    to_on=span.last,
                    by=By(office.head, after),
                )
            )
        except Refused as refused:
            assert refused.why == "这一期没有可以排名的单位", refused
    return found


def _text(page: str) -> str:
    """The text that a reader sees, with what forms show."""
    shown = re.sub(r"(?s)<(script|style|template)\b.*?</\1>", " ", page)
    shown = re.sub(r'(?s)<[^>]*?(?:placeholder|title|aria-label)="([^"]*)"[^>]*>', r" \1 ", shown)
    return html.unescape(re.sub(r"<[^>]+>", " ", shown))


def _words_of_ours(office, ids, text):
    for officer in office.officers.values():
        text = text.replace(officer.username, "")
    for unit in office.units:
        text = text.replace(unit.code, "")
    # The audit log tells what was asked for, by its address.
    text = re.sub(r"\b(?:GET|POST) /\S+", "", text)
    return {word for word in LATIN.findall(text) if word in ids or "_" in word}


# Pages that say most of what a document says: opened under every document; of the others every pack opens its share.
SAYING = {
    "adoptions", "desk", "journal", "matter_new", "matters", "proposals", "ranking_marks", "ranking_new", "rankings", "records", "regime",
    "scorecard", "units",
}  # fmt: skip
SHARES = 16
# A third of the documents a day, all in the long run (DUBAN_TORTURE): each office costs two to three seconds.
LONG = bool(os.environ.get("DUBAN_TORTURE"))
TURN = datetime.date.today().toordinal()
PACKS = [pack for place, pack in enumerate(founding.PACKS) if LONG or (place + TURN) % 3 == 0]


def _opened(pack):
    """The routes that are opened under a pack, each with the posts that open it: its share of them, or in the long run all by all."""
    for name, row in sorted(ROWS.items()):
        posts = sorted(row.who - {"anonymous"})
        if row.method != "GET" or not posts:
            continue
        place = zlib.crc32(name.encode())
        if LONG:
            yield name, row, posts
        elif name in SAYING or place % SHARES == founding.PACKS.index(pack) % SHARES:
            yield name, row, [posts[(place // SHARES + founding.PACKS.index(pack)) % len(posts)]]


def _addresses(office, pack):
    """Yield (what, address, posts): first what the office has lived through, then the routes, each with a record of its own."""
    for matter in office.jurisdiction.matters.order_by("-id")[:2]:
        yield "matter", reverse("matter", args=[matter.no]), ["clerk", "liaison"]
    for unit in office.units[:1]:
        for kind in periods.kinds_of(Governed.of(office.jurisdiction).document):
            span = periods.span_of(kind, founding.day("2026-02-20"), Governed.of(office.jurisdiction).document)
            yield "scorecard", f"{reverse('scorecard', args=[unit.code])}?{span.query}", ["liaison"]
            yield "ranking", f"{reverse('ranking_new')}?{span.query}", ["clerk"]
    for name, row, posts in _opened(pack):
        with transaction.atomic():
            try:
                with transaction.atomic():
                    address = reverse(name, args=row.args(office) if row.args else [])
            except (Refused, MultipleObjectsReturned):
                # The document has no such thing, or the office has several already.
                address = ""
            if address:
                yield name, address, posts
            transaction.set_rollback(True)


@pytest.mark.parametrize("pack", PACKS)
def test_every_page_of_every_post(pack, signed_in):
    office = _lived(pack)
    document = Governed.of(office.jurisdiction).document
    ids, wrong, opened = _ids_of(document), {}, 0
    rankings_of = _published(office)
    # From a matter to a published ranking, wherever the document gives points at all.
    assert bool(rankings_of) == any(plan_of(document, (), kind).gives_points for kind in document.periods)
    assert all(list(published_rankings.flaws_of(ranking)) == [] for ranking in rankings_of)
    clients = {who: signed_in(officer) for who, officer in office.officers.items()}
    told = [("published", reverse("ranking_published", args=[each.pk]), ["clerk", "liaison"]) for each in rankings_of]
    for what, address, posts in (*told, *_addresses(office, pack)):
        for who in posts:
            clients[who].raise_request_exception = False
            answer = clients[who].get(address)
            opened += 1
            if answer.status_code >= 500:
                wrong[what, who] = "".join(traceback.format_exception(*answer.exc_info)[-2:])
            elif answer.status_code == 200 and "html" in answer["Content-Type"]:
                # The reference of the interface tells programs the words that they send.
                page = "" if what == "api_docs" else _text(answer.content.decode())
                marks = TWO_MARKS.findall(page)
                # Who administers the system is told which of its settings is missing, by its name.
                page = re.sub(r"\bDUBAN_[A-Z]+\b", "", page) if who == "administrator" else page
                found = [*sorted(_words_of_ours(office, ids, page)), *marks]
                wrong |= {(what, who): found} if found else {}
    assert not wrong
    assert opened > 20
