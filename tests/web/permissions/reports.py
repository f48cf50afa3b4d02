"""Who may call the addresses of reports and recurring reports (反馈、定期报送)."""

from duban.ledger.actions.matters import notes
from duban.ledger.actions.reports import opinions, questions, recurrences
from duban.ledger.by import By
from tests import cast, stories
from tests.cast import Cast
from tests.web.permissions.records import _reported, _sent, _sent_reports
from tests.web.permissions.rows import LEADERS, OFFICE, OWN, READS_ALL, UNITS, Row


def _recurring(office: Cast) -> list:
    held = stories.held(stories.matter(office, due_on="2026-12-31"))
    made = recurrences.set_recurrence(assignment=held, every="month", by=By(office.clerk, office.default_at))
    return [made.pk]


def _reported_reports(office: Cast):
    sent = stories.matter(office, due_on="2026-04-30", support=office.units[1:2])
    stories.accept(office, sent, office.default_at)
    return stories.report(office, sent, office.default_at)


def _complaint(office: Cast) -> list:
    sent = stories.matter(office, due_on="2026-04-30", support=office.units[1:2])
    made = opinions.make_complaint(
        assignment=stories.held(sent),
        against=stories.held(sent, office.units[1]),
        text="没有回复",
        by=By(office.liaison, cast.at()),
    )
    return [made.pk]


def _asked_of_unit(office: Cast) -> list:
    matter = stories.matter(office, due_on="2026-04-30")
    return [
        questions.ask_question(
            matter=matter, unit=office.units[0], text="卡在哪里？", by=By(office.leader, cast.at())
        ).pk
    ]


def _noted(office: Cast) -> list:
    matter = stories.matter(office, due_on="2026-04-30")
    return [notes.add_note(matter=matter, text="已当面了解", by=By(office.clerk, cast.at())).pk]


ROWS: dict[str, Row] = {
    "reports": Row(OWN, args=_sent),
    "recurrences": Row(OFFICE | {"section"}, args=lambda office: _sent_reports(office)[:1]),
    "recurrence_end": Row(OFFICE | {"section"}, args=_recurring),
    "complaints": Row(OWN, args=_sent_reports),
    "questions": Row(OFFICE | UNITS),
    "question_new": Row(OFFICE | LEADERS, args=lambda office: _sent(office)[:1]),
    "question_answer": Row(OFFICE | OWN, args=_asked_of_unit),
    "question_withdrawal": Row(frozenset({"leader"}), "POST", _asked_of_unit),
    "note_new": Row(OFFICE, args=lambda office: _sent(office)[:1]),
    "note_withdrawal": Row(OFFICE, args=_noted),
    "opinions": Row(UNITS),
    "complaints_open": Row(OFFICE),
    "complaint": Row(READS_ALL | OWN, args=_complaint),
    "complaint_ruling": Row(OFFICE, "POST", _complaint),
    "opinion": Row(frozenset({"other_liaison"}), args=lambda office: [_reported_reports(office).opinions.get().pk]),
    "obligations": Row(READS_ALL | UNITS),
    "quality": Row(OFFICE, args=lambda office: [_reported_reports(office).pk]),
    "report": Row(READS_ALL | OWN, args=lambda office: [_reported(office).pk]),
    "report_taking_back": Row(OWN, args=lambda office: [_reported(office).pk]),
    "report_acceptance": Row(OFFICE, "POST", lambda office: [_reported(office).pk]),
    "report_return": Row(OFFICE, "POST", lambda office: [_reported(office).pk]),
}
