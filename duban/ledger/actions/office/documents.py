"""Documents: an office adopts one, whole, from a day on; on that day it comes into force. What began before keeps the one before."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from duban.engine.clauses import Regime
from duban.engine.packs import loading, sources
from duban.engine.witnesses import checking
from duban.ledger import conditions, documents, journal
from duban.ledger.by import By
from duban.ledger.models import Adoption, Document
from duban.ledger.queries.office import regroupings
from duban.ledger.refusals import Conflict, Refused, refuse_if
from duban.people.models import Jurisdiction, Officer, Unit


@transaction.atomic
def adopt_document(
    *,
    jurisdiction: Jurisdiction,
    files: Mapping[str, str],
    in_force_from: datetime.date,
    actor: Officer | None,
    at: datetime.datetime,
    today: datetime.date,
    groups: Mapping[str, str] | None = None,
) -> Adoption:
    """Adopt a document from a day on, inclusive; on that day it governs new matters and periods, at once where the day is today.

    `groups` says by a unit's code which of the document's groups it is in from then on, an empty one for none; a unit that is not told
    goes to the group of the same name. What began before keeps the groups that the units had.
    `files` are the texts of its files by name. Without an officer it is the machine's owner who adopts. Raises Refused for a document that
    is not sound (with file and line), for a day that is past or not after that of the last adopted, for the document that is in force
    already, for units that no group of the document takes and nobody sorted; Forbidden where the office wants another post's signature on it.
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
    told = _sorted(jurisdiction, regime, groups or {}) if last is not None else {}
    made = _keep(jurisdiction, regime, files, in_force_from, told, actor, at)
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


@transaction.atomic
def regroup_units(*, adoption: Adoption, groups: Mapping[str, str], by: By) -> list[str]:
    """Put units, by their codes, into other groups of an adopted document, an empty one for none; return the codes of those that moved.

    Only what the document governs and nobody published follows. Raises Refused for a unit or a group that there is not, or where nothing
    moves.
    """
    jurisdiction = Jurisdiction.objects.select_for_update(no_key=True).get(pk=adoption.jurisdiction_id)
    held = documents.under(jurisdiction, adoption)
    _refuse_unknown(jurisdiction, held.document, groups)
    units = Unit.objects.select_for_update(no_key=True).filter(jurisdiction=jurisdiction, code__in=groups)
    now = {unit.code: held.group_of(unit.code, unit.group) for unit in units}
    moved = {code: [now[code], group] for code, group in groups.items() if now[code] != group}
    if not moved:
        raise Refused("没有改动任何单位的类别", field="groups")
    if held.is_in_force:
        _regroup(jurisdiction, {code: groups[code] for code in moved})
    else:
        adoption.groups = {**adoption.groups, **{code: groups[code] for code in moved}}
        adoption.save(update_fields=["groups"])
    journal.record(
        "document.regrouped",
        jurisdiction=jurisdiction,
        of=adoption,
        actor=by.officer,
        at=by.at,
        data={"regime": held.document.id, "from": adoption.in_force_from.isoformat(), "groups": moved},
    )
    return list(moved)


def _sorted(jurisdiction: Jurisdiction, regime: Regime, told: Mapping[str, str]) -> dict[str, str]:
    """Return the group of every standing unit under the next document. Raises Refused where somebody has to say it."""
    _refuse_unknown(jurisdiction, regime, told)
    rows = regroupings.rows_for(jurisdiction, regime)
    left = regroupings.unsorted(rows, told)
    if left:
        raise Refused(
            f"{len(left)} 个单位须重新归类",
            field="groups",
            possible="请说明它们在新办法中的类别，不受新办法督查的选“不属于任何类别”。",
            reasons=tuple(f"{each.word}：{each.names}" for each in regroupings.classes_of(left)),
        )
    return {row.unit.code: told.get(row.unit.code, row.offered or "") for row in rows}


def _refuse_unknown(jurisdiction: Jurisdiction, regime: Regime, groups: Mapping[str, str]) -> None:
    known = set(Unit.objects.filter(jurisdiction=jurisdiction).values_list("code", flat=True)) if groups else set()
    for code, group in groups.items():
        if code not in known:
            raise Refused(f"没有代码为“{code}”的单位", field="groups")
        if group and group not in regime.groups:
            words = "、".join(regime.groups.values())
            raise Refused(f"办法没有“{group}”这个类别", field="groups", possible=f"可以选的类别：{words}。")


def _regroup(jurisdiction: Jurisdiction, groups: Mapping[str, str]) -> dict[str, str]:
    """Give units other groups, by their codes; return the groups that all units of the office had."""
    units = list(Unit.objects.filter(jurisdiction=jurisdiction))
    had = {unit.code: unit.group for unit in units}
    for unit in units:
        if groups.get(unit.code, unit.group) != unit.group:
            unit.group = groups[unit.code]
            unit.save(update_fields=["group"])
    return had


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
    groups: Mapping[str, str],
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
        jurisdiction=jurisdiction,
        document=document,
        in_force_from=day,
        groups=dict(groups),
        adopted_by=actor,
        adopted_at=at,
    )
    journal.record(
        "document.adopted",
        jurisdiction=jurisdiction,
        of=made,
        actor=actor,
        at=at,
        data={
            "regime": regime.id,
            "version": regime.version,
            "digest": digest,
            "from": day.isoformat(),
            **({"groups": dict(groups)} if groups else {}),
        },
    )
    return made


def _bring_into_force(jurisdiction: Jurisdiction, made: Adoption, regime: Regime, at: datetime.datetime) -> None:
    before = Adoption.objects.filter(jurisdiction=jurisdiction, document_id=jurisdiction.document).last()
    if before is not None:
        before.choices = jurisdiction.choices
        before.groups = _regroup(jurisdiction, made.groups)
        before.save(update_fields=["choices", "groups"])
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
