"""`duban regimes diff`: what differs between two documents, in words: files, installed ones, adopted ones."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from duban.cli.upkeep.installations import NotReady, jurisdictions_named, open_installation
from duban.engine.clauses import Regime
from duban.engine.packs import loading, sources
from duban.engine.sentences.differences import differences

_DIGEST = re.compile(r"[0-9a-f]{12,64}\Z")


def run(args: argparse.Namespace) -> int:
    """Print a line for each difference; 2 with one line on stderr where one of the two is not there or not sound."""
    try:
        before, after = _both(args.files, args.office)
    except sources.PackError as error:
        for each in error.all:
            print(f"duban regimes diff: {' '.join(str(each).split())}", file=sys.stderr)
        return 2
    except (NotReady, loading.UnknownRegime, ValueError) as error:
        print(f"duban regimes diff: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
    found = differences(before, after)
    for difference in found:
        print(difference)
    print(f"共 {len(found)} 处不同" if found else "两份办法没有不同")
    return 0


def _both(files: list[str], office: str | None) -> tuple[Regime, Regime]:
    if office is None:
        if len(files) != 2:
            raise NotReady("请写明要比较的两份办法；与现行办法比较的，用 --office 指明办公室")
        before, after = (document_named(each) for each in files)
        return before, after
    if len(files) != 1:
        raise NotReady("用 --office 时只写一份办法，与该办公室现行的比较")
    return _in_force(office), document_named(files[0])


def document_named(name: str) -> Regime:
    """Return an installed document by its id, an adopted one by its digest, else the one of a file or folder."""
    if name in loading.regime_ids():
        return loading.load_regime(name)
    if _DIGEST.match(name) and not Path(name).exists():
        return _adopted(name)
    return loading.load_regime(Path(name))


def _adopted(digest: str) -> Regime:
    open_installation()
    from duban.ledger import documents
    from duban.ledger.models import Document

    found = list(Document.objects.filter(digest__startswith=digest).values_list("digest", flat=True)[:2])
    if len(found) != 1:
        raise NotReady(
            f"没有校验码以 {digest} 开头的办法" if not found else f"校验码以 {digest} 开头的不止一份，请写全"
        )
    return documents.loaded(found[0])


def _in_force(office: str) -> Regime:
    open_installation()
    from duban.ledger.governed import Governed

    (jurisdiction,) = jurisdictions_named(office)
    return Governed.of(jurisdiction).document
