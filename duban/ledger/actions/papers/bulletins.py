"""Bulletins: draft from the data, edit, forward, sign, issue with number and digest; what was issued never changes."""

import datetime
from dataclasses import replace
from typing import Any

from django.db import transaction

from duban.ledger import journal, numbers, scores
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Bulletin
from duban.ledger.models.bulletins import Audience, Phase
from duban.ledger.refusals import Conflict, Forbidden, Refused
from duban.ledger.wordings import catalogue, edits, figures, frames
from duban.ledger.wordings.circulars import Request
from duban.papers.writing import records
from duban.papers.writing.checks import InvalidPaper, check
from duban.papers.writing.documents import Paper
from duban.people.models import Jurisdiction

_EDITABLE = (Phase.DRAFT, Phase.RETURNED)


@transaction.atomic
def draft_bulletin(
    *, jurisdiction: Jurisdiction, kind: str, span: str, first: datetime.date, last: datetime.date, by: By
) -> Bulletin:
    """Draft a bulletin of a kind from the data of a period, both days inclusive.

    Raises Refused for a kind that the regime does not know, a period that has not begun, or data that is not there yet.
    """
    today = by.today
    try:
        made = catalogue.kind_named(Governed.of(jurisdiction).document, kind)
    except KeyError:
        raise Refused("办法里没有这种文书", field="kind") from None
    if span not in made.spans:
        raise Refused(f"{made.name}不按这种期间编写", field="span")
    if first > last or first > today:
        raise Refused("期间还没有开始", field="on")
    paper = made.compose(Request(jurisdiction, made.name, first, last, today, span))
    bulletin = Bulletin.objects.create(
        jurisdiction=jurisdiction,
        kind=kind,
        paper=made.paper,
        name=made.name,
        clause=made.clause,
        from_on=first,
        to_on=last,
        audience=made.audience,
        words=records.as_json(paper),
        figures=figures.figures_of(paper),
        prepared_by=by.officer,
        prepared_on=today,
    )
    _record("bulletin.drafted", bulletin, by, {"from": str(first), "to": str(last)})
    return bulletin


@transaction.atomic
def edit_bulletin(
    *,
    bulletin: Bulletin,
    version: int,
    title: str,
    addressees: str,
    text: str,
    audience: str,
    is_public: bool,
    media: str,
    by: By,
) -> Bulletin:
    """Change the words of a draft, who reads it, and whether the public may. Raises Conflict where somebody changed it meanwhile or it left the desk."""
    bulletin = _held(bulletin)
    if bulletin.version != version:
        raise Conflict("别人刚刚改过这份文稿", possible="请打开最新的文稿，把您的修改加进去。")
    _refuse_unless(bulletin, _EDITABLE, "送审以后不能修改")
    if audience not in Audience.values:
        raise Refused("没有这种阅读范围", field="audience")
    if media.strip() and not is_public:
        raise Refused("由媒体刊发的须选“公开发布”", field="media")
    note = "此件公开发布" if is_public else ""
    paper = edits.edited(paper_of(bulletin), title=title, addressees=addressees, text=text, note=note)
    _check(paper)
    bulletin.words = records.as_json(paper)
    bulletin.audience, bulletin.is_public, bulletin.media = audience, is_public, media.strip()
    strangers = figures.strangers(paper, bulletin.figures)
    _save(bulletin, "words", "audience", "is_public", "media")
    _record("bulletin.edited", bulletin, by, {"own figures": strangers} if strangers else {})
    return bulletin


@transaction.atomic
def forward_bulletin(*, bulletin: Bulletin, by: By) -> Bulletin:
    """Put a draft before whoever signs. Raises Conflict where it is not a draft."""
    bulletin = _held(bulletin)
    _refuse_unless(bulletin, _EDITABLE, "这份文稿已经送审")
    _check(paper_of(bulletin))
    bulletin.phase = Phase.WAITING
    _save(bulletin, "phase")
    _record("bulletin.forwarded", bulletin, by)
    return bulletin


