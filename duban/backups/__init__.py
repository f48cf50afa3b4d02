"""Backups: one file that holds a whole installation, and the way back from it on an empty machine.

The content is neutral of the database: rows lie as JSON lines, files under their digest. What was backed up from SQLite restores into
PostgreSQL and back, and a backup of an earlier release restores with a later one.
"""


class BackupRefused(Exception):
    """What was asked cannot be done, and nothing was changed; the message is one sentence that says what to do."""
