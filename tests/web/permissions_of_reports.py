"""Who may call the routes of recurring reports, milestones, opinions and rulings: more rows of the table in permissions.py."""

from duban.ledger.actions.matters import milestones
from duban.ledger.actions.reports import opinions, recurrences
from tests import cast, stories
from tests.cast import Cast
from tests.web.permissions import LEADERS, OFFICE, OWN, READS_ALL, UNITS, Row


def _sent(office: Cast) -> list:
    return [stories.matter(office, due_on="2026-04-30").no, office.units[0].code]


def _recurring(office: Cast) -> list:
    held = stories.held(stories.matter(office, due_on="2026-12-31"))
    made = recurrences.set_recurrence(assignment=held, every="month", actor=office.clerk, at=office.default_at)
    return [made.pk]


def _planned(office: Cast) -> list:
    matter = stories.matter(office, due_on="2026-12-31", milestones=((stories.day("2026-05-29"), "开工"),))
    return [matter.no, matter.milestones.get().pk]


def _template(office: Cast) -> list:
    made = milestones.save_template(
        jurisdiction=office.jurisdiction, name="项目", steps=[(30, "立项")], actor=office.clerk, at=office.default_at
    )
    return [made.pk]


def _reported(office: Cast):
    sent = stories.matter(office, due_on="2026-04-30", support=office.units[1:2])
    stories.accept(office, sent, office.default_at)
    return stories.report(office, sent, office.default_at)


def _complaint(office: Cast) -> list:
    sent = stories.matter(office, due_on="2026-04-30", support=office.units[1:2])
    made = opinions.make_complaint(
        assignment=stories.held(sent),
        against=stories.held(sent, office.units[1]),
        text="没有回复",
        actor=office.liaison,
        at=cast.at(),
    )
    return [made.pk]


REPORTS: dict[str, Row] = {
    "acceptances": Row(UNITS),
    "urgings": Row(OFFICE),
    "step_proposals": Row(OFFICE),
    "obligations": Row(READS_ALL | UNITS),
    "recurrences": Row(OFFICE | {"section"}, args=lambda office: _sent(office)[:1]),
    "recurrence_end": Row(OFFICE | {"section"}, args=_recurring),
    "suspension": Row(OFFICE, args=_sent),
    "resumption": Row(OFFICE, args=_sent),
    "milestones": Row(OFFICE | {"section"} | OWN, args=lambda office: _sent(office)[:1]),
    "milestone_arrival": Row(OFFICE | {"section"} | OWN, args=_planned),
    "milestone_templates": Row(OFFICE),
    "milestone_template_new": Row(OFFICE),
    "milestone_template": Row(OFFICE, args=_template),
    "milestone_template_removal": Row(OFFICE, "POST", _template),
    "quality": Row(OFFICE, args=lambda office: [_reported(office).pk]),
    "opinions": Row(UNITS),
    "complaints_open": Row(OFFICE),
    "opinion": Row(frozenset({"other_liaison"}), args=lambda office: [_reported(office).opinions.get().pk]),
    "complaints": Row(OWN, args=_sent),
    "complaint": Row(READS_ALL | OWN, args=_complaint),
    "complaint_ruling": Row(OFFICE, "POST", _complaint),
    "ageing": Row(READS_ALL | UNITS),
    "burden": Row(OFFICE | LEADERS | {"section", "inspector"}),
}
