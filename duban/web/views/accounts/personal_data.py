"""Personal data: one's own handed out, a sender's handed out or erased by the head of the office, that of somebody who left erased."""

import json
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from duban.ledger import access, conditions
from duban.ledger.actions.accounts import personal_data
from duban.ledger.actions.public import senders
from duban.ledger.privacy import anonymous
from duban.ledger.queries.accounts import personal_data as own
from duban.ledger.queries.accounts import personal_exports
from duban.ledger.queries.public import senders as known
from duban.people.models import Officer
from duban.web import audit
from duban.web.acting import act_by
from duban.web.forms.public.appeals import ErasureForm
from duban.web.http import Request
from duban.web.pages import form_page, form_taken
from duban.web.submitting import carry_out


@require_POST
def export_own(request: Request) -> HttpResponse:
    """Hand out to an officer what is kept of them, with the files that they uploaded and may still see."""
    told = personal_data.export_officer(officer=request.user, actor=request.user, at=request.at)
    return _download(told, own.files_of(request.user), "my-data.zip")


@form_taken("manage_people")
def erase_officer(request: Request, pk: int) -> HttpResponse:
    """Erase contact data of somebody who left, for the administrator."""
    officer = Officer.objects.filter(jurisdiction=request.user.office, pk=pk).first()
    if officer is None:
        raise access.NotFound("没有这个人员，或者您无权查看")

    return carry_out(
        request,
        partial(personal_data.erase_officer, officer=officer, actor=request.user, at=request.at),
        said=f"{officer} 的联系信息已清除",
        to=reverse("officer", args=[pk]),
    )


@sensitive_post_parameters("text")
@form_page("keep_senders")
def sender(request: Request, number: str) -> HttpResponse:
    """Show the head of the office what is kept of a sender; erase who they are."""
    appeal = access.public.appeal_for(request.user, number)
    if appeal.person or appeal.contact:
        audit.note(request, "sender.opened", target=f"appeal:{appeal.number}")

    left = anonymous(appeal.text, person=appeal.person, contact=appeal.contact)
    return act_by(
        request,
        ErasureForm(request.POST or None, initial={"text": left}),
        partial(senders.erase_sender, appeal=appeal, actor=request.user, at=request.at),
        said="反映人的身份信息已清除",
        to=reverse("appeal", args=[number]),
        template="public/appeals/sender.html",
        appeal=appeal,
        others=[each.number for each in known.appeals_of_sender(appeal) if each.pk != appeal.pk],
        refusal=conditions.public.erasing(appeal),
        title="反映人信息",
        button="清除身份信息",
        grave=True,
    )


@form_taken("keep_senders")
def export_sender(request: Request, number: str) -> HttpResponse:
    """Hand out what is kept of a sender, for the head of the office to give it to them."""
    appeal = access.public.appeal_for(request.user, number)
    return _download(senders.export_sender(appeal=appeal, actor=request.user, at=request.at), [], f"{number}.zip")


def _download(told: Any, files: Any, name: str) -> HttpResponse:
    answer = HttpResponse(personal_exports.package_of_person(told, files), content_type="application/zip")
    answer.headers["Content-Disposition"] = f"attachment; filename={json.dumps(name)}"
    answer.headers["Cache-Control"] = "no-store"
    return answer
