"""Names of units learned and forgotten; a name for many units is never one unit's."""

import pytest

from duban.ledger import journal
from duban.ledger.actions.office import names, units
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.refusals import Refused
from duban.people.models import UnitAlias


@pytest.fixture
def by(office, at):
    return By(office.clerk, at)


def test_a_name_learned_wrongly_gives_way_to_the_unit_that_bears_it(office, by):
    jurisdiction = office.jurisdiction
    names.learn_names(jurisdiction=jurisdiction, names={"市水利局": office.units[4]}, by=by)
    made = units.add_unit(name="市水利局", group="department", by=by)
    assert made.pk and not UnitAlias.objects.filter(name="市水利局").exists()
    names.learn_names(jurisdiction=jurisdiction, names={"水利": made}, by=by)
    names.forget_name(alias=UnitAlias.objects.get(name="水利"), by=by)
    assert not UnitAlias.objects.filter(name="水利").exists()
    assert JournalLine.objects.filter(verb="unit.unnamed").get().content == {"name": "水利"}
    with pytest.raises(Refused, match="是统称"):
        names.learn_names(jurisdiction=jurisdiction, names={"各有关单位": made}, by=by)
    with pytest.raises(Refused, match="一家单位"):
        names.set_collective(jurisdiction=jurisdiction, name="市水利局", units=[made], by=by)
    assert list(journal.verify(jurisdiction)) == []
