"""What a question means to whom, beside the unit that is asked: the office where it is asked itself, and who asked once it is answered."""

from collections.abc import Iterable, Mapping

from duban.ledger.models import JournalLine, Question
from duban.people.models import Officer


def asked_of(line: JournalLine, people: Mapping[int, Officer], unit: list[Officer]) -> list[Officer]:
    """Return who of a unit is told of a line about it: of a question to one person that person alone, unless they are there no more."""
    if line.verb not in ("question.asked", "question.withdrawn"):
        return unit
    person = Question.objects.filter(pk=line.key_of("question") or 0).values_list("person", flat=True).first()
    found = people.get(person or 0)
    return [found] if found is not None and found in unit else unit


def news_of(
    line: JournalLine, people: Mapping[int, Officer], office: list[Officer]
) -> Iterable[tuple[list[Officer], str]]:
    """Yield who is told of a line about a question, in which words."""
    if line.verb == "question.asked" and line.unit_id is None:
        yield office, "有人提问，请答复"
    if line.verb == "question.withdrawn" and line.unit_id is None:
        yield office, "提问已收回，不用答复"
    if line.verb == "question.answered":
        asked = Question.objects.filter(pk=line.key_of("question") or 0).values_list("asked_by", flat=True).first()
        if asked is not None and asked in people:
            yield [people[asked]], f"{line.unit or '督查室'}已答复您的提问"
