"""What the office entered on behalf of the public, put right (更正)."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.public import appeal_corrections as actions
from duban.ledger.models import Appeal
from duban.web.acting import act_here
from duban.web.forms.public.appeals import AppealCorrectionForm, ReplyCorrectionForm
from duban.web.http import Request
from duban.web.pages import form_page


@form_page("see_appeals", access.public.appeal_for)
def correct(request: Request, appeal: Appeal) -> HttpResponse:
    """Put right what the office entered of an appeal."""
    names = ("channel", "received_on", "text", "person", "contact", "source_no", "version")
    form = AppealCorrectionForm(request.POST or None, initial={name: getattr(appeal, name) for name in names})

    def perform(**words: Any) -> None:
        actions.correct_appeal(
            appeal=appeal, writing=form.writing(), reason=words["reason"], version=words["version"], by=request.by
        )

    beside = "已转办的，任务书不随之改动，有误的请更正任务书。" if appeal.matter else ""
    return act_here(
        request,
        form,
        perform,
        reverse("appeal", args=[appeal.number]),
        "更正诉求登记",
        said="诉求登记已更正",
        note=f"更正前的内容与诉求一起加密保存，只有督查室看得到；日志只记改了哪几项。{beside}",
        refusal=conditions.public.correcting(appeal),
    )


@form_page("see_appeals", access.public.appeal_for)
def correct_reply(request: Request, appeal: Appeal) -> HttpResponse:
    """Put right what the sender was told."""
    return act_here(
        request,
        ReplyCorrectionForm(request.POST or None, initial={"reply": appeal.reply}),
        partial(actions.correct_reply, appeal=appeal, by=request.by),
        reverse("appeal", args=[appeal.number]),
        "更正答复",
        said="答复已更正",
        note="反映人再来查询时看到更正后的答复。已经电话或书面告知的，请另行告知。",
        refusal=conditions.public.correcting_reply(appeal),
    )
