"""Division-of-work papers in: tasks with owner and limit, as drafts for review."""

from duban.papers.reading.formats.files import LARGEST
from duban.papers.reading.formats.kinds import ACCEPTED
from duban.papers.reading.tasks.items import Item, Milestone, Paper, UnreadablePaper
from duban.papers.reading.tasks.papers import parse, parse_text

__all__ = ["ACCEPTED", "LARGEST", "Item", "Milestone", "Paper", "UnreadablePaper", "parse", "parse_text"]
