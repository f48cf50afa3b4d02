"""A full disk: what is there can be read, what cannot be kept is said with the disk's name, and room is all that it needs (RELIABILITY 5)."""

import json
import os
import re
import subprocess
import tempfile
import uuid
from pathlib import Path

import pytest

from tests.servers import Installation, Postgres
from tests.serving.conftest import seeded

pytestmark = pytest.mark.torture
MEGABYTE = 1024 * 1024


@pytest.fixture
def disk():
    """A disk of 64 MB of one's own."""
    yield from _mounted(64)


@pytest.fixture
def larger_disk():
    """A disk that a PostgreSQL fits on, with little to spare."""
    yield from _mounted(200)


def _mounted(megabytes: int):
    folder = Path(tempfile.mkdtemp(prefix="duban-disk-"))
    folder.chmod(0o755)
    if os.getuid() != 0:
        pytest.fail("only root may mount the small disk that this check fills")
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], check=True)
    folder.chmod(0o777)
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=False)
    folder.rmdir()


def _fill(folder: Path) -> Path:
    """Take all that is left; returns the file to delete."""
    ballast = folder / "ballast"
    with open(os.open(ballast, os.O_CREAT | os.O_WRONLY), "wb", buffering=0) as out:
        for size in (MEGABYTE, 4096, 1):
            try:
                while True:
                    out.write(b"\1" * size)
            except OSError:
                continue
    return ballast


def _upload(server, client, kilobytes):
    """Hand in a report with a file, as the unit does."""
    address = f"/matters/{client['no']}/units/jia/reports"
    status, headers, text = server.ask(address, client["cookie"])
    assert status == 200, server.log.read_text()[-3000:]
    csrf = headers["Set-Cookie"].split(";")[0]
    given = {
        name: re.search(rf'name="{name}" value="([^"]*)"', text)[1]
        for name in ("csrfmiddlewaretoken", "form_key", "version")
    }
    fields = {**given, "what": "progress", "done": "已完成一半。"}
    fields |= {name: "按计划推进。" for name in set(re.findall(r'name="(element_\d+)"', text))}
    edge, headers = uuid.uuid4().hex, {"Referer": f"http://127.0.0.1:{server.port}{address}"}
    body = b"".join(
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    )
    body += f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\n'.encode()
    body += (f"{uuid.uuid4().hex}\n" * (kilobytes * 31)).encode() + f"\r\n--{edge}--\r\n".encode()
    headers["Content-Type"] = f"multipart/form-data; boundary={edge}"
    return server.ask(address, f"{client['cookie']}; {csrf}", method="POST", body=body, headers=headers)


def _create(server, writer):
    order = {
        "title": f"满 {uuid.uuid4().hex}", "requirement": "按期完成。" * 300, "standard": "通过验收", "category": writer["category"],
        "source": "other", "due_on": "2027-12-31", "lead": [writer["lead"]], "level": writer["level"],
    }  # fmt: skip
    headers = {
        "Authorization": f"Bearer {writer['token']}",
        "Content-Type": "application/json",
        "Idempotency-Key": uuid.uuid4().hex,
    }
    return server.ask("/api/matters", method="POST", body=json.dumps(order).encode(), headers=headers)


def _fills_and_recovers(installation, clients, writer, folder):
    client, liaison = clients[0], clients[3]
    with installation.serve("--workers", "2") as server:
        assert server.ask("/matters", client["cookie"])[0] == 200
        ballast = _fill(folder)
        refused = {}
        for _ in range(60):
            status, _, text = _create(server, writer)
            refused[status] = text
            if status != 201:
                break
        assert set(refused) <= {201, 507}, refused
        assert "磁盘已满" in refused[507] and "没有保存任何改动" in refused[507]
        status, _, text = _upload(server, liaison, 900)
        assert status == 507 and "磁盘已满" in text, (status, text[:300])
        for path in ("/", "/matters", f"/matters/{client['no']}", "/inbox"):
            status, _, _ = server.ask(path, client["cookie"])
            assert status in (200, 302), (path, status)
        ballast.unlink()
        server.wait_for(lambda: _create(server, writer)[0] == 201, 5)
        assert _upload(server, liaison, 90)[0] in (302, 200)
    assert installation.duban("audit", "verify").returncode == 0
    checked = installation.duban("fsck")
    assert checked.returncode == 0 and "无记录 0" in checked.stdout, checked.stdout


