"""An office's people from one workbook: template, check by cell, import; and codes for the first login, as one file to print."""

import base64
import io
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.ledger.actions.office import officers, rolls
from duban.ledger.queries.office import first_logins
from duban.ledger.queries.office import rolls as checked
from duban.ledger.refusals import Refused
from duban.ledger.wordings.office import rolls as wordings
from duban.papers.reading.lists.rolls import Roll, read_roll
from duban.papers.reading.tasks.items import UnreadablePaper
from duban.people.models import Officer
from duban.web.forms.office.rolls import CodesForm, RollForm, TakenRollForm
from duban.web.http import Request
from duban.web.pages import form_page, read_page
from duban.web.printing import as_file
from duban.web.submitting import carry_out
from duban.web.views.errors import status_of

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = 300


@read_page("manage_people")
def template(request: Request) -> FileResponse:
    """Hand out the workbook to fill in, with what is there already."""
    made = io.BytesIO(wordings.template_of(request.user.office))
    return FileResponse(made, as_attachment=True, filename="单位和人员名册.xlsx", content_type=_XLSX)


@form_page("manage_people")
def take(request: Request) -> HttpResponse:
    """Take a workbook and show what it would bring about; taken back from that page, carry it out. It is kept nowhere."""
    if request.method == "POST" and "workbook" in request.POST:
        return _carry_out(request)
    sent = request.method == "POST"
    form = RollForm(request.POST if sent else None, request.FILES if sent else None)
    if sent and form.is_valid():
        file = form.cleaned_data["file"]
        data = file.read()
        try:
            return _checked(request, read_roll(data, file.name), data, file.name)
        except UnreadablePaper as error:
            form.add_error("file", str(error))
    return render(request, "office/people/roll.html", {"form": form}, status=422 if sent else 200)


@form_page("manage_people")
def codes(request: Request) -> HttpResponse:
    """Give out codes for the first login, as one file to print; they are shown nowhere else, and kept as hashes only."""
    form = CodesForm(request.POST or None)
    found = first_logins.never_used(request.user)
    fresh = first_logins.without_code(found)
    if request.method == "POST" and form.is_valid():
        shown: list[tuple[Officer, str]] = []

        def act() -> str:
            chosen = list(fresh if form.cleaned_data["who"] == "new" else found)
            if not chosen:
                raise Refused("没有要发登录码的人", field="who")
            shown.extend(officers.issue_codes(chosen=chosen, actor=request.user, at=request.at))
            return reverse("first_logins")

        try:
            answer = carry_out(request, act, said="登录码已发放；没有存下文件的，可以重发")
            if not shown:
                return answer
            # The bare address leads to the login, and stands on one line of the slip.
            address = request.build_absolute_uri("/")
            paper = wordings.slips_of(request.user.office, shown, request.at, address)
            made = as_file(paper, "pdf", jurisdiction=request.user.office)
            made.headers["Cache-Control"] = "no-store"
            return made
        except Refused as refusal:
            form.refuse(refusal)
    context = {"form": form, "fresh": fresh.count(), "unused": found.count()}
    return render(request, "office/people/codes.html", context, status=422 if form.is_bound else 200)


def _carry_out(request: Request) -> HttpResponse:
    form = TakenRollForm(request.POST)
    if not form.is_valid():
        return render(request, "office/people/roll.html", {"form": RollForm(), "torn": True}, status=422)
    data, name = form.cleaned_data["workbook"], form.cleaned_data["name"] or "名册.xlsx"
    done: list[rolls.Taken] = []
    try:
        roll = read_roll(data, name)

        def act() -> str:
            done.append(rolls.take_roll(roll=roll, by=request.by, update=request.POST.getlist("update")))
            return reverse("first_logins")

        return carry_out(request, act, said=_Said(done))
    except UnreadablePaper:
        return render(request, "office/people/roll.html", {"form": RollForm(), "torn": True}, status=422)
    except Refused as refusal:
        return _checked(request, roll, data, name, refusal)


def _checked(request: Request, roll: Roll, data: bytes, name: str, refused: Refused | None = None) -> HttpResponse:
    plan = checked.plan_of(request.user.office, roll, request.user)
    context = {
        "plan": plan,
        "workbook": base64.b64encode(data).decode(),
        "name": name[:200],
        "faults": plan.faults[:_SHOWN],
        "remarks": plan.remarks[:_SHOWN],
        "shown": _SHOWN,
        "refused": refused,
    }
    return render(request, "office/people/roll_checked.html", context, status=status_of(refused) if refused else 200)


class _Said:
    """What was taken in, known once it was."""

    def __init__(self, done: list[Any]) -> None:
        self.done = done

    def __str__(self) -> str:
        return str(self.done[0]) if self.done else "已导入"
