"""What the interface answers when it does not do what was asked: one shape for every error, never a trace."""

from typing import Any

from django.conf import settings
from django.http import JsonResponse

from duban.api.http import answer
from duban.ledger.access import NotFound
from duban.ledger.refusals import Changed, Conflict, Forbidden, Refused

# Said where nobody said more; by status.
WHY = {
    400: "请求无法识别",
    401: "没有登录，或者密钥无效、过期、已撤销",
    403: "您的岗位没有这项权限",
    404: "没有这条记录，或者您无权查看",
    405: "这个地址不支持这种方法",
    409: "记录刚刚被别人改动过",
    413: "提交的内容过大",
    415: "内容须为 JSON（Content-Type: application/json）",
    422: "提交的内容不符合要求",
    429: "请求过于频繁，请稍后再试",
    500: "系统出了问题，请重新读取后再决定是否重试",
    503: "系统暂时不能服务",
    507: "服务器磁盘已满",
}


class Stale(Conflict):
    """The record changed since it was read: `yours` is the version that was sent, `current` the one it has now."""

    def __init__(self, yours: int, current: int) -> None:
        super().__init__("记录刚刚被别人改动过，您看到的是旧内容", possible="请重新读取后再提交。", field="version")
        self.versions = {"yours": yours, "current": current}


def error(
    status: int, why: str = "", *, clause: str = "", field: str = "", possible: str = "", **more: Any
) -> JsonResponse:
    """Answer with an error in the one shape; `more` are further members, such as both versions of a conflict."""
    said = why or WHY.get(status) or WHY[500 if status >= 500 else 400]
    shape = {"why": said, "clause": clause, "field": field, "possible": possible, "status": status, **more}
    return answer({"error": shape}, status)


def too_large() -> JsonResponse:
    """Answer a body that holds more than is read (413), with how much that is."""
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024 // 1024
    return error(413, possible=f"一次提交的内容不能超过 {most} MB，请减少文字或分次提交。")


def refused(refusal: Refused) -> JsonResponse:
    """Answer with what the ledger refused: 404, 403 or 409 by its kind, else 422."""
    if isinstance(refusal, Changed):
        refusal = Stale(refusal.yours, refusal.current)
    status = 422
    for kind, number in ((NotFound, 404), (Forbidden, 403), (Conflict, 409)):
        if isinstance(refusal, kind):
            status = number
            break
    more: dict[str, Any] = {"versions": refusal.versions} if isinstance(refusal, Stale) else {}
    return error(status, refusal.why, clause=refusal.clause, field=refusal.field, possible=refusal.possible, **more)
