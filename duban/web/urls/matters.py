"""Addresses of matters (督查事项)."""

from django.urls import path

from duban.web.views.matters import (
    assignments,
    attachments,
    batches,
    burdens,
    matters,
    milestones,
    orders,
    parts,
    pauses,
    saved_views,
    take_backs,
    urges,
)

MATTERS = [
    # 台账
    path("matters", matters.index, name="matters"),
    path("matters/new", orders.register, name="matter_new"),
    path("matters/export", matters.export, name="matters_export"),
    path("matters/deadline", orders.deadline, name="matter_deadline"),
    path("dispatches", matters.dispatch, name="dispatches"),
    path("acceptances", batches.accept, name="acceptances"),
    path("urgings", batches.urge, name="urgings"),
    path("step-proposals", batches.propose_steps, name="step_proposals"),
    path("matters/<slug:no>", matters.show, name="matter"),
    path("matters/<slug:no>/edit", orders.edit, name="matter_edit"),
    path("matters/<slug:no>/closure", matters.close, name="matter_closure"),
    path("matters/<slug:no>/revocation", take_backs.revoke, name="matter_revocation"),
    path("matters/<slug:no>/taking-back", take_backs.take_back, name="taking_back"),
    path("matters/<slug:no>/units/<slug:unit>/acceptance", assignments.accept, name="acceptance"),
    path("matters/<slug:no>/units/<slug:unit>/refusal", assignments.refuse, name="refusal"),
    path("matters/<slug:no>/units/<slug:unit>/refusal-ruling", assignments.rule, name="refusal_ruling"),
    path("matters/<slug:no>/units/<slug:unit>/suspension", pauses.suspend, name="suspension"),
    path("matters/<slug:no>/units/<slug:unit>/resumption", pauses.resume, name="resumption"),
    path("matters/<slug:no>/units/<slug:unit>/urges", urges.urge, name="urges"),
    path("matters/<slug:no>/units/<slug:unit>/reopening", assignments.reopen, name="reopening"),
    path("matters/<slug:no>/milestones", milestones.plan, name="milestones"),
    path("matters/<slug:no>/milestones/<int:pk>/arrival", milestones.reach, name="milestone_arrival"),
    path("milestone-templates", milestones.templates, name="milestone_templates"),
    path("milestone-templates/new", milestones.add_template, name="milestone_template_new"),
    path("milestone-templates/<int:pk>", milestones.edit_template, name="milestone_template"),
    path("milestone-templates/<int:pk>/removal", milestones.remove_template, name="milestone_template_removal"),
    path("ageing", burdens.ageing, name="ageing"),
    path("burden", burdens.meter, name="burden"),
    path("attachments/<int:pk>", attachments.download, name="attachment"),
    path("matters/<slug:no>/parts", parts.decompose, name="parts"),
    path("views", saved_views.save, name="saved_views"),
    path("views/<int:pk>/dismissal", saved_views.drop, name="saved_view_dismissal"),
]
