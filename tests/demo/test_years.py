"""The demonstration's year: every state, every turn and every step is there, and all of it is true in the journal."""

from collections import Counter

import pytest

from duban.demo import years
from duban.demo.jurisdictions import PLACES
from duban.ledger import journal
from duban.ledger.audit import published_rankings
from duban.ledger.models import (
    Appeal,
    Assignment,
    Attachment,
    Bulletin,
    Claim,
    Draft,
    JournalLine,
    Matter,
    Notice,
    Proposal,
    Ranking,
    Rating,
)
from duban.ledger.models.appeals import Outcome
from duban.ledger.models.matters import State, Triage
from duban.ledger.models.ratings import Satisfaction
from duban.ledger.storage import files
from tests import cast
from tests.demo.wording import foreign_words

NOW = cast.at("2026-11-20 17:30")
STEPS = {
    "sanmenxia-2019": {"circular", "criticism_and_exposure", "interview", "accountability"},
    "zhuoni-2022": {"criticism_and_interview", "principal_interview"},
    "gansu-county-2023": set(),
    "ankang-2020": {"key_supervision", "interview", "poor_grade"},
    "county-plan": {"accountability"},
}
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.slug)
def test_every_turn_of_the_year_is_told_and_true(place, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    office = years.tell(place, NOW).jurisdiction
    matters = Matter.objects.filter(jurisdiction=office)
    lines = JournalLine.objects.filter(jurisdiction=office)
    verbs = Counter(lines.values_list("verb", flat=True))

    assert matters.count() >= 60
    assert matters.values("requirement").distinct().count() >= 25
    assert set(matters.values_list("state", flat=True)) >= set(State) - {State.SUSPENDED, State.REVOKED}
    assert verbs["lateness.derived"] >= 10
    issued = Bulletin.objects.filter(jurisdiction=office, phase="issued").order_by("issued_on")
    assert [(each.from_on.month, each.issued_on.month) for each in issued] == [(8, 9), (9, 10), (10, 11)]
    assert all(each.digest and each.number for each in issued)
    for verb in (
        "assignment.extended", "assignment.written_off", "assignment.transferred", "refusal.upheld",
        "refusal.rejected", "report.returned", "matter.reopened", "fact.excused", "proposal.refused", "file.added",
    ):  # fmt: skip
        assert verbs[verb] >= 1, verb

    facts = Counter(lines.exclude(kind="").values_list("kind", "data__fact__tone"))
    assert facts["circular", "praise"] >= 1
    assert facts["circular", "criticism"] + facts["instruction", "criticism"] >= 1
    steps = set(lines.filter(kind="step").values_list("data__fact__step", flat=True))
    assert steps == STEPS[place.regime]
    if place.regime == "county-plan":
        channels = set(lines.filter(kind="urged").values_list("data__fact__channel", flat=True))
        assert channels == {"phone", "written", "on_site", "meeting"}
    assert facts["sheet", None] >= (1 if place.regime in ("zhuoni-2022", "gansu-county-2023") else 0)
    assert facts["grade", None] >= (1 if place.regime == "ankang-2020" else 0)

    claimed = Claim.objects.filter(jurisdiction=office).values_list("standing", flat=True)
    assert set(claimed) == (set() if place.regime == "county-plan" else {"open", "verified"})
    told = Appeal.objects.filter(jurisdiction=office)
    assert set(told.values_list("outcome", flat=True)) == set(Outcome)
    ratings = Rating.objects.filter(matter__jurisdiction=office)
    assert set(ratings.values_list("satisfaction", flat=True)) == set(Satisfaction)
    assert ratings.filter(is_current=False).exists() and ratings.exclude(kept_reason="").exists()
    assert set(matters.values_list("triage", flat=True)) <= {"", *Triage.values}

    assert list(journal.verify(office)) == []
    rankings = Ranking.objects.filter(jurisdiction=office)
    assert set(rankings.values_list("kind", flat=True)) >= {place.published[0]}
    assert [flaw for ranking in rankings for flaw in published_rankings.flaws_of(ranking)] == []

    instants = list(lines.order_by("seq").values_list("at", flat=True))
    assert instants == sorted(instants) and instants[-1] <= NOW
    waiting = Proposal.objects.filter(jurisdiction=office, outcome="open")
    assert set(waiting.values_list("act", flat=True)) >= {"extension", "write_off", "transfer"}
    starts = Proposal.objects.filter(jurisdiction=office, act="start")
    assert not starts.filter(outcome="withdrawn").exists(), "an approved start was used, not withdrawn"
    assert Draft.objects.filter(paper__jurisdiction=office).count() == 5
    assert all(files.path_of(file.sha256).is_file() for file in Attachment.objects.filter(jurisdiction=office))
    serials = Notice.objects.filter(jurisdiction=office, year=NOW.year).order_by("serial")
    assert [notice.serial for notice in serials] == list(range(1, len(serials) + 1))
    assert foreign_words(office, NOW.date()) == set()


def test_the_same_instant_tells_the_same_story(settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    # The first day on which a story begins in January of the same year: half a year is told, and not the year before it too.
    short = cast.at("2026-07-01 17:30")
    told = []
    for time in range(2):
        office = years.tell(PLACES[2], short).jurisdiction
        told.append(
            (
                journal.fact_rows(office),
                list(
                    Assignment.objects.filter(matter__jurisdiction=office).order_by("id").values_list("stage", "due_on")
                ),
                list(office.officers.order_by("id").values_list("full_name", flat=True)),
            )
        )
        office.slug = f"told-{time}"
        office.save()
        for officer in office.officers.all():
            officer.username = f"{time}.{officer.username}"
            officer.save()
    assert told[0] == told[1]
