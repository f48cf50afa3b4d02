"""Documents: an office adopts one, whole, from a day on; on that day it comes into force. What began before keeps the one before."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from duban.engine.clauses import Regime
from duban.engine.packs import loading, sources
from duban.engine.witnesses import checking
from duban.ledger import conditions, documents, journal
from duban.ledger.models import Adoption, Document
from duban.ledger.refusals import Conflict, Refused, refuse_if
from duban.people.models import Jurisdiction, Officer


@transaction.atomic
def adopt_document(
    *,
    jurisdiction: Jurisdiction,
    files: Mapping[str, str],
    in_force_from: datetime.date,
    actor: Officer | None,
    at: datetime.datetime,
    today: datetime.date,
) -> Adoption:
    """Adopt a document from a day on, inclusive; on that day it governs new matters and periods, at once where the day is today.

    `files` are the texts of its files by name. Without an officer it is the machine's owner who adopts. Raises Refused for a document that
    is not sound (with file and line), for a day that is past or not after that of the last adopted, for the document that is in force
    already; Forbidden where the office wants another post's signature on it.
    """
    jurisdiction = Jurisdiction.objects.select_for_update(no_key=True).get(pk=jurisdiction.pk)
    last = Adoption.objects.filter(jurisdiction=jurisdiction).order_by("in_force_from").last()
    if actor is not None and jurisdiction.ranking_signers.get("document"):
        refuse_if(conditions.regime_drafts.adopted_by(jurisdiction, actor))
    regime = _checked(files, is_first=last is None)
    if last is not None:
        if last.document_id == documents.digest_of(files):
            raise Refused("与已采用的办法完全相同，不必再采用", field="files")
        if in_force_from < today:
            raise Refused("施行日期不能早于今天：已经办理的事项不改变依据", field="in_force_from")
        if in_force_from <= last.in_force_from:
            raise Refused(
                f"施行日期要晚于上一次采用的施行日期（{last.in_force_from}）",
                field="in_force_from",
                possible="请选择更晚的日期。",
            )
    made = _keep(jurisdiction, regime, files, in_force_from, actor, at)
    if last is None or in_force_from <= today:
        _bring_into_force(jurisdiction, made, regime, at)
    return made


@transaction.atomic
def let_come_into_force(*, jurisdiction: Jurisdiction, on: datetime.date, at: datetime.datetime) -> bool:
    """Let the document that was adopted for this day, or one before, govern from now on; return whether one came into force."""
    due = Adoption.objects.filter(jurisdiction=jurisdiction, in_force_from__lte=on).order_by("in_force_from").last()
    if due is None or due.document_id == jurisdiction.document:
        return False
    jurisdiction = Jurisdiction.objects.select_for_update(no_key=True).get(pk=jurisdiction.pk)
    if due.document_id == jurisdiction.document:
        return False
    _bring_into_force(jurisdiction, due, documents.loaded(due.document_id), at)
    return True


@transaction.atomic
def record_first(*, jurisdiction: Jurisdiction, at: datetime.datetime, today: datetime.date) -> Adoption | None:
    """Write down which document an office of an earlier version has followed: the installed pack of its name. None where that was done.

    Raises UnknownRegime or PackError where the pack is gone or not sound.
    """
    if Adoption.objects.filter(jurisdiction=jurisdiction).exists():
        return None
    files = loading.read_pack(jurisdiction.regime)
    return adopt_document(jurisdiction=jurisdiction, files=files, in_force_from=today, actor=None, at=at, today=today)


def _checked(files: Mapping[str, str], *, is_first: bool) -> Regime:
    """Load a document and try its rules; not those of duban itself, nor the one that an office has followed all along."""
    try:
        regime = loading.load_pack(files)
        if not loading.is_installed(regime.id, files, with_added=is_first):
            checking.checked(regime)
        return regime
    except sources.PackError as error:
        reasons = tuple(f"{each.file} 第 {each.line} 行：{each.what}" for each in error.all)
        why = f"办法有 {len(reasons)} 处错误，没有采用"
        raise Refused(why, field="files", possible="请逐处改正后再采用。", reasons=reasons) from None


def _keep(
    jurisdiction: Jurisdiction,
    regime: Regime,
    files: Mapping[str, str],
    day: datetime.date,
    actor: Officer | None,
    at: datetime.datetime,
) -> Adoption:
    digest = documents.digest_of(files)
    document, _ = Document.objects.get_or_create(
        digest=digest, defaults={"regime": regime.id, "version": regime.version, "files": dict(files)}
    )
    if document.files != dict(files) and documents.digest_of(document.files) != digest:
        raise Conflict("库里的办法文本与校验码不符", possible="请先运行 duban audit verify。")
    made = Adoption.objects.create(
        jurisdiction=jurisdiction, document=document, in_force_from=day, adopted_by=actor, adopted_at=at
    )
    journal.record(
        "document.adopted",
        jurisdiction=jurisdiction,
        of=made,
        actor=actor,
        at=at,
        data={"regime": regime.id, "version": regime.version, "digest": digest, "from": day.isoformat()},
    )
    return made


def _bring_into_force(jurisdiction: Jurisdiction, made: Adoption, regime: Regime, at: datetime.datetime) -> None:
    before = Adoption.objects.filter(jurisdiction=jurisdiction, document_id=jurisdiction.document).last()
    if before is not None:
        before.choices = jurisdiction.choices
        before.save(update_fields=["choices"])
        jurisdiction.document_since = made.in_force_from
    jurisdiction.choices = regime.kept(jurisdiction.choices)
    jurisdiction.regime, jurisdiction.document = regime.id, made.document_id
    jurisdiction.save(update_fields=["regime", "document", "document_since", "choices"])
    journal.record(
        "document.in_force",
        jurisdiction=jurisdiction,
        of=made,
        actor=None,
        at=at,
        data={"regime": regime.id, "version": regime.version, "digest": made.document_id},
    )
