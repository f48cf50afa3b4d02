"""Correction of a date: before and after the wrong one has passed; what followed from it falls and stays visible with the reason."""

import datetime

import pytest

from duban.ledger import acts, journal
from duban.ledger.actions.matters import parts, pauses, urges
from duban.ledger.actions.office import daily_run, messages
from duban.ledger.actions.requests import proposals
from duban.ledger.audit import integrity
from duban.ledger.by import By
from duban.ledger.models import Annulment, Deadline, JournalLine, Notice
from duban.ledger.queries.matters.timelines import timeline_of
from duban.ledger.refusals import Conflict, Refused
from duban.ledger.wordings import letters
from tests import cast, stories

pytestmark = pytest.mark.django_db
WRONG, RIGHT = datetime.date(2026, 3, 20), datetime.date(2026, 5, 20)
AT = cast.at()


def _correct(office, matter, due_on=RIGHT, at=AT, reason="月份写错", unit=None, **more):
    held = stories.held(matter, unit)
    return proposals.ask("correct_due", of=held, due_on=due_on, reason=reason, by=By(office.clerk, at), **more)


def _overdue(office, **more):
    """A matter whose date, written wrongly, has passed: late, and urged by phone under the county plan."""
    made = stories.matter(office, due_on=WRONG, at=cast.at("2026-03-02 09:00"), **more)
    daily_run.run_days(jurisdiction=office.jurisdiction, through=datetime.date(2026, 3, 24))
    return made


def _counts(office, unit=None):
    rows = journal.fact_rows(office.jurisdiction)
    return sorted(row["kind"] for row in rows if unit is None or row["unit"] == unit.code)


def _sound(office):
    assert [str(each) for each in integrity.verify([office.jurisdiction], integrity.Figures())] == []
    assert list(journal.verify(office.jurisdiction)) == []


def test_a_date_is_put_right_before_it_has_passed_by_a_notice_that_names_the_one_it_corrects(office):
    made = stories.matter(office, due_on="2026-04-30", support=office.units[1:2])
    _correct(office, made)
    held = stories.held(made)
    made.refresh_from_db()
    assert (held.due_on, made.due_on) == (RIGHT, RIGHT)
    assert not held.deadlines.filter(on="2026-04-30", lifted_on=None).exists()
    first, second, notice, other = Notice.objects.order_by("id")
    assert (notice.name, notice.unit, other.unit) == ("更正通知", office.units[0], office.units[1])
    paper = letters.paper_of(notice)
    said = "".join(getattr(each, "text", "") for each in paper.body)
    assert first.number in said and "2026年4月30日" in said and "2026年5月20日" in said and "月份写错" in said
    fates = {each.notice: (each.fate, each.by_notice) for each in Annulment.objects.all()}
    assert fates == {first: ("corrected", notice), second: ("corrected", other)}
    _sound(office)


def test_only_one_unit_of_several_may_have_had_the_wrong_date(office):
    made = stories.matter(office, due_on="2026-04-30", lead=office.units[:2])
    _correct(office, made, alone=True)
    assert [stories.held(made, unit).due_on for unit in office.units[:2]] == [RIGHT, datetime.date(2026, 4, 30)]
    made.refresh_from_db()
    assert made.due_on == RIGHT


def test_what_followed_from_the_wrong_date_falls_with_it_and_its_lines_say_so(county):
    made = _overdue(county)
    held = stories.held(made)
    urged = urges.urge_unit(
        assignment=held,
        channel="phone",
        limit=datetime.date(2026, 3, 27),
        by=By(county.clerk, cast.at("2026-03-24 09:00")),
    )
    assert _counts(county) == ["assigned", "late", "urged"]
    asked = _correct(county, made)
    assert asked.outcome == "open" and stories.held(made).due_on == WRONG
    stories.sign_as(asked, county.leader)
    assert _counts(county) == ["assigned"]
    assert stories.held(made).due_on == RIGHT
    told = {each.seq: each for each in timeline_of(county.liaison, made)}
    assert told[urged.seq].is_withdrawn
    assert "原写 2026-03-20，应为 2026-05-20（县督〔2026〕" in told[urged.seq].amendments[0]
    daily_run.run_days(jurisdiction=county.jurisdiction, through=datetime.date(2026, 4, 10))
    assert _counts(county) == ["assigned"]
    assert not Deadline.objects.filter(on__lt=RIGHT, lifted_on=None).exists()
    _sound(county)
    daily_run.run_days(jurisdiction=county.jurisdiction, through=datetime.date(2026, 5, 21))
    assert _counts(county) == ["assigned", "late"]


