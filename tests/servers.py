"""Real servers for tests: `duban serve` as it ships, in a folder of its own, and a PostgreSQL that may be stopped. All on this machine."""

import contextlib
import http.client
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
_PROGRAM = "import sys; from duban.cli import main; sys.exit(main(sys.argv[1:]))"


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Postgres:
    """A PostgreSQL of one's own, that can be stopped and started; under `with`."""

    def __init__(self, *options: str, folder: Path | None = None) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
        if not found:
            pytest.skip("PostgreSQL is not installed: scripts/install_browser installs it")
        self.bin, self.port = found[-1].parent, free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="duban-postgres-", dir=folder))
        self.options = " ".join(options)
        self.url = f"postgresql://duban@127.0.0.1:{self.port}/duban"

    def __enter__(self):
        if os.getuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        self.run("initdb", "-D", "data", "-U", "duban", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self.start()
        self.run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "duban", "duban")
        return self

    def __exit__(self, *wrong) -> None:
        with contextlib.suppress(subprocess.CalledProcessError):
            self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = f"-c listen_addresses=127.0.0.1 -p {self.port} -k {self.folder} {self.options}"
        self.run("pg_ctl", "-D", "data", "-l", "log", "-w", "-s", "-o", settings, "start")

    def stop(self, how: str = "fast") -> None:
        """Stop it: `fast` ends connections, `immediate` is a crash."""
        self.run("pg_ctl", "-D", "data", "-m", how, "-w", "-s", "stop")

    def is_down(self) -> bool:
        """Return whether it stopped by itself."""
        try:
            self.run("pg_ctl", "-D", "data", "status")
        except subprocess.CalledProcessError:
            return True
        return False

    def query(self, statement: str) -> str:
        """Run one statement as the superuser and return what it prints."""
        words = ("-h", "127.0.0.1", "-p", str(self.port), "-U", "duban", "-d", "duban", "-At", "-c", statement)
        return self.run("psql", *words)

    def run(self, name: str, *words: str) -> str:
        """Run one of PostgreSQL's programs as the user who may, in its folder."""
        become = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        command = [*become, str(self.bin / name), *words]
        # A server that stays in the background must not hold our pipe open.
        with tempfile.TemporaryFile("w+") as out:
            subprocess.run(command, cwd=self.folder, check=True, stdout=out, stderr=subprocess.STDOUT, timeout=60)
            out.seek(0)
            return out.read().strip()


@dataclass
class Installation:
    """One installation: its folder and its database's address; `settings` are further variables of its environment."""

    home: Path
    database: str = ""
    settings: dict[str, str] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of a real office: nothing of the tests' own."""
        outer = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("DUBAN_", "DATABASE_URL", "DJANGO_"))
        }
        own = {"DUBAN_HOME": str(self.home), "DUBAN_PRODUCTION": "1", "PYTHONPATH": str(ROOT), **(self.settings or {})}
        return {**outer, **own, **({"DATABASE_URL": self.database} if self.database else {})}

    def duban(self, *words: str, timeout: float = 300) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        command = [sys.executable, "-c", _PROGRAM, *words]
        return subprocess.run(
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=timeout
        )

    def python(self, program: str, timeout: float = 300) -> str:
        """Run a piece of Python with Django set up, and return what it prints."""
        whole = f"import django; django.setup()\n{program}"
        env = {**self.environment, "DJANGO_SETTINGS_MODULE": "duban.config.settings"}
        done = subprocess.run(
            [sys.executable, "-c", whole],
            env=env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *words: str, launcher: tuple[str, ...] = ()):
        """Start `duban serve`, and return the Server at once; whoever asked for it ends it."""
        return Server(self, [*launcher, sys.executable, "-c", _PROGRAM, "serve", *words])

    @contextlib.contextmanager
    def serve(self, *words: str, launcher: tuple[str, ...] = (), ready_within: float = 120):
        """Run `duban serve` until the block ends; yields the Server when it answers."""
        server = self.start(*words, launcher=launcher)
        try:
            server.wait_until_ready(ready_within)
            yield server
        finally:
            server.end()


class Server:
    """A running `duban serve`."""

    def __init__(self, installation: Installation, command: list[str]) -> None:
        self.port = free_port()
        self.log = installation.home / f"serve-{self.port}.log"
        self.began = time.monotonic()
        with self.log.open("w") as out:
            self.process = subprocess.Popen(
                [*command, "--port", str(self.port)],
                env=installation.environment,
                cwd=ROOT,
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    def ask(self, path: str, cookie: str = "", *, timeout: float = 40, method: str = "GET", body=None, headers=None):
        """Ask for one page over a connection of its own; returns (status, headers, text)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(
                method, path, body=body, headers={**({"Cookie": cookie} if cookie else {}), **(headers or {})}
            )
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode("utf-8", "replace")
        finally:
            connection.close()

    def health(self) -> dict[str, object]:
        """Return what the health page says."""
        return json.loads(self.ask("/health")[2])

    def listens(self) -> bool:
        """Return whether somebody takes connections."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def wait_until_ready(self, seconds: float) -> float:
        """Wait until a page is answered; returns the seconds since the start."""
        return self.wait_for(lambda: self._answers("/login") in (200, 301), seconds, since=self.began)

    def wait_for(self, condition, seconds: float, *, since: float | None = None) -> float:
        """Wait until the condition holds; returns how many seconds that took. Fails with the server's log after `seconds`."""
        since = time.monotonic() if since is None else since
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if condition():
                return time.monotonic() - since
            time.sleep(0.05)
        raise AssertionError(f"not within {seconds} s:\n{self.log.read_text()[-3000:]}")

    def _answers(self, path: str) -> int:
        try:
            return self.ask(path, timeout=10)[0]
        except (OSError, http.client.HTTPException):
            return 0

    def children(self) -> dict[int, str]:
        """Return the processes below this one: pid → command line."""
        parents, commands = {}, {}
        for status in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError, ValueError, IndexError):
                text = status.read_text()
                pid = int(text.split()[0])
                parents[pid] = int(text.rpartition(")")[2].split()[1])
                commands[pid] = (status.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        found, known = {}, {self.process.pid}
        while more := {pid for pid, parent in parents.items() if parent in known} - known:
            known |= more
            found |= {pid: commands[pid] for pid in more}
        return found

    def listener(self) -> int:
        """Return the pid of the process that owns the workers."""
        (pid,) = [
            pid
            for pid, command in self.children().items()
            if "duban.cli.running.serving" in command and self._parent(pid) == self.process.pid
        ]
        return pid

    def workers(self) -> list[int]:
        """Return the pids of the workers."""
        listener = self.listener()
        return sorted(pid for pid in self.children() if self._parent(pid) == listener)

    @staticmethod
    def _parent(pid: int) -> int:
        return int(_status(pid)[1])

    def end(self, number: int = signal.SIGTERM, timeout: float = 30) -> int:
        """Send it a signal and return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
            try:
                self.process.wait(timeout=timeout)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        return self.process.returncode


def runs(pid: int) -> bool:
    """Return whether a process does something still: one that ended and was not asked for its exit code does not."""
    return _status(pid)[0] not in ("Z", "X")


def _status(pid: int) -> list[str]:
    """Return a process's state and its parent's pid, as text; of one that is gone "X" and "0"."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return ["X", "0"]
