"""What was typed on a card while an answer was under way stays where it was typed; where sentences came or went, the page says what is lost."""

from pathlib import Path

import pytest

from duban import web

pytestmark = pytest.mark.journey
SCRIPT = Path(web.__file__).parent / "static/duban/studio.js"


def _desk(*figures):
    """The desk of a card whose sentences have these figures."""
    rows = "".join(
        f'<li id="sentence-{place}"><input id="b-{place}-points" aria-label="几分" value="{figure}"></li>'
        for place, figure in enumerate(figures)
    )
    return f'<div id="studio"><span id="kept"></span><ol>{rows}</ol></div>'


@pytest.fixture
def card(browser):
    """A function that types into the second sentence while an answer is under way, and takes the answer; it returns what is on the page."""
    page = browser.new_page()

    def answer(*figures):
        page.set_content(f"<main>{_desk('3', '5')}</main>")
        page.add_script_tag(path=str(SCRIPT))
        page.evaluate("document.dispatchEvent(new CustomEvent('htmx:beforeSend'))")
        page.fill("#b-1-points", "7")
        page.evaluate(
            """desk => {
                const told = (name) => document.dispatchEvent(new CustomEvent(name, { detail: { target: document.getElementById("studio") } }));
                told("htmx:beforeSwap");
                document.getElementById("studio").outerHTML = desk;
                told("htmx:afterSettle");
            }""",
            _desk(*figures),
        )
        return [field.input_value() for field in page.locator("input").all()], page.inner_text("#kept")

    yield answer
    page.close()


def test_what_was_typed_meanwhile_stays(card):
    assert card("3", "5") == (["3", "7"], "")


@pytest.mark.parametrize("left", [("5",), ("5", "5", "1")])
def test_where_sentences_came_or_went_nothing_is_put_into_another(card, left):
    figures, said = card(*left)
    assert figures == list(left) and "“几分”没有保存，请再填一次" in said
