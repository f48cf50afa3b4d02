"""Words of an address that cannot be meant: every page that reads them says so, refuses, or shows something else; none is replaced in silence."""

import datetime
import os
import re
import traceback
import zlib

import pytest
from django.core.exceptions import MultipleObjectsReturned
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse

from duban.ledger.models import Ranking
from duban.ledger.refusals import Refused
from tests.web.permissions import ROWS

# Who opens the pages: the first of these who may.
READERS = ("clerk", "office_head", "liaison", "leader", "administrator", "inspector")
BROKEN = "~不是这个~"
# Words that ask for nothing by themselves, each with the reason.
FREE = {
    "back": "where an act leads afterwards: the desk, or as always",
    "next": "where to go after signing in: an address of ours, or the desk",
    "print": "the whole list, for printing",
    "no": "what is not found is not chosen, and the page says that nothing is",
    "of": "as no",
    "who": "asked by POST alone: names do not belong into addresses",
    "then": "which of the form's buttons was pressed",
    "form_key": "the key of a form",
    "csrfmiddlewaretoken": "the token of a form",
}
# Parts of a page that its script asks for while a form is filled in, and the studio's, whose address keeps what stands in its form.
PARTS = {"matter_deadline", "group_suggestion", "studio_draft", "studio_undecided", "studio_part", "adoptions"}


class Reading:
    """Which words of addresses were read."""

    def __init__(self, monkeypatch):
        self.names = set()
        for method in ("get", "getlist", "__getitem__"):
            monkeypatch.setattr(QueryDict, method, self._told(getattr(QueryDict, method)))

    def _told(self, plain):
        def read(held, key, *args, **more):
            self.names.add(key)
            return plain(held, key, *args, **more)

        return read


def _text(answer) -> str:
    """What stands on a page: its words and what its fields hold, without what is made anew each time and without addresses."""
    page = answer.content.decode()
    page = page.partition("<main")[2].partition("</main>")[0] or page
    page = re.sub(r'(?s)<(script|style)\b.*?</\1>|<input type="hidden"[^>]*>', "", page)
    return " ".join(re.sub(r'(?:href|action|id|for|hx-[a-z]+|data-[a-z]+|aria-[a-z]+)="[^"]*"', "", page).split())


@pytest.mark.django_db
def test_no_word_of_an_address_is_replaced_in_silence(office, signed_in, monkeypatch):
    # A third of the routes a day, all in the long run (DUBAN_TORTURE): each asks for a record of its own and three pages.
    turn = datetime.date.today().toordinal()
    reading, silent, failed, seen = Reading(monkeypatch), {}, {}, 0
    for name, row in ROWS.items():
        if row.method != "GET" or not row.who - {"anonymous"} or name in PARTS:
            continue
        if "DUBAN_TORTURE" not in os.environ and (zlib.crc32(name.encode()) + turn) % 3:
            continue
        with transaction.atomic():
            try:
                with transaction.atomic():
                    address = reverse(name, args=row.args(office) if row.args else [])
            except (Refused, MultipleObjectsReturned):
                continue
            officer = office.officers[next((who for who in READERS if who in row.who), min(row.who))]
            officer.refresh_from_db()
            client = signed_in(officer)
            client.raise_request_exception = False
            reading.names.clear()
            plain = client.get(address)
            names = sorted(reading.names - set(FREE))
            if names and plain.status_code == 200 and not plain.streaming and "html" in plain.headers["Content-Type"]:
                seen += 1
                whole = client.get(address, dict.fromkeys(names, BROKEN))
                if whole.status_code >= 500:
                    failed[name] = "".join(traceback.format_exception(*whole.exc_info)[-1:])
                if whole.status_code == 200:
                    said = set(re.findall(r"网址中的“(\w+)=", whole.content.decode()))
                    for each in names:
                        if each in said:
                            continue
                        answer = client.get(address, {each: BROKEN})
                        if (
                            answer.status_code == 200
                            and "无法识别" not in answer.content.decode()
                            and _text(answer) == _text(plain)
                        ):
                            silent.setdefault(name, []).append(each)
            transaction.set_rollback(True)
    assert (failed, silent) == ({}, {})
    assert seen > 10


@pytest.mark.django_db
def test_a_broken_period_is_said_and_nothing_is_sent_for_it(office, signed_in):
    client = signed_in(office.head)
    page = client.get("/rankings?from=2026-13-01&kind=month").content.decode()
    assert "网址中的“from=2026-13-01”无法识别，本页没有按它显示。" in page
    assert "无法识别" not in client.get("/rankings?kind=month&from=2026-02-01&to=2026-02-28").content.decode()
    assert "to=2026-01-01" in client.get("/rankings?kind=month&from=2026-02-01&to=2026-01-01").content.decode()
    sent = client.post("/rankings/new", {"kind": "month", "from": "2026-13-01", "to": "2026-02-28", "form_key": "a"})
    assert "没有这样的期间" in sent.content.decode() and not Ranking.objects.exists()
    # A word of the address that is called like something of ours breaks no page.
    assert client.get("/matters?items=1&urlencode=2").status_code == 200
