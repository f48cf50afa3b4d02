"""The entry point of the web server (WSGI)."""

import contextlib
import os

from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection

from duban.config.gate import Gate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.config.settings")


def _hold_log_open() -> object:
    """Keep one idle connection to SQLite, so that its write-ahead log stays there between requests: who comes first would have to
    make it anew, and on a full disk could not even read."""
    if connection.vendor != "sqlite":
        return None
    kept = connection.copy()
    with contextlib.suppress(DatabaseError):
        kept.ensure_connection()
    return kept


application = Gate(get_wsgi_application())
_kept = _hold_log_open()
