"""The commands: `duban COMMAND …`. Only the module of the command asked for is imported."""

from __future__ import annotations

import argparse
import errno
import importlib
import os
import re
import sys
from collections.abc import Sequence
from importlib import metadata
from typing import NoReturn

COMMANDS: dict[str, tuple[str, str]] = {
    "score": ("duban.cli.scoring.score", "按制度计分、排名，逐行写明条款和依据"),
    "what-if": ("duban.cli.scoring.what_if", "推演：改一个数、换一种执行口径或另一部办法，同样的事实会怎样；不写入"),
    "ladder": ("duban.cli.scoring.ladder", "列出到某日为止各未办结事项该走的下一步"),
    "deadline": ("duban.cli.scoring.deadline", "按制度的期限规则算到期日"),
    "parse": ("duban.cli.scoring.parse", "读取分工文件，输出任务草稿"),
    "regimes": ("duban.cli.scoring.regimes", "列出制度，检查制度文件，逐条查看落实情况"),
    "migrate": ("duban.cli.upkeep.migrate", "建好或升级数据库的表"),
    "setup": ("duban.cli.upkeep.setup", "建立一个办公室和它的系统管理员"),
    "demo": ("duban.cli.running.demo", "用虚构的五个辖区演示全年工作"),
    "bench-data": ("duban.cli.running.bench_data", "在空的安装里生成事项很多的虚构办公室，用来测量快慢"),
    "serve": ("duban.cli.running.serve", "启动网页服务，每天自动处理"),
    "daily": ("duban.cli.running.daily", "每日自动处理：补记到期未办，提出可启动的督办措施"),
    "deliver": ("duban.cli.running.deliver", "发信：生成消息和每日摘要，发出待发的信"),
    "backup": ("duban.cli.upkeep.backup", "把整个安装备份成一个文件"),
    "restore": ("duban.cli.upkeep.restore", "从备份恢复；--check 只演练"),
    "doctor": ("duban.cli.upkeep.doctor", "体检：设置、数据库、备份、磁盘、时钟、权限"),
    "audit": ("duban.cli.upkeep.audit", "核验日志链"),
    "ranking": ("duban.cli.scoring.rankings", "核验已发布的排名"),
    "facts": ("duban.cli.scoring.facts", "导出一个期间的考核事实，供上级汇总计分"),
    "token": ("duban.cli.accounts.tokens", "创建、列出、撤销接口密钥"),
    "people": ("duban.cli.accounts.people", "从一个工作簿导入单位和人员，发放首次登录码"),
    "person": ("duban.cli.accounts.persons", "导出、清除一个人的个人信息"),
    "calendar": ("duban.cli.upkeep.calendar", "录入、列出、撤销放假安排"),
    "retention": ("duban.cli.upkeep.retention", "列出、清除到了保存期限的身份信息和附件"),
    "admin": ("duban.cli.accounts.admin", "账号应急：重置口令、动态口令，解除锁定"),
    "fsck": ("duban.cli.upkeep.fsck", "核对附件与记录"),
}


# What argparse says in English → what the user reads.
_SAID = (
    (r"the following arguments are required: COMMAND", r"请写明要做什么，例如 duban serve；duban --help 列出全部命令"),
    (r"the following arguments are required: (.+)", r"缺少参数：\1"),
    (r"one of the arguments (\S+) (\S+) is required", r"要写 \1 或 \2 其中之一"),
    (r"unrecognized arguments: (.+)", r"不认识的参数：\1"),
    (r"argument (\S+): invalid choice: (.+) \(choose from (.+)\)", r"参数 \1 不能是 \2，可选：\3"),
    (r"argument (\S+): invalid int value: (.+)", r"参数 \1 要写整数，不能是 \2"),
    (r"argument (\S+): invalid \S+ value: (.+)", r"参数 \1 不能是 \2"),
    (r"argument (\S+): expected .+ argument.*", r"参数 \1 后面要写上值"),
    (r"argument (\S+): not allowed with argument (.+)", r"参数 \1 不能和 \2 同时使用"),
    (r"argument (\S+): ignored explicit argument (.+)", r"参数 \1 后面不写值，多了 \2"),
    (r"argument (\S+): (.+)", r"参数 \1：\2"),
    (r"ambiguous option: (\S+) could match (.+)", r"参数 \1 不明确，可能是 \2"),
)


_CANNOT_WRITE = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超出磁盘配额",
    errno.EFBIG: "文件过大",
    errno.EIO: "磁盘读写出错",
}


class Parser(argparse.ArgumentParser):
    """Argument parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        """End the program with one line on stderr and exit code 2."""
        message = " ".join(message.split())
        for said, words in _SAID:
            message = re.sub(f"^{said}$", words, message)
        self.exit(2, f"{self.prog}: {message}\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0, or 2 with one line on stderr."""
    words = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    parser = Parser(prog="duban", description="督办：把制度文件当数据，逐条落实督查督办。")
    parser.add_argument("--version", action="version", version=metadata.version("duban"), help="打印版本")
    for place, word in enumerate(words, 1):
        # An unset variable of a script: '' would be the folder in which one happens to be.
        if not word.strip():
            parser.error(f"第 {place} 个参数是空的，请写上值")
        if re.fullmatch(r"--[a-z-]+=\s*", word):
            parser.error(f"参数 {word.partition('=')[0]} 后面要写上值")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    asked = next((word for word in words if not word.startswith("-")), None)
    for name, (module, text) in COMMANDS.items():
        if name == asked:
            importlib.import_module(module).add_parser(commands)
        else:
            commands.add_parser(name, help=text)
    args = parser.parse_args(words)
    return _told(args)


def _told(args: argparse.Namespace) -> int:
    """Run a command to its last word on stdout: who reads no further ends it without a word, a full disk with one line."""
    try:
        code = int(args.func(args))
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except BrokenPipeError:
        _say_no_more()
        return 0
    except OSError as error:
        if error.errno not in _CANNOT_WRITE:
            raise
        _say_no_more()
        print(f"duban {args.command}: 写不下去：{_CANNOT_WRITE[error.errno]}", file=sys.stderr)
        return 2


def _say_no_more() -> None:
    """Let what is still to be written go nowhere, so that the end of the program does not fail at it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
