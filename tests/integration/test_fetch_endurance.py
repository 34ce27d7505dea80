"""What a fetching process survives: being killed, a database that another process holds, a disk that is full."""

import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

ITEMS = 90
SENTENCE = "<p>افتتحت مدينة الصنوبر جسرها رقم {n} قرب النهر، وقال مديرها سامي الحداد إنه يتسع لعدد كبير من السيارات.</p>"


class Outlet(ThreadingHTTPServer):
    """An outlet with ninety articles."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.host = f"127.0.0.1:{self.server_address[1]}"
        self.delay_s = 0.0


class Answers(BaseHTTPRequestHandler):
    """Its feed and pages."""

    server: Outlet

    def do_GET(self) -> None:
        name = self.path.strip("/")
        time.sleep(self.server.delay_s)
        if name == "feed":
            items = "".join(
                f"<item><title>افتتاح الجسر رقم {n}</title><link>/{n}</link>"
                f"<pubDate>Fri, 01 Mar 2024 {n // 60:02}:{n % 60:02}:00 GMT</pubDate></item>"
                for n in range(ITEMS)
            )
            self.answer(200, "application/rss+xml", f"<rss version='2.0'><channel><title>ص</title>{items}</channel></rss>")
        elif name.isdigit():
            text = "".join(SENTENCE.format(n=f"{name} في اليوم {day}") for day in range(4))
            self.answer(200, "text/html; charset=utf-8", f"<article><h1>افتتاح الجسر رقم {name}</h1>{text}</article>")
        else:
            self.answer(404, "text/plain", "")

    def answer(self, status: int, kind: str, text: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def outlet() -> Iterator[Outlet]:
    with Outlet() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def start(outlet: Outlet, tmp_path: Path) -> Callable[..., subprocess.Popen[bytes]]:
    """Start a command on the test's database."""
    opml = f'<opml version="2.0"><body><outline type="rss" text="ص" xmlUrl="http://{outlet.host}/feed"/></body></opml>'
    (tmp_path / "list.opml").write_text(opml, "utf-8")
    own = {
        "SIYAQ_DB": f"sqlite:///{tmp_path}/news.db",
        "SIYAQ_ALLOW_HOSTS": outlet.host,
        "SIYAQ_OUTLETS": f"{tmp_path}/list.opml",
    }

    def run(*arguments: str, **options: Any) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "siyaq.cli", *arguments]
        if arguments[0] != "fetch" or (tmp_path / "news.db").exists():
            own["SIYAQ_OUTLETS"] = ""  # it knows them by now
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **own}, **options)

    return run


def rows(process: subprocess.Popen[bytes]) -> list[Any]:
    """What a command printed; it must have ended well."""
    out, err = process.communicate(timeout=200)
    assert process.returncode == 0 and b"Traceback" not in err, err.decode()
    return [json.loads(line) for line in out.splitlines()]


def stored(path: Path) -> int:
    """Articles in a database, without our own code."""
    if not path.exists():
        return 0
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        try:
            return int(db.execute("SELECT count(*) FROM article").fetchone()[0])
        except sqlite3.OperationalError:
            return 0  # not made yet
        finally:
            db.interrupt()


def assert_whole(start: Callable[..., subprocess.Popen[bytes]]) -> None:
    """Every article is there once, and the database is sound."""
    urls = [row["url"] for row in rows(start("export"))]
    assert len(urls) == len(set(urls)) == ITEMS
    assert rows(start("check")) == []
    assert len(rows(start("search", "الجسر", "-k", "200", "--json"))) == ITEMS


@pytest.mark.timeout(300)
def test_a_killed_fetch_is_taken_up_again(outlet: Outlet, start: Callable[..., Any], tmp_path: Path) -> None:
    outlet.delay_s = 0.05
    process = start("fetch", "--once")
    limit = time.monotonic() + 120
    while not 0 < stored(tmp_path / "news.db") < ITEMS:
        assert time.monotonic() < limit and process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    kept = stored(tmp_path / "news.db")
    assert 0 < kept < ITEMS
    outlet.delay_s = 0.0
    (report,) = rows(start("fetch", "--once", "--json"))
    assert (report["status"], report["failed"]) == ("ok", 0) and report["new"] == ITEMS - kept
    assert_whole(start)


@pytest.mark.slow  # a writer waits half a minute for another
@pytest.mark.timeout(600)
def test_a_database_that_another_process_holds_costs_nothing(outlet: Outlet, start: Callable[..., Any], tmp_path: Path) -> None:
    start("outlets", "import", str(tmp_path / "list.opml")).communicate()
    with sqlite3.connect(tmp_path / "news.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        out, err = start("fetch", "--once", "--json").communicate(timeout=400)
        other.execute("ROLLBACK")
    (report,) = map(json.loads, out.splitlines())
    assert (report["status"], report["failed"]) == ("failed", ITEMS) and "held by another writer" in report["error"]
    assert b"Traceback" not in err and len(err.splitlines()) == 1
    (report,) = rows(start("fetch", "--once", "--json"))
    assert (report["status"], report["new"], report["failed"]) == ("ok", ITEMS, 0)
    assert_whole(start)


@pytest.mark.timeout(300)
def test_a_full_disk_is_told_and_what_was_stored_stays(outlet: Outlet, start: Callable[..., Any], tmp_path: Path) -> None:
    """No file of the process may grow beyond 400 kB, which is room for a part of the articles."""
    start("outlets", "import", str(tmp_path / "list.opml")).communicate()

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

    out, err = start("fetch", "--once", "--json", preexec_fn=little_room).communicate(timeout=200)
    assert b"Traceback" not in err
    (short,) = map(json.loads, out.splitlines())
    assert "disk" in short["error"] and short["failed"] > 0
    kept = stored(tmp_path / "news.db")
    assert kept == short["new"] < ITEMS
    (report,) = rows(start("fetch", "--once", "--json"))
    assert (report["status"], report["new"], report["failed"]) == ("ok", ITEMS - kept, 0)
    assert_whole(start)
