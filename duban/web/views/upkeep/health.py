"""Whether this installation is well: for the watcher of the server, without an account."""

import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from duban.ledger.models import Chain
from duban.ledger.queries.office import messages
from duban.ledger.queries.upkeep import heartbeats
from duban.ledger.queries.upkeep.durability import durability
from duban.web.http import Request


@login_not_required
@require_safe
def show(request: Request) -> HttpResponse:
    """Answer 200 where the database answers and keeps what it acknowledged, the clock can be believed, the schedule lives, every office's
    day is done and letters do not lie; else 503. Names no office."""
    try:
        durable = durability()
        said = {
            "daily": _daily(request.today),
            "schedule": _schedule(request.at),
            "clock": "doubtful" if heartbeats.clock_doubt(request.at) else "ok",
            "letters": "behind" if messages.letters_behind(request.at) else "ok",
        }
        oldest = _chains().order_by("daily_on").values_list("daily_on", flat=True).first()
    except DatabaseError:
        return JsonResponse({"status": "unwell", "database": "unreachable"}, status=503)
    well = all(durable.values()) and all(word in ("ok", "never", "outside") for word in said.values())
    answer = {
        "status": "well" if well else "unwell",
        "database": "ok",
        "durability": {name: "ok" if right else "off" for name, right in durable.items()},
        "daily_on": oldest and oldest.isoformat(),
        **said,
    }
    return JsonResponse(answer, status=200 if well else 503)


def _chains() -> QuerySet[Chain]:
    """Return the chains of real offices whose daily run ran at all."""
    return Chain.objects.filter(jurisdiction__is_demo=False, daily_on__isnull=False)


def _daily(today: datetime.date) -> str:
    """Say how the daily runs of all real offices stand together: the worst of them."""
    if Chain.objects.filter(jurisdiction__is_demo=False, daily_failed_at__isnull=False).exists():
        return "failing"
    days = [day for day in _chains().order_by("daily_on").values_list("daily_on", flat=True) if day is not None]
    if not days:
        return "never"
    if days[-1] > today:
        return "ahead"
    return "behind" if days[0] < today - datetime.timedelta(days=1) else "ok"


def _schedule(at: datetime.datetime) -> str:
    if settings.SCHEDULER == "outside":
        return "outside"
    last = heartbeats.last_beat()
    return "never" if last is None else "silent" if heartbeats.is_silent(last, at) else "ok"
