"""Addresses of reports and recurring reports (反馈、定期报送)."""

from django.urls import path

from duban.web.views.reports import opinions, quality_rulings, questions, recurrences, reports

REPORTS = [
    path("matters/<slug:no>/units/<slug:unit>/reports", reports.write, name="reports"),
    path("matters/<slug:no>/recurrences", recurrences.add, name="recurrences"),
    path("recurrences/<int:pk>/end", recurrences.end, name="recurrence_end"),
    path("matters/<slug:no>/units/<slug:unit>/complaints", opinions.complain, name="complaints"),
    path("questions", questions.index, name="questions"),
    path("matters/<slug:no>/questions", questions.ask, name="question_new"),
    path("questions/<int:pk>/answer", questions.answer, name="question_answer"),
    path("questions/<int:pk>/withdrawal", questions.withdraw, name="question_withdrawal"),
    path("matters/<slug:no>/notes", questions.note, name="note_new"),
    path("notes/<int:pk>/withdrawal", questions.strike, name="note_withdrawal"),
    path("opinions", opinions.index, name="opinions"),
    path("complaints", opinions.complaints, name="complaints_open"),
    path("complaints/<int:pk>", opinions.complaint, name="complaint"),
    path("complaints/<int:pk>/ruling", opinions.rule, name="complaint_ruling"),
    path("opinions/<int:pk>", opinions.give, name="opinion"),
    path("reports", recurrences.index, name="obligations"),
    path("reports/<int:pk>/quality", quality_rulings.judge, name="quality"),
    path("reports/<int:pk>", reports.show, name="report"),
    path("reports/<int:pk>/taking-back", reports.take_back, name="report_taking_back"),
    path("reports/<int:pk>/acceptance", reports.accept, name="report_acceptance"),
    path("reports/<int:pk>/return", reports.send_back, name="report_return"),
]
