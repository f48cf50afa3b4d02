"""A matter's life walked at random, by the right and the wrong hands, against a small model of it.

The model knows only stages. After every step the program is asked for everything that it derives: the one status, the journal's
chain, the engine's replay of the facts, scores, ladder and deadlines must agree. `DUBAN_STEPS` sets how many steps are walked.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from duban.ledger.models import JournalLine, Matter
from tests import cast
from tests.ledger.walking.happenings import Happenings
from tests.ledger.walking.orders import Orders
from tests.ledger.walking.requests import Requests
from tests.ledger.walking.soundness import Soundness

STEPS = int(os.environ.get("DUBAN_STEPS", "1000"))
WALK = 50


class Life(Orders, Requests, Happenings, Soundness):
    """Two or three matters among four units, over some months."""


@pytest.mark.django_db
@pytest.mark.parametrize("regime", cast.REGIMES)
def test_a_life_walked_at_random_stays_sound(regime, record_property):
    walker = type("Walker", (Life,), {"regime": regime, "walked": 0})
    wanted = -(-STEPS // len(cast.REGIMES))
    run_state_machine_as_test(
        walker,
        settings=settings(
            # Some walks end before their last step.
            max_examples=-(-wanted * 5 // (WALK * 4)) + 1,
            stateful_step_count=WALK,
            deadline=None,
            derandomize=True,
            phases=(Phase.generate, Phase.shrink) if "DUBAN_SHRINK" in os.environ else (Phase.generate,),
            report_multiple_bugs=False,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    record_property("steps", walker.walked)
    assert walker.walked >= wanted
    assert not Matter.objects.exists() and not JournalLine.objects.exists()
