"""What a person chooses for their own letters: by which ways they come, and which topics they do without."""

import datetime
import re
from collections.abc import Collection

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from duban.ledger import journal
from duban.ledger.letter_channels import NotSent, channels_to, test
from duban.ledger.letter_channels.target import read_address
from duban.ledger.models import MessageChoice
from duban.ledger.models.messages import Channel
from duban.ledger.models.robots import Maker
from duban.ledger.queries.office.outbox.topics import BY_KEY
from duban.ledger.refusals import Refused
from duban.ledger.storage import rate_limits
from duban.people.models import Officer


@transaction.atomic
def choose_topics(*, officer: Officer, muted: Collection[str], at: datetime.datetime) -> MessageChoice:
    """Set the topics of which one wants no letter; the inbox shows them all the same. Raises Refused for one that everybody must know, with the reason."""
    for key in muted:
        topic = BY_KEY.get(key)
        if topic is None:
            raise Refused("没有这一种消息", field="muted")
        if topic.why:
            raise Refused(f"“{topic.word}”不能关：{topic.why}", field="muted")
    choice = _held(officer)
    choice.muted = sorted(set(muted))
    choice.save(update_fields=["muted"])
    _note(officer, at, {"muted": [BY_KEY[key].word for key in choice.muted]})
    return choice


@transaction.atomic
def choose_ways(
    *,
    officer: Officer,
    email: str,
    wecom: str = "",
    robot: str | None = "",
    robot_secret: str = "",
    alone: bool = False,
    at: datetime.datetime,
) -> MessageChoice:
    """Set the mail address, the account in WeCom and the robot of a group of one's own; empty: not by that way. `robot` None keeps what is set.

    Raises Refused, at its field, for what cannot be an address, and for a robot without `alone`: that nobody else is in its group.
    """
    email, wecom = email.strip(), wecom.strip()
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise Refused("这不是邮件地址", field="email") from None
    if wecom and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_@.-]{0,63}", wecom):
        raise Refused("企业微信账号由字母、数字和 _ @ . - 组成", field="wecom")
    choice = _held(officer)
    if robot is not None:
        choice.robot, choice.robot_secret = _robot(robot.strip(), robot_secret.strip(), alone)
    officer.email, choice.wecom = email, wecom
    officer.save(update_fields=["email"])
    choice.save(update_fields=["wecom", "robot", "robot_secret"])
    # Which ways are set, and no address: what stands in the journal can never be erased.
    ways = {"email": officer.email, "wecom": choice.wecom, "robot": choice.robot}
    _note(officer, at, {name: "已设" if value else "未设" for name, value in ways.items()})
    return choice


def test_way(*, officer: Officer, channel: str, at: datetime.datetime) -> str:
    """Send oneself a test; return what the other side said. Raises Refused with its answer, and TooMany beyond ten an hour."""
    if channel not in channels_to(officer):
        raise Refused("这个渠道还没有设置", field="channel")
    rate_limits.count_knock(jurisdiction=officer.office, what="test", who=f"officer:{officer.pk}", at=at)
    link = f"\n\n打开“消息”：{settings.PUBLIC_URL}/to/{officer.pk}/inbox" if settings.PUBLIC_URL else ""
    called = f"{officer.full_name}同志" if officer.full_name else "您好"
    try:
        test(channel, officer, "督办：测试消息", f"{called}：\n\n收到这条测试消息，即表示设置正确，不需要办理。{link}")
    except NotSent as why:
        raise Refused(f"没有发出：{why}") from None
    return f"{Channel(channel).label}已被对方接受，请到那里看一看"


def _robot(address: str, secret: str, alone: bool) -> tuple[str, str]:
    if not address:
        return "", ""
    target = read_address(address, "robot")
    if not alone:
        raise Refused("请确认这个群里只有您自己", field="alone", possible="个人消息不发到有别人的群里。")
    if secret and target.maker is not Maker.DINGTALK:
        raise Refused("只有钉钉机器人用加签密钥，其他请留空", field="robot_secret")
    if secret and not (secret.isascii() and secret.isalnum()):
        raise Refused("加签密钥由字母和数字组成，以 SEC 开头", field="robot_secret")
    return address, secret


def _held(officer: Officer) -> MessageChoice:
    # The officer first: two answers at once would make two rows.
    Officer.objects.select_for_update(no_key=True).get(pk=officer.pk)
    return MessageChoice.objects.get_or_create(officer=officer)[0]


def _note(officer: Officer, at: datetime.datetime, said: dict[str, object]) -> None:
    journal.record("officer.message_choice", jurisdiction=officer.office, of=officer, actor=officer, at=at, data=said)
