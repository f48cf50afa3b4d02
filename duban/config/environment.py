"""Settings as the environment says them: a name that is misspelt, or a value that is none, is refused and not taken for nothing."""

import difflib
import os
from collections.abc import Mapping

PREFIX = "DUBAN_"
# Without the prefix; docs/operations.md says what each means, and a test compares.
NAMES = frozenset((
    "AUDIT_FILE", "AUDIT_SYSLOG", "AXES", "CAS_ATTRIBUTE", "CAS_LABEL", "CAS_URL", "CHANNEL_HOSTS", "CLOCK_DAYS", "DEMO",
    "FILES", "HASH", "HEADS_FILE", "HOME", "HOSTS", "IDLE_MINUTES", "INITIAL_PASSWORD_DAYS", "LDAP_ATTRIBUTE",
    "LDAP_BASE", "LDAP_BIND_DN", "LDAP_BIND_PASSWORD", "LDAP_CA", "LDAP_STARTTLS", "LDAP_URL",
    "LETTER_HOURS", "LOG", "MAIL_FROM", "METRICS_TOKEN", "OIDC_CLAIM", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_ISSUER",
    "OIDC_LABEL", "OIDC_SCOPE", "ORIGINS", "PASSWORD_CLASSES", "PASSWORD_DAYS", "PASSWORD_HISTORY",
    "PASSWORD_LENGTH", "PASSWORD_REST_DAYS", "PRODUCTION", "PROXIES", "RECALL_MINUTES", "REGIMES", "REMIND_DAYS",
    "RETAIN_FILES_YEARS", "RETAIN_SENDERS_YEARS", "SCHEDULER", "SECOND_FACTOR", "SECOND_PERSON", "SECRET_KEY",
    "SERVING", "SIGN_ON_NAMES", "SIGN_ON_ONLY", "SIGN_ON_SECOND_FACTOR", "SMTP_HOST", "SMTP_PASSWORD",
    "SMTP_PORT", "SMTP_SECURITY", "SMTP_USER", "SQLITE", "TESTING", "TLS",
    "TODAY", "URL", "WEBHOOK_BODY", "WEBHOOK_URL",
))  # fmt: skip
# What tests and measurements read, and no office sets.
_DEVELOPMENT = frozenset(("SHARED", "STEPS", "BENCH", "TORTURE", "ROUNDS", "EXAMPLES"))


def refuse_unknown(environment: Mapping[str, str]) -> None:
    """Raise RuntimeError for a variable that begins like a setting and is none, with the name that was probably meant."""
    for name in sorted(environment):
        known = name.removeprefix(PREFIX) in NAMES | _DEVELOPMENT
        if name.startswith(PREFIX) and not known:
            meant = difflib.get_close_matches(name.removeprefix(PREFIX), NAMES, 1)
            raise RuntimeError(
                f"没有 {name} 这项设置" + (f"，是不是 {PREFIX}{meant[0]}？" if meant else "，请对照 docs/operations.md")
            )


def whole(name: str, without: int, least: int, most: int) -> int:
    """Return a whole number; `without` where it is not set. Raises RuntimeError where it is none, or out of bounds."""
    return _whole(name, os.environ.get(name, str(without)), least, most)


def wholes(name: str, without: str, separator: str, least: int, most: int) -> list[int]:
    """Return whole numbers that stand in a row; none for an empty text. Raises RuntimeError as `whole` does."""
    return [
        _whole(name, word.strip(), least, most)
        for word in os.environ.get(name, without).split(separator)
        if word.strip()
    ]


def is_on(name: str) -> bool:
    """Return whether a switch is `1`; `0` and nothing are off. Raises RuntimeError for another word: true must not be taken for off."""
    return one_of(name, "", "", "0", "1") == "1"


def one_of(name: str, without: str, *possible: str) -> str:
    """Return one of the possible words. Raises RuntimeError for another."""
    word = os.environ.get(name, without)
    if word not in possible:
        raise RuntimeError(f"{name} 只能是 {'、'.join(filter(None, possible))}，不能是 {word}")
    return word


def _whole(name: str, words: str, least: int, most: int) -> int:
    if not (words.isascii() and words.isdigit() and least <= int(words[:9]) <= most):
        raise RuntimeError(f"{name} 应为 {least} 到 {most} 的整数，不能是 {words}")
    return int(words)
