"""`duban token create|list|revoke`: access tokens with which a program acts as an officer."""

from __future__ import annotations

import argparse
import datetime

from duban.cli.upkeep.installations import NotReady, in_installation


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("token", help="接口密钥：token create、token list、token revoke")
    commands = parser.add_subparsers(dest="token", metavar="create|list|revoke", required=True)
    create = commands.add_parser("create", help="为一个账号创建密钥；密钥只显示这一次")
    create.add_argument("username", metavar="USERNAME")
    create.add_argument("name", metavar="NAME", help="用途，例如“台账同步”")
    create.add_argument("--days", type=int, default=90, help="有效天数，最长 366，默认 90")
    create.set_defaults(func=in_installation("token create", _create))
    listing = commands.add_parser("list", help="列出密钥：编号、账号、名称、有效期、最近使用")
    listing.set_defaults(func=in_installation("token list", _list))
    revoke = commands.add_parser("revoke", help="撤销密钥")
    revoke.add_argument("number", metavar="NUMBER", type=int)
    revoke.set_defaults(func=in_installation("token revoke", _revoke))


def _create(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from duban.ledger.actions.accounts import tokens
    from duban.ledger.refusals import Refused
    from duban.people.models import Officer

    officer = Officer.objects.select_related("jurisdiction").filter(username=args.username).first()
    if officer is None:
        raise NotReady(f"没有账号 {args.username}")
    at = timezone.now()
    try:
        until = timezone.localdate(at) + datetime.timedelta(days=args.days)
        token, secret = tokens.create_token(officer=officer, name=args.name, expires_on=until, actor=None, at=at)
    except (Refused, OverflowError) as error:
        raise NotReady(str(error)) from None
    print(f"{secret}\n密钥 {token.pk}，有效期至 {token.expires_on}；请妥善保存，不再显示")
    return 0


def _list(args: argparse.Namespace) -> int:
    from duban.people.models import AccessToken

    for token in AccessToken.objects.select_related("officer").order_by("id"):
        used = f"最近使用 {token.last_used_at:%Y-%m-%d %H:%M}" if token.last_used_at else "未使用"
        state = "已撤销" if token.revoked_at else f"有效期至 {token.expires_on}"
        print(f"{token.pk}  {token.officer.username}  {token.name}  {state}  {used}")
    return 0


def _revoke(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from duban.ledger.actions.accounts import tokens
    from duban.ledger.refusals import Refused
    from duban.people.models import AccessToken

    token = AccessToken.objects.filter(pk=args.number).first()
    if token is None:
        raise NotReady(f"没有编号为 {args.number} 的密钥")
    try:
        tokens.revoke_token(token=token, actor=None, at=timezone.now())
    except Refused as error:
        raise NotReady(str(error)) from None
    print(f"密钥 {token.pk} 已撤销")
    return 0
