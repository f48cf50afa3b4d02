"""Notices as a page shows them: the paper, part by part."""

from dataclasses import dataclass

from duban.ledger import access
from duban.ledger.models import Assignment, Notice, NoticeItem
from duban.papers.writing.documents import Block, Heading, Paper, Paragraph, Table
from duban.papers.writing.texts import date_words
from duban.people.models import Officer


@dataclass(frozen=True)
class Part:
    """One block as a template shows it: its kind (heading, paragraph, table) and the block itself."""

    kind: str
    block: Block

    @property
    def rows(self) -> list[tuple[bool, tuple]]:
        """Return the rows of a table, each with whether it is one of the head."""
        assert isinstance(self.block, Table)
        return [(place < self.block.heads, row) for place, row in enumerate(self.block.rows)]


@dataclass(frozen=True)
class Shown:
    """A paper as a page shows it."""

    paper: Paper
    body: list[Part]
    annexes: list[tuple[str, list[Part]]]
    date: str


def shown(paper: Paper) -> Shown:
    """Return a paper for a page."""
    annexes = [(annex.title, _parts(annex.body)) for annex in paper.annexes]
    return Shown(paper, _parts(paper.body), annexes, date_words(paper.dated_on) if paper.dated_on else "")


def listed_on(officer: Officer, notice: Notice) -> list[Assignment]:
    """Return the orders that a notice lists in its annexe, of those that the officer may see, in the order of the list."""
    found = access.matters.assignments(officer).filter(listed_on__notice=notice)
    return list(found.select_related("matter", "unit").order_by("listed_on__id"))


def struck_from(officer: Officer, notice: Notice) -> list[NoticeItem]:
    """Return the orders of a notice's list that were corrected or taken back, of those that the officer may see, in the order of the list."""
    seen = access.matters.assignments(officer).values("pk")
    found = notice.items.filter(ended_on__isnull=False, assignment__in=seen)
    return list(found.select_related("assignment__matter", "assignment__unit", "ended_by__jurisdiction").order_by("pk"))


def _parts(blocks: tuple[Block, ...]) -> list[Part]:
    kinds = {Heading: "heading", Paragraph: "paragraph", Table: "table"}
    return [Part(kinds[type(block)], block) for block in blocks]
