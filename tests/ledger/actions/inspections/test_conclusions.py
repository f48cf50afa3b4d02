"""Conclusions: what they must say, who reads and signs them, who opened them before their delivery, what the unit receives."""

import datetime

import pytest

from duban.ledger import access, conditions
from duban.ledger.access import NotFound
from duban.ledger.actions.inspections import conclusions
from duban.ledger.actions.office import messages
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Notice, Reading
from duban.ledger.queries.inspections import conclusions as known
from duban.ledger.refusals import Conflict, Forbidden, Refused
from duban.ledger.wordings import letters
from duban.people.models import Delegation
from tests import cast, rectifying

pytestmark = pytest.mark.django_db
AT = cast.at("2026-03-31 09:30")


@pytest.fixture
def office():
    return cast.office("zhuoni-2022")


def _forward(office, row, to=None):
    return conclusions.forward_conclusion(conclusion=row, to_sign=to, by=By(office.clerk, AT))


@pytest.mark.feature("conclusions")
@pytest.mark.proves("zhuoni-2022", "第十六条", "conclusions")
@pytest.mark.proves("zhuoni-2022", "第八条(四)", "conclusions")
def test_it_is_read_by_the_head_signed_by_a_leader_and_delivered(office):
    row = rectifying.drafted(office)
    row = _forward(office, row, office.principal)
    assert (row.step, row.to_sign) == ("head", office.principal)
    row = conclusions.read_conclusion(conclusion=row, agree=True, opinion="", by=By(office.inspector, AT))
    assert (row.step, row.head_read_by) == ("leader", office.inspector)
    with pytest.raises(Refused) as refused:
        conclusions.deliver_conclusion(conclusion=row, by=By(office.clerk, AT))
    assert refused.value.clause == "第十六条"
    row = conclusions.sign_conclusion(conclusion=row, agree=True, opinion="同意", by=By(office.principal, AT))
    notice = conclusions.deliver_conclusion(conclusion=row, by=By(office.clerk, AT))
    row.refresh_from_db()
    assert (row.step, row.delivered_on) == ("delivered", AT.date())
    assert (notice.name, notice.clause, notice.unit) == ("督查结论（通报）", "第八条(四)", office.units[0])
    said = str(letters.paper_of(notice))
    assert all(word in said for word in ("年度任务过半", "两个项目未开工", "2026-04-30", "第十七条"))
    edition = row.editions.get()
    assert (edition.order, edition.problems, edition.notice) == (1, "两个项目未开工。", notice)
    with pytest.raises(Conflict):
        conclusions.deliver_conclusion(conclusion=row, by=By(office.clerk, AT))


@pytest.mark.feature("conclusions")
@pytest.mark.parametrize("left_out", ["achievements", "problems", "shortfalls"])
@pytest.mark.proves("zhuoni-2022", "第八条(一)", "conclusions")
def test_what_the_document_asks_for_is_not_left_out(office, left_out):
    row = rectifying.drafted(office, **{left_out: " "})
    with pytest.raises(Refused) as refused:
        _forward(office, row)
    assert (refused.value.field, refused.value.clause) == (left_out, "第八条(一)")


def test_what_was_found_undone_is_said_expressly(office):
    made = rectifying.inspection(office)
    rectifying.finding(office, made, nature="partly")
    row = rectifying.drafted(office, made, shortfalls="无。")
    with pytest.raises(Refused, match="没有写明") as refused:
        _forward(office, row)
    assert refused.value.field == "shortfalls"
    words = {**rectifying.WORDS, "shortfalls": "道路硬化只完成一半。"}
    row = conclusions.edit_conclusion(conclusion=row, words=words, version=row.version, by=By(office.clerk, AT))
    assert _forward(office, row).step == "head"


def test_a_document_that_asks_for_nothing_still_wants_problems_said():
    office = cast.office("gansu-county-2023")
    row = rectifying.drafted(office, achievements="", shortfalls="", problems="")
    with pytest.raises(Refused, match="存在问题"):
        _forward(office, row)
    row = conclusions.edit_conclusion(
        conclusion=row, words={"problems": "未发现问题。"}, version=row.version, by=By(office.clerk, AT)
    )
    assert _forward(office, row).step == "head"


