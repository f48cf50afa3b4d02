"""`duban regimes`: list the documents, check a pack, show clause by clause what implements one."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from duban.cli import answers
from duban.cli.scoring import adopting, beginning, comparing
from duban.engine.clauses import Regime
from duban.engine.packs import counting, coverage, loading
from duban.engine.superior.checks import load_superior
from duban.engine.superior.findings import findings
from duban.engine.witnesses import checking


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("regimes", help="列出制度，检查制度文件，逐条查看落实情况")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.set_defaults(func=answers.refusing("regimes", _list))
    verbs = parser.add_subparsers(metavar="VERB")
    listed = verbs.add_parser("list", help="列出已安装的制度")
    listed.set_defaults(func=answers.refusing("regimes list", _list))
    check = verbs.add_parser("check", help="检查制度文件，错在哪个文件、哪一行、错什么")
    check.add_argument("file", metavar="FILE.yaml", help="制度文件、文件夹，或已安装制度的标识")
    check.add_argument(
        "--superior", action="store_true", help="再与上位规定比对：哪一条可能不一致，依据、把握和可以推演的变体"
    )
    check.set_defaults(func=answers.refusing("regimes check", _check))
    begun = verbs.add_parser("new", help="新建一个制度文件夹，里面是一个完整的小办法，供逐条改写")
    begun.add_argument("folder", metavar="FOLDER", help="空的或还没有的文件夹")
    begun.add_argument("--id", required=True, help="标识：小写字母、数字和连字符")
    begun.add_argument("--name", required=True, help="简称，菜单里显示")
    begun.set_defaults(func=beginning.run)
    adopt = verbs.add_parser("adopt", help="为一个办公室采用办法：全文存入数据库，自某日起施行")
    adopt.add_argument("file", metavar="FILE.yaml", help="制度文件、文件夹，或已安装制度的标识")
    adopt.add_argument("--office", metavar="SLUG", required=True, help="办公室的代码")
    adopt.add_argument("--from", dest="in_force_from", metavar="DATE", help="施行日期，如 2027-01-01；不写为今天")
    adopt.add_argument(
        "--group",
        dest="groups",
        metavar="UNIT=GROUP",
        action="append",
        default=[],
        help="单位（或原来的一类单位）在新办法中的类别，如 县财政局=县直部门；等号后不写为不属于任何类别；可写多次",
    )
    adopt.set_defaults(func=adopting.run)
    compared = verbs.add_parser("diff", help="两份办法哪里不同，逐条用话说明")
    compared.add_argument(
        "files", metavar="A B", nargs="+", help="文件、文件夹、已安装制度的标识，或已采用办法的校验码（前 12 位以上）"
    )
    compared.add_argument("--office", metavar="SLUG", help="只写一份，与这个办公室现行的办法比较")
    compared.set_defaults(func=comparing.run)
    covered = verbs.add_parser("coverage", help="逐条查看由什么落实；不写标识则各制度合计")
    covered.set_defaults(func=answers.refusing("regimes coverage", _coverage))
    counted = verbs.add_parser("count", help="每份办法有多少条规则照文件执行，多少由人评定，多少没有执行，是哪些")
    counted.add_argument("files", metavar="FILE", nargs="*", help="制度文件、文件夹或标识；不写则为已安装的全部")
    counted.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="输出 JSON")
    counted.set_defaults(func=answers.refusing("regimes count", _count))
    read = verbs.add_parser("readings", help="查看歧义、执行口径和所选")
    read.set_defaults(func=answers.refusing("regimes readings", _readings))
    for verb in (covered, read):
        verb.add_argument("id", metavar="ID", nargs="?", default="", help="制度的标识")
        verb.add_argument("--pack", metavar="FILE", help="用这个制度文件，不用已安装的")
    for verb in (listed, covered, read):
        verb.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="输出 JSON")


def _list(args: argparse.Namespace) -> str:
    regimes, faults = loading.load_sound()
    for fault in faults:
        print(f"duban regimes: {' '.join(fault.split())}", file=sys.stderr)
    if args.json:
        rows = [
            {
                "id": regime.id,
                "name": regime.name,
                "title": regime.title,
                "number": regime.number,
                "in_force": regime.in_force.isoformat() if regime.in_force else None,
                "version": regime.version,
                "clauses": len(regime.clauses),
            }
            for regime in regimes
        ]
        return answers.as_json({"regimes": rows})
    return answers.table((r.id, r.name, r.number or "无文号", f"{len(r.clauses)} 条") for r in regimes)


def _check(args: argparse.Namespace) -> str:
    name = args.file
    regime = loading.load_regime(name if name in loading.regime_ids() else Path(name))
    odd = checking.checked(regime)
    rules = sum(len(clause.rules) for clause in regime.clauses)
    said = "".join(f"\n提示：{each}" for each in odd)
    return (
        f"{regime.id}：没有问题，{len(regime.clauses)} 条条款，{rules} 条规则，{len(regime.readings)} 处歧义{said}"
        + (_superior(regime) if args.superior else "")
    )


def _superior(regime: Regime) -> str:
    """What may stand against superior rules, a line each, and how to try the document without it."""
    found = findings(regime, load_superior())
    lines = [f"\n与上位规定比对：{len(found)} 处需要核对" if found else "\n与上位规定比对：没有需要核对的"]
    lines += [str(each) for each in found]
    tried = list(dict.fromkeys(each.clause for each in found if each.can_try))
    if tried:
        options = " ".join(f"--without '{clause}'" for clause in tried)
        lines.append(f"不执行这几条会怎样：duban what-if CASE.json {options}")
    return "\n".join([*lines, "办法仍照原文执行。"] if found else lines)


def _coverage(args: argparse.Namespace) -> str:
    if not (args.id or args.pack):
        return _coverage_of_all(args)
    rows = coverage.rows(answers.regime_of(args.id, args.pack))
    if args.json:
        return answers.as_json({"clauses": rows})
    lines = []
    for row in rows:
        by = [rule["kind"] for rule in row["rules"]] + ([row["feature"]] if row["feature"] else [])
        how = row["cannot"] or row["no_rule"] or row["by_person"] or "、".join(by)
        lines.append((row["clause"], coverage.STATES[row["state"]], how, row["gist"]))
    return answers.table(lines) + "\n" + coverage.figures(Counter(row["state"] for row in rows))


def _coverage_of_all(args: argparse.Namespace) -> str:
    regimes, _ = loading.load_sound()
    counts = [(regime, coverage.totals([regime])) for regime in regimes]
    if args.json:
        return answers.as_json({"regimes": [{"id": regime.id, **found} for regime, found in counts]})
    lines = [(regime.name, coverage.figures(found)) for regime, found in counts]
    return answers.table([*lines, ("合计", coverage.figures(coverage.totals(regimes)))])


def _count(args: argparse.Namespace) -> str:
    known = loading.regime_ids()
    regimes = [loading.load_regime(name if name in known else Path(name)) for name in args.files or known]
    found = [(regime, counting.items_of(regime)) for regime in regimes]
    if args.json:
        return answers.as_json(
            {
                "documents": [
                    {
                        "id": regime.id,
                        **{way: sum(item.way == way for item in items) for way in counting.WAYS},
                        "rules": [
                            {"clause": item.clause, "gist": item.gist, "way": item.way, "why": item.why or None}
                            for item in items
                        ],
                    }
                    for regime, items in found
                ]
            }
        )
    lines = []
    for regime, items in found:
        lines.append(f"{regime.name}：{_ways(Counter(item.way for item in items))}")
        lines += [f"  {item.clause}  {item.gist}——{item.why}" for item in items if item.way == "not"]
    if len(found) > 1:
        lines.append(f"合计 {len(found)} 份：{_ways(Counter(item.way for _, items in found for item in items))}")
    return "\n".join(lines)


def _ways(counts: Counter[str]) -> str:
    total = sum(counts.values())
    said = "，".join(
        f"{word} {counts[way]} 条（{counts[way] * 100 / total if total else 0:.0f}%）"
        for way, word in counting.WAYS.items()
    )
    return f"规则 {total} 条，{said}"


def _readings(args: argparse.Namespace) -> str:
    regime = answers.regime_of(args.id, args.pack)
    if args.json:
        rows = [
            {
                "id": entry.id,
                "clauses": list(entry.clauses),
                "question": entry.question,
                "readings": dict(entry.readings),
                "chosen": entry.chosen,
                "why": entry.why,
                "switch": entry.switch,
            }
            for entry in regime.readings
        ]
        return answers.as_json({"readings": rows})
    return "\n".join(
        f"{entry.id}（{'、'.join(entry.clauses)}）{entry.question}\n"
        + "\n".join(f"  {'*' if name == entry.chosen else ' '} {name}：{said}" for name, said in entry.readings.items())
        + f"\n    理由：{entry.why}{'' if entry.switch else '（没有开关）'}"
        for entry in regime.readings
    )
