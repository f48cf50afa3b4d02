"""The word that the server can be used: said when it answers, not when it is started."""

from __future__ import annotations

import http.client
import threading
from contextlib import closing, suppress

# Seconds between two looks, and how long one waits for its answer.
_AGAIN, _PATIENCE = 0.2, 30.0
# Who listens on every address is asked at this one.
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # nosec B104  # an address to look for, none that is listened at


def announce(words: str, host: str, port: int, stopping: threading.Event) -> threading.Thread:
    """Print the words once the server at this address has answered; print nothing where it is stopped before."""
    asked = _ANYWHERE.get(host, host)

    def wait() -> None:
        while not stopping.is_set():
            if _answers(asked, port):
                print(words, flush=True)
                return
            stopping.wait(_AGAIN)

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    return thread


def _answers(host: str, port: int) -> bool:
    """Return whether anything is answered: what, does not matter."""
    connection = http.client.HTTPConnection(host, port, timeout=_PATIENCE)
    with closing(connection), suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/health")
        connection.getresponse().read()
        return True
    return False
