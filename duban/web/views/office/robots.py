"""Robots of the office: the administrator sets them up, the head of the office lets them speak."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from duban.ledger import access
from duban.ledger.actions.office import robots as acts
from duban.ledger.models import Robot
from duban.ledger.models.robots import Maker
from duban.ledger.queries.office import messages as known
from duban.ledger.queries.office.outbox import robots
from duban.ledger.refusals import Refused
from duban.web.acting import act_here
from duban.web.forms import Form
from duban.web.forms.office.outbox import ApplicationForm, LettingForm, RobotForm
from duban.web.http import Request
from duban.web.pages import form_page, form_taken, read_page
from duban.web.submitting import carry_out


@read_page("see_robots")
def index(request: Request) -> HttpResponse:
    """List the robots that are set up, each with how it stands in one line."""
    context = {
        "robots": robots.rows_of(request.user.office),
        "keeps": access.may(request.user, "keep_robots"),
        "lets": access.may(request.user, "let_robots"),
        "ways": known.ways(),
        "has_links": known.has_links(),
    }
    return render(request, "office/robots/index.html", context)


@sensitive_post_parameters("address", "secret")
@form_page("keep_robots")
def add(request: Request) -> HttpResponse:
    """Set up a robot of a group."""
    return act_here(
        request,
        RobotForm,
        partial(acts.add_robot, jurisdiction=request.user.office, by=request.by),
        reverse("robots"),
        "增加群机器人",
        said="已保存。发一条测试，再请督查室负责人启用",
        note="地址和密钥加密保存，保存以后任何人都看不到，要换就停用后重新增加。",
    )


@sensitive_post_parameters("secret")
@form_page("keep_robots")
def add_application(request: Request) -> HttpResponse:
    """Set up the application that writes to single persons."""
    return act_here(
        request,
        ApplicationForm,
        partial(acts.add_application, jurisdiction=request.user.office, by=request.by),
        reverse("robots"),
        "增加企业微信应用",
        said="已保存。请督查室负责人启用，各人再在“消息”里填自己的账号",
        note="应用把每个人的消息发给他本人。Secret 加密保存，保存以后任何人都看不到。",
    )


@form_page("let_robots", access.office.robot_for)
def let(request: Request, robot: Robot) -> HttpResponse:
    """Say who is in the group and what may be posted there; of an application, only that it may write."""
    perform = partial(acts.let_robot, robot=robot, by=request.by)
    form: Form = Form(request.POST if request.method == "POST" else None)
    note, said = "应用只把每个人自己的消息发给他本人。", f"“{robot}”已启用"
    if Maker(robot.maker).is_group:
        initial = {"readers": robot.readers, "unit": robot.unit, "kinds": robot.kinds}
        form = LettingForm(request.POST or None, initial=initial, jurisdiction=request.user.office)
        note, said = "群里的每个人都看得到发的内容，请按群里的人选。", f"“{robot}”已启用，工作日每天最多发一条"
    else:
        perform = partial(perform, readers="", unit=None, kinds=[])
    return act_here(request, form, perform, reverse("robots"), f"启用“{robot}”", said=said, button="启用", note=note)


@form_taken("see_robots", access.office.robot_for)
def test(request: Request, robot: Robot) -> HttpResponse:
    """Post a test into the group and say what the other side answered."""
    try:
        messages.success(request, acts.test_robot(robot=robot, by=request.by))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("robots")


@form_taken("see_robots", access.office.robot_for)
def remove(request: Request, robot: Robot) -> HttpResponse:
    """Take a robot out of use."""
    act = partial(acts.remove_robot, robot=robot, by=request.by)
    return carry_out(request, act, said=f"“{robot}”已停用，密钥已删除", to=reverse("robots"))
