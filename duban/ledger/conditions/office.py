"""Whether a post may be handed over to somebody, and a unit be reached on paper only: None, or the refusal with the way out."""

import re
from collections.abc import Iterable

from duban.ledger.access.delegations import STAND_INS
from duban.ledger.refusals import Forbidden, Refused
from duban.papers.reading.texts.folding import folded
from duban.people.models import UNIT_ROLES, Officer, Unit

# What divides names where several units are written in one field.
_DIVIDES = re.compile(r"[、，,；;\n]")


def naming_unit(name: str, others: Iterable[str]) -> Refused | None:
    """Say whether a unit may bear this name beside the names of others: read back it must mean this unit, and no reader may take it for another."""
    dividing = _DIVIDES.search(name)
    if dividing is not None:
        return Refused(f"单位名称里不能有“{dividing[0].strip() or '换行'}”：同填几个单位时用它分开", field="name")
    bare = _bare(name)
    like = next((each for each in others if each != name and _bare(each) == bare), None)
    if like is not None:
        return Refused(f"已有“{like}”，名称只差空格或者大小写", possible="是同一个单位的，写作它的别名。", field="name")
    return None


def _bare(name: str) -> str:
    return re.sub(r"\s", "", folded(name)).casefold()


def posts_like(officer: Officer) -> frozenset[str]:
    """Return the posts whose holders may take over what waits for this one: the same, or those that may stand in for it."""
    if officer.role in UNIT_ROLES:
        return UNIT_ROLES
    return STAND_INS.get(officer.role, frozenset()) | {officer.role}


def handing_over(of: Officer, to: Officer | None, by: Officer) -> Refused | None:
    """Say whether one officer's post may be handed over to another by a third: never to oneself what is another's."""
    if to is None:
        return None
    if to.pk == of.pk:
        return Refused("接任人就是移交人", field="to")
    if to.jurisdiction_id != of.jurisdiction_id or not to.is_active:
        return Refused("接任人须是本辖区在用的账号", possible="新来的同志请先由系统管理员开通账号。", field="to")
    if to.role not in posts_like(of) or (of.unit_id is not None and to.unit_id != of.unit_id):
        return Refused("接任人的岗位不能接办", possible="请选同一岗位的人，或者依规定可以代其签批的岗位。", field="to")
    if to.pk == by.pk != of.pk:
        return Forbidden("不能把别人的岗位交给自己", possible="请由另一位负责人或者系统管理员办理交接。", field="to")
    return None


def unreachable(units: Iterable[Unit]) -> list[Unit]:
    """Return those of the units for which nobody can sign here: no account of theirs is open, and no office of their own."""
    known = {unit.pk: unit for unit in units if unit.seat_id is None}
    held = Officer.objects.filter(unit__in=list(known), is_active=True, role__in=UNIT_ROLES).values_list(
        "unit", flat=True
    )
    return [known[pk] for pk in sorted(set(known) - set(held))]


def receipt_on_paper(unit: Unit) -> Refused | None:
    """Say whether the office may note a receipt on paper for a unit: where nobody of it can sign here."""
    if unreachable([unit]):
        return None
    return Refused(f"{unit}有账号，由该单位自己签收", possible="可以催办，或者请该单位联络员登录签收。")
