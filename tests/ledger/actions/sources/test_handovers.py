"""Handovers: a city's assignment opens in the county's own office, and its result flows back; neither sees the other's business."""

import datetime

import pytest

from duban.ledger import access
from duban.ledger.actions.matters import assignments, attachments, matters
from duban.ledger.actions.reports import reports
from duban.ledger.actions.sources import handovers
from duban.ledger.by import By
from duban.ledger.models import Handover, JournalLine
from duban.ledger.models.reports import What
from duban.ledger.refusals import Refused
from tests import cast, stories


@pytest.fixture
def city(db):
    return cast.office("sanmenxia-2019")


@pytest.fixture
def county(city):
    """A county whose seat is the city's first unit."""
    found = cast.office("gansu-county-2023")
    city.units[0].seat = found.jurisdiction
    city.units[0].save()
    return found


def sent(city, **more):
    return stories.matter(city, due_on="2026-06-30", title="推进水库除险", **more)


def order(county):
    return matters.Order(
        title="推进水库除险",
        requirement="按市里要求办理",
        standard="通过验收",
        category="decision",
        source="superior",
        due_on=datetime.date(2026, 6, 15),
        lead=(county.units[3],),
    )


def take(county, handover):
    return handovers.take_handover(handover=handover, order=order(county), by=By(county.clerk, cast.at()))


def send_up(county, handover, what=What.RESULT, **more):
    return handovers.return_handover(
        handover=handover, what=what, done="已除险加固。", by=By(county.clerk, cast.at()), **more
    )


def finish(county, made):
    matters.dispatch_matter(matter=made, by=By(county.clerk, cast.at()))
    stories.complete(county, made, cast.at())


def test_what_the_city_dispatches_opens_in_the_county(city, county):
    matter = sent(city, support=city.units[3:4])
    (handover,) = Handover.objects.all()
    assert (handover.jurisdiction, handover.assignment.matter) == (county.jurisdiction, matter)
    line = JournalLine.objects.get(verb="handover.arrived")
    assert (line.jurisdiction, line.actor) == (county.jurisdiction, None)


def test_a_unit_without_an_office_here_opens_nothing(city):
    sent(city)
    assert not Handover.objects.exists()


def test_registering_it_signs_for_it_above(city, county):
    matter = sent(city)
    made = take(county, Handover.objects.get())
    assert stories.held(matter).stage == "in_hand"
    assert (made.jurisdiction, made.no) == (county.jurisdiction, "2026-1")
    with pytest.raises(Refused, match=made.no):
        take(county, Handover.objects.get())


def test_what_does_not_belong_here_is_refused_above(city, county):
    matter = sent(city)
    handovers.refuse_handover(handover=Handover.objects.get(), reason="不在本县境内", by=By(county.clerk, cast.at()))
    assert stories.held(matter).stage == "refused"
    assert JournalLine.objects.get(verb="handover.refused").jurisdiction == county.jurisdiction
    assert JournalLine.objects.get(verb="assignment.refused").jurisdiction == city.jurisdiction


def test_the_result_goes_up_once_it_is_done_here_with_its_files(city, county, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    matter = sent(city)
    made = take(county, Handover.objects.get())
    with pytest.raises(Refused, match="还没有办结"):
        send_up(county, Handover.objects.get())
    finish(county, made)
    proof = made.attachments.first()
    report = send_up(county, Handover.objects.get(), attachments=[proof])
    copied = report.attachments.get()
    assert (copied.jurisdiction, copied.sha256, copied.unit) == (city.jurisdiction, proof.sha256, city.units[0])
    assert Handover.objects.get().returned_on == datetime.date(2026, 3, 31)
    reports.accept_report(report=report, by=By(city.head, cast.at()))
    matter.refresh_from_db()
    assert matter.state == "completed"


def test_progress_goes_up_at_any_time_and_a_returned_report_again(city, county):
    sent(city)
    take(county, Handover.objects.get())
    report = send_up(county, Handover.objects.get(), What.PROGRESS)
    with pytest.raises(Refused):
        send_up(county, Handover.objects.get(), What.PROGRESS)
    reports.return_report(
        report=report, reason="没有数字", redo_by=datetime.date(2026, 4, 3), by=By(city.clerk, cast.at())
    )
    assert send_up(county, Handover.objects.get(), What.PROGRESS).ruling == "waiting"


def test_a_passed_on_assignment_is_not_registered_any_more(city, county):
    matter = sent(city)
    handovers.refuse_handover(handover=Handover.objects.get(), reason="不属本县", by=By(county.clerk, cast.at()))
    assignments.uphold_refusal(assignment=stories.held(matter), to=city.units[1], by=By(city.clerk, cast.at()))
    with pytest.raises(Refused, match="已移交"):
        take(county, Handover.objects.get())


def test_neither_sees_the_others_business(city, county, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    matter = sent(city, lead=city.units[:2])
    made = take(county, Handover.objects.get())
    finish(county, made)

    def file(name, **more):
        return attachments.add_file(
            jurisdiction=city.jurisdiction, name=name, chunks=[name.encode()], by=By(city.clerk, cast.at()), **more
        )

    mine = file("任务书.txt", matter=matter)
    file("乙县专用.txt", matter=matter, unit=city.units[1])
    assert list(access.sources.handed_down(Handover.objects.get())) == [mine]
    for officer in (county.clerk, county.liaison, county.leader):
        assert not access.matters.matters(officer).filter(pk=matter.pk).exists()
        assert not access.reports.reports(officer).filter(assignment__matter=matter).exists()
    for officer in (city.clerk, city.liaison, city.leader):
        assert not access.matters.matters(officer).filter(pk=made.pk).exists()
        assert not access.sources.handovers(officer).exists()
    assert not access.sources.handovers(county.liaison).exists()
    assert access.sources.handovers(county.clerk).exists()
