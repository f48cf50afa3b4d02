"""What a document attaches to a unit, by two hands at once: one paper goes out."""

import pytest

from duban.ledger.actions.process.unit_outcomes import Talk
from duban.ledger.models import Consequence, Notice
from tests import founding
from tests.ledger.actions.process.test_unit_outcomes import BARRED, _carry_out
from tests.ledger.actions.scoring.test_settling import PACK, _first
from tests.racing import one_happened, sound


@pytest.fixture
def raced(at_once):
    """An office in a database whose transactions are real."""
    return founding.office({"regime.yaml": PACK + BARRED})


def test_two_clerks_send_one_paper(raced, at_once):
    first = _first(raced)
    act = lambda: _carry_out(raced, first, "约谈", talk=Talk(raced.leader))  # noqa: E731
    one_happened(at_once(act, act))
    assert (Notice.objects.count(), Consequence.objects.count()) == (1, 1)
    sound(raced)
