"""The register of numbers (文号登记): every number of a series and year, the paper that bears it, and why one bears none."""

from dataclasses import dataclass

from duban.ledger.models import Annulment, Bulletin, Counter, Notice
from duban.people.models import Jurisdiction


@dataclass(frozen=True)
class Numbered:
    """One number: what bears it, or why nothing does. `is_gap`: nobody has said why."""

    serial: int
    number: str
    notice: Notice | None = None
    bulletin: Bulletin | None = None
    annulment: Annulment | None = None

    @property
    def is_gap(self) -> bool:
        """Return whether the number bears no paper and nobody has said why."""
        return self.notice is None and self.bulletin is None and self.annulment is None


def series_of(jurisdiction: Jurisdiction) -> dict[str, str]:
    """Return the series in which the office's papers are numbered, with their names: notices, circulars, each kind of briefing."""
    found = {"notice": "通知等文书", "circular": "通报"}
    named = Bulletin.objects.filter(jurisdiction=jurisdiction, series__startswith="briefing:").order_by("series")
    return found | dict(named.values_list("series", "name").distinct())


def years_of(jurisdiction: Jurisdiction, series: str) -> list[int]:
    """Return the years in which numbers of a series were given, the latest first."""
    found = Counter.objects.filter(jurisdiction=jurisdiction, series=series, value__gt=0)
    return list(found.order_by("-year").values_list("year", flat=True))


def number_of(jurisdiction: Jurisdiction, series: str, year: int, serial: int) -> str:
    """Return a number as it is printed."""
    if series.startswith("briefing:"):
        return f"{year}年第{serial}期"
    code = jurisdiction.letterhead.get("code", "督")
    if series == "circular":
        code = jurisdiction.letterhead.get("circular_code") or f"{code}通"
    return f"{code}〔{year}〕{serial}号"


def register_of(jurisdiction: Jurisdiction, series: str, year: int) -> list[Numbered]:
    """Return every number of a series and year that was given, the last first."""
    last = Counter.objects.filter(jurisdiction=jurisdiction, series=series, year=year).values_list("value", flat=True)
    in_year = {"jurisdiction": jurisdiction, "year": year}
    notices = Notice.objects.filter(**in_year) if series == "notice" else Notice.objects.none()
    bulletins = Bulletin.objects.filter(**in_year, series=series, serial__isnull=False)
    annulled = Annulment.objects.filter(**in_year, series=series)
    by_serial = {each.serial: each for each in notices.select_related("jurisdiction", "unit", "matter")}
    issued = {each.serial: each for each in bulletins.defer("words", "figures")}
    fates = {
        each.serial: each
        for each in annulled.select_related("by_notice__jurisdiction", "by_bulletin", "decided_by").order_by("serial")
    }
    most = max([last.first() or 0, *by_serial, *(each or 0 for each in issued), *fates], default=0)
    return [
        Numbered(
            serial,
            by_serial[serial].number if serial in by_serial else number_of(jurisdiction, series, year, serial),
            by_serial.get(serial),
            issued.get(serial),
            fates.get(serial),
        )
        for serial in range(most, 0, -1)
    ]
