"""Addresses of what keeps the installation sound: logs, health, metrics (运行维护)."""

from django.urls import path

from duban.web.views.upkeep import audit_events, clock, health, journal, metrics

UPKEEP = [
    path("health", health.show, name="health"),
    path("metrics", metrics.show, name="metrics"),
    path("settings/clock", clock.confirm, name="clock"),
    path("journal", journal.index, name="journal"),
    path("journal/security", audit_events.index, name="audit_events"),
    path("journal/security.xlsx", audit_events.export, name="audit_events_file"),
    path("journal/verification", journal.verify, name="journal_verification"),
]
