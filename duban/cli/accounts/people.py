"""`duban people template|import|codes`: an office's units and officers from one workbook, and codes for their first login."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from duban.cli.accounts.persons import private
from duban.cli.upkeep.installations import NotReady, in_installation, jurisdictions_named

if TYPE_CHECKING:
    from duban.ledger.by import By
    from duban.people.models import Officer


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("people", help="单位和人员名册：模板、导入、首次登录码")
    commands = parser.add_subparsers(dest="people", metavar="template|import|codes", required=True)
    template = commands.add_parser("template", help="写出名册模板，已有的单位和人员已填好")
    _office(template)
    template.add_argument("file", metavar="FILE.xlsx", help="写到这个文件；已有的不覆盖")
    template.set_defaults(func=in_installation("people template", _template))
    taken = commands.add_parser("import", help="核对名册；加 --yes 才导入")
    _office(taken)
    taken.add_argument("file", metavar="FILE.xlsx", help="按模板填好的工作簿")
    taken.add_argument("--yes", action="store_true", help="真的导入")
    taken.add_argument("--update", action="store_true", help="与系统中不同的，一律按表里的改")
    taken.set_defaults(func=in_installation("people import", _import))
    codes = commands.add_parser("codes", help="给还没有登录过的账号发首次登录码，写成一个 PDF")
    _office(codes)
    codes.add_argument("file", metavar="FILE.pdf", help="写到这个文件；已有的不覆盖")
    codes.add_argument("--all", action="store_true", help="已经发过、还没有登录的也重发，以前发的作废")
    codes.add_argument("--address", default="", metavar="URL", help="印在条上的登录网址")
    codes.set_defaults(func=in_installation("people codes", _codes))


def _office(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("slug", metavar="CODE", help="辖区代码，如 shili-xian")
    parser.add_argument(
        "--administrator", metavar="USERNAME", default="", help="以哪名系统管理员的名义；只有一名的不必写"
    )


def _template(args: argparse.Namespace) -> int:
    from duban.ledger.wordings.office import rolls

    (jurisdiction,) = jurisdictions_named(args.slug)
    _write(args.file, rolls.template_of(jurisdiction))
    print(f"已写到 {args.file}")
    return 0


def _import(args: argparse.Namespace) -> int:
    from duban.ledger.actions.office import rolls as acts
    from duban.ledger.queries.office import rolls
    from duban.ledger.refusals import Refused
    from duban.papers.reading.lists.rolls import read_roll
    from duban.papers.reading.tasks.items import UnreadablePaper

    by = _by(args)
    try:
        roll = read_roll(Path(args.file).read_bytes(), args.file)
    except OSError as error:
        raise NotReady(f"读不了 {args.file}：{error.strerror}") from None
    except UnreadablePaper as error:
        raise NotReady(f"{args.file}：{error}") from None
    plan = rolls.plan_of(by.officer.office, roll, by.officer)
    for fault in (*plan.faults, *plan.remarks):
        print(f"{'提示' if fault.is_remark else '错误'}：{fault}", file=sys.stderr)
    for entry in plan.differing:
        said = "；".join(f"{label}：{before} → {after}" for label, before, after in entry.said)
        print(f"不同：{entry.name}（“{entry.row.sheet}”{entry.row.place}）{said}")
    print(
        f"将增加单位 {len(plan.units)} 个、分管领域 {len(plan.portfolios)} 个、人员 {len(plan.officers)} 名；"
        f"相同 {plan.same} 条，不同 {len(plan.differing)} 条，错误 {len(plan.faults)} 处"
    )
    if plan.faults:
        return 2
    if not (plan.units or plan.portfolios or plan.officers or (args.update and plan.differing)):
        print("没有要导入的内容" + ("（与系统中不同的，加 --update 才改）" if plan.differing else ""))
        return 0
    if not args.yes:
        print("还没有导入（加 --yes 才导入）")
        return 0
    try:
        print(acts.take_roll(roll=roll, by=by, update=None if args.update else ()))
    except Refused as refusal:
        raise NotReady(str(refusal)) from None
    return 0


def _codes(args: argparse.Namespace) -> int:
    from duban.ledger.actions.office import officers
    from duban.ledger.queries.office import first_logins
    from duban.ledger.refusals import Refused
    from duban.ledger.wordings.office import rolls
    from duban.papers.writing.pdf import MissingGlyph, render_pdf

    by = _by(args)
    if Path(args.file).exists():
        raise NotReady(f"{args.file} 已经存在，没有覆盖")
    found = first_logins.never_used(by.officer)
    chosen = list(found if args.all else first_logins.without_code(found))
    if not chosen:
        raise NotReady("没有要发登录码的账号" if args.all else "没有还没发过登录码的账号（重发加 --all）")
    from django.db import transaction

    try:
        # Codes that could not be written down were never given out.
        with transaction.atomic():
            issued = officers.issue_codes(chosen=chosen, actor=by.officer, at=by.at)
            paper = rolls.slips_of(by.officer.office, issued, by.at, args.address or "登录网址见系统管理员通知")
            _write(args.file, render_pdf(paper))
    except (Refused, MissingGlyph) as refusal:
        raise NotReady(str(refusal)) from None
    print(f"已写到 {args.file}，共 {len(issued)} 条；只有这一份，请裁开当面交给本人")
    return 0


def _by(args: argparse.Namespace) -> By:
    from django.utils import timezone

    from duban.ledger.by import By
    from duban.people.models import Officer, Role

    (jurisdiction,) = jurisdictions_named(args.slug)
    found: list[Officer] = list(
        Officer.objects.select_related("jurisdiction").filter(
            jurisdiction=jurisdiction, role=Role.ADMINISTRATOR, is_active=True
        )
    )
    named = [each for each in found if args.administrator in ("", each.username)]
    if len(named) != 1:
        known = "、".join(each.username for each in found) or "（没有）"
        raise NotReady(f"请用 --administrator 写明是哪名系统管理员：{known}")
    return By(named[0], timezone.now())


def _write(path: str, data: bytes) -> None:
    try:
        with open(path, "xb", opener=private) as out:
            out.write(data)
    except FileExistsError:
        raise NotReady(f"{path} 已经存在，没有覆盖") from None
    except OSError as error:
        raise NotReady(f"写不了 {path}：{error.strerror}") from None