@transaction.atomic
def sign_bulletin(*, bulletin: Bulletin, agree: bool, opinion: str, by: By) -> Bulletin:
    """Approve a bulletin, or send it back with what must change. Raises Forbidden for who prepared it, Conflict where it does not wait."""
    bulletin = _held(bulletin)
    _refuse_unless(bulletin, (Phase.WAITING,), "这份文稿不在审签中")
    if by.officer.is_person_of(bulletin.prepared_by_id):
        raise Forbidden("起草人不能审签自己的文稿")
    if not agree and not opinion.strip():
        raise Refused("退回的要写明修改意见", field="opinion")
    bulletin.phase = Phase.APPROVED if agree else Phase.RETURNED
    bulletin.signed_by, bulletin.signed_on, bulletin.opinion = by.officer, by.today, opinion.strip()
    _save(bulletin, "phase", "signed_by", "signed_on", "opinion")
    _record("bulletin.signed" if agree else "bulletin.returned", bulletin, by, {"reason": bulletin.opinion})
    return bulletin


@transaction.atomic
def issue_bulletin(*, bulletin: Bulletin, by: By) -> Bulletin:
    """Issue an approved bulletin: dated today, numbered in the year without gaps, archived with its digest. Never changed again.

    Raises Conflict unless it was approved.
    """
    bulletin = _held(bulletin)
    _refuse_unless(bulletin, (Phase.APPROVED,), "审签同意以后才能印发")
    today = by.today
    paper, own = paper_of(bulletin), frames.letterhead_of(bulletin.jurisdiction)
    is_briefing = paper.kind == "briefing"
    bulletin.series = f"briefing:{bulletin.kind}" if is_briefing else "circular"
    bulletin.year = today.year
    bulletin.serial = numbers.take_number(jurisdiction=bulletin.jurisdiction, series=bulletin.series, year=today.year)
    number = f"第{bulletin.serial}期" if is_briefing else f"{own.circular_code}〔{today.year}〕{bulletin.serial}号"
    imprint = replace(paper.imprint, printed_on=today) if paper.imprint else None
    paper = replace(paper, number=number, dated_on=today, imprint=imprint)
    _check(paper)
    bulletin.words = records.as_json(paper)
    bulletin.digest = scores.digest_of(bulletin.words)
    bulletin.phase, bulletin.issued_by, bulletin.issued_on = Phase.ISSUED, by.officer, today
    _save(bulletin, "series", "year", "serial", "words", "digest", "phase", "issued_by", "issued_on")
    said = {"number": number, "title": bulletin.title, "digest": bulletin.digest}
    _record("bulletin.issued", bulletin, by, said | ({"media": bulletin.media} if bulletin.media else {}))
    return bulletin


@transaction.atomic
def drop_bulletin(*, bulletin: Bulletin, by: By) -> Bulletin:
    """Give a bulletin up that was not issued. Raises Conflict where it was, or was given up before."""
    bulletin = _held(bulletin)
    _refuse_unless(bulletin, (*_EDITABLE, Phase.WAITING, Phase.APPROVED), "已印发的文书不能作废")
    bulletin.phase = Phase.DROPPED
    _save(bulletin, "phase")
    _record("bulletin.dropped", bulletin, by)
    return bulletin


def paper_of(bulletin: Bulletin) -> Paper:
    """Return the paper as it stands, or as it was issued."""
    return records.from_json(bulletin.words)


def _held(bulletin: Bulletin) -> Bulletin:
    found = Bulletin.objects.select_for_update(of=("self",), no_key=True).select_related("jurisdiction")
    return found.get(pk=bulletin.pk)


def _refuse_unless(bulletin: Bulletin, phases: tuple[Phase, ...], why: str) -> None:
    if bulletin.phase not in phases:
        raise Conflict(why, possible=f"现在的状态是“{bulletin.get_phase_display()}”。")


def _check(paper: Paper) -> None:
    try:
        check(paper)
    except InvalidPaper as error:
        raise Refused(str(error), field="text") from error


def _save(bulletin: Bulletin, *changed: str) -> None:
    bulletin.version += 1
    bulletin.save(update_fields=[*changed, "version"])


def _record(verb: str, bulletin: Bulletin, by: By, data: dict[str, Any] | None = None) -> None:
    told = {"name": bulletin.name, **(data or {})}
    journal.record(verb, jurisdiction=bulletin.jurisdiction, of=bulletin, actor=by.officer, at=by.at, data=told)
