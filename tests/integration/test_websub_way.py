"""WebSub from end to end: `siyaq up` subscribes at a real hub, proves its intent, takes signed deliveries, and renews."""

import hashlib
import hmac
import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

WAIT_S = 90.0
START = "2024-03-01T12:00:00Z"
SENTENCE = "<p>افتتحت مدينة الصنوبر مكتبتها الجديدة قرب النهر، وقال مديرها سامي الحداد إن أبوابها مفتوحة لكل قارئ.</p>"


def item(number: int) -> str:
    date = "<pubDate>Fri, 01 Mar 2024 10:00:00 GMT</pubDate>"
    return f"<item><title>خبر المكتبة رقم {number}</title><link>/{number}</link>{date}</item>"


class HubAndOutlet(ThreadingHTTPServer):
    """An outlet with one feed, and the hub that its feed names. The hub verifies as soon as it is asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.base = f"http://127.0.0.1:{self.server_address[1]}"
        self.asked: list[str] = []
        self.forms: list[dict[str, str]] = []
        self.verified: list[tuple[int, str]] = []

    def feed(self, *items: str) -> bytes:
        links = "".join(
            f'<a:link xmlns:a="http://www.w3.org/2005/Atom" rel="{rel}" href="{self.base}{path}"/>'
            for rel, path in (("hub", "/hub"), ("self", "/feed"))
        )
        return f"<rss version='2.0'><channel><title>ص</title>{links}{''.join(items)}</channel></rss>".encode()

    def verify(self, form: dict[str, str], lease_s: int = 864_000, **other: str) -> tuple[int, str]:
        """Ask the subscriber whether it meant it (section 5.3 of the specification)."""
        query = {
            "hub.mode": form["hub.mode"],
            "hub.topic": form["hub.topic"],
            "hub.challenge": "<b>7</b>",
            "hub.lease_seconds": str(lease_s),
        }
        return send(f"{form['hub.callback']}?{urlencode({**query, **other})}")


class Answers(BaseHTTPRequestHandler):
    """The pages of `HubAndOutlet`."""

    server: HubAndOutlet

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        name = self.path.strip("/")
        if name == "feed":
            self.answer(200, "application/rss+xml", self.server.feed(item(1)))
        elif name.isdigit():
            title = f"<h1>خبر المكتبة رقم {name}</h1>"
            self.answer(
                200, "text/html; charset=utf-8", f"<html><body><article>{title}{SENTENCE * 4}</article></body></html>".encode()
            )
        else:
            self.answer(404, "text/plain", b"")

    def do_POST(self) -> None:
        form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        self.server.forms.append(form)
        self.answer(202, "text/plain", b"")
        self.server.verified.append(self.server.verify(form))

    def answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def send(url: str, body: bytes | None = None, **headers: str) -> tuple[int, str]:
    request = urllib.request.Request(url, body, {name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


@pytest.fixture
def hub() -> Iterator[HubAndOutlet]:
    with HubAndOutlet() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(condition: Callable[[], bool]) -> None:
    limit = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.2)


def environment(folder: Path, hub: HubAndOutlet, base: str) -> dict[str, str]:
    own = {
        "SIYAQ_DB": f"sqlite:///{folder}/news.db",
        "SIYAQ_ALLOW_HOSTS": hub.base.removeprefix("http://"),
        "SIYAQ_BASE_URL": base,
        "SIYAQ_NOW": START,
        "SIYAQ_OUTLETS": f"{folder}/list.opml",
    }
    opml = f'<opml version="2.0"><body><outline type="rss" text="ص" xmlUrl="{hub.base}/feed"/></body></opml>'
    (folder / "list.opml").write_text(opml, "utf-8")
    return {**os.environ, **own}


@contextmanager
def running(command: str, env: dict[str, str], port: int) -> Iterator[None]:
    arguments = [sys.executable, "-m", "siyaq.cli", command, "--port", str(port)]
    with subprocess.Popen(arguments, env=env, stderr=subprocess.PIPE) as process:
        try:
            assert process.stderr is not None
            assert any(b"serving" in line for line in process.stderr), "the first round may be told of before"
            yield
        finally:
            process.terminate()
            assert process.wait(30) == 0


@pytest.mark.timeout(300)
def test_a_hubs_news_arrives_without_polling(hub: HubAndOutlet, tmp_path: Path) -> None:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    with running("up", environment(tmp_path, hub, base), port):
        wait_for(lambda: bool(hub.verified))
        assert hub.verified == [(200, "<b>7</b>")]  # as plain text: a challenge is no page
        (form,) = hub.forms
        assert (form["hub.mode"], form["hub.topic"]) == ("subscribe", f"{hub.base}/feed")
        callback = form["hub.callback"]
        assert callback.startswith(f"{base}/push/") and len(form["hub.secret"]) >= 32
        assert hub.verify({**form, "hub.topic": "https://other.example/"})[0] == 404
        assert hub.verify({**form, "hub.mode": "unsubscribe"})[0] == 404
        assert hub.verify({**form, "hub.callback": f"{base}/push/{'0' * 32}"})[0] == 404

        polled = hub.asked.count("/feed")
        forged, good = hub.feed(item(3)), hub.feed(item(2))
        sign = "sha256=" + hmac.new(form["hub.secret"].encode(), good, hashlib.sha256).hexdigest()
        kind = "application/rss+xml"
        assert send(callback, forged, X_Hub_Signature=sign, Content_Type=kind)[0] == 202
        assert send(callback, forged, Content_Type=kind)[0] == 202
        assert send(f"{base}/push/{'0' * 32}", good, X_Hub_Signature=sign, Content_Type=kind)[0] == 410
        assert send(callback, good, X_Hub_Signature=sign, Content_Type=kind)[0] == 202
        wait_for(lambda: "رقم 2" in json.dumps(json.loads(send(f"{base}/api/v1/articles")[1]), ensure_ascii=False))
        assert hub.asked.count("/feed") == polled
        assert "/2" in hub.asked and "/3" not in hub.asked


@pytest.mark.timeout(300)
def test_a_lease_is_renewed_by_later_runs(hub: HubAndOutlet, tmp_path: Path) -> None:
    port = free_port()
    env = environment(tmp_path, hub, f"http://127.0.0.1:{port}")
    command = [sys.executable, "-m", "siyaq.cli", "fetch", "--once", "--json"]

    def fetch(now: str) -> int:
        subprocess.run(command, env={**env, "SIYAQ_NOW": now}, check=True, stdout=subprocess.DEVNULL, timeout=120)
        return len(hub.forms)

    with running("serve", env, port):
        assert fetch(START) == 1
        wait_for(lambda: hub.verified == [(200, "<b>7</b>")])
        assert fetch("2024-03-05T12:00:00Z") == 1
        assert fetch("2024-03-10T12:00:00Z") == 2
        assert hub.forms[0] == hub.forms[1]


def test_without_a_public_address_no_hub_is_asked(hub: HubAndOutlet, tmp_path: Path) -> None:
    env = environment(tmp_path, hub, "")
    command = [sys.executable, "-m", "siyaq.cli", "fetch", "--once"]
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL, timeout=120)
    assert "/feed" in hub.asked and hub.forms == []
