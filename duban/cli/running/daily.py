"""`duban daily`: missed dates become facts and the ladder's next steps become proposals, up to a day, in every jurisdiction."""

from __future__ import annotations

import argparse
import datetime
import logging
import sys
from typing import TYPE_CHECKING

from duban.cli.upkeep.installations import NotReady, in_installation, jurisdictions_named

if TYPE_CHECKING:
    from duban.people.models import Jurisdiction

log = logging.getLogger(__name__)


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("daily", help="每日自动处理：补记到期未办，提出可启动的督办措施；重复运行无妨")
    parser.add_argument("--date", type=_day, metavar="DATE", help="处理到这一天（含），默认今天，例如 2026-03-31")
    parser.add_argument("--jurisdiction", metavar="CODE", help="只做这个辖区")
    parser.add_argument("--confirm-clock", action="store_true", help="系统时钟与上次运行相差很大时，确认时钟无误")
    parser.set_defaults(func=in_installation("daily", _act))


def _act(args: argparse.Namespace) -> int:
    from duban.ledger.actions.upkeep import heartbeats
    from duban.ledger.models.heartbeats import Beater

    today, now = present_day(), present_moment()
    through = args.date or today
    if through > today:
        raise NotReady(f"日期 {through} 还没有到，今天是 {today}")
    found = jurisdictions_named(args.jurisdiction)
    _believe_clock(now, confirmed=args.confirm_clock)
    heartbeats.beat(Beater.DAILY, at=now)
    # One office's trouble is its own: the next one's day goes on.
    done = [_run(jurisdiction, through, today, now) for jurisdiction in found]
    _keep_heads(today)
    return 0 if all(done) else 1


def _keep_heads(today: datetime.date) -> None:
    """Tell the heads of all chains outside, once a day; where that cannot be, the day's run is done all the same."""
    from duban.ledger.audit import heads

    try:
        heads.keep(today)
    except OSError as error:
        print(f"duban daily: 链头没有留存到 DUBAN_HEADS_FILE：{error.strerror}", file=sys.stderr)


def _believe_clock(now: datetime.datetime, *, confirmed: bool) -> None:
    """Raise NotReady where the clock is in doubt and nobody has said that it is right."""
    from duban.ledger.actions.upkeep import heartbeats
    from duban.ledger.queries.upkeep.heartbeats import clock_doubt

    doubt = clock_doubt(now)
    if doubt is not None and not confirmed:
        raise NotReady(
            f"{doubt.words}，没有进行每日自动处理，什么也没有写入；时钟无误时请运行 duban daily --confirm-clock，否则先校准时钟"
        )
    if doubt is not None:
        heartbeats.confirm_clock(actor=None, at=now)


def _run(jurisdiction: Jurisdiction, through: datetime.date, today: datetime.date, now: datetime.datetime) -> bool:
    """Do one office's day and say what came of it; what breaks it off is noted with the office and said on stderr."""
    from duban.ledger.actions.office import daily_run, messages

    try:
        run = daily_run.run_days(jurisdiction=jurisdiction, through=through)
        told = messages.derive_messages(jurisdiction=jurisdiction, at=now)
        reminded = messages.remind_of_dates(jurisdiction=jurisdiction, on=through, at=now) if through == today else 0
        daily_run.note_success(jurisdiction=jurisdiction)
    except Exception as error:
        log.exception("the daily run of %s broke off", jurisdiction.slug)
        why = " ".join(f"{error}".split()) or type(error).__name__
        print(f"duban daily: {jurisdiction} 的每日自动处理中断：{why}", file=sys.stderr)
        _note_failure(jurisdiction, why, now)
        return False
    print(
        f"{run.jurisdiction} 至 {through}：{run.days} 天，迟误 {run.late} 条，新提出措施 {run.proposed} 项，读日志 {told} 行，提醒 {reminded} 条"
    )
    return True


def _note_failure(jurisdiction: Jurisdiction, why: str, now: datetime.datetime) -> None:
    from django.db import DatabaseError

    from duban.ledger.actions.office import daily_run

    try:
        daily_run.note_failure(jurisdiction=jurisdiction, why=why, at=now)
    except DatabaseError:
        log.exception("why the daily run of %s broke off could not be noted", jurisdiction.slug)


def present_day() -> datetime.date:
    """Give today in Shanghai, or the day that a demonstration takes for today."""
    from django.conf import settings
    from django.utils import timezone

    return datetime.date.fromisoformat(settings.PRESENT_DAY) if settings.PRESENT_DAY else timezone.localdate()


def present_moment() -> datetime.datetime:
    """Give the present moment, on the day that a demonstration takes for today."""
    from django.utils import timezone

    now = timezone.localtime()
    day = present_day()
    return now if day == now.date() else datetime.datetime.combine(day, time_of_day())


def time_of_day() -> datetime.time:
    """Give the hour and minute of a present day that is set."""
    from django.utils import timezone

    return timezone.localtime().timetz()


def _day(words: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(words)
    except ValueError:
        raise argparse.ArgumentTypeError(f"不是日期：{words}，应写作 2026-03-31") from None
