"""Addresses of requests for approval (报批): a page for each act, and those of what waits for signatures."""

from django.urls import path

from duban.web.views.requests import asking, proposals

REQUESTS = [
    *asking.routes(),
    path("proposals", proposals.index, name="proposals"),
    path("proposals/<int:pk>", proposals.show, name="proposal"),
    path("proposals/<int:pk>/signature", proposals.sign, name="signature"),
    path("proposals/<int:pk>/withdrawal", proposals.withdraw, name="proposal_withdrawal"),
    path("proposals/<int:pk>/execution", proposals.execute, name="execution"),
    path("proposals/<int:pk>/reminders", proposals.remind, name="reminders"),
]
