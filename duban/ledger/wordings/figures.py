"""The figures of a paper: which numbers the data gave, so that a number that a person changed or added is seen."""

import re
from collections.abc import Collection, Iterator

from duban.papers.writing.documents import Block, Paper, Table
from duban.papers.writing.fields import fields_of

# A number that is no date, no number of a paper and no place in a list.
_NUMBER = re.compile(r"(?<![\d.〔])[−-]?\d+(?:\.\d+)?%?(?![\d.]*[年月日号期时〕、）)])(?!\.\D)")


def figures_of(paper: Paper) -> list[str]:
    """Return every number that a paper says, dates and numbers of papers left out, in order and once."""
    said = [paper.title, fields_of(paper)["正文"]]
    for block in (block for annex in paper.annexes for block in annex.body):
        said += _words(block)
    return list(dict.fromkeys(number for text in said for number in _NUMBER.findall(text)))


def pieces_of(text: str, known: Collection[str]) -> Iterator[tuple[str, bool | None]]:
    """Yield the text in pieces: a number with whether the data gave it, other words with None."""
    at = 0
    for found in _NUMBER.finditer(text):
        if found.start() > at:
            yield text[at : found.start()], None
        yield found[0], found[0] in known
        at = found.end()
    if at < len(text):
        yield text[at:], None


def strangers(paper: Paper, known: Collection[str]) -> list[str]:
    """Return the numbers of a paper that the data did not give."""
    return [number for number in figures_of(paper) if number not in known]


def _words(block: Block) -> list[str]:
    if isinstance(block, Table):
        return [cell.text for row in block.rows for cell in row]
    return [block.text]
