"""Offices: found a jurisdiction under a regime, with the administrator who then brings in everybody else."""

import datetime
import re

from django.db import transaction
from django.utils import timezone

from duban.engine import calendar
from duban.engine.packs import loading, sources
from duban.ledger import journal
from duban.ledger.actions.office import documents, officers
from duban.ledger.refusals import Refused
from duban.people.models import Jurisdiction, Officer, Role

# As long as its field is.
LONGEST_NAME = 80


@transaction.atomic
def found_office(
    *,
    slug: str,
    name: str,
    regime: str,
    administrator: str,
    at: datetime.datetime,
    code: str = "",
    head: str = "",
    local_calendar: str = "",
) -> tuple[Officer, str]:
    """Found an office and return its administrator with a random initial password, to be changed at the first login.

    `code` is what stands before 〔2026〕1号 on its papers, `head` the red head; without them the papers bear its name. Raises Refused for a name
    that is too long, a code that is taken or not one, a regime or local calendar that there is not, a taken account name.
    """
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", slug):
        raise Refused("代码只能用小写字母、数字和连字符，以字母开头", field="slug")
    if Jurisdiction.objects.filter(slug=slug).exists():
        raise Refused(f"代码 {slug} 已被使用", field="slug")
    _check_name(name)
    try:
        governing, files = loading.load_regime(regime), loading.read_pack(regime)
        calendar.load_calendar(local_calendar or None)
    except (loading.UnknownRegime, sources.PackError, calendar.CalendarError) as error:
        raise Refused(str(error), field="regime") from None
    letterhead = {
        "code": code or "督",
        "head": [head or f"{name}人民政府办公室文件"],
        "office": f"{name}人民政府办公室",
    }
    jurisdiction = Jurisdiction.objects.create(
        slug=slug, name=name, regime=governing.id, letterhead=letterhead, local_calendar=local_calendar
    )
    journal.record(
        "office.founded",
        jurisdiction=jurisdiction,
        of=jurisdiction,
        actor=None,
        at=at,
        data={"name": name, "regime": governing.id, "version": governing.version},
    )
    documents.adopt_document(
        jurisdiction=jurisdiction,
        files=files,
        in_force_from=timezone.localdate(at),
        actor=None,
        at=at,
        today=timezone.localdate(at),
    )
    return officers.add_officer(
        jurisdiction=jurisdiction,
        username=administrator,
        full_name="系统管理员",
        role=Role.ADMINISTRATOR,
        actor=None,
        at=at,
    )


def _check_name(name: str) -> None:
    if not name.strip():
        raise Refused("名称不能为空", field="name")
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise Refused(f"名称写成一行，最多 {LONGEST_NAME} 字，现在有 {len(name)} 字", field="name")
