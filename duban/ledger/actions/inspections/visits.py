"""The places of an inspection: where to go, that the team is there, what it sees and finds."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from duban.ledger import access
from duban.ledger.actions.inspections.inspections import tell
from duban.ledger.actions.matters import attachments
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Finding, Inspection, Matter, Visit
from duban.ledger.models.findings import Nature
from duban.ledger.models.inspections import BEFORE, Phase
from duban.ledger.refusals import Conflict, Forbidden, Refused
from duban.ledger.secrecy import refuse_classified
from duban.ledger.storage import locking
from duban.people.models import Officer, Unit

PHOTOS = 9


@dataclass(frozen=True)
class Photo:
    """One file that goes with a finding or a place: its name, and its content in pieces."""

    name: str
    chunks: Iterable[bytes]


@dataclass(frozen=True)
class Noted:
    """What was found: its nature, what it is, what was said on the spot (empty: nothing), and to which aspect of the document it belongs."""

    nature: str
    text: str
    order_text: str = ""
    aspect: str = ""


@transaction.atomic
def plan_visit(
    *, inspection: Inspection, unit: Unit, place: str, how: str, on: datetime.date, by: By, matter: Matter | None = None
) -> Visit:
    """Plan one place. Raises Refused outside the inspection's days and units, without a place, and once the inspection is over."""
    held = locking.hold_inspection(inspection)
    if held.phase not in (*BEFORE, Phase.UNDER_WAY):
        raise Refused(f"这次督查{held.get_phase_display()}，不能再安排点位")
    refuse_classified(place, field="place")
    if not place.strip():
        raise Refused("请写明到哪里", field="place")
    if not held.units.filter(pk=unit.pk).exists():
        raise Refused("这个单位不在被督查单位之列", field="unit")
    if not held.from_on <= on <= held.to_on:
        raise Refused(f"督查日期是 {held.from_on} 至 {held.to_on}", field="on")
    visit = Visit.objects.create(inspection=held, unit=unit, matter=matter, place=place.strip(), how=how, on=on)
    # Which place comes when is the team's own until it is there.
    tell("visit.planned", held, by)
    return visit


@transaction.atomic
def drop_visit(*, visit: Visit, by: By) -> None:
    """Take a place off the plan. Raises Refused once the team was there."""
    held, visit = _held(visit)
    if visit.arrived_at is not None:
        raise Refused("督查组已经到过，不能取消")
    Visit.objects.filter(pk=visit.pk).delete()
    tell("visit.dropped", held, by)


@transaction.atomic
def arrive(*, visit: Visit, by: By) -> Visit:
    """Put on record that the team is there; from now on the unit may know of an unannounced inspection.

    Raises Forbidden for who is not on the team, Refused while the inspection is not under way, Conflict where it was recorded.
    """
    held, visit = _held(visit)
    _team_only(held, by.officer)
    _under_way_only(held)
    if by.today < visit.on:
        raise Refused(f"这个点位安排在 {visit.on}")
    if visit.arrived_at is not None:
        raise Conflict("已经记录到场")
    visit.arrived_at, visit.recorded_by = by.at, by.officer
    visit.version += 1
    visit.save(update_fields=["arrived_at", "recorded_by", "version"])
    tell("visit.arrived", held, by, unit=visit.unit)
    return visit


@transaction.atomic
def record_visit(
    *, visit: Visit, by: By, seen: str = "", noted: Noted | None = None, photos: Sequence[Photo] = ()
) -> Finding | None:
    """Write down what is seen at a place, and what is found there, with photos: of the finding, else of the place.

    What was written before stays; this is added with time and name. Raises Forbidden for who is not on the team, Refused before arrival
    and where there is nothing to write down, Conflict where the same person wrote the same here before.
    """
    held, visit = _held(visit)
    _team_only(held, by.officer)
    _under_way_only(held)
    if visit.arrived_at is None:
        raise Refused("请先记录到场")
    if not (seen.strip() or noted or photos):
        raise Refused("请写下看到的情况，或者记录问题", field="seen")
    refuse_classified(seen, field="seen")
    _refuse_again(visit, seen.strip(), noted, by.officer)
    if seen.strip():
        line = f"[{timezone.localtime(by.at):%m-%d %H:%M} {by.officer}] {seen.strip()}"
        visit.seen = f"{visit.seen}\n{line}".strip()
        visit.version += 1
        visit.save(update_fields=["seen", "version"])
        tell("visit.noted", held, by, unit=None)
    finding = None
    if noted is not None:
        finding = note_finding(inspection=held, unit=visit.unit, noted=noted, visit=visit, matter=visit.matter, by=by)
    _keep(held, photos, by, finding=finding)
    return finding


