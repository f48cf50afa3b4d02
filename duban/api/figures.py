"""Pictures and the leader's one page as plain data: the same figures as on the pages."""

from collections.abc import Sequence
from typing import Any

from duban.ledger.queries.matters.statistics import TITLES, Figure, Mark
from duban.ledger.queries.office.one_pages import OnePage


def picture(found: Figure) -> dict[str, Any]:
    """Tell one picture: its sentence, and its table."""
    return {
        "key": found.key,
        "title": TITLES[found.key],
        "said": _words(found.said),
        "note": found.note,
        "heads": found.heads,
        "lines": [
            {"word": line.word, "marks": [_mark(mark) for mark in line.marks], "texts": line.texts}
            for line in found.lines
        ],
    }


def one_page(page: OnePage) -> dict[str, Any]:
    """Tell a leader's page."""
    return {
        "leader": page.leader.username,
        "on": page.today,
        "said": _words(page.said),
        "late": [
            {
                "matter": each.assignment.matter.no,
                "title": each.assignment.matter.title,
                "unit": each.assignment.unit.code,
                "due_on": each.assignment.due_on,
                "heard": each.heard,
                "heard_on": each.heard_on,
                "urged": each.urged,
            }
            for each in page.rows
        ],
        "wanted": [
            {
                "matter": each.assignment.matter.no,
                "title": each.assignment.matter.title,
                "unit": each.assignment.unit.code,
                "said": each.said,
                "word": each.word.value,
            }
            for each in page.wanted
        ],
        "waits": page.waits,
        "waiting": [card.proposal.pk for card in page.waiting],
        "moved": [{"word": word, "count": mark.count, "query": mark.asked.query} for word, mark in page.moved],
        "trend": page.trend,
        "months": page.months,
        "curves": [
            {
                "word": each.word,
                "count": each.mark.count,
                "query": each.mark.asked.query,
                "values": each.values,
                "note": each.note,
            }
            for each in page.curves
        ],
        "compared": page.compared,
        "portfolios": [
            {"name": each.name, "own": each.own, "going": each.going.count, "late": each.late.count}
            for each in page.portfolios
        ],
    }


def _mark(mark: Mark) -> dict[str, Any]:
    return {"count": mark.count, "list": mark.page, "query": mark.asked.query}


def _words(said: Sequence[str | Mark]) -> str:
    return "".join(each if isinstance(each, str) else f" {each.count} {each.measure}" for each in said).strip()
