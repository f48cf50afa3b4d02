"""Founding an office: the jurisdiction, its first line in the journal, and the one account that opens all others."""

import pytest

from duban.ledger import journal
from duban.ledger.actions.office import offices
from duban.ledger.models import JournalLine
from duban.ledger.refusals import Refused
from duban.people.models import Jurisdiction, Officer, Role
from tests import cast

pytestmark = pytest.mark.django_db


def found(**changed):
    given = {
        "slug": "shili",
        "name": "示例县",
        "regime": "county-plan",
        "administrator": "shili.admin",
        "at": cast.at(),
    }
    return offices.found_office(**(given | changed))


def test_an_office_is_founded_with_its_administrator():
    officer, password = found()
    assert officer.role == Role.ADMINISTRATOR
    assert officer.must_change_password and officer.check_password(password)
    assert officer.jurisdiction.regime == "county-plan" and not officer.jurisdiction.is_demo
    verbs = JournalLine.objects.filter(jurisdiction=officer.jurisdiction).order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["office.founded", "document.adopted", "document.in_force", "officer.added"]
    assert list(journal.verify(officer.jurisdiction)) == []


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"slug": "示例"}, "slug"),
        ({"slug": "-x"}, "slug"),
        ({"name": " "}, "name"),
        ({"name": "县" * 81}, "name"),
        ({"name": "示例\n县"}, "name"),
        ({"regime": "no-such"}, "regime"),
        ({"local_calendar": "no-such"}, "regime"),
    ],
)
def test_what_cannot_be_founded_is_refused_and_leaves_nothing(changed, field):
    with pytest.raises(Refused) as refused:
        found(**changed)
    assert refused.value.field == field
    assert not Jurisdiction.objects.exists() and not Officer.objects.exists()


def test_a_code_is_taken_once():
    found()
    with pytest.raises(Refused):
        found(administrator="other")
    with pytest.raises(Refused):
        found(slug="other")
    assert Jurisdiction.objects.count() == 1
