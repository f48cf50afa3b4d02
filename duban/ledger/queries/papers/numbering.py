"""The register of numbers (文号登记): every number of a series and year, the paper that bears it, and why one bears none."""

import re
from dataclasses import dataclass

from duban.ledger import access, conditions
from duban.ledger.models import Annulment, Bulletin, Counter, Notice
from duban.ledger.refusals import Refused
from duban.people.models import Jurisdiction, Officer


@dataclass(frozen=True)
class Numbered:
    """One number: what bears it, or why nothing does. `is_gap`: nobody has said why."""

    serial: int
    number: str
    notice: Notice | None = None
    bulletin: Bulletin | None = None
    annulment: Annulment | None = None
    # A paper bears it that the reader may not see yet.
    is_concealed: bool = False

    @property
    def struck(self) -> int:
        """Return how many orders of the paper's list were corrected or taken back, while the paper holds for the others."""
        return sum(each.ended_on is not None for each in self.notice.items.all()) if self.notice is not None else 0

    @property
    def is_gap(self) -> bool:
        """Return whether the number bears no paper and nobody has said why."""
        return not (self.notice or self.bulletin or self.annulment or self.is_concealed)


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


def register_of(officer: Officer, series: str, year: int) -> list[Numbered]:
    """Return every number of a series and year that was given, the last first, with the papers that the officer may see."""
    jurisdiction = officer.office
    last = Counter.objects.filter(jurisdiction=jurisdiction, series=series, year=year).values_list("value", flat=True)
    in_year = {"jurisdiction": jurisdiction, "year": year}
    notices = Notice.objects.filter(**in_year) if series == "notice" else Notice.objects.none()
    bulletins = Bulletin.objects.filter(**in_year, series=series, serial__isnull=False)
    annulled = Annulment.objects.filter(**in_year, series=series)
    given = {*notices.values_list("serial", flat=True), *bulletins.values_list("serial", flat=True)}
    seen = access.papers.notices(officer).filter(pk__in=notices.values("pk")).defer("words")
    by_serial = {
        each.serial: each
        for each in seen.select_related("jurisdiction", "unit").prefetch_related("items__assignment__unit")
    }
    known = access.papers.bulletins(officer).filter(pk__in=bulletins.values("pk")).defer("figures")
    issued = {each.serial: each for each in known}
    fates = {
        each.serial: each
        for each in annulled.select_related("by_notice__jurisdiction", "by_bulletin", "decided_by").order_by("serial")
    }
    most = max([last.first() or 0, *(each or 0 for each in given), *fates], default=0)
    return [
        Numbered(
            serial,
            by_serial[serial].number if serial in by_serial else number_of(jurisdiction, series, year, serial),
            by_serial.get(serial),
            issued.get(serial),
            fates.get(serial),
            serial in given and serial not in by_serial and serial not in issued,
        )
        for serial in range(most, 0, -1)
    ]


def fate_of(paper: Notice | Bulletin) -> dict[str, object]:
    """Return what became of a paper, and which papers it corrected, recalled or replaced."""
    related = ("notice__jurisdiction", "bulletin")
    return {
        "annulment": conditions.papers.annulment_of(paper),
        "replaced": list(paper.replaces.select_related(*related).order_by("id")),
    }


def paper_numbered(officer: Officer, like: Notice | Bulletin, number: str) -> Notice | Bulletin | None:
    """Return the paper of the same series that bears a number as it is printed; None for none. Raises Refused where there is none."""
    said = number.strip()
    if not said:
        return None
    found = re.search(r"(?:〔(\d{4})〕)?\s*第?(\d{1,6})\s*[号期]?$", said)
    if found is not None:
        year, serial = int(found[1] or like.year or 0), int(found[2])
        for paper in (
            access.papers.notices(officer).filter(year=year, serial=serial)
            if isinstance(like, Notice)
            else access.papers.bulletins(officer).filter(series=like.series, year=year, serial=serial)
        ):
            if paper.number == said or said.isdecimal() or said.endswith(f"{serial}号") or said.endswith(f"{serial}期"):
                return paper
    raise Refused(f"没有文号为“{said}”的文书", field="successor")
