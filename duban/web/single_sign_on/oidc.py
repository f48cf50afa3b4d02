"""OpenID Connect: authorization code with PKCE, state and nonce; the identity token is checked against the issuer's own keys."""

import time
from typing import Any
from urllib.parse import urlencode

import requests
from authlib.common.security import generate_token
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from duban.web.single_sign_on import NotSignedOn, Proof

# Signed with a key that only the issuer has: neither `none` nor the secret that we share with it.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
_TIMEOUT, _LEEWAY, _FRESH = 10, 60, 300
# What RFC 8176 calls more than one factor.
_FACTORS = {"mfa", "otp", "hwk", "sc", "fpt", "face", "iris"}
_kept: dict[str, tuple[float, Any]] = {}


def begin(redirect_uri: str) -> tuple[str, dict[str, str]]:
    """Return where to send the browser, and what it must bring back. Raises NotSignedOn where the provider does not answer."""
    verifier, nonce = generate_token(64), generate_token(32)
    with _session(redirect_uri) as session:
        address, state = session.create_authorization_url(
            _metadata()["authorization_endpoint"], code_verifier=verifier, nonce=nonce
        )
    return address, {"state": state, "nonce": nonce, "verifier": verifier}


def finish(redirect_uri: str, asked: dict[str, str], kept: dict[str, str]) -> Proof:
    """Return who came back. `asked` is the query of the return, `kept` what the browser set out with. Raises NotSignedOn."""
    if "code" not in asked:
        raise NotSignedOn("统一身份认证没有同意登录", log=f"refused by the provider: {asked.get('error', '')[:40]!r}")
    if asked.get("iss", _given()["issuer"]) != _given()["issuer"]:
        raise NotSignedOn("登录信息来自别的认证服务器", log="answer of another issuer")
    try:
        with _session(redirect_uri) as session:
            answer = session.fetch_token(
                _metadata()["token_endpoint"], code=asked["code"], code_verifier=kept["verifier"], timeout=_TIMEOUT
            )
    except (OAuthError, requests.RequestException, ValueError) as error:
        raise NotSignedOn("统一身份认证没有确认这次登录", log=f"code not accepted: {type(error).__name__}") from None
    return proof_of(answer.get("id_token", ""), nonce=kept["nonce"])


def proof_of(token: str, *, nonce: str) -> Proof:
    """Return whom an identity token proves. Raises NotSignedOn for one that is unsigned, tampered with, expired, another's or replayed."""
    rules = jwt.JWTClaimsRegistry(
        leeway=_LEEWAY,
        iss={"essential": True, "value": _given()["issuer"]},
        aud={"essential": True, "value": _given()["client_id"]},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        claims = _read(token)
        rules.validate(claims)
    except (JoseError, ValueError, TypeError) as error:
        raise NotSignedOn("统一身份认证的回答没有通过核验", log=f"identity token refused: {error}") from None
    others = claims["aud"] if isinstance(claims["aud"], list) else []
    if claims.get("azp", _given()["client_id"]) != _given()["client_id"] or (len(others) > 1 and "azp" not in claims):
        raise NotSignedOn("统一身份认证的回答没有通过核验", log="identity token made out to another program")
    name = claims.get(_given()["claim"])
    if not isinstance(name, str) or not name:
        raise NotSignedOn("统一身份认证没有说明您的账号名", log=f"no claim {_given()['claim']}")
    factors = claims.get("amr")
    return Proof(name, isinstance(factors, list) and bool(_FACTORS.intersection(map(str, factors))))


def leave(back: str) -> str:
    """Return the address that ends the session at the provider; empty where it has none."""
    end = _metadata().get("end_session_endpoint", "")
    query = {"client_id": _given()["client_id"], "post_logout_redirect_uri": back}
    return f"{end}?{urlencode(query)}" if end else ""


def _session(redirect_uri: str) -> OAuth2Session:
    return OAuth2Session(
        _given()["client_id"],
        _given()["client_secret"],
        token_endpoint_auth_method="client_secret_basic",
        scope=_given()["scope"],
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
    )


def _read(token: str) -> dict[str, Any]:
    """Return the claims of a token whose signature is one of the issuer's; its keys are fetched anew where they do not know it."""
    try:
        return jwt.decode(token, KeySet.import_key_set(_fetch(_metadata()["jwks_uri"])), algorithms=ALGORITHMS).claims
    except JoseError:
        keys = KeySet.import_key_set(_fetch(_metadata()["jwks_uri"], anew=True))
        return jwt.decode(token, keys, algorithms=ALGORITHMS).claims


def _metadata() -> dict[str, Any]:
    """Return what the issuer says of itself. Raises NotSignedOn where it does not answer, or says that it is another."""
    issuer = _given()["issuer"]
    found = _fetch(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != issuer:
        raise NotSignedOn("统一身份认证的配置不符，请告诉系统管理员", log="discovery names another issuer")
    return found


def _fetch(url: str, *, anew: bool = False) -> Any:
    """Return the JSON at an address of the issuer, kept for five minutes. Raises NotSignedOn where it does not answer."""
    at, found = _kept.get(url, (0.0, None))
    if anew or time.monotonic() - at > _FRESH or found is None:
        try:
            answer = requests.get(url, timeout=_TIMEOUT, allow_redirects=False)
            answer.raise_for_status()
            found = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise NotSignedOn(
                "统一身份认证服务器没有回应，请稍后再试", log=f"provider away: {type(error).__name__}"
            ) from None
        _kept[url] = (time.monotonic(), found)
    return found


def _given() -> dict[str, str]:
    """Return what is set of this way; nobody comes here where nothing is."""
    if settings.OIDC is None:
        raise RuntimeError("DUBAN_OIDC_ISSUER is not set")
    return settings.OIDC
