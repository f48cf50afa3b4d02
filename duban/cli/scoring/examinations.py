"""What `duban doctor` looks at: each function yields findings about one thing of an installation that is open."""

from __future__ import annotations

import datetime
import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from duban.cli.upkeep.installations import has_own_key, is_migrated, place_of_key
from duban.engine.packs import loading
from duban.engine.superior.checks import load_sound_superior
from duban.ledger.audit import database_roles
from duban.ledger.backups import last_listed
from duban.ledger.letter_channels.webhook import names_recipient
from duban.ledger.models import Chain, JournalLine
from duban.ledger.queries.upkeep import backups
from duban.ledger.queries.upkeep.durability import durability
from duban.ledger.storage import append_only
from duban.papers.layout import measures
from duban.people.models import Jurisdiction

OLDEST_POSTGRESQL = 15
# Free bytes: below the first nothing can be relied on, below the second somebody should look.
LEAST_FREE, LITTLE_FREE = 1 << 30, 5 << 30
# After so many days a backup is old, and a proof that one restores.
BACKUP_DAYS, TRIAL_DAYS = 2, 90


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: `ok`, `warn` or `bad`, and what to do."""

    level: str
    what: str
    advice: str = ""


def all_findings() -> Iterator[Finding]:
    """Look at everything; what stands in tables only where they are those of this version."""
    yield from settings_findings()
    yield from letter_findings()
    yield from database_findings()
    yield from file_findings()
    yield from font_findings()
    yield from pack_findings()
    if not is_migrated():
        yield Finding("bad", "数据库的表不是这一版的", "先备份，再运行 duban migrate")
        return
    yield Finding("ok", "数据库的表是这一版的")
    yield key_finding()
    yield from role_findings()
    yield from office_findings()
    yield from clock_findings(timezone.localdate())
    yield from backup_findings(timezone.now())


def key_finding() -> Finding:
    """Give whether the secret key opens what the database holds; every other command refuses to run with another one."""
    if has_own_key():
        return Finding("ok", "密钥是写这个数据库时的那一个")
    return Finding("bad", "密钥不是写这个数据库时的那一个", f"放回原来的 {place_of_key()}（在备份里）")


def role_findings() -> Iterator[Finding]:
    """Yield whether the database role of the program could change what only grows."""
    lacking = append_only.unprotected()
    if lacking:
        advice = "运行 duban migrate（SQLite 会补上）；PostgreSQL 由表的所有者从备份恢复或重建"
        yield Finding("bad", f"数据库缺少防改动的触发器：{'、'.join(lacking)}", advice)
    if connection.vendor != "postgresql":
        return
    if database_roles.may_unsay():
        advice = "另建一个角色给系统用，由表的所有者运行 duban migrate --roles 角色，再把 DATABASE_URL 换成这个角色"
        yield Finding("warn", "系统所用的数据库角色可以停用触发器、改动日志", advice)
    else:
        yield Finding("ok", "系统所用的数据库角色不能改动日志")


def settings_findings() -> Iterator[Finding]:
    """Hold the settings against each other and against what a real office needs."""
    if settings.DEMO:
        yield Finding("warn", "这是演示安装：登录页可一键进入", "正式使用请另建安装，不设 DUBAN_DEMO")
    elif not settings.PRODUCTION:
        yield Finding("warn", "没有声明为正式安装", "正式使用请设 DUBAN_PRODUCTION=1")
    else:
        yield Finding("ok", "已声明为正式安装")
    if settings.PRODUCTION and not getattr(settings, "SECURE_SSL_REDIRECT", False):
        yield Finding("bad", "没有启用 TLS，口令会明文传输", "在前面放置 TLS 代理，并设 DUBAN_TLS=1")
    elif getattr(settings, "SECURE_SSL_REDIRECT", False):
        yield Finding("ok", "已启用 TLS")
        if not os.environ.get("DUBAN_HOSTS"):
            yield Finding("bad", "启用了 TLS，但没有设对外的域名", "设 DUBAN_HOSTS=办公室的域名")
    if settings.PRODUCTION and os.environ.get("DUBAN_TESTING"):
        yield Finding("bad", "正式安装设了 DUBAN_TESTING，登录锁定等保护会失效", "去掉 DUBAN_TESTING")
    kept, given = settings.HOME / "secret_key", os.environ.get("DUBAN_SECRET_KEY")
    if given and kept.exists() and kept.read_text() != given:
        yield Finding(
            "warn", "DUBAN_SECRET_KEY 与 DUBAN_HOME/secret_key 不同，用的是前者", "只留下写入数据时用的那一个"
        )


def letter_findings() -> Iterator[Finding]:
    """Yield what keeps letters from their persons, where there are ways for them at all."""
    if (settings.EMAIL_HOST or settings.WEBHOOK_URL) and not settings.PUBLIC_URL:
        yield Finding("warn", "没有设置系统网址，信里没有链接", "设 DUBAN_URL=https://办公室的域名")
    if settings.WEBHOOK_URL and not names_recipient():
        advice = "在 DUBAN_WEBHOOK_BODY 里写上 $username；群机器人请在“消息机器人”里设置"
        yield Finding("warn", "接口推送的正文看不出发给谁，不发个人消息", advice)


def database_findings() -> Iterator[Finding]:
    """Look at the database's version, whether it keeps what it acknowledges, and as whom the program works there."""
    if connection.vendor == "sqlite":
        yield Finding("ok", f"数据库 SQLite {sqlite3.sqlite_version}")
    else:
        version = connection.get_database_version()[0]
        fit = version >= OLDEST_POSTGRESQL
        advice = "" if fit else f"请升级到 PostgreSQL {OLDEST_POSTGRESQL} 或更新"
        yield Finding("ok" if fit else "bad", f"数据库 PostgreSQL {version}", advice)
        yield from _role_findings()
    off = [name for name, on in durability().items() if not on]
    if off:
        yield Finding("bad", f"数据库设置 {'、'.join(off)} 关闭，断电会丢失已确认的数据", "在数据库设置中打开")
    else:
        yield Finding("ok", "已确认的写入断电不丢")


