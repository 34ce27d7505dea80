"""docs/reference/commands.md names every command and option."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from siyaq.cli.root import root

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "commands.md").read_text("utf-8")
EVERYWHERE = {"--help", "--db", "--json", "--allow-host"}


def commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


@pytest.mark.parametrize(
    ("path", "command"), list(commands(root, "siyaq")), ids=lambda value: value if isinstance(value, str) else ""
)
def test_command_is_documented(path: str, command: click.Command) -> None:
    name = path.rpartition(" ")[2]
    rows = [
        line
        for line in PAGE.splitlines()
        if (line.startswith("| `siyaq") and f"`{path}" in line) or f"`{name} " in line or f"`{name}`" in line
    ]
    assert rows, path
    options = {
        option
        for p in command.params
        if isinstance(p, click.Option) and not p.hidden
        for option in p.opts
        if option.startswith("--")
    }
    missing = [option for option in options - EVERYWHERE if option not in "\n".join(rows)]
    assert not missing, missing
