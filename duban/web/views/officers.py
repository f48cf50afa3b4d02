"""Officers, for the administrator: who has which post; accounts opened, closed, given a new first password."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.ledger import access
from duban.ledger.actions import people
from duban.ledger.refusals import Refused
from duban.people.models import Officer, Role
from duban.web.forms.people import OfficerForm
from duban.web.submitting import carry_out


@require_safe
def index(request):
    """List the officers, by name, post and whether the account is open."""
    access.require(request.user, "manage_people")
    found = _officers(request).select_related("unit").order_by("-is_active", "unit__order", "role", "id")
    words, role = request.GET.get("q", "").strip()[:80], request.GET.get("role", "")
    if words:
        found = found.filter(
            Q(full_name__icontains=words) | Q(username__icontains=words) | Q(unit__name__icontains=words)
        )
    if role:
        found = found.filter(role=role)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    return render(
        request, "people/officers.html", {"page": page, "roles": Role.choices, "q": words, "role": role}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add(request):
    """Open an account; its first password is shown once, on this answer only."""
    access.require(request.user, "manage_people")
    form = OfficerForm(request.POST or None, jurisdiction=request.user.jurisdiction, is_new=True)
    if request.method == "POST" and form.is_valid():
        shown: list[tuple[Officer, str]] = []

        def act() -> str:
            shown.append(
                people.add_officer(
                    jurisdiction=request.user.jurisdiction,
                    actor=request.user,
                    at=request.at,
                    **form.cleaned_data,
                )
            )
            return reverse("officers")

        try:
            carry_out(request, act, said="账号已开通")
            return _show_password(request, *shown[0])
        except Refused as refusal:
            form.refuse(refusal)
    words = {
        "form": form,
        "title": "增加人员",
        "back": reverse("officers"),
        "back_word": "人员",
        "button": "开通账号",
    }
    return render(request, "people/form.html", words, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk: int):
    """Change an officer's name, post or unit."""
    access.require(request.user, "manage_people")
    officer = _officer(request, pk)
    initial = {name: getattr(officer, name) for name in ("full_name", "role", "unit", "title")}
    form = OfficerForm(
        request.POST or None, initial=initial, jurisdiction=request.user.jurisdiction, is_new=False
    )
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            people.edit_officer(officer=officer, actor=request.user, at=request.at, **form.cleaned_data)
            return reverse("officers")

        try:
            return carry_out(request, act, said=f"{officer} 的资料已保存")
        except Refused as refusal:
            form.refuse(refusal)
    words = {"form": form, "subject": officer, "is_self": officer == request.user}
    return render(request, "people/officer.html", words, status=422 if form.is_bound else 200)


@require_POST
def disable(request, pk: int):
    """Close an account; its sessions end at once."""
    access.require(request.user, "manage_people")
    officer = _officer(request, pk)

    def act() -> str:
        people.disable_officer(officer=officer, actor=request.user, at=request.at)
        return reverse("officers")

    return carry_out(request, act, said=f"{officer} 的账号已停用")


@require_POST
def enable(request, pk: int):
    """Open a closed account again."""
    access.require(request.user, "manage_people")
    officer = _officer(request, pk)

    def act() -> str:
        people.enable_officer(officer=officer, actor=request.user, at=request.at)
        return reverse("officers")

    return carry_out(request, act, said=f"{officer} 的账号已恢复")


@require_POST
def reset_password(request, pk: int):
    """Give an account a new first password, shown once."""
    access.require(request.user, "manage_people")
    officer = _officer(request, pk)
    shown: list[str] = []

    def act() -> str:
        shown.append(people.reset_password(officer=officer, actor=request.user, at=request.at))
        return reverse("officers")

    carry_out(request, act, said="口令已重置")
    return _show_password(request, officer, shown[0])


def _show_password(request, officer: Officer, password: str):
    return render(request, "people/password.html", {"subject": officer, "password": password})


def _officers(request):
    return Officer.objects.filter(jurisdiction_id=request.user.jurisdiction_id)


def _officer(request, pk: int) -> Officer:
    found = _officers(request).select_related("unit", "jurisdiction").filter(pk=pk).first()
    if found is None:
        raise access.NotFound("没有这个人员，或者您无权查看")
    return found
