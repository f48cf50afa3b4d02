"""What the frame of every page shows: who one is, the regime in force, the entries of one's role."""

from django.conf import settings
from django.urls import get_resolver, reverse
from django.utils.functional import SimpleLazyObject

from duban.engine.calendar import calendar_with
from duban.ledger import access
from duban.ledger.governed import Governed
from duban.ledger.queries.office import messages
from duban.people import second_factors
from duban.people.models import CONFIRMERS, LEADERS, OFFICE, UNIT_ROLES, Officer, Role
from duban.web.http import Request

# Route name → word, icon. The order is the order of the menu.
ENTRIES = {
    "desk": ("工作台", "desk"),
    "matters": ("台账", "ledger"),
    "sources": ("来源", "inbox"),
    "papers": ("来文", "inbox"),
    "instructions": ("批示", "pencil"),
    "inspections": ("督查活动", "eye"),
    "fields": ("分管", "flag"),
    "proposals": ("报批", "sign"),
    "notices": ("文书", "paper"),
    "bulletins": ("通报", "paper"),
    "consequences": ("处理", "warning"),
    "rankings": ("考核", "ranking"),
    "statistics": ("统计", "statistics"),
    "officers": ("人员", "people"),
    "units": ("单位", "unit"),
    "portfolios": ("分管", "flag"),
    "letters": ("信件", "forward"),
    "journal": ("日志", "journal"),
    "regime": ("制度", "regime"),
    "calendar": ("日历", "calendar"),
}

# Who is told that the daily run stands still: those who see to it, and those who count on it.
_WATCH = frozenset({*OFFICE, Role.ADMINISTRATOR})

# Who may stand in for another's signature, and who sees changes of accounts.
_STANDS_IN = frozenset({*OFFICE, *LEADERS, Role.SECTION})
_SEES_CHANGES = frozenset({*CONFIRMERS, Role.AUDITOR})

# Lists that stand under an entry of the menu beside its own address.
_UNDER = {
    "regime": ("/studio",),
    "officers": ("/account-changes", "/successions", "/reorganisations"),
    "matters": ("/imports",),
    "letters": ("/settings/robots",),
    "rankings": ("/claims", "/scores", "/records"),
    "notices": ("/bulletins", "/settings/letterhead"),
    "inspections": (
        "/visits",
        "/roster",
        "/annual-plans",
        "/findings",
        "/conclusions",
        "/reviews",
        "/members",
        "/self-inspections",
        "/draws",
    ),
    "proposals": ("/objections", "/consequences", "/delegations"),
    "sources": (
        "/meetings",
        "/decisions",
        "/instructions",
        "/collections",
        "/slips",
        "/wishes",
        "/suggestions",
        "/appeals",
        "/ratings",
        "/settings/intake",
        "/handovers",
        "/papers",
    ),
}
_WORKING = ("desk", "matters", "inspections", "proposals", "bulletins", "rankings", "statistics", "regime")
MENU: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        OFFICE,
        ("desk", "matters", "sources", "inspections", "proposals", "notices", "rankings", "statistics", "regime"),
    ),
    **dict.fromkeys(UNIT_ROLES, _WORKING),
    **dict.fromkeys(
        LEADERS,
        (
            "desk",
            "matters",
            "inspections",
            "instructions",
            "proposals",
            "fields",
            "bulletins",
            "rankings",
            "statistics",
        ),
    ),
    Role.SECTION: (
        "desk",
        "matters",
        "sources",
        "inspections",
        "fields",
        "proposals",
        "bulletins",
        "rankings",
        "statistics",
        "regime",
    ),
    Role.INSPECTOR: ("desk", "inspections", "matters", "bulletins", "rankings", "statistics", "regime"),
    Role.ASSESSMENT: ("desk", "bulletins", "rankings", "consequences", "regime"),
    Role.DISCIPLINE: ("desk", "consequences", "regime"),
    Role.ADMINISTRATOR: ("desk", "officers", "units", "portfolios", "letters", "calendar"),
    Role.AUDITOR: ("desk", "journal", "regime"),
}

# The bar at the foot of a phone has room for five: what a role uses most, then 更多 with the rest. Who has five or fewer has them all.
_FOOT = 5
_MOST_USED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(OFFICE, ("desk", "matters", "proposals", "inspections")),
    **dict.fromkeys(UNIT_ROLES, ("desk", "matters", "proposals", "rankings")),
    **dict.fromkeys(LEADERS, ("desk", "matters", "instructions", "statistics")),
    Role.SECTION: ("desk", "matters", "sources", "proposals"),
    Role.INSPECTOR: ("desk", "inspections", "matters", "statistics"),
    Role.ADMINISTRATOR: ("desk", "officers", "units", "letters"),
}


def first_page(officer: Officer) -> str:
    """Return the name of the route that an officer sees first; of the password page where there is no post yet."""
    return (*_menu(officer), "password")[0]


def shell(request: Request) -> dict[str, object]:
    """Return the frame's variables. Without an officer (login, early errors) only what needs no database."""
    frame = {
        "demo": settings.DEMO,
        "today": getattr(request, "today", None),
        "request_number": request.number,
        "offers_second_factor": second_factors.is_offered(),
    }
    officer = getattr(request, "user", None)
    if officer is None or not officer.is_authenticated:
        return frame
    jurisdiction = officer.jurisdiction
    frame |= {"officer": officer, "sees_account_changes": officer.role in _SEES_CHANGES}
    frame["reorganises"] = access.may(officer, "reorganise")
    frame["hands_over"] = access.may(officer, "hand_over_post")
    frame["lets_robots"] = access.may(officer, "let_robots")
    if jurisdiction is None:
        return frame
    if officer.joined:
        frame["other_posts"] = [each for each in access.accounts.posts(officer) if each.pk != officer.pk]
    return {
        **frame,
        "jurisdiction": jurisdiction,
        "regime": SimpleLazyObject(lambda: Governed.of(jurisdiction).document),
        "calendar": SimpleLazyObject(lambda: calendar_with(jurisdiction.local_calendar or None, jurisdiction.holidays)),
        **_menus(officer, request.path),
        "may_stand_in": officer.role in _STANDS_IN,
        "stood": SimpleLazyObject(lambda: access.delegations.represented_by(officer, request.today)),
        "unread": getattr(jurisdiction, "unread", 0),
        "standstill": messages.standstill(jurisdiction, request.at) if officer.role in _WATCH else None,
    }


def _menu(officer: Officer) -> list[str]:
    known = get_resolver().reverse_dict
    return [name for name in MENU.get(officer.role, ()) if name in known]


def _menus(officer: Officer, path: str) -> dict[str, object]:
    """Return the entries of the menu, and those that a phone's bar folds under 更多."""
    names = _menu(officer)
    used = _MOST_USED.get(officer.role, ()) if len(names) > _FOOT else tuple(names)
    entries = [{**_entry(name, path), "is_folded": name not in used} for name in names]
    return {"menu": entries, "folded": [each for each in entries if each["is_folded"]]}


def _entry(name: str, path: str) -> dict[str, object]:
    word, icon = ENTRIES[name]
    url = reverse(name)
    return {
        "url": url,
        "word": word,
        "icon": icon,
        "here": any(
            path == each or (each != "/" and path.startswith(f"{each}/")) for each in (url, *_UNDER.get(name, ()))
        ),
    }
