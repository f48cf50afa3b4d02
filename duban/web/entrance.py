"""Where an officer who proved who they are, by whatever way, comes into a session; before it the second factor, where theirs is on."""

import time
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import SESSION_KEY, login
from django.contrib.auth.backends import BaseBackend
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from duban.ledger.queries.office import messages
from duban.people import lockouts, passwords, second_factors
from duban.people.models import Officer, Role
from duban.web import audit
from duban.web.forms import Form
from duban.web.http import Request

_DIRECTORY = "duban.web.single_sign_on.directory.DirectoryBackend"
_BACKEND = "duban.web.entrance.SessionBackend"
# Who gave the password has so many seconds for the code.
_PATIENCE = 300
# In the session: which server said who it is.
WAY = "way"
# Who came in by another server's word proves it again by having just come in: so many seconds.
_JUST = 600
_WAITING, _PROVEN = "entering", "second_factor"
# How the links of letters begin.
_OF_LETTERS = "/to/"
# In the session: where somebody was going who had to do something else first.
_GOING = "going"


class SessionBackend(BaseBackend):
    """Reads the officer of an open session, with all that the frame of a page asks of them, in one query; nobody signs in by it."""

    def get_user(self, user_id: Any) -> Officer | None:
        """Return the officer of that key while their account is open, or None."""
        officer = messages.officer_of_session(int(user_id))
        return officer if officer is not None and officer.is_active else None


def wanted(request: Request, to: str | None = None, otherwise: str = "/") -> str:
    """Return where somebody wanted to go, `to` or what the form or address says; an address that is not ours counts as none."""
    to = to if to is not None else request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(to, {request.get_host()}, require_https=request.is_secure())
    return to if is_ours else otherwise


def address_of(request: Request) -> str:
    """Return where this request leads, to come back to it after signing in; of a form, or of a part of a page, the page on which it stands."""
    if request.htmx:
        return request.htmx.current_url_abs_path or ""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    host, page = f"{request.scheme}://{request.get_host()}", request.headers.get("Referer", "")
    return page.removeprefix(host) if page.startswith(f"{host}/") else ""


def back_to(request: Request) -> str:
    """Return the entrance for somebody whose session has ended, which leads back to where this request was to lead."""
    to = address_of(request)
    query = {"ended": "1", **({"next": to} if to not in ("", "/") else {})}
    return f"{reverse('login')}?{urlencode(query)}"


def is_told(request: Request) -> bool:
    """Say whether somebody who must sign in is told that a session has ended: a page asks that was open, or the cookie of one is there."""
    # A form's own address may answer to nothing else: who signed in again comes back to the page on which it stands.
    is_sent = request.method not in ("GET", "HEAD") and address_of(request) != ""
    # Ended from elsewhere, with a new password, with the account.
    is_over = request.session.session_key is None or SESSION_KEY in request.session
    return bool(request.htmx) or is_sent or (is_over and bool(request.COOKIES.get(settings.SESSION_COOKIE_NAME)))


def remember_going(request: Request) -> None:
    """Keep where somebody was going who must do something else first."""
    to = address_of(request)
    if to not in ("", "/"):
        request.session[_GOING] = to


def gone_on(request: Request, otherwise: str = "/") -> str:
    """Return, once, where somebody was going who has now done what came first."""
    return wanted(request, request.session.pop(_GOING, ""), otherwise)


def enter(request: Request, officer: Officer, *, to: str = "/", way: str = "", proven: bool = False) -> HttpResponse:
    """Let this officer in and lead to `to`, an address of ours; first to the page of the code where they have a second factor.

    `way` names who said who it is, empty for the password kept here; `proven`: the second factor was seen to there.

    Every way of signing in ends here.
    """
    if proven or not second_factors.is_on(officer):
        open_session(request, officer, way)
        if proven:
            mark_proven(request)
        return HttpResponseRedirect(_first(officer, to))
    lockouts.release(request, officer.username)
    # Nobody is signed in yet: what is kept opens nothing but the page of the code.
    request.session[_WAITING] = {
        "officer": officer.pk,
        "hash": officer.get_session_auth_hash(),
        "to": to,
        "at": int(time.time()),
        "way": way,
    }
    return HttpResponseRedirect(reverse("login"))


def waiting(request: Request) -> Officer | None:
    """Return who gave a right password in this browser and still owes the code; None after five minutes, or when the password changed."""
    held = request.session.get(_WAITING)
    if held is None or time.time() - held["at"] > _PATIENCE:
        return None
    officer = Officer.objects.select_related("jurisdiction").filter(pk=held["officer"], is_active=True).first()
    if officer is None or not constant_time_compare(held["hash"], officer.get_session_auth_hash()):
        return None
    return officer


