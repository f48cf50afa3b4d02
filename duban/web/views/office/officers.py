"""Officers, for the administrator: who has which post; accounts opened, closed, given a new first password."""

from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.accounts import account_changes, posts, second_factors
from duban.ledger.actions.office import officers
from duban.ledger.models.account_changes import Change, Standing
from duban.ledger.queries.accounts import powers
from duban.ledger.refusals import Refused
from duban.people import lockouts
from duban.people import second_factors as second_factor_rules
from duban.people.models import Officer, Role
from duban.web.acting import act_here
from duban.web.forms.matters.matters import ReasonForm
from duban.web.forms.office.officers import OfficerForm
from duban.web.http import Request
from duban.web.pages import form_page, form_taken, page_of, read_page
from duban.web.submitting import carry_out


@read_page("manage_people")
def index(request: Request) -> HttpResponse:
    """List the officers, by name, post and whether the account is open."""
    found = _officers(request).select_related("unit").order_by("-is_active", "unit__order", "role", "id")
    words, role = request.GET.get("q", "").strip()[:80], request.GET.get("role", "")
    if words:
        found = found.filter(
            Q(full_name__icontains=words) | Q(username__icontains=words) | Q(unit__name__icontains=words)
        )
    if role:
        found = found.filter(role=role)
    page = page_of(request, found, 50)
    administrators = dict(
        _officers(request)
        .filter(role=Role.ADMINISTRATOR, is_active=True)
        .values_list("pk", "second_factor__confirmed_at")
    )
    context = {
        "page": page,
        "roles": Role.choices,
        "q": words,
        "role": role,
        "is_alone": len(administrators) == 1,
        "is_urged": second_factor_rules.is_offered() and administrators.get(request.user.pk) is None,
        "waiting": powers.changes(request.user).filter(standing=Standing.OPEN).count(),
    }
    return render(request, "office/people/officers.html", context)


@form_page("manage_people")
def add(request: Request) -> HttpResponse:
    """Open an account; its first password is shown once, on this answer only."""
    form = OfficerForm(request.POST or None, jurisdiction=request.user.office, is_new=True)
    if request.method == "POST" and form.is_valid():
        shown: list[tuple[Officer, str]] = []

        def act() -> str:
            words = form.cleaned_data
            if powers.needs_second(
                Change.ADD, jurisdiction=request.user.office, actor=request.user, role=words["role"]
            ):
                return _ask(request, Change.ADD, None, words)
            shown.append(
                officers.add_officer(
                    jurisdiction=request.user.office,
                    actor=request.user,
                    at=request.at,
                    **form.cleaned_data,
                )
            )
            return reverse("officers")

        try:
            answer = carry_out(request, act, said=_Said(shown, "账号已开通"))
            return _show_password(request, *shown[0]) if shown else answer
        except Refused as refusal:
            form.refuse(refusal)
    words = {
        "form": form,
        "title": "增加人员",
        "back": reverse("officers"),
        "back_word": "人员",
        "button": "开通账号",
    }
    return render(request, "office/people/form.html", words, status=422 if form.is_bound else 200)


@form_page("manage_people")
def edit(request: Request, pk: int) -> HttpResponse:
    """Change an officer's name, post or unit."""
    officer = _officer(request, pk)
    initial = {name: getattr(officer, name) for name in ("full_name", "role", "unit", "title")}
    form = OfficerForm(request.POST or None, initial=initial, jurisdiction=request.user.office, is_new=False)
    if request.method == "POST" and form.is_valid():
        done: list[Officer] = []

        def act() -> str:
            words = form.cleaned_data
            post = {"role": words["role"], "unit": words["unit"]}
            if _needs_second(request, Change.EDIT, officer, **post):
                return _ask(request, Change.EDIT, officer, words)
            done.append(officers.edit_officer(officer=officer, by=request.by, **words))
            return reverse("officers")

        try:
            return carry_out(request, act, said=_Said(done, f"{officer} 的资料已保存"))
        except Refused as refusal:
            form.refuse(refusal)
    words = {
        "form": form,
        "subject": officer,
        "is_self": officer == request.user,
        "is_locked": lockouts.is_counted(officer.username),
        "has_second_factor": second_factor_rules.is_on(officer),
    }
    return render(request, "office/people/officer.html", words, status=422 if form.is_bound else 200)


