"""Who has the place of a unit that ended: its successor, of the same office alone."""

import datetime

import pytest

from duban.ledger import journal
from duban.ledger.actions.matters import attachments
from duban.ledger.actions.office import reorganisations
from duban.ledger.by import By
from duban.ledger.models import Attachment
from duban.ledger.queries.office.reorganising import Asked
from duban.ledger.reorganised import heirs
from duban.people.models import Unit
from tests import cast, stories

pytestmark = pytest.mark.django_db


def _merge(office, of, to, on):
    asked = Asked(kind="merge", of=(office.units[of],), to=(office.units[to],), on=datetime.date.fromisoformat(on))
    by = By(office.head, cast.at(f"{on} 09:00"))
    made = reorganisations.reorganise(asked=asked, paper="机构改革方案", number=f"{of}号", by=by)
    office.units[of].refresh_from_db()
    return made


def _ended(unit: Unit) -> list[str]:
    return sorted(f"{each.jurisdiction.slug}/{each.code}" for each in heirs.ended_into(unit.pk))


def test_the_successor_has_its_place_until_it_is_taken_back(office):
    first, second = office.units[:2]
    made = _merge(office, 0, 1, "2026-04-01")
    assert _ended(second) == [f"{office.jurisdiction.slug}/{first.code}"] and heirs.stands_for(second, first)
    reorganisations.revoke(reorganisation=made, reason="办错", by=By(office.head, cast.at("2026-04-11 09:00")))
    assert _ended(second) == []


def test_who_comes_after_the_successor_stands_for_the_first(office):
    """Lists show what was the unit's before; a page lets in whoever stands for it now."""
    first, third = office.units[0], office.units[2]
    _merge(office, 0, 1, "2026-04-01")
    _merge(office, 1, 2, "2026-04-10")
    assert heirs.stands_for(third, first)


def test_a_unit_of_another_office_with_the_same_code_has_nothing_of_it(office):
    other = cast.office(slug="other")
    assert [each.code for each in other.units[:2]] == [each.code for each in office.units[:2]]
    _merge(other, 0, 1, "2026-04-01")
    assert _ended(other.units[1]) == [f"other/{other.units[0].code}"]
    assert _ended(office.units[1]) == []
    _merge(office, 0, 1, "2026-04-01")
    assert not heirs.stands_for(office.units[1], other.units[0]) and heirs.stands_for(office.units[1], office.units[0])


def _read_by(unit, matter) -> list[str]:
    """The files of ended units on a matter that are the unit's own now."""
    found = Attachment.objects.filter(heirs.passed_to(unit.pk), matter=matter)
    return [each.name for each in found]


@pytest.fixture
def joined(office, settings, tmp_path):
    """A matter that units[1] leads and units[0] supports, with a file of units[0]; then that is merged into units[1]."""
    settings.FILES_ROOT = tmp_path
    matter = stories.matter(office, due_on="2026-06-30", lead=office.units[1:2], support=office.units[:1])
    by = By(office.liaison, cast.at())
    attachments.add_file(jurisdiction=office.jurisdiction, name="方案.txt", chunks=[b"1"], by=by, matter=matter)
    _merge(office, 0, 1, "2026-04-01")
    return matter


def test_what_was_joined_is_its_successors_whatever_that_is_called(office, joined):
    second, third = office.units[1:3]
    assert _read_by(second, joined) == ["方案.txt"] and not _read_by(third, joined)
    name = second.name
    for unit, called in ((second, "自然资源和规划局"), (third, name)):
        unit.name = called
        unit.save()
    assert _read_by(second, joined) == ["方案.txt"] and not _read_by(third, joined)


def test_what_was_joined_is_nothing_of_a_unit_of_another_office(office, joined):
    other = cast.office(slug="other")
    assert [each.name for each in other.units] == [each.name for each in office.units]
    assert not any(_read_by(unit, joined) for unit in other.units)


def test_lines_of_before_name_the_successor(office, monkeypatch, request):
    record = journal.record

    def older(verb, *, data=None, **told):
        return record(verb, data={name: value for name, value in (data or {}).items() if name != "code"}, **told)

    monkeypatch.setattr(journal, "record", older)
    matter = request.getfixturevalue("joined")
    assert _read_by(office.units[1], matter) == ["方案.txt"] and not _read_by(office.units[2], matter)
    assert not any(_read_by(unit, matter) for unit in cast.office(slug="other").units)
