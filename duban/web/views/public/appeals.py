"""Appeals (群众诉求) on the office's side: the list, entry by hand and by list, and what becomes of each."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.ledger import access, conditions, privacy
from duban.ledger.actions.public import appeal_lists, appeals
from duban.ledger.governed import Governed
from duban.ledger.models import Appeal
from duban.ledger.models.appeals import Channel
from duban.ledger.queries.papers import prefills
from duban.ledger.queries.public import appeals as lists
from duban.ledger.refusals import Refused
from duban.papers.reading.lists.appeals import DATES, LABELS
from duban.papers.writing import sheets
from duban.web import audit
from duban.web.acting import act_by, act_here
from duban.web.asked import one_of, quarter_of
from duban.web.forms import Form
from duban.web.forms.matters.matters import ReasonForm
from duban.web.forms.public.appeals import AppealForm, AppealListForm, ReplyForm, SortingForm
from duban.web.forms.sources.sources import NumberForm
from duban.web.http import Request
from duban.web.ordering import Origin, order_by
from duban.web.pages import form_page, page_of, read_page

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@form_page("see_appeals")
def index(request: Request) -> HttpResponse:
    """List the appeals. Who wrote is asked for by POST: names and numbers do not belong into addresses, which proxies write down."""
    quarter = quarter_of(request) if request.GET.get("quarter") else None
    asked = lists.Asked(
        show=one_of(request, "show", lists.SHOWS),
        words=request.GET.get("q", "")[:80],
        who=request.POST.get("who", "").strip()[:60],
        channel=one_of(request, "channel", Channel.values),
        first=quarter.first if quarter else None,
        last=quarter.end if quarter else None,
    )
    found = lists.appeals_of(request.user, asked, request.today)
    counts = lists.counts_of(request.user, list(lists.WAITING), request.today)
    context = {
        "page": page_of(request, found, 200 if asked.who else 30),
        "shows": [(key, word, counts.get(key)) for key, word in lists.SHOWS.items()],
        "show": asked.show,
        "words": asked.words,
        "who": asked.who,
        "channel": Channel(asked.channel).label if asked.channel else "",
        "quarter": quarter,
        "clauses": lists.clauses_of(request.user.office),
        "place": request.user.office,
        "may_open": access.may(request.user, "open_intake"),
    }
    return render(request, "public/appeals/index.html", context)


@form_page("see_appeals")
def new(request: Request) -> HttpResponse:
    """Enter an appeal by hand."""
    form = AppealForm(request.POST or None, initial={"received_on": request.today})

    def perform(**words: Any) -> object:
        return appeals.receive_appeal(
            jurisdiction=request.user.office, writing=form.writing(), actor=request.user, at=request.at
        )

    return act_by(
        request,
        form,
        perform,
        said="已登记，请分办",
        to=lambda made: reverse("appeal", args=[made.number]),
        title="登记群众诉求",
        button="登记",
        back=reverse("appeals"),
        note="姓名和联系方式只有督查室看得到，转办时不随任务书发出。",
    )


@form_page("see_appeals")
def take_list(request: Request) -> HttpResponse:
    """Take a platform's list in."""
    sent = request.method == "POST"

    def perform(**words: Any) -> None:
        file = words["file"]
        appeal_lists.take_list(
            jurisdiction=request.user.office, data=file.read(), name=file.name, channel=words["channel"], by=request.by
        )

    return act_by(
        request,
        AppealListForm(request.POST if sent else None, request.FILES if sent else None),
        perform,
        said="清单已登记；重复的行没有再登记",
        to=f"{reverse('appeals')}?show=waiting",
        title="导入诉求清单",
        button="导入",
        back=reverse("appeals"),
        uploads=True,
        note=f"认得的栏目：{'、'.join(LABELS.values())}。有一处错误就一件也不登记。",
    )


@read_page("see_appeals")
def template(request: Request) -> HttpResponse:
    """Hand out the sheet to fill in."""
    columns = [sheets.Column(label, kind="date" if name in DATES else "text") for name, label in LABELS.items()]
    example = (
        "路灯不亮，请修理",
        request.today,
        "12345 热线",
        "投诉",
        "",
        "",
        "示例，导入前删去",
        request.today,
        "简单",
    )
    answer = HttpResponse(sheets.write_xlsx(columns, [example], name="诉求清单"), content_type=_XLSX)
    answer.headers["Content-Disposition"] = "attachment; filename*=utf-8''%E8%AF%89%E6%B1%82%E6%B8%85%E5%8D%95.xlsx"
    return answer


