"""The office of many matters: 120 units in eight fields, 200 officers."""

import datetime
from dataclasses import dataclass

from duban.ledger.actions.office import offices, rolls
from duban.ledger.by import By
from duban.papers.reading.lists.rolls import roll_of
from duban.people.models import Jurisdiction, Officer, Role, Unit

SLUG, REGIME = "bench", "sanmenxia-2019"
UNITS, FIELDS, HEADS, CLERKS = 120, 8, 60, 6
_ONE_EACH = (Role.PRINCIPAL, Role.SECRETARY_GENERAL, Role.OFFICE_HEAD, Role.SECTION, Role.INSPECTOR, Role.ASSESSMENT)


@dataclass(frozen=True)
class Staff:
    """The office with its units in order and their liaisons, and those who act for it."""

    jurisdiction: Jurisdiction
    units: list[Unit]
    liaisons: list[Officer]
    clerk: Officer
    head: Officer


def found(at: datetime.datetime) -> Staff:
    """Found the office at that instant, with all who work in it; nobody has a password."""
    admin, _ = offices.found_office(
        slug=SLUG, name="示例大市", regime=REGIME, administrator=f"{SLUG}.admin", code="示政督", at=at
    )
    units = [{"name": f"第{n}局", "group": "department", "portfolio": f"第{n % FIELDS}口"} for n in range(1, UNITS + 1)]
    people = [{"full_name": f"{role.label}甲", "role": role} for role in _ONE_EACH]
    people += [{"full_name": f"分管领导{n}", "role": Role.LEADER} for n in range(FIELDS)]
    people += [{"full_name": f"督查员{n}", "role": Role.CLERK} for n in range(CLERKS)]
    people += [{"full_name": f"联络员{n}", "role": Role.LIAISON, "unit": f"第{n}局"} for n in range(1, UNITS + 1)]
    people += [{"full_name": f"负责人{n}", "role": Role.UNIT_HEAD, "unit": f"第{n}局"} for n in range(1, HEADS + 1)]
    fields = [{"name": f"第{n}口", "leader": f"分管领导{n}"} for n in range(FIELDS)]
    rolls.take_roll(roll=roll_of({"units": units, "portfolios": fields, "officers": people}), by=By(admin, at))
    office = admin.office
    office.refresh_from_db()
    officers = office.officers.select_related("unit").order_by("pk")
    liaisons = {each.unit_id: each for each in officers if each.role == Role.LIAISON}
    held = list(office.units.order_by("pk"))
    return Staff(
        office,
        held,
        [liaisons[unit.pk] for unit in held],
        next(each for each in officers if each.role == Role.CLERK),
        next(each for each in officers if each.role == Role.OFFICE_HEAD),
    )
