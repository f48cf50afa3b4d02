"""Single sign-on: another server says who somebody is; here it is only asked which account that is.

Each way is a module and an extra; none is imported before it is used. No account is made by itself, and a closed one stays closed.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from duban.people.models import Officer

_COOKIE, _SALT = "sign_on", "duban.sign_on"
# Who went to the other server has so many seconds to come back.
_PATIENCE = 600


class NotSignedOn(Exception):
    """What came back proves nobody; `log` is for the log and names no person."""

    def __init__(self, why: str, *, log: str) -> None:
        super().__init__(why)
        self.why = why
        self.log = log


@dataclass(frozen=True)
class Way:
    """One way to sign on, with the words of its button."""

    name: str
    label: str


@dataclass(frozen=True)
class Proof:
    """What the other server said: who, by its own name for them, and whether they used a second factor there."""

    name: str
    has_second_factor: bool = False


def ways() -> list[Way]:
    """Return the ways that have a button: a directory has none, its passwords go into the same form."""
    found = {"oidc": settings.OIDC, "cas": settings.CAS}
    return [Way(name, way["label"]) for name, way in found.items() if way]


def officer_of(name: str) -> Officer:
    """Return the open account of somebody by the other server's name for them. Raises NotSignedOn; the name must be the same to the sign."""
    known = name if settings.SIGN_ON_NAMES is None else settings.SIGN_ON_NAMES.get(name, "")
    officer = Officer.objects.select_related("jurisdiction").filter(username=known).first() if known else None
    if officer is None or officer.username != known or not officer.is_active:
        raise NotSignedOn(
            "您的统一身份在本系统没有可用的账号，请找本单位的系统管理员", log="no open account of that name"
        )
    return officer


def counts_second_factor(proof: Proof) -> bool:
    """Return whether the second factor was seen to elsewhere, by the installation's setting."""
    return settings.SIGN_ON_SECOND_FACTOR == "theirs" or (
        settings.SIGN_ON_SECOND_FACTOR == "amr" and proof.has_second_factor
    )


def set_out(response: HttpResponse, request: HttpRequest, way: str, to: str, **kept: str) -> None:
    """Keep in this browser alone, signed, what it must bring back: nothing is written here before somebody proved who they are."""
    box = signing.dumps({"way": way, "to": to, **kept}, salt=_SALT)
    response.set_cookie(
        _COOKIE, box, max_age=_PATIENCE, path="/login", httponly=True, samesite="Lax", secure=request.is_secure()
    )


def came_back(request: HttpRequest, way: str, state: str) -> dict[str, str]:
    """Return what this browser set out with, by the state that came back. Raises NotSignedOn for another browser, another way, or too late."""
    try:
        kept = signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_SALT, max_age=_PATIENCE)
    except signing.BadSignature:
        kept = {}
    if kept.get("way") != way or not kept.get("state") or not constant_time_compare(kept["state"], state):
        raise NotSignedOn("登录不是从本页发起的，或者等待太久，请重新登录", log="no such journey in this browser")
    return kept


def forget(response: HttpResponse) -> None:
    """Let what was kept be used once."""
    response.delete_cookie(_COOKIE, path="/login")
