"""The passphrase of a backup, read from a file: on a command line everybody on the machine could read it."""

from __future__ import annotations

import argparse
from pathlib import Path

from duban.cli.upkeep.installations import NotReady

SHORTEST = 12


def add_argument(parser: argparse.ArgumentParser) -> None:
    """Add the argument to a command."""
    parser.add_argument("--passphrase-file", metavar="FILE", help="口令文件：第一行是加密备份的口令")


def read(args: argparse.Namespace, *, new: bool) -> str | None:
    """Return the first line of the file, None where no file is given. Raises NotReady for none and, for a `new` backup, a short one."""
    if args.passphrase_file is None:
        return None
    try:
        words = Path(args.passphrase_file).read_text(encoding="utf-8").split("\n")[0].strip()
    except (OSError, UnicodeDecodeError) as error:
        raise NotReady(
            f"读不了口令文件 {args.passphrase_file}（{getattr(error, 'strerror', '不是 UTF-8 文字')}）"
        ) from None
    if not words:
        raise NotReady(f"口令文件 {args.passphrase_file} 的第一行是空的")
    if new and len(words) < SHORTEST:
        raise NotReady(f"备份口令太短，至少 {SHORTEST} 个字符")
    return words
