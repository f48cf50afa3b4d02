"""Claims: praise, and what a document lets units enter, with proof; they count once they are verified, with their own day."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.db import transaction

from duban.ledger import conditions, journal, scored_facts
from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Attachment, Claim, Matter
from duban.ledger.models.claims import Standing
from duban.ledger.refusals import Conflict, Forbidden, Refused, refuse_if
from duban.ledger.secrecy import refuse_classified
from duban.ledger.storage import locking
from duban.people.models import Jurisdiction, Unit


@dataclass(frozen=True, kw_only=True)
class Praised:
    """What is claimed: the kind, who gave the praise, in which paper or medium, when, on which matter; `person` where one was named.

    `fields` are those that the document asks of the kind. What units enter themselves has no authority and no paper of its own.
    """

    kind: str
    happened_on: datetime.date
    title: str = ""
    authority: str = ""
    document: str = ""
    matter: Matter | None = None
    person: str = ""
    occasion: str = ""
    text: str = ""
    of_subordinate: bool = False
    fields: Mapping[str, object] = field(default_factory=dict)


@transaction.atomic
def make_claim(*, jurisdiction: Jurisdiction, unit: Unit, praised: Praised, file: Attachment | None, by: By) -> Claim:
    """Claim praise for a unit, or enter what the document lets units enter. What the office enters itself is verified at once, and so is
    what nobody has to verify; the rest waits for the office.

    Raises Refused, citing the clause, for what the document does not count or know: a kind, an authority, praise without a matter, a
    subordinate's, a field outside its bounds; without the proof that it asks for; and Conflict where the same was claimed before.
    """
    refuse_classified(praised.title, praised.document, praised.text, field="title")
    governed = Governed.of(jurisdiction, praised.happened_on)
    entered = scored_facts.declared_of(governed, by.officer.unit if by.officer.is_unit else None).get(praised.kind)
    is_own = entered is None or entered.event.entered_by == "unit"
    if unit.jurisdiction_id != jurisdiction.pk or (by.officer.is_unit and is_own and by.officer.unit_id != unit.pk):
        raise Refused("只能登记本单位的", field="unit")
    if entered is None:
        praised = _praise(governed, unit, praised, file)
    else:
        refuse_if(conditions.recording.matter_fits(entered, praised.matter))
        if conditions.recording.proof(entered, file is not None) is not None:
            raise Refused(f"“{entered.label}”要附证明材料", clause=entered.clause, field="file")
        fields = conditions.recording.fields(governed, entered, praised.fields)
        praised = replace(praised, title=praised.title.strip() or entered.label, fields=fields)
    facts.refuse_misplaced(
        jurisdiction=jurisdiction, unit=unit, matter=praised.matter, on=praised.happened_on, at=by.at
    )
    locking.hold_chain(jurisdiction)
    same = {"unit": unit, "kind": praised.kind, "authority": praised.authority, "document": praised.document.strip()}
    _refuse_twice(same, praised, is_entered=entered is not None)
    claim = Claim.objects.create(
        jurisdiction=jurisdiction,
        person=praised.person.strip(),
        matter=praised.matter,
        title=praised.title.strip(),
        occasion=praised.occasion.strip(),
        happened_on=praised.happened_on,
        text=praised.text,
        fields=dict(praised.fields),
        file=file,
        made_by=by.officer,
        made_on=by.today,
        **same,
    )
    verb = "claim.made" if entered is None else "entry.made"
    _record(verb, claim, by, {"name": claim.title, "number": claim.document, "reason": claim.text})
    if by.officer.is_office or (entered is not None and entered.event.verified_by is None):
        _verify(claim, claim.text, by)
    return claim


def _praise(governed: Governed, unit: Unit, praised: Praised, file: Attachment | None) -> Praised:
    """Return praise with the fields that its document asks for; raise Refused for what it does not count, and without paper or proof."""
    for name, word in (("title", "名称"), ("document", "文号或刊物名称")):
        if not getattr(praised, name).strip():
            raise Refused(f"请填写{word}", field=name)
    refuse_if(
        conditions.scoring.claimable(
            governed.office, praised.kind, praised.authority, praised.matter, praised.of_subordinate
        )
    )
    refuse_if(conditions.scoring.eligible(unit, praised.person.strip(), praised.authority, praised.happened_on))
    if file is None:
        raise Refused("请附上证明材料：表彰决定、通报、批示或刊载原件", field="file")
    known = governed.recordable.get(praised.kind)
    if known is None or not known.event.fields:
        return praised
    told = {name: value for name, value in _told(praised).items() if name in {each.name for each in known.fields}}
    read = conditions.recording.fields(governed, known, {**told, **praised.fields})
    return replace(praised, fields={name: value for name, value in read.items() if name in known.event.fields})


def _told(claim: Praised | Claim) -> dict[str, object]:
    """What of a fact the praise itself tells: who gave it, that it is praise, of what."""
    tone = {"tone": "praise"} if claim.kind in scored_facts.TONED else {}
    occasion = {"occasion": claim.occasion} if claim.occasion else {}
    return {"authority": claim.authority, **tone, **occasion}


def _refuse_twice(same: dict[str, object], praised: Praised, *, is_entered: bool) -> None:
    waiting = Claim.objects.filter(
        person=praised.person.strip(), standing__in=(Standing.OPEN, Standing.VERIFIED), **same
    )
    if not is_entered and waiting.exists():
        raise Conflict(
            "同一文号（刊物）的这一项已经登记过", possible="不是同一篇（次）的，请把文号或期号写全。", field="document"
        )
    alike = waiting.filter(happened_on=praised.happened_on, matter=praised.matter) if is_entered else waiting.none()
    if any(each.fields == praised.fields for each in alike):
        raise Conflict("同一天的这一项已经申报过", possible="不是同一件的，请在内容里写明区别。", field="kind")


@transaction.atomic
def rule_on_claim(*, claim: Claim, verified: bool, reason: str, by: By, authority: str = "") -> Claim:
    """Verify a claim, by which it becomes a fact, or reject it; `authority` corrects who gave the praise.

    Raises Conflict once decided, Refused for a rejection without reasons and for what the document does not count.
    """
    claim = _held(claim)
    refuse_if(conditions.scoring.ruling(claim))
    if not verified:
        if not reason.strip():
            raise Refused("不予认定要写明理由", field="reason")
        _settle(claim, Standing.REJECTED, reason, by)
        _record("claim.rejected", claim, by, {"name": claim.title, "reason": reason})
        return claim
    if authority and authority != claim.authority:
        refuse_if(conditions.scoring.claimable(claim.jurisdiction, claim.kind, authority, claim.matter, False))
        claim.authority = authority
    refuse_if(conditions.scoring.eligible(claim.unit, claim.person, claim.authority, claim.happened_on))
    return _verify(claim, reason, by)


@transaction.atomic
def withdraw_claim(*, claim: Claim, by: By) -> Claim:
    """Take a claim back before it is decided. Raises Forbidden for another unit's, Conflict once decided."""
    claim = _held(claim)
    if by.officer.unit_id != claim.unit_id:
        raise Forbidden("只能由登记的单位撤回")
    refuse_if(conditions.scoring.ruling(claim))
    claim.standing = Standing.WITHDRAWN
    claim.save(update_fields=["standing"])
    _record("claim.withdrawn", claim, by, {"name": claim.title})
    return claim


