"""Acts that are tried with every statement failing, one after the other, before they succeed; and what is then looked at."""

import hashlib
import os
import sys
from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import OperationalError, connection

from duban.ledger import journal
from duban.ledger.audit import integrity
from duban.ledger.models import Chain, JournalLine, Matter
from duban.ledger.scores import counting
from duban.ledger.storage import files
from duban.people.models import Jurisdiction

EVERY = 1 if os.environ.get("DUBAN_STATEMENTS") == "all" else 12


def is_kept_for_speed() -> bool:
    """Return whether what is asked right now is of `counting.keep_as`: it may fail, and the act goes on without it."""
    frame = sys._getframe()
    while frame is not None and frame.f_code is not counting.keep_as.__code__:
        frame = frame.f_back
    return frame is not None


class Fails:
    """Lets the n-th statement fail before the database hears of it, and with n = 0 none; counts those without which there is no act."""

    def __init__(self, n: int) -> None:
        self.n, self.seen = n, 0

    def __call__(self, execute, sql, params, many, context):
        if is_kept_for_speed():
            return execute(sql, params, many, context)
        self.seen += 1
        if self.seen == self.n:
            raise OperationalError(f"made to fail: {sql[:80]}")
        return execute(sql, params, many, context)


def _rows() -> str:
    """Return a digest of every row of every table."""
    found = hashlib.sha256()
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        for row in model._base_manager.order_by("pk").values_list():
            found.update(f"{model._meta.label} {row}\n".encode())
    return found.hexdigest()


def flaws() -> list[str]:
    """Return all that does not hold: chains, rows, files, halves."""
    state = files.check_files()
    dangling = Matter.objects.exclude(pk__in=JournalLine.objects.filter(verb="matter.registered").values("matter"))
    return [
        *map(str, integrity.verify(Jurisdiction.objects.all(), integrity.Figures())),
        *state.missing,
        *state.changed,
        *(f"{matter.no} has no line" for matter in dangling),
        *(
            f"{chain} is not at its last line"
            for chain in Chain.objects.all()
            if chain.seq != journal.last_of(chain.jurisdiction)
        ),
    ]


def _tried(act: Callable[[], object], whole: bool) -> tuple[int, int, list[str]]:
    """Try an act with each failure and then without; return its statements, the failures tried and what was left half."""
    halves, tried, n, before = [], 0, 1, _rows()
    while True:
        failing = Fails(n)
        try:
            with connection.execute_wrapper(failing):
                act()
        except OperationalError as error:
            assert "made to fail" in str(error)
        else:
            # Who swallows a failure lets an act seem done that may be half done.
            assert not whole or failing.seen < n, f"statement {n} failed, and nobody heard of it"
        if failing.seen < n:
            break
        tried += 1
        if (now := _rows()) != before:
            halves += [f"statement {n}: rows changed"] if whole else [f"statement {n}: {flaw}" for flaw in flaws()]
            before = now
        n += EVERY
    return failing.seen, tried, halves


def _commit_fails(act: Callable[[], object], monkeypatch) -> list[str]:
    """Let the commit fail, as where the disk is full or the connection breaks."""
    before = _rows()

    def fail():
        raise OperationalError("made to fail: commit")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "_commit", fail)
        with pytest.raises(OperationalError, match="made to fail"):
            act()
    return [] if _rows() == before else ["commit: rows changed"]


class Work:
    """What an office does from the order to the ranking, act by act, each in one transaction unless its name is in SEVERAL."""

    # The bytes of an erased file go after the commit; where that fails `duban fsck --collect` does it.
    SEVERAL = ("messages and digests", "daily run", "erase a file", "deliver", "a claim")

    def __init__(self, office, monkeypatch) -> None:
        self.office, self.monkeypatch = office, monkeypatch
        self.figures: dict[str, tuple[int, int]] = {}
        self.halves: list[str] = []

    def do(self, name: str, act: Callable[[], object]) -> None:
        whole = name not in self.SEVERAL
        # The last try of `_tried` is the one that succeeds.
        commit = _commit_fails(act, self.monkeypatch) if whole else []
        statements, tried, halves = _tried(act, whole)
        self.figures[name] = statements, tried + whole
        self.halves += [f"{name}, {half}" for half in (*commit, *halves, *flaws())]
