"""The replay server of the reference data as a child process, and the command line as one."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from siyaq.cli import main


@dataclass(frozen=True, kw_only=True)
class Press:
    """A running replay server."""

    base: str
    faulty: dict[str, str]

    @property
    def host(self) -> str:
        """HOST:PORT."""
        return self.base.removeprefix("http://")

    def get(self, path: str) -> bytes:
        """Body of an address of the server."""
        with urllib.request.urlopen(self.base + path, timeout=30) as answer:
            return bytes(answer.read())

    def set_clock(self, time: datetime) -> None:
        """Move the virtual time forward."""
        self.get("/_clock?to=" + time.strftime("%Y-%m-%dT%H:%M:%SZ"))

    def gold(self) -> dict[str, dict[str, Any]]:
        """What exists at this time, by address."""
        return {row["url"]: row for row in map(json.loads, self.get("/_gold").splitlines())}


@contextmanager
def _open_press(shared: Path, clock: str, faults: str = "none") -> Iterator[Press]:
    """Start the server on the June window, on a free port. With this seed articles are removed on both of its first days."""
    command = [
        sys.executable,
        str(shared / "replay" / "replay.py"),
        "--port",
        "0",
        "--clock",
        clock,
        "--faults",
        faults,
        "--seed",
        "2",
    ]
    command += ["--data", str(shared / "gold" / "dev" / "stories" / "w2_june.jsonl")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            ready = json.loads(server.stdout.readline())
            yield Press(base=ready["base"], faulty=ready["faulty"])
        finally:
            server.terminate()


@pytest.fixture
def open_press(shared: Path) -> Callable[..., AbstractContextManager[Press]]:
    """Start a replay server: `with open_press(clock, faults) as press`."""
    return lambda clock, faults="none": _open_press(shared, clock, faults)


@pytest.fixture
def siyaq(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> Callable[..., list[Any]]:
    """Run a command on a database of the test's own, in this process; gives its output lines as JSON values."""

    def run(*arguments: str) -> list[Any]:
        with pytest.raises(SystemExit) as ended:
            main([*arguments, "--db", f"sqlite:///{tmp_path / 'news.db'}"])
        out, err = capsysbinary.readouterr()
        assert ended.value.code == 0, err.decode()
        return [json.loads(line) for line in out.splitlines()]

    return run
