"""The manual (docs/manual): twelve tasks, one page each, read from the same Markdown that stands in the repository."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown import markdown

from duban.people.models import LEADERS, OFFICE, UNIT_ROLES, Role

# A link to docs/manual: so the manual goes along wherever the program is installed.
FOLDER = Path(__file__).parent.parent / "manual"

_INSPECTING = frozenset({*OFFICE, Role.INSPECTOR})
# The name of a page's file → who does the task; in the order in which a matter meets them.
TASKS: dict[str, frozenset[Role]] = {
    "register-instruction": OFFICE,
    "dispatch-together": OFFICE,
    "sign-for": UNIT_ROLES,
    "report-progress": UNIT_ROLES,
    "review-report": OFFICE,
    "urge-and-escalate": OFFICE,
    "ask-extension": UNIT_ROLES,
    "leader-signs": LEADERS,
    "publish-ranking": OFFICE,
    "import-ledger": OFFICE,
    "inspect-and-rectify": _INSPECTING,
    "adopt-document": frozenset({Role.OFFICE_HEAD}),
}
_TITLE = re.compile(r"\A# (.+)\n")
_SHOWN = re.compile(r'(<img [^>]*src="([^"]*)"[^>]*>)')
_PICTURE = re.compile(r'src="pictures/([a-z-]+)\.png"')
_PAGE = re.compile(r'href="([a-z-]+)\.md"')


@dataclass(frozen=True)
class Task:
    """A page of the manual: the name of its file, its title, who does it."""

    name: str
    title: str
    roles: frozenset[Role]


@cache
def tasks() -> tuple[Task, ...]:
    """Return the tasks in their order."""
    return tuple(Task(name, _TITLE.match(source(name))[1], roles) for name, roles in TASKS.items())  # type: ignore[index]


def source(name: str) -> str:
    """Return the Markdown of a task. Raises KeyError where there is none of that name."""
    return (FOLDER / f"{_known(name)}.md").read_text(encoding="utf-8")


def page(name: str, picture: Callable[[str], str], task: Callable[[str], str]) -> str:
    """Return a task as HTML without its title; `picture` and `task` say the addresses of pictures and of other tasks. Raises KeyError."""
    said = markdown(_TITLE.sub("", source(name)), extensions=["tables", "sane_lists"], output_format="html")
    said = _PICTURE.sub(lambda found: f'src="{picture(found[1])}"', said)
    # On a phone it is read in its own size.
    said = _SHOWN.sub(r'<a href="\2">\1</a>', said)
    return _PAGE.sub(lambda found: f'href="{task(found[1])}"', said)


def picture(name: str) -> Path:
    """Return where the picture of a task lies. Raises KeyError where there is no such task."""
    return FOLDER / "pictures" / f"{_known(name)}.png"


def _known(name: str) -> str:
    if name not in TASKS:
        raise KeyError(name)
    return name
