"""Addresses of where matters come from (会议、批示、征集、建议提案、上级转来)."""

from django.urls import path

from duban.web.views.sources import collections, handovers, instructions, meetings, portfolios, suggestions

SOURCES = [
    # 来源
    path("sources", meetings.overview, name="sources"),
    path("meetings", meetings.index, name="meetings"),
    path("meetings/new", meetings.new, name="meeting_new"),
    path("meetings/<int:pk>", meetings.show, name="meeting"),
    path("meetings/<int:pk>/decisions", meetings.add_decisions, name="meeting_decisions"),
    path("decisions/<int:pk>/matter", meetings.register, name="decision_matter"),
    path("decisions/<int:pk>/joining", meetings.join, name="decision_joining"),
    path("decisions/<int:pk>/dismissal", meetings.drop, name="decision_dismissal"),
    path("instructions", instructions.index, name="instructions"),
    path("instructions/new", instructions.new, name="instruction_new"),
    path("instructions/<int:pk>", instructions.show, name="instruction"),
    path("instructions/<int:pk>/matter", instructions.register, name="instruction_matter"),
    path("instructions/<int:pk>/addition", instructions.append, name="instruction_addition"),
    path("instructions/<int:pk>/report", instructions.report, name="instruction_report"),
    path("instructions/<int:pk>/reading", instructions.read, name="instruction_reading"),
    path("collections", collections.index, name="collections"),
    path("collections/new", collections.new, name="collection_new"),
    path("collections/<int:pk>", collections.show, name="collection"),
    path("collections/<int:pk>/plan", collections.plan, name="collection_plan"),
    path("slips/<int:pk>", collections.hand_in, name="slip"),
    path("wishes/<int:pk>/matter", collections.register, name="wish_matter"),
    path("wishes/<int:pk>/dismissal", collections.drop, name="wish_dismissal"),
    path("suggestions", suggestions.index, name="suggestions"),
    path("suggestions/new", suggestions.new, name="suggestion_new"),
    path("suggestions/reports", suggestions.report, name="suggestion_reports"),
    path("suggestions/<slug:no>/countersignatures", suggestions.countersign, name="countersignatures"),
    path("suggestions/<slug:no>/answer", suggestions.answer, name="suggestion_answer"),
    path("suggestions/<slug:no>/satisfaction", suggestions.rate, name="satisfaction"),
    path("handovers", handovers.index, name="handovers"),
    path("handovers/<int:pk>", handovers.show, name="handover"),
    path("handovers/<int:pk>/matter", handovers.take, name="handover_matter"),
    path("handovers/<int:pk>/refusal", handovers.refuse, name="handover_refusal"),
    path("handovers/<int:pk>/report", handovers.send_up, name="handover_report"),
    path("handovers/<int:pk>/files/<int:file>", handovers.download, name="handover_file"),
    path("fields", portfolios.index, name="fields"),
    path("fields/<int:pk>", portfolios.show, name="field"),
    path("fields/<int:pk>/items", portfolios.add, name="field_items"),
    path("fields/<int:pk>/handing-in", portfolios.hand_in, name="field_handing_in"),
    path("fields/<int:pk>/classes", portfolios.decide, name="field_classes"),
    path("quarterly-items/<int:pk>/dismissal", portfolios.drop, name="quarterly_item_dismissal"),
]