def _verify(claim: Claim, reason: str, by: By) -> Claim:
    fact = {**(_told(claim) if claim.authority else {}), **claim.fields}
    said = f"{claim.title}（{claim.document}）" if claim.document else claim.title
    claim.line = facts.record_fact(
        jurisdiction=claim.jurisdiction,
        kind=claim.kind,
        unit=claim.unit,
        fact=fact,
        matter=claim.matter,
        on=claim.happened_on,
        reason=f"{said}：{reason}" if reason.strip() else said,
        by=by,
        proof=claim.file,
    )
    _settle(claim, Standing.VERIFIED, reason, by)
    _record("claim.verified", claim, by, {"name": claim.title, "number": claim.document, "reason": reason})
    return claim


def _settle(claim: Claim, standing: Standing, reason: str, by: By) -> None:
    claim.standing, claim.reason, claim.ruled_by, claim.ruled_on = standing, reason, by.officer, by.today
    claim.save(update_fields=["standing", "reason", "ruled_by", "ruled_on", "authority", "line"])


def _held(claim: Claim) -> Claim:
    locking.hold_chain(claim.jurisdiction)
    return Claim.objects.select_related("jurisdiction", "unit", "matter", "file").get(pk=claim.pk)


def _record(verb: str, claim: Claim, by: By, data: dict[str, object]) -> None:
    journal.record(
        verb,
        jurisdiction=claim.jurisdiction,
        of=claim,
        unit=claim.unit,
        matter=claim.matter,
        actor=by.officer,
        at=by.at,
        data={name: value for name, value in data.items() if value},
    )
