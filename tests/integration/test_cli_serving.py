"""`siyaq up`, `demo` and `serve` as real processes: they serve, fetch, and stop cleanly."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from siyaq.engine import Engine
from siyaq.settings import Settings

START_S = 90.0  # cold start with other tests beside
STOP_S = 30.0


@contextmanager
def running(
    *arguments: str, env: dict[str, str], told: list[str] | None = None
) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A serving command, with its address once it serves; what it says until then goes to `told`."""
    told = [] if told is None else told
    command = [sys.executable, "-m", "siyaq.cli", *arguments, "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, env={**os.environ, **env}) as process:
        try:
            assert process.stderr is not None
            found = None
            for line in process.stderr:
                told.append(line.decode())
                if found := re.search(r"serving (http://\S+)", told[-1]):
                    break
            assert found, told
            yield process, found[1]
        finally:
            if process.poll() is None:
                process.kill()


def get(url: str) -> tuple[int, str]:
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.status, answer.read().decode()


def answers(url: str) -> bool:
    """Whether a page is given; a process that was killed takes the connections along that waited for it."""
    try:
        return get(url)[0] == 200
    except OSError:
        return False


def wait_for(condition: Callable[[], bool]) -> None:
    limit = time.monotonic() + START_S
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.3)


@pytest.mark.timeout(240)
def test_offline_is_told_and_asking_twice_ends_at_once(tmp_path: Path) -> None:
    listed = tmp_path / "outlets.opml"
    listed.write_text('<opml version="2.0"><body><outline text="س" xmlUrl="http://127.0.0.1:9/feed"/></body></opml>', "utf-8")
    env = {"SIYAQ_DB": f"sqlite:///{tmp_path / 'news.db'}"}
    told: list[str] = []
    with running("up", "--outlets", str(listed), "--allow-host", "127.0.0.1", env=env, told=told) as (process, base):
        assert process.stderr is not None
        assert get(f"{base}/")[0] == 200
        told += [] if len(told) > 1 else [process.stderr.readline().decode()]
        assert any("no outlet can be read" in line and "online" in line for line in told)
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=STOP_S)
        assert process.returncode in (0, 130)


def stop(process: subprocess.Popen[bytes], number: int) -> str:
    process.send_signal(number)
    _, err = process.communicate(timeout=STOP_S)
    assert process.returncode == 0, err
    return err.decode()


def articles(base: str) -> int:
    found = re.search(r"^siyaq_articles (\d+)", get(f"{base}/metrics")[1], re.M)
    assert found
    return int(found[1])


def children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


@pytest.mark.timeout(240)
def test_demo_fills_by_itself_and_stops_with_its_child() -> None:
    with running("demo", env={}) as (process, base):
        assert get(f"{base}/healthz")[0] == 200
        wait_for(lambda: articles(base) >= 150)
        assert get(f"{base}/")[0] == 200
        early = articles(base)
        wait_for(lambda: articles(base) > early)  # what the invented outlets publish meanwhile
        (child,) = children(process.pid)
        err = stop(process, signal.SIGTERM)
        assert "stopped" in err and "Traceback" not in err
        assert not Path(f"/proc/{child}").exists()


def exported(db: str) -> list[tuple[str, str, int]]:
    command = [sys.executable, "-m", "siyaq.cli", "export", "--db", db]
    lines = subprocess.run(command, capture_output=True, timeout=60, check=True).stdout.splitlines()
    return sorted((row["url"], row["title"], row["version"]) for row in map(json.loads, lines))


@pytest.mark.timeout(240)
def test_a_demo_database_meets_its_outlets_again(tmp_path: Path) -> None:
    db = f"sqlite:///{tmp_path / 'demo.db'}"

    def fetched_at(base: str) -> list[str]:
        """When each feed was read, of those that were."""
        return [feed["last_success"] for feed in json.loads(get(f"{base}/api/v1/feeds")[1]) if feed["last_success"]]

    with running("demo", "--db", db, env={}) as (process, base):
        wait_for(lambda: len(fetched_at(base)) >= 9)
        stop(process, signal.SIGINT)
    first = exported(db)
    assert len({url for url, _, _ in first}) == len(first) >= 120
    press = urlsplit(first[0][0]).netloc
    with running("demo", "--db", db, env={}) as (process, base):
        command = [sys.executable, "-m", "siyaq.cli", "fetch", "--once", "--all", "--json", "--allow-host", press, "--db", db]
        reports = subprocess.run(command, capture_output=True, timeout=120, check=True).stdout.splitlines()
        assert len(reports) >= 9 and all(json.loads(line)["status"] in ("ok", "unchanged") for line in reports)
        stop(process, signal.SIGINT)
    again = exported(db)
    assert len({url for url, _, _ in again}) == len(again) <= len(first) + 3  # three come a minute after the start
    assert len(set(first) - set(again)) <= 1  # and one is updated then
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", urlsplit(first[0][0]).port or 0))
        taken.listen(1)
        ended = subprocess.run(
            [sys.executable, "-m", "siyaq.cli", "demo", "--port", "0", "--db", db], capture_output=True, timeout=60, check=False
        )
    assert ended.returncode == 1 and b"is in use" in ended.stderr and ended.stderr.count(b"\n") == 1


