"""What all channels share: why a letter did not get out, in the words of those who read it."""

import socket
import ssl
import urllib.error
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from smtplib import SMTPAuthenticationError, SMTPRecipientsRefused, SMTPSenderRefused, SMTPServerDisconnected

# The same on each attempt: a receiver that got a letter twice can tell.
HEADER = "X-Duban-Letter"
LATE = "对方 10 秒内没有回应"
UNREACHABLE = "连不上对方：地址或端口不通，或者被防火墙挡住"


class NotSent(Exception):
    """The channel did not take the letter; the message says why, without the letter's words and without secrets."""


@contextmanager
def plainly() -> Iterator[None]:
    """Turn what mail and connections fail with into NotSent, in plain words."""
    try:
        yield
    except NotSent:
        raise
    except (OSError, ValueError, HTTPException) as error:  # smtplib's and urllib's own are OSErrors
        raise NotSent(_plain(error)[:300]) from None


def by_status(status: int) -> str:
    """Return what the status of an answer means; empty where it is no refusal."""
    if status < 300:
        return ""
    if status < 400:
        return f"对方要求转到别的地址（HTTP {status}），按安全规定不跟随；请填写最终的地址"
    known = {
        401: "对方不接受，请核对密钥",
        403: "对方不接受，请核对密钥和对方的 IP 白名单",
        404: "没有这个地址，请核对",
        429: "发得太频繁",
    }
    said = known.get(status, "对方服务器出错，稍后自动再试" if status >= 500 else "对方拒收")
    return f"{said}（HTTP {status}）"


def _plain(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return by_status(error.code) or f"HTTP {error.code}"
    if isinstance(error, urllib.error.URLError) and isinstance(error.reason, Exception):
        return _plain(error.reason)
    known: list[tuple[type[Exception] | tuple[type[Exception], ...], str]] = [
        (TimeoutError, LATE),
        (socket.gaierror, "找不到对方的主机名，请核对地址和域名解析"),
        (ssl.SSLError, "对方的证书不被信任，或者加密方式不符"),
        (SMTPAuthenticationError, "邮件服务器不接受账号或口令"),
        (SMTPRecipientsRefused, "邮件服务器不接受收件人的地址"),
        (SMTPSenderRefused, "邮件服务器不接受发件人的地址"),
        (SMTPServerDisconnected, "邮件服务器中断了连接"),
        (ConnectionError, UNREACHABLE),
    ]
    for kind, said in known:
        if isinstance(error, kind):
            return said
    return f"{type(error).__name__}: {error}"
