"""Opening .docx and .xlsx from strangers: bounded in size, count and depth, and without document types."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

from duban.papers.reading.tasks.items import UnreadablePaper

UNPACKED = 64 * 1024 * 1024
PART = 12 * 1024 * 1024
ENTRIES = 2000
DEPTH = 150
BOMB = "文件解压后过大，疑似压缩炸弹，已拒绝读取。"


class Archive:
    """The parts of an Office file, read one at a time after the whole was found harmless."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError) as error:
            raise UnreadablePaper("文件已损坏，或不是 .docx/.xlsx 格式。") from error
        if len(infos) > ENTRIES or sum(info.file_size for info in infos) > UNPACKED:
            raise UnreadablePaper(BOMB)
        if any(info.flag_bits & 1 for info in infos):
            raise UnreadablePaper("文件已加密，请去除密码后重试。")
        self.names = {info.filename.lstrip("/"): info for info in infos}

    def xml(self, name: str) -> ElementTree.Element | None:
        """Give the root of a part, None where it is absent; UnreadablePaper where it is broken or hostile."""
        info = self.names.get(name)
        if info is None:
            return None
        if info.file_size > PART:
            raise UnreadablePaper("文件正文过大，无法按分工文件读取。")
        try:
            parser = ElementTree.XMLParser(target=_GuardedBuilder())  # nosec B314  # the builder refuses document types and entities
            parser.feed(self._zip.read(info))
            root: ElementTree.Element = parser.close()
        except UnreadablePaper:
            raise
        except Exception as error:  # zlib, zipfile and expat each have their own for one broken part
            raise UnreadablePaper("文件内容已损坏，无法读取。") from error
        return root

    def relations(self, name: str) -> dict[str, str]:
        """Give the targets that a part refers to, by relation id, as names inside the archive."""
        folder, _, file = name.rpartition("/")
        root = self.xml(f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels")
        targets = {}
        for relation in root if root is not None else ():
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External":
                targets[relation.get("Id", "")] = target.lstrip("/") if target[:1] == "/" else f"{folder}/{target}"
        return targets


class _GuardedBuilder(ElementTree.TreeBuilder):
    """A tree builder that refuses document types, hence entities, and bottomless nesting."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise UnreadablePaper("文件内含 XML 文档类型声明，出于安全已拒绝读取。")

    def start(self, tag: str, attrs: dict[str, str]) -> ElementTree.Element:
        self._depth += 1
        if self._depth > DEPTH:
            raise UnreadablePaper("文件内容嵌套过深，已拒绝读取。")
        return super().start(tag, attrs)

    def end(self, tag: str) -> ElementTree.Element:
        self._depth -= 1
        return super().end(tag)
