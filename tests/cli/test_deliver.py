"""`duban deliver`, killed between sending and noting: the letter comes again under the same id, once, and no other does."""

import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from duban.cli.scoring import examinations
from tests.cli.test_installations import PROGRAM, _env
from tests.tables import migrated

SEED = """
import django; django.setup()
from tests import cast, stories
stories.matter(cast.office("sanmenxia-2019", slug="shi"), due_on="2026-04-30", at=cast.at("2026-03-30 09:00"))
"""

BODY = '{"to": "$username", "text": {"content": "$text"}}'


def _run(home, program, *words, day, address):
    env = {
        **_env(home),
        "DUBAN_TODAY": day,
        "DUBAN_LETTER_HOURS": "0-24",
        "DUBAN_WEBHOOK_URL": address,
        "DUBAN_WEBHOOK_BODY": BODY,
    }
    done = subprocess.run(
        [sys.executable, "-c", program, *words], env=env, capture_output=True, text=True, check=False, timeout=120
    )
    return done.returncode, done.stdout + done.stderr


def test_killed_between_sending_and_noting(tmp_path):
    got = []

    class Sink(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            got.append((self.headers["X-Duban-Letter"], body["text"]["content"]))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *words):
            pass

    server = HTTPServer(("127.0.0.1", 0), Sink)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    killed = (
        "import os, signal, sys, django; django.setup()\n"
        "from duban.ledger import letter_channels as channels\n"
        "from duban.ledger.actions.office import letters\n"
        "def once(letter): channels.send(letter); os.kill(os.getpid(), signal.SIGKILL)\n"
        "letters.deliver_letters.__kwdefaults__['send'] = once\n"
        "from duban.cli import main; main(['deliver'])\n"
    )
    migrated(tmp_path, _env(tmp_path))
    assert _run(tmp_path, SEED, day="2026-03-31", address=address)[0] == 0
    assert _run(tmp_path, killed, day="2026-03-31", address=address)[0] == -9
    assert len(got) == 1
    assert "发出 2 封" in _run(tmp_path, PROGRAM, "deliver", day="2026-04-01", address=address)[1]
    assert "发出 0 封" in _run(tmp_path, PROGRAM, "deliver", day="2026-04-02", address=address)[1]
    server.shutdown()
    server.server_close()
    # Two posts of the unit were told; the one that was on its way when the machine died was told twice.
    assert len(got) == 3 and len({number for number, _ in got}) == 2
    assert sum(number == got[0][0] for number, _ in got) == 2


def test_the_doctor_says_what_keeps_letters_from_their_persons(settings):
    settings.EMAIL_HOST, settings.WEBHOOK_URL, settings.PUBLIC_URL = "", "", ""
    assert list(examinations.letter_findings()) == []
    settings.WEBHOOK_URL, settings.WEBHOOK_BODY = "http://127.0.0.1:9/", '{"text": "$text"}'
    assert [each.what for each in examinations.letter_findings()] == [
        "没有设置系统网址，信里没有链接",
        "接口推送的正文看不出发给谁，不发个人消息",
    ]
    settings.PUBLIC_URL, settings.WEBHOOK_BODY = "https://duban.example", BODY
    assert list(examinations.letter_findings()) == []
