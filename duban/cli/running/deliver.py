"""`duban deliver`: what the journal says becomes messages, messages one digest a day and person, and digests leave the house."""

from __future__ import annotations

import argparse

from duban.cli.running.daily import present_moment
from duban.cli.upkeep.installations import in_installation, jurisdictions_named


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("deliver", help="发信：生成消息和每日摘要，发出待发的信；重复运行无妨")
    parser.set_defaults(func=in_installation("deliver", _act))


def _act(args: argparse.Namespace) -> int:
    from duban.ledger.actions.office import letters, messages

    now, written = present_moment(), 0
    for jurisdiction in jurisdictions_named(None):
        messages.derive_messages(jurisdiction=jurisdiction, at=now)
        written += letters.write_digests(jurisdiction=jurisdiction, at=now)
        written += letters.write_posts(jurisdiction=jurisdiction, at=now)
    done = letters.deliver_letters(at=now)
    print(f"新写 {written} 封，发出 {done.sent} 封，未成 {done.failed} 次，停发 {done.dead} 封")
    return 0
