"""Failures that are nobody's mistake: a database that is away or busy, a disk that is full, a defect. What is said of each, and truly.

Whether anything was saved is known, not assumed: a line of the journal that was committed during the request says so.
"""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from duban.engine.cases import CaseError
from duban.engine.packs.loading import UnknownRegime
from duban.engine.packs.sources import PackError

_committed: ContextVar[bool] = ContextVar("committed", default=False)

# SQLSTATE classes: connection failures, the server stopping or starting, too many connections; a deadlock or a wait that took too long.
_AWAY = ("08", "57P", "53300")
_BUSY = ("40001", "40P01", "55P03")
_FULL = "53100"
# As every driver names them (PEP 249), and Django after them.
_BROKEN = frozenset(("OperationalError", "InterfaceError"))
# Bytes: SQLite's log grows by less at a time.
_LEAST_ROOM = 1 << 20


@dataclass(frozen=True)
class Failure:
    """What is answered: HTTP status, the sentence, and after how many seconds it may be tried again (0: not by waiting)."""

    status: int
    title: str
    why: str
    retry_after: int = 0


def begin() -> None:
    """Forget what earlier requests of this thread committed."""
    _committed.set(False)


def note_commit() -> None:
    """Remember, once the surrounding transaction has committed, that this request saved something."""
    transaction.on_commit(lambda: _committed.set(True))


def failure_of(error: BaseException | None) -> Failure:
    """Return what to answer for an exception that nobody expected."""
    chain = list(_causes(error))
    if any(map(_is_full, chain)):
        return Failure(
            507, "服务器磁盘已满", f"服务器磁盘已满，{_outcome()}已有内容仍可查看。请告诉系统管理员清理磁盘后再办理。"
        )
    if any(map(_is_busy, chain)):
        return Failure(503, "系统繁忙", f"同时办理的人较多，{_outcome()}请稍后再试。", 5)
    if any(map(_is_away, chain)):
        return Failure(
            503, "数据库暂时连不上", f"数据库连接中断，{_outcome(certain=False)}系统会自动恢复，请过几秒钟再试。", 5
        )
    pack = next((each for each in chain if isinstance(each, (PackError, UnknownRegime))), None)
    if pack is not None:
        why = f"本辖区适用的制度文件不能使用（{pack}），{_outcome()}请系统管理员按 duban regimes check 的提示改正文件，改正后即可恢复。"
        return Failure(503, "制度文件不能使用", why)
    if any(isinstance(each, CaseError) for each in chain):
        why = f"单位、期间与所执行的办法对不上，算不出结果，{_outcome()}请系统管理员在“单位”里核对各单位在各份办法中的类别。"
        return Failure(409, "这一期算不出结果", why)
    return Failure(500, "系统出了问题", f"{_outcome()}请稍后重试；仍然不行时，请把编号告诉系统管理员。")


def _outcome(*, certain: bool = True) -> str:
    if _committed.get():
        return "办理的内容已经保存，只是没有能显示结果，请不要重复提交。"
    return "没有保存任何改动。" if certain else "刚才提交的内容不一定已经保存，请查看后再决定是否重办。"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _is_full(error: BaseException) -> bool:
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return True
    if isinstance(error, sqlite3.OperationalError):
        # SQLite names a full disk so only where it writes the database itself; of its log it says that reading and writing failed.
        return "disk is full" in str(error) or ("disk I/O error" in str(error) and _has_no_room())
    return getattr(error, "sqlstate", None) == _FULL


def _has_no_room() -> bool:
    place = Path(connection.settings_dict["NAME"]).parent
    return place.is_dir() and shutil.disk_usage(place).free < _LEAST_ROOM


def _is_busy(error: BaseException) -> bool:
    if isinstance(error, sqlite3.OperationalError):
        return "locked" in str(error)
    return (getattr(error, "sqlstate", None) or "") in _BUSY


def _is_away(error: BaseException) -> bool:
    state = getattr(error, "sqlstate", None) or ""
    if state.startswith(_AWAY):
        return True
    # A connection that cannot be had, or broke, carries no SQLSTATE; where a cursor is closed on it the error comes as the driver's own.
    return not state and not _BROKEN.isdisjoint(each.__name__ for each in type(error).__mro__)
