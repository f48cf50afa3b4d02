"""`duban daily`: missed dates become facts and the ladder's next steps become proposals, up to a day, in every jurisdiction."""

from __future__ import annotations

import argparse
import datetime

from duban.cli.installations import NotReady, in_installation, jurisdictions_named


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("daily", help="日切：补记到期未办，提出可以进入的督办步骤；重复运行无妨")
    parser.add_argument("--date", type=_day, metavar="DATE", help="日切到这一天（含），默认今天，例如 2026-03-31")
    parser.add_argument("--jurisdiction", metavar="CODE", help="只做这个辖区")
    parser.set_defaults(func=in_installation("daily", _act))


def _act(args: argparse.Namespace) -> int:
    from duban.ledger.actions import days, messages

    today, now = present_day(), present_moment()
    through = args.date or today
    if through > today:
        raise NotReady(f"日期 {through} 还没有到，今天是 {today}")
    for jurisdiction in jurisdictions_named(args.jurisdiction):
        run = days.run_days(jurisdiction=jurisdiction, through=through)
        told = messages.derive_messages(jurisdiction=jurisdiction, at=now)
        reminded = messages.remind_of_dates(jurisdiction=jurisdiction, on=through, at=now) if through == today else 0
        print(f"{run.jurisdiction} 至 {through}：{run.days} 天，迟误 {run.late} 条，新提出措施 {run.proposed} 项，读日志 {told} 行，提醒 {reminded} 条")
    return 0


def present_day() -> datetime.date:
    """This function will give today in Shanghai, or the day that a demonstration takes for today."""
    from django.conf import settings
    from django.utils import timezone

    return datetime.date.fromisoformat(settings.PRESENT_DAY) if settings.PRESENT_DAY else timezone.localdate()


def present_moment() -> datetime.datetime:
    """This function will give the present moment, on the day that a demonstration takes for today."""
    from django.utils import timezone

    now = timezone.localtime()
    day = present_day()
    return now if day == now.date() else datetime.datetime.combine(day, now.timetz())


def _day(words: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(words)
    except ValueError:
        raise argparse.ArgumentTypeError(f"不是日期：{words}，应写作 2026-03-31") from None
