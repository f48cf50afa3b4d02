"""How much a worker takes on at once: what comes beyond is turned away, and told when to come again."""

import threading
from collections.abc import Iterable, Iterator
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from duban.config.database import SLOTS

# So many requests may wait for a slot, and so long (seconds), before the server says that it is busy: an answer within two seconds
# helps more than a place in a queue that nobody sees the end of.
QUEUE, PATIENCE = 24, 2.0
RETRY_AFTER = "5"
_BUSY = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>系统繁忙 · 督办</title>'
    "<h1>系统繁忙</h1><p>同时访问的人较多，这次没有办理，也没有保存任何改动。请过几秒钟再试。</p></html>"
)
_BUSY_JSON = (
    '{"error": {"why": "系统繁忙，没有办理", "clause": "", "field": "", "possible": "请过几秒钟重试。", "status": 503}}'
)


class Gate:
    """Let so many requests through at once, let some wait a little, and turn the others away with 503 and Retry-After."""

    def __init__(
        self, application: WSGIApplication, *, slots: int = SLOTS, queue: int = QUEUE, patience: float = PATIENCE
    ) -> None:
        self._application, self._queue, self._patience = application, queue, patience
        self._slots, self._lock, self._waiting = threading.BoundedSemaphore(slots), threading.Lock(), 0

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request; the health page never waits, so that a watcher can tell a busy server from a dead one."""
        if environ.get("PATH_INFO") == "/health":
            return self._application(environ, start_response)
        if not self._enter():
            return _turn_away(environ, start_response)
        try:
            answer = self._application(environ, start_response)
        except BaseException:
            self._slots.release()
            raise
        if getattr(answer, "streaming", False):
            return _Held(answer, self._slots)
        try:
            return list(answer)
        finally:
            _Held(answer, self._slots).close()

    def _enter(self) -> bool:
        if self._slots.acquire(blocking=False):
            return True
        with self._lock:
            if self._waiting >= self._queue:
                return False
            self._waiting += 1
        try:
            return self._slots.acquire(timeout=self._patience)
        finally:
            with self._lock:
                self._waiting -= 1


class _Held:
    """An answer that gives its slot back when the server has sent it."""

    def __init__(self, answer: Iterable[bytes], slots: threading.BoundedSemaphore) -> None:
        self._answer, self._slots, self._open = answer, slots, True

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._answer)

    def close(self) -> None:
        """Close the answer, once, and give the slot back whatever happens."""
        if not self._open:
            return
        self._open = False
        try:
            if hasattr(self._answer, "close"):
                self._answer.close()
        finally:
            self._slots.release()


def _turn_away(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    is_program = environ.get("PATH_INFO", "").startswith("/api/")
    body = (_BUSY_JSON if is_program else _BUSY).encode()
    kind = "application/json" if is_program else "text/html; charset=utf-8"
    headers = [
        ("Content-Type", kind),
        ("Content-Length", str(len(body))),
        ("Retry-After", RETRY_AFTER),
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
    ]
    if environ.get("HTTP_X_FORWARDED_PROTO") == "https":
        headers.append(("Strict-Transport-Security", "max-age=31536000"))
    start_response("503 Service Unavailable", headers)
    return [body]
