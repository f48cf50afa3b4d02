"""The server's log: one line a record, as JSON or as text, that nobody can forge and in which nobody's words stand.

What a request asked for is named by its route, never by its address: an address has numbers and words of people in it. Of an exception
the line says where it came from and of which kind it is; its message is left out, because it may quote what somebody wrote.
"""

import datetime
import json
import logging
import traceback
from types import TracebackType

_OWN = ("request", "method", "route", "status", "ms")
_TIDY = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))} | {0x2028: "\\u2028", 0x2029: "\\u2029"}
Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class JsonLines(logging.Formatter):
    """One JSON object a line: `at`, `level`, `logger`, `message`, what a request adds, and `error` with its trace."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line of ASCII, so that no sign of it can end the line."""
        said: dict[str, object] = {
            "at": _moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        said |= {name: getattr(record, name) for name in _OWN if hasattr(record, name)}
        if record.exc_info:
            said["error"], said["trace"] = _trace(record.exc_info)
        return json.dumps(said, default=str)


class TextLines(logging.Formatter):
    """The same for eyes: control signs are written out, so that a line stays one line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line."""
        words = [_moment(record), record.levelname, record.name, record.getMessage()]
        words += [f"{name}={getattr(record, name)}" for name in _OWN if hasattr(record, name)]
        if record.exc_info:
            caught = _trace(record.exc_info)
            words += [caught[0], *caught[1]]
        return " ".join(words).translate(_TIDY)


def settings_of(form: str) -> dict[str, object]:
    """Return Django's LOGGING for `json` or `text`."""
    lines = {"json": JsonLines, "text": TextLines}[form]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": lines}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "duban.access": {"level": "INFO"},
            # These would name addresses, accounts and keys; the access line, the journal and the outbox have what an office needs of it.
            **{
                name: {"level": "CRITICAL"}
                for name in ("django.request", "django.security", "axes", "apprise", "urllib3")
            },
        },
    }


def _moment(record: logging.LogRecord) -> str:
    return datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(timespec="milliseconds")


def _trace(caught: Caught) -> tuple[str, list[str]]:
    kinds: list[str] = []
    frames: list[str] = []
    error = caught[1]
    while error is not None:
        state = getattr(error, "sqlstate", None)
        kinds.append(f"{type(error).__module__}.{type(error).__qualname__}{f' ({state})' if state else ''}")
        frames += [f"{each.filename}:{each.lineno} {each.name}" for each in traceback.extract_tb(error.__traceback__)]
        error = error.__cause__ or error.__context__
    return " <- ".join(kinds), frames
