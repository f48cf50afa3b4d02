"""Whether the database keeps what it has acknowledged."""

from django.db import connection


def durability() -> dict[str, bool]:
    """Return each setting of the database without which an acknowledged write could be lost, and whether it is on."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            return {"synchronous": cursor.fetchone()[0] >= 2}
        found = {}
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute("SELECT current_setting(%s)", [name])
            found[name] = cursor.fetchone()[0] != "off"
        return found
