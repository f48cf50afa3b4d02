"""Two offices in a real installation, served as it ships: production's settings, two workers, no switch of the tests."""

import json

import pytest

from tests.servers import Installation, Postgres
from tests.tables import migrated

# Two offices under two documents, a matter in each, and four officers of each signed in. Prints what the clients need.
SEED = """
import json, time
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone
from tests import cast, stories
store = import_module(settings.SESSION_ENGINE).SessionStore
now, clients = timezone.localtime(), []
for slug, regime in (("shi", "sanmenxia-2019"), ("xian", "zhuoni-2022")):
    office = cast.office(regime, slug=slug)
    matter = stories.matter(office, due_on=(now.date() + timezone.timedelta(days=40)).isoformat(), at=now, title=f"{slug} 的事项")
    stories.accept(office, matter, now)
    for role in ("clerk", "office_head", "leader", "liaison"):
        officer = office.officers[role]
        session = store()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(officer.pk), settings.AUTHENTICATION_BACKENDS[-1]
        session[HASH_SESSION_KEY] = officer.get_session_auth_hash()
        session["began"] = session["seen"] = int(time.time())
        session.create()
        clients.append({"pk": officer.pk, "office": office.jurisdiction.name, "title": f"{slug} 的事项", "no": matter.no,
                        "cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"})
print(json.dumps(clients))
"""


def seeded(installation: Installation) -> list[dict]:
    """Make the tables and the two offices; returns the eight clients."""
    if installation.database:
        made = installation.duban("migrate")
        assert made.returncode == 0, made.stderr
    else:
        migrated(installation.home, installation.environment)
    return json.loads(installation.python(SEED))


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def city(request, tmp_path_factory):
    """(installation, its clients, its PostgreSQL or None), on each database."""
    home = tmp_path_factory.mktemp(f"city-{request.param}")
    if request.param == "sqlite":
        installation = Installation(home)
        yield installation, seeded(installation), None
        return
    with Postgres() as postgres:
        installation = Installation(home, postgres.url)
        yield installation, seeded(installation), postgres