def test_an_urging_that_had_another_reason_stands_if_the_office_says_so(county):
    made = _overdue(county)
    urged = urges.urge_unit(
        assignment=stories.held(made), channel="phone", limit=datetime.date(2026, 3, 27), by=By(county.clerk, cast.at("2026-03-24 09:00"))
    )  # fmt: skip
    with pytest.raises(Refused) as caught:
        _correct(county, made, kept=["1"])
    assert caught.value.field == "kept"
    stories.sign_as(_correct(county, made, kept=[str(urged.seq)]), county.leader)
    assert _counts(county) == ["assigned", "urged"]


def test_a_done_matter_is_no_longer_late_by_the_wrong_date(office):
    made = _overdue(office)
    stories.complete(office, made, cast.at("2026-03-25 09:00"))
    _correct(office, made)
    assert "late" not in _counts(office) and "completed" in _counts(office)
    assert stories.held(made).stage == "completed"
    with pytest.raises(Refused, match="不能改早"):
        _correct(office, made, datetime.date(2026, 4, 2))
    daily_run.run_days(jurisdiction=office.jurisdiction, through=datetime.date(2026, 5, 25))
    assert "late" not in _counts(office)
    _sound(office)


def test_an_extension_stands_where_it_goes_further_and_falls_where_it_was_never_needed(office):
    made = stories.matter(office, due_on="2026-04-10")
    stories.sign_as(
        proposals.ask("extension", of=stories.held(made), until=datetime.date(2026, 4, 30), reason="雨天", by=By(office.liaison, AT)),
        office.leader,
    )  # fmt: skip
    _correct(office, made, datetime.date(2026, 4, 20))
    assert stories.held(made).due_on == datetime.date(2026, 4, 30) and "extended" in _counts(office)
    _correct(office, made, RIGHT)
    assert stories.held(made).due_on == RIGHT and "extended" not in _counts(office)
    # It was never used: the unit may still ask for its one extension.
    proposals.ask(
        "extension", of=stories.held(made), until=datetime.date(2026, 6, 20), reason="雨天", by=By(office.liaison, AT)
    )
    _sound(office)


@pytest.mark.parametrize(
    ("due_on", "why"),
    [("2026-04-30", "相同"), ("2026-03-30", "来不及办"), (None, "理由")],
)
def test_what_is_no_correction_is_refused_at_its_field(office, due_on, why):
    made = stories.matter(office, due_on="2026-04-30")
    day = datetime.date.fromisoformat(due_on) if due_on else RIGHT
    with pytest.raises(Refused, match=why):
        _correct(office, made, day, reason="" if due_on is None else "写错")
    assert Notice.objects.count() == 1 and not JournalLine.objects.filter(verb="fact.corrected").exists()


def test_it_waits_for_the_signature_that_let_the_order_go_out(county, office):
    made = stories.matter(county, due_on="2026-04-30")
    asked = _correct(county, made)
    assert [each.officer for each in asked.signatures.all()] == [county.leader] and asked.clause == "一(二)"
    with pytest.raises(Conflict):
        _correct(county, made)
    assert _correct(office, stories.matter(office, due_on="2026-04-30")).outcome == "carried_out"


def test_units_are_told_and_the_line_names_both_dates(office):
    made = stories.matter(office, due_on="2026-04-30")
    _correct(office, made)
    messages.derive_messages(jurisdiction=office.jurisdiction, at=AT)
    assert any("办结期限已更正" in each.text for each in office.liaison.messages.all())
    entry = next(each for each in timeline_of(office.liaison, made) if each.verb == "order.due_corrected")
    assert "2026-04-30 → 2026-05-20" in str(entry.details)


def test_a_paused_or_recalled_order_and_parts_are_looked_at_first(office):
    made = stories.matter(office, due_on="2026-04-30")
    part = parts.decompose_matter(
        matter=made, parts=[parts.Part("子", office.units[1], datetime.date(2026, 4, 20))], by=By(office.clerk, AT)
    )[0]
    with pytest.raises(Refused, match=part.no):
        _correct(office, made, datetime.date(2026, 4, 10))
    pauses.suspend_assignment(assignment=stories.held(made), reason="停", by=By(office.clerk, AT))
    with pytest.raises(Refused, match="先恢复办理"):
        _correct(office, made)


def test_the_signer_reads_every_unit_whose_date_is_put_right(county, office):
    made = stories.matter(county, due_on="2026-04-30", support=county.units[1:3])
    asked = _correct(county, made)
    said = acts.of(asked).sentence(asked)
    assert (
        f"交办给{'、'.join(str(each) for each in county.units[:3])}的办结期限写错，拟由 2026-04-30 更正为 {RIGHT}"
        in said
    )
