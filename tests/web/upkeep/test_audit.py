"""What leaves a line in the audit log, and that nothing is handed out without one."""

import pytest
from django.test import Client

from duban.ledger.actions.matters import attachments
from duban.ledger.actions.public import appeals
from duban.ledger.audit import audit_log
from duban.ledger.by import By
from duban.ledger.models import AuditEvent, JournalLine
from tests import cast, stories


def _told():
    return [
        (line.event, line.result, line.status, line.officer and line.officer.username)
        for line in AuditEvent.objects.order_by("seq")
    ]


def test_signing_in_and_out_and_failing_to(office):
    client = Client(REMOTE_ADDR="10.1.2.3")
    name = office.clerk.username
    client.post("/login", {"username": name, "password": "wrong-wrong"})
    client.post("/login", {"username": "a password in the wrong field", "password": "x"})
    client.post("/login", {"username": name, "password": cast.PASSWORD})
    client.post("/logout")
    assert _told() == [
        ("login.failed", "failed", 401, name),
        ("login.failed", "failed", 401, None),
        ("login.done", "done", 302, name),
        ("login.ended", "done", 302, name),
    ]
    lines = AuditEvent.objects.order_by("seq")
    assert {line.address for line in lines} == {"10.1.2.3"}
    assert "password in" not in "".join(f"{line.target}{line.details}" for line in lines)
    assert all(line.request for line in lines)


def test_what_is_refused_leaves_a_line_that_outlasts_the_transaction(office, signed_in):
    hidden = stories.matter(office, due_on="2026-06-30", lead=[office.units[1]])
    client = signed_in(office.liaison)
    assert client.get(f"/matters/{hidden.no}").status_code == 404
    assert client.get("/journal").status_code == 403
    assert client.get("/no-such-page").status_code == 404
    name = office.liaison.username
    assert _told() == [("access.refused", "refused", 404, name), ("access.refused", "refused", 403, name)]
    assert AuditEvent.objects.first().jurisdiction_id == office.jurisdiction.pk


def test_a_form_without_its_token_and_a_program_without_one(office):
    client = Client(enforce_csrf_checks=True)
    client.force_login(office.clerk, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post("/logout").status_code == 403
    assert Client().get("/api/matters", headers={"authorization": "Bearer nothing"}).status_code == 401
    assert [each[:3] for each in _told()] == [("form.refused", "refused", 403), ("access.refused", "refused", 401)]


def test_an_act_tells_who_when_from_where_what_it_was_and_what_it_became(office, signed_in, at):
    made = stories.matter(office, due_on="2026-06-30", lead=[office.units[0]])
    held = stories.held(made)
    before = JournalLine.objects.latest("pk")
    client = signed_in(office.liaison)
    form = {"version": held.version}
    assert (
        client.post(f"/matters/{made.no}/units/{held.unit.code}/acceptance", form, REMOTE_ADDR="10.1.2.3").status_code
        == 302
    )
    line = JournalLine.objects.filter(pk__gt=before.pk).get(verb="assignment.accepted")
    assert (line.actor, line.data["from"], line.at is not None, line.unit) == (
        office.liaison,
        "10.1.2.3",
        True,
        held.unit,
    )
    now, then = line.data["rows"][f"assignment:{held.pk}"], {}
    for data in JournalLine.objects.filter(pk__lte=before.pk).order_by("pk").values_list("data", flat=True):
        then.update(data.get("rows", {}).get(f"assignment:{held.pk}", {}))
    assert (then["stage"], now["stage"]) == ("to_accept", "in_hand")


def test_what_is_handed_out(office, signed_in, at):
    client = signed_in(office.clerk)
    assert client.get("/matters/export").status_code == 200
    assert client.get("/matters").status_code == 200
    kept = attachments.add_file(
        jurisdiction=office.jurisdiction, name="a.txt", chunks=[b"words"], by=By(office.clerk, at)
    )
    assert client.get(f"/attachments/{kept.pk}").status_code == 200
    assert [each[0] for each in _told()] == ["export.taken", "file.taken"]


def test_nothing_is_handed_out_where_its_line_cannot_be_written(office, signed_in, monkeypatch):
    def full(entry):
        raise audit_log.AuditUnwritten("disk full")

    client = signed_in(office.auditor)
    client.raise_request_exception = False
    assert client.get("/journal/security.xlsx").status_code == 200
    monkeypatch.setattr(audit_log, "write", full)
    answer = client.get("/journal/security.xlsx")
    assert answer.status_code == 500 and "Content-Disposition" not in answer.headers
    # A refusal is one all the same.
    assert client.get("/matters/none").status_code in (403, 404)


def test_the_auditor_reads_filters_and_exports_the_lines_of_the_office(office, signed_in):
    other = cast.office("zhuoni-2022", slug="other")
    stories.matter(office, due_on="2026-06-30")
    signed_in(office.liaison).get("/journal")
    signed_in(other.liaison).get("/journal/verification")
    client = signed_in(office.auditor)
    page = client.get("/journal/security").content.decode()
    assert "越权访问被拒" in page and "GET /journal<" in page and "/journal/verification<" not in page
    assert "没有符合条件的记录" in client.get("/journal/security?event=login.failed").content.decode()
    answer = client.get("/journal/security.xlsx")
    assert answer.status_code == 200 and b"".join(answer.streaming_content)[:2] == b"PK"
    assert AuditEvent.objects.order_by("-seq").first().event == "export.taken"


@pytest.mark.parametrize("person", ["张某", ""])
def test_opening_a_sender_is_told(office, signed_in, at, person):
    writing = appeals.Writing(channel="letter", kind="complaint", received_on=at.date(), text="路灯不亮", person=person)
    appeal = appeals.receive_appeal(jurisdiction=office.jurisdiction, writing=writing, actor=office.clerk, at=at)
    assert signed_in(office.clerk).get(f"/appeals/{appeal.number}").status_code == 200
    assert [line.target for line in AuditEvent.objects.filter(event="sender.opened")] == (
        [f"appeal:{appeal.number}"] if person else []
    )
