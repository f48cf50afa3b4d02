"""One person in several posts: chosen after signing in, switched at the top of every page, joined and parted by the person."""

from functools import partial

from django.contrib.auth import authenticate
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from duban.ledger import access
from duban.ledger.actions.accounts import posts, second_factors
from duban.ledger.refusals import Refused
from duban.people import lockouts
from duban.people import second_factors as factors
from duban.people.models import Officer
from duban.web import entrance
from duban.web.acting import act_here
from duban.web.forms.accounts.posts import JoinForm, PartForm
from duban.web.http import Request
from duban.web.submitting import carry_out

_WRONG = "账号、口令或者动态口令不对。"


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: Request) -> HttpResponse:
    """Show the posts of who sits here, what is offered, and join another account by its password and code."""
    form = JoinForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                other = _proven(request, form)
                return carry_out(
                    request,
                    partial(posts.join_posts, login=request.user.login, officer=other, at=request.at),
                    said=f"已合并：以后用账号 {request.user.login.username} 登录，在页面上方换岗位",
                    to=reverse("posts"),
                )
            except Refused as refusal:
                form.refuse(refusal)
    own = access.accounts.posts(request.user)
    context = {
        "form": form,
        "posts": own,
        "several": len(own) > 1,
        "offers": access.accounts.offers(request.user),
        "login": request.user.login,
        "next": entrance.wanted(request, request.GET.get("next", ""), ""),
    }
    return render(request, "accounts/posts.html", context, status=status)


@require_POST
def enter(request: Request, pk: int) -> HttpResponse:
    """Go over to another post of one's own."""
    entrance.enter_post(request, access.accounts.post_for(request.user, pk))
    return redirect(entrance.wanted(request))


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: Request, pk: int) -> HttpResponse:
    """Let a post be opened by its own account again."""
    post = access.accounts.post_for(request.user, pk)
    return act_here(
        request,
        PartForm(request.POST or None),
        partial(posts.part_posts, officer=post, actor=post, at=request.at),
        reverse("posts"),
        "解除合并登录",
        said=f"已解除。{post.username} 的新口令请找其办公室的系统管理员",
        button="解除",
        note=f"{post.office_name} {post.post}：解除以后用账号 {post.username} 单独登录，须由系统管理员重新发口令。",
    )


@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    """Take the post that is offered, or say that it is not one's own."""
    offered = access.accounts.offer_for(request.user, pk)
    is_own = request.POST.get("answer") == "yes"
    act = posts.join_posts if is_own else posts.decline_offer
    return carry_out(
        request,
        partial(act, login=request.user.login, officer=offered, at=request.at),
        said="已合并登录" if is_own else "已记明不合并",
        to=reverse("posts"),
    )


def _proven(request: Request, form: JoinForm) -> Officer:
    """Return the other account, proven as at the entrance; a wrong word counts there too. Raises Refused, in the same words for everything."""
    username, code = form.cleaned_data["username"], form.cleaned_data["code"]
    other = authenticate(request, username=username, password=form.cleaned_data["password"])
    if not isinstance(other, Officer):
        raise Refused(_WRONG, field="password")
    closed = entrance.why_closed(request, other)
    if closed:
        lockouts.release(request, other.username)
        raise Refused(closed, field="password")
    if factors.is_on(other) and not second_factors.prove(
        officer=other, code=code, moment=timezone.now(), at=request.at
    ):
        lockouts.count_failure(request, other.username)
        raise Refused(_WRONG, field="password")
    lockouts.release(request, other.username)
    return other
