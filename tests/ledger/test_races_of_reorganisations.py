"""Units that end, many hands at once: a unit ends once."""

import pytest

from duban.ledger.actions.office import reorganisations
from duban.ledger.by import By
from duban.ledger.models import Reorganisation
from duban.ledger.queries.office.reorganising import Asked
from tests import cast, stories
from tests.racing import in_hand, one_happened, sound


@pytest.fixture
def raced(at_once):
    """An office in a database whose transactions are real."""
    return cast.office()


def test_of_two_that_pass_one_unit_on_one_does(raced, at_once):
    matter = in_hand(raced)

    def merge(to):
        asked = Asked("merge", (raced.units[0],), (to,), cast.at().date())
        return lambda: reorganisations.reorganise(
            asked=asked, paper="机构改革方案", number="某发〔2026〕3号", by=By(raced.head, cast.at())
        )

    one_happened(at_once(merge(raced.units[1]), merge(raced.units[2])))
    assert [stories.held(matter).unit.code] == Reorganisation.objects.get().to
    sound(raced)
