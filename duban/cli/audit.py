"""`duban audit`: proves that nothing was changed past the program, and hands the records out."""

from __future__ import annotations

import argparse
import time

from duban.cli.installations import in_installation, jurisdictions_named


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("audit", help="核验日志与数据：audit verify")
    commands = parser.add_subparsers(dest="audit", metavar="verify", required=True)
    verify = commands.add_parser("verify", help="核验各辖区的日志链，把各表的行和附件与日志相比，逐处指出被改动、缺失、插入的内容")
    verify.add_argument("--jurisdiction", metavar="CODE", help="只核验这个辖区的日志链，不比较各表的行")
    verify.add_argument("--no-files", action="store_true", help="不重新计算附件的摘要")
    verify.set_defaults(func=in_installation("audit verify", _verify))


def _verify(args: argparse.Namespace) -> int:
    from duban.ledger import integrity
    from duban.ledger.models import Chain

    began, figures, count = time.monotonic(), integrity.Figures(), 0
    places = jurisdictions_named(args.jurisdiction)
    if args.jurisdiction:
        found = integrity.verify_chain(places[0], figures)
    else:
        found = integrity.verify(places, figures, with_files=not args.no_files)
    for flaw in found:
        print(flaw)
        count += 1
    for chain in Chain.objects.filter(jurisdiction__in=places).select_related("jurisdiction").order_by("jurisdiction_id"):
        print(f"{chain.jurisdiction.slug}：{chain.seq} 行，链头 {chain.head or '（空）'}")
    for table, rows in figures.unknown.items():
        print(f"无法核对：{table} {rows} 行，写入时日志还不带内容")
    seconds = time.monotonic() - began
    sizes = f"日志 {figures.lines} 行、数据 {figures.rows} 行、附件 {figures.files} 个，用时 {seconds:.1f} 秒"
    print(f"{'完好' if not count else f'{count} 处不符'}：{sizes}")
    return 0 if not count else 1
