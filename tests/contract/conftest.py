"""The command as its users meet it: a process with arguments, standard input, and variables."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

WINDOW_S = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a command left behind."""

    code: int
    out: bytes
    err: str

    @property
    def rows(self) -> list[Any]:
        """Its JSON lines; anything else on stdout is a fault."""
        return [json.loads(line) for line in self.out.decode("utf-8").splitlines()]

    @property
    def row(self) -> Any:
        """Its only JSON line."""
        (row,) = self.rows
        return row


Siyaq = Callable[..., Done]


@pytest.fixture(scope="session")
def siyaq() -> Siyaq:
    """Run `siyaq ARGUMENTS` in a process; `code` is what it must end with. No run leaves a traceback."""

    def run(*arguments: object, code: int = 0, stdin: bytes = b"", **env: str) -> Done:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("SIYAQ_")}
        ended = subprocess.run(
            [sys.executable, "-m", "siyaq.cli", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            env={**clean, **env},
            timeout=WINDOW_S,
            check=False,
        )
        err = ended.stderr.decode("utf-8")
        assert ended.returncode == code, err
        assert "Traceback" not in err
        if code in (1, 2):
            assert err.splitlines()[-1].startswith("siyaq: "), err
        return Done(code=ended.returncode, out=ended.stdout, err=err)

    return run
