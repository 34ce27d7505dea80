"""SQL from named files: `sql/NAME.sql` holds statements, each under a line `-- name: STATEMENT`."""

import re
from functools import cache
from importlib.resources import files

_NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)


@cache
def statements(file: str) -> dict[str, str]:
    """Statements of `sql/FILE.sql` by name, without the closing semicolon."""
    text = files("siyaq.store").joinpath("sql", f"{file}.sql").read_text(encoding="utf-8")
    parts = _NAME.split(text)[1:]
    return {name: body.strip().rstrip(";") for name, body in zip(parts[::2], parts[1::2], strict=True)}


@cache
def migrations() -> tuple[tuple[int, str], ...]:
    """(version, SQL script) of every migration, in order of version."""
    folder = files("siyaq.store").joinpath("sql", "migrations")
    found = [(int(f.name.split("_", 1)[0]), f.read_text(encoding="utf-8")) for f in folder.iterdir() if f.name.endswith(".sql")]
    return tuple(sorted(found))
