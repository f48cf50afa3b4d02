"""nginx with TLS as deploy/nginx.conf has it, in front of `duban serve` with production's settings (RELIABILITY 36, 47)."""

import contextlib
import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from pathlib import Path

import pytest

from tests.cast import PASSWORD
from tests.servers import ROOT, Installation, free_port
from tests.tables import migrated

NAME = "duban.example.gov.cn"
SEED = """
from tests import cast
office = cast.office()
office.clerk.must_change_password = False
office.clerk.save()
print(office.clerk.username)
"""


class Proxy:
    """A running nginx, and a client that knows only its certificate."""

    def __init__(self, folder: Path, backend: int) -> None:
        self.http, self.https = free_port(), free_port()
        self.certificate = folder / "fullchain.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}",
             "-keyout", folder / "key.pem", "-out", self.certificate],
            check=True, capture_output=True,
        )  # fmt: skip
        shipped = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
        here = (
            re.sub(r"listen \[::\].*", "", shipped)
            .replace("/etc/ssl/duban", str(folder))
            .replace("127.0.0.1:8000", f"127.0.0.1:{backend}")
        )
        here = here.replace("listen 80;", f"listen 127.0.0.1:{self.http};").replace(
            "listen 443 ", f"listen 127.0.0.1:{self.https} "
        )
        own = f"pid {folder}/nginx.pid; error_log {folder}/error.log; daemon off; worker_processes 1; events {{}}\n"
        paths = "".join(
            f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (folder / "nginx.conf").write_text(f"{own}http {{ access_log off; {paths}\n{here}\n}}\n", encoding="utf-8")
        user = [] if os.getuid() else ["-g", "user root;"]
        self.process = subprocess.Popen(
            ["nginx", "-p", folder, "-c", folder / "nginx.conf", *user], stderr=subprocess.PIPE
        )
        for _ in range(200):
            assert self.process.poll() is None, self.process.stderr.read().decode()
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.https)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("nginx does not listen")

    def tls(self, **bounds) -> ssl.SSLSocket:
        """Return a connection under TLS whose certificate was verified."""
        context = ssl.create_default_context(cafile=self.certificate)
        if bounds:
            # Ours must not be the end that refuses.
            context.set_ciphers("ALL:@SECLEVEL=0")
        for name, value in bounds.items():
            setattr(context, name, value)
        return context.wrap_socket(
            socket.create_connection(("127.0.0.1", self.https), timeout=30), server_hostname=NAME
        )

    def ask(self, path: str, method: str = "GET", body: str | None = None, **headers: str):
        """Ask over TLS; returns (status, headers, text)."""
        connection = http.client.HTTPSConnection(NAME, self.https, timeout=30)
        connection.sock = self.tls()
        connection.request(method, path, body=body, headers={"Host": NAME, **headers})
        answer = connection.getresponse()
        found = answer.status, answer.headers, answer.read().decode("utf-8", "replace")
        connection.close()
        return found

    def plain(self, path: str):
        """Ask without TLS; returns (status, headers)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.http, timeout=30)
        connection.request("GET", path, headers={"Host": NAME})
        answer = connection.getresponse()
        connection.close()
        return answer.status, answer.headers


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    """(proxy, server, username of a clerk), of a real office as the manual sets it up."""
    if shutil.which("nginx") is None:
        pytest.skip("nginx is not installed: scripts/install_browser installs it")
    folder = tmp_path_factory.mktemp("front")
    settings = {"DUBAN_TLS": "1", "DUBAN_HOSTS": f"{NAME},127.0.0.1", "DUBAN_LOG": "json", "DUBAN_SCHEDULER": "outside"}
    installation = Installation(folder, settings=settings)
    migrated(folder, installation.environment)
    username = installation.python(SEED).strip()
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(installation.serve("--workers", "2"))
        proxy = Proxy(folder, server.port)
        stack.callback(proxy.process.wait, timeout=20)
        stack.callback(proxy.process.terminate)
        yield proxy, server, username


def _is_guarded(headers, *, tls=True) -> bool:
    policy = headers["Content-Security-Policy"] or ""
    right = (
        "frame-ancestors 'none'" in policy
        and "unsafe-inline" not in policy
        and headers["X-Content-Type-Options"] == "nosniff"
    )
    right = right and bool(headers["Referrer-Policy"]) and headers["X-Frame-Options"] == "DENY"
    return right and (not tls or (headers["Strict-Transport-Security"] or "").startswith("max-age=31536000"))


def test_every_answer_bears_its_headers_once(front):
    proxy, _, _ = front
    asked = {
        ("GET", "/login"): 200, ("GET", "/desk"): 302, ("GET", "/nothing"): 404, ("POST", "/login"): 403, ("GET", "/static/nothing.css"): 404,
        ("DELETE", "/health"): 403, ("GET", "/login?a=%00"): 400, ("GET", "/api/matters"): 401, ("GET", "/api/nothing"): 404,
        ("GET", "/metrics"): 404, ("GET", "/health"): 200, ("GET", "/static/vendor/htmx.min.js"): 200, ("DELETE", "/api/matters"): 405,
    }  # fmt: skip
    for (method, path), status in asked.items():
        answer = proxy.ask(path, method)
        assert answer[0] == status, (method, path, answer[0])
        assert _is_guarded(answer[1]), (method, path, answer[1].items())
        assert all(
            len(answer[1].get_all(name)) == 1 for name in ("Content-Security-Policy", "Strict-Transport-Security")
        )
        assert "Server" not in answer[1] or "/" not in answer[1]["Server"]
    status, headers, _ = proxy.ask("/login", "POST", body="x" * (26 * 1024 * 1024))
    assert status == 413 and _is_guarded(headers)


def test_who_comes_without_tls_is_led_to_it(front):
    proxy, _, _ = front
    status, headers = proxy.plain("/login?next=/desk")
    assert (status, headers["Location"]) == (301, f"https://{NAME}/login?next=/desk") and _is_guarded(
        headers, tls=False
    )
    # Also where somebody reaches the server past the proxy.
    status, headers, _ = front[1].ask("/login", headers={"Host": NAME})
    assert status == 301 and headers["Location"].startswith("https://")


@pytest.mark.filterwarnings("ignore:.*TLSVersion.*is deprecated:DeprecationWarning")
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_old_tls_is_refused(front, version):
    proxy, _, _ = front
    with pytest.raises((ssl.SSLError, OSError)):
        proxy.tls(minimum_version=ssl.TLSVersion.TLSv1, maximum_version=version).do_handshake()
    assert proxy.tls().version() in ("TLSv1.2", "TLSv1.3")


def test_one_signs_in_through_it_and_is_known_by_ones_own_address(front):
    proxy, _, username = front
    status, headers, page = proxy.ask("/login")
    cookies = dict(re.match(r"([^=]+)=([^;]*)", each).groups() for each in headers.get_all("Set-Cookie"))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    body = f"csrfmiddlewaretoken={token}&username={username}&password={PASSWORD.replace('!', '%21')}"
    sent = {
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "Content-Type": "application/x-www-form-urlencoded",
    }
    status, headers, page = proxy.ask(
        "/login",
        "POST",
        body,
        **sent,
        Referer=f"https://{NAME}/login",
        Origin=f"https://{NAME}",
        **{"X-Forwarded-For": "203.0.113.9"},
    )
    assert status == 302, page
    set_ = {each.partition("=")[0]: each for each in headers.get_all("Set-Cookie")}
    session = set_["__Host-duban"]
    assert all(flag in session for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/")) and "Domain" not in session
    assert all("Secure" in each for each in set_.values())
    status, headers, page = proxy.ask("/sessions", Cookie=session.partition(";")[0])
    assert status == 200 and _is_guarded(headers)
    # What the client claimed to be means nothing: the proxy says whom it sees.
    assert "203.0.113.9" not in page and "127.0.0.1" in page


def test_the_watcher_on_the_machine_reads_figures_of_all_workers(front):
    _, server, _ = front
    for _ in range(20):
        server.ask("/health", headers={"Host": "127.0.0.1"})
    status, headers, said = server.ask("/metrics", headers={"Host": "127.0.0.1"})
    assert status == 200 and headers["Content-Type"].startswith("text/plain")
    assert float(re.search(r'duban_requests_total\{route="health",status="[25]xx"\} (\S+)', said)[1]) >= 20
    lines = [json.loads(line) for line in server.log.read_text().splitlines() if line.startswith("{")]
    assert {"at", "request", "route", "status", "ms"} <= set(lines[-1]) and any(
        line.get("route") == "health" for line in lines
    )


def test_while_the_server_is_away_the_proxy_says_so(front):
    """The last of them: it ends the server."""
    proxy, server, _ = front
    assert server.end() == 0
    status, headers, page = proxy.ask("/login")
    assert status == 503 and headers["Retry-After"] and _is_guarded(headers) and "系统暂时不能服务" in page
