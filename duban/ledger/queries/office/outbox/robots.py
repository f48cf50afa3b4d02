"""The robots of an office as those read them who keep them: where they go, what they say, how they stand; never what lets them speak."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Count, Q

from duban.ledger.letter_channels.target import HOSTS
from duban.ledger.models import Robot
from duban.ledger.models.messages import Delivery
from duban.ledger.models.robots import Maker
from duban.ledger.queries.office.outbox.posts import KINDS
from duban.people.models import Jurisdiction


@dataclass(frozen=True)
class Row:
    """One robot: the host that it calls, who reads it, of what it speaks, and in one line how it stands; `ails` where something is wrong."""

    robot: Robot
    host: str
    readers: str
    kinds: str
    state: str
    ails: bool

    @property
    def is_group(self) -> bool:
        """Return whether a group reads it."""
        return Maker(self.robot.maker).is_group


def rows_of(jurisdiction: Jurisdiction) -> list[Row]:
    """Return the robots in use, in one query."""
    given_up = Count("letters", filter=Q(letters__state=Delivery.DEAD))
    held = Robot.objects.filter(jurisdiction=jurisdiction, removed_on=None).select_related("unit", "let_by", "added_by")
    return [row_of(each) for each in held.annotate(given_up=given_up).order_by("id")]


def row_of(robot: Robot) -> Row:
    """Return one robot as the list shows it."""
    host = urlsplit(robot.base).netloc if robot.base else HOSTS[Maker(robot.maker)]
    readers = "本人" if robot.maker == Maker.WECHAT else str(robot.unit or robot.get_readers_display())
    kinds = "每个人自己的消息" if robot.maker == Maker.WECHAT else "、".join(KINDS[each] for each in robot.kinds)
    given_up = getattr(robot, "given_up", 0)
    if robot.removed_on is not None:
        return Row(robot, host, readers, kinds, "已停用", False)
    if not robot.is_on:
        return Row(robot, host, readers, kinds, "待督查室负责人启用", False)
    if robot.failure:
        dead = f"，已有 {given_up} 封停发" if given_up else ""
        return Row(robot, host, readers, kinds, f"最近一次没有发出：{robot.failure}{dead}", True)
    last = f"，{robot.posted_on.month}月{robot.posted_on.day}日发过" if robot.posted_on else ""
    return Row(robot, host, readers, kinds, f"正常{last}", False)
