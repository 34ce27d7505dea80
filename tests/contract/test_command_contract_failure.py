"""CONTRACT: exit codes, one line on stderr, nothing but data on stdout, variables, and help, from outside."""

import json
import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Siyaq = Callable[..., Any]
RECORD = {"id": "one", "source": "ألفا", "title": "افتتاح الجسر", "text": "افتتح الوزير الجسر.", "published": "2024-03-05"}
COMMANDS = (
    *(
        "up",
        "fetch",
        "serve",
        "outlets",
        "import",
        "extract",
        "analyze",
        "stories",
        "story",
        "show",
        "copies",
        "similar",
        "read-also",
    ),
    *("search", "names", "export", "backup", "restore", "check", "doctor"),
)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory, siyaq: Siyaq) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('failure') / 'news.db'}"
    siyaq("import", "-", "--db", url, stdin=json.dumps(RECORD).encode())
    return url


def test_help_names_every_command_of_the_contract(siyaq: Siyaq) -> None:
    listed = siyaq("--help").out.decode()
    assert all(f"\n  {name} " in listed for name in COMMANDS)
    assert "SIYAQ_NOW" in listed and "--db" in listed


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("up", "--host --port --outlets --db"),
        ("fetch", "--once --all --outlets --allow-host --json --db SIYAQ_ALLOW_HOSTS"),
        ("import", "--format jsonl|warc|html --db"),
        ("extract", "--url --json FILE|URL"),
        ("stories", "--since --min-articles --min-outlets --json"),
        ("search", "-k --from --to --source --collapse --batch --json"),
        ("similar", "-k --json ID"),
        ("export", "--format jsonl|parquet"),
    ],
)
def test_help_of_a_command_is_complete(siyaq: Siyaq, command: str, words: str) -> None:
    text = siyaq(command, "--help").out.decode()
    assert [word for word in words.split() if word not in text] == []


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (("search", '"'), 2, "word"),
        (("search", "جسر from:سنة"), 2, "سنة"),
        (("similar", "one", "-k", "x"), 2, "-k"),
        (("stories", "--min-outlets", "-1"), 2, "--min-outlets"),
        (("show", "no such"), 1, "no such"),
        (("story", "no such"), 1, "no such"),
        (("import", "missing.jsonl"), 1, "missing.jsonl"),
        (("search", "--batch", "missing.tsv"), 1, "missing.tsv"),
        (("extract", "missing.html"), 1, "missing.html"),
        (("extract", "ftp://a.example/x"), 1, "ftp://a.example/x"),
        (("restore", "missing.db"), 1, "missing.db"),
        (("backup", "/missing/folder/b.db"), 1, "/missing/folder"),
        (("export", "--output", "/missing/folder/b.jsonl"), 1, "/missing/folder"),
        (("fetch", "--once", "--outlets", "missing.opml"), 1, "missing.opml"),
        (("up", "--outlets", "missing.opml", "--port", "0"), 1, "missing.opml"),
        (("stories", "--db", "mysql://x/y"), 1, "mysql://x/y"),
        (("import", "-", "--db", "sqlite:////missing/folder/x.db"), 1, "/missing/folder"),
    ],
)
def test_one_clear_line(db: str, siyaq: Siyaq, arguments: tuple[str, ...], code: int, word: str) -> None:
    done = siyaq(*arguments, code=code, SIYAQ_DB=db)
    assert done.out == b"" and done.err.count("\n") == 1 and word in done.err


def test_databases_that_cannot_be_used(siyaq: Siyaq, tmp_path: Path, db: str) -> None:
    (tmp_path / "text.db").write_bytes(b"no database at all " * 200)
    siyaq("backup", tmp_path / "newer.db", "--db", db)
    newer = sqlite3.connect(tmp_path / "newer.db")
    newer.execute("INSERT INTO schema_version VALUES (9999, '')")
    newer.commit()
    newer.close()
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE letters (a)")
    other.close()
    for name, word in (("text", "not a database"), ("newer", "newer Siyaq"), ("other", "another program")):
        for command in (("stories",), ("serve", "--port", "0"), ("import", "-")):
            done = siyaq(*command, "--db", f"sqlite:///{tmp_path / name}.db", code=1)
            assert word in done.err and done.err.count("\n") == 1 and done.out == b""


