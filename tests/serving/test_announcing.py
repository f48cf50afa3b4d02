"""The address is said when somebody answers there, not before: who opens it too early thinks that nothing runs."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from duban.cli.running.announcing import announce
from tests.servers import free_port


class _Answering(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(503)
        self.end_headers()

    def log_message(self, *words):
        pass


def test_nothing_is_said_before_the_server_answers(capsys):
    port = free_port()
    waiting = announce("打开", "127.0.0.1", port, threading.Event())
    waiting.join(0.6)
    assert waiting.is_alive() and capsys.readouterr().out == ""
    with HTTPServer(("0.0.0.0", port), _Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        waiting.join(10)
        assert not waiting.is_alive() and capsys.readouterr().out == "打开\n"
        # Who listens everywhere is asked here.
        announce("督办", "0.0.0.0", port, threading.Event()).join(10)
        assert capsys.readouterr().out == "督办\n"
        server.shutdown()


def test_nothing_is_said_of_a_server_that_was_stopped_first(capsys):
    stopping = threading.Event()
    waiting = announce("打开", "127.0.0.1", free_port(), stopping)
    stopping.set()
    waiting.join(10)
    assert not waiting.is_alive() and capsys.readouterr().out == ""
