"""The administrator's word that the clock is right."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from duban.ledger.actions.upkeep import heartbeats
from duban.web.http import Request
from duban.web.pages import form_taken
from duban.web.submitting import carry_out


@form_taken("manage_people")
def confirm(request: Request) -> HttpResponse:
    """Take the clock for right from now on; the daily run catches up by itself."""

    def act() -> str:
        heartbeats.confirm_clock(actor=request.user, at=timezone.now())
        return reverse("desk")

    return carry_out(request, act, said="已确认系统时钟，每日自动处理将自动补做")