def test_a_damaged_index_is_repaired(siyaq: Siyaq, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'news.db'}"
    siyaq("import", "-", "--db", url, stdin=json.dumps(RECORD).encode())
    (tmp_path / "news.db.index" / "meta.json").write_text("{")
    assert "siyaq check --repair" in siyaq("search", "الجسر", "--json", "--db", url, code=1).err
    siyaq("check", "--repair", "--db", url)
    assert siyaq("search", "الجسر", "--json", "--db", url).row["id"] == "one"
    (tmp_path / "news.db.index" / "siyaq-format").write_text("0\n")
    assert "another version" in siyaq("import", "-", "--db", url, stdin=b"").err  # a command that writes does it by itself
    assert siyaq("search", "الجسر", "--json", "--db", url).row["id"] == "one"


def test_a_port_in_use(siyaq: Siyaq, db: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = str(taken.getsockname()[1])
        for command, env in (
            (("serve", "--port", port), {}),
            (("serve",), {"SIYAQ_PORT": port}),
            (("demo", "--port", port), {}),
        ):
            assert port in siyaq(*command, code=1, SIYAQ_DB=db, **env).err


def test_variables(siyaq: Siyaq, db: str, tmp_path: Path) -> None:
    assert siyaq("search", "الجسر", "--json", SIYAQ_DB=db).row["id"] == "one"
    assert siyaq("search", "الجسر", "--json", "--db", db, SIYAQ_DB="sqlite:////missing/x.db").row["id"] == "one"
    assert siyaq("stories", "--json", "--db", "memory:").rows == []
    assert "SIYAQ_NOW" in siyaq("stories", code=1, SIYAQ_DB=db, SIYAQ_NOW="soon").err
    undated = {"title": "خبر بلا تاريخ"}
    url = f"sqlite:///{tmp_path / 'news.db'}"
    siyaq("import", "-", stdin=json.dumps(undated).encode(), SIYAQ_DB=url, SIYAQ_NOW="2031-05-04T12:00:00+03:00")
    assert siyaq("export", SIYAQ_DB=url).row["first_seen"] == "2031-05-04T09:00:00Z"
    (tmp_path / "siyaq.toml").write_text(f'db = "{db}"\n', "utf-8")
    assert len(siyaq("export", SIYAQ_CONFIG=str(tmp_path / "siyaq.toml")).rows) == 1


def test_export_as_parquet(siyaq: Siyaq, db: str, tmp_path: Path) -> None:
    data = siyaq("export", "--format", "parquet", "--db", db).out
    assert data[:4] == data[-4:] == b"PAR1" and b"first_seen" in data
    siyaq("export", "--format", "parquet", "-o", tmp_path / "a.parquet", "--db", db)
    assert (tmp_path / "a.parquet").read_bytes() == data


def test_backup_and_restore(siyaq: Siyaq, db: str, tmp_path: Path) -> None:
    siyaq("backup", tmp_path / "b.db", "--db", db)
    url = f"sqlite:///{tmp_path / 'restored.db'}"
    siyaq("restore", tmp_path / "b.db", "--db", url)
    assert siyaq("export", "--db", url).out == siyaq("export", "--db", db).out
    assert siyaq("search", "الجسر", "--json", "--db", url).row["id"] == "one"
    assert siyaq("check", "--db", url).out == b""
    assert all(json.loads(line)["ok"] for line in siyaq("doctor", "--json", "--db", url).out.splitlines())


def test_nothing_but_data_on_stdout_with_an_arabic_terminal_or_none(siyaq: Siyaq, db: str) -> None:
    for env in (
        {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C.UTF-8", "COLUMNS": "20"},
        {"NO_COLOR": "1", "TERM": "dumb"},
    ):
        done = siyaq("show", "one", "--db", db, **env)
        assert "افتتاح الجسر" in done.out.decode() and "\x1b" not in done.out.decode() + done.err
        assert "لا شيء" in siyaq("show", "لا شيء", "--db", db, code=1, **{**env, "PYTHONIOENCODING": "utf-8"}).err
