"""What is answered of recurring reports and their dates."""

from datetime import date

from duban.api.schemas.shapes import Answer


class RecurringDate(Answer):
    """One date of a recurring report."""

    on: date
    met_on: date | None
    lifted_on: date | None


class Recurrence(Answer):
    """A recurring report with its dates."""

    id: int
    matter: str
    unit: str
    every: str
    number: int | None
    rest: str
    said: str
    rule: str
    clause: str
    from_on: date | None
    through_on: date | None
    ended_on: date | None
    dates: list[RecurringDate]
