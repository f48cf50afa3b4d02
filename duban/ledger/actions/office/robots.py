"""Robots of an office: set up by the administrator, let to speak by the head of the office, stopped by either.

Two, because whoever keeps accounts reads no business: they could otherwise let it be posted wherever they like.
"""

import re

from django.db import transaction

from duban.ledger import access, journal
from duban.ledger.by import By
from duban.ledger.letter_channels import NotSent, post
from duban.ledger.letter_channels.target import Target, read_address, read_base, target_of_robot
from duban.ledger.models import Robot
from duban.ledger.models.robots import Maker, Readers
from duban.ledger.queries.office.outbox import posts
from duban.ledger.refusals import Conflict, Refused
from duban.people.models import Jurisdiction, Unit

TEST = ("督办：测试消息", "这是督办系统的测试消息，收到即表示设置正确，不需要办理。")


@transaction.atomic
def add_robot(*, jurisdiction: Jurisdiction, name: str, address: str, secret: str, by: By) -> Robot:
    """Set up a robot of a group by the address that its maker shows; it is silent until it is let.

    Raises Forbidden for anybody but an administrator, and Refused, at its field, for an address that is none or not allowed.
    """
    access.require(by.officer, "keep_robots")
    return _add(jurisdiction, name, _signed(read_address(address), secret), by)


@transaction.atomic
def add_application(
    *, jurisdiction: Jurisdiction, name: str, corporation: str, agent: str, secret: str, base: str, by: By
) -> Robot:
    """Set up the office's application of WeCom, which writes to single persons; it is silent until it is let. Raises as `add_robot` does."""
    access.require(by.officer, "keep_robots")
    if not re.fullmatch(r"[A-Za-z0-9]{4,64}", corporation.strip()):
        raise Refused("企业 ID 由字母和数字组成", field="corporation")
    if not re.fullmatch(r"[0-9]{1,20}", agent.strip(), re.ASCII):
        raise Refused("AgentId 是数字", field="agent")
    if not re.fullmatch(r"[A-Za-z0-9_-]{8,200}", secret.strip()):
        raise Refused("Secret 由字母、数字、横线组成", field="secret")
    target = Target(
        Maker.WECHAT, secret.strip(), corporation=corporation.strip(), agent=agent.strip(), base=read_base(base)
    )
    return _add(jurisdiction, name, target, by)


@transaction.atomic
def let_robot(*, robot: Robot, readers: str, unit: Unit | None, kinds: list[str], by: By) -> Robot:
    """Let a robot speak: who is in its group, and of what it speaks there. Again, to say otherwise; an application needs neither.

    Raises Forbidden for anybody but the head of the office, and Refused for a kind that not everybody in the group may see.
    """
    access.require(by.officer, "let_robots")
    robot = _held(robot)
    if Maker(robot.maker).is_group:
        if readers not in Readers.values:
            raise Refused("请选择群里是哪些人", field="readers")
        if (readers == Readers.UNIT) != (unit is not None):
            raise Refused("群里是一个单位的人时，请选这个单位；否则不选", field="unit")
        if unit is not None and unit.jurisdiction_id != robot.jurisdiction_id:
            raise Refused("没有这个单位", field="unit")
        more = [posts.KINDS.get(kind, kind) for kind in kinds if kind not in posts.kinds_for(readers)]
        if more:
            raise Refused(
                f"{'、'.join(more)}不是群里每个单位都能看的",
                field="kinds",
                possible="各单位都在的群里，只能发印发给各单位的通报和公布的排名；别的请建本单位的群。",
            )
        if not kinds:
            raise Refused("请至少选一种内容", field="kinds")
        robot.readers, robot.unit, robot.kinds = readers, unit, [kind for kind in posts.KINDS if kind in kinds]
    robot.let_by, robot.let_on = by.officer, by.today
    robot.save(update_fields=["readers", "unit", "kinds", "let_by", "let_on"])
    said = {"name": robot.name, "readers": robot.get_readers_display(), "kinds": robot.kinds}
    journal.record(
        "robot.let", jurisdiction=robot.jurisdiction, of=robot, actor=by.officer, at=by.at, unit=robot.unit, data=said
    )
    return robot


@transaction.atomic
def remove_robot(*, robot: Robot, by: By) -> Robot:
    """Take a robot out of use for good; what lets others speak through it is erased. Raises Forbidden, and Conflict where it was before."""
    access.require(by.officer, "see_robots")
    robot = _held(robot)
    robot.removed_on, robot.token, robot.secret = by.today, "", ""
    robot.save(update_fields=["removed_on", "token", "secret"])
    journal.record(
        "robot.removed",
        jurisdiction=robot.jurisdiction,
        of=robot,
        actor=by.officer,
        at=by.at,
        data={"name": robot.name},
    )
    return robot


def test_robot(*, robot: Robot, by: By) -> str:
    """Post a test into the group of a robot, with nothing of any business in it; return what came of it. Raises Refused with the other side's answer."""
    access.require(by.officer, "see_robots")
    if robot.removed_on is not None:
        raise Conflict("这个机器人已经停用")
    if not Maker(robot.maker).is_group:
        raise Refused("应用只发给个人", possible="请在“消息”的接收设置里填自己的企业微信账号，再发测试。")
    try:
        post(target_of_robot(robot), *TEST)
    except NotSent as why:
        raise Refused(f"没有发出：{why}") from None
    return "对方已接受，请到群里看一看"


def _signed(target: Target, secret: str) -> Target:
    secret = secret.strip()
    if secret and target.maker is not Maker.DINGTALK:
        raise Refused("只有钉钉机器人用加签密钥，其他请留空", field="secret")
    if secret and not (secret.isascii() and secret.isalnum()):
        raise Refused("加签密钥由字母和数字组成，以 SEC 开头", field="secret")
    return Target(target.maker, target.token, secret, base=target.base)


def _add(jurisdiction: Jurisdiction, name: str, target: Target, by: By) -> Robot:
    if not name.strip() or len(name.strip()) > 40:
        raise Refused("请填写名称，不超过 40 字", field="name")
    robot = Robot.objects.create(
        jurisdiction=jurisdiction,
        name=name.strip(),
        maker=target.maker,
        token=target.token,
        secret=target.secret,
        corporation=target.corporation,
        agent=target.agent,
        base=target.base,
        added_by=by.officer,
        added_on=by.today,
    )
    said = {"name": robot.name, "maker": robot.get_maker_display(), "base": robot.base}
    journal.record("robot.added", jurisdiction=jurisdiction, of=robot, actor=by.officer, at=by.at, data=said)
    return robot


def _held(robot: Robot) -> Robot:
    held = Robot.objects.select_for_update(of=("self",), no_key=True).select_related("jurisdiction", "unit")
    robot = held.get(pk=robot.pk)
    if robot.removed_on is not None:
        raise Conflict("这个机器人已经停用")
    return robot
