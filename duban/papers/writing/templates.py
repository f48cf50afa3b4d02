"""An office's own Word templates: named fields {{事项名称}} filled in as plain words. Nothing in a template is ever evaluated."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from duban.papers.reading.formats.archives import Archive
from duban.papers.reading.tasks.items import UnreadablePaper

LARGEST = 10 * 1024 * 1024
FIELD = re.compile(r"\{\{\s*([^{}]{1,60}?)\s*\}\}")
_NAME = re.compile(r"[\w（）()·]{1,40}")
_ACTIVE = re.compile(r"(?:^|/)(?:vbaProject\.bin|vbaData\.xml|activeX/|embeddings/|oleObject)", re.IGNORECASE)
_OUTSIDE_FIELDS = re.compile(r"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|DATABASE|MACROBUTTON)\b")


class BadTemplate(ValueError):
    """The file cannot serve as a template; the message is one sentence for the user."""


class UnfilledField(ValueError):
    """Fields of the template have no value; `fields` names them."""

    def __init__(self, fields: list[str]) -> None:
        super().__init__(f"模板中的{'、'.join(f'“{name}”' for name in fields)}没有对应内容。")
        self.fields = tuple(fields)


@dataclass(frozen=True)
class Check:
    """What a template asks for: its fields in order, those not on offer, and braces that make no field."""

    fields: tuple[str, ...]
    unknown: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        """Tell whether the template may be used."""
        return not self.unknown and not self.faults


def check_template(data: bytes, known: Mapping[str, str]) -> Check:
    """Read the fields of an uploaded template; `known` maps the fields on offer to what each holds.

    Raises BadTemplate for what is no .docx, is broken or hostile, or holds macros, embedded objects or links outward.
    """
    document = _opened(data)
    found: list[str] = []
    faults = []
    for paragraph in _paragraphs(document):
        words = _words(paragraph)
        found += FIELD.findall(words)
        rest = FIELD.sub("", words)
        if "{{" in rest or "}}" in rest:
            faults.append(f"“{words[:40]}”中的花括号不成对")
        if "{%" in rest or "{#" in rest:
            faults.append(f"“{words[:40]}”含有代码语句，模板只能使用 {{{{字段}}}}")
    names = tuple(dict.fromkeys(found))
    faults += [f"字段名“{name}”只能由文字和数字组成" for name in names if not _NAME.fullmatch(name)]
    if not names and not faults:
        faults.append("模板中没有字段，请至少写一个，如 {{事项名称}}")
    return Check(names, tuple(name for name in names if name not in known), tuple(faults))


def fill_template(data: bytes, values: Mapping[str, str]) -> bytes:
    """Put words in place of the fields, in paragraphs, tables, headers and footers; line breaks are kept.

    A field keeps the type of the run in which it begins. Words that look like a field are not filled again.
    Raises UnfilledField where a field has no value, BadTemplate as `check_template` does.
    """
    document = _opened(data)
    paragraphs = list(_paragraphs(document))
    wanted = dict.fromkeys(name for p in paragraphs for name in FIELD.findall(_words(p)))
    missing = [name for name in wanted if name not in values]
    if missing:
        raise UnfilledField(missing)
    for paragraph in paragraphs:
        _fill(paragraph, values)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _opened(data: bytes) -> Any:
    if len(data) > LARGEST:
        raise BadTemplate("模板超过 10 MB。")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadTemplate("模板已加密或为旧版 .doc 格式，请另存为 .docx。")
    try:
        archive = Archive(data)
        if "word/document.xml" not in archive.names:
            raise BadTemplate("文件不是有效的 .docx 文档。")
        _refuse_active(archive)
        import docx

        return docx.Document(io.BytesIO(data))
    except UnreadablePaper as error:
        raise BadTemplate(str(error)) from error
    except BadTemplate:
        raise
    except Exception as error:
        # python-docx, lxml and zipfile each have their own for one broken part.
        raise BadTemplate("模板内容已损坏，无法读取。") from error


def _refuse_active(archive: Archive) -> None:
    """Refuse what Word would run or fetch when the filled paper is opened."""
    if any(_ACTIVE.search(name) for name in archive.names):
        raise BadTemplate("模板含有宏或嵌入对象，请去除后再上传。")
    for name in archive.names:
        root = archive.xml(name) if name.endswith((".xml", ".rels")) else None
        for element in root.iter() if root is not None else ():
            local = element.tag.rpartition("}")[2]
            if local == "Relationship" and element.get("TargetMode") == "External":
                if element.get("Type", "").rpartition("/")[2] != "hyperlink":
                    raise BadTemplate("模板引用了外部文件（如远程模板或图片），请改为嵌入后再上传。")
            elif _OUTSIDE_FIELDS.search(_code(local, element).upper()):
                raise BadTemplate("模板含有会读取外部内容的域，请去除后再上传。")


def _code(local: str, element: Element) -> str:
    if local == "fldSimple":
        return next((value for name, value in element.attrib.items() if name.endswith("}instr")), "")
    return element.text or "" if local == "instrText" else ""


def _paragraphs(document: Any) -> Iterator[Any]:
    from docx.oxml.ns import qn

    seen: list[Any] = []
    for root in (document.element.body, *_margins(document)):
        if not any(root is each for each in seen):
            seen.append(root)
            yield from root.iter(qn("w:p"))


def _margins(document: Any) -> Iterator[Any]:
    for section in document.sections:
        for part in (
            section.header,
            section.footer,
            section.even_page_header,
            section.even_page_footer,
            section.first_page_header,
            section.first_page_footer,
        ):
            if not part.is_linked_to_previous:
                yield part._element


def _words(paragraph: Any) -> str:
    return "".join(text.text or "" for text in _texts(paragraph))


def _texts(paragraph: Any) -> list[Any]:
    from docx.oxml.ns import qn

    # A text box within the paragraph holds paragraphs of its own.
    return [t for t in paragraph.iter(qn("w:t")) if next(t.iterancestors(qn("w:p"))) is paragraph]


def _fill(paragraph: Any, values: Mapping[str, str]) -> None:
    """Replace from the last field to the first, so that earlier places stay where they are."""
    texts = _texts(paragraph)
    words = "".join(text.text or "" for text in texts)
    for match in reversed(list(FIELD.finditer(words))):
        start = 0
        for text in texts:
            length = len(text.text or "")
            begin, end = max(match.start() - start, 0), min(match.end() - start, length)
            start += length
            if begin >= end:
                continue
            here = start - length + begin == match.start()
            kept = text.text or ""
            text.text = kept[:begin] + (_clean(values[match[1]]) if here else "") + kept[end:]
    for text in texts:
        _break_lines(text)


def _clean(value: str) -> str:
    words = value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "\u3000")
    return "".join(
        c for c in words if c == "\n" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    )


def _break_lines(text: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    lines = (text.text or "").split("\n")
    text.text = lines[0]
    text.set(qn("xml:space"), "preserve")
    last = text
    for line in lines[1:]:
        broken, more = OxmlElement("w:br"), OxmlElement("w:t")
        more.text = line
        more.set(qn("xml:space"), "preserve")
        last.addnext(broken)
        broken.addnext(more)
        last = more
