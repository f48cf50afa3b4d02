"""Robots and the application of WeCom, through apprise: which addresses it may call, and what the other side answered, in plain words.

apprise says only that something was not sent, and takes some refusals for success. So the module that it asks with stands behind a gate
here: it lets through what `is_allowed` allows, follows no redirect, and remembers the answer.
"""

import functools
import json
import threading
from types import ModuleType
from typing import Any
from urllib.parse import unquote

import requests
from apprise import NotifyFormat
from apprise.plugins import dingtalk, feishu, wechat, wecombot
from django.conf import settings

from duban.ledger.letter_channels.sending import LATE, UNREACHABLE, NotSent, by_status
from duban.ledger.letter_channels.target import Target, is_allowed
from duban.ledger.models.robots import Maker

# So many bytes of a text a robot of WeCom takes; the others take ten times as many.
MOST = 2000
_READ = 65536
# Maker → number of a refusal → what it means.
_CODES: dict[str, dict[int, str]] = {
    Maker.DINGTALK: {
        300001: "机器人地址不对，或者机器人已被删除",
        310000: "钉钉机器人的安全设置没有通过：请核对加签密钥；用关键词的，关键词应为“督办”；用 IP 的，加上本系统的出口地址",
        400101: "机器人地址不对，或者机器人已被删除",
        400102: "机器人已停用",
        410100: "发得太频繁",
        130101: "发得太频繁",
    },
    Maker.WECOMBOT: {93000: "机器人地址不对，或者机器人已被移出群", 45009: "发得太频繁"},
    Maker.WECHAT: {
        40001: "应用的 Secret 不对",
        40013: "企业 ID 不对",
        40056: "应用的 AgentId 不对",
        45009: "发得太频繁",
        60020: "本系统的出口 IP 不在应用的可信 IP 里",
        60111: "企业微信里没有这个账号",
        81013: "企业微信里没有这个账号，或者他不在应用的可见范围里",
    },
    Maker.FEISHU: {
        9499: "发得太频繁，或者内容不合要求",
        11232: "发得太频繁",
        19001: "机器人地址不对，或者机器人已被删除",
        19021: "飞书机器人设了签名校验，请改用关键词“督办”",
        19022: "本系统的出口 IP 不在飞书机器人的白名单里",
        19024: "飞书机器人的关键词应为“督办”",
    },
}


def post(target: Target, subject: str, text: str) -> None:
    """Post words to a robot, or to a person through an application. Raises NotSent with what the other side said."""
    with _ONE_AT_A_TIME:
        plugin = _plugin(target)
        # A robot speaks once a day; between the two questions of an application nobody needs to wait.
        plugin.request_rate_per_sec = 0
        plugin.socket_connect_timeout = plugin.socket_read_timeout = settings.CHANNEL_TIMEOUT
        _GATE.heard.answer, _GATE.heard.failure = None, ""
        sent = plugin.notify(body=text, title=subject, body_format=NotifyFormat.TEXT)
        why = _refusal(target)
    if why or not sent:
        for secret in filter(None, (target.token, target.secret)):
            why = why.replace(secret, "…")
        raise NotSent((why or "对方没有接受")[:300])


class _Gate:
    """Stands where the plugins have `requests`."""

    codes, RequestException = requests.codes, requests.RequestException

    def __init__(self) -> None:
        self.heard = threading.local()

    def post(self, url: str, **options: Any) -> requests.Response:
        """Ask as `requests.post` does."""
        return self._ask("POST", url, options)

    def get(self, url: str, **options: Any) -> requests.Response:
        """Ask as `requests.get` does."""
        return self._ask("GET", url, options)

    def _ask(self, method: str, url: str, options: dict[str, Any]) -> requests.Response:
        if not is_allowed(url):
            self.heard.failure = "本系统的设置不允许向这个主机发送"
            raise requests.RequestException(self.heard.failure)
        if "sign" in (options.get("params") or {}):
            # The plugin quotes the signature and leaves it to requests, which quotes it once more.
            options["params"]["sign"] = unquote(options["params"]["sign"])
        try:
            answer = requests.request(method, url, **{**options, "allow_redirects": False, "stream": True})
            # What a robot says is short; whoever sends without end is not listened to.
            answer._content = answer.raw.read(_READ, decode_content=True)
        except requests.exceptions.SSLError:
            self.heard.failure = "对方的证书不被信任，或者加密方式不符"
            raise
        except (requests.Timeout, TimeoutError) as error:
            self.heard.failure = LATE
            raise requests.RequestException from error
        except Exception as error:
            self.heard.failure = UNREACHABLE
            raise requests.RequestException from error
        self.heard.answer = answer
        return answer


_GATE = _Gate()
# An application is kept with the word by which it is let in, and is told each time to whom it writes.
_ONE_AT_A_TIME = threading.Lock()
_PLUGINS: tuple[ModuleType, ...] = (dingtalk, feishu, wechat, wecombot)
for _each in _PLUGINS:
    setattr(_each, "requests", _GATE)  # noqa: B010  # mypy knows the module that stood there


def _plugin(target: Target) -> Any:
    """Return apprise's own client, speaking to where the target answers."""
    root = target.root
    plugin: Any
    if target.maker is Maker.DINGTALK:
        plugin = dingtalk.NotifyDingTalk(target.token, secret=target.secret or None)
        plugin.notify_url = f"{root}/robot/send?access_token={{token}}"
    elif target.maker is Maker.WECOMBOT:
        plugin = wecombot.NotifyWeComBot(target.token)
        plugin.api_url = f"{root}/cgi-bin/webhook/send?key={target.token}"
    elif target.maker is Maker.FEISHU:
        plugin = feishu.NotifyFeishu(target.token)
        plugin.notify_url = f"{root}/open-apis/bot/v2/hook/{{token}}"
    else:
        plugin = _application(target.corporation, target.token, target.agent, root)
        plugin.users = [target.to]
    return plugin


@functools.lru_cache(maxsize=16)
def _application(corporation: str, secret: str, agent: str, root: str) -> Any:
    plugin = wechat.NotifyWeChat(corporation, secret, agent)
    plugin.token_url = f"{root}/cgi-bin/gettoken"
    plugin.notify_url = f"{root}/cgi-bin/message/send"
    return plugin


def _refusal(target: Target) -> str:
    """Return what the last answer refuses; empty where it took the words."""
    answer = _GATE.heard.answer
    if _GATE.heard.failure or answer is None:
        return str(_GATE.heard.failure)
    refused = by_status(answer.status_code)
    if refused:
        return refused
    try:
        told = json.loads(answer.content)
    except ValueError:
        return "对方的回答不像是机器人的，请核对地址"
    if not isinstance(told, dict):
        return "对方的回答不像是机器人的，请核对地址"
    code = told.get("errcode", told.get("code", told.get("StatusCode", 0)))
    if code:
        said = str(told.get("errmsg", told.get("msg", "")))[:120]
        return _CODES[target.maker].get(code, "") or f"对方拒收：{code} {said}"
    return "企业微信里没有这个账号，或者他不在应用的可见范围里" if told.get("invaliduser") else ""