@read_page("see_appeals", access.public.appeal_for)
def show(request: Request, appeal: Appeal) -> HttpResponse:
    """Show one appeal: what it says, who wrote, what came twice, and what may be done."""
    if appeal.person or appeal.contact:
        audit.note(request, "sender.opened", target=f"appeal:{appeal.number}")
    governed = Governed.of(appeal.jurisdiction)
    context = {
        "appeal": appeal,
        "doubles": lists.doubles_of(request.user, appeal),
        "deciding": conditions.public.deciding(appeal),
        "answering": conditions.public.answering(appeal),
        "correcting": conditions.public.correcting(appeal),
        "correcting_reply": conditions.public.correcting_reply(appeal),
        "reopening": conditions.public.reopening(appeal),
        "ratings": list(appeal.ratings.select_related("called_by").order_by("-id")),
        "late": appeal.due_on is not None and appeal.replied_on is None and appeal.due_on < request.today,
        "triage_clause": governed.clause("triage"),
        "limit_clause": lists.limit_clause(appeal.jurisdiction),
        "satisfaction_clause": governed.clause("satisfaction"),
        "clauses": lists.clauses_of(appeal.jurisdiction),
        "may_keep_senders": access.may(request.user, "keep_senders"),
    }
    return render(request, "public/appeals/show.html", context)


@form_page("see_appeals", access.public.appeal_for)
def sort(request: Request, appeal: Appeal) -> HttpResponse:
    """Say what an appeal is, how hard, until when."""
    first = {name: getattr(appeal, name) for name in ("kind", "triage", "due_on", "version")}

    return _act(
        request,
        appeal,
        SortingForm(request.POST or None, initial=first),
        partial(appeals.sort_appeal, appeal=appeal, by=request.by),
        "已保存",
        "分清难易和时限",
        "保存",
    )


@form_page("see_appeals", access.public.appeal_for)
def register(request: Request, appeal: Appeal) -> HttpResponse:
    """Make a matter of an appeal: the order is all that units will see."""
    jurisdiction = appeal.jurisdiction
    text = privacy.masked(appeal.text, person=appeal.person, contact=appeal.contact)
    found = prefills.prefill_of(jurisdiction, text, appeal.received_on)
    source_no = f" {appeal.source_no}" if appeal.source_no else ""
    return order_by(
        request,
        lambda form: appeals.transfer_appeal(appeal=appeal, order=form.order(), by=request.by),
        initial={
            "title": found.title,
            "requirement": text,
            "standard": "核实情况、解决问题，并把办理结果报督查室",
            "categories": (*lists.categories_of(jurisdiction), "other", "key_work"),
            "source": "message",
            "source_text": f"{appeal.get_channel_display()}{source_no}（{appeal.number}）",
            "due_on": max(appeal.due_on, request.today) if appeal.due_on else found.due_on,
            "platform_due_on": appeal.due_on,
            "triage": appeal.triage,
            "lead": found.lead,
            "support": found.support,
        },
        title="诉求转办",
        back=reverse("appeal", args=[appeal.number]),
        back_word=f"诉求 {appeal.number}",
        origin=Origin(
            "诉求（姓名、联系方式已略去）",
            text,
            (
                ("渠道", appeal.get_channel_display()),
                ("收到", str(appeal.received_on)),
                ("平台时限", str(appeal.due_on or "没有填")),
            ),
        ),
        refusal=conditions.public.deciding(appeal),
    )


@form_page("see_appeals", access.public.appeal_for)
def join(request: Request, appeal: Appeal) -> HttpResponse:
    """Note which matter takes care of an appeal already."""
    first = {"matter": request.GET.get("matter", "")[:20]}
    form = NumberForm(request.POST or None, initial=first, matters=access.matters.matters(request.user))
    return _act(
        request,
        appeal,
        form,
        partial(appeals.join_appeal, appeal=appeal, by=request.by),
        "已并入",
        "并入已有事项",
        "并入",
    )


@form_page("see_appeals", access.public.appeal_for)
def answer(request: Request, appeal: Appeal) -> HttpResponse:
    """Answer the sender."""
    form = ReplyForm(request.POST or None, initial={"reply": appeal.reply})
    title = "直接答复" if appeal.is_waiting else "答复办理结果"
    return _act(
        request,
        appeal,
        form,
        partial(appeals.answer_appeal, appeal=appeal, by=request.by),
        "已答复",
        title,
        "答复",
        refusal=conditions.public.answering(appeal),
    )


@form_page("see_appeals", access.public.appeal_for)
def decline(request: Request, appeal: Appeal) -> HttpResponse:
    """Say that an appeal is not taken on, and why."""
    return _act(
        request,
        appeal,
        ReasonForm(request.POST or None),
        partial(appeals.decline_appeal, appeal=appeal, by=request.by),
        "已记明不予受理",
        "不予受理",
        "不予受理",
    )


def _act(
    request: Request,
    appeal: Appeal,
    form: Form,
    perform: Callable[..., object],
    said: str,
    title: str,
    button: str,
    *,
    refusal: Refused | None = None,
) -> HttpResponse:
    here = reverse("appeal", args=[appeal.number])
    return act_here(
        request,
        form,
        perform,
        here,
        title,
        said=said,
        button=button,
        note=f"{appeal.number}：{appeal.text[:120]}",
        refusal=refusal or (conditions.public.deciding(appeal) if button != "答复" else None),
    )
