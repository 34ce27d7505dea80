"""Files whose lines are pairs: "first<tab>second"."""

import sys
from collections.abc import Iterator
from pathlib import Path

from siyaq.cli.output import say
from siyaq.errors import DecodeError

_BOM = b"\xef\xbb\xbf"


def pairs_from_file(path: str) -> Iterator[tuple[str, str]]:
    """Pairs of a file, or of standard input for "-". A line without a tab is reported and skipped.

    Raises:
        OSError: the file cannot be read.
        DecodeError: it is not UTF-8.
    """
    data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    try:
        lines = data.removeprefix(_BOM).decode("utf-8").split("\n")
    except UnicodeDecodeError as exc:
        raise DecodeError(f"{path} is not in UTF-8") from exc
    for number, line in enumerate(lines, 1):
        first, tab, second = line.partition("\t")
        if tab:
            yield first.strip(), second.strip()
        elif line.strip():
            say(f"{path}:{number}: skipped: no tab between two columns")