def let_in(request: Request, officer: Officer) -> HttpResponse:
    """Open the session of an officer who gave the code as well, and lead to where they wanted."""
    held = request.session.pop(_WAITING)
    to = held["to"]
    open_session(request, officer, held.get("way", ""))
    mark_proven(request)
    return HttpResponseRedirect(_first(officer, to))


def enter_post(request: Request, post: Officer) -> None:
    """Go over to another post of the same person: a session of its own, as old as the one before and proven as it was; nothing else goes along."""
    before, kept = request.user, {name: request.session.get(name) for name in ("began", _PROVEN, WAY)}
    login(request, post, backend=_BACKEND)
    told = f"{before.username}（{before.post}）→ {post.username}（{post.post}）"
    audit.note(request, "post.entered", officer=post, details=told[:300])
    now = int(time.time())
    request.session.update({"began": kept["began"] or now, "seen": now, "address": request.address})
    request.session["agent"] = request.META.get("HTTP_USER_AGENT", "")[:120]
    for name in (_PROVEN, WAY):
        if kept[name]:
            request.session[name] = kept[name]


def _first(officer: Officer, to: str) -> str:
    """Return where somebody goes who has just come in: who has several posts, or is offered one, chooses first.

    The same address is another matter in another office: in which post it was open nobody knows any more. A letter's link says so itself.
    """
    if to == "/" and (officer.joined or officer.offers.exists()):
        return reverse("posts")
    if officer.joined and not to.startswith(_OF_LETTERS):
        return f"{reverse('posts')}?{urlencode({'next': to})}"
    return to


def way_of(officer: Officer) -> str:
    """Return which server took the password of who has just given it; empty for ours."""
    return "ldap" if getattr(officer, "backend", "") == _DIRECTORY else ""


def why_closed(request: Request, officer: Officer) -> str:
    """Return why a right password, just given, opens nothing all the same; empty where it does. At the entrance and wherever one proves an account."""
    if way_of(officer):
        return ""
    if settings.SIGN_ON_ONLY and officer.role != Role.ADMINISTRATOR:
        return "本单位使用统一身份认证，请不要用本系统的口令登录。"
    is_dead = passwords.is_dead(officer.login, request.at)
    return "初始口令没有及时修改，已经失效。请找系统管理员重新发一个。" if is_dead else ""


def forget(request: Request) -> str:
    """Begin again from the password; return where it was to lead."""
    held = request.session.pop(_WAITING, None)
    return held["to"] if held else "/"


def open_session(request: Request, officer: Officer, way: str = "") -> None:
    """Open a session for this officer, who came in by this way."""
    login(request, officer, backend=_BACKEND)
    audit.note(request, "login.done", officer=officer, details=f"{officer.office_name}{officer.post}"[:300])
    request.session["began"] = request.session["seen"] = int(time.time())
    # What one needs to know one's own sessions apart.
    request.session["agent"] = request.META.get("HTTP_USER_AGENT", "")[:120]
    request.session["address"] = request.address
    if way:
        request.session[WAY] = way
    request.session.clear_expired()


def mark_proven(request: Request) -> None:
    """Note in the session that its officer has a second factor in force."""
    request.session[_PROVEN] = True


def owes_second_factor(request: Request) -> bool:
    """Return whether the officer must bind an app before anything else: their post needs one, and they have none."""
    if settings.SECOND_FACTOR in (("off",), ("offer",)) or request.session.get(_PROVEN):
        return False
    return second_factors.is_required(request.user) and not second_factors.is_on(request.user)


def owner(request: Request) -> dict[str, Any]:
    """Return what a form that asks once more who sits here needs to know: the officer, and of who has no password here whether they just came in."""
    way = request.session.get(WAY, "")
    is_recent = time.time() - request.session.get("began", 0) < _JUST
    return {"officer": request.user.login, "just_came": is_recent if way not in ("", "ldap") else None}


def is_right(request: Request, form: Form) -> bool:
    """Check a form that asks for the password once more; a wrong one counts as a wrong one at the entrance does."""
    if not lockouts.is_open(request, request.user.login.username):
        request.axes_locked_out = True
        return False
    if form.is_valid():
        return True
    if any(form.data.get(name) and form.has_error(name) for name in ("password", "old")):
        lockouts.count_failure(request, request.user.login.username)
    return False
