"""No member of a body takes more than the database does: SQLite would not say so, PostgreSQL fails."""

import json

import pytest
from django.db import models, transaction
from django.db.models.signals import pre_save
from django.test import Client

from duban.ledger.actions.matters import file_replacements
from duban.ledger.actions.office import units
from duban.ledger.actions.sources import source_corrections
from duban.ledger.by import By
from duban.ledger.models import Attachment, JournalLine, Matter, Meeting
from duban.ledger.refusals import Refused
from tests import cast
from tests.api.described import DESCRIBED

pytestmark = pytest.mark.django_db
_BODIES = {
    operation["operationId"]: (
        path,
        next(iter(operation["requestBody"]["content"].values()))["schema"]["$ref"].rpartition("/")[2],
    )
    for path, methods in DESCRIBED["paths"].items()
    for operation in methods.values()
    if "requestBody" in operation
}


def _longest(members):
    """Return the members that hold words, those that may be left out too, each with how many characters it takes."""
    for name, said in members.items():
        bounds = [each["maxLength"] for each in (said, *said.get("anyOf", [])) if "maxLength" in each]
        if bounds and max(bounds) <= 20_000:
            yield name, max(bounds)


@pytest.fixture
def strict_columns():
    """Let SQLite fail where PostgreSQL would: at words that are longer than their column."""

    def look(sender, instance, **more):
        for column in sender._meta.concrete_fields:
            words = getattr(instance, column.attname) if isinstance(column, models.CharField) else None
            if isinstance(words, str) and column.max_length and len(words) > column.max_length:
                raise ValueError(f"{sender.__name__}.{column.name} takes {column.max_length} characters")

    pre_save.connect(look)
    yield
    pre_save.disconnect(look)


def test_the_longest_words_are_kept_or_refused(everything, strict_columns):
    client, failed, tried = Client(raise_request_exception=False), [], 0
    for name, (path, shape) in _BODIES.items():
        call = everything["calls"][name]
        members = DESCRIBED["components"]["schemas"][shape]["properties"]
        for member, longest in _longest(members):
            headers = {**everything["headers"][call.who.pk], "Idempotency-Key": member}
            body = {**call.body, member: "长" * longest}
            with transaction.atomic():
                answer = client.post(path.format(**call.path), json.dumps(body), "application/json", headers=headers)
                transaction.set_rollback(True)
            tried += 1
            if answer.status_code >= 500:
                failed.append((name, member, answer.status_code))
    assert tried >= 120 and not failed


def test_what_is_put_right_fits_its_column_on_one_line(everything, strict_columns):
    clerk = everything["calls"]["correct_record"].who
    by, office = By(clerk, cast.at()), clerk.office
    with transaction.atomic():
        meeting = Meeting.objects.filter(jurisdiction=office).first()
        words = {"kind": meeting.kind, "held_on": meeting.held_on, "reason": "写错", "by": by}
        with pytest.raises(Refused, match="最多 120 字") as refused:
            source_corrections.correct_meeting(meeting=meeting, name="长" * 121, **words)
        assert refused.value.field == "name"
        right = source_corrections.correct_meeting(meeting=meeting, name="第三次\n常务会议", **words)
        assert right.name == "第三次 常务会议"
        field = office.portfolios.first()
        for name, why in (("长" * 61, "最多 60 字"), ("  ", "请写明")):
            with pytest.raises(Refused, match=why):
                units.edit_portfolio(portfolio=field, name=name, leader=field.leader, by=by)
            with pytest.raises(Refused, match=why):
                units.add_portfolio(jurisdiction=office, name=name, leader=None, by=by)
        units.edit_portfolio(portfolio=field, name="改名的领域", leader=field.leader, by=by, reason="写错")
        assert JournalLine.objects.filter(verb="portfolio.edited").latest("id").data["reason"] == "写错"
        file = Attachment(jurisdiction=office, matter=Matter.objects.filter(jurisdiction=office).first())
        file.name, file.sha256, file.size, file.added_by, file.added_on = "表.txt", "0" * 64, 1, clerk, by.today
        file.save()
        with pytest.raises(Refused, match="最多 200 字"):
            file_replacements.replace_file(attachment=file, name="a.txt", chunks=[b"1"], reason="长" * 201, by=by)
        transaction.set_rollback(True)


@pytest.mark.parametrize("day", ["0001-01-01", "1989-12-31", "2200-01-01", "9999-12-31"])
def test_a_day_that_no_calendar_counts_from_is_refused_as_on_the_pages(everything, day):
    call = everything["calls"]["give_instruction"]
    headers = {**everything["headers"][call.who.pk], "Idempotency-Key": "day"}
    body = json.dumps({**call.body, "given_on": day})
    answer = Client().post("/api/instructions", body, "application/json", headers=headers)
    error = answer.json()["error"]
    assert (answer.status_code, error["field"]) == (422, "given_on") and "1990" in error["possible"]
