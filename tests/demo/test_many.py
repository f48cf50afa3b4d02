"""Many matters: copies that nobody can tell from matters that went their course through the acts."""

import datetime

import pytest

from duban.demo.many import copies, office, specimens
from duban.ledger.audit import integrity
from duban.ledger.models import Attachment, Deadline, JournalLine, Matter, Notice, Report
from duban.ledger.models.matters import OPEN_STATES
from tests import cast

pytestmark = pytest.mark.django_db
NOW, COUNT, FORTNIGHTS = cast.at("2026-03-31 09:30"), 64, 2


@pytest.fixture
def staff():
    staff = office.found(NOW - datetime.timedelta(days=60))
    copies.copy(staff, specimens.tell(staff, NOW, FORTNIGHTS), COUNT, said=lambda words: None)
    return staff


def test_each_number_is_where_the_pattern_puts_it_and_the_chain_holds(staff):
    made = Matter.objects.exclude(title=specimens.title_of(0))
    assert Matter.objects.count() == COUNT and made.count() == COUNT - 2 * FORTNIGHTS
    for n in range(1, COUNT - 2 * FORTNIGHTS + 1):
        matter = made.get(title=specimens.title_of(n))
        assert (matter.state in OPEN_STATES) == (n % 5 == 0)
        assert matter.assignments.get().unit == staff.units[n // 5 % 120]
        assert Report.objects.filter(assignment__matter=matter, submitted_by=staff.liaisons[n // 5 % 120]).count() == 3

    assert not list(integrity.verify([staff.jurisdiction], integrity.Figures()))
    seen = JournalLine.objects.filter(jurisdiction=staff.jurisdiction, matter__isnull=False).order_by("seq")
    copied = seen.exclude(matter__title=specimens.title_of(0)).values_list("at", flat=True)
    assert list(copied) == sorted(copied)


def test_copies_are_like_their_specimens_and_numbers_go_on(staff):
    _compare()
    assert sorted(int(no.partition("-")[2]) for no in Matter.objects.values_list("no", flat=True)) == [
        *range(1, COUNT + 1)
    ]
    assert sorted(Notice.objects.values_list("serial", flat=True)) == [*range(1, COUNT + 1)]
    course = specimens._Course(staff, NOW, is_open=True)
    course._register(NOW)
    assert course.matter.no == f"2026-{COUNT + 1}" and course.matter.pk == Matter.objects.earliest("pk").pk + COUNT


def _compare():
    """As many rows, and the same lines, but for keys, numbers, unit and title."""
    specimen = Matter.objects.filter(title=specimens.title_of(0), state="closed").earliest("pk")
    copy = Matter.objects.filter(registered_on=specimen.registered_on, state="closed").latest("pk")
    for model, path in (
        (Report, "assignment__matter"),
        (Deadline, "assignment__matter"),
        (Notice, "matter"),
        (Attachment, "report__assignment__matter"),
    ):
        assert model.objects.filter(**{path: copy}).count() == model.objects.filter(**{path: specimen}).count() > 0
    told = [
        [
            (line.verb, line.at, line.on, line.kind, line.of_kind, line.content.get("fact"))
            for line in matter.lines.order_by("seq")
        ]
        for matter in (specimen, copy)
    ]
    assert told[0] == told[1]
    words = str(copy.notices.get().words)
    assert copy.title in words and specimen.title not in words and copy.assignments.get().unit.name in words
    assert copy.lines.get(verb="notice.issued").data["number"] == copy.notices.get().number
