"""Messages: derived from the journal once, to those who must know, and before dates."""

import datetime

import pytest
from django.test import override_settings

from duban.ledger.actions.accounts import message_choices
from duban.ledger.actions.matters import pauses, urges
from duban.ledger.actions.office import letters, messages
from duban.ledger.actions.process import delegations
from duban.ledger.actions.requests import proposals
from duban.ledger.actions.scoring import claims
from duban.ledger.by import By
from duban.ledger.models import Chain, JournalLine, Letter, Message
from tests import cast, stories

AT = cast.at()
pytestmark = pytest.mark.django_db


def _derive(office, at=AT):
    return messages.derive_messages(jurisdiction=office.jurisdiction, at=at)


def _said(officer):
    return list(officer.messages.order_by("id").values_list("kind", flat=True))


def test_each_learns_what_concerns_them_and_nobody_what_they_did(office):
    made = stories.matter(office, due_on="2026-04-30")
    stories.accept(office, made, AT)
    stories.report(office, made, AT)
    urges.urge_unit(assignment=stories.held(made), channel="phone", by=By(office.clerk, AT), note="请报送")
    _derive(office)
    assert _said(office.liaison) == ["assignment.dispatched", "unit.urged"] == _said(office.unit_head)
    assert _said(office.clerk) == ["assignment.accepted", "report.submitted"] == _said(office.head)
    assert _said(office.other_liaison) == _said(office.leader) == _said(office.auditor) == []
    first = office.clerk.messages.first()
    assert first.text == f"{office.units[0]} 已签收：{made.no} {made.title}" and first.about == f"matter:{made.no}"


def test_a_second_run_says_nothing_twice_and_a_lost_cursor_neither(office):
    stories.matter(office, due_on="2026-04-30")
    read = _derive(office)
    known = Message.objects.count()
    assert read == JournalLine.objects.count() and known
    assert _derive(office) == 0
    Chain.objects.update(told=0)
    assert _derive(office) == read and Message.objects.count() == known


def test_old_lines_are_passed_over(office):
    stories.matter(office, due_on="2026-04-30")
    _derive(office, AT + datetime.timedelta(days=15))
    assert Message.objects.count() == 0


def test_the_signer_whose_turn_it_is_and_then_who_asked(office):
    made = stories.matter(office, due_on="2026-04-30")
    stories.accept(office, made, AT)
    asked = proposals.ask(
        "extension",
        of=stories.held(made),
        until=datetime.date(2026, 5, 20),
        reason="材料迟到",
        by=By(office.liaison, AT),
    )
    _derive(office)
    first = proposals.waiting_signature(asked).officer
    told = first.messages.get()
    assert told.kind == "proposal.opened" and told.about == f"proposal:{asked.pk}" and "等您签批" in told.text
    proposals.sign_proposal(proposal=asked, agree=False, by=By(first, AT), reason="按期办结")
    _derive(office)
    assert "未获同意" in office.liaison.messages.last().text


def _extension(office):
    made = stories.matter(office, due_on="2026-04-30")
    stories.accept(office, made, AT)
    return proposals.ask(
        "extension",
        of=stories.held(made),
        until=datetime.date(2026, 5, 20),
        reason="材料迟到",
        by=By(office.liaison, AT),
    )


def _away(office, to, first="2026-03-31", last="2026-04-03"):
    days = {"from_on": datetime.date.fromisoformat(first), "through_on": datetime.date.fromisoformat(last)}
    return delegations.appoint_stand_in(of=office.leader, to=to, at=AT, **days)


def test_a_stand_in_is_told_of_their_turn_and_in_whose_name(office):
    _away(office, office.secretary)
    asked = _extension(office)
    _derive(office)
    told = office.secretary.messages.get(kind="proposal.opened")
    assert told.text.startswith(f"“延期”等您代{office.leader}签批") and told.about == f"proposal:{asked.pk}"
    assert "等您签批" in office.leader.messages.get(kind="proposal.opened").text
    assert not office.other_leader.messages.exists()
    Chain.objects.update(told=0)
    _derive(office)
    assert office.secretary.messages.filter(kind="proposal.opened").count() == 1


def test_who_begins_to_stand_in_is_told_what_waits_already(office):
    _extension(office)
    _derive(office)
    _away(office, office.secretary, "2026-04-01")
    assert _remind(office, "2026-03-31") == 0
    assert _remind(office, "2026-04-01") == 1
    told = office.secretary.messages.get()
    assert told.text == f"您代{office.leader}签批，至 04月03日；现有 1 件等着" and told.about == "waiting"
    assert _remind(office, "2026-04-02") == 0


def test_nobody_is_told_to_sign_for_another_what_they_proposed_or_sign_anyway(db):
    """The head of the office stands in for the leader, and proposed the step: that is not theirs to sign."""
    office = cast.office("sanmenxia-2019")
    late = stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"))
    _away(office, office.head)
    proposals.ask("step", of=stories.held(late), step="circular", reason="逾期", by=By(office.head, AT))
    _derive(office)
    assert not office.head.messages.filter(kind="proposal.opened").exists()
    assert office.leader.messages.filter(kind="proposal.opened").exists()


