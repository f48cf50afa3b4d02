"""What the office entered for the public is put right: the sealed words before stay with the appeal, the journal names columns only."""

import datetime

import pytest

from duban.ledger.actions.public import appeal_corrections as corrections
from duban.ledger.actions.public import appeals, ratings, senders
from duban.ledger.actions.public.appeals import Writing
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.queries.public import appeals as lists
from duban.ledger.refusals import Conflict, Refused
from tests import cast, stories

TODAY = datetime.date(2026, 3, 31)
WORDS = {
    "channel": "letter",
    "received_on": TODAY,
    "text": "路灯不亮，请修理。",
    "person": "周晓岚",
    "contact": "13800002222",
}


@pytest.fixture
def by(office):
    return By(office.clerk, cast.at())


@pytest.fixture
def appeal(office, by):
    writing = Writing(**WORDS, due_on=datetime.date(2026, 4, 20))
    return appeals.receive_appeal(jurisdiction=office.jurisdiction, writing=writing, actor=by.officer, at=by.at)


def test_an_appeal_typed_wrong_is_put_right_found_by_its_right_sender_and_erased_whole(office, by, appeal):
    right = Writing(**{**WORDS, "person": "周晓兰", "contact": "13900003333", "text": "路灯两盏不亮。"})
    corrections.correct_appeal(appeal=appeal, writing=right, reason="听错了", by=by, version=1)
    appeal.refresh_from_db()
    assert (appeal.person, appeal.text, appeal.due_on) == ("周晓兰", "路灯两盏不亮。", datetime.date(2026, 4, 20))
    assert "周晓岚" in appeal.earlier and "路灯不亮，请修理。" in appeal.earlier
    line = JournalLine.objects.get(verb="appeal.corrected")
    assert set(line.data["changed"].split("、")) == {"反映人", "联系方式", "内容"}
    assert "周晓" not in str(line.data)
    found = lists.appeals_of(office.clerk, lists.Asked(who="周晓兰"), TODAY)
    assert [each.pk for each in found] == [appeal.pk]
    with pytest.raises(Conflict):
        corrections.correct_appeal(appeal=appeal, writing=right, reason="再改", by=by, version=1)
    with pytest.raises(Refused):
        corrections.correct_appeal(appeal=appeal, writing=Writing(**WORDS), reason="周晓兰说的", by=by, version=2)
    appeals.answer_appeal(appeal=appeal, reply="已修好。", by=by)
    corrections.correct_reply(appeal=appeal, reply="四月修好。", reason="写错日期", by=by)
    appeal.refresh_from_db()
    assert appeal.reply == "四月修好。" and "已修好。" in appeal.earlier
    senders.erase_sender(appeal=appeal, actor=office.head, at=by.at)
    appeal.refresh_from_db()
    assert appeal.earlier == ""
    with pytest.raises(Refused, match="清除"):
        corrections.correct_reply(appeal=appeal, reply="又", reason="又", by=by)


def test_what_the_sender_wrote_in_person_stays_as_it_is(office, by):
    made = appeals.receive_appeal(
        jurisdiction=office.jurisdiction, writing=Writing(**{**WORDS, "channel": "site"}), actor=None, at=by.at
    )
    with pytest.raises(Refused, match="自己写的"):
        corrections.correct_appeal(appeal=made, writing=Writing(**WORDS), reason="改", by=by, version=1)


def test_an_appeal_declined_or_joined_by_mistake_waits_again(office, by, appeal):
    appeals.decline_appeal(appeal=appeal, reason="不属本级", by=by)
    corrections.reopen_appeal(appeal=appeal, reason="看错了", by=by)
    appeal.refresh_from_db()
    assert (
        appeal.is_waiting and appeal.reply == "" and "不属本级" in appeal.earlier and appeal.state == "已收到，等待分办"
    )
    matter = stories.matter(office, due_on="2026-06-30")
    appeals.join_appeal(appeal=appeal, matter=matter, by=by)
    corrections.reopen_appeal(appeal=appeal, reason="并错", by=by)
    assert JournalLine.objects.filter(verb="appeal.reopened", matter=matter).exists()
    with pytest.raises(Refused, match="还没有处理"):
        corrections.reopen_appeal(appeal=appeal, reason="再来", by=by)


def test_a_satisfaction_put_down_wrongly_is_taken_back_and_entered_anew(office, by):
    matter = stories.matter(office, due_on="2026-06-30")
    stories.accept(office, matter, by.at)
    stories.complete(office, matter, by.at)
    words = {"matter": matter, "manner": "phone", "note": "慢", "rated_on": TODAY, "at": by.at}
    wrong = ratings.rate_matter(satisfaction="dissatisfied", actor=office.clerk, **words)
    assert not corrections.withdraw_rating(rating=wrong, reason="按错", by=by).is_current
    right = ratings.rate_matter(satisfaction="content", actor=office.clerk, **words)
    assert right.is_current
    with pytest.raises(Refused, match="已经撤销"):
        corrections.withdraw_rating(rating=wrong, reason="再", by=by)
    own = ratings.rate_matter(satisfaction="content", actor=None, **words)
    with pytest.raises(Refused, match="本人"):
        corrections.withdraw_rating(rating=own, reason="不", by=by)
