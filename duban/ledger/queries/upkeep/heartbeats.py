"""Heartbeats: whether what runs by itself is alive, and whether the clock can be believed.

A clock that jumped writes lateness and steps that never were, and no later line makes them undone. So a clock that is far from the last
moment at which this installation was alive is not believed before an administrator says that it is right: after a long outage one click,
after a broken clock the office's good name.
"""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from duban.ledger.models import Heartbeat
from duban.ledger.models.heartbeats import Beater

# The schedule beats three times a minute; after this long it is dead.
SILENT_AFTER = datetime.timedelta(seconds=90)
# Back by up to a day is a clock that was set right; further back somebody set it wrong.
BACKWARD = datetime.timedelta(days=1)


@dataclass(frozen=True)
class ClockDoubt:
    """The clock says `now`, and this installation was last alive at `last`."""

    last: datetime.datetime
    now: datetime.datetime

    @property
    def words(self) -> str:
        """Return the sentence that says what is doubted."""
        days = abs(self.now - self.last).days
        way = f"快了 {days} 天" if self.now > self.last else f"慢了 {days} 天"
        return f"系统时钟与上次运行（{self.last:%Y-%m-%d %H:%M}）相比{way}"


def clock_doubt(at: datetime.datetime) -> ClockDoubt | None:
    """Return what speaks against the clock at this moment, or None. One query; a new installation and a demonstration have no doubt."""
    return doubt_since(Heartbeat.objects.aggregate(last=Max("at"))["last"], at)


def doubt_since(last: datetime.datetime | None, at: datetime.datetime) -> ClockDoubt | None:
    """Return what speaks against the clock where the last sign of life was at `last`, or None."""
    if settings.DEMO or settings.PRESENT_DAY or last is None:
        return None
    if -BACKWARD <= at - last <= datetime.timedelta(days=settings.CLOCK_DAYS):
        return None
    return ClockDoubt(timezone.localtime(last), timezone.localtime(at))


def is_silent(last: datetime.datetime | None, at: datetime.datetime) -> bool:
    """Return whether the schedule, last alive at `last`, is dead; where something outside does the daily run it is not asked."""
    return settings.SCHEDULER != "outside" and last is not None and abs(at - last) > SILENT_AFTER


def last_beat(beater: Beater = Beater.SCHEDULE) -> datetime.datetime | None:
    """Return when that part was last alive; None where it never ran."""
    return Heartbeat.objects.filter(name=beater).values_list("at", flat=True).first()
