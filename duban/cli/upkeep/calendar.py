"""`duban calendar`: holiday notices taken in from a file, listed, withdrawn; what a notice would move is said before it is taken."""

from __future__ import annotations

import argparse
import datetime
import sys
from pathlib import Path

from duban.cli.upkeep.installations import NotReady, in_installation, jurisdictions_named


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("calendar", help="录入、列出、撤销放假安排")
    inner = parser.add_subparsers(dest="what", required=True)
    add = inner.add_parser("add", help="从通知原文录入；- 从标准输入读")
    add.add_argument("file", metavar="FILE", help="通知原文（UTF-8 文字）")
    add.add_argument("--office", metavar="CODE", help="只为这个辖区录入；不写则为每一个")
    add.add_argument("--year", type=int, help="年份，原文写明的可以不写")
    add.add_argument("--number", default="", help="文号，原文写明的可以不写")
    add.add_argument("--issued-on", default="", metavar="DATE", help="成文日期，原文写明的可以不写")
    add.add_argument("--local", action="store_true", help="当地政府规定的地方节日")
    add.add_argument("--check", action="store_true", help="只说会顺延哪些期限，不录入")
    add.set_defaults(func=in_installation("calendar", _add))
    listed = inner.add_parser("list", help="列出录入过的安排")
    listed.add_argument("--office", metavar="CODE")
    listed.set_defaults(func=in_installation("calendar", _list))
    withdraw = inner.add_parser("withdraw", help="撤销录错的安排")
    withdraw.add_argument("id", type=int, metavar="NUMBER", help="duban calendar list 列出的序号")
    withdraw.add_argument("--reason", required=True, help="原因")
    withdraw.set_defaults(func=in_installation("calendar", _withdraw))


def _add(args: argparse.Namespace) -> int:
    from django.db import transaction
    from django.utils import timezone

    from duban.cli.running.daily import present_moment
    from duban.ledger.actions.office import calendars
    from duban.ledger.refusals import Refused

    text, at = _text(args.file), present_moment()
    asked = {"text": text, "year": args.year, "number": args.number, "is_local": args.local}
    issued_on = _day(args.issued_on) if args.issued_on else None
    said = []
    try:
        with transaction.atomic():
            for place in jurisdictions_named(args.office):
                read = calendars.read_text(place, **asked)
                moves = calendars.moves_with(place, read["content"], timezone.localdate(at))
                for each in moves:
                    matter = each.assignment.matter
                    how = f"{each.before} → {each.after}" if each.moves else f"{each.before}（不提前到 {each.after}）"
                    said.append(f"{place.slug} {matter.no} {each.assignment.unit} {each.what} {how}")
                if not args.check:
                    calendars.take_notice(
                        jurisdiction=place,
                        actor=None,
                        at=at,
                        today=timezone.localdate(at),
                        issued_on=issued_on,
                        **asked,
                    )
                done = "没有录入（--check）" if args.check else "已录入"
                said.append(f"{place.slug} {done}：{read['number']} {read['year']}年")
    except Refused as refused:
        raise NotReady(str(refused)) from None
    print("\n".join(said))
    return 0


def _list(args: argparse.Namespace) -> int:
    from duban.ledger.queries.office import calendars

    for place in jurisdictions_named(args.office):
        for each in calendars.notices_of(place):
            ended = f"  {each.withdrawn_on} 撤销：{each.withdrawn_reason}" if each.withdrawn_on else ""
            print(f"{each.pk}  {place.slug}  {each}  {each.entered_on} 录入{ended}")
    return 0


def _withdraw(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from duban.cli.running.daily import present_moment
    from duban.ledger.actions.office import calendars
    from duban.ledger.models import HolidayNotice
    from duban.ledger.refusals import Refused

    at = present_moment()
    notice = HolidayNotice.objects.filter(pk=args.id).first()
    if notice is None:
        raise NotReady(f"没有序号为 {args.id} 的安排")
    try:
        calendars.withdraw_notice(notice=notice, reason=args.reason, actor=None, at=at, today=timezone.localdate(at))
    except Refused as refused:
        raise NotReady(str(refused)) from None
    print(f"已撤销：{notice}")
    return 0


def _text(name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise NotReady(f"读不了 {name}：{error.strerror}") from None
    except UnicodeDecodeError:
        raise NotReady(f"{name} 不是 UTF-8 文字") from None


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise NotReady(f"--issued-on 不是日期：{text}，应写作 2026-11-04") from None