def test_nobody_approves_their_own(office):
    made = rectifying.inspection(office, head=office.leader, team=[office.clerk])
    row = conclusions.draft_conclusion(
        inspection=made, unit=office.units[0], words=rectifying.WORDS, by=By(office.leader, AT)
    )
    with pytest.raises(Refused, match="审阅"):
        conclusions.forward_conclusion(conclusion=row, to_sign=office.leader, by=By(office.leader, AT))
    row = conclusions.forward_conclusion(conclusion=row, to_sign=office.principal, by=By(office.leader, AT))
    assert row.step == "leader"
    with pytest.raises(Forbidden):
        conclusions.sign_conclusion(conclusion=row, agree=True, opinion="", by=By(office.leader, AT))
    with pytest.raises(Forbidden):
        conclusions.sign_conclusion(conclusion=row, agree=True, opinion="", by=By(office.other_leader, AT))
    assert (
        conclusions.sign_conclusion(conclusion=row, agree=True, opinion="", by=By(office.principal, AT)).step
        == "approved"
    )


def test_a_stand_in_signs_for_the_leader_but_not_what_they_wrote(office):
    for to in (office.secretary, office.head):
        Delegation.objects.create(
            jurisdiction=office.jurisdiction, of=office.principal, to=to, from_on=AT.date(), through_on=AT.date()
        )
    made = rectifying.inspection(office, team=[office.head, office.clerk])
    row = conclusions.draft_conclusion(
        inspection=made, unit=office.units[0], words=rectifying.WORDS, by=By(office.head, AT)
    )
    row = conclusions.forward_conclusion(conclusion=row, to_sign=office.principal, by=By(office.head, AT))
    row = conclusions.read_conclusion(conclusion=row, agree=True, opinion="", by=By(office.inspector, AT))
    with pytest.raises(Forbidden):
        conclusions.sign_conclusion(conclusion=row, agree=True, opinion="", by=By(office.head, AT))
    row = conclusions.sign_conclusion(conclusion=row, agree=True, opinion="同意", by=By(office.secretary, AT))
    assert (row.signed_by, row.on_behalf_of) == (office.secretary, office.principal)


def test_it_is_sent_back_with_words_and_comes_again(office):
    row = _forward(office, rectifying.drafted(office), office.principal)
    with pytest.raises(Refused):
        conclusions.read_conclusion(conclusion=row, agree=False, opinion=" ", by=By(office.inspector, AT))
    with pytest.raises(Forbidden):
        conclusions.read_conclusion(conclusion=row, agree=True, opinion="", by=By(office.clerk, AT))
    row = conclusions.read_conclusion(conclusion=row, agree=False, opinion="补充成绩", by=By(office.inspector, AT))
    assert (row.step, row.opinion) == ("returned", "补充成绩")
    with pytest.raises(Conflict):
        conclusions.edit_conclusion(conclusion=row, words=rectifying.WORDS, version=1, by=By(office.clerk, AT))
    row = _forward(office, row, office.principal)
    with pytest.raises(Conflict):
        conclusions.edit_conclusion(
            conclusion=row, words=rectifying.WORDS, version=row.version, by=By(office.clerk, AT)
        )


def test_only_the_team_writes_and_once_a_unit(office):
    made = rectifying.inspection(office)
    with pytest.raises(Forbidden):
        conclusions.draft_conclusion(
            inspection=made, unit=office.units[0], words=rectifying.WORDS, by=By(office.section, AT)
        )
    rectifying.drafted(office, made)
    with pytest.raises(Conflict):
        rectifying.drafted(office, made)
    received = rectifying.inspection(office, no="DC2026-2", method="received")
    with pytest.raises(Refused, match="由上级作出"):
        rectifying.drafted(office, received)


