"""Letters: one digest a day and person, tried again, given up visibly, never in two hands, under one id."""

import datetime
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core import mail

from duban.ledger import letter_channels
from duban.ledger.actions.office import letters, messages
from duban.ledger.models import Letter, Message
from duban.ledger.refusals import Conflict
from tests import cast, stories

AT = cast.at()
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def to_one_person(settings):
    """A webhook whose body says to whom a letter goes."""
    settings.WEBHOOK_BODY = '{"to": "$username", "text": {"content": "$subject\\n$text"}}'


@pytest.fixture
def sink(settings):
    """A receiver of webhooks: what it got, and with what it answers."""

    class Sink(BaseHTTPRequestHandler):
        got, answer = [], (200, b'{"errcode": 0}')

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            Sink.got.append((self.headers[letter_channels.HEADER], json.loads(body)))
            self.send_response(Sink.answer[0])
            self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(Sink.answer[1])

        def log_message(self, *words):
            pass

    server = HTTPServer(("127.0.0.1", 0), Sink)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.WEBHOOK_URL = f"http://127.0.0.1:{server.server_port}/robot"
    yield Sink
    server.shutdown()
    server.server_close()


def _tell(officer, count=1, at=AT):
    for _ in range(count):
        number = Message.objects.count()
        Message.objects.create(
            jurisdiction=officer.jurisdiction,
            officer=officer,
            kind="unit.urged",
            text=f"催办{number}",
            key=f"k{number}",
            at=at,
        )


def _write(office, at=AT):
    return letters.write_digests(jurisdiction=office.jurisdiction, at=at)


def _letter(office, **more):
    _tell(office.liaison)
    assert _write(office) == 1
    return Letter.objects.get()


def test_one_digest_a_day_with_everything_unread(office, settings):
    settings.WEBHOOK_URL = "http://127.0.0.1:1/"
    _tell(office.liaison, 3)
    _tell(office.clerk)
    messages.mark_read(officer=office.clerk, at=AT)
    assert _write(office) == 1
    letter = Letter.objects.get()
    assert letter.officer == office.liaison and letter.subject == "督办：新消息 3 条（3月31日）"
    assert letter.body.startswith("单位联络员甲同志：\n\n新消息 3 条。\n\n新消息：\n1. 催办0\n2. 催办1\n3. 催办2")
    _tell(office.liaison)
    assert _write(office) == 0, "once a day"
    assert _write(office, cast.at("2026-04-01 09:00")) == 1
    assert "1. 催办4" in Letter.objects.last().body


def test_what_comes_at_night_or_on_a_day_off_waits(office, settings):
    settings.WEBHOOK_URL = "http://127.0.0.1:1/"
    _tell(office.liaison)
    for moment in ("2026-03-31 08:59", "2026-03-31 17:00", "2026-04-04 10:00", "2026-04-06 10:00"):
        assert _write(office, cast.at(moment)) == 0, moment
    assert _write(office, cast.at("2026-04-07 09:00")) == 1


def test_a_digest_is_capped(office, settings):
    settings.WEBHOOK_URL = "http://127.0.0.1:1/"
    _tell(office.liaison, 25)
    _write(office)
    assert "\n20. 催办19\n另有 5 条，请登录后在“消息”中查看。" in Letter.objects.get().body


def test_without_a_channel_nothing_is_written_and_nothing_lost(office, settings):
    settings.EMAIL_HOST = ""
    _tell(office.liaison)
    assert _write(office) == 0 and not Message.objects.filter(digested_on__isnull=False).exists()


def test_by_mail_with_the_id_in_the_header(office, settings):
    settings.EMAIL_HOST = "mail.example.gov.cn"
    office.liaison.email = "jia@example.gov.cn"
    office.liaison.save()
    stories.matter(office, due_on="2026-04-30")
    messages.derive_messages(jurisdiction=office.jurisdiction, at=AT)
    assert _write(office) == 1, "only who set an address"
    assert letters.deliver_letters(at=AT).sent == 1
    (sent,) = mail.outbox
    letter = Letter.objects.get()
    assert sent.to == ["jia@example.gov.cn"] and sent.extra_headers[letter_channels.HEADER] == str(letter.letter_id)
    assert letter.state == "sent" and letters.deliver_letters(at=AT).sent == 0


def test_to_a_webhook_words_cannot_break_out_of_their_place(office, settings, sink):
    settings.WEBHOOK_BODY = '{"to": "$username", "lines": ["$subject", "$text"]}'
    letter = _letter(office)
    Letter.objects.update(body='他说"办完了"\n$username\\')
    assert letters.deliver_letters(at=AT).sent == 1
    (got,) = sink.got
    body = {"to": office.liaison.username, "lines": [letter.subject, '他说"办完了"\n$username\\']}
    assert got == (str(letter.letter_id), body)


@pytest.mark.parametrize("answer", [(500, b""), (302, b""), (200, b'{"errcode": 45009, "errmsg": "limit"}')])
def test_what_is_refused_is_tried_later_under_the_same_id_and_then_given_up(office, sink, answer):
    sink.answer = answer
    letter = _letter(office)
    moment, tried = AT, []
    while Letter.objects.get().state == "waiting":
        tried.append(letters.deliver_letters(at=moment))
        assert letters.deliver_letters(at=moment).failed == 0, "not before its time"
        moment = max(Letter.objects.get().next_at, moment + datetime.timedelta(seconds=1))
    assert [each.dead for each in tried] == [0] * len(letters.BACKOFF) + [1]
    assert {number for number, _ in sink.got} == {str(letter.letter_id)} and len(sink.got) == len(tried)
    assert Letter.objects.get().error
    letters.send_again(letter=letter, at=moment)
    with pytest.raises(Conflict):
        letters.send_again(letter=letter, at=moment)
    sink.answer = (200, b"")
    assert letters.deliver_letters(at=moment).sent == 1


def test_a_receiver_that_hangs_holds_nobody_for_long(office, settings):
    silent = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)  # listens, never answers
    settings.WEBHOOK_URL, settings.CHANNEL_TIMEOUT = f"http://127.0.0.1:{silent.server_port}/", 0.2
    for officer in (office.liaison, office.clerk, office.head, office.leader, office.unit_head):
        _tell(officer)
    assert _write(office) == 5
    done = letters.deliver_letters(at=AT)
    assert (done.sent, done.failed) == (0, letters.PATIENCE)
    assert Letter.objects.filter(attempts=0).count() == 2
    silent.server_close()


def test_two_runs_at_once_send_once(office, settings):
    settings.WEBHOOK_URL = "http://127.0.0.1:1/"
    _letter(office)
    sent = []

    def meanwhile(letter):
        sent.append(letter.pk)
        letters.deliver_letters(at=AT, send=lambda other: sent.append(other.pk))

    letters.deliver_letters(at=AT, send=meanwhile)
    assert len(sent) == 1
