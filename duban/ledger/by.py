"""By: who acts, and when. Every act takes it from outside; below the interfaces nobody asks a clock."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from duban.people.models import Officer


@dataclass(frozen=True)
class By:
    """An officer at an instant (aware). `today` is the day of that instant at the installation's place."""

    officer: Officer
    at: datetime.datetime

    @property
    def today(self) -> datetime.date:
        """Return the day of the act."""
        return timezone.localdate(self.at)
