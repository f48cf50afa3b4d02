"""Drafts of documents (制度草稿): begun, changed part by part, checked by a second person, adopted from a day on, discarded."""

import datetime
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from duban.engine.studio import drafts
from duban.ledger import conditions, journal
from duban.ledger.actions.office import documents
from duban.ledger.by import By
from duban.ledger.models import Document, RegimeDraft
from duban.ledger.models.regime_drafts import Phase
from duban.ledger.queries.office.drafting import drafted_contents, regime_drafts
from duban.ledger.queries.office.drafting.drafted_arrangements import ACTS, Arrangement, arranged
from duban.ledger.queries.office.drafting.drafted_contents import Content
from duban.ledger.refusals import Conflict, Refused, refuse_if
from duban.people.models import Jurisdiction

# So many characters a draft has at most, written as JSON.
_LARGEST = 2_000_000


class Overtaken(Conflict):
    """Somebody changed the same part in the meantime: `yours` and `current` are the two versions, `yours` as it was sent."""

    def __init__(self, part: str, who: str, yours: Any, current: Any, revisions: tuple[int, int]) -> None:
        super().__init__(
            f"{drafted_contents.named(part)}刚刚由{who}改过，您的修改没有保存",
            possible="请对照两个版本，再决定用哪一个。",
            field="revision",
        )
        self.part, self.yours, self.current, self.revisions = part, yours, current, revisions


@transaction.atomic
def begin(*, jurisdiction: Jurisdiction, content: Content, by: By, based_on: str = "") -> RegimeDraft:
    """Begin a draft with what `queries.office.drafting` read out of a text, a file or a version; `based_on` is the digest of that version.

    Raises Refused for a content that is no document's or is too large.
    """
    content = _sound(content)
    draft = RegimeDraft.objects.create(
        jurisdiction=jurisdiction,
        name=drafted_contents.name_of(content),
        content=content,
        based_on=Document.objects.get(pk=based_on) if based_on else None,
        drafted_by=by.officer,
        drafted_at=by.at,
        changed_by=by.officer,
        changed_at=by.at,
    )
    _record("begun", draft, by, {"clauses": len(content["clauses"]), "based_on": based_on[:12]})
    return draft


@transaction.atomic
def change(*, draft: RegimeDraft, changes: Mapping[str, Any], revision: int, by: By) -> RegimeDraft:
    """Put other values in some parts: `clause:第六条` (None: leave it out), `readings`, or `regime:` and a key of the document's head.

    `revision` is the one on which the change was made. Raises Overtaken where a part was changed since, Refused where the draft is no
    longer drafted or a part is none.
    """
    held = _hold(draft)
    refuse_if(conditions.regime_drafts.changing(held))
    content = held.content
    made = [part for part, value in changes.items() if drafted_contents.part_of(content, part) != value]
    _not_overtaken(held, made, revision, changes)
    if not made:
        return held
    for part in made:
        content = drafted_contents.with_part(content, part, changes[part])
    _keep(held, content, made, by)
    _record("changed", held, by, {"parts": [drafted_contents.named(part) for part in made], "revision": held.revision})
    return held


@transaction.atomic
def arrange(*, draft: RegimeDraft, asked: Arrangement, revision: int, by: By) -> tuple[RegimeDraft, str]:
    """Split, join, renumber, add or leave out clauses; return the clause to be looked at next beside the draft. Raises as `change` and `arranged`."""
    held = _hold(draft)
    refuse_if(conditions.regime_drafts.changing(held))
    found = arranged(held.content, asked)
    parts = [f"{drafted_contents.CLAUSE}{each}" for each in found.touched]
    _not_overtaken(held, parts, revision, {})
    _keep(held, found.content, parts, by)
    _record("arranged", held, by, {"act": ACTS[asked.act], "clauses": list(found.touched), "revision": held.revision})
    return held, found.then


@transaction.atomic
def submit(*, draft: RegimeDraft, revision: int, by: By) -> RegimeDraft:
    """Send a draft to be checked by a second person. Raises Refused, each named, while a fault or an example that does not come out stands."""
    held = _hold(draft)
    refuse_if(conditions.regime_drafts.changing(held))
    if revision != held.revision:
        raise Conflict("草稿刚刚被改动过，没有送复核", possible="请刷新后核对，再送复核。", field="revision")
    standing = regime_drafts.obstacles(held.content)
    if standing:
        raise Refused(
            f"还有 {len(standing)} 处没有改好，不能送复核", possible="请逐处改正。", reasons=tuple(map(str, standing))
        )
    held.phase, held.remark = Phase.SUBMITTED, ""
    held.submitted_by, held.submitted_at = by.officer, by.at
    held.save(update_fields=["phase", "remark", "submitted_by", "submitted_at"])
    _record("submitted", held, by, {"revision": held.revision})
    return held