@transaction.atomic
def note_finding(
    *,
    inspection: Inspection,
    unit: Unit,
    noted: Noted,
    by: By,
    visit: Visit | None = None,
    matter: Matter | None = None,
    photos: Sequence[Photo] = (),
) -> Finding:
    """Write down one finding on one unit; of an inspection received from above, what the superior found.

    Raises Forbidden for who is not on the team, Refused without words, for a unit that is not inspected, and while nothing is under way.
    """
    held = locking.hold_inspection(inspection)
    _team_only(held, by.officer)
    _under_way_only(held)
    refuse_classified(noted.text, field="text")
    refuse_classified(noted.order_text, field="order_text")
    if noted.nature not in Nature.values:
        raise Refused("请选定性质", field="nature")
    governed = Governed.of(held.jurisdiction)
    if noted.aspect and noted.aspect not in governed.words("aspects"):
        raise Refused("本办法没有这个督查方面", clause=governed.list_clause("aspects"), field="aspect")
    if not noted.text.strip():
        raise Refused("请写明是什么情况", field="text")
    if not held.units.filter(pk=unit.pk).exists():
        raise Refused("这个单位不在被督查单位之列", field="unit")
    last = held.findings.order_by("-order").values_list("order", flat=True).first() or 0
    finding = Finding.objects.create(
        inspection=held,
        visit=visit,
        unit=unit,
        matter=matter,
        order=last + 1,
        nature=noted.nature,
        aspect=noted.aspect,
        text=noted.text.strip(),
        order_text=noted.order_text.strip(),
        found_by=by.officer,
        found_on=by.today,
    )
    _keep(held, photos, by, finding=finding)
    tell("finding.noted", held, by, of=finding)
    return finding


def _refuse_again(visit: Visit, seen: str, noted: Noted | None, actor: Officer) -> None:
    """Refuse what the same person wrote down here already: on a slow line the first sending may have arrived without an answer."""
    if noted is not None:
        same = visit.findings.filter(nature=noted.nature, text=noted.text.strip(), found_by=actor).first()
        if same is not None:
            raise Conflict(f"同样的内容已经记录为第 {same.order} 条", possible="上次其实已经收到，不必再发。")
    elif seen and any(line.endswith(f"{actor}] {seen}") for line in visit.seen.splitlines()):
        raise Conflict("同样的所见情况已经记录", possible="上次其实已经收到，不必再发。")


def _keep(held: Inspection, photos: Sequence[Photo], by: By, *, finding: Finding | None) -> None:
    if len(photos) > PHOTOS:
        raise Refused(f"一次最多 {PHOTOS} 个文件", field="photos")
    for photo in photos:
        attachments.add_file(
            jurisdiction=held.jurisdiction,
            name=photo.name,
            chunks=photo.chunks,
            inspection=held,
            finding=finding,
            by=by,
        )


def _held(visit: Visit) -> tuple[Inspection, Visit]:
    """Lock the inspection, and return it with the place as they are now."""
    held = locking.hold_inspection(visit.inspection)
    found = Visit.objects.select_related("unit", "matter").filter(pk=visit.pk).first()
    if found is None:
        raise Conflict("这个点位已经取消")
    found.inspection = held
    return held, found


def _team_only(held: Inspection, actor: Officer) -> None:
    if not access.inspections.carries_out(actor, held):
        raise Forbidden("只有督查组可以记录")


def _under_way_only(held: Inspection) -> None:
    if held.phase != Phase.UNDER_WAY:
        raise Refused(
            f"这次督查是“{held.get_phase_display()}”，现在不能记录",
            possible="开始以后再记录。" if held.phase in BEFORE else "",
        )
