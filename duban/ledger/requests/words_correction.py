"""Correction of words (更正任务书): title, requirement or standard of an order that is out."""

from dataclasses import replace
from typing import Any

from duban.ledger import acts, conditions
from duban.ledger.actions.matters import order_corrections
from duban.ledger.acts import About, Field
from duban.ledger.by import By
from duban.ledger.models import Assignment, Matter, Proposal
from duban.ledger.models.matters import State
from duban.ledger.privacy import refuse_personal, senders_of
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.secrecy import refuse_classified
from duban.ledger.situations import Situation

_WORDS = ("title", "requirement", "standard")


@acts.register
class WordsCorrection(acts.Correction):
    """Put the words of an order right for all units that have it."""

    name, label, button, sheet = "correct_text", "更正任务书", "更正任务书", "任务书更正审批单"
    about, path, operation, place = About.MATTER, "words-corrections", "correct_words", 83
    fields = (
        Field("title", "事项名称", required=True, meaning="the title, as it should be"),
        Field("requirement", "办理要求", required=True, meaning="what is asked, as it should be", most=20000),
        Field("standard", "完成标准", required=True, meaning="when it counts as done, as it should be", most=20000),
        Field("reason", "更正理由", keep="correction", hint="哪里写错了"),
    )
    verbs = {"order.words_corrected": "更正任务书"}
    told_to_unit = {"order.words_corrected": "任务书已更正，请核对并签收"}

    def offered(self, officer: Any, now: Situation) -> bool:
        return now.matter.dispatched_on is not None and now.matter.state not in (State.PROPOSED, State.REVOKED)

    def note(self, now: Situation) -> str:
        return "只改写错的地方。更正后每个承办单位另收更正通知，已签收、还没有报送结果的单位重新签收。"

    def fields_for(self, now: Situation) -> tuple[Field, ...]:
        *words, reason = self.fields
        return (
            *(replace(each, initial=getattr(now.matter, each.name)) for each in words),
            reason,
        )

    def refused(self, now: Situation, **given: Any) -> Refused | None:
        found = conditions.orders.correcting_words(now.matter)
        words = {name: given[name] for name in _WORDS if given.get(name) is not None}
        return found or (_misfit(now.matter, words) if words else None)

    def columns(self, now: Situation, **given: Any) -> dict[str, Any]:
        words = {name: given[name].strip() for name in _WORDS if given.get(name) is not None}
        return {"details": {name: text for name, text in words.items() if text != getattr(now.matter, name)}}

    def sentence(self, proposal: Proposal) -> str:
        named = {each.name: each.label for each in self.fields}
        said = "、".join(f"{named[name]}改为“{text}”" for name, text in proposal.details.items())
        return f"{proposal.what}（{proposal.assignment.unit}等承办）的任务书写错，拟更正：{said}。"

    def take_effect(self, proposal: Proposal, assignment: Assignment, by: By) -> None:
        """Put the words right. Raises Refused where the matter is done, or the words are what they were."""
        matter = assignment.matter
        refuse_if(conditions.orders.correcting_words(matter))
        order_corrections.correct_words(proposal, matter, dict(proposal.details), by)


def _misfit(matter: Matter, words: dict[str, str]) -> Refused | None:
    """Say what is wrong with the new words: empty, the same as before, too long, classified, or naming who wrote an appeal."""
    for name, text in words.items():
        if not text.strip():
            return Refused("不能为空", field=name)
    if all(text.strip() == getattr(matter, name) for name, text in words.items()):
        return Refused("与现在的任务书相同，没有更正的内容", field="reason")
    if len(words.get("title", "")) > 200:
        return Refused("事项名称不能超过 200 字", field="title")
    try:
        for name, text in words.items():
            refuse_classified(text, field=name)
            refuse_personal(text, of=senders_of(matter), field=name)
    except Refused as refusal:
        return refusal
    return None
