"""`duban regimes adopt`: an office adopts a document, whole, from a day on."""

from __future__ import annotations

import argparse
import datetime
import sys
from pathlib import Path

from duban.cli.upkeep.installations import NotReady, jurisdictions_named, open_installation
from duban.engine.packs import loading, sources, unexecuted
from duban.engine.superior.findings import findings
from duban.engine.witnesses import checking


def run(args: argparse.Namespace) -> int:
    """Adopt it; 2 with one line where the document is not sound, the day cannot be, or there is no such office."""
    try:
        print(_adopt(args))
    except sources.PackError as error:
        for each in error.all:
            print(f"duban regimes adopt: {' '.join(str(each).split())}", file=sys.stderr)
        return 2
    except (NotReady, loading.UnknownRegime, ValueError) as error:
        print(f"duban regimes adopt: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
    return 0


def _adopt(args: argparse.Namespace) -> str:
    name = args.file
    source = name if name in loading.regime_ids() else Path(name)
    checking.checked(loading.load_regime(source))
    files = loading.read_pack(source)
    open_installation()
    from django.utils import timezone

    from duban.cli.running.daily import present_moment
    from duban.ledger.actions.office import documents
    from duban.ledger.refusals import Refused

    at = present_moment()
    today = timezone.localdate(at)
    day = _day(args.in_force_from) if args.in_force_from else today
    (office,) = jurisdictions_named(args.office)
    try:
        made = documents.adopt_document(
            jurisdiction=office, files=files, in_force_from=day, actor=None, at=at, today=today
        )
    except Refused as refused:
        raise NotReady(f"{refused.why}{'。' + refused.possible if refused.possible else ''}") from None
    when = "即日起施行" if day <= today else f"{day} 起施行"
    lines = [f"{office.slug}：已采用《{made.document}》，{when}；以前的事项和期间仍按原办法"]
    regime = loading.load_regime(source)
    lines += [f"〔{clause}〕{said}" for clause, said in unexecuted.unexecuted(regime)]
    found = findings(regime)
    if found:
        lines += [f"与上位规定比对，{len(found)} 处需要核对；办法仍照原文执行：", *(str(each) for each in found)]
    return "\n".join(lines)


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise NotReady(f"--from 不是日期：{text}，应写作 2027-01-01") from None
