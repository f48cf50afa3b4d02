"""When the installation was last backed up, and when it was last proved that a backup restores."""

from duban.ledger.models import JournalLine


def last_backup() -> JournalLine | None:
    """Return the youngest line that tells of a backup."""
    return _last("backup.made")


def last_trial() -> JournalLine | None:
    """Return the youngest line that tells of a restore, tried or in earnest."""
    return _last("backup.tried", "backup.restored")


def _last(*verbs: str) -> JournalLine | None:
    return JournalLine.objects.filter(verb__in=verbs).order_by("-at", "-pk").first()
