"""Whether this installation is well: for the watcher of the server, without an account."""

import datetime

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from duban.ledger.models import Chain
from duban.ledger.queries import messages


@login_not_required
@require_safe
def show(request):
    """Answer 200 where the database answers, keeps what it acknowledged, the daily run is not behind and letters do not lie; else 503."""
    try:
        durability = _durability()
        oldest = _last_daily_run()
        lying = messages.letters_behind(request.at)
    except DatabaseError:
        return JsonResponse({"status": "unwell", "database": "unreachable"}, status=503)
    behind = oldest is not None and oldest < request.today - datetime.timedelta(days=1)
    well = all(durability.values()) and not behind and not lying
    answer = {
        "status": "well" if well else "unwell",
        "database": "ok",
        "durability": {name: "ok" if right else "off" for name, right in durability.items()},
        "daily_on": oldest and oldest.isoformat(),
        "daily": "behind" if behind else "ok" if oldest else "never",
        "letters": "behind" if lying else "ok",
    }
    return JsonResponse(answer, status=200 if well else 503)


def _durability() -> dict[str, bool]:
    """Return each setting without which an acknowledged write could be lost, and whether it is on."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            return {"synchronous": cursor.fetchone()[0] >= 2}
        found = {}
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute("SELECT current_setting(%s)", [name])
            found[name] = cursor.fetchone()[0] != "off"
        return found


def _last_daily_run() -> datetime.date | None:
    """Return the day up to which every real jurisdiction's daily run has come; None before the first run."""
    chains = Chain.objects.filter(jurisdiction__is_demo=False, daily_on__isnull=False)
    return chains.order_by("daily_on").values_list("daily_on", flat=True).first()
