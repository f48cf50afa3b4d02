"""CAS 3.0: a ticket, good once and for our address alone, which the CAS server itself confirms."""

from typing import Any
from xml.etree.ElementTree import ParseError

import requests
from cas import CASClient, CASError
from django.conf import settings
from django.utils.crypto import get_random_string

from duban.web.single_sign_on import NotSignedOn, Proof

_TIMEOUT = 10


class _Hurried(requests.Session):
    """A session that waits for an answer only so long, follows nothing, and takes no answer that is an error."""

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        answer = super().request(*args, **{**kwargs, "timeout": _TIMEOUT, "allow_redirects": False})
        if answer.status_code != 200:
            raise requests.HTTPError(f"status {answer.status_code}")
        return answer


def begin(service: str) -> tuple[str, dict[str, str]]:
    """Return where to send the browser, and what it must bring back. The state is part of the path for which the ticket is good: some servers
    look at no query.
    """
    state = get_random_string(32)
    return _client(f"{service}/{state}").get_login_url(), {"state": state}


def finish(service: str, asked: dict[str, str], kept: dict[str, str]) -> Proof:
    """Return who came back with a ticket. Raises NotSignedOn for one that is used, of another program, or made up."""
    if not asked.get("ticket"):
        raise NotSignedOn("统一身份认证没有同意登录", log="no ticket")
    try:
        name, attributes, _ = _client(f"{service}/{kept['state']}").verify_ticket(asked["ticket"])
    except (CASError, requests.RequestException, ParseError, ValueError, IndexError, AttributeError) as error:
        raise NotSignedOn("统一身份认证服务器没有回应，请稍后再试", log=f"CAS away: {type(error).__name__}") from None
    if _given()["attribute"]:
        name = (attributes or {}).get(_given()["attribute"]) if name else None
    if not isinstance(name, str) or not name:
        raise NotSignedOn("统一身份认证没有确认这次登录", log="ticket not accepted")
    return Proof(name)


def leave(back: str) -> str:
    """Return the address that ends the session at the CAS server."""
    return _client(back).get_logout_url(back)


def _client(service: str) -> Any:
    return CASClient(version=3, service_url=service, server_url=_given()["url"], session=_Hurried())


def _given() -> dict[str, str]:
    """Return what is set of this way; nobody comes here where nothing is."""
    if settings.CAS is None:
        raise RuntimeError("DUBAN_CAS_URL is not set")
    return settings.CAS
