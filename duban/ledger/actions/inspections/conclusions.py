"""Conclusions of an inspection: drafted by the team, read by its head, signed by a leader, delivered to the unit; who read one before is on record."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction

from duban.ledger import conditions
from duban.ledger.actions.inspections import inspections
from duban.ledger.actions.papers import notices
from duban.ledger.by import By
from duban.ledger.models import Conclusion, Edition, Inspection, Notice, Reading
from duban.ledger.models.conclusions import Step
from duban.ledger.models.inspections import Phase
from duban.ledger.queries.inspections import conclusions
from duban.ledger.refusals import Conflict, Forbidden, Refused, refuse_if
from duban.ledger.secrecy import refuse_classified
from duban.ledger.storage import locking
from duban.people.models import Officer, Unit


@transaction.atomic
def draft_conclusion(*, inspection: Inspection, unit: Unit, words: Mapping[str, str], by: By) -> Conclusion:
    """Begin a conclusion for one unit; `words` by the names of `conditions.conclusions.PARTS`. Raises Forbidden for others than the team, Refused twice."""
    held = locking.hold_inspection(inspection)
    _team_only(held, by.officer)
    refuse_if(conditions.conclusions.drafting(held, unit))
    today = by.today
    made = Conclusion(inspection=held, unit=unit, drafted_by=by.officer, drafted_on=today)
    _write(made, words)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise Conflict(f"已经起草了{unit}的结论") from error
    _open(made, by)
    _record("conclusion.drafted", made, by)
    return made


@transaction.atomic
def edit_conclusion(*, conclusion: Conclusion, words: Mapping[str, str], version: int, by: By) -> Conclusion:
    """Change the words of a draft. Raises Conflict where it left the desk or was changed meanwhile."""
    held = locking.hold_conclusion(conclusion, version)
    _team_only(held.inspection, by.officer)
    refuse_if(conditions.conclusions.editing(held))
    _write(held, words)
    _save(held, *conditions.conclusions.PARTS)
    _open(held, by)
    _record("conclusion.edited", held, by)
    return held


@transaction.atomic
def forward_conclusion(*, conclusion: Conclusion, to_sign: Officer | None, by: By) -> Conclusion:
    """Put a conclusion before the head of the team, and then before that leader. What the head wrote goes to the leader at once.

    Raises Refused where it leaves out what the document asks for, citing it, and without a leader to sign.
    """
    held = locking.hold_conclusion(conclusion)
    _team_only(held.inspection, by.officer)
    refuse_if(conditions.conclusions.editing(held) or conditions.conclusions.complete(held))
    signer = to_sign or conclusions.usual_signer(held)
    if signer is None or not conclusions.signers_for(held).filter(pk=signer.pk).exists():
        raise Refused("请选定审阅的领导", clause=conditions.conclusions.reading_clause(held), field="to_sign")
    head = conditions.conclusions.head_of(held.inspection)
    if head is None or head.officer is None:
        raise Refused("督查组还没有组长", clause=conditions.conclusions.reading_clause(held), possible="请先定下组长。")
    if signer.pk == head.officer_id:
        raise Refused("组长不能再以领导身份审阅", possible="请另选一位领导。", field="to_sign")
    held.to_sign, held.opinion = signer, ""
    held.step = Step.LEADER if held.drafted_by_id == head.officer_id else Step.HEAD
    _save(held, "to_sign", "opinion", "step")
    _record("conclusion.forwarded", held, by, {"to": str(signer)})
    return held


@transaction.atomic
def recall_conclusion(*, conclusion: Conclusion, reason: str, by: By) -> Conclusion:
    """Take a conclusion back before it is signed, as the team that wrote it: whose turn it is may be away for good.

    Raises Refused without a reason, Conflict where it is signed or on the team's own desk.
    """
    held = locking.hold_conclusion(conclusion)
    _team_only(held.inspection, by.officer)
    refuse_if(conditions.conclusions.recalling(held))
    if not reason.strip():
        raise Refused("请写明为什么撤回", field="reason")
    held.step, held.head_read_by, held.head_read_on = Step.DRAFT, None, None
    _save(held, "step", "head_read_by", "head_read_on")
    _record("conclusion.recalled", held, by, {"reason": reason.strip()})
    return held


@transaction.atomic
def read_conclusion(*, conclusion: Conclusion, agree: bool, opinion: str, by: By) -> Conclusion:
    """Read it as the head of the team: pass it on to the leader, or send it back with what must change.

    Raises Forbidden for anybody else and for who wrote it, Refused for a return without words.
    """
    held = locking.hold_conclusion(conclusion)
    refuse_if(conditions.conclusions.reading_as_head(held, by.officer))
    _require_opinion(agree, opinion)
    if agree:
        held.head_read_by, held.head_read_on = by.officer, by.today
    held.step, held.opinion = Step.LEADER if agree else Step.RETURNED, opinion.strip()
    _save(held, "head_read_by", "head_read_on", "step", "opinion")
    _open(held, by)
    _record("conclusion.read" if agree else "conclusion.returned", held, by, {"reason": held.opinion})
    return held


@transaction.atomic
def sign_conclusion(*, conclusion: Conclusion, agree: bool, opinion: str, by: By) -> Conclusion:
    """Sign it as the leader, or as the leader's stand-in; or send it back. Raises Forbidden for anybody else and for its authors."""
    held, today = locking.hold_conclusion(conclusion), by.today
    refuse_if(conditions.conclusions.signing(held, by.officer, today))
    _require_opinion(agree, opinion)
    signer = conditions.conclusions.signs_for(held, by.officer, today)
    if agree:
        held.signed_by, held.signed_on = by.officer, today
        held.on_behalf_of = signer if signer is not None and signer.pk != by.officer.pk else None
    held.step, held.opinion = Step.APPROVED if agree else Step.RETURNED, opinion.strip()
    _save(held, "signed_by", "signed_on", "on_behalf_of", "step", "opinion")
    _open(held, by)
    data = {"reason": held.opinion} | ({"for": str(held.on_behalf_of)} if held.on_behalf_of else {})
    _record("conclusion.signed" if agree else "conclusion.returned", held, by, data)
    return held


