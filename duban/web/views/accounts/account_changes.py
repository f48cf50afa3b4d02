"""Changes of accounts that wait for a second person: listed, confirmed, declined, withdrawn."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from duban.ledger import access
from duban.ledger.actions.accounts import account_changes
from duban.ledger.models import AccountChange
from duban.ledger.models.account_changes import Standing
from duban.ledger.queries.accounts import powers
from duban.ledger.refusals import Conflict, Refused
from duban.people.models import Officer, Role, Unit
from duban.web import entrance
from duban.web.forms import Form
from duban.web.forms.accounts.signing_in import OwnPasswordForm
from duban.web.http import Request
from duban.web.pages import form_taken, page_of, read_page
from duban.web.submitting import carry_out


@read_page("see_account_changes")
def index(request: Request) -> HttpResponse:
    """List what waits for confirmation, then what was decided."""
    return _page(request)


@form_taken("confirm_account_change")
@sensitive_post_parameters("password")
def confirm(request: Request, pk: int) -> HttpResponse:
    """Confirm a change, after one's own password; a new initial password is on this answer alone."""
    change, form = _change(request, pk), OwnPasswordForm(request.POST, **entrance.owner(request), auto_id=_ids(pk))
    if not powers.may_confirm(change, request.user, request.at) and change.standing == Standing.OPEN:
        raise access.Forbidden("不能由您确认", possible="须由申请人和当事人以外的负责人或系统管理员确认。")
    if change.standing == Standing.OPEN and not entrance.is_right(request, form):
        return _page(request, change, form, 422)
    made: list[tuple[Officer, str]] = []

    def act() -> str:
        made.append(account_changes.confirm_change(change=change, by=request.by))
        return reverse("account_changes")

    try:
        answer = carry_out(request, act, said="已确认并办理")
    except Conflict:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, change, form, 422)
    if made and made[0][1]:
        words = {
            "subject": made[0][0],
            "password": made[0][1],
            "back": reverse("account_changes"),
            "back_word": "账号变更",
        }
        return render(request, "office/people/password.html", words)
    return answer


@form_taken("confirm_account_change")
def decline(request: Request, pk: int) -> HttpResponse:
    """Decline a change, or withdraw one's own."""
    change = _change(request, pk)

    return carry_out(
        request,
        partial(account_changes.decline_change, change=change, by=request.by),
        said="已撤回" if change.asked_by == request.user else "已答复不同意",
        to=reverse("account_changes"),
    )


def _change(request: Request, pk: int) -> AccountChange:
    found = powers.changes(request.user).filter(pk=pk).first()
    if found is None:
        raise access.NotFound("没有这项变更，或者您无权查看")
    return found


def _page(
    request: Request, refused: AccountChange | None = None, form: Form | None = None, status: int = 200
) -> HttpResponse:
    page = page_of(request, powers.changes(request.user), 30)
    units = dict(Unit.objects.filter(jurisdiction=request.user.office).values_list("pk", "name"))
    rows = []
    for change in page:
        is_open, can_confirm = change.standing == Standing.OPEN, powers.may_confirm(change, request.user, request.at)
        own = form if refused == change else OwnPasswordForm(**entrance.owner(request), auto_id=_ids(change.pk))
        is_own = is_open and change.asked_by == request.user
        is_late = is_open and request.at - change.asked_at > powers.LASTS
        rows.append((change, _in_words(change, units), is_own, is_late, own if can_confirm else None))
    return render(request, "office/people/changes.html", {"page": page, "rows": rows}, status=status)


def _ids(pk: int) -> str:
    """Return how the fields of one of many forms on a page are named."""
    return f"id_{pk}_%s"


def _in_words(change: AccountChange, units: dict[int, str]) -> str:
    """Tell what is to become of the account."""
    if not change.wanted:
        return ""
    wanted = change.wanted
    post = dict(Role.choices).get(wanted.get("role", ""), "")
    words = [wanted.get("full_name", ""), post, units.get(wanted.get("unit") or 0, ""), wanted.get("title", "")]
    told = "，".join(word for word in words if word)
    if change.officer is None:
        return f"{told}（账号 {wanted.get('username', '')}）"
    now = "，".join(str(word) for word in (change.officer.get_role_display(), change.officer.unit or "") if word)
    return f"{told}（现为：{now}）" if change.standing == Standing.OPEN else told
