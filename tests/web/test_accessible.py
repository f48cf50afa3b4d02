"""Every page of every post, as wide as a desk and as a phone, held against axe-core: nothing serious, nothing critical.

The pages are answered in this process, inside the test's own transaction, so that each route can have a record of its own and leave nothing behind.
A page whose contents were looked at for another post is not looked at again; the frame of each post is.
"""

import datetime
import hashlib
import os
import re
import zlib
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.core.exceptions import MultipleObjectsReturned
from django.db import transaction
from django.urls import reverse

from duban.ledger.refusals import Refused
from tests import cast, rectifying, senders, stories
from tests.web.permissions import ROWS

pytestmark = [pytest.mark.django_db, pytest.mark.journey]

# A share of the pages a day, all in the long run (DUBAN_TORTURE): each takes about a second.
LONG = bool(os.environ.get("DUBAN_TORTURE"))
SHARES = 12
DAY = datetime.date.today().toordinal()
# Thousands of elements, alike for all posts.
VAST = {"api_docs"}
WIDTHS = (1280, 390)
GRAVE = ("serious", "critical")
# Files, and what is read by programs.
NO_PAGES = re.compile(
    r"_(export|file|sheet|download|template|picture)$|^(metrics|health|picker_units|matter_deadline|group_suggestion)$"
)
AXE = """async () => {
  const found = await axe.run({resultTypes: ["violations"]});
  return found.violations.map((each) => [each.impact, each.id, each.nodes.length, each.nodes[0].target.join(" "), each.nodes[0].html.slice(0, 200),
    [...each.nodes[0].any, ...each.nodes[0].all, ...each.nodes[0].none].map((one) => one.message).join("; ").slice(0, 200)]);
}"""


@pytest.fixture
def lived(office):
    """An office with something on every list: orders in hand, late and done, reports, a letter, an inspection with a finding."""
    early = cast.at("2026-01-12 09:00")
    for number, due in enumerate(("2026-02-27", "2026-06-30")):
        made = stories.matter(office, due_on=due, at=early, title=f"推进第{number}个项目", support=office.units[1:3])
        stories.accept(office, made, early)
        stories.report(office, made, cast.at("2026-01-20 09:00"), what="progress")
    stories.complete(office, stories.matter(office, due_on="2026-04-30", at=early), cast.at("2026-02-10 09:00"))
    stories.matter(office, due_on="2026-06-30", title="待签收的")
    stories.matter(office, due_on="2026-06-30", title="未交办的", dispatched=False)
    senders.received(office)
    rectifying.handed(office, rectifying.inspection(office, no="DC2026-90"))
    return office


def _pages(share):
    """Yield the pages of a share: routes, each with a post that opens it, another one each round; in the long run with all of its posts."""
    for name, row in sorted(ROWS.items()):
        if row.method != "GET" or NO_PAGES.search(name) or zlib.crc32(name.encode()) % SHARES != share:
            continue
        posts = sorted(row.who) if name not in VAST else ["clerk"]
        for who in posts if LONG or not posts else [posts[DAY // SHARES % len(posts)]]:
            yield name, row, who


class Window:
    """One page of one browser, whose requests the test's own clients answer."""

    def __init__(self, browser, signed_in, officers):
        self.context = browser.new_context(locale="zh-CN", bypass_csp=True)
        self.page = self.context.new_page()
        self.page.route("**/*", self._answer)
        self.page.add_init_script(AXE_SCRIPT)
        # Who signs in does so for the whole test: what a page is made with is taken back after it.
        self.clients = {officer.pk: signed_in(officer) for officer in officers}
        self.files, self.seen = {}, set()
        self.shown = b""

    def _answer(self, route):
        """Answer with the page or a file that was fetched before: here is another context, in which the database is not the test's."""
        path = urlsplit(route.request.url).path
        if route.request.resource_type == "document":
            route.fulfill(content_type="text/html; charset=utf-8", body=self.shown)
        elif path in self.files:
            route.fulfill(content_type=self.files[path][0], body=self.files[path][1])
        else:
            route.fulfill(status=204)

    def _fetch(self, client, page):
        for path in set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page)) - set(self.files):
            answer = client.get(path)
            self.files[path] = answer["Content-Type"], b"".join(answer.streaming_content)

    def flaws(self, officer, address):
        """Return what is seriously wrong with a page, at both widths; nothing for a page whose contents were looked at before."""
        client = self.clients[officer.pk]
        answer = client.get(address)
        if "html" not in answer["Content-Type"] or answer.status_code in (302, 403, 404):
            return None
        page = answer.content.decode()
        contents = re.search(r"(?s)<main.*</main>|\Z", page)[0] or page
        contents = re.sub(r'(name="(?:form_key|csrfmiddlewaretoken)" value=")[^"]*', r"\1", contents)
        key = hashlib.sha256(contents.encode()).digest()
        if key in self.seen:
            return None
        self.seen.add(key)
        found, self.shown = [], answer.content
        self._fetch(client, page)
        self.page.goto(f"http://duban.test{address}")
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 844})
            found += [(width, *each) for each in self.page.evaluate(AXE) if each[0] in GRAVE]
        return found


@pytest.fixture
def window(browser, signed_in, lived):
    made = Window(browser, signed_in, lived.officers.values())
    yield made
    made.context.close()


@pytest.mark.parametrize("share", range(SHARES) if LONG else [DAY % SHARES])
def test_axe_finds_nothing_serious_on_any_page_of_any_post(share, lived, window, record_property):
    wrong, walked = {}, 0
    for name, row, who in _pages(share):
        with transaction.atomic():
            try:
                with transaction.atomic():
                    address = reverse(name, args=row.args(lived) if row.args else [])
            except (Refused, MultipleObjectsReturned):
                address = ""
            officer = lived.officers.get(who)
            if address and officer is not None:
                officer.refresh_from_db()
                found = window.flaws(officer, address) if officer.is_active else None
                walked += found is not None
                wrong |= {(name, who): found} if found else {}
            transaction.set_rollback(True)
    record_property("pages", walked)
    assert wrong == {}, "\n".join(f"{page} {each}" for page, found in wrong.items() for each in found)
    assert walked > 5
