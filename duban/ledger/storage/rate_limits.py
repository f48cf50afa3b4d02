"""Knocks at the public entrance are counted, so that no machine fills the office's desk or tries codes one after the other."""

import datetime

from django.db import transaction

from duban.ledger.models import Knock
from duban.ledger.refusals import Refused
from duban.people.models import Jurisdiction

_KEPT = datetime.timedelta(days=2)
_HOUR, _DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
# The last share of a day's uses is for addresses that come for the first time: few cannot use up the day for all.
_FOR_NEW = 4
# Use → how often one address may in an hour, and all together in a day.
LIMITS = {"send": (5, 200), "ask": (30, 5000), "test": (10, 2000)}


class TooMany(Refused):
    """The entrance was used too often; later it may be used again."""


def count_knock(*, jurisdiction: Jurisdiction, what: str, who: str, at: datetime.datetime) -> None:
    """Count one use of the entrance by that address, given as a digest. Raises TooMany beyond the limits.

    A transaction of its own: what is refused afterwards has been counted all the same.
    """
    own, all_together = LIMITS[what]
    with transaction.atomic():
        Knock.objects.filter(at__lt=at - _KEPT).delete()
        recent = Knock.objects.filter(jurisdiction=jurisdiction, what=what)
        mine = recent.filter(who=who, at__gt=at - _HOUR).count()
        today = recent.filter(at__gt=at - _DAY)
        everybody = today.count()
        share = all_together // _FOR_NEW if today.filter(who=who).exists() else 0
        if mine < own and everybody < all_together - share:
            Knock.objects.create(jurisdiction=jurisdiction, what=what, who=who, at=at)
            return
    if mine >= own and what == "test":
        raise TooMany("一小时内测试太多次", possible="请过一会儿再试。")
    if mine >= own:
        raise TooMany("操作过于频繁", possible="请过一小时再试，或者直接拨打政府热线。")
    raise TooMany("今天通过网页提交的诉求已满", possible="请明天再试，或者来信、来访、来电反映。")