@pytest.mark.timeout(240)
def test_killing_the_server_ends_its_children(tmp_path: Path) -> None:
    empty = tmp_path / "outlets.opml"
    empty.write_text(
        '<opml version="2.0"><body><outline type="rss" text="س" xmlUrl="http://127.0.0.1:9/feed"/></body></opml>', "utf-8"
    )
    env = {"SIYAQ_DB": f"sqlite:///{tmp_path / 'news.db'}"}
    with running("up", "--workers", "2", "--outlets", str(empty), env=env) as (process, base):
        assert get(f"{base}/outlets")[0] == 200  # offline, the site works
        wait_for(lambda: len(children(process.pid)) == 2)  # one fetches, one serves too
        both = children(process.pid)
        time.sleep(3)
        process.kill()
        wait_for(lambda: not any(map(is_running, both)))


def is_running(pid: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def requests_counted(base: str, page: str) -> int:
    found = re.search(rf'^siyaq_http_requests_total{{page="{page}",status="200"}} (\d+)', get(f"{base}/metrics")[1], re.M)
    return int(found[1]) if found else 0


def connections_served(pid: int, base: str) -> bool:
    """Whether a process listens on the port of an address."""
    inodes = {link.split(":[")[1].rstrip("]") for link in links_of(pid) if link.startswith("socket:[")}
    port = f":{urlsplit(base).port:04X}"
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return any(row[1].endswith(port) and row[3] == "0A" and row[9] in inodes for row in rows)


def links_of(pid: int) -> list[str]:
    try:
        return [os.readlink(link) for link in Path(f"/proc/{pid}/fd").iterdir()]
    except OSError:
        return []


@pytest.mark.timeout(240)
def test_two_processes_serve_one_site(tmp_path: Path) -> None:
    with running("serve", "--workers", "2", env={"SIYAQ_DB": f"sqlite:///{tmp_path / 'news.db'}"}) as (process, base):
        wait_for(lambda: len(children(process.pid)) == 1)
        (worker,) = children(process.pid)
        wait_for(lambda: connections_served(worker, base))
        for _ in range(40):  # each by a connection of its own; the kernel spreads them
            assert get(f"{base}/preferences")[0] == 200
        wait_for(lambda: requests_counted(base, "preferences") == 40)  # a request is counted once it is answered
        assert {requests_counted(base, "preferences") for _ in range(10)} == {40}  # whichever is asked
        os.kill(worker, signal.SIGKILL)
        wait_for(lambda: not is_running(worker))
        wait_for(lambda: answers(f"{base}/preferences"))
        wait_for(lambda: any(connections_served(child, base) for child in children(process.pid)))
        wait_for(lambda: requests_counted(base, "preferences") == 41)
        err = stop(process, signal.SIGTERM)
        assert "serving ended with code -9" in err and "Traceback" not in err
        assert not is_running(worker)


@pytest.mark.timeout(240)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serve_stops_cleanly(tmp_path: Path, number: int) -> None:
    with running("serve", env={"SIYAQ_DB": f"sqlite:///{tmp_path / 'news.db'}"}) as (process, base):
        assert get(f"{base}/healthz")[0] == 200
        assert "Traceback" not in stop(process, number)


def test_a_site_that_cannot_start_says_so_and_ends(tmp_path: Path) -> None:
    db = tmp_path / "news.db"
    Engine(f"sqlite:///{db}", Settings(db=f"sqlite:///{db}")).close()
    with closing(sqlite3.connect(db)) as raw:
        raw.execute("ALTER TABLE article RENAME TO lost")
    command = [sys.executable, "-m", "siyaq.cli", "serve", "--workers", "1", "--port", "0", "--db", f"sqlite:///{db}"]
    ended = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert b"no such table" in ended.stderr and b"Traceback" not in ended.stderr and b"serving http" not in ended.stderr


@pytest.mark.timeout(240)
def test_up_in_memory_fetches_and_serves_in_one_process() -> None:
    with running("up", env={"SIYAQ_DB": "memory:", "SIYAQ_OUTLETS": ""}) as (process, base):
        wait_for(lambda: get(f"{base}/outlets")[1].count("<tr") + get(f"{base}/outlets")[1].count("<li") > 30)
        assert children(process.pid) == []
        assert "Traceback" not in stop(process, signal.SIGINT)
