"""Rows of a ledger that comes again, taken over by choice: a matter that is not out is edited, one that is out is corrected."""

import dataclasses
from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction

from duban.ledger import journal
from duban.ledger.actions.matters import matters
from duban.ledger.actions.matters.orders import standing_order
from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.models import Attachment, Matter
from duban.ledger.progress import Progress, untold
from duban.ledger.queries.papers.standing import TAKEN, Change
from duban.ledger.refusals import Refused

_WORDS = ("title", "requirement", "standard")
_STEP = 10


@transaction.atomic
def take_over(
    *,
    file: Attachment,
    changes: Sequence[Change],
    chosen: Collection[str],
    reason: str,
    by: By,
    progress: Progress = untold,
) -> list[Matter]:
    """Take over the changed rows whose matters' numbers are chosen, all or none.

    What was not dispatched yet is edited. An order that is out is put right by the corrections of date and words, with the reason and
    the signatures that they need: the old date and words stand until then, and in the journal ever after. Units are changed by acts of
    their own and stay. Raises Refused, naming the row, where one of the acts refuses, and where nothing is chosen.
    """
    taken = [each for each in changes if each.there.no in chosen and each.is_by_choice]
    if not taken:
        raise Refused("没有选中可以更新的事项", possible="请先勾选。")
    if any(each.there.is_out for each in taken) and not reason.strip():
        raise Refused("已交办的事项要更正任务书，请写明更正理由", field="reason")
    done = []
    for number, change in enumerate(taken):
        if number % _STEP == 0:
            progress("更新", number, len(taken))
        matter = Matter.objects.select_related("jurisdiction").get(pk=change.there.pk)
        try:
            if matter.dispatched_on is None:
                _edit(matter, change, by)
            else:
                _correct(matter, change, reason, by)
        except Refused as refusal:
            raise Refused(
                f"“{change.row.sheet}”第{change.row.row}行（{matter.no}）：{refusal}", possible="一件也没有更新。"
            ) from refusal
        done.append(matter)
    journal.record(
        "ledger.updated",
        jurisdiction=file.jurisdiction,
        of=file,
        actor=by.officer,
        at=by.at,
        data={"name": file.name, "sha256": file.sha256, "matters": [matter.no for matter in done]},
    )
    return done


def _edit(matter: Matter, change: Change, by: By) -> None:
    order = standing_order(matter)
    changed = {each.name: each.value for each in change.differences if each.name in TAKEN}
    if "due_on" in changed:
        # The row names the day itself; what the document counted before does not hold beside it.
        changed["due_rule"] = ""
        changed["milestones"] = tuple(step for step in order.milestones if step[0] < changed["due_on"])
    matters.edit_matter(matter=matter, order=dataclasses.replace(order, **changed), by=by, version=matter.version)


def _correct(matter: Matter, change: Change, reason: str, by: By) -> None:
    said: dict[str, Any] = {each.name: each.value for each in change.differences}
    if "due_on" in said:
        lead = matter.assignments.filter(part="lead").order_by("id").first()
        assert lead is not None
        proposals.ask("correct_due", of=lead, reason=reason, by=by, due_on=said["due_on"])
    if said.keys() & set(_WORDS):
        words = {name: said.get(name, getattr(matter, name)) for name in _WORDS}
        proposals.ask("correct_text", of=matter, reason=reason, by=by, **words)
