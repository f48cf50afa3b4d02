"""What a desk remembers until something is written: what was not there when it was looked at is there once it came."""

import datetime

from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.models import Handover, Proposal
from duban.ledger.models.reports import What
from duban.ledger.queries import presences
from tests import cast, stories


def _desk(client):
    return client.get("/desk").content.decode()


def test_the_first_of_a_kind_is_on_the_desk_that_was_open(db, signed_in):
    office = cast.office("county-plan")
    client = signed_in(office.leader)
    made = stories.matter(office, due_on="2026-04-30", dispatched=False)
    assert "件</a>请您定" not in _desk(client)
    proposals.ask("start", of=made, reason="领导要求", by=By(office.clerk, cast.at()))
    assert "1 件</a>请您定" in _desk(client)


def test_what_comes_from_an_upper_office_is_on_the_desk_below(office, signed_in):
    below = cast.office("gansu-county-2023")
    client = signed_in(below.clerk)
    assert "上级交办待登记" not in _desk(client)
    office.units[0].seat = below.jurisdiction
    office.units[0].save()
    stories.matter(office, due_on="2026-06-30", lead=[office.units[0]])
    assert Handover.objects.filter(jurisdiction=below.jurisdiction).exists()
    assert "上级交办待登记" in _desk(client)


def test_what_there_is_hangs_on_what_was_written(db):
    office, day = cast.office("county-plan"), datetime.date(2026, 3, 31)
    assert Proposal not in presences.filled_for(office.leader, day)
    made = stories.matter(office, due_on="2026-04-30", dispatched=False)
    proposals.ask("start", of=made, reason="领导要求", by=By(office.clerk, cast.at()))
    assert Proposal in presences.filled_for(office.leader, day)


def test_dates_of_reports_are_counted_anew(db, signed_in):
    """安康 第九条第一款: a work report's task is reported each month, which the unit's desk counts until it was."""
    ankang = cast.office("ankang-2020")
    client = signed_in(ankang.liaison)
    assert _to_report(client) == 0
    matter = stories.matter(ankang, due_on="2026-12-31", at=cast.at("2026-03-02 09:00"), category="work_report")
    stories.accept(ankang, matter, cast.at("2026-03-02 10:00"))
    assert _to_report(client) == 1
    stories.report(ankang, matter, cast.at("2026-03-20 09:00"), what=What.PROGRESS)
    assert _to_report(client) == 0


def _to_report(client):
    return next(tile.count for tile in client.get("/desk").context["reporting"] if tile.word == "本月要报")
