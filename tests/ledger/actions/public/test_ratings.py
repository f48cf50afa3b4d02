"""Ratings (满意度): after completion, once for an appeal; who is dissatisfied gets it done again, or a reason why not."""

import datetime

import pytest

from duban.ledger.actions.matters import matters
from duban.ledger.actions.public import appeals, ratings
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.queries.public import ratings as rates
from duban.ledger.queries.public.ratings import Asked
from duban.ledger.refusals import Refused
from tests import cast, stories
from tests.ledger.actions.sources.test_suggestions import answer, at_work, countersign, rate

TODAY = datetime.date(2026, 3, 31)


def done(office, **more):
    matter = stories.matter(office, due_on="2026-04-30", **more)
    stories.accept(office, matter, cast.at())
    stories.complete(office, matter, cast.at())
    matter.refresh_from_db()
    return matter


def call(office, matter, word="content", note="", **more):
    words = {"manner": "phone", "rated_on": TODAY, "called_by": office.clerk, "actor": office.clerk, "at": cast.at()}
    return ratings.rate_matter(matter=matter, satisfaction=word, note=note, **{**words, **more})


@pytest.mark.feature("satisfaction")
def test_a_result_is_rated_after_it_was_accepted(office):
    with pytest.raises(Refused, match="办结以后"):
        call(office, stories.matter(office, due_on="2026-04-30"))
    matter = done(office)
    rating = call(office, matter, "fair", "还可以")
    line = JournalLine.objects.get(verb="matter.rated")
    assert line.content == {"satisfaction": "基本满意", "manner": "电话回访"}
    assert (rating.is_current, line.matter, line.on) == (True, matter, TODAY)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"word": "dissatisfied"}, "note"),
        ({"rated_on": datetime.date(2026, 4, 1)}, "rated_on"),
        ({"rated_on": datetime.date(2026, 3, 1)}, "rated_on"),
        ({"note": "秘密★5年"}, "note"),
    ],
)
def test_what_cannot_be_entered_is_refused_at_its_field(office, more, field):
    matter = done(office)
    with pytest.raises(Refused) as refused:
        call(office, matter, **more)
    assert refused.value.field == field


@pytest.mark.feature("satisfaction", "reopening")
def test_who_is_dissatisfied_gets_it_done_again(office):
    matter = done(office)
    call(office, matter, "dissatisfied", "仍有积水")
    assert rates.waiting_count(office.clerk) == 1
    matters.reopen_assignment(assignment=stories.held(matter), reason="群众不满意", by=By(office.clerk, cast.at()))
    assert rates.waiting_count(office.clerk) == 0
    rating = matter.ratings.get()
    assert not rating.is_current
    with pytest.raises(Refused, match="重新办理"):
        ratings.keep_result(rating=rating, reason="诉求不合理", by=By(office.clerk, cast.at()))


def test_or_a_reason_why_not(office):
    matter = done(office)
    rating = call(office, matter, "dissatisfied", "要求超出政策")
    with pytest.raises(Refused):
        ratings.keep_result(rating=rating, reason="", by=By(office.clerk, cast.at()))
    ratings.keep_result(rating=rating, reason="要求没有政策依据，已当面解释", by=By(office.clerk, cast.at()))
    assert rates.waiting_count(office.clerk) == 0
    with pytest.raises(Refused):
        ratings.keep_result(rating=call(office, matter), reason="无", by=By(office.clerk, cast.at()))


def test_rates_are_counted_by_unit_and_nobody_asked_is_said_in_words(office):
    whole, by_unit = rates.rates_of(office.clerk, Asked())
    assert (whole.percent, by_unit) == ("没有评价", [])
    matter = done(office)
    for word, note in (("content", ""), ("fair", ""), ("dissatisfied", "慢")):
        call(office, matter, word, note)
    call(office, done(office), "content")
    whole, (rate_,) = rates.rates_of(office.clerk, Asked())
    assert (rate_.unit, rate_.content, rate_.fair, rate_.dissatisfied, rate_.percent) == (
        office.units[0],
        2,
        1,
        1,
        "75.0%",
    )
    for word, count in (("content", 2), ("dissatisfied", 1), ("", 4)):
        assert rates.ratings_of(office.clerk, Asked(unit=office.units[0].code, word=word)).count() == count
    assert not rates.ratings_of(office.clerk, Asked(unit=office.units[1].code)).exists()
    assert not rates.ratings_of(office.clerk, Asked(first=datetime.date(2026, 4, 1))).exists()
    assert not rates.ratings_of(cast.office("zhuoni-2022").clerk, Asked()).exists()
    assert not rates.ratings_of(office.liaison, Asked()).exists()


