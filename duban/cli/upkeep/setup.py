"""`duban setup`: found a real office, with the one account that opens all others."""

from __future__ import annotations

import argparse

from duban.cli.upkeep.installations import NotReady, in_installation


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("setup", help="建立一个办公室和它的系统管理员；初始口令只显示这一次")
    parser.add_argument("slug", metavar="CODE", help="辖区代码，如 shili-xian")
    parser.add_argument("name", metavar="NAME", help="辖区名称，如 示例县")
    parser.add_argument("regime", metavar="REGIME", help="适用的制度，见 duban regimes")
    parser.add_argument("--administrator", metavar="USERNAME", help="管理员账号，默认 CODE.admin")
    parser.add_argument("--code", default="", help="发文代字，如 示政督")
    parser.add_argument("--head", default="", help="红头，如 示例县人民政府办公室文件")
    parser.add_argument("--calendar", default="", help="地方节假日文件的名称")
    parser.set_defaults(func=in_installation("setup", _setup))


def _setup(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from duban.ledger.actions.office import offices
    from duban.ledger.refusals import Refused

    try:
        officer, password = offices.found_office(
            slug=args.slug,
            name=args.name,
            regime=args.regime,
            administrator=args.administrator or f"{args.slug}.admin",
            code=args.code,
            head=args.head,
            local_calendar=args.calendar,
            at=timezone.now(),
        )
    except Refused as error:
        raise NotReady(str(error)) from None
    print(
        f"已建立：{officer.office.name}\n账号 {officer.username}  初始口令 {password}\n登录后须改口令，再由管理员录入单位和人员"
    )
    return 0
