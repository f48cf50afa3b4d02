"""Until when a unit may object to what counts against it, where the document counts days from the published result or from the record."""

import datetime
from functools import cached_property

from django.utils import timezone

from duban.engine import deadlines
from duban.engine.rules.limits import Deadline as DeadlineRule
from duban.ledger.governed import Governed
from duban.ledger.models import JournalLine, Objection, Ranking
from duban.people.models import Jurisdiction


class Limits:
    """The limits of objections to records of an office whose days lie between two, both inclusive, under one document: one query for all of them."""

    def __init__(self, governed: Governed, first: datetime.date, last: datetime.date) -> None:
        self.governed, self._first, self._last = governed, first, last
        rules = [rule for rule in governed.rules(DeadlineRule) if rule.is_objection and rule.count.range is None]
        # Days of some matters alone are none of every record.
        self._rules = [rule for rule in rules if not (rule.categories or rule.levels or rule.role or rule.meetings)]

    @classmethod
    def of(cls, line: JournalLine) -> "Limits":
        """Return those of one record, under the document that governed its day."""
        return cls(Governed.of(line.jurisdiction, line.on), line.on, line.on)

    def until(self, line: JournalLine) -> deadlines.Deadline | None:
        """Return the last day, inclusive, for an objection to a record; None where the document sets none, or its days do not run yet.

        Of several the latest holds, and of a record that was made after a publication the days run from when it was made.
        """
        told = timezone.localdate(line.at)
        found = []
        for rule in self._rules:
            days = [max(on, told) for first, last, on in self._published if first <= line.on <= last]
            start = max(days, default=None) if rule.counts_result else told
            if start is None:
                return None
            found.append(self._due(rule, start))
        return max(found, key=lambda each: each.due, default=None)

    @classmethod
    def of_ranking(cls, ranking: Ranking | None) -> deadlines.Deadline | None:
        """Return the last day, inclusive, for an objection to a published ranking; None without one, and where its document counts none from there."""
        if ranking is None:
            return None
        self = cls(Governed.of(ranking.jurisdiction, ranking.from_on), ranking.from_on, ranking.to_on)
        on = timezone.localdate(ranking.published_at)
        found = [self._due(rule, on) for rule in self._rules if rule.counts_result]
        return max(found, key=lambda each: each.due, default=None)

    def _due(self, rule: DeadlineRule, start: datetime.date) -> deadlines.Deadline:
        return deadlines.due(self.governed.document, rule.name, start, self.governed.calendar)

    @cached_property
    def _published(self) -> list[tuple[datetime.date, datetime.date, datetime.date]]:
        if not any(rule.counts_result for rule in self._rules):
            return []
        office: Jurisdiction = self.governed.office
        rankings = Ranking.objects.filter(jurisdiction=office, from_on__lte=self._last, to_on__gte=self._first)
        listed = rankings.values_list("from_on", "to_on", "published_at")
        return [(first, last, timezone.localdate(at)) for first, last, at in listed]


def ruling_until(governed: Governed, objection: Objection) -> deadlines.Deadline | None:
    """Return until when the office has to rule on an objection, under the document of the office; None where it sets no such limit."""
    rules = [rule for rule in governed.rules(DeadlineRule) if rule.office_act == "ruling" and rule.count.range is None]
    return governed.deadline(rules[0].name, objection.made_on) if rules else None
