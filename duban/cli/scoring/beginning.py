"""`duban regimes new`: a folder with a complete small document in it, sound as it stands, to be written over clause by clause."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from duban.engine.packs import building, loading

_EXAMPLE = re.compile(r"```yaml\n(id: small-example\n.*?)```", re.DOTALL)


def run(args: argparse.Namespace) -> int:
    """Begin a document; 2 with one line where it cannot be."""
    try:
        print(_write(args))
    except (ValueError, OSError) as error:
        print(f"duban regimes new: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
    return 0


def _write(args: argparse.Namespace) -> str:
    """Write the example of the packs' README under another id and name. Raises ValueError for an id that cannot be, or a folder in use."""
    if not re.fullmatch(r"[a-z][a-z0-9-]{1,59}", args.id):
        raise ValueError(f"--id 只能用小写字母、数字和连字符，以字母开头：{args.id}")
    if args.id in loading.regime_ids():
        raise ValueError(f"--id {args.id} 已被使用，请换一个")
    folder = Path(args.folder)
    if folder.exists() and any(folder.iterdir() if folder.is_dir() else [folder]):
        raise ValueError(f"{folder} 已经有内容，请换一个空文件夹")
    found = _EXAMPLE.search((loading.REGIMES / "README.md").read_text(encoding="utf-8"))
    assert found is not None, "the README has its example: tests/engine/test_readme.py"
    text = found[1].replace("id: small-example", f"id: {args.id}", 1)
    text = re.sub(r"^name: .*$", lambda _: f"name: {args.name}", text, count=1, flags=re.MULTILINE)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / building.MAIN
    path.write_text(text, encoding="utf-8")
    loading.load_regime(path)
    return f"已写好 {path}：一个完整的小办法，请逐条改成您的文件；duban regimes check {folder} 检查"