@form_page("manage_people")
def part(request: Request, pk: int) -> HttpResponse:
    """Let an officer's post be opened by its own account again."""
    officer = _officer(request, pk)
    return act_here(
        request,
        ReasonForm(request.POST or None),
        partial(posts.part_posts, officer=officer, actor=request.user, at=request.at),
        reverse("officer", args=[pk]),
        "解除合并登录",
        said="已解除，请为其重置口令",
        button="解除",
        note=f"{officer} 用另一个账号登录本岗位；解除以后用账号 {officer.username} 单独登录。",
        refusal=conditions.accounts.parting(officer),
    )


@form_taken("manage_people")
def disable(request: Request, pk: int) -> HttpResponse:
    """Close an account; its sessions end at once."""
    officer = _officer(request, pk)

    return carry_out(
        request,
        partial(officers.disable_officer, officer=officer, by=request.by),
        said=f"{officer} 的账号已停用",
        to=reverse("officers"),
    )


@form_taken("manage_people")
def enable(request: Request, pk: int) -> HttpResponse:
    """Open a closed account again."""
    officer = _officer(request, pk)

    return carry_out(
        request,
        partial(officers.enable_officer, officer=officer, by=request.by),
        said=f"{officer} 的账号已恢复",
        to=reverse("officers"),
    )


@form_taken("manage_people")
def reset_password(request: Request, pk: int) -> HttpResponse:
    """Give an account a new first password, shown once; of an account in use, ask a second person to do it."""
    officer = _officer(request, pk)
    shown: list[str] = []

    def act() -> str:
        if _needs_second(request, Change.PASSWORD, officer):
            return _ask(request, Change.PASSWORD, officer, {})
        shown.append(officers.reset_password(officer=officer, actor=request.user, at=request.at))
        return reverse("officers")

    answer = carry_out(request, act, said=_Said(shown, "口令已重置"))
    return _show_password(request, officer, shown[0]) if shown else answer


@form_taken("manage_people")
def reset_second_factor(request: Request, pk: int) -> HttpResponse:
    """Take away the lost app of an account; of one in use, ask a second person to do it."""
    officer = _officer(request, pk)
    done: list[Officer] = []

    def act() -> str:
        if _needs_second(request, Change.SECOND_FACTOR, officer):
            return _ask(request, Change.SECOND_FACTOR, officer, {})
        second_factors.reset_second_factor(officer=officer, actor=request.user, at=request.at)
        done.append(officer)
        return reverse("officer", args=[pk])

    return carry_out(request, act, said=_Said(done, "动态口令已重置"))


@form_taken("manage_people")
def unlock(request: Request, pk: int) -> HttpResponse:
    """Open an account that wrong passwords locked."""
    officer = _officer(request, pk)

    return carry_out(
        request,
        partial(officers.unlock_officer, officer=officer, actor=request.user, at=request.at),
        said=f"{officer} 的账号已解除锁定",
        to=reverse("officer", args=[pk]),
    )


class _Said:
    """What is said after an act: that it was done, or, where nothing was, that a second person is asked."""

    def __init__(self, done: list[Any], words: str) -> None:
        self.done, self.words = done, words

    def __str__(self) -> str:
        return self.words if self.done else "已提交，须第二人确认后办理"


def _needs_second(request: Request, kind: Change, officer: Officer, **post: Any) -> bool:
    where = request.user.office
    # Of one's own account the act itself says what is possible.
    return officer != request.user and powers.needs_second(
        kind, jurisdiction=where, actor=request.user, officer=officer, **post
    )


def _ask(request: Request, kind: Change, officer: Officer | None, wanted: dict[str, Any]) -> str:
    where = request.user.office
    account_changes.ask_change(
        kind=kind,
        jurisdiction=where,
        officer=officer,
        wanted=wanted,
        reason=request.POST.get("reason", "").strip()[:200],
        by=request.by,
    )
    return reverse("account_changes")


def _show_password(request: Request, officer: Officer, password: str) -> HttpResponse:
    words = {"subject": officer, "password": password, "back": reverse("officers"), "back_word": "人员"}
    return render(request, "office/people/password.html", words)


def _officers(request: Request) -> QuerySet[Officer]:
    return Officer.objects.filter(jurisdiction=request.user.office)


def _officer(request: Request, pk: int) -> Officer:
    found = _officers(request).select_related("unit", "jurisdiction").filter(pk=pk).first()
    if found is None:
        raise access.NotFound("没有这个人员，或者您无权查看")
    return found
