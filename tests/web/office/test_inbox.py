"""The inbox: the count in the frame, the list, reading; and the banner where the daily run stands still."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from duban.ledger.actions.office import message_kinds
from duban.ledger.models import Chain, Letter, Message
from duban.web.addresses import PAGES, about_of, page_of, record_page
from tests import cast, stories

pytestmark = pytest.mark.django_db


def _tell(officer, count):
    for number in range(count):
        Message.objects.create(
            jurisdiction=officer.jurisdiction, officer=officer, kind="reminder", text=f"提醒{number}", about="desk",
            key=f"k{Message.objects.count()}", at=cast.at(),
        )  # fmt: skip


def _queries(client):
    with CaptureQueriesContext(connection) as found:
        assert client.get("/inbox").status_code == 200
    return len(found)


def test_the_bell_counts_what_is_unread(office, signed_in):
    client = signed_in(office.liaison)
    _tell(office.liaison, 3)
    _tell(office.clerk, 2)
    assert "3 条未读" in client.get("/desk").content.decode()
    assert client.post("/inbox/reading").url == "/inbox"
    assert "0 条未读" in client.get("/desk").content.decode()
    assert office.clerk.messages.filter(read_at__isnull=True).count() == 2


def test_opening_a_message_reads_it_and_leads_there(office, signed_in):
    _tell(office.liaison, 1)
    told = office.liaison.messages.get()
    assert signed_in(office.other_liaison).post(f"/inbox/{told.pk}/reading").status_code == 404
    assert signed_in(office.liaison).post(f"/inbox/{told.pk}/reading").url == "/desk"
    told.refresh_from_db()
    assert told.read_at is not None


def test_the_list_asks_the_database_the_same_for_three_and_for_thirty(office, signed_in):
    client = signed_in(office.liaison)
    _tell(office.liaison, 3)
    three = _queries(client)
    _tell(office.liaison, 27)
    assert _queries(client) == three


def test_a_daily_run_that_stands_still_is_said_to_those_who_count_on_it(office, signed_in):
    Chain.objects.create(jurisdiction=office.jurisdiction, daily_on=datetime.date(2026, 3, 29))
    for officer in (office.clerk, office.head, office.admin):
        assert "每日自动处理停在 2026-03-29" in signed_in(officer).get("/inbox").content.decode()
    assert "每日自动处理停在" not in signed_in(office.liaison).get("/inbox").content.decode()
    Chain.objects.update(daily_on=datetime.date(2026, 3, 30))
    assert "每日自动处理停在" not in signed_in(office.clerk).get("/inbox").content.decode()


def test_the_administrator_sees_what_did_not_get_out_but_not_what_it_says(office, signed_in):
    words = {
        "officer": office.liaison,
        "channel": "webhook",
        "subject": "督办：一件",
        "body": "1. 秘事",
        "next_at": cast.at(),
    }
    dead = Letter.objects.create(letter_id=uuid.uuid4(), state="dead", error="HTTP Error 500", attempts=7, **words)
    Letter.objects.create(letter_id=uuid.uuid4(), **words)
    client = signed_in(office.admin)
    page = client.get("/settings/letters").content.decode()
    assert (
        page.count("HTTP Error 500") == 1
        and page.count("接口推送</td>") == 1
        and "秘事" not in page
        and "一件" not in page
    )
    assert client.post(f"/settings/letters/{dead.pk}/dispatch").url == "/settings/letters"
    dead.refresh_from_db()
    assert (dead.state, dead.attempts) == ("waiting", 0)


@pytest.mark.parametrize(
    "kind",
    [
        *message_kinds.OWN_PAGES,
        "matter",
        "appeal",
        "proposal",
        "instruction",
        "desk",
        "sessions",
        "waiting",
        "account_changes",
    ],
)
def test_whatever_a_message_is_about_has_a_page(kind):
    key = "" if kind in ("desk", "sessions", "waiting", "account_changes") else ":12"
    page = page_of(Message(about=f"{kind}{key}"))
    assert resolve(page.partition("?")[0]).url_name == PAGES[kind]
    assert set(PAGES) >= {*message_kinds.OWN_PAGES}


def test_links_of_older_messages_stay_as_they_are():
    assert page_of(Message(about="/claims/12")) == "/claims/12"
    assert page_of(Message(about="")) == page_of(Message(about="nothing:1")) == "/inbox"


def test_a_message_about_what_its_reader_may_no_longer_see_says_why(office, signed_in):
    made = stories.matter(office, due_on="2026-04-30")
    stranger = office.other_liaison
    assert "说它的消息" not in signed_in(stranger).get(f"/matters/{made.no}").content.decode()
    told = Message.objects.create(
        jurisdiction=office.jurisdiction, officer=stranger, kind="dispatched", text="交办", about=f"matter:{made.no}",
        key="before", at=cast.at(),
    )  # fmt: skip
    client = signed_in(stranger)
    led = client.get(client.post(f"/inbox/{told.pk}/reading").url)
    assert led.status_code == 404 and "那条消息不用再理会" in led.content.decode()
    # Nor of an address that is none.
    assert "不用再理会" not in client.get("/nowhere").content.decode()


def test_every_page_of_messages_is_found_from_its_address():
    for kind in PAGES:
        for key in ("", ":3", ":2026-3", ":jia"):
            page = record_page(kind + key).partition("?")[0]
            match = resolve(page) if page else None
            if match is not None and kind != "waiting":
                assert record_page(about_of(match.url_name, match.kwargs.values())).partition("?")[0] == page
