"""A draft as a person edits it: plain lines of text, each table a line of its own that stands for it."""

import re
from dataclasses import replace

from duban.ledger.refusals import Refused
from duban.ledger.wordings.frames import clean
from duban.papers.writing.documents import Block, Heading, Paper, Paragraph, Table, blocks_of

_PLACE = re.compile(r"^〖表(\d+)(?:：.*)?〗$")


def text_of(paper: Paper) -> str:
    """Return the body as lines: paragraphs and headings as they are typed, a table as 〖表1：caption〗."""
    lines, number = [], 0
    for block in paper.body:
        if isinstance(block, Table):
            number += 1
            lines.append(f"〖表{number}{f'：{block.caption}' if block.caption else ''}〗")
        else:
            lines.append(block.text + (block.rest if isinstance(block, Heading) else ""))
    return "\n".join(lines)


def edited(paper: Paper, *, title: str, addressees: str, text: str, note: str = "") -> Paper:
    """Return the paper with other words; a table stays where its line stands. Raises Refused for a table that there is not, or no words."""
    tables = [block for block in paper.body if isinstance(block, Table)]
    body: list[Block] = []
    used: set[int] = set()
    for line in clean(text).split("\n"):
        found = _PLACE.match(line.strip())
        if not found:
            body += blocks_of(line)
            continue
        number = int(found[1])
        if not 1 <= number <= len(tables) or number in used:
            raise Refused(
                f"没有表{number}，或者写了两次", possible="表格的一行可以移动或删去，不能改写。", field="text"
            )
        used.add(number)
        body.append(tables[number - 1])
    if not any(isinstance(block, Paragraph | Heading) for block in body):
        raise Refused("正文不能是空的", field="text")
    title = "\n".join(line.strip() for line in clean(title).split("\n") if line.strip())
    if not title:
        raise Refused("请填写标题", field="title")
    to = tuple(each.strip() for each in re.split(r"[，,\n]", clean(addressees)) if each.strip())
    return replace(paper, title=title, addressees=to if paper.kind == "file" else (), body=tuple(body), note=note)