def file_findings() -> Iterator[Finding]:
    """Look at room on the disk, and who else on the machine may read what lies there."""
    free = shutil.disk_usage(settings.HOME).free
    level = "bad" if free < LEAST_FREE else "warn" if free < LITTLE_FREE else "ok"
    advice = "" if level == "ok" else "请腾出空间或换更大的磁盘；旧备份用 duban backup --keep 清理"
    yield Finding(level, f"{settings.HOME} 剩余 {free / (1 << 30):.1f} GB", advice)
    private = [settings.HOME, settings.HOME / "secret_key", Path(settings.FILES_ROOT)]
    if connection.vendor == "sqlite":
        private += [Path(f"{connection.settings_dict['NAME']}{end}") for end in ("", "-wal", "-shm")]
    readable = [path for path in private if path.exists() and path.stat().st_mode & 0o077]
    for path in readable:
        mode = "700" if path.is_dir() else "600"
        yield Finding("bad", f"本机其他用户能读 {path}", f"chmod {mode} {path}")
    if not readable:
        yield Finding("ok", "数据目录、数据库文件和密钥只有本账号能读")


def font_findings() -> Iterator[Finding]:
    """Look whether every typeface of the papers has a font here."""
    import typst

    there = set(typst.Fonts().families())
    missing = [face.word for face in measures.FACES.values() if not there & set(face.families)]
    if missing:
        yield Finding("bad", f"缺少字体：{'、'.join(missing)}，生成不了 PDF", "安装 fonts-noto-cjk 或办公室自己的字体")
    else:
        yield Finding("ok", "公文字体齐全")


def pack_findings() -> Iterator[Finding]:
    """Look whether every document's pack can be read."""
    faults = [*loading.load_sound()[1], *load_sound_superior()[1]]
    for fault in [*loading.missing_folders(), *faults]:
        yield Finding("bad", fault, "更正制度文件（duban regimes check）或 DUBAN_REGIMES")
    if not faults and not loading.missing_folders():
        yield Finding("ok", "制度文件完好")


def office_findings() -> Iterator[Finding]:
    """Look whether there is an office, and whether the document that governs it is there."""
    known = set(loading.regime_ids())
    offices = list(Jurisdiction.objects.order_by("pk"))
    if not offices:
        yield Finding("warn", "还没有办公室", "运行 duban setup")
    for office in offices:
        if not office.document and office.regime not in known:
            yield Finding(
                "bad", f"{office.name}适用的制度 {office.regime} 不在这里", "把它放回 DUBAN_REGIMES 所指的文件夹"
            )


def clock_findings(today: datetime.date) -> Iterator[Finding]:
    """Hold the clock against the last daily run of each real office and the youngest line of its journal."""
    sound = True
    for chain in Chain.objects.filter(jurisdiction__is_demo=False).select_related("jurisdiction").order_by("pk"):
        name, last = chain.jurisdiction.name, chain.daily_on
        line = JournalLine.objects.filter(jurisdiction=chain.jurisdiction_id, seq=chain.seq).first()
        if (last and last > today) or (line and timezone.localdate(line.at) > today):
            sound = False
            yield Finding(
                "bad", f"{name}的记录在将来，本机时钟可能慢了（今天是 {today}）", "校准时钟（timedatectl），再启动"
            )
        elif last and last < today - datetime.timedelta(days=1):
            sound = False
            yield Finding("warn", f"{name}的每日自动处理停在 {last}", "运行 duban daily，并查看 duban serve 的日志")
    if sound:
        yield Finding("ok", f"时钟与记录相符（今天是 {today}）")


def backup_findings(now: datetime.datetime) -> Iterator[Finding]:
    """Look how old the last backup is, by the journal or by the list beside it, and the last proof that one restores."""
    made, listed = _told(backups.last_backup()), last_listed()
    yield _of_age(
        now,
        max(filter(None, (made, listed)), default=None),
        BACKUP_DAYS,
        "备份",
        "每天运行 duban backup，见 docs/operations.md",
    )
    yield _of_age(now, _told(backups.last_trial()), TRIAL_DAYS, "恢复演练", "运行 duban restore --check FILE")


def _told(line: JournalLine | None) -> tuple[datetime.date, str] | None:
    return None if line is None else (timezone.localdate(line.at), str(line.data.get("file", "")))


def _of_age(now: datetime.datetime, last: tuple[datetime.date, str] | None, days: int, what: str, todo: str) -> Finding:
    if last is None:
        return Finding("warn", f"还没有{what}记录", todo)
    old = (timezone.localdate(now) - last[0]).days > days
    return Finding("warn" if old else "ok", f"最近一次{what}：{last[0]}（{last[1]}）", todo if old else "")


def _role_findings() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
        name, superuser = cursor.fetchone()
        cursor.execute("SELECT current_setting('archive_mode')")
        archived = cursor.fetchone()[0] != "off"
    if superuser:
        yield Finding(
            "bad", f"数据库账号 {name} 是超级用户，能绕过日志的保护", "换用只拥有本数据库的账号（createuser duban）"
        )
    else:
        yield Finding("ok", f"数据库账号 {name} 不是超级用户")
    if archived:
        yield Finding("ok", "已归档 WAL，可恢复到某一时刻")
    else:
        yield Finding("warn", "没有归档 WAL，只能恢复到最近一次备份", "按 docs/operations.md 设置 archive_mode")
