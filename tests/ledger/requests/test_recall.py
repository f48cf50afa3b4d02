"""Recall: an order is taken back from all its units, to be sent out anew or for good; nothing of it counts any more."""

import datetime

import pytest

from duban.ledger import journal
from duban.ledger.actions.matters import matters
from duban.ledger.actions.office import daily_run
from duban.ledger.actions.requests import proposals
from duban.ledger.audit import integrity
from duban.ledger.by import By
from duban.ledger.models import Annulment, Notice
from duban.ledger.refusals import Refused
from tests import cast, stories

pytestmark = pytest.mark.django_db
AT = cast.at()


def _recall(office, matter, again):
    return proposals.ask("recall", of=matter, again=again, reason="重复交办", by=By(office.clerk, AT))


def test_what_was_sent_out_by_mistake_is_revoked_and_counts_for_nobody(office):
    made = stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"), support=office.units[1:2])
    daily_run.run_days(jurisdiction=office.jurisdiction, through=datetime.date(2026, 3, 24))
    _recall(office, made, False)
    made.refresh_from_db()
    assert made.state == "revoked"
    assert journal.fact_rows(office.jurisdiction) == []
    assert Notice.objects.filter(name="撤回通知").count() == Annulment.objects.count() == 2
    daily_run.run_days(jurisdiction=office.jurisdiction, through=AT.date())
    made.refresh_from_db()
    assert made.state == "revoked" and journal.fact_rows(office.jurisdiction) == []
    assert [str(each) for each in integrity.verify([office.jurisdiction], integrity.Figures())] == []
    with pytest.raises(Refused, match="已经撤销"):
        _recall(office, made, True)


def test_what_is_to_go_out_anew_is_edited_and_dispatched_once_more(county):
    made = stories.matter(county, due_on="2026-04-30")
    stories.sign_as(_recall(county, made, True), county.leader)
    made.refresh_from_db()
    assert (made.state, made.dispatched_on) == ("proposed", None)
    order = matters.Order(
        title="改", requirement="改", standard="改", category=made.category, source=made.source,
        due_on=datetime.date(2026, 5, 20), lead=(county.units[1],), level=made.level,
    )  # fmt: skip
    matters.edit_matter(matter=made, order=order, by=By(county.clerk, AT), version=made.version)
    with pytest.raises(Refused, match="立项"):
        matters.dispatch_matter(matter=made, by=By(county.clerk, AT))
    stories.approve_start(county, made, AT)
    matters.dispatch_matter(matter=made, by=By(county.clerk, AT))
    assert [(each.unit.code, each.stage) for each in made.assignments.select_related("unit").order_by("id")] == [
        ("jia", "withdrawn"), ("yi", "to_accept"),
    ]  # fmt: skip
    assert [str(each) for each in integrity.verify([county.jurisdiction], integrity.Figures())] == []


def test_a_done_matter_or_one_with_parts_is_not_recalled(office):
    done = stories.matter(office, due_on="2026-04-30")
    stories.complete(office, done, AT)
    with pytest.raises(Refused, match="办结"):
        _recall(office, done, False)
    whole = stories.matter(office, due_on="2026-04-30")
    stories.matter(office, due_on="2026-04-20", parent=whole)
    with pytest.raises(Refused, match="子事项"):
        _recall(office, whole, False)


def test_a_wrong_registration_is_revoked_without_a_paper(office):
    made = stories.matter(office, due_on="2026-04-30", dispatched=False)
    with pytest.raises(Refused) as caught:
        matters.revoke_matter(matter=made, reason=" ", by=By(office.clerk, AT))
    assert caught.value.field == "reason"
    assert matters.revoke_matter(matter=made, reason="重复登记", by=By(office.clerk, AT)).state == "revoked"
    assert not Notice.objects.exists()
    with pytest.raises(Refused, match="撤销"):
        matters.dispatch_matter(matter=made, by=By(office.clerk, AT))
    sent = stories.matter(office, due_on="2026-04-30")
    with pytest.raises(Refused, match="撤回交办"):
        matters.revoke_matter(matter=sent, reason="重复登记", by=By(office.clerk, AT))
