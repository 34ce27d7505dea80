"""Commands of ours as child processes."""

import subprocess
import sys
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from siyaq.cli.output import say

GRACE_S = 8.0  # a little more than a fetching child takes; service managers kill after 10
_RESTART_AFTER_S = (1.0, 5.0, 30.0, 60.0)


class ChildProcess:
    """`siyaq ARGUMENTS` as a child process, started again when it dies; it ends when this process does, however that ends.

    Args:
        arguments: of the command, which has to end when its standard input is closed (`fetching.stop_with_parent`).
        what: what it does, for the message that it died.
    """

    def __init__(self, arguments: Sequence[str], what: str) -> None:
        self._command = [sys.executable, "-m", "siyaq.cli", *arguments]
        self._what = what
        self._stopping = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._watcher = threading.Thread(target=self._watch, name=f"siyaq-{what}", daemon=True)

    def __enter__(self) -> Self:
        self._watcher.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stopping.set()
        if self._child is not None:
            self._child.terminate()
        self._watcher.join(GRACE_S)
        if self._child is not None and self._child.poll() is None:
            self._child.kill()

    def _watch(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            # In a session of its own Ctrl-C reaches this process only, which then ends the child.
            self._child = subprocess.Popen(  # noqa: S603
                self._command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True
            )
            code = self._child.wait()
            if self._stopping.is_set():
                return
            pause_s = _RESTART_AFTER_S[min(failures, len(_RESTART_AFTER_S) - 1)]
            failures += 1
            say(f"{self._what} ended with code {code}; the site stays up, and {self._what} starts again in {pause_s:g} s")
            self._stopping.wait(pause_s)
