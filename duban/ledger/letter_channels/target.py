"""Targets: to which robot or person words go, read from what its maker's page shows; and which hosts may be called at all."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

from duban.ledger.letter_channels.sending import NotSent
from duban.ledger.models import Letter, MessageChoice, Robot
from duban.ledger.models.messages import Channel
from duban.ledger.models.robots import Maker
from duban.ledger.refusals import Refused

# Where the makers' own robots answer.
HOSTS = {
    Maker.DINGTALK: "oapi.dingtalk.com",
    Maker.WECOMBOT: "qyapi.weixin.qq.com",
    Maker.WECHAT: "qyapi.weixin.qq.com",
    Maker.FEISHU: "open.feishu.cn",
}
# The path by which an address is known, and the parameter that holds the key; of Feishu the key is the rest of the path.
_PATHS = {
    Maker.DINGTALK: ("/robot/send", "access_token"),
    Maker.WECOMBOT: ("/cgi-bin/webhook/send", "key"),
    Maker.FEISHU: ("/open-apis/bot/v2/hook/", ""),
}
_POSSIBLE = "请在群的机器人设置里复制完整的 Webhook 地址，例如 https://oapi.dingtalk.com/robot/send?access_token=…。"


@dataclass(frozen=True)
class Target:
    """One robot, or one person through an application. `base` is empty, or where a private installation answers; `to` the person's account there."""

    maker: Maker
    token: str
    secret: str = ""
    corporation: str = ""
    agent: str = ""
    base: str = ""
    to: str = ""

    @property
    def root(self) -> str:
        """Return what stands before the paths of the maker's interface."""
        return self.base or f"https://{HOSTS[self.maker]}"


def read_address(text: str, field: str = "address") -> Target:
    """Return the robot of a pasted address. Raises Refused for what is none, and for a host that the installation does not allow."""
    parts = urlsplit(text.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused("这不是机器人的地址", field=field, possible=_POSSIBLE)
    for maker, (path, name) in _PATHS.items():
        before, found, behind = parts.path.partition(path)
        token = parse_qs(parts.query).get(name, [""])[0] if name else behind.strip("/")
        if not found or not token.replace("-", "").replace("_", "").isalnum() or not token.isascii():
            continue
        is_own = parts.hostname == HOSTS[maker] and parts.scheme == "https" and parts.port in (None, 443)
        base = "" if is_own and not before else f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{before}"
        return Target(maker, token, base=read_base(base, field))
    raise Refused("认不出这是哪一种机器人的地址", field=field, possible=_POSSIBLE)


def read_base(text: str, field: str = "base") -> str:
    """Return where a private installation answers, without a slash at the end; empty stays empty. Raises Refused for a host that is not allowed."""
    text = text.strip().rstrip("/")
    if not text:
        return ""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise Refused("私有地址应写作 https://主机名", field=field)
    if not is_allowed(text):
        raise Refused(
            f"本系统的设置不允许向 {parts.hostname} 发送",
            field=field,
            possible="由服务器管理人把这个主机名写进 DUBAN_CHANNEL_HOSTS 后再填。",
        )
    return text


def is_allowed(address: str) -> bool:
    """Return whether an address may be called: a maker's own over TLS, or a host that the settings name, with its port where they name one."""
    parts = urlsplit(address)
    if parts.scheme == "https" and parts.hostname in HOSTS.values() and parts.port in (None, 443):
        return True
    return parts.hostname in settings.CHANNEL_HOSTS or f"{parts.hostname}:{parts.port}" in settings.CHANNEL_HOSTS


def target_of_robot(robot: Robot, to: str = "") -> Target:
    """Return where a robot of the office speaks, or a person through the office's application."""
    return Target(Maker(robot.maker), robot.token, robot.secret, robot.corporation, robot.agent, robot.base, to)


def target_of(letter: Letter) -> Target:
    """Return where a letter goes that no mail and no webhook carries. Raises NotSent where that way is there no more."""
    if letter.channel == Channel.ROBOT and letter.robot is not None:
        if not letter.robot.is_on:
            raise NotSent("这个机器人已经停用")
        return target_of_robot(letter.robot)
    choice = MessageChoice.objects.filter(officer=letter.officer).first()
    if letter.channel == Channel.WECHAT and letter.robot is not None and choice is not None and choice.wecom:
        if not letter.robot.is_on:
            raise NotSent("企业微信应用已经停用")
        return target_of_robot(letter.robot, choice.wecom)
    if letter.channel == Channel.OWN and choice is not None and choice.robot:
        try:
            found = read_address(choice.robot)
        except Refused as refused:
            raise NotSent(refused.why) from None
        return Target(found.maker, found.token, choice.robot_secret, base=found.base)
    raise NotSent("收件人已经不用这个渠道")