@pytest.mark.feature("satisfaction", "suggestions")
def test_an_authors_word_is_the_same_thing(db):
    gansu = cast.office("gansu-county-2023")
    made = at_work(gansu)
    countersign(gansu, made)
    answer(gansu, made)
    stories.complete(gansu, made.matter, cast.at())
    made.matter.refresh_from_db()
    with pytest.raises(Refused, match="提出人"):
        call(gansu, made.matter)
    rate(gansu, made, "fair")
    assert rates.rates_of(gansu.clerk, Asked())[0].fair == 1


def test_one_appeal_is_rated_once_and_the_note_does_not_name_its_sender(zhuoni):
    appeal = appeals.receive_appeal(
        jurisdiction=zhuoni.jurisdiction,
        writing=appeals.Writing(
            channel="visit", received_on=TODAY, text="桥面破损", person="周晓岚", contact="13800002222"
        ),
        actor=zhuoni.clerk,
        at=cast.at(),
    )
    matter = done(zhuoni)
    appeal = appeals.join_appeal(appeal=appeal, matter=matter, by=By(zhuoni.clerk, cast.at()))
    for note in ("周晓岚说好", "请打13800002222"):
        with pytest.raises(Refused) as refused:
            call(zhuoni, matter, note=note, appeal=appeal)
        assert refused.value.field == "note"
    call(zhuoni, matter, appeal=appeal)
    with pytest.raises(Refused, match="已经登记"):
        call(zhuoni, matter, appeal=appeal)
    call(zhuoni, matter)
    with pytest.raises(Refused):
        matters.reopen_assignment(
            assignment=stories.held(matter), reason="周晓岚不满意", by=By(zhuoni.clerk, cast.at())
        )


def test_one_sender_cannot_try_out_by_a_rating_who_else_wrote(zhuoni):
    matter = done(zhuoni)
    for person, contact in (("周晓岚", "13800002222"), ("钱大伟", "0941-7123456")):
        appeal = appeals.receive_appeal(
            jurisdiction=zhuoni.jurisdiction,
            writing=appeals.Writing(
                channel="site", received_on=TODAY, text=f"{person}：桥面破损", person=person, contact=contact
            ),
            actor=zhuoni.clerk,
            at=cast.at(),
        )
        appeal = appeals.join_appeal(appeal=appeal, matter=matter, by=By(zhuoni.clerk, cast.at()))
    said = {
        "matter": matter,
        "appeal": appeal,
        "satisfaction": "dissatisfied",
        "manner": "online",
        "rated_on": TODAY,
        "at": cast.at(),
    }
    with pytest.raises(Refused):
        ratings.rate_matter(**said, note="我是钱大伟", actor=None)
    kept = ratings.rate_matter(**said, note="周晓岚也不满意，又裂了", actor=None)
    assert "周晓岚" not in kept.note and "又裂了" in kept.note


def test_a_name_that_is_spaced_out_leaves_nothing_of_the_note(zhuoni):
    matter = done(zhuoni)
    made = [
        appeals.receive_appeal(
            jurisdiction=zhuoni.jurisdiction,
            writing=appeals.Writing(channel="site", received_on=TODAY, text="桥面破损", person=person),
            actor=zhuoni.clerk,
            at=cast.at(),
        )
        for person in ("周晓岚", "钱大伟")
    ]
    made = [appeals.join_appeal(appeal=each, matter=matter, by=By(zhuoni.clerk, cast.at())) for each in made]
    kept = ratings.rate_matter(
        matter=matter,
        appeal=made[1],
        satisfaction="dissatisfied",
        manner="online",
        note="周 晓 岚也写了",
        rated_on=TODAY,
        actor=None,
        at=cast.at(),
    )
    assert kept.note == "（略）"
