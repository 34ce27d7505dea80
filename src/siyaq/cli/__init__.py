"""The command line. Heavy rooms are imported inside the commands that need them, so that `siyaq --help` stays quick."""

import os
import sys

import click

from siyaq.cli.root import HangUp, root
from siyaq.errors import QueryError, SiyaqError

__all__ = ["main", "root"]

_FAILED, _USAGE, _INTERRUPTED = 1, 2, 130


def main(arguments: list[str] | None = None) -> None:
    """Run a command and exit: 0 done, 1 failed, 2 wrong usage, 130 interrupted. Failures are one line on stderr."""
    try:
        code = root.main(args=arguments, prog_name="siyaq", standalone_mode=False)
        sys.stdout.flush()
    except click.UsageError as exc:
        code = _say(_usage_line(exc), _USAGE)
    except click.ClickException as exc:
        code = _say(exc.format_message(), _FAILED)
    except (KeyboardInterrupt, click.Abort):
        code = _say("interrupted", _INTERRUPTED)
    except (HangUp, BrokenPipeError):
        code = _hang_up()
    except QueryError as exc:
        code = _say(str(exc), _USAGE)
    except SiyaqError as exc:
        code = _say(str(exc), _FAILED)
    except OSError as exc:
        code = _say(_os_line(exc), _FAILED)
    sys.exit(code if isinstance(code, int) else 0)


def _say(line: str, code: int) -> int:
    print("siyaq: " + " ".join(line.split()), file=sys.stderr)
    return code


def _usage_line(exc: click.UsageError) -> str:
    command = exc.ctx.command_path if exc.ctx else "siyaq"
    return f"{exc.format_message()} (see '{command} --help')"


def _os_line(exc: OSError) -> str:
    where = f"{exc.filename}: " if exc.filename else ""
    return f"{where}{exc.strerror or exc}"


def _hang_up() -> int:
    """The reader of our output closed it (`siyaq export | head`): no reason to complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
