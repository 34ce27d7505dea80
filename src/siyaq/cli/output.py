"""Data on stdout, messages on stderr."""

import sys
from typing import Any

import msgspec

_ENCODE = msgspec.json.Encoder().encode


def print_json(value: Any) -> None:
    """One JSON value as one line; letters are written as themselves."""
    sys.stdout.buffer.write(_ENCODE(value) + b"\n")


def print_text(line: str) -> None:
    """One line for people."""
    sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")


def flush() -> None:
    """Let a reader at the other end of a pipe see what was printed."""
    sys.stdout.flush()


def say(line: str) -> None:
    """One message line on stderr."""
    print(f"siyaq: {line}", file=sys.stderr, flush=True)


def short_time(value: Any) -> str:
    """A time for people, to the minute, UTC."""
    return value.strftime("%Y-%m-%d %H:%M") if value else "-"
