"""Which database an installation has, read from its address; and the pool that the workers of `duban serve` share it through."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

# One worker answers so many requests at the same moment; each needs one connection, and the health page must get one beside them.
SLOTS = 8
_SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}
# A machine that went away without a word is noticed after seconds, not after the minutes of TCP. Milliseconds for tcp_user_timeout.
_POSTGRESQL = {
    "connect_timeout": 3,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 10000,
    # Only what asks for it has its plan kept (`duban/people/planning.py`); None would refuse it to those as well.
    "prepare_threshold": 1_000_000_000,
}
# To compile a question takes longer than to answer any of ours: of 0.37 s of reading a month's facts 0.24 (25,000 matters).
_PLANNER = "-c jit=off"
# Seconds. A connection is tried before it is lent, so that what the server ended is not used; after an outage the next request dials anew:
# a long backoff would keep a healthy database waiting.
_POOL = {
    "min_size": 1,
    "max_size": SLOTS + 1,
    "timeout": 2,
    "reconnect_timeout": 1,
    "max_idle": 300,
    "max_lifetime": 3600,
}


def database_at(url: str | None, sqlite: Path, *, pooled: bool) -> dict[str, object]:
    """Return Django's settings for a postgresql:// address, or for the SQLite file at `sqlite` where there is no address.

    The address may name several hosts (`host1:5432,host2:5432`) and carry libpq's own parameters (`?target_session_attrs=read-write`).
    `pooled` is for the workers of the web server alone: a pool must not be opened before its process is forked, since connections
    shared by two processes mix up their answers. Raises RuntimeError for an address that is none.
    """
    if not url:
        return {
            "ENGINE": "duban.config.sqlite",
            "NAME": str(sqlite),
            # Opening the file and reading what tables it has costs more than many a question.
            "OPTIONS": {**_SQLITE, **({"pool": True} if pooled else {})},
            # Django's own words for its own SQLite; what tests with it must be told for ours.
            "TEST": {"NAME": ":memory:"},
        }
    scheme, _, rest = url.partition("://")
    if scheme not in ("postgresql", "postgres"):
        raise RuntimeError(f"DATABASE_URL 应以 postgresql:// 开头，不能是 {scheme}://")
    netloc, query = _split(rest)
    account, _, hosts = netloc.rpartition("@")
    user, _, password = account.partition(":")
    names, ports = zip(*map(_host_and_port, hosts.split(",")), strict=True)
    options: dict[str, object] = {**_POSTGRESQL, **dict(parse_qsl(query))}
    # What the address itself asks of the server comes last, and holds.
    options["options"] = f"{_PLANNER} {options.get('options', '')}".strip()
    if pooled:
        options["pool"] = dict(_POOL)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(urlsplit(f"//{rest}").path.lstrip("/")),
        "USER": unquote(user),
        "PASSWORD": unquote(password),
        "HOST": ",".join(names),
        "PORT": ",".join(ports) if any(ports) else "",
        "OPTIONS": options,
        "CONN_HEALTH_CHECKS": True,
    }


def settings_of(environment: Mapping[str, str], home: Path) -> dict[str, object]:
    """Return the database's settings as the environment names it. `DUBAN_SERVING` is set by `duban serve` for its workers."""
    sqlite = Path(environment.get("DUBAN_SQLITE", home / "duban.sqlite3"))
    return database_at(environment.get("DATABASE_URL"), sqlite, pooled=environment.get("DUBAN_SERVING") == "1")


def _split(rest: str) -> tuple[str, str]:
    parts = urlsplit(f"//{rest}")
    return parts.netloc, parts.query


def _host_and_port(words: str) -> tuple[str, str]:
    """Split one host from its port; an IPv6 address stands in brackets."""
    if words.startswith("["):
        name, _, port = words[1:].partition("]")
        return name, port.lstrip(":")
    name, _, port = words.partition(":")
    if port and not port.isdecimal():
        raise RuntimeError(f"DATABASE_URL 中的端口不是数字：{port}")
    return unquote(name), port
