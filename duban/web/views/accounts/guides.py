"""The help: one's first day, the twelve tasks of the manual, and the guide on the desk put away or taken out again."""

from functools import partial

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from duban.ledger import access
from duban.ledger.actions.accounts import first_days
from duban.people.models import Role
from duban.web.asked import one_of
from duban.web.help import manual
from duban.web.help.first_days import FIRST_DAYS
from duban.web.http import Request
from duban.web.submitting import carry_out


@require_safe
def index(request: Request) -> HttpResponse:
    """Show the first day of one's role, or of the one that the address names, and the tasks: those of the role first."""
    officer = request.user
    # Who has no post yet reads the first one's.
    asked = (one_of(request, "role", FIRST_DAYS), officer.role, Role.CLERK)
    role = next(each for each in asked if each in FIRST_DAYS)
    tasks = manual.tasks()
    context = {
        "role": role,
        "roles": [(each.value, each.label) for each in Role],
        "own": [each for each in tasks if role in each.roles],
        "others": [each for each in tasks if role not in each.roles],
        "sees_studio": access.may(officer, "see_regime_drafts"),
        "sees_guide": access.may(officer, "see_guide"),
    }
    return render(request, "accounts/help.html", context)


@require_safe
def task(request: Request, name: str) -> HttpResponse:
    """Show one task of the manual."""
    found = next((each for each in manual.tasks() if each.name == name), None)
    if found is None:
        raise access.NotFound("没有这一页")
    said = manual.page(name, partial(_address, "manual_picture"), partial(_address, "manual_task"))
    # Our own Markdown, rendered: nobody's words come near.
    return render(request, "accounts/manual_task.html", {"task": found, "said": mark_safe(said)})  # nosec


@require_safe
def picture(request: Request, name: str) -> FileResponse:
    """Show the picture of a task."""
    if name not in manual.TASKS or not manual.picture(name).is_file():
        raise access.NotFound("没有这张图")
    answer = FileResponse(manual.picture(name).open("rb"), content_type="image/png")
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


@require_POST
def set_first_day(request: Request) -> HttpResponse:
    """Put the guide of the first day away, or (`again`) on the desk again."""
    again = bool(request.POST.get("again"))
    act = first_days.take_guide_out if again else first_days.put_guide_away
    said = "首日说明又在工作台上了" if again else "已收起，用户菜单的“使用说明”里还能看到"
    return carry_out(request, partial(act, officer=request.user), said=said, to=reverse("desk"))


def _address(route: str, name: str) -> str:
    return reverse(route, args=[name])
