"""`duban audit`: proves that nothing was changed past the program, and hands the records out."""

from __future__ import annotations

import argparse
import datetime
import json
import time
from pathlib import Path
from typing import Any

from duban.cli.upkeep.installations import NotReady, in_installation, jurisdictions_named


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("audit", help="核验、导出日志：audit verify、export、heads")
    commands = parser.add_subparsers(dest="audit", metavar="verify|export|heads", required=True)
    verify = commands.add_parser(
        "verify", help="核验各辖区的日志链，把各表的行和附件与日志相比，逐处指出被改动、缺失、插入的内容"
    )
    verify.add_argument("--jurisdiction", metavar="CODE", help="只核验这个辖区的日志链，不比较各表的行")
    verify.add_argument("--no-files", action="store_true", help="不重新计算附件的校验码")
    verify.add_argument("--heads", metavar="FILE", help="与留存在别处的链头文件相比，发现截断链尾、整链重算")
    verify.set_defaults(func=in_installation("audit verify", _verify))
    export = commands.add_parser("export", help="把审计日志和操作日志导出为 JSON 行，每行带校验码")
    export.add_argument("--from", dest="since", type=_day, metavar="DATE", help="自这一天（含）")
    export.add_argument("--to", dest="until", type=_day, metavar="DATE", help="至这一天（含）")
    export.add_argument("file", metavar="FILE", help="写入的文件，不覆盖已有的")
    export.set_defaults(func=in_installation("audit export", _export))
    heads = commands.add_parser("heads", help="打印各链的链头，留存到别处；每日自动处理也会写入 DUBAN_HEADS_FILE")
    heads.set_defaults(func=in_installation("audit heads", _heads))


def _verify(args: argparse.Namespace) -> int:
    from duban.ledger.audit import heads, integrity
    from duban.ledger.models import Chain

    began, figures, count = time.monotonic(), integrity.Figures(), 0
    kept = _kept_heads(args.heads) if args.heads else []
    places = jurisdictions_named(args.jurisdiction)
    if args.jurisdiction:
        found = integrity.verify_chain(places[0], figures)
    else:
        found = integrity.verify(places, figures, with_files=not args.no_files)
    for flaw in found:
        print(flaw)
        count += 1
    for head, why in heads.compare(kept):
        print(f"{'审计日志' if head.chain == '-' else f'{head.chain} 日志'}：{why}")
        count += 1
    for chain in (
        Chain.objects.filter(jurisdiction__in=places).select_related("jurisdiction").order_by("jurisdiction_id")
    ):
        print(f"{chain.jurisdiction.slug}：{chain.seq} 行，链头 {chain.head or '（空）'}")
    for table, rows in figures.unknown.items():
        print(f"无法核对：{table} {rows} 行，写入时日志还不带内容")
    sizes = f"操作日志 {figures.lines} 行、审计日志 {figures.events} 行、数据 {figures.rows} 行、附件 {figures.files} 个、留存链头 {len(kept)} 个"
    print(f"{'完好' if not count else f'{count} 处不符'}：{sizes}，用时 {time.monotonic() - began:.1f} 秒")
    return 0 if not count else 1


def _export(args: argparse.Namespace) -> int:
    from duban.ledger.audit import exports

    try:
        with open(args.file, "x", encoding="utf-8") as out:
            count = 0
            for line in exports.lines(args.since, args.until):
                out.write(json.dumps(line, ensure_ascii=False) + "\n")
                count += 1
    except FileExistsError:
        raise NotReady(f"{args.file} 已经存在，不覆盖") from None
    except OSError as error:
        raise NotReady(f"{args.file} 写不了：{error.strerror}") from None
    print(f"已导出 {count} 行：{args.file}")
    return 0


def _heads(args: argparse.Namespace) -> int:
    from duban.cli.running.daily import present_day
    from duban.ledger.audit import heads

    for head in heads.heads_of(present_day()):
        print(head)
    return 0


def _kept_heads(path: str) -> Any:
    from duban.ledger.audit import heads

    try:
        return heads.read_heads(Path(path).read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeDecodeError) as error:
        raise NotReady(f"链头文件 {path} 读不了：{getattr(error, 'strerror', '') or '不是文本'}") from None
    except heads.UnreadableHeads as error:
        raise NotReady(f"链头文件 {path} {error}") from None


def _day(words: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(words)
    except ValueError:
        raise argparse.ArgumentTypeError(f"不是日期：{words}，应写作 2026-03-31") from None
