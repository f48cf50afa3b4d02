"""The people of the tests: one office with its units, its leaders and an officer in every role, under any regime."""

import datetime
import functools
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore

from duban.people import remembering, tracking
from duban.people.models import Group, Jurisdiction, Officer, Portfolio, Role, Unit, UnitAlias

SHANGHAI = ZoneInfo("Asia/Shanghai")
PASSWORD = "Duban-cast-2026!"
REGIMES = ("zhuoni-2022", "gansu-county-2023", "sanmenxia-2019", "ankang-2020", "county-plan")

# Code, name, group, portfolio, other names. A city supervises counties, a county its townships.
_CITY = (
    ("jia", "甲县", Group.COUNTY, "农业口", ("甲县人民政府",)),
    ("yi", "乙县", Group.COUNTY, "工业口", ()),
    ("bing", "丙区", Group.COUNTY, "农业口", ()),
    ("fagai", "市发展改革委", Group.DEPARTMENT, "工业口", ("市发改委", "发展改革委")),
    ("caizheng", "市财政局", Group.DEPARTMENT, "工业口", ()),
    ("nongye", "市农业农村局", Group.DEPARTMENT, "农业口", ()),
)
_COUNTY = (
    ("jia", "甲镇", Group.TOWNSHIP, "农业口", ("甲镇人民政府",)),
    ("yi", "乙乡", Group.TOWNSHIP, "工业口", ()),
    ("bing", "丙镇", Group.TOWNSHIP, "农业口", ()),
    ("fagai", "县发展改革局", Group.DEPARTMENT, "工业口", ("县发改局", "发展改革局")),
    ("caizheng", "县财政局", Group.DEPARTMENT, "工业口", ()),
    ("nongye", "县农业农村局", Group.DEPARTMENT, "农业口", ()),
)
_CODES = {
    "zhuoni-2022": "卓政督",
    "gansu-county-2023": "县政督",
    "sanmenxia-2019": "三政督",
    "ankang-2020": "安政督",
    "county-plan": "县督",
}


def at(text: str = "2026-03-31 09:30") -> datetime.datetime:
    """Return the instant, Shanghai time, of `YYYY-MM-DD HH:MM`."""
    return datetime.datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


@dataclass
class Cast:
    """One jurisdiction and those who work in it. `units[0]` is a county or township, `units[3]` a department."""

    jurisdiction: Jurisdiction
    units: list[Unit]
    officers: dict[str, Officer]
    default_at: datetime.datetime = field(default_factory=at)

    @property
    def clerk(self) -> Officer:
        return self.officers["clerk"]

    @property
    def head(self) -> Officer:
        return self.officers["office_head"]

    @property
    def section(self) -> Officer:
        return self.officers["section"]

    @property
    def leader(self) -> Officer:
        """The leader in charge of units[0]."""
        return self.officers["leader"]

    @property
    def other_leader(self) -> Officer:
        """The leader in charge of units[1]."""
        return self.officers["other_leader"]

    @property
    def principal(self) -> Officer:
        return self.officers["principal"]

    @property
    def secretary(self) -> Officer:
        return self.officers["secretary_general"]

    @property
    def liaison(self) -> Officer:
        """The liaison of units[0]."""
        return self.officers["liaison"]

    @property
    def other_liaison(self) -> Officer:
        """The liaison of units[1]."""
        return self.officers["other_liaison"]

    @property
    def unit_head(self) -> Officer:
        """The head of units[0]."""
        return self.officers["unit_head"]

    @property
    def inspector(self) -> Officer:
        return self.officers["inspector"]

    @property
    def assessment(self) -> Officer:
        return self.officers["assessment"]

    @property
    def discipline(self) -> Officer:
        return self.officers["discipline"]

    @property
    def admin(self) -> Officer:
        return self.officers["administrator"]

    @property
    def auditor(self) -> Officer:
        return self.officers["auditor"]


def office(
    regime: str = "sanmenxia-2019", *, slug: str = "", is_demo: bool = False, groups: Sequence[str] = ()
) -> Cast:
    """Make a jurisdiction under that regime with six units, two portfolios and an officer in every role.

    Usernames are `<slug>.<role>`; every password is PASSWORD. The units lie in `groups` in turn, where these are given.
    """
    slug = slug or regime
    is_city = regime in ("sanmenxia-2019", "ankang-2020")
    jurisdiction = Jurisdiction.objects.create(
        slug=slug,
        name=f"{'某市' if is_city else '某县'}人民政府办公室（{slug}）",
        regime=regime,
        letterhead={
            "head": ["某市人民政府" if is_city else "某县人民政府"],
            "code": _CODES.get(regime, "督"),
        },
        is_demo=is_demo,
    )
    leaders = _officers(jurisdiction, {"leader": (Role.LEADER, None), "other_leader": (Role.LEADER, None)})
    portfolios = {
        each.name: each
        for each in Portfolio.objects.bulk_create(
            [
                Portfolio(jurisdiction=jurisdiction, name=name, leader=leader)
                for name, leader in zip(("农业口", "工业口"), leaders.values(), strict=True)
            ]
        )
    }
    described = _CITY if is_city else _COUNTY
    units = Unit.objects.bulk_create(
        [
            Unit(
                jurisdiction=jurisdiction,
                code=code,
                name=name,
                group=groups[order % len(groups)] if groups else group,
                portfolio=portfolios[portfolio],
                order=order,
            )
            for order, (code, name, group, portfolio, _) in enumerate(described)
        ]
    )
    UnitAlias.objects.bulk_create(
        [
            UnitAlias(jurisdiction=jurisdiction, unit=unit, name=alias)
            for unit, (*_, aliases) in zip(units, described, strict=True)
            for alias in aliases
        ]
    )
    of_unit = (Role.LIAISON, Role.UNIT_HEAD)
    others = {role.value: (role, units[0] if role in of_unit else None) for role in Role if role.value not in leaders}
    officers = {**leaders, **_officers(jurisdiction, {**others, "other_liaison": (Role.LIAISON, units[1])})}
    return Cast(jurisdiction, units, officers)


def _officers(jurisdiction: Jurisdiction, posts: dict[str, tuple[Role, Unit | None]]) -> dict[str, Officer]:
    """Make an officer in each of these posts, in one statement: what every test does first."""
    made = Officer.objects.bulk_create(
        [
            Officer(
                username=f"{jurisdiction.slug}.{name}",
                full_name=f"{role.label}{'乙' if name.startswith('other_') else '甲'}",
                role=role,
                unit=unit,
                jurisdiction=jurisdiction,
                password=_password(settings.PASSWORD_HASHERS[0]),
                guide_put_away=True,
            )
            for name, (role, unit) in posts.items()
        ]
    )
    remembering.making(made)
    for officer in made:
        tracking.note(officer)
    return dict(zip(posts, made, strict=True))


@functools.cache
def _password(hasher: str) -> str:
    # One hash for all under each way of hashing: it is slow on purpose, and no test depends on the salt.
    return make_password(PASSWORD)


def session_of(officer: Officer, *, ahead: int = 0) -> str:
    """Open a session of the officer as signing in does, and return its key; they were last seen so many seconds from now."""
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(officer.pk), "duban.web.entrance.SessionBackend"
    session[HASH_SESSION_KEY] = officer.get_session_auth_hash()
    session["began"] = session["seen"] = int(time.time()) + ahead
    session.save(must_create=True)
    return session.session_key
