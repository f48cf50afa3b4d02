"""Addresses of requests for approval (报批): a page for each act, and those of what waits for signatures."""

from django.urls import path

from duban.web.views.requests import asking, batches, proposals

REQUESTS = [
    *asking.routes(),
    path("start-proposals", batches.propose_starts, name="start_proposals"),
    path("proposals", proposals.index, name="proposals"),
    path("proposals/together/<slug:act>", batches.sign_together, name="signatures"),
    path("proposals/undoing", proposals.undo, name="decision_undoing"),
    path("proposals/starts/<slug:on>.<fileform:form>", batches.print_starts, name="start_register"),
    path("proposals/<int:pk>", proposals.show, name="proposal"),
    path("proposals/<int:pk>/signature", proposals.sign, name="signature"),
    path("proposals/<int:pk>/withdrawal", proposals.withdraw, name="proposal_withdrawal"),
    path("proposals/<int:pk>/summons", proposals.summon, name="summons"),
    path("proposals/<int:pk>/execution", proposals.execute, name="execution"),
    path("proposals/<int:pk>/reminders", proposals.remind, name="reminders"),
]
