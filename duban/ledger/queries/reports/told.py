"""The timeline as people read it: beside what happened, what was reported, asked and answered, and whose side did it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from duban.ledger.models import Attachment, Note, Question, Report
from duban.ledger.queries.matters.dossiers import Dossier
from duban.ledger.queries.matters.timelines import Entry
from duban.people.models import Officer

_QUESTIONS = "question."
_BY_UNIT = ("report.submitted", "report.taken_back", "assignment.accepted", "assignment.refused", "opinion.given")


@dataclass(frozen=True)
class Told:
    """One entry with the words behind it. `side`: unit, office, or question; a note that was struck says nothing any more."""

    entry: Entry
    side: str
    report: Report | None = None
    files: list[Attachment] = field(default_factory=list)
    question: Question | None = None
    is_struck: bool = False

    @property
    def key(self) -> int:
        """Return the key of the record that the entry is about."""
        return int(self.entry.of.partition(":")[2] or 0)

    @property
    def length(self) -> int:
        """Return how many characters the report has, all of its parts together."""
        if self.report is None:
            return 0
        parts = (self.report.done, self.report.problems, self.report.blocked, self.report.next_steps)
        return sum(len(part.strip()) for part in (*parts, *(text for _, text in self.report.elements)))


def told_of(officer: Officer, entries: Sequence[Entry], dossier: Dossier) -> list[Told]:
    """Return entries with what was reported, asked and noted; reports and files are those of the dossier, so that nobody reads what is not theirs."""
    reports = {each.pk: each for each in dossier.reports}
    files: dict[int, list[Attachment]] = {}
    for each in reversed(dossier.attachments):
        if each.report_id is not None:
            files.setdefault(each.report_id, []).append(each)
    asked = _keys(entries, "question", ("question.asked",))
    questions = (
        Question.objects.filter(pk__in=asked).select_related("unit", "person", "asked_by", "answered_by")
        if asked
        else []
    )
    known = {each.pk: each for each in questions}
    noted = _keys(entries, "note", ("note.added",))
    struck = (
        set(Note.objects.filter(pk__in=noted, withdrawn_at__isnull=False).values_list("pk", flat=True))
        if noted
        else set()
    )
    found = []
    for entry in entries:
        kind, _, number = entry.of.partition(":")
        key = int(number or 0)
        report = reports.get(key) if entry.verb == "report.submitted" else None
        found.append(
            Told(
                entry,
                _side(entry),
                report,
                files.get(key, []) if report is not None else [],
                known.get(key) if entry.verb == "question.asked" else None,
                kind == "note" and entry.verb == "note.added" and key in struck,
            )
        )
    return found


def _keys(entries: Sequence[Entry], kind: str, verbs: tuple[str, ...]) -> list[int]:
    return [int(each.of.partition(":")[2]) for each in entries if each.verb in verbs and each.of.startswith(f"{kind}:")]


def _side(entry: Entry) -> str:
    if entry.verb.startswith(_QUESTIONS):
        return "question"
    return "unit" if entry.verb in _BY_UNIT else "office"
