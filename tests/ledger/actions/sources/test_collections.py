"""Collection forms (县方案 三(一)): sent, handed in line by line, sorted into matters."""

import datetime

import pytest

from duban.ledger import access
from duban.ledger.actions.matters import matters
from duban.ledger.actions.sources import collections
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.refusals import Refused
from tests import cast

DUE = datetime.date(2026, 4, 10)


@pytest.fixture
def county(db):
    return cast.office("county-plan")


def send(office, **more):
    words = {"name": "4月征集", "due_on": DUE, "leaders": [office.leader, office.principal, office.head]}
    return collections.send_collection(
        jurisdiction=office.jurisdiction, by=By(office.clerk, cast.at()), **{**words, **more}
    )


def hand_in(office, slip, texts, actor=None):
    return collections.return_slip(slip=slip, texts=texts, by=By(actor or slip.leader, cast.at()))


def test_the_form_goes_to_the_leaders_and_the_head_of_the_office(county):
    assert send(county).slips.count() == 3
    assert JournalLine.objects.get(verb="collection.sent").data["due"] == "2026-04-10"


@pytest.mark.proves("county-plan", "三(一)", "collection_forms")
def test_the_form_goes_to_the_deputy_of_the_office_too_who_fills_it_in(county):
    (slip,) = send(county, leaders=[county.section]).slips.all()
    assert list(access.sources.slips(county.section)) == [slip]
    hand_in(county, slip, ["查农村饮水"])
    slip.refresh_from_db()
    assert slip.returned_on == datetime.date(2026, 3, 31)


def test_a_round_needs_name_recipients_and_a_day_to_come(county):
    for more in (
        {"name": ""},
        {"leaders": []},
        {"due_on": datetime.date(2026, 3, 30)},
        {"leaders": [county.liaison]},
        {"leaders": [cast.office("gansu-county-2023").leader]},
    ):
        with pytest.raises(Refused):
            send(county, **more)


def test_a_form_comes_back_line_by_line_and_may_be_added_to(county):
    slip = send(county).slips.get(leader=county.leader)
    hand_in(county, slip, ["修好通村路", "", "查校车安全"])
    hand_in(county, slip, ["春灌"], actor=county.clerk)
    slip.refresh_from_db()
    assert slip.returned_on == datetime.date(2026, 3, 31)
    assert list(slip.wishes.order_by("order").values_list("text", flat=True)) == ["修好通村路", "查校车安全", "春灌"]
    assert JournalLine.objects.filter(verb="slip.returned").count() == 2


def test_an_empty_form_says_that_there_is_nothing(county):
    slip = hand_in(county, send(county).slips.get(leader=county.principal), [])
    assert slip.returned_on is not None
    assert not slip.wishes.exists()


def test_nobody_fills_in_anothers_form(county):
    slip = send(county).slips.get(leader=county.leader)
    with pytest.raises(Refused):
        hand_in(county, slip, ["x"], actor=county.principal)


def test_a_line_becomes_a_matter_or_says_why_not(county):
    slip = hand_in(county, send(county).slips.get(leader=county.leader), ["修好通村路", "查校车安全"])
    first, second = slip.wishes.order_by("order")
    order = matters.Order(
        title="修好通村路",
        requirement="修好通村路",
        category="leader_order",
        source="instruction",
        due_on=datetime.date(2026, 6, 30),
        lead=(county.units[0],),
        instructed_by=county.leader,
    )
    made = collections.register_wish(wish=first, order=order, by=By(county.clerk, cast.at()))
    assert JournalLine.objects.get(verb="wish.registered").matter == made
    with pytest.raises(Refused, match=made.no):
        collections.drop_wish(wish=first, reason="重复", by=By(county.clerk, cast.at()))
    with pytest.raises(Refused):
        collections.drop_wish(wish=second, reason="", by=By(county.clerk, cast.at()))
    dropped = collections.drop_wish(wish=second, reason="另有专项", by=By(county.clerk, cast.at()))
    assert not dropped.is_open
