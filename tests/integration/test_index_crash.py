"""A search index while another process writes it, and after that process was killed."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from siyaq.index import EmbeddedIndex, open_index
from siyaq.query import parse_query

BATCH = 20
# Writes batches without end, each with its own sequence number.
WRITER = f"""
import sys
from datetime import UTC, datetime
from itertools import count
from siyaq.index import open_index
from siyaq.ports import IndexDocument

index = open_index(sys.argv[1])
rest = dict(summary="", source="s", section="", story="", tags=(), names=(), is_copy=False)
rest["when"] = datetime(2024, 3, 5, tzinfo=UTC)
for batch in count(1):
    index.put(
        IndexDocument(article=f"a{{batch}}-{{n}}", title="افتتاح الجسر", text=f"نص {{n}} عن الجسر الجديد. " * 40, **rest)
        for n in range({BATCH})
    )
    index.commit(batch)
    print(batch, flush=True)
"""


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", WRITER, str(tmp_path / "x.index")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "1\n"
        yield process
        process.kill()


def total(index: EmbeddedIndex) -> int:
    return index.search(parse_query("الجسر"), collapse=True, facets=True).total


def test_readers_see_whole_batches_while_another_process_writes(writer: subprocess.Popen[str], tmp_path: Path) -> None:
    index, seen = open_index(str(tmp_path / "x.index")), []
    deadline = time.monotonic() + 60
    while len(set(seen)) < 4 and time.monotonic() < deadline:
        seen.append(total(index))
    assert len(set(seen)) >= 4
    assert seen == sorted(seen)
    assert all(count % BATCH == 0 for count in seen)


@pytest.mark.parametrize("pause_s", [0.0, 0.02, 0.05])
def test_a_killed_writer_leaves_what_it_committed(writer: subprocess.Popen[str], tmp_path: Path, pause_s: float) -> None:
    assert writer.stdout is not None
    committed = int(writer.stdout.readline())
    time.sleep(pause_s)
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    index = open_index(str(tmp_path / "x.index"))
    assert index.last_seq() >= committed
    assert total(index) == index.last_seq() * BATCH
    index.remove(["a1-0"])  # the writer's place is free again
    index.commit(index.last_seq() + 1)
    assert total(index) == (index.last_seq() - 1) * BATCH - 1
