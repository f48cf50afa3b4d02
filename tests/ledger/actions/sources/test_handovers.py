"""Handovers: a city's assignment opens in the county's own office, and its result flows back; neither sees the other's business."""

import datetime

import pytest

from duban.ledger import access
from duban.ledger.actions.matters import assignments, attachments, matters
from duban.ledger.actions.office import messages, reorganisations
from duban.ledger.actions.reports import reports
from duban.ledger.actions.sources import handovers
from duban.ledger.audit import integrity
from duban.ledger.by import By
from duban.ledger.models import Handover, JournalLine
from duban.ledger.models.reports import What
from duban.ledger.queries.office.reorganising import Asked
from duban.ledger.queries.sources import sources
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


def merge(city, of, to):
    asked = Asked(kind="merge", of=(city.units[of],), to=(city.units[to],), on=datetime.date(2026, 4, 10))
    by = By(city.head, cast.at("2026-04-10 09:00"))
    made = reorganisations.reorganise(asked=asked, paper="行政区划调整", number="1号", by=by)
    for unit in city.units:
        unit.refresh_from_db()
    return made


def test_what_passed_to_another_unit_leaves_the_office_of_the_first(city, county, settings, tmp_path):
    """The county's seat ends (撤县): what the city says to the successor and hears from it is none of the county's business."""
    settings.FILES_ROOT = tmp_path
    matter, waiting = sent(city), sent(city)
    take(county, Handover.objects.get(assignment__matter=matter))
    report = send_up(county, Handover.objects.get(assignment__matter=matter), What.PROGRESS)
    reports.accept_report(report=report, by=By(city.head, cast.at("2026-04-02 09:00")))
    merge(city, 0, 1)
    stories.report(city, matter, cast.at("2026-04-12 09:00"), what=What.PROGRESS, unit=city.units[1])
    for unit in (None, city.units[1]):
        attachments.add_file(
            jurisdiction=city.jurisdiction, name="方案.txt", chunks=[b"1"], matter=matter, unit=unit,
            by=By(city.clerk, cast.at("2026-04-12 09:00")),
        )  # fmt: skip
    (left,) = access.sources.handovers(county.clerk)
    assert left.assignment.matter == matter and not left.is_here, "what was registered stays on record"
    assert not access.sources.handed_down(left)
    assert [each.submitted_by for each in access.sources.sent_up(left)] == [county.clerk]
    assert not sources.waiting_for(county.clerk, datetime.date(2026, 4, 12))
    with pytest.raises(Refused, match="改由其他单位"):
        send_up(county, left)
    assert not Handover.objects.filter(assignment__matter=waiting)
    line = JournalLine.objects.get(verb="handover.passed")
    assert line.jurisdiction == county.jurisdiction and waiting.no in line.data["name"]
    messages.derive_messages(jurisdiction=county.jurisdiction, at=cast.at("2026-04-12 09:00"))
    (told,) = county.clerk.messages.filter(kind="handover.passed")
    assert told.text == f"上级已改由其他单位承办，不用登记：{city.jurisdiction.name} {waiting.no}"


def test_what_passed_to_a_unit_with_an_office_opens_there_and_goes_back_with_it(city, county):
    other = cast.office("gansu-county-2023", slug="second")
    city.units[1].seat = other.jurisdiction
    city.units[1].save()
    matter = sent(city)
    made = merge(city, 0, 1)
    (handover,) = access.sources.handovers(other.clerk)
    assert handover.assignment.matter == matter and handover.arrived_on == datetime.date(2026, 4, 10)
    assert not access.sources.handovers(county.clerk)
    line = JournalLine.objects.filter(verb="handover.arrived").last()
    assert (line.jurisdiction, list(line.data["rows"])) == (other.jurisdiction, [f"handover:{handover.pk}"])
    reorganisations.revoke(reorganisation=made, reason="办错", by=By(city.head, cast.at("2026-04-11 09:00")))
    (back,) = access.sources.handovers(county.clerk)
    assert back.assignment.matter == matter and not access.sources.handovers(other.clerk)
    for place in (county.jurisdiction, other.jurisdiction, city.jurisdiction):
        assert not [each for each in integrity.verify([place], integrity.Figures()) if "handover" in each.place]


def test_a_unit_that_has_another_office_by_now_is_no_longer_read_in_the_first(city, county):
    sent(city)
    city.units[0].seat = None
    city.units[0].save()
    assert not access.sources.handovers(county.clerk)
    with pytest.raises(Refused, match="改由其他单位"):
        take(county, Handover.objects.get())