@transaction.atomic
def check(*, draft: RegimeDraft, revision: int, by: By) -> RegimeDraft:
    """Find a draft right, as a second person. Raises Forbidden for who wrote it, Conflict where it was changed since it was read."""
    held = _hold(draft)
    refuse_if(conditions.regime_drafts.checking(held, by.officer))
    if revision != held.revision:
        raise Conflict("草稿已有改动，不是您看到的版本", possible="请刷新后重新复核。", field="revision")
    held.phase, held.checked_by, held.checked_at = Phase.CHECKED, by.officer, by.at
    held.save(update_fields=["phase", "checked_by", "checked_at"])
    _record("checked", held, by, {"revision": held.revision})
    return held


@transaction.atomic
def send_back(*, draft: RegimeDraft, reason: str, by: By) -> RegimeDraft:
    """Let a draft be drafted again, with the reason: by who checks it, or by who sent it and saw a mistake."""
    held = _hold(draft)
    refuse_if(conditions.regime_drafts.sending_back(held))
    held.remark = _reason(reason, "退回")
    held.phase, held.checked_by, held.checked_at = Phase.DRAFTED, None, None
    held.save(update_fields=["phase", "remark", "checked_by", "checked_at"])
    _record("sent_back", held, by, {"reason": held.remark})
    return held


@transaction.atomic
def adopt(
    *, draft: RegimeDraft, in_force_from: datetime.date, by: By, groups: Mapping[str, str] | None = None
) -> RegimeDraft:
    """Adopt a checked draft from a day on, inclusive, by the post that adopts in this office; `groups` and what is raised: `documents.adopt_document`."""
    held = _hold(draft)
    refuse_if(conditions.regime_drafts.adopting(held, by.officer))
    held.adoption = documents.adopt_document(
        jurisdiction=held.jurisdiction,
        files=drafts.files_of(held.content),
        in_force_from=in_force_from,
        actor=by.officer,
        at=by.at,
        today=by.today,
        groups=groups,
    )
    held.phase = Phase.ADOPTED
    held.save(update_fields=["phase", "adoption"])
    _record("adopted", held, by, {"from": in_force_from.isoformat(), "digest": held.adoption.document_id})
    return held


@transaction.atomic
def discard(*, draft: RegimeDraft, reason: str, by: By) -> RegimeDraft:
    """Discard a draft that was not adopted. It stays to be read and may be restored."""
    held = _hold(draft)
    if held.phase in (Phase.ADOPTED, Phase.DISCARDED):
        raise Conflict(f"草稿{Phase(held.phase).label}，不能作废")
    held.phase, held.remark = Phase.DISCARDED, _reason(reason, "作废")
    held.save(update_fields=["phase", "remark"])
    _record("discarded", held, by, {"reason": held.remark})
    return held


@transaction.atomic
def restore(*, draft: RegimeDraft, by: By) -> RegimeDraft:
    """Take a discarded draft up again; whatever it had been checked before, it is drafted anew."""
    held = _hold(draft)
    if held.phase != Phase.DISCARDED:
        raise Conflict(f"草稿{Phase(held.phase).label}，没有作废")
    held.phase, held.remark, held.checked_by, held.checked_at = Phase.DRAFTED, "", None, None
    held.save(update_fields=["phase", "remark", "checked_by", "checked_at"])
    _record("restored", held, by, {})
    return held


def _hold(draft: RegimeDraft) -> RegimeDraft:
    """Lock a draft and return it as it is now."""
    found = RegimeDraft.objects.select_for_update(of=("self",), no_key=True)
    return found.select_related("jurisdiction").get(pk=draft.pk)


def _not_overtaken(held: RegimeDraft, parts: Iterable[str], revision: int, changes: Mapping[str, Any]) -> None:
    for part in parts:
        last, who, _ = held.touched.get(part, (0, "", ""))
        if last > revision:
            current = drafted_contents.part_of(held.content, part)
            raise Overtaken(part, who, changes.get(part), current, (revision, held.revision))


def _keep(held: RegimeDraft, content: Content, parts: Iterable[str], by: By) -> None:
    held.content = _sound(content)
    held.name = drafted_contents.name_of(held.content)
    held.revision += 1
    mark = [held.revision, by.officer.full_name, by.at.isoformat(timespec="minutes")]
    held.touched = {**held.touched, **dict.fromkeys(parts, mark)}
    held.changed_by, held.changed_at = by.officer, by.at
    held.save(update_fields=["content", "name", "revision", "touched", "changed_by", "changed_at"])


def _sound(content: Content) -> Content:
    """Return a content that can be kept: of the right shape and not too large."""
    wrong = drafted_contents.misshapen(content)
    if wrong:
        raise Refused(wrong, field="content")
    if len(json.dumps(content, ensure_ascii=False)) > _LARGEST:
        raise Refused("草稿过大，没有保存", possible="请把附表另存为附件。", field="content")
    return content


def _reason(text: str, what: str) -> str:
    if not text.strip():
        raise Refused(f"请写明{what}的理由", field="reason")
    return text.strip()[:200]


def _record(verb: str, draft: RegimeDraft, by: By, data: Mapping[str, object]) -> None:
    journal.record(
        f"regime_draft.{verb}",
        jurisdiction=draft.jurisdiction,
        of=draft,
        actor=by.officer,
        at=by.at,
        data={"name": draft.name, **data},
    )
