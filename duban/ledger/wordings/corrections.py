"""更正通报: says that a published ranking was corrected, why, by which records, and what it comes to now. The first circular stays as it went out."""

from django.utils import timezone

from duban.ledger import scores
from duban.ledger.queries.scoring import corrections, rankings
from duban.ledger.queries.scoring.periods import Span
from duban.ledger.refusals import Refused
from duban.ledger.wordings.circulars import Request, chapters, circular_paper
from duban.ledger.wordings.frames import clean
from duban.papers.writing.documents import Block, Paper, Paragraph, table
from duban.papers.writing.texts import date_words, names


def correction(asked: Request) -> Paper:
    """更正通报, from the correction that is in force. Raises Refused where that period was not corrected."""
    found = rankings.published(asked.jurisdiction, Span(asked.kind, asked.first, asked.last))
    if found is None or found.corrects is None:
        raise Refused(
            f"{asked.span}的考核结果没有更正", possible="请先在“考核”里更正这一期，再起草更正通报。", field="period"
        )
    changes = corrections.changes_of(found)
    assert changes is not None
    what = "等次" if scores.board_of(found).basis.grades else "排名"
    published = date_words(timezone.localdate(found.corrects.published_at))
    before = f"{published}{'更正' if found.corrects.number else '发布'}的{asked.span}督查考核{what}"
    body = (
        Paragraph(f"经核实，{before}有误，现予更正并通报如下。"),
        *chapters(
            ("更正理由", (Paragraph(clean(found.reason)),)),
            ("涉及的记录", _facts(changes)),
            ("更正结果", _results(changes, what)),
            ("有关说明", (Paragraph(_note(changes, before)),)),
        ),
    )
    return circular_paper(asked, f"关于更正{asked.span}督查考核{what}的通报", body)


def _facts(changes: corrections.Changes) -> tuple[Block, ...]:
    rows = [
        (
            str(place),
            each.unit,
            each.evidence.what if each.evidence else "—",
            date_words(each.evidence.on) if each.evidence else "—",
            each.how,
        )
        for place, each in enumerate(changes.facts, 1)
    ]
    return (
        (table(("序号", "单位", "情况", "日期", "处理"), rows, widths=(1, 3, 4, 3, 3), caption="涉及的记录"),)
        if rows
        else ()
    )


def _results(changes: corrections.Changes, what: str) -> tuple[Block, ...]:
    if not changes.moved:
        return (Paragraph(f"各单位{what}不变，得分明细以本次更正为准。"),)
    rows = [
        (
            each.name,
            each.before.said,
            each.after.said,
            "；".join(f"{clause.clause}：{clause.said}" for clause in each.clauses) or "—",
        )
        for each in changes.moved
    ]
    header = ("单位", "原结果", "更正后", "依据条款和分值")
    told: list[Block] = [table(header, rows, widths=(3, 3, 3, 5), caption=f"更正前后的{what}")]
    for word, is_named in (("列入通报表扬", True), ("不再列入通报表扬", False)):
        whom = [each.name for each in changes.moved if each.praise and bool(each.after.honours) == is_named]
        if whom:
            told.append(Paragraph(f"{names(whom)}{word}。"))
    return tuple(told)


def _note(changes: corrections.Changes, before: str) -> str:
    others = "其他单位的得分和名次不变。" if changes.moved else ""
    return f"{others}{before}中与本通报不一致的，以本通报为准。"
