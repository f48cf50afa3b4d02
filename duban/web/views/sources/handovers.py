"""What came from above: arrived, registered here, reported back up."""

from functools import partial
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.sources import handovers
from duban.ledger.models import Handover
from duban.ledger.models.reports import What
from duban.ledger.queries.papers import prefills
from duban.ledger.queries.sources import sources
from duban.web.acting import act_here
from duban.web.forms.matters.matters import ReasonForm
from duban.web.forms.sources.sources import SendUpForm
from duban.web.http import Request
from duban.web.ordering import Origin, order_by
from duban.web.pages import form_page, read_page
from duban.web.views.matters.attachments import handed_out
from duban.web.views.sources.meetings import listed


@read_page("see_sources")
def index(request: Request) -> HttpResponse:
    """List what came from above."""
    return render(request, "sources/handovers.html", listed(request, "handovers", sources.handovers_of))


@read_page("see_sources", access.sources.handover_for)
def show(request: Request, handover: Handover) -> HttpResponse:
    """Show what the office above asks, its files, what became of it here, and what it said to our reports."""
    context = {
        "handover": handover,
        "assignment": handover.assignment,
        "above": handover.assignment.matter,
        "files": access.sources.handed_down(handover),
        "reports": access.sources.sent_up(handover),
        "taking": conditions.sources.taking(handover),
        "sending": conditions.sources.sending_up(handover, result=False),
        "may_take": access.may(request.user, "take_handover"),
    }
    return render(request, "sources/handover.html", context)


@form_page("take_handover", access.sources.handover_for)
def take(request: Request, handover: Handover) -> HttpResponse:
    """Register it as a matter of this office."""
    above = handover.assignment.matter
    found = prefills.prefill_of(handover.jurisdiction, above.requirement, request.today)
    return order_by(
        request,
        lambda form: handovers.take_handover(handover=handover, order=form.order(), by=request.by),
        initial={
            "title": above.title,
            "requirement": above.requirement,
            "standard": above.standard,
            "categories": ("superior_item", "superior_supervised", "decision", "key_work"),
            "source": "superior",
            "source_text": f"{above.jurisdiction.name} {above.no}",
            "due_on": handover.assignment.due_on,
            "urgent": above.urgent,
            "lead": found.lead,
            "support": found.support,
        },
        title="登记为本级事项",
        back=reverse("handover", args=[handover.pk]),
        back_word="上级交办",
        origin=Origin(
            f"{above.jurisdiction.name} {above.no}",
            above.requirement,
            (("上级要求办结", str(handover.assignment.due_on or "长期")), ("转来", str(handover.arrived_on))),
        ),
        refusal=conditions.sources.taking(handover),
    )


@form_page("take_handover", access.sources.handover_for)
def refuse(request: Request, handover: Handover) -> HttpResponse:
    """Refuse above what does not belong here."""
    here = reverse("handover", args=[handover.pk])
    return act_here(
        request,
        ReasonForm,
        partial(handovers.refuse_handover, handover=handover, by=request.by),
        here,
        "不属本级，向上级拒签",
        said="已向上级拒签，等待裁定",
        button="拒签",
        note=handover.assignment.matter.title,
        refusal=conditions.sources.taking(handover),
    )


@form_page("take_handover", access.sources.handover_for)
def send_up(request: Request, handover: Handover) -> HttpResponse:
    """Report to the office above: words and files that are chosen, nothing else."""
    own = handover.matter
    kept = (
        access.matters.attachments(request.user).filter(matter=own, erased_on=None)
        if own
        else access.matters.attachments(request.user).none()
    )
    done = own is not None and own.is_done
    initial = {"what": What.RESULT if done else What.PROGRESS, "done": sources.reported_words(own.pk) if own else ""}
    form = SendUpForm(request.POST or None, initial=initial, attachments=kept.order_by("id"))

    def perform(**words: Any) -> None:
        words["what"] = What(words["what"])
        handovers.return_handover(handover=handover, by=request.by, **words)

    here = reverse("handover", args=[handover.pk])
    return act_here(
        request,
        form,
        perform,
        here,
        f"上报{handover.assignment.matter.jurisdiction.name}",
        said="已上报",
        button="上报",
        note="只上报这里写的和勾选的材料；本级的办理过程上级看不到。",
        refusal=conditions.sources.sending_up(handover, result=False),
    )


@read_page("see_sources")
def download(request: Request, pk: int, file: int) -> FileResponse:
    """Hand out a file that came with it."""
    return handed_out(access.sources.handed_down_file(access.sources.handover_for(request.user, pk), file))
