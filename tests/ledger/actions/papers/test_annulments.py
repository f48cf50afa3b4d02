"""Numbers: a paper is voided once, with a reason and its successor; a number is passed over; the register explains every gap."""

import datetime

import pytest

from duban.ledger.actions.office import messages
from duban.ledger.actions.papers import annulments, bulletins, notices
from duban.ledger.by import By
from duban.ledger.models import Notice
from duban.ledger.queries.papers import numbering
from duban.ledger.refusals import Conflict, Refused
from tests import cast, stories

pytestmark = pytest.mark.django_db
AT = cast.at()


def _void(office, paper, reason="日期写错", at=AT, **more):
    return annulments.void_paper(paper=paper, reason=reason, by=By(office.clerk, at), **more)


def test_a_voided_notice_keeps_its_number_and_names_the_one_that_stands_in_its_place(office):
    made = stories.matter(office, due_on="2026-04-30")
    first = Notice.objects.get()
    second = notices.issue_notice(of=made, act="urge", unit=office.units[0], by=By(office.clerk, AT))
    with pytest.raises(Refused, match="之后编号"):
        _void(office, second, successor=first)
    with pytest.raises(Refused) as caught:
        _void(office, first, reason=" ")
    assert caught.value.field == "reason"
    _void(office, first, successor=second)
    with pytest.raises(Conflict, match="作废"):
        _void(office, first)
    annulments.skip_number(
        jurisdiction=office.jurisdiction, series="notice", reason="手工编号", by=By(office.clerk, AT)
    )
    third = notices.issue_notice(of=made, act="urge", unit=office.units[0], by=By(office.clerk, AT))
    assert (second.serial, third.serial) == (2, 4)
    register = numbering.register_of(office.clerk, "notice", 2026)
    assert [(each.serial, each.annulment.fate if each.annulment else "") for each in register] == [
        (4, ""), (3, "skipped"), (2, ""), (1, "voided"),
    ]  # fmt: skip
    assert not any(each.is_gap for each in register)
    assert "以三政督〔2026〕2号为准" in register[-1].annulment.said
    messages.derive_messages(jurisdiction=office.jurisdiction, at=AT)
    assert any("文书已作废" in each.text for each in office.liaison.messages.all())


def test_a_voided_bulletin_is_told_to_whoever_could_read_it(office):
    stories.complete(
        office, stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00")), cast.at("2026-03-10 09:00")
    )
    days = {"first": datetime.date(2026, 3, 1), "last": datetime.date(2026, 3, 31)}
    made = bulletins.draft_bulletin(
        jurisdiction=office.jurisdiction, kind="circular", span="month", **days, by=By(office.clerk, AT)
    )
    with pytest.raises(Refused, match="没有印发"):
        _void(office, made)
    bulletins.forward_bulletin(bulletin=made, by=By(office.clerk, AT))
    bulletins.sign_bulletin(bulletin=made, agree=True, opinion="", by=By(office.leader, AT))
    issued = bulletins.issue_bulletin(bulletin=made, by=By(office.clerk, AT))
    _void(office, issued)
    messages.derive_messages(jurisdiction=office.jurisdiction, at=AT)
    for officer in (office.head, office.principal, office.liaison):
        assert any("已作废" in each.text for each in officer.messages.all()), officer
    with pytest.raises(Refused):
        annulments.skip_number(jurisdiction=office.jurisdiction, series="x", reason="x", by=By(office.clerk, AT))