def test_a_full_disk_with_sqlite(disk):
    installation = Installation(disk)
    clients = seeded(installation)
    _fills_and_recovers(installation, clients, _writer(installation, clients[0]), disk)
    print(
        "\nTORTURE 5 full disk, sqlite: 64 MB, writes 507 naming the disk, reads 200, writes again after room was made, no orphan"
    )


def test_a_full_disk_of_files_with_postgresql(disk):
    with Postgres() as postgres:
        installation = Installation(disk, postgres.url)
        clients = seeded(installation)
        client, liaison = clients[0], clients[3]
        with installation.serve("--workers", "2") as server:
            ballast = _fill(disk)
            status, _, text = _upload(server, liaison, 900)
            assert status == 507 and "磁盘已满" in text and "没有保存任何改动" in text
            assert server.ask("/matters", client["cookie"])[0] == 200
            ballast.unlink()
            assert _upload(server, liaison, 90)[0] in (302, 200)
        assert "无记录 0" in installation.duban("fsck").stdout
    print(
        "\nTORTURE 5 full disk of files, postgresql: upload 507 naming the disk, reads 200, upload again after room was made, no orphan"
    )


def test_a_full_disk_under_postgresql(larger_disk, tmp_path):
    """PostgreSQL itself stops when it cannot write its log: then nothing is answered falsely, and room and a start are all it needs."""
    with Postgres("-c max_wal_size=64MB -c min_wal_size=32MB", folder=larger_disk) as postgres:
        home = tmp_path / "home"
        home.mkdir()
        installation = Installation(home, postgres.url)
        client = seeded(installation)[0]
        writer = _writer(installation, client)
        with installation.serve("--workers", "2") as server:
            ballast = _fill(larger_disk)
            statuses, taken = set(), 0
            for _ in range(400):
                status, _, text = _create(server, writer)
                statuses.add(status)
                taken += status == 201
                if status != 201:
                    break
            assert statuses <= {201, 503, 507} and len(statuses - {201}) == 1, statuses
            before = text
            reads = server.ask("/matters", client["cookie"])[0]
            ballast.unlink()
            if postgres.is_down():
                postgres.start()
            server.wait_for(lambda: _create(server, writer)[0] == 201, 15)
        assert installation.duban("audit", "verify").returncode == 0
        kept = int(postgres.query("SELECT count(*) FROM ledger_matter WHERE title LIKE '满%'"))
    assert "没有保存" in before or "不一定" in before
    assert kept == taken + 1
    print(
        f"\nTORTURE 5 full disk under postgresql: writes {statuses - {201}}, reads then {reads}, {taken} acknowledged, 0 lost, writes again after room was made"
    )


def _writer(installation, client):
    """A token for the clerk who is signed in."""
    program = (
        "import json; from django.utils import timezone; from duban.engine.packs.loading import load_regime\n"
        "from duban.ledger.actions.accounts import tokens; from duban.people.models import Officer\n"
        f"o = Officer.objects.select_related('jurisdiction').get(pk={client['pk']}); now = timezone.now()\n"
        "_, secret = tokens.create_token(officer=o, name='写入', expires_on=timezone.localdate(now), actor=None, at=now)\n"
        "regime = load_regime(o.jurisdiction.regime)\n"
        "print(json.dumps({'token': secret, 'category': regime.categories[0].id, 'lead': 'jia', 'level': 'yellow' if regime.levels else ''}))"
    )
    return json.loads(installation.python(program))
