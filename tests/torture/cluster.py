"""Three machines on one: PostgreSQL under Patroni with etcd, started from deploy/patroni as an office would. Nodes are killed and frozen."""

import contextlib
import json
import os
import pwd
import re
import secrets
import shutil
import signal
import string
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from tests.servers import ROOT, free_port

DEPLOY = ROOT / "deploy" / "patroni"
ADDRESS = "127.0.0.1"


@dataclass
class Node:
    """One of the machines: its PostgreSQL and its Patroni."""

    name: str
    folder: Path
    port: int = field(default_factory=free_port)
    rest_port: int = field(default_factory=free_port)
    client_port: int = field(default_factory=free_port)
    peer_port: int = field(default_factory=free_port)
    patroni: subprocess.Popen | None = None
    etcd: subprocess.Popen | None = None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def pids(self) -> list[int]:
        """Return the processes of this node's Patroni and PostgreSQL."""
        found = []
        for place in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                mine = str(self.folder / "patroni.yml").encode() in (place / "cmdline").read_bytes().split(b"\0")
                if mine or (place / "cwd").readlink() == self.data:
                    found.append(int(place.name))
        return found

    def send(self, number: int) -> None:
        """Send a signal to all of it, as often as something is left that did not get it."""
        reached: set[int] = set()
        while left := set(self.pids()) - reached:
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, number)
            reached |= left

    def kill(self) -> None:
        """Take the machine's power away."""
        while self.pids():
            self.send(signal.SIGKILL)
            time.sleep(0.02)
        if self.patroni:
            self.patroni.wait()

    def role(self) -> str:
        """Return what Patroni says of it: master, replica, …; nothing where it does not answer."""
        try:
            with urllib.request.urlopen(f"http://{ADDRESS}:{self.rest_port}/patroni", timeout=2) as answer:
                told = json.load(answer)
        except urllib.error.HTTPError as error:
            told = json.load(error)
        except OSError:
            return ""
        return told.get("role", "") if told.get("state") == "running" else ""