@pytest.mark.feature("conclusion_readers")
def test_who_opens_it_before_its_delivery_is_on_record_once(office):
    row = _forward(office, rectifying.drafted(office), office.principal)
    assert not conditions.conclusions.has_opened(row, office.head)
    for _ in range(2):
        conclusions.open_conclusion(conclusion=row, by=By(office.head, AT))
    assert conditions.conclusions.has_opened(row, office.head)
    assert [each.officer for each in known.readers_of(row)] == [office.clerk, office.head]
    assert JournalLine.objects.filter(verb="conclusion.opened", actor=office.head).count() == 1
    conclusions.read_conclusion(conclusion=row, agree=True, opinion="", by=By(office.inspector, AT))
    conclusions.sign_conclusion(conclusion=row, agree=True, opinion="", by=By(office.principal, AT))
    conclusions.deliver_conclusion(conclusion=row, by=By(office.clerk, AT))
    conclusions.open_conclusion(conclusion=row, by=By(office.section, AT))
    assert not Reading.objects.filter(officer=office.section).exists()


@pytest.mark.feature("conclusion_readers")
def test_before_its_delivery_it_is_open_to_the_team_and_its_signers_alone(office):
    row = _forward(office, rectifying.drafted(office), office.principal)

    def sees(officer):
        try:
            return access.findings.conclusion_for(officer, row.pk) is not None
        except NotFound:
            return False

    assert {name for name, each in office.officers.items() if sees(each)} == {
        "clerk",
        "inspector",
        "office_head",
        "principal",
    }
    conclusions.read_conclusion(conclusion=row, agree=True, opinion="", by=By(office.inspector, AT))
    assert not sees(office.liaison)
    conclusions.sign_conclusion(conclusion=row, agree=True, opinion="", by=By(office.principal, AT))
    conclusions.deliver_conclusion(conclusion=row, by=By(office.clerk, AT))
    assert sees(office.liaison) and not sees(office.other_liaison) and sees(office.section)


def test_an_inspection_is_concluded_when_every_unit_has_its_own(office):
    made = rectifying.inspection(office)
    rectifying.delivered(office, made)
    made.refresh_from_db()
    assert made.phase == "under_way"
    rectifying.delivered(office, made, unit=office.units[1])
    made.refresh_from_db()
    assert made.phase == "concluded"
    assert Notice.objects.filter(inspection=made).count() == 2
    assert conditions.reviews.request_until(made.conclusions.first()).due == datetime.date(2026, 4, 30)


def test_whose_turn_it_is_is_told_and_the_unit_when_it_has_it(office):
    row = _forward(office, rectifying.drafted(office), office.principal)

    def told(officer):
        messages.derive_messages(jurisdiction=office.jurisdiction, at=AT)
        return [each.text for each in officer.messages.order_by("id")]

    assert told(office.inspector) == ["督查结论等您审阅"] and told(office.principal) == []
    conclusions.read_conclusion(conclusion=row, agree=True, opinion="", by=By(office.inspector, AT))
    assert told(office.principal) == ["督查结论等您审阅"] and told(office.liaison) == []
    conclusions.sign_conclusion(conclusion=row, agree=True, opinion="", by=By(office.principal, AT))
    conclusions.deliver_conclusion(conclusion=row, by=By(office.clerk, AT))
    assert told(office.liaison) == ["督查结论送达"] and told(office.other_liaison) == []


def test_the_team_takes_it_back_before_it_is_signed(office):
    row = _forward(office, rectifying.drafted(office), office.principal)
    conclusions.read_conclusion(conclusion=row, agree=True, opinion="", by=By(office.inspector, AT))
    for actor, reason, why in ((office.section, "改派", Forbidden), (office.clerk, " ", Refused)):
        with pytest.raises(why):
            conclusions.recall_conclusion(conclusion=row, reason=reason, by=By(actor, AT))
    row = conclusions.recall_conclusion(conclusion=row, reason="领导调离", by=By(office.clerk, AT))
    assert (row.step, row.head_read_by) == ("draft", None)
    with pytest.raises(Conflict):
        conclusions.recall_conclusion(conclusion=row, reason="再撤", by=By(office.clerk, AT))
    assert _forward(office, row, office.secretary).to_sign == office.secretary
