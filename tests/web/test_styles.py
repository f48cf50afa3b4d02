"""A page brings the stylesheets of what it shows: a class that only another page's stylesheet knows would stand there without any look."""

import re
from pathlib import Path

import pytest

import duban.web

HERE = Path(duban.web.__file__).parent
TEMPLATES, SHEETS = HERE / "templates", HERE / "static" / "duban"
TOLD = re.compile(r"\{%-?\s*(extends|include)\s+\"([^\"]+)\"")
LINKED = re.compile(r"static \"duban/([a-z_]+\.css)\"")
CLASS = re.compile(r'\bclass="([^"]*)"')
ALONE = re.compile(r"\s*\.([a-z][a-z0-9-]*)\s*\Z")


def _sheets_of_classes():
    """By class that has a look wherever it stands: our stylesheets that give it. What the library knows too has one on every page."""
    library = (SHEETS.parent / "vendor" / "tabler.min.css").read_text()
    found: dict[str, set[str]] = {}
    for sheet in SHEETS.glob("*.css"):
        for selectors in re.findall(r"(?:^|[{}])([^{}@]*)(?=\{)", re.sub(r"(?s)/\*.*?\*/", "", sheet.read_text())):
            for name in (alone[1] for each in selectors.split(",") if (alone := ALONE.match(each))):
                found.setdefault(name, set()).add(sheet.name)
    return {name: sheets for name, sheets in found.items() if f".{name}" not in library}


STYLES = _sheets_of_classes()


def _whole(name, seen=()):
    """The text of a template with what it extends and includes."""
    if name in seen:
        return ""
    text = (TEMPLATES / name).read_text()
    return text + "".join(_whole(other, (*seen, name)) for _, other in TOLD.findall(text))


PAGES = sorted(
    str(path.relative_to(TEMPLATES))
    for path in TEMPLATES.rglob("*.html")
    if re.search(r"\{% extends|<!doctype", path.read_text(), re.I)
)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_brings_the_styles_of_what_it_shows(page):
    text = _whole(page)
    linked = {*LINKED.findall(text)}
    bare = re.sub(r"(?s)\{%.*?%\}", " ", re.sub(r"(?s)\{\{.*?\}\}", "", text))
    shown = {word for words in CLASS.findall(bare) for word in words.split()}
    without = {word: sorted(STYLES[word]) for word in shown if word in STYLES and not STYLES[word] & linked}
    assert not without


def test_nothing_that_may_be_pressed_is_deaf_to_the_mouse():
    rules = re.findall(r"([^{}]*)\{([^{}]*)\}", "".join(sheet.read_text() for sheet in SHEETS.glob("*.css")))
    assert not [selector.strip() for selector, body in rules if "pointer-events: none" in body and ".btn" in selector]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_runs_no_script_twice(page):
    scripts = re.findall(r"static \"(duban/[a-z_]+\.js)\"", _whole(page))
    assert len(scripts) == len(set(scripts))
