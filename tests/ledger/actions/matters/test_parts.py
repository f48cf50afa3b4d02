"""Parts: a matter divided into sub-matters; the whole is done when all of them are."""

import datetime

import pytest

from duban.ledger.actions.matters import matters, parts
from duban.ledger.actions.reports import reports
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Matter
from duban.ledger.refusals import Refused
from tests import cast, stories

MAY = datetime.date(2026, 5, 29)


def divide(office, matter, *given):
    given = given or (parts.Part("一期", office.units[1], MAY), parts.Part("二期", office.units[2], MAY))
    return parts.decompose_matter(matter=matter, parts=given, by=By(office.clerk, cast.at()))


@pytest.mark.django_db
def test_each_part_has_its_unit_and_date(office):
    whole = stories.matter(office, due_on="2026-06-30")
    first, second = divide(office, whole)
    assert {first.parent, second.parent} == {whole}
    assert stories.held(second).unit == office.units[2]
    assert (first.due_on, first.category, first.standard) == (MAY, whole.category, whole.standard)
    assert JournalLine.objects.get(verb="matter.decomposed").data["parts"] == f"{first.no}、{second.no}"


@pytest.mark.django_db
def test_a_part_is_not_due_after_the_whole_and_all_or_none_are_made(office):
    whole = stories.matter(office, due_on="2026-06-30")
    late = parts.Part("二期", office.units[2], datetime.date(2026, 7, 1))
    with pytest.raises(Refused, match="第 2 个"):
        divide(office, whole, parts.Part("一期", office.units[1], MAY), late)
    assert not Matter.objects.filter(parent=whole).exists()
    with pytest.raises(Refused):
        parts.decompose_matter(matter=whole, parts=[], by=By(office.clerk, cast.at()))


@pytest.mark.django_db
def test_the_whole_is_done_when_all_parts_are(office):
    whole = stories.matter(office, due_on="2026-06-30")
    made = divide(office, whole)
    for each in made:
        matters.dispatch_matter(matter=each, by=By(office.clerk, cast.at()))
    with pytest.raises(Refused, match="0/2"):
        stories.complete(office, whole, cast.at())
    stories.complete(office, made[0], cast.at())
    with pytest.raises(Refused, match="1/2"):
        _accept_waiting(office, whole)
    stories.complete(office, made[1], cast.at())
    _accept_waiting(office, whole)
    whole.refresh_from_db()
    assert whole.state == "completed"
    with pytest.raises(Refused):
        divide(office, whole)


def _accept_waiting(office, whole):
    report = stories.held(whole).reports.get(ruling="waiting")
    reports.accept_report(report=report, by=By(office.head, cast.at()))
