"""The invented officers of a demonstration: one in every role, four leaders, and two in every unit. They enter by one click."""

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from duban.demo.jurisdictions import PORTFOLIOS, Place
from duban.engine.packs import loading
from duban.ledger.actions.office import documents
from duban.ledger.actions.office import units as unit_actions
from duban.ledger.by import By
from duban.people.models import Jurisdiction, Officer, Portfolio, Role, Unit

_SURNAMES = "周吴郑王冯陈蒋沈韩杨朱秦许何吕施张孔曹严金魏陶姜谢邹苏潘葛范彭鲁韦马方任袁柳鲍史唐薛雷贺倪汤滕罗毕郝安常齐康伍余顾孟黄穆萧尹"
# Two signs each.
_GIVEN = (
    "明远立群建安晓峰文博志诚春生海宁国栋雅琴秀兰卫东永康思源佳慧振华丽君少平玉洁宏伟静怡正阳新民"
    "瑞雪启航兴业广平素梅景行怀瑾若谷长青晓雯德厚向前学勤敏行凤霞开元承志子衿云飞月明清源松涛守正书礼"
)
_TITLES = {
    Role.CLERK: "督查室科员",
    Role.OFFICE_HEAD: "督查室主任",
    Role.SECTION: "综合科科长",
    Role.INSPECTOR: "政务督查员",
    Role.ASSESSMENT: "考核办科员",
    Role.DISCIPLINE: "纪检监察干部",
    Role.ADMINISTRATOR: "信息中心管理员",
    Role.AUDITOR: "审计员",
}


@dataclass(frozen=True)
class Staff:
    """A jurisdiction with all who work in it, found by what they are."""

    place: Place
    jurisdiction: Jurisdiction
    units: dict[str, Unit]
    officers: dict[str, Officer]
    liaisons: dict[str, Officer]
    heads: dict[str, Officer]

    def officer(self, role: str) -> Officer:
        """Return the first officer of a role."""
        return self.officers[role]


def _adopt(place: Place, jurisdiction: Jurisdiction, at: datetime.datetime) -> None:
    """Let the document of the place govern the office from that day on."""
    today = timezone.localdate(at)
    files = loading.read_pack(place.regime)
    documents.adopt_document(
        jurisdiction=jurisdiction, files=files, in_force_from=today, actor=None, at=at, today=today
    )
    jurisdiction.refresh_from_db()


def engage(place: Place, at: datetime.datetime, chance: random.Random) -> Staff:
    """Make the office, its people, portfolios and units at that instant, and return them.

    Nobody has a password: the accounts can be entered by the one click of a demonstration and in no other way.
    """
    jurisdiction = Jurisdiction.objects.create(
        slug=place.slug, name=place.name, regime=place.regime, letterhead=place.letterhead, is_demo=True
    )
    _adopt(place, jurisdiction, at)
    names = _names(chance)
    no_password = make_password(None)

    def officer(name: str, role: str, title: str, unit: Unit | None = None) -> Officer:
        return Officer.objects.create(
            username=f"{place.slug}.{name}",
            full_name=next(names),
            role=role,
            title=title,
            unit=unit,
            jurisdiction=jurisdiction,
            password=no_password,
        )

    admin = officer(Role.ADMINISTRATOR, Role.ADMINISTRATOR, _TITLES[Role.ADMINISTRATOR])
    officers = {str(Role.ADMINISTRATOR): admin}
    for role, title in _TITLES.items():
        if role != Role.ADMINISTRATOR:
            officers[str(role)] = officer(role, role, title)
    officers["clerk_2"] = officer("clerk_2", Role.CLERK, "督查室副主任科员")
    where = "市" if place.is_city else "县"
    officers[str(Role.PRINCIPAL)] = officer(Role.PRINCIPAL, Role.PRINCIPAL, f"{where}长")
    officers[str(Role.SECRETARY_GENERAL)] = officer(
        Role.SECRETARY_GENERAL, Role.SECRETARY_GENERAL, "秘书长" if place.is_city else "政府办主任"
    )
    portfolios: dict[str, Portfolio] = {}
    for number, name in enumerate(PORTFOLIOS, 1):
        leader = officer("leader" if number == 1 else f"leader_{number}", Role.LEADER, f"副{where}长")
        officers[leader.username.partition(".")[2]] = leader
        portfolios[name] = unit_actions.add_portfolio(
            jurisdiction=jurisdiction, name=name, leader=leader, by=By(admin, at)
        )
    units, liaisons, heads = {}, {}, {}
    for order, (code, name, group, portfolio, aliases) in enumerate(place.units, 1):
        unit = unit_actions.add_unit(
            code=code,
            name=name,
            group=group,
            portfolio=portfolios[portfolio],
            ranked=True,
            order=order,
            aliases=aliases,
            by=By(admin, at),
        )
        units[code] = unit
        liaisons[code] = officer(f"{code}.liaison", Role.LIAISON, "办公室主任", unit)
        heads[code] = officer(f"{code}.head", Role.UNIT_HEAD, "主要负责人", unit)
    return Staff(place, jurisdiction, units, officers, liaisons, heads)


def _names(chance: random.Random) -> Iterator[str]:
    """Yield invented names, none of them twice."""
    given = [_GIVEN[place : place + 2] for place in range(0, len(_GIVEN), 2)]
    pairs = [surname + name for surname in _SURNAMES for name in given]
    chance.shuffle(pairs)
    yield from pairs
