"""Whether units may be merged, split or abolished as asked: None, or the refusal with the way out."""

import datetime

from duban.ledger.models import Ranking
from duban.ledger.models.reorganisations import Kind, Reorganisation
from duban.ledger.refusals import Conflict, Refused
from duban.people.models import Jurisdiction, Unit


def reorganising(
    office: Jurisdiction, kind: str, of: tuple[Unit, ...], to: tuple[Unit, ...], on: datetime.date, today: datetime.date
) -> Refused | None:
    """Say whether these units may end on a day and pass to those."""
    return _units(office, of, to) or _kind(kind, of, to) or _day(office, on, today)


def revoking(made: Reorganisation) -> Refused | None:
    """Say whether a reorganisation may be taken back."""
    if made.revoked_on is not None:
        return Conflict("这次变更已经撤回")
    later = Reorganisation.objects.filter(jurisdiction=made.jurisdiction, revoked_on=None, pk__gt=made.pk)
    if any(set(each.of) & set(made.to) for each in later):
        return Refused("承接单位后来又有变更，不能先撤回这一次", possible="请先撤回后来的变更。")
    return _published(made.jurisdiction, made.on)


def standing(unit: Unit, field: str = "unit") -> Refused | None:
    """Say whether a unit may still be given anything: not once it was merged, split or abolished."""
    if unit.abolished_on is None:
        return None
    return Refused(f"{unit}已于 {unit.abolished_on} 撤并", possible="请选承接其职责的单位。", field=field)


def _units(office: Jurisdiction, of: tuple[Unit, ...], to: tuple[Unit, ...]) -> Refused | None:
    for field, units in (("of", of), ("to", to)):
        if any(each.jurisdiction_id != office.pk for each in units):
            return Refused("只能办理本辖区的单位", field=field)
        if len({each.pk for each in units}) < len(units):
            return Refused("同一单位选了两次", field=field)
        gone = next((each for each in units if each.abolished_on is not None), None)
        if gone is not None and field == "of":
            return Conflict(
                f"{gone}已于 {gone.abolished_on} 撤并", possible="如果刚有人办理过，请查看变更记录。", field=field
            )
        if gone is not None:
            return Refused(f"{gone}已于 {gone.abolished_on} 撤并，不能承接", possible="请选现有单位。", field=field)
    if {each.pk for each in of} & {each.pk for each in to}:
        return Refused("单位不能并入自己", possible="保留下来的单位只选为承接单位。", field="to")
    return None


def _kind(kind: str, of: tuple[Unit, ...], to: tuple[Unit, ...]) -> Refused | None:
    if kind not in Kind.values:
        return Refused("变更方式只有合并、拆分、撤销", field="kind")
    if not of:
        return Refused("请选原单位", field="of")
    if kind != Kind.MERGE and len(of) > 1:
        return Refused("拆分、撤销一次办理一个单位", field="of")
    if kind == Kind.MERGE and len(to) != 1:
        return Refused("合并须选一个承接单位", possible="新组建的单位请先由系统管理员增加，再在这里选。", field="to")
    if kind == Kind.SPLIT and len(to) < 2:
        return Refused("拆分须选两个以上承接单位", possible="职责全部划给一个单位的，按撤销或者合并办理。", field="to")
    if kind == Kind.ABOLISH and len(to) > 1:
        return Refused("撤销只选一个承接单位", possible="职责分给几个单位的，按拆分办理。", field="to")
    return None


def _day(office: Jurisdiction, on: datetime.date, today: datetime.date) -> Refused | None:
    if on > today:
        return Refused("生效日期还没有到", possible="请到生效当日办理；在此之前原单位照常办理。", field="on")
    return _published(office, on)


def _published(office: Jurisdiction, on: datetime.date) -> Refused | None:
    last = Ranking.objects.filter(jurisdiction=office, to_on__gte=on).order_by("-to_on").first()
    if last is None:
        return None
    free = last.to_on + datetime.timedelta(days=1)
    return Refused(
        f"{on} 在已发布排名的考核期内（{last.from_on} 至 {last.to_on}），已发布的排名不因单位变更改动",
        possible=f"生效日期可以填 {free} 及以后；该期排名确有错误的，请在“更正排名”办理。",
        field="on",
    )
