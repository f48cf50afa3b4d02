"""Older text documents (.doc, .wps, .rtf, .odt): made into .docx by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from duban.papers.reading.formats.apart import run_tool
from duban.papers.reading.formats.kinds import Kind
from duban.papers.reading.tasks.items import UnreadablePaper

SECONDS = 60
_MEMORY = 4 * 1024 * 1024 * 1024
_LARGEST = 64 * 1024 * 1024
_CALLED = {Kind.DOC: ".doc（.wps）", Kind.RTF: ".rtf", Kind.ODT: ".odt"}


def as_docx(data: bytes, kind: Kind) -> bytes:
    """Give the document as .docx. UnreadablePaper where LibreOffice is not installed, fails, or takes too long.

    Each document has its own process, folder and profile, so that nothing of one is left for the next.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise UnreadablePaper(
            f"本机没有安装 LibreOffice，不能读取 {_CALLED[kind]}，请在文字处理软件中另存为 .docx，或请系统管理员安装。"
        )
    with tempfile.TemporaryDirectory(prefix="duban-") as name:
        folder = Path(name)
        (folder / f"paper.{kind.value}").write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation=file://{folder}/profile",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
            *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "made"), f"paper.{kind.value}"),
        ]
        done = run_tool(command, folder, seconds=SECONDS, memory=_MEMORY, largest=_LARGEST)
        made = folder / "made" / "paper.docx"
        if done is None or not made.is_file() or made.is_symlink() or made.stat().st_size > _LARGEST:
            raise UnreadablePaper("LibreOffice 没有读出这个文件，可能已损坏、已加密或过于复杂，请另存为 .docx 后再试。")
        return made.read_bytes()
