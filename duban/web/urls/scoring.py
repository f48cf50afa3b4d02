"""Addresses of facts, claims and rankings (记分、申报、考评)."""

from django.urls import path

from duban.web.views.scoring import (
    claims,
    corrections,
    entered_marks,
    facts,
    grade_standards,
    matter_sheets,
    own_marks,
    rankings,
    scorecards,
    signing,
    what_ifs,
)

SCORING = [
    path("records", facts.record, name="records"),
    path("records/<int:seq>/excuse", facts.excuse, name="excuse"),
    path("records/<int:seq>/points", facts.award, name="award"),
    path("records/<int:seq>/withdrawal", facts.withdraw, name="record_withdrawal"),
    path("claims", claims.index, name="claims"),
    path("claims/new", claims.make, name="claim_new"),
    path("claims/<int:pk>", claims.show, name="claim"),
    path("claims/<int:pk>/ruling", claims.rule, name="claim_ruling"),
    path("claims/<int:pk>/withdrawal", claims.withdraw, name="claim_withdrawal"),
    # 考核
    path("rankings", rankings.index, name="rankings"),
    path("rankings/new", rankings.publish, name="ranking_new"),
    path("rankings/marks", entered_marks.enter, name="ranking_marks"),
    path("rankings/mine", own_marks.give, name="own_marks"),
    path("rankings/standards", grade_standards.index, name="grade_standards"),
    path("rankings/standards/<slug:category>", grade_standards.set_one, name="grade_standard"),
    path("rankings/sheets", matter_sheets.index, name="matter_sheets"),
    path("rankings/sheets/<str:no>/<slug:unit>", matter_sheets.enter, name="matter_sheet"),
    path("rankings/<int:pk>", rankings.show, name="ranking_published"),
    path("rankings/<int:pk>/correction", corrections.correct, name="ranking_correction"),
    path("rankings/signers", signing.choose, name="ranking_signers"),
    path("rankings/requests/<int:pk>", signing.show, name="ranking_request"),
    path("rankings/requests/<int:pk>/signature", signing.sign, name="ranking_signature"),
    path("rankings/requests/<int:pk>/withdrawal", signing.withdraw, name="ranking_request_withdrawal"),
    path("rankings/what-if", what_ifs.show, name="what_if"),
    path("scores/<slug:unit>", scorecards.card, name="scorecard"),
]
