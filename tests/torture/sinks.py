"""Receivers of letters that do not always behave: a webhook and a mail server on this machine."""

import json
import socketserver
import threading
import time
from collections import Counter
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Sink:
    """A webhook and a mail server. `answer(letter, attempt)` says how each attempt is taken: taken, refused (4xx), broken (5xx) or silent."""

    def __init__(self, answer=lambda letter, attempt: "taken", silence: float = 12) -> None:
        self.answer, self.silence = answer, silence
        self.attempts: Counter[str] = Counter()
        self.taken: Counter[str] = Counter()
        self.held = 0
        self._lock = threading.Lock()
        self._servers = [_Webhook(("127.0.0.1", 0), self), _Mail(("127.0.0.1", 0), self)]

    def __enter__(self):
        for server in self._servers:
            threading.Thread(target=server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *wrong) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    @property
    def settings(self) -> dict[str, str]:
        """Return the variables that send letters here."""
        webhook, mail = (server.server_address[1] for server in self._servers)
        return {
            "DUBAN_WEBHOOK_URL": f"http://127.0.0.1:{webhook}/",
            "DUBAN_WEBHOOK_BODY": '{"to": "$username", "text": {"content": "$subject"}}',
            "DUBAN_SMTP_HOST": "127.0.0.1",
            "DUBAN_SMTP_PORT": str(mail),
        }

    def ask(self, letter: str) -> str:
        """Count one attempt and say how it is taken; waits where it is to be silence."""
        with self._lock:
            self.attempts[letter] += 1
            said = self.answer(letter, self.attempts[letter])
            if said == "taken":
                self.taken[letter] += 1
            self.held += said == "silent"
        if said == "silent":
            time.sleep(self.silence)
        return said


class _Webhook(ThreadingHTTPServer):
    daemon_threads, block_on_close = True, False

    def __init__(self, address, sink: Sink) -> None:
        self.sink = sink
        super().__init__(address, _Post)

    def handle_error(self, request, client_address) -> None:
        """Who gave up waiting is no error here."""


class _Post(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        said = self.server.sink.ask(self.headers["X-Duban-Letter"])
        self.send_response({"taken": 200, "refused": 403, "broken": 503, "silent": 503}[said])
        self.end_headers()
        self.wfile.write(json.dumps({"errcode": 0}).encode())

    def log_message(self, *words):
        pass


class _Mail(socketserver.ThreadingTCPServer):
    daemon_threads, block_on_close, allow_reuse_address = True, False, True

    def __init__(self, address, sink: Sink) -> None:
        self.sink = sink
        super().__init__(address, _Session)

    def handle_error(self, request, client_address) -> None:
        """Who gave up waiting is no error here."""


class _Session(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs to hand in one letter."""

    def handle(self):
        self._say("220 sink")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self._say("354 go on")
                said = self.server.sink.ask(BytesParser().parsebytes(self._letter())["X-Duban-Letter"])
                self._say(
                    {"taken": "250 taken", "refused": "550 no", "broken": "451 later", "silent": "451 later"}[said]
                )
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _letter(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        return b"".join(lines)

    def _say(self, words):
        self.wfile.write(f"{words}\r\n".encode())
