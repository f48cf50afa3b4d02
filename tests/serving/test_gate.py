"""More than can be answered is turned away at once, with Retry-After; every slot comes back (RELIABILITY 50)."""

import threading

from duban.config.gate import Gate


class _Slow:
    """An application that answers when it is told to."""

    def __init__(self, *, streams=False, fails=False):
        self.go, self.streams, self.fails, self.closed = threading.Event(), streams, fails, 0

    def __call__(self, environ, start_response):
        self.go.wait(10)
        if self.fails:
            raise ValueError("a defect")
        start_response("200 OK", [])
        outer = self

        class Answer(list):
            streaming = outer.streams

            def close(self):
                outer.closed += 1

        return Answer([b"done"])


def _ask(gate, path="/"):
    said = []
    answer = gate({"PATH_INFO": path}, lambda status, headers: said.append((status, dict(headers))))
    return said[0], b"".join(answer), answer


def test_who_finds_no_place_is_turned_away_at_once():
    slow = _Slow()
    gate = Gate(slow, slots=1, queue=1, patience=5)
    threads = [threading.Thread(target=_ask, args=(gate,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    while gate._waiting < 1:
        pass
    (status, headers), body, _ = _ask(gate)
    assert status.startswith("503") and headers["Retry-After"] == "5" and "没有保存" in body.decode()
    (status, _), body, _ = _ask(gate, "/api/matters")
    assert status.startswith("503") and b'"status": 503' in body
    slow.go.set()
    for thread in threads:
        thread.join()
    assert _ask(gate)[0][0] == "200 OK"


def test_a_slot_comes_back_after_patience_defects_and_streams():
    gate = Gate(failing := _Slow(fails=True), slots=1, patience=0.05)
    failing.go.set()
    for _ in range(3):
        try:
            _ask(gate)
        except ValueError:
            continue
    streaming = _Slow(streams=True)
    streaming.go.set()
    gate._application = streaming
    for _ in range(3):
        answer = gate({"PATH_INFO": "/"}, lambda *_: None)
        assert gate({"PATH_INFO": "/"}, lambda *_: None) != [b"done"], "the slot is held while the answer is sent"
        assert list(answer) == [b"done"]
        answer.close()
        answer.close()
    assert streaming.closed == 3


def test_health_never_waits():
    slow = _Slow()
    slow.go.set()
    gate = Gate(slow, slots=1, queue=0, patience=0)
    gate._slots.acquire()
    assert _ask(gate, "/health")[0][0] == "200 OK"
    assert _ask(gate)[0][0].startswith("503")
