"""Notices: issue a numbered paper."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from duban.ledger import journal, numbers
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Finding, Inspection, Matter, Notice, NoticeItem
from duban.ledger.wordings import letters
from duban.ledger.wordings.papers import joint_notices, provisional
from duban.papers.writing import records
from duban.people.models import Jurisdiction, Unit

# What a paper is called where the document names none for the act.
_OWN_NAMES = {
    "dispatch": "交办通知",
    "urge": "催办通知",
    "order_correction": "更正通知",
    "order_recall": "撤回通知",
    "experience": "经验推广通报",
    "sanction": "处理决定通知",
    "summons": "约谈通知",
    "outcome": "督办处理通知",
    "discipline_handover": "问题移送函",
    "return": "退回通知",
    "rectification": "整改通知",
    "correction": "责令改正通知",
    "conclusion": "督查反馈意见",
    "review": "复核决定",
}


@transaction.atomic
def issue_notice(
    *,
    of: Jurisdiction | Matter | Inspection | Finding,
    act: str,
    by: By,
    unit: Unit | None = None,
    limit_on: datetime.date | None = None,
    clause: str = "",
    words: dict[str, Any] | None = None,
    listed: Sequence[Assignment] = (),
) -> Notice:
    """Issue the paper that the regime names for an act (`dispatch`, `urge`, `step:<name>` …), numbered in the year without gaps; `of` is what it is about.

    Where the document names no paper for it, the program's own plain name is used and no clause is cited. What it says is kept word for
    word, so that it is printed the same when names and dates have changed. `listed` are the orders of an annexed list: the notice, of
    the office, is then about all of them.
    """
    today = by.today
    matter = of if isinstance(of, Matter) else None
    finding = of if isinstance(of, Finding) else None
    about = of.inspection if isinstance(of, Finding) else of
    inspection = about if isinstance(about, Inspection) else None
    jurisdiction = about if isinstance(about, Jurisdiction) else about.jurisdiction
    first = matter or (listed[0].matter if listed else None)
    governed = Governed.of(first or jurisdiction)
    paper = governed.paper(act, governed.category_clause(first.category)[0] if first else "")
    notice = Notice(
        jurisdiction=jurisdiction,
        paper=paper.id if paper else act,
        name=paper.name if paper else _OWN_NAMES.get(act, "督办通知"),
        year=today.year,
        serial=numbers.take_number(jurisdiction=jurisdiction, series="notice", year=today.year),
        matter=matter,
        unit=unit,
        inspection=inspection,
        finding=finding,
        clause=clause or (paper.clause if paper else ""),
        limit_on=limit_on,
        words=words or {},
        issued_on=today,
        issued_by=by.officer,
    )
    composed = joint_notices.compose(notice, listed) if listed else letters.compose(notice)
    composed = provisional.marked(composed, notice, listed or ())
    notice.words = {**notice.words, "paper": records.as_json(composed)}
    notice.save(force_insert=True)
    NoticeItem.objects.bulk_create(NoticeItem(notice=notice, assignment=each) for each in listed)
    journal.record(
        "notice.issued",
        jurisdiction=jurisdiction,
        of=notice,
        unit=unit,
        matter=matter,
        actor=by.officer,
        at=by.at,
        data={"number": notice.number, "name": notice.name, **({"listed": len(listed)} if listed else {})},
    )
    return notice