@transaction.atomic
def deliver_conclusion(*, conclusion: Conclusion, by: By) -> Notice:
    """Deliver a signed conclusion: its numbered paper goes to the unit, which may now read it. Raises Refused before it is signed."""
    held = locking.hold_conclusion(conclusion)
    refuse_if(conditions.conclusions.delivering(held))
    today = by.today
    held.step, held.delivered_on = Step.DELIVERED, today
    notice = issue_edition(held, by)
    _save(held, "step", "delivered_on")
    _conclude(held.inspection)
    _record("conclusion.delivered", held, by, {"number": notice.number})
    return notice


@transaction.atomic
def open_conclusion(*, conclusion: Conclusion, by: By) -> Conclusion:
    """Put on record that the officer opens a conclusion before its delivery; the first time counts."""
    held = locking.hold_conclusion(conclusion)
    if not held.is_delivered:
        _open(held, by)
    return held


def issue_edition(conclusion: Conclusion, by: By, *, revised: bool = False) -> Notice:
    """Issue the conclusion's paper and keep its words as the next edition, inside the transaction of the act that delivers it."""
    until = conditions.reviews.request_until(conclusion)
    rights = ""
    if until is not None and not revised:
        rights = f"对本结论有异议的，可以在{until.due}前书面申请复核（{until.clause}）。"
    words = {name: getattr(conclusion, name) for name in conditions.conclusions.PARTS}
    notice = notices.issue_notice(
        of=conclusion.inspection,
        act="conclusion",
        unit=conclusion.unit,
        words={**words, "rights": rights, **({"revised": True} if revised else {})},
        by=by,
    )
    Edition.objects.create(
        conclusion=conclusion,
        order=conclusion.editions.count() + 1,
        notice=notice,
        delivered_on=by.today,
        **words,
    )
    return notice


def _write(conclusion: Conclusion, words: Mapping[str, str]) -> None:
    for name in conditions.conclusions.PARTS:
        refuse_classified(words.get(name, ""), field=name)
        setattr(conclusion, name, words.get(name, "").strip())


def _open(conclusion: Conclusion, by: By) -> None:
    _, is_new = Reading.objects.get_or_create(conclusion=conclusion, officer=by.officer, defaults={"at": by.at})
    if is_new:
        _record("conclusion.opened", conclusion, by)


def _conclude(inspection: Inspection) -> None:
    """Let an inspection count as concluded once every unit of it has its conclusion."""
    inspection = locking.hold_inspection(inspection)
    done = inspection.conclusions.filter(step=Step.DELIVERED).values("unit")
    if inspection.phase == Phase.UNDER_WAY and not inspection.units.exclude(pk__in=done).exists():
        inspection.phase = Phase.CONCLUDED
        inspection.version += 1
        inspection.save(update_fields=["phase", "version"])


def _require_opinion(agree: bool, opinion: str) -> None:
    if not agree and not opinion.strip():
        raise Refused("退回的要写明修改意见", field="opinion")
    refuse_classified(opinion, field="opinion")


def _team_only(inspection: Inspection, actor: Officer) -> None:
    if not inspection.members.filter(officer=actor, recused_on__isnull=True).exists():
        raise Forbidden("结论由督查组起草")


def _save(conclusion: Conclusion, *changed: str) -> None:
    conclusion.version += 1
    conclusion.save(update_fields=[*changed, "version"])


def _record(verb: str, conclusion: Conclusion, by: By, data: Mapping[str, object] | None = None) -> None:
    inspections.tell(verb, conclusion.inspection, by, of=conclusion, unit=conclusion.unit, data=data)
