"""Progress of long work, on stderr: a bar on a terminal, a line now and then elsewhere."""

import os
import shutil
import sys
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Protocol, Self

_BAR_WIDTH = 30
_TEXT_WIDTH = 45  # of percentage, count and speed; a narrower terminal gets a shorter bar, or none
_TERMINAL_EVERY_S = 0.2
_LINE_EVERY_S = 10.0


class Measured(Protocol):
    """A file that knows how far it was read."""

    @property
    def size(self) -> int:
        """Bytes in all; 0 where unknown."""
        ...

    def position(self) -> int:
        """Bytes read so far."""
        ...


class Meter:
    """Shows how far reading has come, how many items are done, and how fast.

    Args:
        files: what is being read; none for work without a known end.
        what: name of the items.
        items: how many there are; 0 where only the files tell how far the work is.
    """

    def __init__(self, files: Sequence[Measured] = (), what: str = "articles", items: int = 0) -> None:
        self._files = files
        self._items = items
        self._what = what
        self._done = self._read = 0
        self._begun = self._shown = time.monotonic()
        self._terminal = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.clear()
        if kind is None:
            self._write(f"{self._line()} in {time.monotonic() - self._begun:.1f} s\n")

    def advance(self, number: int) -> None:
        """Note that so many more items are done."""
        self._done += number
        now = time.monotonic()
        if now - self._shown >= (_TERMINAL_EVERY_S if self._terminal else _LINE_EVERY_S):
            self._shown = now
            self._write(f"\r\x1b[K{self._bar()}{self._line()}" if self._terminal else f"{self._bar()}{self._line()}\n")

    def note_read(self) -> None:
        """Note that one more item was read; work on it may come much later."""
        self._read += 1

    def clear(self) -> None:
        """Make room for another line."""
        if self._terminal:
            self._write("\r\x1b[K")

    def _line(self) -> str:
        seconds = max(time.monotonic() - self._begun, 1e-6)
        return f"{self._done:,} {self._what}, {self._done / seconds:,.0f}/s"

    def _bar(self) -> str:
        share = self._share()
        if share is None:
            return ""
        width = min(_BAR_WIDTH, shutil.get_terminal_size().columns - _TEXT_WIDTH) if self._terminal else _BAR_WIDTH
        full = round(share * width)
        return f"[{'#' * full}{'.' * (width - full)}] {share:4.0%}  " if width > 0 else f"{share:4.0%}  "

    def _share(self) -> float | None:
        """How much is done, 0..1; None where nobody knows."""
        if self._items:
            return min(1.0, self._done / self._items)
        total = sum(file.size for file in self._files)
        worked = self._done / self._read if self._read else 1.0
        return min(1.0, worked * sum(file.position() for file in self._files) / total) if total else None

    @staticmethod
    def _write(text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()
