"""`duban audit verify`: proves that no line of any journal was changed, removed, inserted or moved."""

from __future__ import annotations

import argparse

from duban.cli.installations import in_installation, jurisdictions_named


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("audit", help="核验日志链：audit verify")
    commands = parser.add_subparsers(dest="audit", metavar="verify", required=True)
    verify = commands.add_parser("verify", help="核验各辖区的日志链，指出被改动、缺失、插入的行，并打印链头摘要")
    verify.add_argument("--jurisdiction", metavar="CODE", help="只核验这个辖区")
    verify.set_defaults(func=in_installation("audit verify", _verify))


def _verify(args: argparse.Namespace) -> int:
    from duban.ledger import journal
    from duban.ledger.models import Chain

    sound = True
    for jurisdiction in jurisdictions_named(args.jurisdiction):
        flaws = list(journal.verify(jurisdiction))
        chain = Chain.objects.filter(jurisdiction=jurisdiction).first()
        lines, head = (chain.seq, chain.head or "（空）") if chain else (0, "（空）")
        print(f"{jurisdiction.slug} {'完好' if not flaws else f'{len(flaws)} 处不符'}：{lines} 行，链头 {head}")
        for flaw in flaws:
            print(f"  {flaw.jurisdiction}：{flaw.why}")
        sound = sound and not flaws
    return 0 if sound else 1
