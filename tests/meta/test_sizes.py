"""Files stay short and functions shorter (limits of CONTRIBUTING.md)."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = ("src", "tests", "bench", "tools")
MAX_FILE_LINES = 400
MEDIAN_BODY, P90_BODY, LONG_BODY, MAX_LONG_SHARE = 10, 30, 50, 0.02


def _files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def _bodies(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", (body[-1].end_lineno or 0) - body[0].lineno + 1


@pytest.mark.parametrize("path", _files(*CODE), ids=lambda p: str(p.relative_to(ROOT)))
def test_file_is_short(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= MAX_FILE_LINES, f"{lines} lines; split it along what it does"


def test_function_bodies_are_short() -> None:
    bodies = sorted((lines, name) for path in _files("src") for name, lines in _bodies(path))
    lengths = [lines for lines, _ in bodies]
    long = [name for lines, name in bodies if lines > LONG_BODY]
    assert statistics.median(lengths) <= MEDIAN_BODY
    assert lengths[int(len(lengths) * 0.9)] <= P90_BODY
    assert len(long) <= MAX_LONG_SHARE * len(lengths), long


def test_no_catch_all_names() -> None:
    vague = {"utils", "helpers", "manager", "common", "misc"}
    assert not [path for path in _files("src") if path.stem in vague]
