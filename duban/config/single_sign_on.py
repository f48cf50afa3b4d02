"""Settings of single sign-on: each way exists only where its address is set, and needs the extra of its name."""

import csv
import importlib.util
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

_HERE = {"127.0.0.1", "localhost", "::1"}
SECOND_FACTORS = ("ours", "amr", "theirs")


def oidc(env: Mapping[str, str]) -> dict[str, str] | None:
    """Return what is set of OpenID Connect; None where nothing is. Raises RuntimeError for what cannot be."""
    issuer = env.get("DUBAN_OIDC_ISSUER", "").strip()
    if not issuer:
        return None
    _refuse_open("DUBAN_OIDC_ISSUER", issuer, "https")
    _need("oidc", "authlib", "requests")
    for name in ("DUBAN_OIDC_CLIENT_ID", "DUBAN_OIDC_CLIENT_SECRET"):
        if not env.get(name):
            raise RuntimeError(f"设了 DUBAN_OIDC_ISSUER，没有设 {name}")
    return {
        "issuer": issuer,
        "client_id": env["DUBAN_OIDC_CLIENT_ID"],
        "client_secret": env["DUBAN_OIDC_CLIENT_SECRET"],
        "scope": env.get("DUBAN_OIDC_SCOPE", "openid profile"),
        "claim": env.get("DUBAN_OIDC_CLAIM", "sub"),
        "label": env.get("DUBAN_OIDC_LABEL", "统一身份认证登录"),
    }


def cas(env: Mapping[str, str]) -> dict[str, str] | None:
    """Return what is set of CAS; None where nothing is. Raises RuntimeError for what cannot be."""
    url = env.get("DUBAN_CAS_URL", "").strip()
    if not url:
        return None
    _refuse_open("DUBAN_CAS_URL", url, "https")
    _need("cas", "cas")
    label = env.get("DUBAN_CAS_LABEL", "统一身份认证登录")
    return {"url": url.rstrip("/") + "/", "attribute": env.get("DUBAN_CAS_ATTRIBUTE", ""), "label": label}


def ldap(env: Mapping[str, str]) -> dict[str, Any] | None:
    """Return what is set of a directory; None where nothing is. Raises RuntimeError for what cannot be."""
    url = env.get("DUBAN_LDAP_URL", "").strip()
    if not url:
        return None
    starttls = env.get("DUBAN_LDAP_STARTTLS") == "1"
    if not starttls:
        _refuse_open("DUBAN_LDAP_URL", url, "ldaps")
    _need("ldap", "ldap3")
    if not env.get("DUBAN_LDAP_BASE"):
        raise RuntimeError("设了 DUBAN_LDAP_URL，没有设 DUBAN_LDAP_BASE")
    return {
        "url": url,
        "starttls": starttls,
        "ca": env.get("DUBAN_LDAP_CA", ""),
        "bind_dn": env.get("DUBAN_LDAP_BIND_DN", ""),
        "bind_password": env.get("DUBAN_LDAP_BIND_PASSWORD", ""),
        "base": env["DUBAN_LDAP_BASE"],
        "attribute": env.get("DUBAN_LDAP_ATTRIBUTE", "uid"),
    }


def names(env: Mapping[str, str]) -> dict[str, str] | None:
    """Return who is which account, from a file of lines `name there,account here`; None where no file is set: the names are the same.

    Raises RuntimeError for a file that cannot be read, a line that is not two names, and a name or an account that comes twice.
    """
    path = env.get("DUBAN_SIGN_ON_NAMES", "")
    if not path:
        return None
    try:
        rows = [
            [word.strip() for word in row]
            for row in csv.reader(Path(path).read_text(encoding="utf-8-sig").splitlines())
            if row
        ]
    except (OSError, UnicodeDecodeError) as error:
        raise RuntimeError(f"DUBAN_SIGN_ON_NAMES 的文件 {path} 读不了：{error}") from None
    found: dict[str, str] = {}
    for number, row in enumerate(rows, 1):
        if len(row) != 2 or not all(row) or row[0] in found or row[1] in found.values():
            raise RuntimeError(
                f"DUBAN_SIGN_ON_NAMES 的文件 {path} 第 {number} 行应为“那边的名字,本系统账号”，两者在文件里各只出现一次"
            )
        found[row[0]] = row[1]
    return found


def second_factor(env: Mapping[str, str]) -> str:
    """Return whose second factor counts: ours, theirs, or theirs where OpenID Connect says it was used (amr)."""
    word = env.get("DUBAN_SIGN_ON_SECOND_FACTOR", "ours")
    if word not in SECOND_FACTORS:
        raise RuntimeError(f"DUBAN_SIGN_ON_SECOND_FACTOR 只能是 {'、'.join(SECOND_FACTORS)}，不能是 {word}")
    return word


def _refuse_open(name: str, url: str, scheme: str) -> None:
    """Raise RuntimeError for an address over which passwords or assertions would go open through the network."""
    parts = urlparse(url)
    if not parts.hostname or not (
        parts.scheme == scheme or (parts.scheme == scheme.rstrip("s") and parts.hostname in _HERE)
    ):
        raise RuntimeError(f"{name} 应为 {scheme}:// 开头的地址，不能是 {url}")


def _need(extra: str, *modules: str) -> None:
    if any(importlib.util.find_spec(module) is None for module in modules):
        raise RuntimeError(f"这种单点登录还要安装附加的包：pip install duban[{extra}]")
