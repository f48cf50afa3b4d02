"""Of several who ask this process for the same count, one counts at a time; who writes waits for nobody."""

import threading

import pytest
from django.db import transaction

from duban.ledger.scores import turns


def _at_once(number, name_of):
    """How many were ever at it together, of threads that each wait until nobody else has come for a while."""
    inside, most, watch, gate = 0, 0, threading.Lock(), threading.Barrier(number)

    def count(place):
        nonlocal inside, most
        gate.wait()
        with turns.turn(1, name_of(place)):
            with watch:
                inside += 1
                most = max(most, inside)
            together.wait(0.2)
            with watch:
                inside -= 1

    together = threading.Event()
    threads = [threading.Thread(target=count, args=(place,)) for place in range(number)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return most


def test_one_counts_and_the_others_wait():
    assert _at_once(4, lambda place: "2026") == 1
    assert _at_once(3, str) == 3, "another period is another count"


@pytest.mark.django_db
def test_who_writes_waits_for_nobody():
    entered = threading.Event()

    def hold():
        with turns.turn(2, "2026"):
            entered.set()
            done.wait(5)

    done = threading.Event()
    holder = threading.Thread(target=hold)
    holder.start()
    assert entered.wait(5)
    with transaction.atomic(), turns.turn(2, "2026"):
        done.set()
    holder.join()
    turns.give_back()
