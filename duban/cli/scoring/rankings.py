"""`duban ranking verify`: computes every published ranking again from its own snapshot, to the digit."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from duban.cli.upkeep.installations import in_installation, jurisdictions_named

if TYPE_CHECKING:
    from duban.ledger.models import Ranking


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("ranking", help="核验已发布的排名：ranking verify")
    commands = parser.add_subparsers(dest="ranking", metavar="verify", required=True)
    verify = commands.add_parser("verify", help="按保存的依据重新计算每一期已发布的排名，逐位比对")
    verify.add_argument("--jurisdiction", metavar="CODE", help="只核验这个辖区")
    verify.set_defaults(func=in_installation("ranking verify", _verify))


def _named(ranking: Ranking) -> str:
    """Return the period in the words of its document, and which correction it is: 2026年3月（第1次更正）."""
    from duban.ledger import scores
    from duban.ledger.queries.scoring.periods import Span

    span = Span.under(scores.document_of(ranking), ranking.kind, ranking.from_on, ranking.to_on)
    return f"{span.name}{f'（第{ranking.number}次更正）' if ranking.number else ''}"


def _verify(args: argparse.Namespace) -> int:
    from duban.ledger.audit import published_rankings
    from duban.ledger.models import Ranking

    sound, count = True, 0
    for jurisdiction in jurisdictions_named(args.jurisdiction):
        rankings = Ranking.objects.filter(jurisdiction=jurisdiction).order_by("from_on", "id")
        for ranking in rankings.iterator(chunk_size=1):
            flaws = list(published_rankings.flaws_of(ranking))
            print(f"{jurisdiction.slug} {_named(ranking)}：{'；'.join(flaws) or '一致'}")
            sound, count = sound and not flaws, count + 1
    print(f"共 {count} 期，{'全部一致' if sound else '有不一致的'}")
    return 0 if sound else 1
