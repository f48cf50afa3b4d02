"""Who may call the addresses of requests for approval (报批)."""

from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from tests import cast, stories
from tests.cast import Cast
from tests.web.permissions.records import _asked, _reported, _sent, _waiting
from tests.web.permissions.rows import LEADERS, OFFICE, OWN, READS_ALL, UNITS, Row


def _stepped(office: Cast) -> list:
    """A ladder step that the clerk has proposed."""
    late = stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"))
    step = proposals.ask(
        "step", of=stories.held(late), step="circular", reason="逾期", by=By(office.clerk, office.default_at)
    )
    return [step.pk]


ROWS: dict[str, Row] = {
    "extensions": Row(OWN, args=_sent),
    "write_offs": Row(OWN, args=_sent),
    "transfers": Row(OWN, args=_sent),
    "steps": Row(OFFICE, args=_sent),
    "proposals": Row(READS_ALL | UNITS),
    "start_proposals": Row(OFFICE | {"section"}),
    "signatures": Row(LEADERS | {"office_head", "section"}, args=lambda office: ["extension"], is_own=False),
    "start_register": Row(READS_ALL, args=lambda office: ["2026-03-31", "pdf"], is_own=False),
    "proposal": Row(READS_ALL | OWN, args=_asked),
    "signature": Row(frozenset({"leader"}), "POST", _asked),
    # Who sees a request may press it; whose decision it was is asked then.
    "decision_undoing": Row(READS_ALL | UNITS, "POST", is_own=False),
    "proposal_withdrawal": Row(OWN, "POST", _asked),
    "summons": Row(OFFICE, args=_stepped),
    "execution": Row(OFFICE, args=_stepped),
    "reminders": Row(OFFICE | OWN, "POST", _asked),
    "start": Row(OFFICE | {"section"}, args=_waiting),
    "escalations": Row(frozenset({"section"}), args=_sent),
    "coordinations": Row(OFFICE | OWN | {"section"}, args=_sent),
    "experiences": Row(OFFICE | {"section", "inspector"}, args=_sent),
    "sanctions": Row(OFFICE, args=_sent),
    "outcomes": Row(OFFICE, args=_sent),
    "due_corrections": Row(OFFICE, args=_sent),
    "unit_corrections": Row(OFFICE, args=_sent),
    "role_corrections": Row(OFFICE, args=_sent),
    "words_corrections": Row(OFFICE, args=lambda office: _sent(office)[:1]),
    "recall": Row(OFFICE, args=lambda office: _sent(office)[:1]),
    "rulings": Row(OFFICE, args=_sent),
    "demands": Row(OFFICE, args=_sent),
    "forwarding": Row(OFFICE, args=lambda office: [_reported(office).pk]),
}
