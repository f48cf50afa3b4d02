"""Addresses of requests for approval (报批)."""

from django.urls import path

from duban.web.views.requests import approvals, proposals

REQUESTS = [
    path("matters/<slug:no>/units/<slug:unit>/extensions", proposals.extend, name="extensions"),
    path("matters/<slug:no>/units/<slug:unit>/write-offs", proposals.write_off, name="write_offs"),
    path("matters/<slug:no>/units/<slug:unit>/transfers", proposals.transfer, name="transfers"),
    path("matters/<slug:no>/units/<slug:unit>/steps", proposals.propose_step, name="steps"),
    # 报批
    path("proposals", proposals.index, name="proposals"),
    path("proposals/<int:pk>", proposals.show, name="proposal"),
    path("proposals/<int:pk>/signature", proposals.sign, name="signature"),
    path("proposals/<int:pk>/withdrawal", proposals.withdraw, name="proposal_withdrawal"),
    path("proposals/<int:pk>/execution", proposals.execute, name="execution"),
    path("proposals/<int:pk>/reminders", approvals.remind, name="reminders"),
    path("matters/<slug:no>/start", approvals.start, name="start"),
    path("matters/<slug:no>/units/<slug:unit>/escalations", approvals.escalate, name="escalations"),
    path("matters/<slug:no>/units/<slug:unit>/coordinations", approvals.coordinate, name="coordinations"),
    path("matters/<slug:no>/units/<slug:unit>/experiences", approvals.recommend, name="experiences"),
    path("matters/<slug:no>/units/<slug:unit>/sanctions", approvals.sanction, name="sanctions"),
    path("matters/<slug:no>/units/<slug:unit>/rulings", approvals.rule, name="rulings"),
    path("matters/<slug:no>/units/<slug:unit>/papers", approvals.demand, name="demands"),
    path("reports/<int:pk>/forwarding", approvals.forward, name="forwarding"),
]