def test_the_office_learns_of_a_claim_and_the_unit_what_became_of_it(office):
    matter = stories.matter(office, due_on="2026-04-30", at=cast.at("2026-03-02 09:00"))
    claim = stories.claim(office, matter, at=AT)
    claims.rule_on_claim(claim=claim, verified=True, reason="", by=By(office.clerk, AT))
    _derive(office)
    assert office.clerk.messages.get(kind="claim.made").about == f"claim:{claim.pk}"
    assert "申报已核实" in office.liaison.messages.get(kind="claim.verified").text


def test_every_message_says_what_it_is_about(office):
    made = stories.matter(office, due_on="2026-04-30")
    stories.accept(office, made, AT)
    _derive(office)
    assert set(Message.objects.values_list("about", flat=True)) == {f"matter:{made.no}"}


def _remind(office, day):
    on = datetime.date.fromisoformat(day)
    return messages.remind_of_dates(jurisdiction=office.jurisdiction, on=on, at=cast.at(f"{day} 00:10"))


def test_reminders_come_at_each_step_once_and_to_the_unit_alone(office):
    made = stories.matter(office, due_on="2026-04-30")
    stories.accept(office, made, AT)
    days = (
        "2026-04-20",
        "2026-04-21",
        "2026-04-21",
        "2026-04-22",
        "2026-04-25",
        "2026-04-27",
        "2026-04-29",
        "2026-04-30",
    )
    # The unit has two posts; each is told at seven, three and one working days; 25 April is a Saturday.
    assert [_remind(office, day) for day in days] == [0, 2, 0, 0, 0, 2, 2, 0]
    assert "办结期限 4月30日（周四）：2026-1" in office.liaison.messages.first().text
    # Of one date the latest alone is unread.
    assert office.liaison.messages.filter(kind="reminder", read_at=None).count() == 1
    assert not office.other_liaison.messages.exists() and not office.clerk.messages.exists()


def test_the_letters_around_a_golden_week_say_one_line_a_date_and_what_is_true(office, settings):
    settings.LETTER_HOURS = (8, 18)
    office.liaison.email = "a@example.gov.cn"
    office.liaison.save()
    settings.EMAIL_HOST = "mail.example.gov.cn"
    stories.accept(office, stories.matter(office, due_on="2026-10-08"), AT)
    office.liaison.messages.all().delete()
    told = {}
    for place in range(25):
        day = datetime.date(2026, 9, 15) + datetime.timedelta(days=place)
        _remind(office, str(day))
        before = set(Letter.objects.values_list("pk", flat=True))
        letters.write_digests(jurisdiction=office.jurisdiction, at=cast.at(f"{day} 09:00"))
        told |= {
            str(day): each.body.partition("新消息：\n")[2]
            for each in Letter.objects.exclude(pk__in=before).filter(officer=office.liaison)
        }
    words = "1. 办结期限 10月8日（周四）：2026-1 推进某项目建设（还剩 {} 个工作日）"
    assert told == {"2026-09-21": words.format(7), "2026-09-28": words.format(3), "2026-09-30": words.format(1)}


def test_a_run_that_missed_days_reminds_once(office):
    stories.accept(office, stories.matter(office, due_on="2026-04-30"), AT)
    assert _remind(office, "2026-04-28") == 2 and _remind(office, "2026-04-28") == 0


def test_no_reminder_of_what_was_reported_or_stands_still(office):
    reported = stories.matter(office, due_on="2026-04-30")
    stories.accept(office, reported, AT)
    stories.report(office, reported, AT)
    paused = stories.matter(office, due_on="2026-04-30", title="推进另一项目")
    stories.accept(office, paused, AT)
    pauses.suspend_assignment(assignment=stories.held(paused), reason="等上级批复", by=By(office.clerk, AT))
    assert _remind(office, "2026-04-29") == 0


def test_an_office_may_do_without_reminders(office):
    stories.accept(office, stories.matter(office, due_on="2026-04-30"), AT)
    with override_settings(REMIND_DAYS=[]):
        assert _remind(office, "2026-04-29") == 0


def test_reading_one_or_all(office):
    for title in ("甲", "乙", "丙"):
        stories.matter(office, due_on="2026-04-30", title=f"推进{title}项目")
    _derive(office)
    one = office.liaison.messages.first()
    assert messages.mark_read(officer=office.other_liaison, message=one, at=AT) == 0
    assert messages.mark_read(officer=office.liaison, message=one, at=AT) == 1
    assert messages.mark_read(officer=office.liaison, at=AT) == 2 == office.liaison.messages.count() - 1


def test_ones_own_address(office):
    message_choices.choose_ways(officer=office.liaison, email=" a@example.gov.cn ", at=AT)
    office.liaison.refresh_from_db()
    assert office.liaison.email == "a@example.gov.cn"
    assert JournalLine.objects.filter(verb="officer.message_choice", actor=office.liaison).exists()
