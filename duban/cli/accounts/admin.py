"""`duban admin reset-password|reset-second-factor|unlock NAME`: what the owner of the machine does when nobody else can."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from duban.cli.upkeep.installations import NotReady, in_installation

if TYPE_CHECKING:
    from duban.people.models import Officer


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("admin", help="账号应急：重置口令、重置动态口令、解除锁定")
    commands = parser.add_subparsers(dest="admin", metavar="reset-password|reset-second-factor|unlock", required=True)
    for name, words, act in (
        ("reset-password", "重置口令；新的初始口令只显示这一次", _reset_password),
        ("reset-second-factor", "重置动态口令（手机丢失时）", _reset_second_factor),
        ("unlock", "解除口令输错造成的锁定", _unlock),
    ):
        command = commands.add_parser(name, help=words)
        command.add_argument("username", metavar="NAME", help="账号")
        command.set_defaults(func=in_installation(f"admin {name}", act))


def _reset_password(args: argparse.Namespace) -> int:
    from duban.ledger.actions.office import officers

    officer = _officer(args.username)
    password = _act(officers.reset_password, officer)
    print(
        f"账号 {officer.username}  初始口令 {password}\n只显示这一次；登录后须改口令。此账号的登录和接口密钥已全部失效，已记入日志"
    )
    return 0


def _reset_second_factor(args: argparse.Namespace) -> int:
    from duban.ledger.actions.accounts import second_factors

    officer = _officer(args.username)
    _act(second_factors.reset_second_factor, officer)
    print(f"账号 {officer.username} 的动态口令已重置；此账号的登录和接口密钥已全部失效，已记入日志")
    return 0


def _unlock(args: argparse.Namespace) -> int:
    from duban.ledger.actions.office import officers

    officer = _officer(args.username)
    _act(officers.unlock_officer, officer)
    print(f"账号 {officer.username} 已解除锁定，已记入日志")
    return 0


def _act(action: Callable[..., Any], officer: Officer) -> Any:
    """Carry an act out on an account, as the machine; what is refused is said in one line."""
    from django.utils import timezone

    from duban.ledger.refusals import Refused

    try:
        return action(officer=officer, actor=None, at=timezone.now())
    except Refused as refusal:
        raise NotReady(str(refusal)) from None


def _officer(username: str) -> Officer:
    from duban.people.models import Officer

    officer = (
        Officer.objects.select_related("jurisdiction").filter(username=username, jurisdiction__isnull=False).first()
    )
    if officer is None:
        raise NotReady(f"没有账号 {username}")
    return officer
