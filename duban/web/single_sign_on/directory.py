"""LDAP: the password goes into the same form as ours; the directory finds the entry, and says by a bind whether the password is its own."""

import logging
import ssl
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import BaseBackend

from duban.people.models import Officer
from duban.web.single_sign_on import NotSignedOn, officer_of

log = logging.getLogger(__name__)
_TIMEOUT = 10


class DirectoryBackend(BaseBackend):
    """Asks the directory for whoever has no account with a password here; it makes no account."""

    def authenticate(
        self, request: Any, username: str | None = None, password: str | None = None, **_: Any
    ) -> Officer | None:
        """Return the officer whose entry took the password; None for nobody. Where the directory is away, the request is marked so."""
        if not settings.LDAP or not username or not password:
            # An empty password is no password: a directory takes it for a visit without name.
            return None
        from ldap3.core.exceptions import LDAPException

        try:
            name = _name_of(username, password)
            return officer_of(name) if name else None
        except NotSignedOn as refused:
            log.warning("directory: %s", refused.log)
        except LDAPException as error:
            log.error("directory away: %s", type(error).__name__)
            if request is not None:
                request.directory_away = True
        return None


def takes(officer: Officer, password: str) -> bool:
    """Return whether the directory takes this password for this officer, who is asked for it once more."""
    if not settings.LDAP or not password:
        return False
    from ldap3.core.exceptions import LDAPException

    theirs = {here: there for there, here in (settings.SIGN_ON_NAMES or {officer.username: officer.username}).items()}
    try:
        return officer.username in theirs and bool(_name_of(theirs[officer.username], password))
    except LDAPException as error:
        log.error("directory away: %s", type(error).__name__)
        return False


def _name_of(username: str, password: str) -> str:
    """Return the one entry's own name, as the directory spells it, where the password is right; empty otherwise."""
    from ldap3 import SUBTREE, Connection
    from ldap3.utils.conv import escape_filter_chars

    way = _given()
    with _bound(way["bind_dn"], way["bind_password"]) as connection:
        connection.search(
            way["base"],
            f"({way['attribute']}={escape_filter_chars(username)})",
            SUBTREE,
            attributes=[way["attribute"]],
            size_limit=2,
        )
        found = [entry for entry in connection.response if entry["type"] == "searchResEntry"]
    if len(found) != 1:
        return ""
    names = [str(name) for name in found[0]["attributes"][way["attribute"]]]
    # A directory takes ZHANG and “zhang ” for zhang; here they would be other accounts.
    if username not in names:
        return ""
    entry = Connection(_server(), found[0]["dn"], password, receive_timeout=_TIMEOUT, auto_referrals=False)
    try:
        _open(entry)
        return username if entry.bind() else ""
    finally:
        entry.unbind()


def _bound(dn: str, password: str) -> Any:
    from ldap3 import Connection

    connection = Connection(
        _server(), dn or None, password or None, receive_timeout=_TIMEOUT, auto_referrals=False, raise_exceptions=True
    )
    _open(connection)
    connection.bind()
    return connection


def _open(connection: Any) -> None:
    connection.open()
    if _given()["starttls"]:
        connection.start_tls()


def _server() -> Any:
    # Where the directory points elsewhere nobody follows: the password would go with them.
    from ldap3 import NONE, Server, Tls

    tls = Tls(validate=ssl.CERT_REQUIRED, ca_certs_file=_given()["ca"] or None)
    return Server(_given()["url"], tls=tls, get_info=NONE, connect_timeout=_TIMEOUT)


def _given() -> dict[str, Any]:
    """Return what is set of this way; nobody comes here where nothing is."""
    if settings.LDAP is None:
        raise RuntimeError("DUBAN_LDAP_URL is not set")
    return settings.LDAP
