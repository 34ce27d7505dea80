"""Every failure is one clear line and the right exit code."""

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from siyaq.cli import main
from siyaq.cli.root import root

Fail = Callable[..., str]


@pytest.fixture
def fail(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Fail:
    """Run a command that fails; gives its one line on stderr."""
    monkeypatch.setenv("SIYAQ_DB", f"sqlite:///{tmp_path / 'news.db'}")

    def invoke(code: int, *arguments: str) -> str:
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        err = capsys.readouterr().err
        assert ended.value.code == code, err
        assert err.startswith("siyaq: ") and err.count("\n") == 1, err
        return err

    return invoke


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("nonsense",), "nonsense"),
        (("stories", "--nonsense"), "--nonsense"),
        (("stories", "--min-articles", "many"), "many"),
        (("stories", "--since", "sometime"), "sometime"),
        (("story",), "ID"),
        (("similar", "x", "-k", "0"), "-k"),
        (("search",), "QUERY"),
        (("search", "x", "--batch", "b.tsv"), "--batch"),
        (("names", "same", "a", "b", "--batch", "b.tsv"), "--batch"),
        (("names", "same", "a"), "two names"),
        (("fetch", "--all"), "--once"),
        (("up", "--port", "70000"), "--port"),
        (("import",), "FILE"),
    ],
)
def test_wrong_usage(fail: Fail, arguments: tuple[str, ...], why: str) -> None:
    assert why in fail(2, *arguments)


@pytest.mark.parametrize(
    "command", [("stories",), ("story", "x"), ("search", "x"), ("export",), ("check",), ("backup", "b.db")]
)
def test_no_database_yet(fail: Fail, command: tuple[str, ...]) -> None:
    assert "no database at" in fail(1, *command)


@pytest.mark.parametrize("command", [("stories",), ("export",), ("import", "articles.jsonl"), ("serve", "--port", "0")])
def test_unreadable_database(fail: Fail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]) -> None:
    (tmp_path / "news.db").write_bytes(b"this is a text, not a database " * 50)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "articles.jsonl").write_text('{"title": "x"}')
    assert "is not a database" in fail(1, *command)


def test_bad_addresses_and_settings(fail: Fail, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "mysql://x" in fail(1, "stories", "--db", "mysql://x")
    assert "extra" in fail(1, "import", __file__, "--format", "jsonl", "--db", "postgresql://x/y")
    monkeypatch.setenv("SIYAQ_NOW", "soon")
    assert "SIYAQ_NOW" in fail(1, "stories")


def test_missing_files(fail: Fail, tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.jsonl")
    assert missing in fail(1, "import", missing)
    assert missing in fail(1, "extract", missing)
    assert missing in fail(1, "analyze", missing)
    assert missing in fail(1, "names", "same", "--batch", missing)
    assert "directory" in fail(1, "import", str(tmp_path))
    assert missing in fail(1, "outlets", "import", missing)
    assert missing in fail(1, "fetch", "--once", "--outlets", missing)
    assert "no backup at" in fail(1, "restore", missing)
    assert "--format" in fail(1, "import", "/etc/hostname")


def test_unknown_articles(fail: Fail, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.jsonl").write_text('{"title": "خبر", "text": "نص"}', "utf-8")
    with pytest.raises(SystemExit):
        main(["import", str(tmp_path / "a.jsonl")])
    capsys.readouterr()
    for command in ("show", "similar", "read-also", "copies", "story"):
        assert "nothing-like-it" in fail(1, command, "nothing-like-it")


def test_a_damaged_archive_keeps_what_came_before(fail: Fail, tmp_path: Path) -> None:
    import gzip

    whole = gzip.compress("\n".join(json.dumps({"title": f"خبر رقم {n}"}) for n in range(5000)).encode())
    (tmp_path / "cut.jsonl.gz").write_bytes(whole[:-200])
    env = {**os.environ, "SIYAQ_DB": "memory:"}
    command = [sys.executable, "-m", "siyaq.cli", "import", str(tmp_path / "cut.jsonl.gz"), "--workers", "0"]
    done = subprocess.run(command, capture_output=True, env=env, timeout=120, check=False)
    assert done.returncode == 1 and b"is damaged" in done.stderr.splitlines()[-1]
    assert json.loads(done.stdout)["added"] > 1000


def test_port_in_use(fail: Fail) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = str(taken.getsockname()[1])
        assert f"127.0.0.1:{port}" in fail(1, "serve", "--port", port)
        assert f"127.0.0.1:{port}" in fail(1, "up", "--port", port)
    assert "cannot listen" in fail(1, "serve", "--host", "203.0.113.7", "--port", "0")


def test_interrupt_and_closed_pipe_are_quiet(tmp_path: Path) -> None:
    env = {**os.environ, "SIYAQ_DB": f"sqlite:///{tmp_path / 'news.db'}"}
    waiting = subprocess.Popen(
        [sys.executable, "-m", "siyaq.cli", "import", "-"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # ignored in what a shell starts in the background
    )
    time.sleep(4)
    waiting.send_signal(signal.SIGINT)
    _, err = waiting.communicate(timeout=60)
    assert waiting.returncode == 130 and err.decode().splitlines()[-1] == "siyaq: interrupted"
    assert b"Traceback" not in err
    shell = f"{sys.executable} -m siyaq.cli names list --json | head -1"
    piped = subprocess.run(["bash", "-o", "pipefail", "-c", shell], capture_output=True, env=env, timeout=60, check=False)
    assert piped.returncode == 0 and piped.stderr == b"", piped.stderr


def test_help_is_complete_and_quick() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-m", "siyaq.cli", "--help"], capture_output=True, text=True, timeout=60, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.5  # 0.2 s here; time of this process only
    for name, command in root.commands.items():
        assert name in done.stdout
        assert command.help, name
        assert all(getattr(parameter, "help", "") for parameter in command.params if parameter.param_type_name == "option"), (
            name
        )
    code = "import sys, siyaq.cli; print([m for m in ('litestar', 'lxml', 'httpx', 'numpy', 'sqlite3') if m in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=20, check=True)
    assert loaded.stdout.strip() == "[]"
