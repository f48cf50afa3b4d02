"""Urging: plain, in writing, and as a step of the ladder."""

import datetime

import pytest

from duban.ledger.actions.matters import urges
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Notice
from duban.ledger.refusals import Refused
from tests import cast, stories

AT = cast.at()
pytestmark = pytest.mark.django_db


def _urge(office, matter, channel="phone", unit=None, **more):
    return urges.urge_unit(
        assignment=stories.held(matter, unit),
        channel=channel,
        by=By(office.clerk, more.pop("at", AT)),
        **more,
    )


@pytest.mark.feature("urging")
@pytest.mark.proves("sanmenxia-2019", "二(二)", "urging")
def test_a_call_is_noted_and_a_letter_goes_out_numbered(office):
    made = stories.matter(office, due_on="2026-04-30")
    before = Notice.objects.count()
    line = _urge(office, made, note="请报送一季度进展")
    assert (line.verb, line.kind, line.data["fact"]) == ("unit.urged", "urged", {"channel": "phone"})
    assert Notice.objects.count() == before
    _urge(office, made, "written", limit=datetime.date(2026, 4, 10))
    letter = Notice.objects.latest("pk")
    assert (letter.name, letter.limit_on, letter.unit) == (
        "催办通知",
        datetime.date(2026, 4, 10),
        office.units[0],
    )


def test_nobody_is_urged_without_a_channel_into_the_past_or_after_the_end(office):
    made = stories.matter(office, due_on="2026-04-30")
    with pytest.raises(Refused) as caught:
        _urge(office, made, "pigeon")
    assert caught.value.field == "channel"
    with pytest.raises(Refused) as caught:
        _urge(office, made, limit=datetime.date(2026, 3, 30))
    assert caught.value.field == "limit"
    stories.complete(office, made, AT)
    with pytest.raises(Refused, match="了结"):
        _urge(office, made)


@pytest.mark.feature("ladder_steps")
@pytest.mark.proves("county-plan", "四(一)", "ladder_steps")
@pytest.mark.proves("county-plan", "四(三)", "ladder_steps")
@pytest.mark.proves("county-plan", "四(二)", "ladder_steps")
def test_where_urging_is_a_step_it_comes_in_order_with_a_limit(db):
    office = cast.office("county-plan")
    made = stories.matter(office, due_on="2026-03-27", at=cast.at("2026-03-02 09:00"))
    with pytest.raises(Refused) as caught:
        _urge(office, made)
    assert (caught.value.field, caught.value.clause) == ("limit", "四(一)")
    with pytest.raises(Refused, match="还没有到这一步"):
        _urge(office, made, "on_site", limit=datetime.date(2026, 4, 3))
    _urge(office, made, limit=datetime.date(2026, 4, 3))
    held = stories.held(made)
    assert held.deadlines.filter(what="limit", on=datetime.date(2026, 4, 3)).exists()
    # The next step opens when that limit has passed.
    with pytest.raises(Refused, match="还没有到这一步"):
        _urge(office, made, "written", limit=datetime.date(2026, 4, 10))
    line = _urge(office, made, "written", limit=datetime.date(2026, 4, 10), at=cast.at("2026-04-07 09:00"))
    assert line.data["fact"] == {"channel": "written", "limit": "2026-04-10"}
    assert Notice.objects.latest("pk").name == "督查督办通知单"
    assert JournalLine.objects.filter(kind="urged").count() == 2
