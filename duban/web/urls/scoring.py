"""Addresses of facts, claims and rankings (记分、申报、考评)."""

from django.urls import path

from duban.web.views.scoring import claims, entered_marks, facts, rankings, scorecards

SCORING = [
    path("records", facts.record, name="records"),
    path("records/<int:seq>/excuse", facts.excuse, name="excuse"),
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
    path("rankings/<int:pk>", rankings.show, name="ranking_published"),
    path("scores/<slug:unit>", scorecards.card, name="scorecard"),
]
