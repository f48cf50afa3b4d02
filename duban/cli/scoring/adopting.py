"""`duban regimes adopt`: an office adopts a document, whole, from a day on."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from duban.cli.upkeep.installations import NotReady, jurisdictions_named, open_installation
from duban.engine.packs import loading, sources, unexecuted
from duban.engine.superior.findings import findings
from duban.engine.witnesses import checking

if TYPE_CHECKING:
    from duban.ledger.queries.office.regroupings import Row


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
    from duban.ledger.queries.office import regroupings
    from duban.ledger.queries.office.drafting import falling_away
    from duban.ledger.refusals import Refused

    at = present_moment()
    today = timezone.localdate(at)
    day = _day(args.in_force_from) if args.in_force_from else today
    (office,) = jurisdictions_named(args.office)
    regime = loading.load_regime(source)
    groups = _groups(args.groups, regroupings.rows_for(office, regime), regime.groups)
    lost = falling_away.lost_with(office, regime)
    try:
        made = documents.adopt_document(
            jurisdiction=office, files=files, in_force_from=day, actor=None, at=at, today=today, groups=groups
        )
    except Refused as refused:
        possible = (
            "请用 --group 单位=类别 说明它们在新办法中的类别。" if refused.field == "groups" else refused.possible
        )
        listed = f"（{'；'.join(refused.reasons)}）" if refused.reasons and refused.field == "groups" else ""
        raise NotReady(f"{refused.why}{listed}{'。' + possible if possible else ''}") from None
    when = "即日起施行" if day <= today else f"{day} 起施行"
    lines = [f"{office.slug}：已采用《{made.document}》，{when}；以前的事项和期间仍按原办法"]
    lines += [f"不再适用于新的事项和期间：{each}" for each in lost]
    lines += [f"〔{clause}〕{said}" for clause, said in unexecuted.unexecuted(regime)]
    found = findings(regime)
    if found:
        lines += [f"与上位规定比对，{len(found)} 处需要核对；办法仍照原文执行：", *(str(each) for each in found)]
    return "\n".join(lines)


def _groups(told: Sequence[str], rows: Sequence[Row], groups: Mapping[str, str]) -> dict[str, str]:
    """Read `unit=group`: units by name or code, or all of a group by its name; groups by name or id, empty for none."""
    named = {**{word: group for group, word in groups.items()}, **{group: group for group in groups}, "": ""}
    found: dict[str, str] = {}
    for text in sorted(told, key=lambda each: each.partition("=")[0] not in {row.was for row in rows}):
        who, sign, word = (each.strip() for each in text.partition("="))
        units = [row.unit.code for row in rows if who in (row.unit.name, row.unit.code)] or [
            row.unit.code for row in rows if who == row.was
        ]
        if not sign or not units:
            raise NotReady(f"--group 应写作 单位=类别，没有“{who}”这个单位或者这一类单位")
        if word not in named:
            raise NotReady(f"--group {text}：办法没有“{word}”这个类别，可以选：{'、'.join(groups.values())}")
        found |= dict.fromkeys(units, named[word])
    return found


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise NotReady(f"--from 不是日期：{text}，应写作 2027-01-01") from None
