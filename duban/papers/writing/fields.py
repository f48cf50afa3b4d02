"""The fields that any paper offers to an office's own template."""

from __future__ import annotations

from duban.papers.writing.documents import Block, Heading, Paper, Paragraph
from duban.papers.writing.texts import date_words

PAPER_FIELDS = {
    "发文机关标志": "红头文字",
    "发文字号": "如 ×政督〔2026〕12号",
    "紧急程度": "特急、加急",
    "签发人": "上行文的签发人",
    "标题": "公文标题",
    "主送机关": "以逗号隔开，不含冒号",
    "正文": "正文各段，含小标题；表格写成以全角空格隔开的行",
    "附件说明": "附件名称，每行一个",
    "署名": "发文机关，每行一个",
    "成文日期": "如 2026年3月31日",
    "附注": "不含括号",
    "抄送": "以逗号隔开",
    "印发机关": "版记中的印发机关",
    "印发日期": "如 2026年3月31日",
}


def fields_of(paper: Paper) -> dict[str, str]:
    """Give the value of every field of PAPER_FIELDS for a paper; empty where it has none."""
    imprint = paper.imprint
    return {
        "发文机关标志": "\n".join(paper.head),
        "发文字号": paper.number,
        "紧急程度": paper.urgency,
        "签发人": paper.signer,
        "标题": paper.title,
        "主送机关": "，".join(paper.addressees),
        "正文": "\n".join(_plain(block) for block in paper.body),
        "附件说明": "\n".join(paper.attached),
        "署名": "\n".join(paper.signature),
        "成文日期": date_words(paper.dated_on) if paper.dated_on else "",
        "附注": paper.note.strip("（）()"),
        "抄送": "，".join(imprint.copies) if imprint else "",
        "印发机关": imprint.office if imprint else "",
        "印发日期": date_words(imprint.printed_on) if imprint and imprint.printed_on else "",
    }


def _plain(block: Block) -> str:
    if isinstance(block, Heading):
        return block.text + block.rest
    if isinstance(block, Paragraph):
        return block.text
    rows = ["\u3000".join(cell.text.replace("\n", "；") for cell in row) for row in block.rows]
    return "\n".join([block.caption, *rows] if block.caption else rows)
