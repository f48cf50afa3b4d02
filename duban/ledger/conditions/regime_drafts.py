"""Whether a draft of a document may be changed, sent to be checked, checked, or adopted: None, or the refusal with the way out."""

from duban.ledger.models import RegimeDraft
from duban.ledger.models.regime_drafts import Phase
from duban.ledger.refusals import Conflict, Forbidden, Refused
from duban.people.models import Jurisdiction, Officer, Role

_INSTEAD = {
    Phase.SUBMITTED: "请先退回起草，再修改。",
    Phase.CHECKED: "请先退回起草，再修改。",
    Phase.ADOPTED: "请以现行办法为底本另起一稿。",
    Phase.DISCARDED: "需要继续用这份草稿的，请先恢复。",
}


def changing(draft: RegimeDraft) -> Refused | None:
    """Say whether a draft may be changed: while it is being drafted."""
    if draft.phase == Phase.DRAFTED:
        return None
    return Conflict(f"草稿{Phase(draft.phase).label}，不能修改", possible=_INSTEAD[Phase(draft.phase)])


def checking(draft: RegimeDraft, officer: Officer) -> Refused | None:
    """Say whether an officer may check a draft: somebody other than who drafted it, changed it last or sent it."""
    if draft.phase != Phase.SUBMITTED:
        return Conflict(f"草稿{Phase(draft.phase).label}，不在待复核", possible="请刷新后再看。")
    if officer.accounts & {draft.drafted_by_id, draft.changed_by_id, draft.submitted_by_id}:
        return Forbidden(
            "起草、修改和送复核的人不能自己复核", possible="请由另一位同事复核：督查室的其他人，或者主要领导、秘书长。"
        )
    return None


def sending_back(draft: RegimeDraft) -> Refused | None:
    """Say whether a draft may go back to be drafted: one that waits to be checked, or was checked and not adopted."""
    if draft.phase in (Phase.SUBMITTED, Phase.CHECKED):
        return None
    return Conflict(f"草稿{Phase(draft.phase).label}，不用退回")


def adopting(draft: RegimeDraft, officer: Officer) -> Refused | None:
    """Say whether an officer may adopt a draft: once it was checked, by the post that adopts in this office."""
    if draft.phase != Phase.CHECKED:
        what = {Phase.ADOPTED: "已经采用过", Phase.DISCARDED: "已作废，不能采用"}
        why = what.get(Phase(draft.phase), "还没有经另一人复核，不能采用")
        return Conflict(f"草稿{why}", possible=_INSTEAD[Phase(draft.phase)] if draft.phase in what else "请先送复核。")
    return adopted_by(draft.jurisdiction, officer)


def adopted_by(jurisdiction: Jurisdiction, officer: Officer) -> Refused | None:
    """Say whether a document may be adopted by this officer: the head of the office, or who signs where the office wants a signature."""
    role = adopter(jurisdiction)
    if officer.role == role:
        return None
    return Forbidden(f"办法由{Role(role).label}采用", possible="请提请其办理。")


def adopter(jurisdiction: Jurisdiction) -> str:
    """Return the post that adopts documents in an office: whose signature the office asks for, else the head of the office."""
    return str(jurisdiction.ranking_signers.get("document") or Role.OFFICE_HEAD)
