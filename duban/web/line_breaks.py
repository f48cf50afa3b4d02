"""The loader of the program's own templates: a line break in a template is no space.

Chinese sets no spaces between words, so that a template could not be laid out over several lines without gaps in what is read. As in JSX a
line break with the indentation around it is nothing; where a space is meant and the line ends there, `{{ " " }}` says so. Inside the angle
brackets of a tag a line break is one space. What is the same on every page (such a space, an icon, the address of a list) is written
into the source when it is read, so that no page asks for it again.
"""

import re
from pathlib import Path
from typing import Any

from django.template import Origin, Template
from django.template.base import Node, NodeList, tag_re
from django.template.loaders import app_directories, cached
from django.templatetags.static import static
from django.urls import reverse

from duban.web.icons import svg

_OWN = Path(__file__).parent / "templates"
_BREAK = re.compile(r"\s*\n\s*")
# A piece of text that cannot change where we are, then the character that may.
_PIECE = re.compile(r"[^<>\"']*[<>\"']?")
# A bracket right before a template tag opens too: <{% if inline %}span{% else %}div{% endif %}>.
_OPENS = re.compile(r"<([a-zA-Z/!]|$)")
_ICON = re.compile(r'\{% icon "(\w+)" %\}')
_PAGE = re.compile(r'\{% url "(\w+)" %\}')
_FILE = re.compile(r'\{% static "([\w./-]+)" %\}')


class Loader(app_directories.Loader):
    """Reads templates from the folders of the apps, those of duban.web without their line breaks."""

    def get_contents(self, origin: Origin) -> str:
        """Return a template's source."""
        contents: str = super().get_contents(origin)
        return without_line_breaks(contents) if _OWN in Path(origin.name).parents else contents


class Kept(cached.Loader):
    """Keeps each template once it was read, and which blocks stand in it: Django looks for those anew whenever a page is built on a frame."""

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        """Return the template of that name. Raises TemplateDoesNotExist."""
        template: Template = super().get_template(template_name, skip)
        if not isinstance(template.nodelist, _Nodes):
            template.nodelist = _Nodes(template.nodelist)
        return template


class _Nodes(NodeList):
    """The nodes of a template that was read; they stay as they are."""

    def __init__(self, nodes: NodeList) -> None:
        super().__init__(nodes)
        self.contains_nontext = nodes.contains_nontext
        self._by_type: dict[type[Node], list[Any]] = {}

    def get_nodes_by_type(self, nodetype: type[Node]) -> list[Any]:
        """Return all nodes of that type, in order, also those inside of others."""
        found = self._by_type.get(nodetype)
        if found is None:
            found = self._by_type[nodetype] = super().get_nodes_by_type(nodetype)
        return found


def without_line_breaks(source: str) -> str:
    """Return the source of a template with its line breaks taken out, and one space for each inside a tag's angle brackets."""
    parts, place = [], _Place()
    for number, piece in enumerate(tag_re.split(source)):
        # Every second piece is a template tag, a variable or a comment.
        parts.append(_written(piece) if number % 2 else place.read(piece))
    return "".join(parts)


def _written(tag: str) -> str:
    """Return what a tag says where that is the same on every page: a space that is meant, an icon, the address of a page without a key or of a file. Others stay."""
    if tag == '{{ " " }}':
        return " "
    if found := _ICON.fullmatch(tag):
        return svg(found[1])
    if found := _PAGE.fullmatch(tag):
        return reverse(found[1])
    if found := _FILE.fullmatch(tag):
        return static(found[1])
    return tag


class _Place:
    """Where in the HTML the reading stands: in a tag, in one of its quoted values, or in text."""

    def __init__(self) -> None:
        self.in_tag = False
        self.quote = ""

    def read(self, text: str) -> str:
        read = []
        for found in _PIECE.finditer(text):
            piece = found.group()
            read.append(_BREAK.sub(" " if self.in_tag else "", piece))
            self._pass(piece[-1:], text[found.end() - 1 : found.end() + 1])
        return "".join(read)

    def _pass(self, mark: str, ahead: str) -> None:
        if self.quote:
            self.quote = "" if mark == self.quote else self.quote
        elif self.in_tag:
            self.quote = mark if mark in ('"', "'") else ""
            self.in_tag = mark != ">"
        else:
            self.in_tag = mark == "<" and _OPENS.match(ahead) is not None
