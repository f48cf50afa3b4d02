"""Division-of-work papers in: tasks with owner and limit, as drafts for review."""

from duban.papers.reading.formats.files import LARGEST
from duban.papers.reading.formats.kinds import ACCEPTED
from duban.papers.reading.passages.sentences import owners_of_dated
from duban.papers.reading.tasks.items import Item, Milestone, Paper, UnreadablePaper
from duban.papers.reading.tasks.papers import parse, parse_text
from duban.papers.reading.tasks.roles import Roles

__all__ = [
    "ACCEPTED",
    "LARGEST",
    "Item",
    "Milestone",
    "Paper",
    "Roles",
    "UnreadablePaper",
    "owners_in",
    "parse",
    "parse_text",
]


def owners_in(words: str) -> Roles:
    """Give the units that one decision or instruction names in its own words, by role: 请县教育局会同县住建局…."""
    return owners_of_dated(words).roles()