class Cluster:
    """Three nodes; under `with`. `url` is the address under which duban finds whichever of them is the primary."""

    def __init__(self) -> None:
        self.bin = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[-2]))[-1]
        self.folder = Path(tempfile.mkdtemp(prefix="duban-cluster-"))
        self.nodes = [Node(name, self.folder / name) for name in ("pg1", "pg2", "pg3")]
        self.passwords = {
            name: secrets.token_hex(16) for name in ("SUPERUSER_PASSWORD", "REPLICATION_PASSWORD", "REWIND_PASSWORD")
        }
        self.password = secrets.token_hex(16)
        for program in ("patroni", "etcd"):
            if shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/usr/bin") is None:
                pytest.fail(f"{program} is not installed: scripts/install_for_torture installs it")

    @property
    def url(self) -> str:
        hosts = ",".join(f"{ADDRESS}:{node.port}" for node in self.nodes)
        return f"postgresql://duban:{self.password}@{hosts}/duban?target_session_attrs=read-write"

    def __enter__(self):
        for folder in (self.folder, *(node.folder for node in self.nodes)):
            folder.mkdir(exist_ok=True)
            self._give(folder)
        try:
            for node in self.nodes:
                self._write(node)
                self._start_etcd(node)
            # The first one makes the database, the others copy it.
            self.start(self.nodes[0])
            self.wait_for_primary(120)
            for node in self.nodes[1:]:
                self.start(node)
            self.wait_until_whole(120)
            self.query(f"CREATE ROLE duban LOGIN PASSWORD '{self.password}'", database="postgres")
            self.query("CREATE DATABASE duban OWNER duban", database="postgres")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *wrong) -> None:
        for node in self.nodes:
            node.send(signal.SIGCONT)
            node.kill()
        for node in self.nodes:
            if node.etcd:
                node.etcd.kill()
                node.etcd.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, node: Node) -> None:
        """Start a node's Patroni, which starts its PostgreSQL."""
        # Debian's Patroni belongs to Debian's Python.
        node.patroni = self._run(node, "patroni", ["/usr/bin/patroni", str(node.folder / "patroni.yml")])

    def primary(self) -> Node | None:
        """Return the node that is the primary, as Patroni says it."""
        return next((node for node in self.nodes if node.role() in ("master", "primary")), None)

    def synchronous(self) -> Node | None:
        """Return the standby that every commit waits for."""
        names = self.query("SELECT application_name FROM pg_stat_replication WHERE sync_state = 'sync'").split()
        return next((node for node in self.nodes if node.name in names), None)

    def wait_for_primary(self, seconds: float) -> Node:
        return self._wait(self.primary, seconds, "no primary")

    def wait_until_whole(self, seconds: float) -> None:
        """Wait until two standbys follow and one of them is waited for, by PostgreSQL and in etcd: only that one may take over."""

        def whole():
            try:
                following = self.query(
                    "SELECT application_name, sync_state FROM pg_stat_replication WHERE state = 'streaming'"
                ).splitlines()
                chosen = [f"{name} sync" for name in self._chosen()]
                return len(following) == 2 and len(chosen) == 1 and chosen[0] in following
            except (psycopg.Error, OSError):
                return False

        self._wait(whole, seconds, "the standbys do not follow")

    def _chosen(self) -> list[str]:
        """Return the standbys that etcd names as those that may take over."""
        primary = self.primary()
        if primary is None:
            return []
        with urllib.request.urlopen(f"http://{ADDRESS}:{primary.rest_port}/cluster", timeout=2) as answer:
            return [member["name"] for member in json.load(answer)["members"] if member["role"] == "sync_standby"]

    def query(self, statement: str, *, database: str = "duban", node: Node | None = None) -> str:
        """Run one statement as the superuser, on the primary or on one node; returns its rows as words."""
        nodes = [node] if node else self.nodes
        hosts, ports = ",".join(ADDRESS for _ in nodes), ",".join(str(each.port) for each in nodes)
        if database == "duban" and not self._exists:
            database = "postgres"
        words = {
            "host": hosts,
            "port": ports,
            "user": "postgres",
            "password": self.passwords["SUPERUSER_PASSWORD"],
            "dbname": database,
        }
        with psycopg.connect(
            **words, connect_timeout=3, autocommit=True, target_session_attrs="any" if node else "read-write"
        ) as connection:
            cursor = connection.execute(statement)
            self._exists = self._exists or statement.startswith("CREATE DATABASE")
            return "\n".join(" ".join(map(str, row)) for row in cursor.fetchall()) if cursor.description else ""

    _exists = False

    def said(self) -> str:
        """Return the end of what every node's Patroni said."""
        told = []
        for node in self.nodes:
            lines = (node.folder / "patroni.log").read_text(errors="replace").splitlines()
            told += [
                f"{node.name}: {line}" for line in lines if re.search(r",\d{3} (INFO|WARNING|ERROR)|FATAL|PANIC", line)
            ][-120:]
        return "\n".join(told)

    def _wait(self, condition, seconds, otherwise):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if found := condition():
                return found
            time.sleep(0.2)
        raise AssertionError(f"{otherwise} after {seconds} s\n{self.said()}")

    def _write(self, node: Node) -> None:
        own = {
            "NAME": node.name, "ADDRESS": ADDRESS, "PORT": node.port, "REST_PORT": node.rest_port, "DATA": node.data, "BIN": self.bin,
            "POSTGRES_HOME": node.folder, "SOCKETS": node.folder, "NETWORK": f"{ADDRESS}/32", "WATCHDOG": "off", "ETCD_DATA": node.folder / "etcd",
            "CLIENT_PORT": node.client_port, "PEER_PORT": node.peer_port,
            "ETCD": ",".join(f"{ADDRESS}:{each.client_port}" for each in self.nodes),
            "CLUSTER": ",".join(f"{each.name}=http://{ADDRESS}:{each.peer_port}" for each in self.nodes),
            **self.passwords,
        }  # fmt: skip
        for name in ("patroni.yml", "etcd.env"):
            file = node.folder / name
            file.write_text(string.Template((DEPLOY / name).read_text()).substitute(own))
            self._give(file)

    def _start_etcd(self, node: Node) -> None:
        lines = [line for line in (node.folder / "etcd.env").read_text().splitlines() if line.startswith("ETCD_")]
        variables = [line.replace('"', "") for line in lines]
        node.etcd = self._run(node, "etcd", ["env", *variables, "etcd"])

    def _run(self, node: Node, name: str, command: list[str]) -> subprocess.Popen:
        env = {"PATH": f"/usr/bin:/bin:/usr/sbin:{self.bin}", "LANG": "C.UTF-8", "HOME": str(node.folder)}
        with (node.folder / f"{name}.log").open("a") as out:
            become = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
            return subprocess.Popen(
                command,
                env=env,
                cwd=node.folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **become,
            )

    @staticmethod
    def _give(path: Path) -> None:
        if os.getuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(path, owner.pw_uid, owner.pw_gid)
