"""The line of the client: waiting, trying again only where that is safe, and the key going to the node alone."""

import contextlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

import weftclient
from weftclient import NewReport, Weft
from weftclient.wire import Wire

ME = {
    "login": "ana", "name": "Ana", "key": "t", "scope": [], "rooms": [], "expires_at": "2031-01-01T00:00:00+00:00", "node": "N",
    "version": "1", "something": "that a newer node says",
}  # fmt: skip


@pytest.fixture
def server():
    """A server that answers what its ``answers`` say, one after the other, and keeps what it was asked."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.server.asked.append((self.command, self.path, dict(self.headers), body))
            status, headers, said = self.server.answers.pop(0)
            if status is None:
                self.connection.close()
                return
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            said = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 -- the library's names

        def log_message(self, *args):
            pass

        def handle(self):
            with contextlib.suppress(OSError, ValueError):
                super().handle()

    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.asked, made.answers = [], []
    made.url = f"http://127.0.0.1:{made.server_address[1]}"
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.fixture
def slept():
    return []


@pytest.fixture
def node(server, slept):
    return Weft(server.url, "weft_k", wire=Wire(server.url, "weft_k", timeout=5, sleep=slept.append))


def test_it_waits_as_long_as_it_is_told(node, server, slept):
    server.answers = [(429, {"Retry-After": "7"}, {}), (503, {}, {}), (200, {}, ME)]

    assert node.me().login == "ana"
    assert slept == [7.0, 2.0]


@pytest.mark.parametrize("status", [None, 500, 502])
def test_a_write_is_sent_again_under_the_same_key(status, node, server):
    server.answers = [(status, {}, {})] * 3 + [(422, {}, {"code": "input.fields"})]

    with pytest.raises(weftclient.WrongInput):
        node.write_report(NewReport("x"))

    keys = [
        {name.lower(): value for name, value in headers.items()}["idempotency-key"] for _, _, headers, _ in server.asked
    ]
    assert len(keys) == 4
    assert len(set(keys)) == 1


def test_what_is_not_safe_to_repeat_is_not_repeated(node, server):
    server.answers = [(500, {}, {})]

    with pytest.raises(weftclient.Unreachable):
        node.look_up("x")
    assert len(server.asked) == 1


def test_a_node_that_stays_busy_is_given_up(node, server):
    server.answers = [(429, {"Retry-After": "900"}, {"code": "throttled", "title": "Too many requests"})] * 4

    with pytest.raises(weftclient.Throttled) as gave_up:
        node.me()
    assert gave_up.value.problem.code == "throttled"


def test_the_key_follows_no_redirect(node, server):
    server.answers = [(302, {"Location": f"{server.url}/elsewhere"}, b"")]

    with pytest.raises(weftclient.WeftProblem):
        node.me()
    assert [path for _, path, _, _ in server.asked] == ["/api/1/me"]


@pytest.mark.parametrize(
    "url",
    [
        "http://node.example",
        "ftp://node.example",
        "node.example",
        "file:///etc/passwd",
        "http://localhost.evil.example",
    ],
)
def test_the_key_does_not_go_in_the_clear(url):
    with pytest.raises(ValueError, match="https"):
        Weft(url, "weft_k")


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b'{"login": 3}', json.dumps({**ME, "expires_at": "soon"}).encode(), b"\xff"]
)
def test_an_answer_that_is_none_is_said_and_is_no_bug(body, node, server):
    server.answers = [(200, {}, body)]

    with pytest.raises(weftclient.Unreachable):
        node.me()


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"status": "x"}', b'{"errors": 3}', b"null"])
def test_a_problem_that_is_none_still_says_its_status(body, node, server):
    server.answers = [(400, {}, body)]

    with pytest.raises(weftclient.WrongInput) as wrong:
        node.me()
    assert wrong.value.problem.status == 400


def test_nobody_there(slept):
    node = Weft("http://127.0.0.1:9", "weft_k", wire=Wire("http://127.0.0.1:9", "weft_k", sleep=slept.append))

    with pytest.raises(weftclient.Unreachable):
        node.me()
    assert slept == [1.0, 2.0, 4.0]
