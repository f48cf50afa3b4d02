"""Addresses of due process: objections, delegations, consequences (异议、代签、处理结果)."""

from django.urls import path

from duban.web.views.process import consequences, delegations, objections, take_backs, unit_outcomes

PROCESS = [
    path("delegations", delegations.index, name="delegations"),
    path("delegations/<int:pk>/end", delegations.end, name="delegation_end"),
    # 异议、处理
    path("objections", objections.index, name="objections"),
    path("objections/<int:pk>", objections.show, name="objection"),
    path("objections/<int:pk>/ruling", objections.rule, name="objection_ruling"),
    path("objections/<int:pk>/withdrawal", objections.withdraw, name="objection_withdrawal"),
    path("records/<int:seq>/objections", objections.make, name="objection_new"),
    path("deadlines/<int:pk>/pleas", objections.plead, name="plea"),
    path("matters/<slug:no>/units/<slug:unit>/papers", consequences.demand, name="demands"),
    path("take-backs/<slug:what>/<str:key>", take_backs.take_back, name="take_back"),
    path("consequences/of/<slug:unit>", unit_outcomes.carry_out, name="unit_outcome"),
    path("consequences", consequences.index, name="consequences"),
    path("consequences/<int:pk>", consequences.show, name="consequence"),
    path("consequences/<int:pk>/paper", consequences.hand_in, name="consequence_paper"),
    path("consequences/<int:pk>/check", consequences.check, name="consequence_check"),
    path("consequences/<int:pk>/event", consequences.hold, name="consequence_event"),
    path("consequences/<int:pk>/result", consequences.follow, name="consequence_result"),
    path("consequences/<int:pk>/result-correction", consequences.correct_result, name="consequence_result_correction"),
    path("consequences/<int:pk>/lifting", consequences.lift, name="consequence_lifting"),
]
