"""Scores: the engine's answer for a period, from the journal's facts. What is kept of it is derived; publication freezes it."""

from duban.ledger.scores.bases import Basis, basis_of, written
from duban.ledger.scores.boards import (
    Board,
    Scored,
    UnitScore,
    again_board,
    board_of,
    boards_of,
    draft_board,
    draft_of,
    lately_board,
)
from duban.ledger.scores.cases import case_again, case_for, score_case
from duban.ledger.scores.published import (
    digest_of,
    document_of,
    facts_changed,
    placed_kinds,
    regime_version,
    result_of,
    without_places,
)

__all__ = [
    "Basis",
    "Board",
    "Scored",
    "UnitScore",
    "again_board",
    "basis_of",
    "board_of",
    "boards_of",
    "case_again",
    "case_for",
    "digest_of",
    "document_of",
    "draft_board",
    "draft_of",
    "facts_changed",
    "lately_board",
    "placed_kinds",
    "regime_version",
    "result_of",
    "score_case",
    "without_places",
    "written",
]
