"""The daily run beside the server: one office's trouble is its own, and is tried again; nobody waits for it (RELIABILITY 14, 24)."""

import datetime
import json
import os
import signal

import pytest

from tests.servers import Installation
from tests.tables import migrated

SEED = """
import json, time
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone
from duban.people.models import Jurisdiction
from tests import cast, stories
store = import_module(settings.SESSION_ENGINE).SessionStore
now, cookies = timezone.localtime(), []
for slug, regime in (("sound", "sanmenxia-2019"), ("broken", "zhuoni-2022")):
    office = cast.office(regime, slug=slug)
    stories.matter(office, due_on=(now.date() + timezone.timedelta(days=40)).isoformat(), at=now)
    session, officer = store(), office.clerk
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(officer.pk), settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = officer.get_session_auth_hash()
    session["began"] = session["seen"] = int(time.time())
    session.create()
    cookies.append(f"{settings.SESSION_COOKIE_NAME}={session.session_key}")
Jurisdiction.objects.filter(slug="broken").update(regime="own-2026")
print(json.dumps(cookies))
"""


@pytest.fixture(scope="module")
def offices(tmp_path_factory):
    """An installation with one sound office, and one whose own pack is broken; (installation, cookie of each clerk)."""
    home, packs = tmp_path_factory.mktemp("offices"), tmp_path_factory.mktemp("packs")
    (packs / "own-2026.yaml").write_text("id: own-2026\nname: [not a name\n", encoding="utf-8")
    installation = Installation(home, settings={"DUBAN_REGIMES": str(packs)})
    migrated(home, installation.environment)
    return installation, json.loads(installation.python(SEED))


def test_doors_open_first_and_a_broken_office_stops_no_other(offices):
    installation, (sound, broken) = offices
    with installation.serve("--workers", "2") as server:
        server.wait_for(lambda: server.health()["daily"] == "failing", 60)
        # It is said when who starts it has seen that it answers: a fifth of a second after we did.
        server.wait_for(lambda: f"督办：http://127.0.0.1:{server.port}/" in server.log.read_text(), 20)
        said = installation.python(
            "from duban.ledger.models import Chain\n"
            "for c in Chain.objects.order_by('jurisdiction__slug'): print(c.jurisdiction.slug, c.daily_on, c.daily_failure)"
        )
        lines = dict(line.split(" ", 1) for line in said.splitlines())
        assert lines["sound"].startswith(datetime.date.today().isoformat()) and "own-2026.yaml" in lines["broken"]
        assert server.ask("/matters", sound)[0] == 200
        status, _, text = server.ask("/matters", broken)
        assert status == 503 and "制度文件不能使用" in text and "own-2026.yaml" in text
        assert server.ask("/health")[0] == 503

        # A schedule that stands still is unwell within two minutes: here its clock is turned back instead of waiting.
        server.process.send_signal(signal.SIGSTOP)
        try:
            installation.python(
                "from duban.ledger.models import Heartbeat; from django.utils import timezone\n"
                "Heartbeat.objects.update(at=timezone.now() - timezone.timedelta(seconds=95))"
            )
            assert server.health()["schedule"] == "silent"
            assert server.ask("/matters", sound)[0] == 200
        finally:
            server.process.send_signal(signal.SIGCONT)
        server.wait_for(lambda: server.health()["schedule"] == "ok", 30)


def test_daily_by_hand_says_who_failed_and_goes_on(offices):
    installation, _ = offices
    done = installation.duban("daily")
    assert done.returncode == 1
    assert "sound 至" in done.stdout and "的每日自动处理中断：" in done.stderr and "own-2026.yaml" in done.stderr


def test_a_jumped_clock_runs_nothing_before_somebody_says_that_it_is_right(offices):
    installation, _ = offices
    lines = "from duban.ledger.models import JournalLine; print(JournalLine.objects.count())"
    installation.python(
        "from duban.ledger.models import Heartbeat; from django.utils import timezone\n"
        "Heartbeat.objects.update(at=timezone.now() - timezone.timedelta(days=30))"
    )
    before = installation.python(lines)
    done = installation.duban("daily")
    assert done.returncode == 2 and "快了 30 天" in done.stderr and done.stderr.count("\n") == 1
    assert installation.python(lines) == before
    assert "sound 至" in installation.duban("daily", "--confirm-clock").stdout
    assert "sound 至" in installation.duban("daily").stdout


def test_an_unknown_setting_is_one_line(tmp_path):
    done = Installation(tmp_path, settings={"DUBAN_SCHEDULER": "cron"}).duban("serve")
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "DUBAN_SCHEDULER" in done.stderr
    assert os.listdir(tmp_path) in ([], ["secret_key"])
